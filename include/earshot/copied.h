/*
 * Stretches of an answer that stand word for word in what it answers: quoted,
 * whether or not a mark says so.  Letters' case, signs and white space do not
 * count.
 */
#ifndef EARSHOT_COPIED_H
#define EARSHOT_COPIED_H

#include "earshot/arena.h"
#include "earshot/str.h"

enum {
	COPIED_WORDS = 8, /* so many in a row are no chance */
	/* so few are enough between quotation marks, and as a line of its own
	 * below one that ends with a colon ("Ann wrote:") */
	COPIED_ALONE = 4,
	COPIED_WORDS_MAX = 8192 /* of either text; further ones are nobody's */
};

/* A text made ready for others to be held against it. */
struct copied;

/* copied_new: of ${text}, in ${a}; does not keep ${text} itself.  NULL if
 * memory is out. */
struct copied *copied_new(struct arena *a, struct str text);

/*
 * copied_find: ${known} (sorted, over ${text}) and what is found, merged and
 * sorted, into *${ret}: ${known} itself where nothing is.  Linear.  E_MEMORY.
 */
enum status copied_find(struct arena *a, const struct copied *of,
    struct str text, struct quote *known, size_t nknown, struct quote **ret,
    size_t *ret_n) MUST_USE;

#endif
