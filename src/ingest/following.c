/*
 * A host's share of visits to comment feeds is a bucket that fills within a
 * day.  Buckets that are full are forgotten; when there are too many that are
 * not, hosts share them: that is only slower.
 */
#include "following.h"

#include <stdlib.h>

#include "earshot/clock.h"
#include "earshot/follow.h"
#include "earshot/found_rows.h"
#include "earshot/log.h"

enum {
	DAY_S = 86400,
	DAY_MS = DAY_S * 1000,
	BUCKETS = 4096,
	URL_ROOM = 20000,
	/* A bucket holds so much of a day: that may come at once. */
	BURST_SHARE = 8,
	BURST_MIN = 5,
	/* Each feed once, and so many conversations in a row gave no answer at
	 * all: nobody waits for the others. */
	SILENT_MAX = 5
};

/* Visits in thousandths, so that it fills steadily. */
struct bucket {
	int64_t used, at_ms;
};

struct following {
	struct follow_options options;
	bool once;
	int silent;            /* in a row */
	struct arena *scratch; /* for hosts' names */
	struct bucket buckets[BUCKETS];
};

struct following *
following_new(const struct follow_options *o, bool once)
{
	struct following *f = calloc(1, sizeof(*f));

	if (f == NULL)
		return (NULL);
	f->options = *o;
	f->once = once;
	f->scratch = arena_new(URL_ROOM);
	if (f->scratch == NULL) {
		free(f);
		return (NULL);
	}
	return (f);
}

void
following_free(struct following *f)
{

	if (f == NULL)
		return;
	arena_free(f->scratch);
	free(f);
}

static struct bucket *
bucket_of(struct following *f, int64_t site)
{

	return (&f->buckets[((uint64_t)site >> 1) % BUCKETS]);
}

static int64_t
burst(const struct following *f)
{
	int64_t n = f->options.per_site_day / BURST_SHARE;

	return (n > BURST_MIN ? n : BURST_MIN);
}

/* What has flown back meanwhile. */
static void
refill(const struct following *f, struct bucket *b, int64_t now_ms)
{
	int64_t ms = now_ms - b->at_ms, back;

	if (ms > DAY_MS)
		ms = DAY_MS;
	back = ms * f->options.per_site_day / DAY_S;
	/* Too soon to tell: it waits together. */
	if (back == 0 && b->used > 0)
		return;
	b->used = b->used > back ? b->used - back : 0;
	b->at_ms = now_ms;
}

bool
following_may(struct following *f, const struct feed *feed, int64_t *ret_ms)
{
	int64_t now_ms = clock_mono_ms(), over;
	struct bucket *b;

	if (feed->found_by == 0)
		return (true);
	if (f->once && f->silent >= SILENT_MAX) {
		*ret_ms = DAY_MS;
		return (false);
	}
	arena_reset(f->scratch);
	b = bucket_of(f, follow_site(f->scratch, feed->spec.url));
	refill(f, b, now_ms);
	over = b->used + 1000 - burst(f) * 1000;
	if (over <= 0) {
		b->used += 1000;
		return (true);
	}
	*ret_ms = over * DAY_S /
		  (f->options.per_site_day > 0 ? f->options.per_site_day : 1);
	if (*ret_ms < 1000)
		*ret_ms = 1000;
	return (false);
}

/* The listed feeds by id. */
struct listed {
	int64_t id;
	size_t index;
};

struct loading {
	struct following *f;
	struct listing *job;
	struct listed *listed;
	size_t nlisted, room;
	int64_t day_ago, now_ms, awake;
};

static int
by_id(const void *one, const void *other)
{
	const struct listed *a = one, *b = other;

	return (a->id < b->id ? -1 : a->id > b->id);
}

/* Its place; SIZE_MAX: nobody lists it, or it leads nowhere. */
static size_t
listed_at(const struct loading *l, int64_t id)
{
	struct listed key = { .id = id }, *found;

	found = bsearch(&key, l->listed, l->nlisted, sizeof(key), by_id);
	if (found == NULL ||
	    l->job->feeds[found->index].spec.follow == FOLLOW_NONE)
		return (SIZE_MAX);
	return (found->index);
}

static enum status
make_feed(struct feed *to, const struct feed *listed, struct str url)
{
	char *copy = str_dup(url);

	if (copy == NULL)
		return (E_MEMORY);
	follow_spec(&listed->spec, (struct str){ copy, url.n }, &to->spec);
	to->found_by = listed->id;
	return (OK);
}

static enum status
join(struct loading *l, size_t listed, struct found_stored *f)
{
	struct listing *job = l->job;
	struct feed *feeds;
	enum status st;

	if (job->n == l->room) {
		l->room += l->room / 2 + 64;
		feeds = reallocarray(job->feeds, l->room, sizeof(*feeds));
		if (feeds == NULL)
			return (E_MEMORY);
		job->feeds = feeds;
	}
	st = make_feed(&f->feed, &job->feeds[listed], f->feed.spec.url);
	if (st == OK)
		job->feeds[job->n++] = f->feed;
	return (st);
}

/* So many visits of late: they count as if each had been now. */
static void
count_visit(struct loading *l, const struct found_stored *f)
{
	struct bucket *b;
	int64_t visited = f->feed.facts.visited_ts;

	if (visited == NO_TIME || visited < l->day_ago)
		return;
	b = bucket_of(l->f, f->site);
	b->at_ms = l->now_ms;
	if (b->used < l->f->options.per_site_day * 1000)
		b->used += 1000 - 1000 * (clock_now() - visited) / DAY_S;
}

static enum status
load_one(void *arg, struct found_stored *f, bool *ret_taken, bool *ret_leave)
{
	struct loading *l = arg;
	size_t listed = listed_at(l, f->feed.found_by);
	enum status st;

	count_visit(l, f);
	if (listed == SIZE_MAX) {
		*ret_leave = true;
		return (OK);
	}
	if (f->asleep || l->awake >= l->f->options.max_feeds)
		return (OK);
	st = join(l, listed, f);
	*ret_taken = st == OK;
	l->awake += st == OK;
	return (st);
}

enum status
following_load(struct store *s, struct following *f, struct listing *job)
{
	struct loading l = { .f = f,
		.job = job,
		.nlisted = job->n,
		.room = job->n,
		.day_ago = clock_now() - DAY_S,
		.now_ms = clock_mono_ms() };
	enum status st;

	if (f == NULL || f->options.max_feeds <= 0)
		return (OK);
	l.listed = calloc(job->n + 1, sizeof(*l.listed));
	if (l.listed == NULL)
		return (E_MEMORY);
	for (size_t i = 0; i < job->n; i++)
		l.listed[i] = (struct listed){ job->feeds[i].id, i };
	qsort(l.listed, l.nlisted, sizeof(*l.listed), by_id);
	memset(f->buckets, 0, sizeof(f->buckets));
	st = store_found_all(s, load_one, &l);
	free(l.listed);
	return (st);
}

/* Of those that come at once the newest has its turn first. */
static void
come(struct sched *s, const struct feed *listed, const struct found_feed *found)
{
	struct feed feed = { .id = found->id,
		.source_id = found->source_id,
		.facts = found->facts };
	enum status st;

	st = make_feed(&feed, listed, found->url);
	if (st == OK)
		st = sched_add(s, &feed);
	if (st == OK)
		return;
	/* Until the next start it is not read. */
	log_line(LOG_ERROR, "comment_feed_lost feed=%lld why=%s",
	    (long long)found->id, status_word(st));
	if (feed.found_by != 0)
		feed_clear(&feed);
}

void
following_done(struct following *f, struct sched *s, const struct batch *b)
{
	const struct feed *listed;

	if (b->found_by != 0)
		f->silent = b->http_status != 0 ? 0 : f->silent + 1;
	if (b->stored != OK)
		return;
	if (b->found_by != 0) {
		if (b->turn != FOUND_GOES_ON)
			sched_drop(s, b->spec.url);
		return;
	}
	for (size_t i = 0; i < b->nfound; i++) {
		const struct found_feed *found = &b->found[i];

		if (found->facts.status == FEED_CLOSED)
			sched_drop(s, found->url);
		else if (!sched_counted(s, found->url, found->facts.comments)) {
			/* Adding one may move the others. */
			listed = sched_find(s, b->spec.url);
			if (listed == NULL || listed->found_by != 0 ||
			    listed->spec.follow == FOLLOW_NONE)
				return;
			come(s, listed, found);
		}
	}
}
