/*
 * Threads and queues: batches in, fates out.  How far a batch got is where it
 * is: with the loop, in the work queue, with a worker, in the write queue,
 * with the writer, in the done queue.
 */
#include "earshot/ingest.h"

#include <sys/prctl.h>

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

#include "earshot/clock.h"
#include "earshot/log.h"
#include "earshot/queue.h"
#include "earshot/sandbox.h"

#include "outcome.h"
#include "stages.h"
#include "writer.h"

enum {
	WORKERS_MAX = 8,
	ROOM_DEFAULT = 64,
	READER_DEADLINE_MS = 10000,
	NUDGES_MAX = 64,      /* in the writer's queue beside batches */
	WORKER_REST_MS = 500, /* shorter than the writer's */
};

struct ingest {
	struct ingest_options options;
	struct queue *work;
	struct writer writer;
	struct ruleset *rules; /* for batches that enter; loop thread only */
	pthread_t worker_ids[WORKERS_MAX];
	int workers;
	pthread_t writer_id;
	bool writing, stopped;
	atomic_flag lock_told;
};

/* The worker's own reader; a failure is told once and tried again later. */
static void
open_reader(struct stages *s, const char *url)
{
	struct buf why = BUF_INIT(1000);

	if (s->reader == NULL &&
	    reader_open(url, READER_DEADLINE_MS, &s->reader, &why) != OK) {
		s->reader = NULL;
		log_line(LOG_ERROR, "reader_failed %.*s",
		    STR_ARG(buf_str(&why)));
	}
	buf_free(&why);
}

/* Before the first word of strangers, and after the database is open: that
 * takes files to write. */
static void
lock(struct ingest *in)
{
	enum status st = sandbox_lock_reader();

	if (atomic_flag_test_and_set(&in->lock_told))
		return;
	if (st == OK)
		log_line(LOG_INFO, "workers locked=yes");
	else
		log_line(LOG_WARN, "workers locked=no why=%s",
		    st == E_NOT_FOUND ? "no_libseccomp" : status_word(st));
}

/* The next batch; while there is none, the worker keeps nothing. */
static struct batch *
next_batch(struct ingest *in, struct stages *s)
{
	struct batch *b = queue_pop(in->work, WORKER_REST_MS);

	if (b != NULL || queue_closed(in->work))
		return (b);
	stages_rest(s);
	return (queue_pop(in->work, -1));
}

static void *
work_run(void *arg)
{
	struct ingest *in = arg;
	struct stages stages = { .parse_max_bytes = in->options.parse_max_bytes,
		.parse_max_entries = in->options.parse_max_entries,
		.follows = in->options.follow.max_feeds > 0,
		.names = in->options.names,
		.names_key = in->options.names_key };
	bool locked = false;
	struct batch *b;

	prctl(PR_SET_NAME, "worker");
	while ((b = next_batch(in, &stages)) != NULL) {
		open_reader(&stages, in->options.store_url);
		if (stages.reader != NULL && !locked) {
			lock(in);
			locked = true;
		}
		if (stages.reader == NULL) {
			batch_fail(b, E_IO, "%.*s: the database cannot be read",
			    STR_ARG(outcome_url(b)));
			/* Our failure, not the feed's: nothing is learned. */
			b->stored = E_IO;
		} else
			stages_run(&stages, b);
		if (queue_push(in->writer.in, b) != OK)
			log_line(LOG_ERROR, "batch_lost feed=%lld",
			    (long long)b->feed_id);
	}
	stages_free(&stages);
	return (NULL);
}

static enum status
start_threads(struct ingest *in)
{
	sigset_t all, old;
	enum status st = OK;
	int want = in->options.workers;

	if (want <= 0)
		want = (int)sysconf(_SC_NPROCESSORS_ONLN);
	if (want < 1)
		want = 1;
	if (want > WORKERS_MAX)
		want = WORKERS_MAX;
	/* Signals are the loop's. */
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &old);
	if (pthread_create(&in->writer_id, NULL, writer_run, &in->writer) != 0)
		st = E_MEMORY;
	else
		in->writing = true;
	while (st == OK && in->workers < want) {
		if (pthread_create(&in->worker_ids[in->workers], NULL, work_run,
			in) != 0)
			st = E_MEMORY;
		else
			in->workers++;
	}
	pthread_sigmask(SIG_SETMASK, &old, NULL);
	return (st);
}

/* A batch under way has its place in every queue: when memory is out it still
 * comes home. */
static enum status
make_queues(struct ingest *in)
{
	struct queue *all[4];
	enum status st = OK;

	in->work = all[0] = queue_new();
	in->writer.in = all[1] = queue_new();
	in->writer.out = all[2] = queue_new();
	in->writer.jobs = all[3] = queue_new();
	for (size_t i = 0; i < 4; i++)
		if (all[i] == NULL)
			return (E_MEMORY);
	for (size_t i = 0; st == OK && i < 4; i++)
		st = queue_reserve(all[i], in->options.room + NUDGES_MAX);
	return (st);
}

enum status
ingest_new(const struct ingest_options *o, struct store *store,
    struct ruleset *rules, struct ingest **ret)
{
	struct ingest *in = calloc(1, sizeof(*in));
	enum status st;

	if (in == NULL)
		return (E_MEMORY);
	in->options = *o;
	if (in->options.room == 0)
		in->options.room = ROOM_DEFAULT;
	in->rules = ruleset_ref(rules);
	pthread_mutex_init(&in->writer.lock, NULL);
	pthread_cond_init(&in->writer.job_done, NULL);
	in->writer.options = &in->options;
	atomic_store(&in->writer.beat_ms, clock_mono_ms());
	in->writer.store = store;
	st = make_queues(in);
	if (st == OK)
		st = start_threads(in);
	if (st != OK) {
		/* Until it succeeds, the store is the caller's. */
		in->writer.store = NULL;
		ingest_free(in);
		return (st);
	}
	*ret = in;
	return (OK);
}

size_t
ingest_room(const struct ingest *in)
{
	size_t held = in->writer.entered - in->writer.aside;

	return (held < in->options.room ? in->options.room - held : 0);
}

void
ingest_aside(struct ingest *in, size_t n)
{

	in->writer.aside = n;
}

void
ingest_enter(struct ingest *in, struct batch *b)
{

	b->ruleset = ruleset_ref(in->rules);
	in->writer.entered++;
}

void
ingest_push(struct ingest *in, struct batch *b)
{
	/* What brought nothing has nothing to parse. */
	struct queue *q = b->outcome == OUTCOME_NEW ? in->work : in->writer.in;

	if (queue_push(q, b) == OK)
		return;
	batch_fail(b, E_CANCELLED, "%.*s: stopping", STR_ARG(outcome_url(b)));
	b->stored = E_CANCELLED;
	if (queue_push(in->writer.out, b) != OK)
		ingest_leave(in, b);
}

struct batch *
ingest_collect(struct ingest *in)
{

	queue_fd_clear(in->writer.out);
	return (queue_pop(in->writer.out, 0));
}

int
ingest_fd(const struct ingest *in)
{

	return (queue_fd(in->writer.out));
}

void
ingest_leave(struct ingest *in, struct batch *b)
{

	ruleset_unref(b->ruleset);
	batch_free(b);
	in->writer.entered--;
}

const struct ruleset *
ingest_ruleset(const struct ingest *in)
{

	return (in->rules);
}

void
ingest_rules(struct ingest *in, struct ruleset *rules)
{

	ruleset_unref(in->rules);
	in->rules = ruleset_ref(rules);
}

enum status
ingest_run(struct ingest *in, enum status (*job)(struct store *, void *),
    void *arg)
{
	struct writer_job j = { job, arg, OK, false };
	enum status st =
	    in->stopped ? E_CANCELLED : queue_push(in->writer.jobs, &j);

	if (st != OK)
		return (st);
	/* Without the nudge it is only later: the writer looks by itself.  From
	 * here on `j` must stay, so there is no way out but its end. */
	if (queue_push(in->writer.in, &writer_nudge) != OK)
		log_line(LOG_DEBUG, "writer_not_nudged");
	pthread_mutex_lock(&in->writer.lock);
	while (!j.done)
		pthread_cond_wait(&in->writer.job_done, &in->writer.lock);
	pthread_mutex_unlock(&in->writer.lock);
	return (j.answer);
}

void
ingest_ill(struct ingest *in, char *ret, size_t size)
{

	pthread_mutex_lock(&in->writer.lock);
	if (size > 0) {
		struct str s = str_sub(str_of(in->writer.ill), 0, size - 1);

		memcpy(ret, s.p, s.n);
		ret[s.n] = '\0';
	}
	pthread_mutex_unlock(&in->writer.lock);
}

bool
ingest_paused(const struct ingest *in)
{

	return (atomic_load(&in->writer.paused));
}

bool
ingest_crowded(struct ingest *in, char *ret, size_t size)
{

	pthread_mutex_lock(&in->writer.lock);
	snprintf(ret, size, "%s", in->writer.held);
	pthread_mutex_unlock(&in->writer.lock);
	return (ret[0] != '\0');
}

int64_t
ingest_beat(const struct ingest *in)
{

	return (atomic_load(&in->writer.beat_ms));
}

void
ingest_depth(struct ingest *in, size_t *ret_work, size_t *ret_write)
{

	*ret_work = queue_count(in->work);
	*ret_write = queue_count(in->writer.in);
}

void
ingest_once(const struct ingest_options *o, struct ruleset *rules,
    struct batch *b)
{
	struct stages stages = { .parse_max_bytes = o->parse_max_bytes,
		.parse_max_entries = o->parse_max_entries,
		.names = o->names,
		.names_key = o->names_key };

	b->ruleset = ruleset_ref(rules);
	stages_run(&stages, b);
	stages_free(&stages);
	ruleset_unref(b->ruleset);
	b->ruleset = NULL;
}

void
ingest_stop(struct ingest *in)
{

	if (in->stopped)
		return;
	in->stopped = true;
	/* Valves shut in the order of the flow. */
	if (in->work != NULL)
		queue_close(in->work);
	for (int i = 0; i < in->workers; i++)
		pthread_join(in->worker_ids[i], NULL);
	if (in->writer.in != NULL)
		queue_close(in->writer.in);
	if (in->writing)
		pthread_join(in->writer_id, NULL);
	store_close(in->writer.store);
	in->writer.store = NULL;
}

void
ingest_free(struct ingest *in)
{
	struct batch *b;

	if (in == NULL)
		return;
	ingest_stop(in);
	while (in->writer.out != NULL && (b = ingest_collect(in)) != NULL)
		ingest_leave(in, b);
	queue_free(in->work);
	queue_free(in->writer.in);
	queue_free(in->writer.jobs);
	queue_free(in->writer.out);
	pthread_cond_destroy(&in->writer.job_done);
	pthread_mutex_destroy(&in->writer.lock);
	ruleset_unref(in->rules);
	free(in);
}
