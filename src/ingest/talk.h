/*
 * Comment feeds, the writer's part: what a visit's posts lead to, and how a
 * conversation stands after a visit of its feed.  All in the visit's
 * transaction.
 */
#ifndef INGEST_TALK_H
#define INGEST_TALK_H

#include "earshot/ingest.h"

/* How many are awake; counted now and then, and as they begin. */
struct talk_awake {
	int64_t all;
	int64_t counted_ms; /* 0: never */
};

/* talk_settle: after the posts are stored: b->found. */
enum status talk_settle(struct store *s, struct batch *b,
    const struct ingest_options *o, struct talk_awake *awake) MUST_USE;

/*
 * talk_learn: of a feed that was found, after cadence_learn and before
 * store_facts: its rhythm, b->turn.  ${last_ts}: its changed_ts before the
 * visit.  talk_store: after store_facts.
 */
struct talk_end {
	bool learned; /* false: nothing to store */
	int64_t post_id, seen, tries;
	const char *why;
	bool closes;
};
enum status talk_learn(struct store *s, struct batch *b,
    const struct ingest_options *o, int64_t last_ts,
    struct talk_end *ret) MUST_USE;
enum status talk_store(struct store *s, struct batch *b,
    const struct talk_end *end) MUST_USE;

#endif
