/*
 * Feeds whose past is being followed, as the loop sees them: pages take their
 * turn as visits of their feed do, so that no host is asked more often, and no
 * feed has two batches under way.  Loop thread only.
 */
#ifndef INGEST_PAGING_H
#define INGEST_PAGING_H

#include "earshot/backfill.h"
#include "earshot/ingest.h"
#include "earshot/sched.h"
#include "earshot/store.h"

struct paging;

/* NULL if memory is out. */
struct paging *paging_new(const struct cadence_options *cadence);
void paging_free(struct paging *p);

/* paging_load: as the store has them; ${arg}: the struct paging, which nobody
 * may change while it runs.  Those under way stay as they are. */
enum status paging_load(struct store *s, void *arg);
/* paging_begin: a person wants that feed's past; kept in the store. */
enum status paging_begin(struct paging *p, struct ingest *in, int64_t feed_id,
    int64_t since_ts, struct str page) MUST_USE;
/* paging_wake: those that may go on have their feed's turn asked for. */
void paging_wake(struct paging *p, struct sched *s);
/* paging_take: ${b} is a visit that starts: does it ask for a page?  Then
 * b->backfill is set. */
void paging_take(struct paging *p, struct batch *b);
/* paging_yield: somebody wants the feed itself, or all ({NULL,0}); likewise
 * when plans were made anew (${replanned}). */
void paging_yield(struct paging *p, struct str url, bool replanned);
/* paging_done: a visit came back, of a page or of the feed. */
void paging_done(struct paging *p, const struct batch *b);
/* paging_left: how many are not over. */
size_t paging_left(const struct paging *p);

#endif
