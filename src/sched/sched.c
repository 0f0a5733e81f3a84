/*
 * Who is next: a heap of due moments, and behind it the hosts.  Moments are
 * monotonic, so that a clock that jumps neither floods nor starves anybody.
 * Beside the feeds themselves it costs some 40 bytes a feed.
 */
#include "earshot/sched.h"

#include <stdlib.h>

#include "earshot/clock.h"
#include "earshot/hash.h"
#include "earshot/heap.h"

#include "host.h"
#include "urlindex.h"
#include "visits.h"

enum {
	/* So many resting hosts are passed in one call of sched_next. */
	PASSED_MAX = 256,
	/* More overdue feeds than BURST are spread, each SPREAD_MS. */
	BURST = 100,
	SPREAD_MS = 50,
	SPREAD_MAX_MS = 3600 * 1000,
	RETRY_MS = 60 * 1000, /* a visit that left no facts */
	REFUSALS = 2,         /* in a row, and the whole host rests */
	REST_DEFAULT_S = 60,
	REST_MAX_S = 3600,
};

enum state {
	PLANNED, /* in the heap, at due_ms */
	WAITING, /* due; in its host's queue */
	VISITING,
	IDLE, /* will not be visited by itself */
};

struct sched {
	struct sched_options options;
	struct hosts *hosts;
	struct heap heap; /* {due_ms, index}; stale where due_ms differs */
	struct feed *feeds;
	size_t n;
	int64_t *due_ms;
	uint8_t *state;
	struct urlindex urls;
	struct visits visits;
};

/* 0..1, the same for the same visit: a restart changes no plan. */
static double
jitter_of(const struct feed *feed)
{

	return (cadence_jitter(feed->id, feed->facts.visited_ts));
}

static void
rebuild(struct sched *s)
{

	heap_clear(&s->heap);
	for (size_t i = 0; i < s->n; i++)
		if (s->state[i] == PLANNED &&
		    heap_push(&s->heap, s->due_ms[i], (int64_t)i) != OK)
			return;
}

static void
plan_at(struct sched *s, size_t i, int64_t due_ms)
{

	s->due_ms[i] = due_ms;
	s->state[i] = PLANNED;
	/* Stale items pile up only so far. */
	if (s->heap.n > 2 * s->n + 64) {
		rebuild(s);
		return;
	}
	if (heap_push(&s->heap, due_ms, (int64_t)i) != OK)
		rebuild(s); /* without its stale items it has room */
}

/* When is it due, in monotonic ms; INT64_MAX: never. */
static int64_t
due_of(const struct sched *s, size_t i)
{
	const struct feed *feed = &s->feeds[i];
	int64_t now = clock_now(), due;

	due = cadence_next(&feed->spec, &feed->facts, &s->options.cadence, now,
	    jitter_of(feed));
	if (due == CADENCE_NEVER)
		return (INT64_MAX);
	return (clock_mono_ms() + (due - now) * 1000);
}

struct sched *
sched_new(const struct sched_options *o)
{
	struct sched *s = calloc(1, sizeof(*s));

	if (s == NULL)
		return (NULL);
	s->options = *o;
	heap_init(&s->heap);
	s->hosts = host_new(o->host_gap_ms, o->host_connections);
	if (s->hosts != NULL)
		sched_set(s, NULL, 0);
	if (s->hosts == NULL || s->due_ms == NULL) {
		sched_free(s);
		return (NULL);
	}
	return (s);
}

void
sched_free(struct sched *s)
{

	if (s == NULL)
		return;
	for (size_t i = 0; i < s->n; i++)
		feed_facts_free(&s->feeds[i].facts);
	free(s->feeds);
	heap_free(&s->heap);
	host_free(s->hosts);
	free(s->due_ms);
	free(s->state);
	urlindex_free(&s->urls);
	visits_free(&s->visits);
	free(s);
}

/* After a long stop everything is overdue: not all at once. */
static void
spread(struct sched *s, size_t overdue, int64_t now_ms)
{
	int64_t window = (int64_t)overdue * SPREAD_MS;

	if (overdue <= BURST || s->options.once)
		return;
	if (window > SPREAD_MAX_MS)
		window = SPREAD_MAX_MS;
	for (size_t i = 0; i < s->n; i++)
		if (s->state[i] == PLANNED && s->due_ms[i] < now_ms &&
		    s->feeds[i].facts.visited_ts != NO_TIME)
			s->due_ms[i] =
			    now_ms +
			    (int64_t)((double)window * jitter_of(&s->feeds[i]));
}

static void
plan_all(struct sched *s)
{
	int64_t now_ms = clock_mono_ms();
	size_t overdue = 0;

	for (size_t i = 0; i < s->n; i++) {
		if (s->state[i] == VISITING)
			continue;
		s->due_ms[i] = due_of(s, i);
		s->state[i] = PLANNED;
		if (s->due_ms[i] == INT64_MAX ||
		    (s->options.once &&
			(s->options.none_due || s->due_ms[i] > now_ms)))
			s->state[i] = IDLE;
		else if (s->due_ms[i] < now_ms &&
			 s->feeds[i].facts.visited_ts != NO_TIME)
			overdue++;
	}
	spread(s, overdue, now_ms);
	rebuild(s);
}

struct feed *
sched_set(struct sched *s, struct feed *feeds, size_t n)
{
	int64_t *due_ms = calloc(n + 1, sizeof(*due_ms));
	uint8_t *state = calloc(n + 1, sizeof(*state));
	struct urlindex urls = { NULL, 0 };
	struct feed *old = s->feeds;

	if (due_ms == NULL || state == NULL ||
	    urlindex_make(feeds, n, &urls) != OK ||
	    host_reset(s->hosts, n) != OK) {
		free(due_ms);
		free(state);
		urlindex_free(&urls);
		return (feeds);
	}
	free(s->due_ms);
	free(s->state);
	urlindex_free(&s->urls);
	s->due_ms = due_ms;
	s->state = state;
	s->urls = urls;
	s->feeds = feeds;
	s->n = n;
	visits_relist(&s->visits, feeds, n);
	for (size_t i = 0; i < s->visits.n; i++)
		if (s->visits.list[i].index != SIZE_MAX)
			state[s->visits.list[i].index] = VISITING;
	plan_all(s);
	return (old);
}

static uint64_t
host_of(const struct feed *feed)
{

	return (host_key(feed_address(&feed->spec, &feed->facts)));
}

static const struct feed *
give(struct sched *s, size_t i)
{

	s->state[i] = VISITING;
	visits_add(&s->visits,
	    (struct visited){ s->feeds[i].id, i, host_of(&s->feeds[i]) });
	return (&s->feeds[i]);
}

const struct feed *
sched_next(struct sched *s)
{
	int64_t now_ms = clock_mono_ms();
	struct heap_item item;
	uint32_t ready;

	if (!visits_room(&s->visits))
		return (NULL);
	ready = host_ready(s->hosts, now_ms);
	if (ready != HOST_NO_FEED)
		return (give(s, ready));
	for (int passed = 0; passed < PASSED_MAX; passed++) {
		size_t i;

		if (!heap_peek(&s->heap, &item) || item.key > now_ms)
			return (NULL);
		heap_pop(&s->heap, &item);
		i = (size_t)item.id;
		if (i >= s->n || s->state[i] != PLANNED ||
		    s->due_ms[i] != item.key)
			continue;
		if (host_start(s->hosts, host_of(&s->feeds[i]), (uint32_t)i,
			now_ms))
			return (give(s, i));
		s->state[i] = WAITING;
	}
	return (NULL);
}

int64_t
sched_wait_ms(const struct sched *s)
{
	int64_t first = host_next_ms(s->hosts), now_ms = clock_mono_ms();
	struct heap_item item;

	if (heap_peek(&s->heap, &item) && item.key < first)
		first = item.key;
	if (first == INT64_MAX)
		return (-1);
	return (first > now_ms ? first - now_ms : 0);
}

/* How long the host of this visit shall rest, all feeds of it. */
static int64_t
rest_of(struct sched *s, const struct batch *b, uint64_t host)
{
	bool refused = b->http_status == 429 ||
		       (b->http_status == 503 && b->retry_after_s > 0);
	int64_t rest_s = b->retry_after_s;

	if (b->http_status == 0)
		return (0);
	if (host_refused(s->hosts, host, refused) < REFUSALS || s->options.once)
		return (0);
	if (rest_s <= 0)
		rest_s = REST_DEFAULT_S;
	return ((rest_s < REST_MAX_S ? rest_s : REST_MAX_S) * 1000);
}

static char *
copy(const char *s)
{

	return (s != NULL ? str_dup(str_of(s)) : NULL);
}

static void
take_facts(struct feed_facts *to, const struct feed_facts *from)
{
	struct feed_facts facts = *from;

	facts.etag = copy(from->etag);
	facts.last_modified = copy(from->last_modified);
	facts.moved_url = copy(from->moved_url);
	/* Half of the validators is worse than none. */
	if ((facts.etag == NULL) != (from->etag == NULL) ||
	    (facts.last_modified == NULL) != (from->last_modified == NULL)) {
		free(facts.etag);
		free(facts.last_modified);
		facts.etag = facts.last_modified = NULL;
	}
	feed_facts_free(to);
	*to = facts;
}

/* Its next visit, at least ${least_ms} from now. */
static void
plan_next(struct sched *s, size_t i, int64_t least_ms)
{
	int64_t due_ms = due_of(s, i), first = clock_mono_ms() + least_ms;

	if (s->options.once || due_ms == INT64_MAX)
		s->state[i] = IDLE;
	else
		plan_at(s, i, due_ms > first ? due_ms : first);
}

static int64_t
retry_ms(const struct sched *s, const struct feed *feed)
{
	int64_t least_s = s->options.cadence.min_interval_s, ms = RETRY_MS;

	if (least_s > 0 && least_s * 1000 < ms)
		ms = least_s * 1000;
	return ((int64_t)((double)ms * (0.75 + jitter_of(feed) / 2)));
}

void
sched_done(struct sched *s, const struct batch *b)
{
	struct visited v;
	struct feed *feed;
	int64_t was;
	bool held;

	if (!visits_take(&s->visits, b->feed_id, &v))
		return;
	host_end(s->hosts, v.host, clock_mono_ms(), rest_of(s, b, v.host));
	if (b->http_status != 0 || b->outcome == OUTCOME_FAILED)
		host_answered(s->hosts, v.host, b->http_status != 0);
	if (v.index == SIZE_MAX)
		return;
	feed = &s->feeds[v.index];
	was = feed->facts.visited_ts;
	held = feed->facts.status == FEED_PAUSED;
	if (b->stored == OK && !b->ours)
		take_facts(&feed->facts, &b->facts);
	/* Paused while the visit was under way. */
	if (held)
		feed->facts.status = FEED_PAUSED;
	/* A visit that taught nothing must not be due at once again. */
	plan_next(s, v.index,
	    b->stored != OK || feed->facts.visited_ts == was ? retry_ms(s, feed)
							     : 0);
}

void
sched_skip(struct sched *s, const struct feed *feed)
{
	struct visited v;

	if (!visits_take(&s->visits, feed->id, &v))
		return;
	host_end(s->hosts, v.host, clock_mono_ms(), 0);
	if (v.index != SIZE_MAX)
		plan_next(s, v.index, retry_ms(s, feed));
}

bool
sched_doubts(const struct sched *s, const struct feed *feed)
{
	const struct feed_facts *f = &feed->facts;

	return ((f->ok_ts == NO_TIME || f->failures > 0) &&
		!host_answers(s->hosts, host_of(feed)));
}

void
sched_defer(struct sched *s, const struct feed *feed, int64_t ms)
{
	int64_t now_ms = clock_mono_ms();
	struct visited v;

	if (!visits_take(&s->visits, feed->id, &v))
		return;
	host_unasked(s->hosts, v.host, now_ms);
	if (v.index != SIZE_MAX)
		plan_at(s, v.index,
		    now_ms + (int64_t)((double)ms * (0.5 + jitter_of(feed))));
}

static int
by_id(const void *a, const void *b)
{
	const struct forgiven *x = a, *y = b;

	return (x->id < y->id ? -1 : x->id > y->id);
}

void
sched_forgive(struct sched *s, struct forgiven *list, size_t n)
{

	if (n == 0)
		return;
	qsort(list, n, sizeof(*list), by_id);
	for (size_t i = 0; i < s->n; i++) {
		struct forgiven key = { .id = s->feeds[i].id }, *found;
		struct feed_facts *f = &s->feeds[i].facts;

		found = bsearch(&key, list, n, sizeof(key), by_id);
		if (found == NULL)
			continue;
		/* It may have failed more than once. */
		while (found > list && found[-1].id == key.id)
			found--;
		for (; found < list + n && found->id == key.id; found++) {
			cadence_forgive(f);
			found->listed = true;
			found->status = f->status;
			found->failures = f->failures;
		}
	}
}

/* Who is a good probe?  One that was well when it was last asked; among those
 * chance decides, so that a dead host is not asked for ever.  0: nobody. */
static uint64_t
probe_worth(const struct sched *s, size_t i)
{
	const struct feed_facts *f = &s->feeds[i].facts;
	int64_t now = clock_now(), seed[2] = { s->feeds[i].id, now };
	struct str bytes = { (const char *)seed, sizeof(seed) };

	if (s->state[i] != PLANNED ||
	    (f->not_before_ts != NO_TIME && f->not_before_ts > now))
		return (0);
	return (hash_stable64(bytes) >> 2 | 1 |
		(uint64_t)(f->ok_ts != NO_TIME && f->failures == 0) << 63);
}

const struct feed *
sched_probe(struct sched *s)
{
	uint64_t worth, most = 0;
	size_t best = 0;

	for (size_t i = 0; i < s->n; i++)
		if ((worth = probe_worth(s, i)) > most) {
			most = worth;
			best = i;
		}
	if (most == 0 || !visits_room(&s->visits))
		return (sched_next(s));
	if (host_start(s->hosts, host_of(&s->feeds[best]), (uint32_t)best,
		clock_mono_ms()))
		return (give(s, best));
	s->state[best] = WAITING;
	return (sched_next(s));
}

void
sched_resume(struct sched *s)
{
	int64_t now_ms = clock_mono_ms();

	for (size_t i = 0; i < s->n; i++) {
		const struct feed *feed = &s->feeds[i];
		int64_t within_s = feed->spec.every_s > 0 ? feed->spec.every_s
							  : feed->facts.every_s;

		if (s->state[i] != PLANNED || s->due_ms[i] > now_ms)
			continue;
		if (within_s < s->options.cadence.min_interval_s)
			within_s = s->options.cadence.min_interval_s;
		if (within_s > SPREAD_MAX_MS / 1000)
			within_s = SPREAD_MAX_MS / 1000;
		s->due_ms[i] = now_ms + (int64_t)((double)within_s * 1000 *
						  jitter_of(feed));
	}
	rebuild(s);
}

/* May this one be made due by a wish for all? */
static bool
wants_all(const struct sched *s, size_t i, bool even_waiting)
{
	const struct feed_facts *f = &s->feeds[i].facts;

	if (due_of(s, i) == INT64_MAX)
		return (false);
	return (even_waiting || f->not_before_ts == NO_TIME ||
		f->not_before_ts <= clock_now());
}

size_t
sched_now(struct sched *s, struct str url, bool even_waiting)
{
	int64_t now_ms = clock_mono_ms();
	size_t n = 0, i;

	if (url.p != NULL) {
		i = urlindex_find(&s->urls, s->feeds, url);
		if (i == SIZE_MAX)
			return (0);
		if (s->state[i] == PLANNED || s->state[i] == IDLE)
			plan_at(s, i, now_ms);
		return (1);
	}
	for (i = 0; i < s->n; i++) {
		if (!wants_all(s, i, even_waiting))
			continue;
		n++;
		if (s->state[i] != PLANNED && s->state[i] != IDLE)
			continue;
		s->state[i] = PLANNED;
		if (s->due_ms[i] > now_ms)
			s->due_ms[i] = now_ms;
	}
	rebuild(s);
	return (n);
}

size_t
sched_resting(const struct sched *s)
{
	size_t n = 0;

	for (size_t i = 0; i < s->n; i++)
		n += wants_all(s, i, true) && !wants_all(s, i, false);
	return (n);
}

size_t
sched_wish(struct sched *s, struct str url, enum feed_wish wish)
{
	size_t n = 0, i;

	if (url.p != NULL) {
		i = urlindex_find(&s->urls, s->feeds, url);
		if (i == SIZE_MAX || !feed_wish(&s->feeds[i], wish))
			return (0);
		if (s->state[i] == PLANNED || s->state[i] == IDLE)
			plan_next(s, i, 0);
		return (1);
	}
	for (i = 0; i < s->n; i++)
		n += feed_wish(&s->feeds[i], wish);
	/* Out of memory: who is due already is visited once more. */
	if (n > 0 && host_reset(s->hosts, s->n) == OK)
		plan_all(s);
	return (n);
}

size_t
sched_count(const struct sched *s)
{

	return (s->n);
}

size_t
sched_due(const struct sched *s)
{
	int64_t now_ms = clock_mono_ms();
	size_t n = 0;

	for (size_t i = 0; i < s->n; i++)
		n += (s->state[i] == PLANNED || s->state[i] == WAITING) &&
		     s->due_ms[i] <= now_ms;
	return (n);
}

size_t
sched_visiting(const struct sched *s)
{

	return (s->visits.n);
}

int64_t
sched_lag_s(const struct sched *s)
{
	int64_t now_ms = clock_mono_ms(), first = now_ms;
	struct heap_item item;
	uint32_t feed;
	size_t at = 0;

	if (heap_peek(&s->heap, &item) && item.key < first)
		first = item.key;
	while ((feed = host_first_waiting(s->hosts, &at)) != HOST_NO_FEED)
		if (s->due_ms[feed] < first)
			first = s->due_ms[feed];
	return ((now_ms - first) / 1000);
}

const struct feed *
sched_get(const struct sched *s, size_t i)
{

	return (&s->feeds[i]);
}

const struct feed *
sched_find(const struct sched *s, struct str url)
{
	size_t i = urlindex_find(&s->urls, s->feeds, url);

	return (i != SIZE_MAX ? &s->feeds[i] : NULL);
}
