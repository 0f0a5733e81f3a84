/*
 * Stored posts through today's rules, in pieces, on the road that visits take:
 * workers classify, the one writer writes.  Where a run ended another goes on,
 * for what today's rules scored needs no second look.  Loop thread only.
 */
#ifndef EARSHOT_RESCORE_H
#define EARSHOT_RESCORE_H

#include "earshot/ingest.h"
#include "earshot/stale.h"

struct rescore;

struct rescore_state {
	int64_t done, all;                 /* post ids passed, of so many */
	int64_t posts;                     /* that were scored again */
	int64_t fresh, changed, withdrawn; /* insights */
	const char *waits; /* no piece starts: why, in a sentence; NULL */
	bool over;         /* nothing is under way, nothing is left to do */
	const char *error; /* why it ended early, in a sentence; NULL */
};

/*
 * rescore_new: copies ${what}; ${store_url} must outlive it.  E_USAGE and a
 * sentence: an unknown word; else the reader's.
 */
enum status rescore_new(struct ingest *in, const char *store_url,
    const struct stale *what, struct rescore **ret,
    struct buf *reterr) MUST_USE;

/*
 * rescore_push: has some pieces under way, and when the last is back ends with
 * an event.  None starts while the write-ahead log is long (ingest_crowded):
 * visits go first.  Call it after rescore_new, after rescore_take, and every
 * second or so while it waits.
 */
void rescore_push(struct rescore *r);
/* rescore_take: a batch that came back, if it is of stored posts; takes it. */
bool rescore_take(struct rescore *r, struct batch *b);
/* rescore_stop: no further piece; `over` when those under way are back. */
void rescore_stop(struct rescore *r);
void rescore_state(const struct rescore *r, struct rescore_state *ret);
/* rescore_free: NULL is fine; when it is over, or its ingest was stopped. */
void rescore_free(struct rescore *r);

#endif
