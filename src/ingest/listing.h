/*
 * The feeds of a list as the scheduler and the store have them: what the loop
 * has the writer's thread do with them.
 */
#ifndef INGEST_LISTING_H
#define INGEST_LISTING_H

#include "earshot/feedlist.h"
#include "earshot/sched.h"
#include "earshot/store.h"

/* The scheduler's array of feeds, their facts read from the store. */
struct following;
struct listing {
	struct following *following; /* NULL: no comment feeds beside them */
	const struct feedlist *list;
	const struct cadence_options *cadence;
	struct feed *feeds;
	size_t n;
};

/* listing_make: the list's feeds, without facts. */
enum status listing_make(const struct feedlist *list,
    const struct cadence_options *cadence, struct listing *job) MUST_USE;
/* listing_sync: the table follows; ${arg}: a struct listing, whose facts are
 * read. */
enum status listing_sync(struct store *s, void *arg) MUST_USE;
void listing_free(struct feed *feeds, size_t n);

struct wish_job {
	const struct sched *sched;
	struct str url;
	enum feed_wish wish;
};
/* listing_wish: ${arg}: a struct wish_job.  Nobody may change the scheduler
 * while it runs. */
enum status listing_wish(struct store *s, void *arg) MUST_USE;

#endif
