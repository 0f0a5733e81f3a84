/*
 * Jobs for the writer's thread: the table follows the list, and people's
 * wishes are kept.
 */
#include "listing.h"

#include <stdlib.h>

#include "earshot/clock.h"

#include "following.h"

/* Lists and configurations change when a feed is due, as visits do. */
static enum status
note_next(struct store *s, const struct listing *job)
{
	int64_t now = clock_now();
	enum status st = store_begin(s);

	for (size_t i = 0; st == OK && i < job->n; i++) {
		const struct feed *f = &job->feeds[i];
		int64_t next;

		if (f->facts.visited_ts == NO_TIME)
			continue;
		next = cadence_next(&f->spec, &f->facts, job->cadence, now,
		    cadence_jitter(f->id, f->facts.visited_ts));
		/* Held feeds keep what will hold again. */
		if (next != CADENCE_NEVER)
			st = store_feed_next(s, f->id, next);
	}
	return (store_end(s, st));
}

enum status
listing_sync(struct store *s, void *arg)
{
	struct listing *job = arg;
	enum status st;

	/* A million feeds take a while. */
	store_works(s, "taking the feed list");
	st = store_feeds_sync(s, job->feeds, job->n);
	if (st != OK)
		goto out;
	st = note_next(s, job);
	if (st == OK)
		st = following_load(s, job->following, job);
	for (size_t i = 0; st != OK && i < job->n; i++)
		feed_clear(&job->feeds[i]);
out:
	store_works(s, NULL);
	return (st);
}

enum status
listing_make(const struct feedlist *list, const struct cadence_options *cadence,
    struct listing *job)
{

	job->list = list;
	job->cadence = cadence;
	job->n = feedlist_count(list);
	job->feeds = calloc(job->n + 1, sizeof(*job->feeds));
	if (job->feeds == NULL)
		return (E_MEMORY);
	for (size_t i = 0; i < job->n; i++)
		job->feeds[i].spec = *feedlist_get(list, i);
	return (OK);
}

void
listing_free(struct feed *feeds, size_t n)
{

	for (size_t i = 0; feeds != NULL && i < n; i++)
		feed_clear(&feeds[i]);
	free(feeds);
}

enum status
listing_wish(struct store *s, void *arg)
{
	const struct wish_job *job = arg;
	const struct feed *named = sched_find(job->sched, job->url);
	enum status st = store_begin(s);

	for (size_t i = 0; st == OK && i < sched_count(job->sched); i++) {
		const struct feed *f = sched_get(job->sched, i);

		/* What a feed led to follows it. */
		if (f->id == 0 ||
		    (job->url.p != NULL &&
			(named == NULL ||
			    (f->id != named->id && f->found_by != named->id))))
			continue;
		if (feed_wants(f, job->wish))
			st = store_feed_wish(s, f->id, job->wish);
	}
	return (store_end(s, st));
}
