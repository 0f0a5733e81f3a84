/*
 * The middle of the road: batches in, fates out, over real threads and a real
 * file.
 */
#include <poll.h>

#include "earshot/log.h"

#include "listening.h"

struct world {
	struct listening l;
	struct ingest *in;
};

static int
begin(void **state)
{
	static struct world w;

	w = (struct world){ .in = NULL };
	listening_begin(&w.l);
	listening_feeds(&w.l, 8);
	log_set(0, false);
	*state = &w;
	return (0);
}

static int
end(void **state)
{
	struct world *w = *state;

	ingest_free(w->in);
	listening_end(&w->l);
	return (0);
}

static void
start(struct world *w, size_t room, int64_t commit_ms)
{
	struct ingest_options o = { .store_url = w->l.db,
		.workers = 2,
		.room = room,
		.commit_ms = commit_ms,
		.commit_posts = 1000 };

	assert_int_equal(ingest_new(&o, w->l.store, w->l.rules, &w->in), OK);
	w->l.store = NULL;
}

static void
enter(struct world *w, size_t i, const char *body)
{
	struct batch *b = listening_visit(&w->l.feeds[i], body);

	ingest_enter(w->in, b);
	ingest_push(w->in, b);
}

/* The next fate, within 20 s. */
static struct batch *
collect(struct world *w)
{
	int64_t until = clock_mono_ms() + 20000;
	struct batch *b;

	while ((b = ingest_collect(w->in)) == NULL) {
		struct pollfd p = { ingest_fd(w->in), POLLIN, 0 };

		assert_true(clock_mono_ms() < until);
		poll(&p, 1, 1000);
	}
	return (b);
}

static void
many_visits_come_back_each_once_and_stored(void **state)
{
	struct world *w = *state;
	bool seen[8] = { false };

	start(w, 0, 5);
	for (size_t i = 0; i < 8; i++) {
		char name[10], *body;

		snprintf(name, sizeof(name), "f%zu", i);
		body = listening_rss(name, 1, 20, "I wish you had more.");
		enter(w, i, body);
		free(body);
	}
	for (size_t i = 0; i < 8; i++) {
		struct batch *b = collect(w);
		size_t at = (size_t)(b->spec.url.p[b->spec.url.n - 1] - '0');

		assert_int_equal(b->stored, OK);
		assert_int_equal(b->new_posts, 20);
		assert_false(seen[at]);
		seen[at] = true;
		ingest_leave(w->in, b);
	}
	assert_null(ingest_collect(w->in));
	assert_int_equal(listening_number(&w->l, "select count(*) from post"),
	    160);
	assert_int_equal(listening_number(&w->l,
			     "select count(*) from insight"),
	    160);
}

static void
there_is_room_for_so_many_and_it_comes_back(void **state)
{
	struct world *w = *state;
	struct batch *b[2];

	start(w, 2, 5);
	assert_int_equal(ingest_room(w->in), 2);
	for (size_t i = 0; i < 2; i++) {
		b[i] = listening_visit(&w->l.feeds[i], NULL);
		ingest_enter(w->in, b[i]);
	}
	assert_int_equal(ingest_room(w->in), 0);
	ingest_push(w->in, b[0]);
	ingest_push(w->in, b[1]);
	ingest_leave(w->in, collect(w));
	assert_int_equal(ingest_room(w->in), 1);
	ingest_leave(w->in, collect(w));
	assert_int_equal(ingest_room(w->in), 2);
}

static void
a_failed_or_unchanged_visit_takes_the_same_road(void **state)
{
	struct world *w = *state;
	struct batch *b = listening_visit(&w->l.feeds[0], NULL);

	start(w, 0, 5);
	ingest_enter(w->in, b);
	batch_fail(b, E_DNS, "no such host");
	ingest_push(w->in, b);
	b = collect(w);
	assert_int_equal(b->outcome, OUTCOME_FAILED);
	assert_int_equal(b->stored, OK);
	assert_int_equal(b->facts.failures, 1);
	ingest_leave(w->in, b);
	enter(w, 1, NULL);
	b = collect(w);
	assert_int_equal(b->outcome, OUTCOME_UNCHANGED);
	assert_int_equal(b->stored, OK);
	ingest_leave(w->in, b);
	assert_int_equal(listening_number(&w->l, "select failures from feed "
						 "where listed_url like '%/0'"),
	    1);
}

static void
twice_the_same_document_is_stored_once(void **state)
{
	struct world *w = *state;
	char *body = listening_rss("a", 1, 5, "I wish you had more.");
	char *more = listening_rss("a", 1, 6, "I wish you had more.");
	struct batch *b;

	start(w, 0, 5);
	enter(w, 0, body);
	b = collect(w);
	assert_int_equal(b->new_posts, 5);
	ingest_leave(w->in, b);
	enter(w, 0, more);
	b = collect(w);
	assert_int_equal(b->new_posts, 1);
	assert_int_equal(b->known_posts, 5);
	assert_int_equal(b->new_insights, 1);
	ingest_leave(w->in, b);
	assert_int_equal(listening_number(&w->l, "select count(*) from post"),
	    6);
	free(body);
	free(more);
}

static void
batches_under_way_keep_their_rules(void **state)
{
	struct world *w = *state;
	char *body = listening_rss("a", 1, 1, "I wish you had one, it leaks.");
	struct ruleset *other;
	struct batch *b;

	start(w, 0, 5);
	b = listening_visit(&w->l.feeds[0], body);
	ingest_enter(w->in, b);
	other = listening_rules(&w->l,
	    "pack test\nlang en\nrule leak\n"
	    "  signal complaint\n  say leaks\n  weight sure\n");
	ingest_rules(w->in, other);
	ruleset_unref(other);
	/* The old set is referenced by this batch only. */
	ruleset_unref(w->l.rules);
	w->l.rules = NULL;
	ingest_push(w->in, b);
	b = collect(w);
	assert_int_equal(b->stored, OK);
	ingest_leave(w->in, b);
	assert_int_equal(listening_number(&w->l, "select count(*) from insight "
						 "where signal = 'idea'"),
	    1);
	assert_int_equal(listening_number(&w->l, "select count(*) from insight "
						 "where signal = 'complaint'"),
	    0);
	enter(w, 1,
	    "<rss version='2.0'><channel><title>T</title><item>"
	    "<guid>z</guid><description>It leaks.</description></item>"
	    "</channel></rss>");
	ingest_leave(w->in, collect(w));
	assert_int_equal(listening_number(&w->l, "select count(*) from insight "
						 "where signal = 'complaint'"),
	    1);
	free(body);
}

static enum status
note(struct store *s, void *arg)
{

	return (store_event(s, "test", arg));
}

static void
a_job_runs_on_the_writers_thread_while_it_is_idle_or_busy(void **state)
{
	struct world *w = *state;
	char what[] = "something";

	start(w, 0, 10000);
	assert_int_equal(ingest_run(w->in, note, what), OK);
	enter(w, 0, NULL);
	/* The open group does not make it wait for ten seconds. */
	assert_int_equal(ingest_run(w->in, note, what), OK);
	ingest_leave(w->in, collect(w));
	assert_int_equal(listening_number(&w->l, "select count(*) from event "
						 "where kind = 'test'"),
	    2);
}

static void
a_stop_commits_what_is_in(void **state)
{
	struct world *w = *state;
	size_t fates = 0;
	struct batch *b;

	start(w, 0, 10000);
	for (size_t i = 0; i < 8; i++) {
		char name[10], *body;

		snprintf(name, sizeof(name), "f%zu", i);
		body = listening_rss(name, 1, 10, "I wish you had more.");
		enter(w, i, body);
		free(body);
	}
	ingest_stop(w->in);
	while ((b = ingest_collect(w->in)) != NULL) {
		assert_int_equal(b->stored, OK);
		ingest_leave(w->in, b);
		fates++;
	}
	assert_int_equal(fates, 8);
	assert_int_equal(ingest_room(w->in), 64);
	assert_int_equal(listening_number(&w->l, "select count(*) from post"),
	    80);
}

static void
after_a_stop_what_comes_is_told_so_and_freed(void **state)
{
	struct world *w = *state;
	char what[] = "late";
	struct batch *b;

	start(w, 0, 5);
	ingest_stop(w->in);
	enter(w, 0, "<rss/>");
	b = collect(w);
	assert_int_equal(b->outcome, OUTCOME_FAILED);
	assert_int_equal(b->status, E_CANCELLED);
	assert_int_not_equal(b->stored, OK);
	ingest_leave(w->in, b);
	/* A job that comes too late is refused, and not kept for later. */
	assert_int_equal(ingest_run(w->in, note, what), E_CANCELLED);
	ingest_stop(w->in);
}

static void
a_free_without_collecting_leaks_nothing(void **state)
{
	struct world *w = *state;

	start(w, 0, 5);
	for (size_t i = 0; i < 4; i++)
		enter(w, i, NULL);
	ingest_free(w->in);
	w->in = NULL;
}

static void
without_a_database_to_read_the_visit_fails_and_nothing_hangs(void **state)
{
	struct world *w = *state;
	struct ingest_options o = { .store_url = "/nowhere/at/all.db",
		.workers = 1,
		.commit_ms = 5,
		.commit_posts = 10 };
	struct batch *b;

	assert_int_equal(ingest_new(&o, w->l.store, w->l.rules, &w->in), OK);
	w->l.store = NULL;
	enter(w, 0, "<rss version='2.0'><channel/></rss>");
	b = collect(w);
	assert_int_equal(b->outcome, OUTCOME_FAILED);
	assert_int_equal(b->status, E_IO);
	/* It is our fault, not the feed's. */
	assert_int_equal(b->facts.failures, 0);
	ingest_leave(w->in, b);
}

static void
once_needs_no_store_and_knows_nothing(void **state)
{
	struct world *w = *state;
	struct ingest_options o = { .workers = 0 };
	char *body = listening_rss("a", 1, 2, "I wish you had more.");
	struct batch *b = listening_visit(&w->l.feeds[0], body);

	ingest_once(&o, w->l.rules, b);
	assert_int_equal(b->nposts, 2);
	assert_true(b->posts[0].verdict->signals[SIGNAL_IDEA].fired);
	assert_null(b->ruleset);
	batch_free(b);
	assert_int_equal(listening_number(&w->l, "select count(*) from post"),
	    0);
	free(body);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, begin, end)

int
main(void)
{
	const struct CMUnitTest ingest_tests[] = {
		TEST(many_visits_come_back_each_once_and_stored),
		TEST(there_is_room_for_so_many_and_it_comes_back),
		TEST(a_failed_or_unchanged_visit_takes_the_same_road),
		TEST(twice_the_same_document_is_stored_once),
		TEST(batches_under_way_keep_their_rules),
		TEST(a_job_runs_on_the_writers_thread_while_it_is_idle_or_busy),
		TEST(a_stop_commits_what_is_in),
		TEST(after_a_stop_what_comes_is_told_so_and_freed),
		TEST(a_free_without_collecting_leaks_nothing),
		TEST(
		    without_a_database_to_read_the_visit_fails_and_nothing_hangs),
		TEST(once_needs_no_store_and_knows_nothing),
	};

	return (RUN_TESTS(ingest_tests));
}
