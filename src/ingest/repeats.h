/*
 * The writer's memory of what was said: each new or edited post is held against
 * it.  Filled from the store between groups; until it is full of what was there
 * at the start, new posts wait, and are looked up then, as are posts that were
 * stored by a version that knew no fingerprints.  How far it got is stored: a
 * crash loses nothing.
 */
#ifndef INGEST_REPEATS_H
#define INGEST_REPEATS_H

#include "earshot/batch.h"
#include "earshot/store.h"

struct repeats;

struct repeats *repeats_new(void);    /* NULL if memory is out */
void repeats_free(struct repeats *r); /* NULL is fine */

/* repeats_load: the next slice, a few milliseconds; not within a group.
 * false: there is no more, now or, after a failure, at all. */
bool repeats_load(struct repeats *r, struct store *s);
/* repeats_settle: the posts of ${b}, which store_posts has just stored: an echo
 * points to the first, and what is none any more does not.  ${r} may be NULL:
 * nothing is done. */
enum status repeats_settle(struct repeats *r, struct store *s,
    const struct batch *b) MUST_USE;

#endif
