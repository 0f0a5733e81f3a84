/*
 * An arena of each test's own.
 */
#ifndef TESTS_ARENABOX_H
#define TESTS_ARENABOX_H

#include "earshot/arena.h"

#include "unit.h"

static struct arena *a;

static inline int
arena_make(void **state)
{

	(void)state;
	a = arena_new(64 << 20);
	return (a == NULL);
}

static inline int
arena_drop(void **state)
{

	(void)state;
	arena_free(a);
	return (0);
}

#endif
