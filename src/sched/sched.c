/*
 * Who is next: a heap of due moments, and behind it the hosts.  Moments are
 * monotonic, so that a clock that jumps neither floods nor starves anybody.
 * Beside the feeds themselves it costs some 40 bytes a feed.
 */
#include "earshot/sched.h"

#include <stdlib.h>

#include "earshot/clock.h"

#include "plan.h"

enum {
	/* So many resting hosts are passed in one call of sched_next. */
	PASSED_MAX = 256,
	/* A visit that left no facts: with its jitter within a minute, so that
	 * what was not our fault to mend is over in one. */
	RETRY_MS = 40 * 1000,
	REFUSALS = 2, /* in a row, and the whole host rests */
	REST_DEFAULT_S = 60,
	REST_MAX_S = 3600,
};

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
		feed_clear(&s->feeds[i]);
	free(s->feeds);
	heap_free(&s->heap);
	host_free(s->hosts);
	free(s->due_ms);
	free(s->state);
	urlindex_free(&s->urls);
	visits_free(&s->visits);
	free(s);
}

struct feed *
sched_set(struct sched *s, struct feed *feeds, size_t n)
{
	int64_t *due_ms = calloc(n + 1, sizeof(*due_ms));
	uint8_t *state = calloc(n + 1, sizeof(*state));
	struct urlindex urls = { NULL, 0, 0 };
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
	s->n = s->room = n;
	s->hole = s->nholes = s->nfound = 0;
	for (size_t i = 0; i < n; i++)
		s->nfound += feeds[i].found_by != 0;
	visits_relist(&s->visits, feeds, n);
	for (size_t i = 0; i < s->visits.n; i++)
		if (s->visits.list[i].index != SIZE_MAX)
			state[s->visits.list[i].index] = VISITING;
	plan_all(s);
	return (old);
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
		return (plan_give(s, ready));
	for (int passed = 0; passed < PASSED_MAX; passed++) {
		size_t i;

		if (!heap_peek(&s->heap, &item) || item.key > now_ms)
			return (NULL);
		heap_pop(&s->heap, &item);
		i = (size_t)item.id;
		if (i >= s->n || s->state[i] != PLANNED ||
		    s->due_ms[i] != item.key)
			continue;
		if (host_start(s->hosts, plan_host(&s->feeds[i]), (uint32_t)i,
			now_ms))
			return (plan_give(s, i));
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

static int64_t
retry_ms(const struct sched *s, const struct feed *feed)
{
	int64_t least_s = s->options.cadence.min_interval_s, ms = RETRY_MS;

	if (least_s > 0 && least_s * 1000 < ms)
		ms = least_s * 1000;
	return ((int64_t)((double)ms * (0.75 + plan_jitter(feed) / 2)));
}

void
sched_done(struct sched *s, const struct batch *b)
{
	struct visited v;
	struct feed *feed;
	int32_t comments;
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
	comments = feed->facts.comments;
	if (b->stored == OK && !b->ours)
		take_facts(&feed->facts, &b->facts);
	/* It may have moved while the visit was under way. */
	feed->facts.comments = comments;
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
		!host_answers(s->hosts, plan_host(feed)));
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
		    now_ms + (int64_t)((double)ms * (0.5 + plan_jitter(feed))));
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
		     s->feeds[i].found_by == 0 && s->due_ms[i] <= now_ms;
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
