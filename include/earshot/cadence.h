/*
 * How often: what a visit teaches about a feed (facts), and when it is next
 * due (a plan, computed, never stored).  Pure functions of their arguments.
 */
#ifndef EARSHOT_CADENCE_H
#define EARSHOT_CADENCE_H

#include "earshot/batch.h"
#include "earshot/feed.h"

struct cadence_options {
	int64_t min_interval_s; /* default 300 */
	int64_t max_interval_s; /* default 86400 */
};

/* What cadence_next says of a feed that is not visited: paused, gone … */
#define CADENCE_NEVER INT64_MAX

/*
 * cadence_learn: b->facts from what the visit brought: validators (replaced
 * together or not at all, only when it was stored), failures, rhythm, what the
 * server asked for, status, where it moved.  Called by the writer, after
 * store_posts (it needs new_posts) and before store_facts; the strings are the
 * batch's.  Learns nothing from a visit that we ended ourselves (E_CANCELLED),
 * that failed by our own network (b->ours), that was not stored (b->stored) or
 * was replayed.
 */
void cadence_learn(struct batch *b, const struct cadence_options *o);

/* cadence_unconditional: is it time to ask without validators, because some
 * servers keep an ETag while the content changes?  Once in a few days. */
bool cadence_unconditional(const struct feed_facts *facts, int64_t now);

/* cadence_next: when a feed is due, Unix seconds, perhaps long ago; or
 * CADENCE_NEVER.  Never more than 8 days ahead, whatever the clock did while we
 * were away.  ${jitter}: 0..1, from the
 * caller (a hash of feed id and visit, so that a restart causes no burst). */
int64_t cadence_next(const struct feed_spec *spec,
    const struct feed_facts *facts, const struct cadence_options *o,
    int64_t now, double jitter);

/* cadence_forgive: its last failure was ours: takes it back. */
void cadence_forgive(struct feed_facts *facts);
/* cadence_jitter: the 0..1 of a feed's plan after its visit at ${visited_ts};
 * always the same, so that a restart changes no plan. */
double cadence_jitter(int64_t feed_id, int64_t visited_ts);

/* cadence_why: in words, for `try` and `feeds list`: "every 42 min, learned
 * from 34 posts a day". */
void cadence_why(const struct feed_spec *spec, const struct feed_facts *facts,
    const struct cadence_options *o, struct buf *out);

#endif
