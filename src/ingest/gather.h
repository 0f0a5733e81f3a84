/*
 * Insights that say the same, brought together before a commit: the store says
 * which wait and what they say, the index who says it as well, and the store
 * keeps what came of it.  The index is filled at the first insight, and only
 * hints: the rows count.
 */
#ifndef INGEST_GATHER_H
#define INGEST_GATHER_H

#include "earshot/store.h"

struct gather;

struct gather *gather_new(void);    /* NULL if memory is out */
void gather_free(struct gather *g); /* NULL is fine */

/* gather_settle: insights that wait, a few thousand at the most; in the group,
 * right before its commit.  ${g} may be NULL: nothing is done. */
enum status gather_settle(struct gather *g, struct store *s) MUST_USE;
/* gather_forget: the group was undone: so is what was learned from it. */
void gather_forget(struct gather *g);
/* gather_rest: between groups: what still waits, in a group of its own.
 * false: nothing more, now or, after a failure, for a while. */
bool gather_rest(struct gather *g, struct store *s);

#endif
