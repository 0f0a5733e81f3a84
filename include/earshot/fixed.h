/*
 * Lines that come in many posts of one place, whatever these are about: the
 * headings of a form, what a program says of itself, a signature.  Learned
 * from the lines that prove insights; a line is known by a number, without its
 * figures.  Bounded: what came once is forgotten first.
 */
#ifndef EARSHOT_FIXED_H
#define EARSHOT_FIXED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "earshot/status.h"
#include "earshot/str.h"

enum {
	FIXED_POSTS = 6,    /* in so many posts, */
	FIXED_ONE_IN = 64,  /* one in so many of its place, */
	FIXED_REST = 3,     /* each with so many times as much beside it */
	FIXED_LINE = 200,   /* bytes; a longer line is looked at by sentence: */
	FIXED_SENTENCE = 8, /* of so many words */
	FIXED_LINES = 12288, /* that are remembered */
};

struct fixed;

struct fixed *fixed_new(void);    /* NULL if memory is out */
void fixed_free(struct fixed *f); /* NULL is fine */

/* fixed_line: the number of the line of ${text} in which [start, end) stands:
 * between ends of lines or |.  0: it is no line that could be fixed. */
uint64_t fixed_line(struct str text, uint32_t start, uint32_t end);

struct fixed_at {
	int64_t source_id, post_id, insight_id;
};

/* fixed_post: one more post of its place; the same again does not count. */
enum status fixed_post(struct fixed *f, const struct fixed_at *at) MUST_USE;
bool fixed_known(const struct fixed *f, int64_t source_id, uint64_t line);
/* fixed_learn: ${line} stands in it.  *${ret_n} > 0: from now on it is known;
 * these insights were before. */
enum status fixed_learn(struct fixed *f, const struct fixed_at *at,
    uint64_t line, int64_t ret[FIXED_POSTS], size_t *ret_n) MUST_USE;
/* fixed_add: known from before. */
enum status fixed_add(struct fixed *f, int64_t source_id,
    uint64_t line) MUST_USE;

#endif
