/*
 * What is not kept for ever: posts and visits past their time, and what
 * somebody asked to be forgotten.  Each works in small groups of its own, so
 * that visits go on in between; the caller turns the crank until `done`.
 */
#ifndef EARSHOT_RETAIN_H
#define EARSHOT_RETAIN_H

#include "earshot/reader.h"
#include "earshot/store.h"

/* What a prune or a forget took away so far. */
struct retain_counts {
	int64_t posts, insights, voices, visits;
	int64_t redacted; /* posts of others that lost a name */
};

struct prune {
	/* how long, in seconds, since a post was first seen or last edited,
	 * since a visit began; 0: for ever.  A feed's keep= wins. */
	int64_t keep_posts_s, keep_visits_s;
	struct retain_counts counts;
	bool done;
	/* its own */
	int phase;
	int64_t at; /* the last row that it looked at in this phase */
	int64_t now;
};

/*
 * store_prune: one group.  What is judged, marked or still answered stays; the
 * counts by day follow; each insight leaves its ref, why, and a new
 * changed_seq.  On failure nothing of this group happened.
 */
enum status store_prune(struct store *s, struct prune *p) MUST_USE;

/* store_pruned_ts: when the last prune was done; NO_TIME: never. */
enum status store_pruned_ts(struct store *s, int64_t *ret) MUST_USE;

#endif
