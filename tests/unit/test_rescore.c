/*
 * Stored posts through other rules, by real workers and the real writer.
 */
#include <poll.h>

#include "earshot/rescore.h"

#include "listening.h"

#define OTHER_RULES                                           \
	"pack test\nlang en\n"                                \
	"rule more\n  signal complaint\n  say \"had more\"\n" \
	"  weight sure\n"

struct world {
	struct listening l;
	struct ingest *in;
	struct ruleset *other;
};

static int
begin(void **state)
{
	static struct world w;

	w = (struct world){ .in = NULL };
	listening_begin(&w.l);
	listening_feeds(&w.l, 2);
	*state = &w;
	return (0);
}

static int
end(void **state)
{
	struct world *w = *state;

	ingest_free(w->in);
	ruleset_unref(w->other);
	listening_end(&w->l);
	return (0);
}

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
visit(struct world *w, size_t feed, const char *name, int posts,
    const char *text)
{
	char *body = listening_rss(name, 1, posts, text);
	struct batch *b = listening_visit(&w->l.feeds[feed], body);

	ingest_enter(w->in, b);
	ingest_push(w->in, b);
	b = collect(w);
	assert_int_equal(b->stored, OK);
	ingest_leave(w->in, b);
	free(body);
}

/* ${posts} wishes are stored; then the other rules are loaded. */
static void
start(struct world *w, int posts)
{
	struct ingest_options o = { .store_url = w->l.db,
		.workers = 2,
		.room = 16,
		.commit_ms = 5,
		.commit_posts = 1000 };

	assert_int_equal(ingest_new(&o, w->l.store, w->l.rules, &w->in), OK);
	w->l.store = NULL;
	visit(w, 0, "a", posts, "I wish you had more.");
	w->other = listening_rules(&w->l, OTHER_RULES);
	ingest_rules(w->in, w->other);
}

static struct rescore_state
run(struct world *w, const struct stale *what, int64_t stop_at)
{
	struct buf why = BUF_INIT(1000);
	struct rescore *r = NULL;
	struct rescore_state state;

	if (rescore_new(w->in, w->l.db, what, &r, &why) != OK)
		fail_msg("%s", buf_str(&why).p);
	rescore_push(r);
	for (rescore_state(r, &state); !state.over; rescore_state(r, &state)) {
		struct batch *b = collect(w);

		assert_true(rescore_take(r, b));
		rescore_state(r, &state);
		if (state.done >= stop_at)
			rescore_stop(r);
		rescore_push(r);
	}
	assert_null(state.error);
	rescore_free(r);
	buf_free(&why);
	return (state);
}

static struct stale
everything(void)
{
	struct stale what = { .again = false };

	query_filter_init(&what.filter);
	return (what);
}

static int64_t
number(struct world *w, const char *sql)
{

	return (listening_number(&w->l, sql));
}

static void
all_posts_are_heard_by_the_other_rules(void **state)
{
	struct world *w = *state;
	struct stale what = everything();
	struct rescore_state s;

	start(w, 200);
	s = run(w, &what, INT64_MAX);
	assert_int_equal(s.posts, 200);
	assert_int_equal(s.fresh, 200);
	assert_int_equal(s.withdrawn, 200);
	assert_int_equal(s.done, s.all);
	assert_int_equal(number(w, "select count(*) from v_insight where"
				   " signal = 'complaint'"),
	    200);
	assert_int_equal(number(w,
			     "select count(*) from v_insight_all where signal ="
			     " 'idea' and state_why = 'reclassified'"),
	    200);
	assert_int_equal(number(w, "select sum(n) from v_signal_daily where"
				   " signal <> 'any'"),
	    200);
	s = run(w, &what, INT64_MAX);
	assert_int_equal(s.posts, 0);
	assert_int_equal(number(w, "select count(*) from event where"
				   " kind = 'reclassify'"),
	    1);
}

static void
a_run_that_was_stopped_is_taken_up_where_it_was(void **state)
{
	struct world *w = *state;
	struct stale what = everything();
	struct rescore_state first, rest;

	start(w, 1000);
	first = run(w, &what, 64);
	assert_in_range(first.posts, 64, 999);
	assert_int_equal(number(w, "select count(*) from post where ruleset_id"
				   " = (select max(id) from ruleset)"),
	    first.posts);
	rest = run(w, &what, INT64_MAX);
	assert_int_equal(first.posts + rest.posts, 1000);
	assert_int_equal(first.withdrawn + rest.withdrawn, 1000);
}

static void
a_visit_finds_its_turn_in_between(void **state)
{
	struct world *w = *state;
	struct stale what = everything();
	struct buf why = BUF_INIT(1000);
	struct rescore *r = NULL;
	struct rescore_state s;
	char *body = listening_rss("b", 1, 1, "I wish you had more.");
	struct batch *b = listening_visit(&w->l.feeds[1], body);
	int pieces = 0;

	start(w, 1000);
	assert_int_equal(rescore_new(w->in, w->l.db, &what, &r, &why), OK);
	rescore_push(r);
	ingest_enter(w->in, b);
	ingest_push(w->in, b);
	for (b = collect(w); rescore_take(r, b); b = collect(w)) {
		pieces++;
		rescore_push(r);
	}
	assert_int_equal(b->new_posts, 1);
	assert_in_range(pieces, 0, 12);
	ingest_leave(w->in, b);
	rescore_stop(r);
	rescore_push(r);
	for (rescore_state(r, &s); !s.over; rescore_state(r, &s)) {
		assert_true(rescore_take(r, collect(w)));
		rescore_push(r);
	}
	rescore_free(r);
	buf_free(&why);
	free(body);
}

static void
rules_that_come_meanwhile_have_the_last_word(void **state)
{
	struct world *w = *state;
	struct stale what = everything();
	struct buf why = BUF_INIT(1000);
	struct rescore *r = NULL;
	struct rescore_state s;

	start(w, 700);
	assert_int_equal(rescore_new(w->in, w->l.db, &what, &r, &why), OK);
	rescore_push(r);
	assert_true(rescore_take(r, collect(w)));
	ingest_rules(w->in, w->l.rules);
	rescore_push(r);
	for (rescore_state(r, &s); !s.over; rescore_state(r, &s)) {
		assert_true(rescore_take(r, collect(w)));
		rescore_push(r);
	}
	rescore_free(r);
	buf_free(&why);
	assert_int_equal(number(w, "select count(*) from v_insight where"
				   " signal = 'idea'"),
	    700);
	assert_int_equal(number(w, "select count(*) from v_insight"), 700);
	assert_int_equal(number(w, "select count(distinct ruleset_id) from"
				   " post"),
	    1);
}

static void
the_filter_says_which(void **state)
{
	struct world *w = *state;
	struct stale what = everything();

	start(w, 10);
	ingest_rules(w->in, w->l.rules);
	visit(w, 1, "b", 5, "Nothing was heard here.");
	ingest_rules(w->in, w->other);
	what.filter.signal = STR("complaint");
	assert_int_equal(run(w, &what, INT64_MAX).posts, 0);
	what.filter.signal = STR("idea");
	what.filter.min_score = .99999;
	assert_int_equal(run(w, &what, INT64_MAX).posts, 0);
	what.filter.min_score = .1;
	assert_int_equal(run(w, &what, INT64_MAX).posts, 10);
	what = everything();
	what.filter.until_ts = 5;
	assert_int_equal(run(w, &what, INT64_MAX).posts, 0);
	what.filter.until_ts = NO_TIME;
	what.filter.lang = STR("EN");
	assert_int_equal(run(w, &what, INT64_MAX).posts, 5);
}

static void
a_word_that_nobody_knows_is_refused(void **state)
{
	struct world *w = *state;
	struct stale what = everything();
	struct buf why = BUF_INIT(1000);
	struct rescore *r = NULL;

	start(w, 1);
	what.filter.state = STR("dead");
	assert_int_equal(rescore_new(w->in, w->l.db, &what, &r, &why), E_USAGE);
	assert_non_null(strstr(buf_str(&why).p, "no state is called \"dead\""));
	buf_free(&why);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, begin, end)

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(all_posts_are_heard_by_the_other_rules),
		TEST(a_run_that_was_stopped_is_taken_up_where_it_was),
		TEST(a_visit_finds_its_turn_in_between),
		TEST(rules_that_come_meanwhile_have_the_last_word),
		TEST(the_filter_says_which),
		TEST(a_word_that_nobody_knows_is_refused),
	};

	return (RUN_TESTS(tests));
}
