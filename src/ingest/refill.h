/*
 * What comments answer that were stored by an older version: found between the
 * writer's groups, once and for all.
 */
#ifndef INGEST_REFILL_H
#define INGEST_REFILL_H

#include "earshot/store.h"

/* How far it is; zeroed: nothing is known yet. */
struct refill {
	bool begun, over;
	int64_t left; /* ids up to here */
};

/* refill_some: the next piece, a few milliseconds; not within a group.  false:
 * there is no more, now or, after a failure, until the next start. */
bool refill_some(struct refill *r, struct store *s);

#endif
