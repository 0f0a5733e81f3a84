/*
 * Does one post only repeat another?  Word by word: what differs must be
 * little, and nothing that turns its meaning: no negation, no number, no name,
 * no contrary, no other number of stars.  A copy may be cut off at its end, and
 * may have up to eleven words of its own before or behind.
 */
#ifndef EARSHOT_ALIKE_H
#define EARSHOT_ALIKE_H

#include "earshot/post.h"

enum { ALIKE_OWN_WORDS = 12 }; /* so many of its own, and it is no echo */

struct alike; /* what a comparison needs, 250 KB; one thread at a time */

struct alike *alike_new(void);    /* NULL if memory is out */
void alike_free(struct alike *a); /* NULL is fine */

/* alike_later: what is held against others from now on; its strings are
 * borrowed until the next.  Of a post title, text, quotes, stars and kind
 * count. */
void alike_later(struct alike *a, const struct post *later);
/* alike_is: does the post of alike_later repeat ${first}?  At most 2048 words
 * of each are looked at, and a few hundred thousand steps taken. */
bool alike_is(struct alike *a, const struct post *first);

#endif
