/*
 * The failures of the last minutes are kept in a ring: should it turn out that
 * they were our own network's, each is taken back.
 */
#include "network.h"

#include <stdio.h>
#include <stdlib.h>

#include "earshot/clock.h"
#include "earshot/log.h"
#include "earshot/outage.h"

enum { SUSPECTS_MAX = 1024, SUSPECT_MS = 5 * 60 * 1000 };

struct network {
	struct outage *outage;
	enum outage_turn news; /* not yet told */
	struct suspect {
		int64_t id, at_ms;
	} suspects[SUSPECTS_MAX]; /* a ring */
	size_t nsuspects;         /* ever put there */
};

struct network *
network_new(void)
{
	struct network *n = calloc(1, sizeof(*n));

	if (n == NULL)
		return (NULL);
	n->outage = outage_new();
	if (n->outage == NULL) {
		free(n);
		return (NULL);
	}
	return (n);
}

void
network_free(struct network *n)
{

	if (n == NULL)
		return;
	outage_free(n->outage);
	free(n);
}

bool
network_fetched(struct network *n, struct batch *b, bool asking)
{
	enum outage_turn news =
	    outage_note(n->outage, b, asking, clock_mono_ms());

	if (news != OUTAGE_SAME)
		n->news = news;
	b->ours = outage_is_on(n->outage) && outage_silent(b);
	return (news == OUTAGE_BEGAN);
}

void
network_visited(struct network *n, const struct batch *b)
{

	if (b->ours || b->stored != OK || !outage_silent(b))
		return;
	n->suspects[n->nsuspects++ % SUSPECTS_MAX] =
	    (struct suspect){ b->feed_id, clock_mono_ms() };
}

struct forgive_job {
	struct forgiven *list;
	size_t n;
	const char *what; /* an event, or NULL */
};

static enum status
forgive_stored(struct store *s, void *arg)
{
	const struct forgive_job *job = arg;
	enum status st = store_begin(s);

	if (st != OK)
		return (st);
	for (size_t i = 0; st == OK && i < job->n; i++)
		if (job->list[i].listed)
			st = store_forgive(s, job->list[i].id,
			    job->list[i].status, job->list[i].failures);
	if (st == OK && job->what != NULL)
		st = store_event(s, "outage", job->what);
	return (store_end(s, st));
}

/* What failed just before we knew that it is our network does not count. */
static void
forgive(struct network *n, struct sched *s, struct ingest *in, const char *what)
{
	struct forgive_job job = { .what = what };
	size_t kept = n->nsuspects < SUSPECTS_MAX ? n->nsuspects : SUSPECTS_MAX;

	if (kept == 0 && what == NULL)
		return;
	job.list = calloc(kept + 1, sizeof(*job.list));
	for (size_t i = 0; job.list != NULL && i < kept; i++)
		if (clock_mono_ms() - n->suspects[i].at_ms <= SUSPECT_MS)
			job.list[job.n++].id = n->suspects[i].id;
	n->nsuspects = 0;
	sched_forgive(s, job.list, job.n);
	if (ingest_run(in, forgive_stored, &job) != OK)
		log_line(LOG_WARN, "event_lost kind=outage");
	free(job.list);
}

void
network_tell(struct network *n, struct sched *s, struct ingest *in)
{
	enum outage_turn news = n->news;
	size_t failed, hosts;
	char what[100];

	n->news = OUTAGE_SAME;
	if (news == OUTAGE_BEGAN) {
		outage_counts(n->outage, &failed, &hosts);
		snprintf(what, sizeof(what),
		    "our own network: %zu of %zu hosts gave no answer", failed,
		    hosts);
		log_line(LOG_ERROR, "outage failed=%zu hosts=%zu %s", failed,
		    hosts, what);
		forgive(n, s, in, what);
	} else if (outage_is_on(n->outage))
		forgive(n, s, in, NULL);
	else if (news == OUTAGE_ENDED) {
		log_line(LOG_INFO, "network_back");
		sched_resume(s);
	}
}

bool
network_is_down(const struct network *n)
{

	return (outage_is_on(n->outage));
}
