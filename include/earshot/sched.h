/*
 * Which feed is due: one heap, one answer.  Knows the gap per host.  Main
 * thread only; does no I/O.
 */
#ifndef EARSHOT_SCHED_H
#define EARSHOT_SCHED_H

#include "earshot/cadence.h"
#include "earshot/feed.h"

struct sched;

/* A feed, and what a failure taken back leaves of it. */
struct forgiven {
	int64_t id;
	bool listed;
	enum feed_status status;
	int64_t failures;
};

struct sched_options {
	struct cadence_options cadence;
	int64_t host_gap_ms;  /* between two requests to one host */
	int host_connections; /* at once to one host; 0: 2 */
	/* Only what is due at sched_set or asked for by sched_now, each once:
	 * then nothing is due any more (earshot poll, earshotd --once). */
	bool once;
	bool none_due; /* with once: only what sched_now asks for */
};

struct sched *sched_new(const struct sched_options *o);
void sched_free(struct sched *s);

/*
 * sched_set: from now on these feeds.  Takes ${feeds} (malloc'd array; specs'
 * strings must outlive it) and their facts.  Feeds that are being visited stay
 * marked so, by id.  Where many are overdue (a start after a long stop) they
 * are spread out.  Returns the former array, or NULL: the caller frees it with
 * its list (batches copy).  Returns ${feeds} itself when memory is out: nothing
 * changed.
 */
struct feed *sched_set(struct sched *s, struct feed *feeds, size_t n);

/* sched_next: the next feed to visit now, marked as being visited; NULL: none
 * is due, or their hosts rest (or so many hosts rest that the search goes on at
 * the next call: then sched_wait_ms is 0). */
const struct feed *sched_next(struct sched *s);
/* sched_wait_ms: until sched_next may give one; -1: nothing will be due. */
int64_t sched_wait_ms(const struct sched *s);
/* sched_done: a visit came back: takes over b->facts when they were committed,
 * plans the next.  A feed that is no longer listed is ignored. */
void sched_done(struct sched *s, const struct batch *b);
/* sched_skip: the visit that sched_next gave could not start: later. */
void sched_skip(struct sched *s, const struct feed *feed);
/* sched_doubts: neither this feed, when it was last asked, nor its host lately
 * gave an answer: it may not now. */
bool sched_doubts(const struct sched *s, const struct feed *feed);
/* sched_defer: the visit that sched_next gave is not worth its place just now:
 * again in about ${ms}. */
void sched_defer(struct sched *s, const struct feed *feed, int64_t ms);
/* sched_forgive: one failure of each of these was not theirs: takes it back
 * and fills in what is left.  Sorts ${list} by id. */
void sched_forgive(struct sched *s, struct forgiven *list, size_t n);
/* sched_probe: any feed, whether it is due or not, rather one that was well
 * when it was last asked; none whose server asked for rest.  NULL: there is
 * none. */
const struct feed *sched_probe(struct sched *s);
/* sched_resume: after a time in which nobody was visited: what is overdue is
 * spread out, each within its own interval. */
void sched_resume(struct sched *s);
/* sched_now: due at once: that URL, even if it is paused or gone, or all that
 * are not (${url} {NULL,0}); how many.  ${even_waiting}: also those that a
 * server asked to wait (a person's wish). */
size_t sched_now(struct sched *s, struct str url, bool even_waiting);

/* sched_resting: how many of those that a wish for all would visit it leaves
 * out, because their servers asked for rest. */
size_t sched_resting(const struct sched *s);
/* sched_wish: a person's wish for that feed, or for all ({NULL,0}): facts and
 * plans follow; how many it changed. */
size_t sched_wish(struct sched *s, struct str url, enum feed_wish wish);

/*
 * sched_add: one more feed, besides those of sched_set; takes what is its own
 * when it succeeds.  sched_drop: one that was found (found_by) goes; false:
 * there is none, or it is being visited or its turn is about to come.
 * sched_counted: the count of comments of one that was found: due now, but for
 * one that fails; false: there is none.
 */
enum status sched_add(struct sched *s, const struct feed *feed) MUST_USE;
bool sched_drop(struct sched *s, struct str url);
bool sched_counted(struct sched *s, struct str url, int32_t comments);

/* sched_count: places; sched_get: the feed at ${i}, below that, until one is
 * added or dropped; its id is 0: there is none.  sched_listed, sched_found: how
 * many feeds are listed, and how many were found. */
size_t sched_count(const struct sched *s);
size_t sched_listed(const struct sched *s);
size_t sched_found(const struct sched *s);
const struct feed *sched_get(const struct sched *s, size_t i);
/* sched_due: how many listed ones are due now, those that rest for their host's
 * sake included; walks all feeds. */
size_t sched_due(const struct sched *s);
size_t sched_visiting(const struct sched *s);
/* sched_reading: of these, feeds that were found. */
size_t sched_reading(const struct sched *s);
/* sched_lag_s: how late the latest due feed is; 0: none. */
int64_t sched_lag_s(const struct sched *s);
/* sched_find: by URL as listed; NULL. */
const struct feed *sched_find(const struct sched *s, struct str url);

#endif
