/*
 * The one writer: takes what finished meanwhile, gives each visit its
 * SAVEPOINT, commits once, and only then lets the batches go.  When the disk
 * refuses, the whole group goes back uncommitted: its feeds' validators have
 * not advanced, so the next visit brings the same posts again.
 */
#include "writer.h"

#include <sys/prctl.h>

#include <pthread.h>
#include <stdio.h>

#include "earshot/clock.h"
#include "earshot/log.h"
#include "earshot/memory.h"
#include "earshot/metrics.h"

#include "gather.h"
#include "outcome.h"
#include "page.h"
#include "refill.h"
#include "repeats.h"
#include "talk.h"

enum {
	GROUP_MAX = 256,
	REST_EVERY_MS = 10000,
	GIVE_BACK_EVERY_MS = 5000,
	SAY_EVERY_MS = 600000, /* that nothing is stored, while it lasts */
	SETTLED_MS = 3000,     /* no failure for so long: it is over */
};

struct batch writer_nudge;

static void
set_ill(struct writer *w, enum status st)
{

	pthread_mutex_lock(&w->lock);
	if (st == OK)
		w->ill[0] = '\0';
	else
		snprintf(w->ill, sizeof(w->ill), "%s: %s", status_word(st),
		    store_error(w->store));
	pthread_mutex_unlock(&w->lock);
}

/* What became of a commit.  A disk may be full for a night: that is told at
 * once, seldom while it lasts, and when it is over.  What is small may still
 * find room in between. */
static void
say_fate(struct writer *w, enum status st, size_t visits)
{
	int64_t now = clock_mono_ms();
	enum log_level level = LOG_DEBUG;

	if (st == OK) {
		if (w->failing == OK || now - w->failed_ms < SETTLED_MS)
			return;
		log_line(LOG_NOTICE, "commits_again after_s=%lld failed=%llu",
		    (long long)(now - w->failing_ms) / 1000,
		    (unsigned long long)w->failed);
		w->failing = OK;
		return;
	}
	if (w->failing == OK) {
		w->failing_ms = now;
		w->failed = 0;
	}
	if (st != w->failing || now - w->said_ms >= SAY_EVERY_MS) {
		level = LOG_ERROR;
		w->said_ms = now;
	}
	log_line(level, "commit_failed status=%s visits=%zu %s",
	    status_word(st), visits, store_error(w->store));
	w->failing = st;
	w->failed_ms = now;
	w->failed++;
}

static void
run_jobs(struct writer *w)
{
	struct writer_job *job;

	while ((job = queue_pop(w->jobs, 0)) != NULL) {
		enum status st = job->run(w->store, job->arg);

		pthread_mutex_lock(&w->lock);
		job->answer = st;
		job->done = true;
		pthread_cond_broadcast(&w->job_done);
		pthread_mutex_unlock(&w->lock);
	}
}

bool
writer_is_ill(enum status st)
{

	return (st == E_FULL || st == E_IO || st == E_BUSY || st == E_CORRUPT ||
		st == E_DENIED);
}

/* Whoever only asks how it went must not hear of posts that are not there. */
static void
untell(struct writer *w, struct batch *b, enum status st)
{

	b->new_posts = b->edited_posts = b->known_posts = b->new_insights = 0;
	b->rescored_posts = b->changed_insights = b->withdrawn_insights = 0;
	b->taken_posts = 0;
	b->nfound = 0;
	batch_fail(b, st, "%.*s: could not be stored: %s",
	    STR_ARG(outcome_url(b)), store_error(w->store));
}

/* A visit in an open group, and what became of it alone. */
struct member {
	struct batch *batch;
	enum status alone;
};

/* When its feed is due again, for people to read. */
static void
plan(const struct writer *w, struct batch *b)
{
	int64_t next = cadence_next(&b->spec, &b->facts, &w->options->cadence,
	    clock_now(), cadence_jitter(b->feed_id, b->facts.visited_ts));

	b->next_ts =
	    next == CADENCE_NEVER || b->turn != FOUND_GOES_ON ? NO_TIME : next;
}

/* No memory, and not because this document is larger than its cap: not the
 * feed's fault.  Nothing is learned from it, so it is tried again soon. */
static void
note_starved(struct writer *w, struct batch *b, enum status st)
{

	if (st != E_MEMORY ||
	    (arena_failed(b->arena) && !arena_starved(b->arena)))
		return;
	b->stored = st;
	w->starved = true;
}

static enum status
put_posts(struct writer *w, struct batch *b)
{
	enum status st = store_posts(w->store, b, ruleset_info(b->ruleset));

	if (st == OK)
		st = repeats_settle(w->repeats, w->store, b);
	return (
	    st == OK ? talk_settle(w->store, b, w->options, &w->awake) : st);
}

/* What the visit taught of its feed. */
static enum status
put_facts(struct writer *w, struct batch *b)
{
	struct talk_end end = { .learned = false };
	int64_t last_ts = b->facts.changed_ts;
	enum status st = OK;

	cadence_learn(b, &w->options->cadence);
	if (b->found_by != 0)
		st = talk_learn(w->store, b, w->options, last_ts, &end);
	plan(w, b);
	if (st == OK)
		st = store_facts(w->store, b);
	return (st == OK ? talk_store(w->store, b, &end) : st);
}

/*
 * One visit in its SAVEPOINT.  A visit whose posts cannot be stored is undone
 * and told so; its failure is still written; and if not even that, it alone
 * comes to nothing.  Not OK: the group is lost.
 */
static enum status
write_visit(struct writer *w, struct member *m)
{
	struct batch *b = m->batch;
	enum status st = store_visit_begin(w->store);

	if (st == OK && b->outcome == OUTCOME_NEW) {
		st = put_posts(w, b);
		if (st == OK && b->backfill == NULL)
			st = store_taken(w->store, b);
		if (st != OK && !writer_is_ill(st)) {
			untell(w, b, st);
			note_starved(w, b, st);
			st = store_visit_end(w->store, false);
			if (st == OK)
				st = store_visit_begin(w->store);
		}
	}
	if (st != OK)
		return (st);
	if (b->backfill != NULL)
		st = page_store(w->store, b);
	else
		st = put_facts(w, b);
	if (st == OK)
		return (store_visit_end(w->store, true));
	if (writer_is_ill(st))
		return (st);
	m->alone = st;
	untell(w, b, st);
	note_starved(w, b, st);
	return (store_visit_end(w->store, false));
}

/* Stored posts, scored again, or a file's: no feed was visited. */
static enum status
write_replayed(struct writer *w, struct member *m)
{
	struct batch *b = m->batch;
	enum status st = store_visit_begin(w->store);

	if (st == OK && b->outcome == OUTCOME_NEW)
		st = put_posts(w, b);
	if (st == OK)
		return (store_visit_end(w->store, true));
	if (writer_is_ill(st))
		return (st);
	m->alone = st;
	untell(w, b, st);
	return (store_visit_end(w->store, false));
}

/* What was heard in what is new. */
static void
count_heard(const struct batch *b)
{

	_Static_assert(M_HEARD_IDEA + SIGNALS - 1 == M_HEARD_SPAM, "in order");
	for (size_t i = 0; i < b->nposts; i++) {
		const struct verdict *v = b->posts[i].verdict;

		for (unsigned s = 0; v != NULL && s < SIGNALS; s++) {
			metrics_add(M_HEARD_IDEA + s, v->signals[s].fired);
			metrics_add(M_RULE_HITS, v->signals[s].nevidence);
		}
	}
}

static void
count_batch(const struct batch *b)
{
	static const enum metric by_outcome[] = {
		[OUTCOME_NEW] = M_VISITS_NEW,
		[OUTCOME_UNCHANGED] = M_VISITS_UNCHANGED,
		[OUTCOME_FAILED] = M_VISITS_FAILED,
	};

	if (b->found_by != 0)
		metrics_add(M_FOLLOWED_NEW + b->outcome, 1);
	else if (!b->replayed && b->backfill == NULL)
		metrics_add(by_outcome[b->outcome], 1);
	metrics_add(M_BYTES_FETCHED, b->bytes);
	metrics_add(M_POSTS_NEW, (uint64_t)b->new_posts);
	metrics_add(M_POSTS_EDITED, (uint64_t)b->edited_posts);
	metrics_add(M_POSTS_KNOWN, (uint64_t)b->known_posts);
	metrics_add(M_INSIGHTS_NEW, (uint64_t)b->new_insights);
	count_heard(b);
	if (b->taken_posts > 0)
		log_line(LOG_INFO, "taken_away feed=%lld posts=%lld",
		    (long long)b->feed_id, (long long)b->taken_posts);
}

/* Everybody learns the group's fate and goes home. */
static void
release_group(struct writer *w, const struct member *group, size_t n,
    enum status st)
{

	metrics_add(st == OK ? M_COMMITS : M_COMMITS_FAILED, 1);
	say_fate(w, st, n);
	set_ill(w, st == OK && w->starved ? E_MEMORY : st);
	w->starved = false;
	for (size_t i = 0; i < n; i++) {
		struct batch *b = group[i].batch;

		b->stored = st != OK ? st : group[i].alone;
		if (st != OK)
			untell(w, b, st);
		if (b->stored == OK)
			count_batch(b);
		if (queue_push(w->out, b) != OK)
			log_line(LOG_ERROR, "batch_lost feed=%lld",
			    (long long)b->feed_id);
	}
}

/* Of those under way so many are here already that the rest is not waited for:
 * no other visit may start before these are out. */
static bool
is_most(const struct writer *w, size_t n)
{
	size_t here = w->entered, aside = w->aside;

	/* The two are not read at one moment. */
	here = here > aside ? here - aside : 0;
	return (n >= here - here / 4);
}

/* The first visit opens the group; it is closed by size, or when nothing more
 * has come within commit_ms. */
static void
write_group(struct writer *w, struct batch *first)
{
	struct member group[GROUP_MAX];
	struct batch *b = first;
	int64_t until = clock_mono_ms() + w->options->commit_ms, posts = 0;
	int64_t since_us;
	enum status st = store_begin(w->store);
	size_t n = 0;

	while (b != NULL) {
		int64_t left;

		if (b != &writer_nudge) {
			group[n] = (struct member){ b, OK };
			if (st == OK)
				st = b->replayed ? write_replayed(w, &group[n])
						 : write_visit(w, &group[n]);
			n++;
			posts +=
			    b->new_posts + b->edited_posts + b->rescored_posts;
		}
		left = until - clock_mono_ms();
		if (n == GROUP_MAX || is_most(w, n) ||
		    posts >= w->options->commit_posts || left <= 0 ||
		    st != OK || b == &writer_nudge)
			break;
		b = queue_pop(w->in, queue_closed(w->in) ? 0 : (int)left);
	}
	since_us = clock_mono_us();
	if (st == OK)
		st = gather_settle(w->gather, w->store);
	st = store_end(w->store, st);
	if (st != OK)
		gather_forget(w->gather);
	metrics_observe(H_COMMIT, (double)(clock_mono_us() - since_us) / 1e6);
	release_group(w, group, n, st);
}

/* What can wait should: the log is long and somebody holds it. */
static bool
is_crowded(const struct writer *w)
{

	return (store_wal_held(w->store)[0] != '\0');
}

/* The write-ahead log, between groups.  While it cannot be emptied no visit
 * starts; those under way come to nothing, and their validators stay. */
static void
tend(struct writer *w)
{
	enum status st = store_tend(w->store);

	if (st != OK) {
		if (!w->paused)
			log_line(LOG_ERROR, "visits_paused status=%s %s",
			    status_word(st), store_error(w->store));
		set_ill(w, st);
	} else if (w->paused) {
		log_line(LOG_NOTICE, "visits_resumed");
		set_ill(w, OK);
	}
	w->paused = st != OK;
	pthread_mutex_lock(&w->lock);
	snprintf(w->held, sizeof(w->held), "%s", store_wal_held(w->store));
	pthread_mutex_unlock(&w->lock);
}

/* Nothing comes: what the work of late has taken goes back, but not after each
 * of the visits that come one by one. */
static void
rest(struct writer *w)
{

	if (w->rested || clock_mono_ms() - w->rested_ms < REST_EVERY_MS)
		return;
	w->rested = true;
	w->rested_ms = w->gave_back_ms = clock_mono_ms();
	store_rest(w->store);
	memory_give_back();
}

/* Where something always comes there is no rest: what hostile documents took
 * and a reload left would stay.  The cache is needed.  It costs a millisecond.
 */
static void
give_back(struct writer *w)
{

	w->rested = false;
	if (clock_mono_ms() - w->gave_back_ms < GIVE_BACK_EVERY_MS)
		return;
	w->gave_back_ms = clock_mono_ms();
	memory_give_back();
}

/* A list of staff was changed: what they said before follows, a little in each
 * turn.  Is there more? */
static bool
judge(struct writer *w)
{
	enum status st;

	if (!store_staff_due(w->store) || is_crowded(w))
		return (false);
	st = store_begin(w->store);
	if (st == OK)
		st = store_commit(w->store);
	say_fate(w, st, 0);
	return (st == OK && store_staff_due(w->store));
}

void *
writer_run(void *writer)
{
	struct writer *w = writer;
	struct refill refill = { .left = 0 };

	prctl(PR_SET_NAME, "writer");
	w->repeats = repeats_new();
	w->gather = gather_new();
	for (;;) {
		struct batch *b;
		bool more;

		atomic_store(&w->beat_ms, clock_mono_ms());
		run_jobs(w);
		more = repeats_load(w->repeats, w->store);
		if (!is_crowded(w))
			more = refill_some(&refill, w->store) || more;
		if (!more && !is_crowded(w))
			more = gather_rest(w->gather, w->store);
		more |= judge(w);
		b = queue_pop(w->in, more ? 0 : 1000);
		if (b == NULL && queue_closed(w->in) && queue_count(w->in) == 0)
			break;
		if (b == NULL && !more)
			rest(w);
		else
			give_back(w);
		if (b != NULL && b != &writer_nudge)
			write_group(w, b);
		tend(w);
	}
	run_jobs(w);
	repeats_free(w->repeats);
	w->repeats = NULL;
	gather_free(w->gather);
	w->gather = NULL;
	return (NULL);
}
