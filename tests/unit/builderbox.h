/*
 * A builder and what reads XML into it, empty.
 */
#ifndef TESTS_BUILDERBOX_H
#define TESTS_BUILDERBOX_H

#include "../../src/parse/xmlfeed.h"
#include "arenabox.h"

static const struct str none = { NULL, 0 };
static struct builder *b;
static struct xmlfeed *r;

static inline int
builder_make(void **state)
{
	struct parse_options o = { .max_entries = 100 };

	if (arena_make(state) != 0)
		return (1);
	b = builder_new(a, &o, 1000);
	r = calloc(1, sizeof(*r));
	if (b == NULL || r == NULL)
		return (1);
	r->b = b;
	r->scratch = a;
	return (0);
}

static inline int
builder_drop(void **state)
{

	free(r);
	free(b);
	return (arena_drop(state));
}

#endif
