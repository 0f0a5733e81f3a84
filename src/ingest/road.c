/*
 * The loop's side of the road: what is due is fetched, what is fetched goes to
 * the workers, and what comes back from the writer tells the scheduler.
 */
#include "earshot/road.h"

#include <stdlib.h>

#include <event2/event.h>

#include "earshot/clock.h"
#include "earshot/fetch.h"
#include "earshot/log.h"

#include "following.h"
#include "listing.h"
#include "network.h"
#include "outcome.h"
#include "page.h"
#include "paging.h"
#include "road_impl.h"

enum {
	TICK_MAX_MS = 60000,
	BODY_MAX_DEFAULT = 16 << 20,
	/* While nothing can be stored, one visit so often tries whether it can
	 * again; the other servers are left in peace. */
	PROBE_EVERY_MS = 5000,
	/* While the writer asks for a pause, it is asked so often in turn. */
	PAUSE_LOOK_MS = 1000,
	/* While our own network is down, one host is asked so often. */
	OUTAGE_PROBE_MS = 60 * 1000,
	/* So many have nobody to wait for them just now are put off in one
	 * turn, and for so long. */
	DEFERRED_MAX = 256,
	DEFERRED_EVERY_MS = 100,
	DEFER_MS = 4000
};

static void turn(struct road *r);
static void set_timer(struct road *r, int64_t ms);

static void
on_fetched(struct batch *b, void *arg)
{
	struct road *r = arg;

	if (network_fetched(r->network, b, http_active(r->http) > 0))
		r->probe_ms = clock_mono_ms() + OUTAGE_PROBE_MS;
	/* Until its fate is known: posts and texts take as much again. */
	http_hold(r->http, b->bytes);
	ingest_push(r->ingest, b);
}

/* Somebody stood aside, or came back. */
static void
on_room(void *arg)
{
	struct road *r = arg;
	size_t most;

	ingest_aside(r->ingest, http_aside(r->http, &most));
	set_timer(r, 0);
}

static void
start_visit(struct road *r, const struct feed *feed)
{
	struct batch *b =
	    batch_new(feed, r->options.batch_max, r->options.http.max_body);

	if (b == NULL) {
		/* Memory is out: the feed waits its turn like a failed one. */
		log_line(LOG_ERROR, "visit_lost feed=%lld memory",
		    (long long)feed->id);
		sched_skip(r->sched, feed);
		return;
	}
	paging_take(r->paging, b);
	ingest_enter(r->ingest, b);
	if (network_is_down(r->network))
		r->probe_ms = clock_mono_ms() + OUTAGE_PROBE_MS;
	if (fetch_start(r->http, b,
		b->backfill != NULL ||
		    cadence_unconditional(&b->facts, clock_now()),
		on_fetched, r) != OK) {
		batch_fail(b, E_INTERNAL, "%.*s: the visit could not start",
		    STR_ARG(outcome_url(b)));
		ingest_push(r->ingest, b);
	}
}

static void
set_timer(struct road *r, int64_t ms)
{
	struct timeval tv;

	if (ms < 0 || ms > TICK_MAX_MS)
		ms = TICK_MAX_MS;
	tv.tv_sec = ms / 1000;
	tv.tv_usec = (suseconds_t)(ms % 1000) * 1000;
	evtimer_add(r->timer, &tv);
}

void
road_wake(struct road *r)
{

	set_timer(r, 0);
}

/* Only a probe now and then: the store cannot write, or our network is down.
 * `once`: each feed is visited once, come what may. */
static bool
only_probes(const struct road *r)
{

	return ((r->ill || network_is_down(r->network)) && !r->options.once);
}

bool
road_paused(const struct road *r)
{

	return (ingest_paused(r->ingest) && !r->options.once);
}

/* May one more visit start? */
static bool
is_open(const struct road *r)
{

	if (r->stopping || ingest_room(r->ingest) == 0 || road_paused(r))
		return (false);
	return (!only_probes(r) || (sched_visiting(r->sched) == 0 &&
				       clock_mono_ms() >= r->probe_ms));
}

/* How long until there may be something to start. */
static int64_t
pause_ms(const struct road *r)
{
	int64_t wait = sched_wait_ms(r->sched);
	int64_t probe = r->probe_ms - clock_mono_ms();

	if (road_paused(r))
		return (PAUSE_LOOK_MS);
	/* A probe is under way: the next turn is the one that its end makes. */
	if (only_probes(r) && sched_visiting(r->sched) > 0)
		return (-1);
	if (network_is_down(r->network) && only_probes(r))
		return (probe > 0 ? probe : OUTAGE_PROBE_MS);
	return (r->ill && wait >= 0 && wait < probe ? probe : wait);
}

static const struct feed *
next_feed(struct road *r)
{

	if (network_is_down(r->network) && only_probes(r))
		return (sched_probe(r->sched));
	return (sched_next(r->sched));
}

/*
 * Who was not well when it was last asked, or was never asked, may stand aside
 * only so long as there is room left for those who were: they are never late
 * for the sake of the dead.
 */
static bool
must_wait(const struct road *r, const struct feed *feed)
{
	size_t most, aside = http_aside(r->http, &most);

	return (aside >= most - most / 4 && !r->options.once &&
		!only_probes(r) && sched_doubts(r->sched, feed));
}

/* A host whose share of comment feeds is used up: later, or, `once`, not now.
 */
static bool
is_put_off(struct road *r, const struct feed *feed)
{
	int64_t ms;

	if (following_may(r->following, feed, &ms))
		return (false);
	if (r->options.once)
		sched_skip(r->sched, feed);
	else
		sched_defer(r->sched, feed, ms);
	return (true);
}

/* One turn: start what is due and has room; else sleep until something is. */
static void
turn(struct road *r)
{
	const struct feed *feed;
	int deferred = 0;

	if (!r->stopping)
		paging_wake(r->paging, r->sched);
	while (deferred < DEFERRED_MAX && is_open(r) &&
	       (feed = next_feed(r)) != NULL)
		if (must_wait(r, feed)) {
			sched_defer(r->sched, feed, DEFER_MS);
			deferred++;
		} else if (is_put_off(r, feed))
			deferred++;
		else
			start_visit(r, feed);
	/* Without room the next turn is the one that a batch's end makes. */
	if (deferred == DEFERRED_MAX)
		set_timer(r, DEFERRED_EVERY_MS);
	else if (!r->stopping && ingest_room(r->ingest) > 0)
		set_timer(r, pause_ms(r));
	if (sched_visiting(r->sched) > 0 ||
	    (r->options.once && sched_wait_ms(r->sched) >= 0))
		r->idle_told = false;
	else if (!r->idle_told && !r->stopping) {
		r->idle_told = true;
		if (r->options.idle != NULL)
			r->options.idle(r->options.arg);
	}
}

static void
on_timer(evutil_socket_t fd, short what, void *arg)
{

	(void)fd;
	(void)what;
	turn(arg);
}

static void
note_health(struct road *r, const struct batch *b)
{
	char why[2];

	if (b->stored == OK) {
		r->ill = false;
		return;
	}
	/* One visit's own fault is not the store's. */
	ingest_ill(r->ingest, why, sizeof(why));
	if (why[0] == '\0')
		return;
	r->ill = true;
	r->probe_ms = clock_mono_ms() + PROBE_EVERY_MS;
}

static void
collect(struct road *r)
{
	struct batch *b;

	while ((b = ingest_collect(r->ingest)) != NULL) {
		if (road_imported(r, b))
			continue;
		if (r->rescore != NULL && rescore_take(r->rescore, b)) {
			road_rescored(r);
			continue;
		}
		if (b->backfill != NULL)
			page_log(b);
		else
			outcome_log(b);
		sched_done(r->sched, b);
		paging_done(r->paging, b);
		following_done(r->following, r->sched, b);
		note_health(r, b);
		/* A page that failed is no failure of its feed. */
		if (b->backfill == NULL)
			network_visited(r->network, b);
		if (r->options.visited != NULL)
			r->options.visited(r->options.arg, b);
		http_let_go(r->http, b->bytes);
		ingest_leave(r->ingest, b);
	}
}

static void
on_done(evutil_socket_t fd, short what, void *arg)
{
	struct road *r = arg;

	(void)fd;
	(void)what;
	collect(r);
	network_tell(r->network, r->sched, r->ingest);
	turn(r);
}

static enum status
make_events(struct road *r)
{

	r->timer = evtimer_new(r->base, on_timer, r);
	r->done = event_new(r->base, ingest_fd(r->ingest), EV_READ | EV_PERSIST,
	    on_done, r);
	if (r->timer == NULL || r->done == NULL ||
	    event_add(r->done, NULL) != 0)
		return (E_MEMORY);
	return (OK);
}

enum status
road_new(struct event_base *base, const struct road_options *o,
    struct store *store, struct ruleset *rules, struct feedlist *list,
    struct road **ret, struct buf *reterr)
{
	struct listing job = { NULL, NULL, NULL, NULL, 0 };
	struct road *r = calloc(1, sizeof(*r));
	enum status st = E_MEMORY;

	if (r == NULL)
		goto out;
	r->options = *o;
	if (r->options.http.max_body == 0)
		r->options.http.max_body = BODY_MAX_DEFAULT;
	r->base = base;
	r->rules = ruleset_ref(rules);
	r->list = list;
	list = NULL;
	st = http_new(base, &r->options.http, &r->http, reterr);
	if (st != OK)
		goto out;
	st = listing_make(r->list, &r->options.sched.cadence, &job);
	if (st == OK)
		st = store_ruleset(store, ruleset_info(rules));
	job.following = r->following =
	    following_new(&o->ingest.follow, o->once);
	if (st == OK && r->following == NULL)
		st = E_MEMORY;
	if (st == OK)
		st = listing_sync(store, &job);
	r->paging = paging_new(&o->sched.cadence);
	if (st == OK && r->paging == NULL)
		st = E_MEMORY;
	if (st == OK && o->backfill)
		st = paging_load(store, r->paging);
	if (st != OK) {
		buf_adds(reterr, store_error(store));
		goto out;
	}
	r->sched = sched_new(&o->sched);
	r->network = network_new();
	if (r->sched == NULL || r->network == NULL) {
		st = E_MEMORY;
		goto out;
	}
	if (sched_set(r->sched, job.feeds, job.n) == job.feeds) {
		st = E_MEMORY;
		goto out;
	}
	job.feeds = NULL;
	feedlist_keep_strings(r->list);
	st = ingest_new(&o->ingest, store, rules, &r->ingest);
	if (st != OK)
		goto out;
	store = NULL; /* ingest's now */
	http_on_room(r->http, on_room, r);
	st = make_events(r);
	if (st == OK)
		set_timer(r, 0);
out:
	listing_free(job.feeds, job.n);
	feedlist_free(list);
	store_close(store);
	if (st != OK) {
		if (buf_str(reterr).n == 0)
			buf_adds(reterr, status_word(st));
		road_free(r);
		return (st);
	}
	*ret = r;
	return (OK);
}

static enum status
note_ruleset(struct store *s, void *arg)
{

	return (store_ruleset(s, arg));
}

enum status
road_reload(struct road *r, struct feedlist *list, struct ruleset *rules)
{
	struct listing job = { NULL, NULL, NULL, NULL, 0 };
	struct feed *old;
	size_t nold = sched_count(r->sched);
	enum status st = listing_make(list, &r->options.sched.cadence, &job);

	job.following = r->following;
	if (st == OK) {
		/* The store only reads it. */
		union {
			const struct ruleset_info *from;
			void *to;
		} info = { .from = ruleset_info(rules) };

		st = ingest_run(r->ingest, note_ruleset, info.to);
	}
	if (st == OK)
		st = ingest_run(r->ingest, listing_sync, &job);
	if (st != OK) {
		listing_free(job.feeds, job.n);
		return (st);
	}
	if (r->options.backfill)
		st = ingest_run(r->ingest, paging_load, r->paging);
	if (st != OK)
		log_line(LOG_WARN, "backfills_not_read why=%s",
		    status_word(st));
	paging_yield(r->paging, str_of(NULL), true);
	old = sched_set(r->sched, job.feeds, job.n);
	if (old == job.feeds) {
		listing_free(job.feeds, job.n);
		return (E_MEMORY);
	}
	listing_free(old, nold);
	feedlist_free(r->list);
	r->list = list;
	feedlist_keep_strings(list);
	ingest_rules(r->ingest, rules);
	ruleset_unref(r->rules);
	r->rules = ruleset_ref(rules);
	set_timer(r, 0);
	return (OK);
}

void
road_stop(struct road *r)
{

	if (r->stopping)
		return;
	r->stopping = true;
	/* Valves shut in the order of the flow: what was cancelled in mid-visit
	 * comes back as failed and stores neither posts nor validators. */
	fetch_cancel_all(r->http);
	ingest_stop(r->ingest);
	collect(r);
}

void
road_free(struct road *r)
{

	if (r == NULL)
		return;
	if (r->ingest != NULL)
		road_stop(r);
	if (r->http != NULL)
		http_on_room(r->http, NULL, NULL);
	if (r->timer != NULL)
		event_free(r->timer);
	if (r->done != NULL)
		event_free(r->done);
	if (r->rescoring != NULL)
		event_free(r->rescoring);
	http_free(r->http);
	ingest_free(r->ingest);
	rescore_free(r->rescore);
	road_import_forget(r, NULL);
	if (r->sched != NULL) {
		size_t n = sched_count(r->sched);

		listing_free(sched_set(r->sched, NULL, 0), n);
	}
	sched_free(r->sched);
	network_free(r->network);
	paging_free(r->paging);
	following_free(r->following);
	feedlist_free(r->list);
	ruleset_unref(r->rules);
	free(r);
}
