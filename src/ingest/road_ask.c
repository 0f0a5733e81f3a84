/*
 * What people ask of the road while it runs: visits now, wishes, how it is.
 */
#include <string.h>

#include "earshot/clock.h"
#include "earshot/found_rows.h"
#include "earshot/log.h"

#include "listing.h"
#include "paging.h"
#include "road_impl.h"

size_t
road_poll(struct road *r, struct str url)
{
	size_t n = sched_now(r->sched, url, url.p != NULL);

	paging_yield(r->paging, url, false);
	road_wake(r);
	return (n);
}

size_t
road_due(const struct road *r)
{

	return (sched_due(r->sched));
}

size_t
road_resting(const struct road *r)
{

	return (sched_resting(r->sched));
}

const struct feed *
road_find(const struct road *r, struct str url)
{

	return (sched_find(r->sched, url));
}

size_t
road_places(const struct road *r)
{

	return (sched_count(r->sched));
}

const struct feed *
road_feed(const struct road *r, size_t i)
{

	return (sched_get(r->sched, i));
}

struct known_job {
	struct str url;
	bool there;
};

static enum status
look_known(struct store *s, void *arg)
{
	struct known_job *job = arg;

	return (store_found_at(s, job->url, &job->there));
}

bool
road_knows(struct road *r, struct str url)
{
	struct known_job job = { url, false };

	return (ingest_run(r->ingest, look_known, &job) == OK && job.there);
}

size_t
road_failing(struct road *r)
{
	size_t n = 0;

	for (size_t i = 0; i < sched_count(r->sched); i++) {
		const struct feed *f = sched_get(r->sched, i);

		if (f->id != 0 && f->found_by == 0 && f->facts.failures > 0 &&
		    f->facts.status != FEED_GONE &&
		    f->facts.status != FEED_CLOSED &&
		    f->facts.status != FEED_PAUSED &&
		    (f->facts.not_before_ts == NO_TIME ||
			f->facts.not_before_ts <= clock_now())) {
			n += sched_now(r->sched, f->spec.url, true);
			paging_yield(r->paging, f->spec.url, false);
		}
	}
	road_wake(r);
	return (n);
}

enum status
road_wish(struct road *r, struct str url, enum feed_wish wish,
    size_t *ret_changed)
{
	struct wish_job job = { r->sched, url, wish };
	enum status st;

	if (url.p != NULL && sched_find(r->sched, url) == NULL)
		return (E_NOT_FOUND);
	st = ingest_run(r->ingest, listing_wish, &job);
	if (st != OK)
		return (st);
	*ret_changed = sched_wish(r->sched, url, wish);
	paging_yield(r->paging, url, true);
	road_wake(r);
	return (OK);
}

enum status
road_run(struct road *r, enum status (*job)(struct store *, void *), void *arg)
{

	return (ingest_run(r->ingest, job, arg));
}

enum status
road_backfill(struct road *r, struct str url, int64_t since_ts, struct str page)
{
	const struct feed *feed = sched_find(r->sched, url);
	enum status st;

	if (feed == NULL)
		return (E_NOT_FOUND);
	st = paging_begin(r->paging, r->ingest, feed->id, since_ts,
	    page.n > 0 ? page : url);
	road_wake(r);
	return (st);
}

size_t
road_backfills(const struct road *r)
{

	return (paging_left(r->paging));
}

struct event_job {
	const char *kind, *what;
};

static enum status
note_event(struct store *s, void *arg)
{
	const struct event_job *job = arg;

	return (store_event(s, job->kind, job->what));
}

void
road_event(struct road *r, const char *kind, const char *what)
{
	struct event_job job = { kind, what };

	if (ingest_run(r->ingest, note_event, &job) != OK)
		log_line(LOG_WARN, "event_lost kind=%s", kind);
}

void
road_status(struct road *r, struct road_status *ret)
{
	const struct ruleset_info *rules = ruleset_info(r->rules);

	*ret = (struct road_status){ .feeds = sched_listed(r->sched),
		.found = sched_found(r->sched),
		.reading = sched_reading(r->sched),
		.visiting = sched_visiting(r->sched),
		.fetching = http_active(r->http),
		.lag_s = sched_lag_s(r->sched),
		.writer_beat_ms = ingest_beat(r->ingest),
		.rules = rules->nrules };
	ingest_depth(r->ingest, &ret->waiting_work, &ret->waiting_write);
	ingest_ill(r->ingest, ret->ill, sizeof(ret->ill));
	ret->paused = road_paused(r);
	memcpy(ret->ruleset, rules->hash, sizeof(ret->ruleset));
}

void
road_statuses(const struct road *r, size_t ret[FEED_STATUSES])
{

	for (int i = 0; i < FEED_STATUSES; i++)
		ret[i] = 0;
	for (size_t i = 0; i < sched_count(r->sched); i++) {
		const struct feed *f = sched_get(r->sched, i);

		if (f->id != 0 && f->found_by == 0)
			ret[f->facts.status]++;
	}
}
