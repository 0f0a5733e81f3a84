/*
 * HTML whose elements are nested in order, straight to the text: what is in
 * what needs no guessing there.
 */
#ifndef EARSHOT_TEXT_TIDY_H
#define EARSHOT_TEXT_TIDY_H

#include "htmltext.h"
#include "prescan.h"

enum { TIDY_DEPTH = 256, TIDY_COUNTS = 256 };

struct tidy_open {
	const struct element *element; /* NULL: no HTML element … */
	struct str name;               /* … and this is its name … */
	uint32_t hash;                 /* … and this is scan_hash of it */
};

/* The open elements.  All zero before tidy_markup, and after it. */
struct tidy {
	size_t depth;
	/* open ones: each HTML element's own number, then all others' hashes */
	uint16_t count[TIDY_COUNTS];
	struct tidy_open open[TIDY_DEPTH];
};

/*
 * tidy_markup: all of ${s} to ${t}.  false: its elements are not nested in
 * order, or too deep, and ${t} is of no use.
 */
bool tidy_markup(struct tidy *y, struct scan *s, struct htmltext *t);

#endif
