/*
 * A store of two feeds' posts, and a reader of it.
 */
#ifndef TESTS_ASKBOX_H
#define TESTS_ASKBOX_H

#include "storebox.h"

static struct buf why = { .cap = 10000 };
static struct reader *r;

/* The first ${first} of ${n} posts are the first feed's. */
static inline int
ask_make(void **state, const struct serve *posts, size_t first, size_t n)
{

	if (box_make(state) != 0)
		return (1);
	box_begin();
	box_visit(0, posts, first);
	box_visit(1, posts + first, n - first);
	buf_clear(&why);
	r = NULL;
	return (reader_open(box.path, 0, &r, &why) != OK);
}

static inline int
ask_drop(void **state)
{

	reader_close(r);
	return (box_remove(state));
}

#endif
