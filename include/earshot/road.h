/*
 * The road, whole: scheduler, fetcher, workers and writer on one event loop.
 * What `earshotd` runs for a year and `earshot poll` for a minute is the same
 * road.  Loop thread only.
 */
#ifndef EARSHOT_ROAD_H
#define EARSHOT_ROAD_H

#include "earshot/feedlist.h"
#include "earshot/http.h"
#include "earshot/import.h"
#include "earshot/ingest.h"
#include "earshot/rescore.h"
#include "earshot/sched.h"

struct road;

struct road_options {
	struct http_options http;
	struct sched_options sched;
	struct ingest_options ingest;
	size_t batch_max; /* bytes of a batch's arena */
	bool once;        /* each due feed once, then `idle` */
	bool backfill;    /* the past of feeds is followed, too */
	/* visited: a visit's fate is known, also of a page of a feed's past
	 * (b->backfill).  Borrowed until it returns. */
	void (*visited)(void *arg, const struct batch *b);
	/* idle: nothing under way and, when `once`, nothing left to do. */
	void (*idle)(void *arg);
	void *arg;
};

/*
 * road_new: takes ${store}, a reference to ${rules}, and ${list}; the strings
 * of ${o} must outlive it.  Feeds are synchronised with the store before it
 * returns.  On failure the sentence is in *${reterr}, and ${store} and ${list}
 * are closed and freed all the same.
 */
enum status road_new(struct event_base *base, const struct road_options *o,
    struct store *store, struct ruleset *rules, struct feedlist *list,
    struct road **ret, struct buf *reterr) MUST_USE;

/* road_reload: other feeds and rules from now on; visits under way keep
 * theirs.  Takes ${list} when it succeeds. */
enum status road_reload(struct road *r, struct feedlist *list,
    struct ruleset *rules) MUST_USE;

/* road_poll: visit this feed (or all: {NULL,0}) now; how many that are. */
size_t road_poll(struct road *r, struct str url);
/* road_resting: how many feeds a poll of all leaves out, because their servers
 * asked for rest. */
size_t road_resting(const struct road *r);
/*
 * road_wish: a person's wish for that feed, or for all ({NULL,0}), kept over
 * restarts; how many feeds it changed.  E_NOT_FOUND: no such feed is listed.
 */
enum status road_wish(struct road *r, struct str url, enum feed_wish wish,
    size_t *ret_changed) MUST_USE;
/*
 * road_backfill: from now on the past of that feed is followed, back to
 * ${since_ts}, from ${page} on (its own address when empty).  Asked again, it
 * goes on where it is.  E_NOT_FOUND: no such feed is listed.  road_backfills:
 * how many are not over.
 */
enum status road_backfill(struct road *r, struct str url, int64_t since_ts,
    struct str page) MUST_USE;
size_t road_backfills(const struct road *r);
/* road_failing: visits now what fails, but for those whose servers asked for
 * rest; how many that are. */
size_t road_failing(struct road *r);
/* road_find: by URL as listed; NULL. */
const struct feed *road_find(const struct road *r, struct str url);
/* road_places, road_feed: each of its feeds, see sched_count; whom a person
 * means says setup_named. */
size_t road_places(const struct road *r);
const struct feed *road_feed(const struct road *r, size_t i);
/* road_knows: is that a comment feed that was found, though it is not visited
 * now? */
bool road_knows(struct road *r, struct str url);
/* road_due: how many feeds are due now; walks all of them. */
size_t road_due(const struct road *r);
/* road_run: a short job on the writer's thread, between two groups; waits for
 * it.  From any thread until road_stop. */
enum status road_run(struct road *r,
    enum status (*job)(struct store *s, void *arg), void *arg) MUST_USE;
/* road_event: a row in `event`. */
void road_event(struct road *r, const char *kind, const char *what);

/*
 * road_rescore: stored posts through today's rules, between the visits;
 * ${progress} after each piece, and when it is over, but never before
 * road_rescore returns.  E_BUSY: one is under way.  road_rescore_stop: nobody
 * wants it any more; what is under way is still written, nothing is told.
 */
enum status road_rescore(struct road *r, const struct stale *what,
    void (*progress)(void *arg, const struct rescore_state *state), void *arg,
    struct buf *reterr) MUST_USE;
void road_rescore_stop(struct road *r);
/*
 * road_import: a document of a file on the road, in between the visits;
 * ${done} when its fate is known, but never before road_import returns; until
 * then or until road_import_forget ${arg} must live.  The feed and its source
 * are made when they are not there.
 */
enum status road_import(struct road *r, struct import_what *what,
    struct str document, void (*done)(void *arg, const struct batch *b),
    void *arg) MUST_USE;
void road_import_forget(struct road *r, void *arg);

struct road_status {
	size_t feeds;   /* listed ones */
	size_t found;   /* comment feeds they led to, that are visited */
	size_t reading; /* of those that are being visited, found ones */
	size_t visiting, fetching, waiting_work, waiting_write;
	int64_t lag_s, writer_beat_ms;
	uint64_t rules; /* in the set */
	char ruleset[33];
	char ill[300]; /* why nothing can be stored; "" */
	bool paused;   /* and so no visit starts */
};
void road_status(struct road *r, struct road_status *ret);
/* road_statuses: how many listed feeds there are of each status; walks all of
 * them. */
void road_statuses(const struct road *r, size_t ret[FEED_STATUSES]);

/* road_stop: no new visits, transfers cancelled, queues drained, last commit,
 * store closed.  road_free: after it. */
void road_stop(struct road *r);
void road_free(struct road *r);

#endif
