/*
 * The one writer: groups, SAVEPOINTs, jobs in between, and a disk that
 * refuses.
 */
#include <sys/resource.h>

#include <pthread.h>
#include <signal.h>

#include "earshot/log.h"
#include "earshot/metrics.h"

#include "../../src/ingest/stages.h"
#include "../../src/ingest/writer.h"
#include "listening.h"

struct world {
	struct listening l;
	struct ingest_options options;
	struct writer writer;
	pthread_t thread;
	bool running;
};

static int
begin(void **state)
{
	static struct world w;

	w = (struct world){ .options = { .commit_ms = 20,
				.commit_posts = 1000 } };
	listening_begin(&w.l);
	listening_feeds(&w.l, 4);
	w.writer.options = &w.options;
	w.writer.entered = 64;
	w.writer.store = w.l.store;
	w.writer.in = queue_new();
	w.writer.jobs = queue_new();
	w.writer.out = queue_new();
	pthread_mutex_init(&w.writer.lock, NULL);
	pthread_cond_init(&w.writer.job_done, NULL);
	/* Refused writes are this test's business, not the reader's. */
	log_set(0, false);
	*state = &w;
	return (0);
}

/* Ends the thread; what came out stays. */
static void
finish(struct world *w)
{

	if (!w->running)
		return;
	queue_close(w->writer.in);
	pthread_join(w->thread, NULL);
	w->running = false;
}

static void
drop(struct batch *b)
{

	ruleset_unref(b->ruleset);
	batch_free(b);
}

static int
end(void **state)
{
	struct world *w = *state;
	struct batch *b;

	finish(w);
	while ((b = queue_pop(w->writer.out, 0)) != NULL)
		drop(b);
	queue_free(w->writer.in);
	queue_free(w->writer.jobs);
	queue_free(w->writer.out);
	pthread_cond_destroy(&w->writer.job_done);
	pthread_mutex_destroy(&w->writer.lock);
	listening_end(&w->l);
	return (0);
}

static void
start(struct world *w)
{

	assert_int_equal(pthread_create(&w->thread, NULL, writer_run,
			     &w->writer),
	    0);
	w->running = true;
}

/* A worked batch for feed ${i}: ${n} posts, or a 304 when 0. */
static struct batch *
worked(struct world *w, size_t i, const char *name, int n)
{
	struct stages stages = { .scratch = NULL };
	char *body =
	    n > 0 ? listening_rss(name, 1, n, "I wish you had more.") : NULL;
	struct batch *b = listening_visit(&w->l.feeds[i], body);

	b->ruleset = ruleset_ref(w->l.rules);
	if (n > 0)
		stages_run(&stages, b);
	stages_free(&stages);
	free(body);
	return (b);
}

static void
give(struct world *w, struct batch *b)
{

	assert_int_equal(queue_push(w->writer.in, b), OK);
}

static struct batch *
take(struct world *w)
{
	struct batch *b = queue_pop(w->writer.out, 20000);

	assert_non_null(b);
	return (b);
}

static void
a_visit_comes_back_committed_with_its_counts(void **state)
{
	struct world *w = *state;
	struct batch *b;

	start(w);
	give(w, worked(w, 0, "a", 3));
	b = take(w);
	assert_int_equal(b->stored, OK);
	assert_int_equal(b->new_posts, 3);
	assert_int_equal(b->new_insights, 3);
	assert_string_equal(b->facts.etag, "\"tag\"");
	drop(b);
	assert_int_equal(listening_number(&w->l, "select count(*) from post"),
	    3);
	assert_int_equal(listening_number(&w->l, "select count(*) from feed "
						 "where etag = '\"tag\"'"),
	    1);
}

static void
what_comes_together_is_committed_together(void **state)
{
	struct world *w = *state;
	uint64_t before = metrics_get(M_COMMITS);

	w->options.commit_ms = 2000;
	w->options.commit_posts = 4;
	give(w, worked(w, 0, "a", 1));
	give(w, worked(w, 1, "b", 1));
	give(w, worked(w, 2, "c", 0));
	give(w, worked(w, 3, "d", 2));
	start(w);
	for (int i = 0; i < 4; i++)
		drop(take(w));
	/* Four posts closed the group; no one waited for the two seconds. */
	assert_int_equal(metrics_get(M_COMMITS) - before, 1);
	assert_int_equal(listening_number(&w->l, "select count(*) from post"),
	    4);
}

static void
most_of_those_under_way_do_not_wait_for_the_rest(void **state)
{
	struct world *w = *state;
	uint64_t before = metrics_get(M_COMMITS);

	/* Nobody else may start before these are out: waiting is for nothing.
	 */
	w->options.commit_ms = 3600 * 1000;
	w->writer.entered = 4;
	give(w, worked(w, 0, "a", 1));
	give(w, worked(w, 1, "b", 1));
	give(w, worked(w, 2, "c", 0));
	start(w);
	for (int i = 0; i < 3; i++)
		drop(take(w));
	assert_int_equal(metrics_get(M_COMMITS) - before, 1);
}

static void
a_group_waits_no_longer_than_it_was_told(void **state)
{
	struct world *w = *state;
	int64_t since = clock_mono_ms();

	w->options.commit_ms = 50;
	start(w);
	give(w, worked(w, 0, "a", 1));
	drop(take(w));
	assert_true(clock_mono_ms() - since < 5000);
}

static void
one_visits_fault_rolls_back_alone(void **state)
{
	struct world *w = *state;
	struct batch *b[3];
	sqlite3 *db = NULL;

	assert_int_equal(sqlite3_open(w->l.db, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db,
			     "create trigger boom before insert "
			     "on post when new.title = 'bad 2' begin "
			     "select raise(abort, 'boom'); end",
			     NULL, NULL, NULL),
	    SQLITE_OK);
	sqlite3_close(db);
	w->options.commit_ms = 500;
	give(w, worked(w, 0, "a", 2));
	give(w, worked(w, 1, "bad", 3));
	give(w, worked(w, 2, "c", 2));
	queue_close(w->writer.in);
	start(w);
	for (int i = 0; i < 3; i++)
		b[i] = take(w);
	assert_int_equal(b[0]->stored, OK);
	assert_int_equal(b[0]->outcome, OUTCOME_NEW);
	/* Its failure is written, its posts and validators are not. */
	assert_int_equal(b[1]->stored, OK);
	assert_int_equal(b[1]->outcome, OUTCOME_FAILED);
	assert_int_equal(b[1]->new_posts, 0);
	assert_int_equal(b[1]->new_insights, 0);
	assert_null(b[1]->facts.etag);
	assert_true(b[1]->error.n > 0);
	assert_int_equal(b[2]->outcome, OUTCOME_NEW);
	for (int i = 0; i < 3; i++)
		drop(b[i]);
	assert_int_equal(listening_number(&w->l, "select count(*) from post"),
	    4);
	assert_int_equal(listening_number(&w->l,
			     "select count(*) from feed "
			     "where failures = 1 and etag is null and "
			     "body_hash is null"),
	    1);
}

static void
one_visit_that_cannot_even_fail_comes_to_nothing_alone(void **state)
{
	struct world *w = *state;
	struct batch *b[3];
	sqlite3 *db = NULL;
	char sql[200];

	snprintf(sql, sizeof(sql),
	    "create trigger boom before update on feed "
	    "when new.id = %lld begin select raise(abort, 'boom'); end",
	    (long long)w->l.feeds[1].id);
	assert_int_equal(sqlite3_open(w->l.db, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(db);
	w->options.commit_ms = 500;
	for (size_t i = 0; i < 3; i++)
		give(w, worked(w, i, i == 0 ? "a" : i == 1 ? "b" : "c", 2));
	queue_close(w->writer.in);
	start(w);
	for (int i = 0; i < 3; i++)
		b[i] = take(w);
	assert_int_equal(b[0]->stored, OK);
	assert_int_not_equal(b[1]->stored, OK);
	assert_int_equal(b[1]->outcome, OUTCOME_FAILED);
	assert_int_equal(b[1]->new_posts, 0);
	assert_int_equal(b[2]->stored, OK);
	for (int i = 0; i < 3; i++)
		drop(b[i]);
	assert_int_equal(listening_number(&w->l, "select count(*) from post"),
	    4);
	pthread_mutex_lock(&w->writer.lock);
	assert_string_equal(w->writer.ill, "");
	pthread_mutex_unlock(&w->writer.lock);
}

static struct rlimit no_limit;

/* From now on files grow no further than ${bytes}: a disk that refuses. */
static void
refuse(rlim_t bytes)
{
	struct rlimit limit;

	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &no_limit), 0);
	limit = no_limit;
	limit.rlim_cur = bytes;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

static void
allow(void)
{

	assert_int_equal(setrlimit(RLIMIT_FSIZE, &no_limit), 0);
}

static void
when_the_disk_refuses_nobody_is_told_it_was_stored(void **state)
{
	struct world *w = *state;
	uint64_t posts = metrics_get(M_POSTS_NEW);
	struct batch *b[2];
	char ill[300];

	w->options.commit_ms = 200;
	give(w, worked(w, 0, "a", 200));
	give(w, worked(w, 1, "b", 1));
	refuse(4096);
	start(w);
	for (int i = 0; i < 2; i++)
		b[i] = take(w);
	allow();
	for (int i = 0; i < 2; i++) {
		assert_int_not_equal(b[i]->stored, OK);
		/* Who only asks how it went must not hear "new". */
		assert_int_equal(b[i]->outcome, OUTCOME_FAILED);
		assert_int_equal(b[i]->new_posts, 0);
		assert_int_equal(b[i]->new_insights, 0);
		assert_true(b[i]->error.n > 0);
	}
	assert_int_equal(metrics_get(M_POSTS_NEW), posts);
	pthread_mutex_lock(&w->writer.lock);
	snprintf(ill, sizeof(ill), "%s", w->writer.ill);
	pthread_mutex_unlock(&w->writer.lock);
	assert_int_not_equal(ill[0], '\0');
	assert_int_equal(listening_number(&w->l, "select count(*) from post"),
	    0);
	assert_int_equal(listening_number(&w->l, "select count(*) from feed "
						 "where etag is not null or "
						 "visited_ts is not null"),
	    0);
	drop(b[0]);
	drop(b[1]);

	/* With space again the same posts come again. */
	give(w, worked(w, 0, "a", 200));
	b[0] = take(w);
	assert_int_equal(b[0]->stored, OK);
	drop(b[0]);
	assert_int_equal(listening_number(&w->l, "select count(*) from post"),
	    200);
	pthread_mutex_lock(&w->writer.lock);
	assert_string_equal(w->writer.ill, "");
	pthread_mutex_unlock(&w->writer.lock);
}

static enum status
count_run(struct store *s, void *arg)
{

	assert_non_null(s);
	(*(int *)arg)++;
	return (E_NOT_FOUND);
}

static void
a_job_runs_between_groups_and_its_answer_is_kept(void **state)
{
	struct world *w = *state;
	int runs = 0;
	struct writer_job job = { count_run, &runs, OK, false };

	w->options.commit_ms = 20000;
	start(w);
	give(w, worked(w, 0, "a", 1));
	assert_int_equal(queue_push(w->writer.jobs, &job), OK);
	give(w, &writer_nudge);
	pthread_mutex_lock(&w->writer.lock);
	while (!job.done)
		pthread_cond_wait(&w->writer.job_done, &w->writer.lock);
	pthread_mutex_unlock(&w->writer.lock);
	assert_int_equal(runs, 1);
	assert_int_equal(job.answer, E_NOT_FOUND);
	/* A nudge closes the group; it is no batch and comes back to nobody. */
	drop(take(w));
	finish(w);
	assert_null(queue_pop(w->writer.out, 0));
}

static void
a_closed_queue_is_emptied_and_committed_before_the_end(void **state)
{
	struct world *w = *state;
	int64_t since = clock_mono_ms();

	w->options.commit_ms = 20000;
	for (size_t i = 0; i < 4; i++)
		give(w, worked(w, i, i == 0 ? "a" : "b", 1));
	queue_close(w->writer.in);
	start(w);
	pthread_join(w->thread, NULL);
	w->running = false;
	assert_true(clock_mono_ms() - since < 10000);
	for (int i = 0; i < 4; i++) {
		struct batch *b = take(w);

		assert_int_equal(b->stored, OK);
		drop(b);
	}
}

static void
its_beat_goes_on_while_nothing_comes(void **state)
{
	struct world *w = *state;
	int64_t since = clock_mono_ms();

	start(w);
	while (atomic_load(&w->writer.beat_ms) <= since &&
	       clock_mono_ms() - since < 10000)
		usleep(1000);
	assert_true(atomic_load(&w->writer.beat_ms) > since);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, begin, end)

int
main(void)
{
	const struct CMUnitTest writer_tests[] = {
		TEST(a_visit_comes_back_committed_with_its_counts),
		TEST(what_comes_together_is_committed_together),
		TEST(most_of_those_under_way_do_not_wait_for_the_rest),
		TEST(a_group_waits_no_longer_than_it_was_told),
		TEST(one_visits_fault_rolls_back_alone),
		TEST(one_visit_that_cannot_even_fail_comes_to_nothing_alone),
		TEST(when_the_disk_refuses_nobody_is_told_it_was_stored),
		TEST(a_job_runs_between_groups_and_its_answer_is_kept),
		TEST(a_closed_queue_is_emptied_and_committed_before_the_end),
		TEST(its_beat_goes_on_while_nothing_comes),
	};

	return (RUN_TESTS(writer_tests));
}
