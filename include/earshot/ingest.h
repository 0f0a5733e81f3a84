/*
 * The middle of the road: worker threads that parse, clean, match and score,
 * and the one writer thread.  Batches go in, and come back when their fate is
 * known: committed, or not.  The loop that pushes and collects is the caller's.
 */
#ifndef EARSHOT_INGEST_H
#define EARSHOT_INGEST_H

#include "earshot/batch.h"
#include "earshot/cadence.h"
#include "earshot/ruleset.h"
#include "earshot/store.h"

struct ingest;

/* How authors' names and URIs are kept: as they are, as a sign that tells
 * voices apart, not at all. */
enum ingest_names { NAMES_PLAIN, NAMES_HASH, NAMES_NONE };
enum { INGEST_NAMES_KEY = 32 };

/* Comment feeds that posts lead to; all 0: none is followed. */
struct follow_options {
	int64_t max_feeds;    /* visited in the same time; 0: none */
	int64_t per_site;     /* of these, on one host */
	int64_t per_site_day; /* visits to them, one host a day */
};

struct ingest_options {
	const char *store_url; /* for the workers' own readers */
	int workers;           /* 0: one a core, at most 8 */
	size_t room;           /* batches under way at the most; 0: 64 */
	int64_t commit_ms;     /* a group waits so long for more */
	int64_t commit_posts;  /* and holds so many posts */
	size_t parse_max_bytes, parse_max_entries;
	struct cadence_options cadence;
	struct follow_options follow;
	enum ingest_names names;
	unsigned char names_key[INGEST_NAMES_KEY]; /* for NAMES_HASH */
};

/*
 * ingest_new: starts the threads.  Takes ${store}; the strings of ${o} must
 * outlive it.  Takes a reference to ${rules}.
 */
enum status ingest_new(const struct ingest_options *o, struct store *store,
    struct ruleset *rules, struct ingest **ret) MUST_USE;

/* ingest_room: how many more visits may start: the one budget of the road. */
size_t ingest_room(const struct ingest *in);
/* ingest_aside: ${n} of those under way only wait for an answer and hold no
 * room. */
void ingest_aside(struct ingest *in, size_t n);
/* ingest_enter: a visit starts; it holds its room until ingest_leave.  Gives
 * the batch a reference to today's rule set. */
void ingest_enter(struct ingest *in, struct batch *b);
/* ingest_push: gives a fetched (or failed) batch away; never blocks. */
void ingest_push(struct ingest *in, struct batch *b);
/* ingest_collect: a batch whose fate is known, or NULL; ingest_fd is readable
 * when there may be one. */
struct batch *ingest_collect(struct ingest *in);
int ingest_fd(const struct ingest *in);
/* ingest_leave: drops the rule set's reference, frees the batch, gives its room
 * back. */
void ingest_leave(struct ingest *in, struct batch *b);

/* ingest_ruleset: what judges them today; borrowed. */
const struct ruleset *ingest_ruleset(const struct ingest *in);
/* ingest_rules: batches that enter from now on are judged by these. */
void ingest_rules(struct ingest *in, struct ruleset *rules);

/*
 * ingest_run: ${job} runs on the writer's thread between two groups; waits for
 * it (for reloads, events; never for long work).
 */
enum status ingest_run(struct ingest *in,
    enum status (*job)(struct store *s, void *arg), void *arg) MUST_USE;

/* ingest_ill: why the last commit failed, in words; "" while all is well. */
void ingest_ill(struct ingest *in, char *ret, size_t size);
/* ingest_paused: no visit should start, because nothing could be stored; for
 * as long as ingest_ill says why. */
bool ingest_paused(const struct ingest *in);
/* ingest_crowded: what can wait should, because the write-ahead log is long and
 * somebody keeps it from being emptied; who, in words (${size}: > 0). */
bool ingest_crowded(struct ingest *in, char *ret, size_t size);
/* ingest_beat: when the writer last turned its loop (monotonic ms). */
int64_t ingest_beat(const struct ingest *in);
/* ingest_depth: batches waiting for workers, and for the writer. */
void ingest_depth(struct ingest *in, size_t *ret_work, size_t *ret_write);

/*
 * ingest_once: what a worker would make of this batch, here and now, without a
 * store: nothing counts as known, and nothing is kept.  For `earshot try`.
 */
void ingest_once(const struct ingest_options *o, struct ruleset *rules,
    struct batch *b);

/* ingest_stop: no more comes in; all that is in is worked and committed; the
 * threads end and the store is closed.  Collect the rest, then ingest_free. */
void ingest_stop(struct ingest *in);
void ingest_free(struct ingest *in);

#endif
