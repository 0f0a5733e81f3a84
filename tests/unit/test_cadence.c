/*
 * What visits teach, and when the next one is due.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "earshot/cadence.h"

#define T0   1800000000 /* Fri, 15 Jan 2027 08:00:00 GMT */
#define DAY  86400
#define HOUR 3600

static const struct cadence_options defaults = { 300, DAY };

static struct feed_facts
no_facts(void)
{

	return ((struct feed_facts){ .visited_ts = NO_TIME,
	    .ok_ts = NO_TIME,
	    .full_ts = NO_TIME,
	    .changed_ts = NO_TIME,
	    .not_before_ts = NO_TIME,
	    .added_ts = T0 });
}

/* A feed that has been visited well once an hour. */
static struct feed_facts
some_facts(void)
{
	struct feed_facts f = no_facts();

	f.visited_ts = f.ok_ts = f.full_ts = f.changed_ts = T0;
	f.added_ts = T0 - 30 * DAY;
	f.every_s = HOUR;
	f.posts_per_day = 20;
	return (f);
}

static struct batch
answer(const struct feed_facts *f, int status)
{
	struct batch b = { .facts = *f,
		.started_ts =
		    f->visited_ts != NO_TIME ? f->visited_ts + HOUR : T0,
		.http_status = status,
		.spec = { .url = STR("http://a.example/") } };

	b.outcome = status == 304   ? OUTCOME_UNCHANGED
		    : status == 200 ? OUTCOME_NEW
				    : OUTCOME_FAILED;
	if (b.outcome == OUTCOME_FAILED)
		b.status = status == 0 ? E_CONNECT : E_STATUS;
	return (b);
}

static void
learn(struct batch *b)
{

	cadence_learn(b, &defaults);
}

/* Seconds from its last visit to its next. */
static int64_t
wait_of(const struct feed_facts *f, double jitter)
{
	struct feed_spec spec = { .every_s = 0 };

	return (cadence_next(&spec, f, &defaults, f->visited_ts, jitter) -
		f->visited_ts);
}

static void
validators_are_replaced_together(void **state)
{
	char old_etag[] = "\"1\"", old_date[] = "yesterday";
	struct feed_facts f = some_facts();
	struct batch b;

	(void)state;
	f.etag = old_etag;
	f.last_modified = old_date;
	b = answer(&f, 200);
	b.etag = STR("\"2\"");
	memset(b.body_hash, 7, sizeof(b.body_hash));
	learn(&b);
	assert_string_equal(b.facts.etag, "\"2\"");
	assert_null(b.facts.last_modified);
	assert_true(b.facts.has_body_hash);
	assert_int_equal(b.facts.body_hash[15], 7);
}

static void
validators_stay_when_nothing_whole_came(void **state)
{
	static const int statuses[] = { 304, 404, 500, 0 };
	char etag[] = "\"1\"";
	struct feed_facts f = some_facts();

	(void)state;
	f.etag = etag;
	for (size_t i = 0; i < 4; i++) {
		struct batch b = answer(&f, statuses[i]);

		b.etag = STR("\"2\"");
		b.last_modified = STR("now");
		learn(&b);
		assert_ptr_equal(b.facts.etag, etag);
		assert_null(b.facts.last_modified);
	}
}

static void
what_was_not_stored_teaches_nothing(void **state)
{
	struct feed_facts f = some_facts();
	struct batch b = answer(&f, 200);

	(void)state;
	b.etag = STR("\"2\"");
	b.stored = E_FULL;
	learn(&b);
	assert_memory_equal(&b.facts, &f, sizeof(f));
	b = answer(&f, 200);
	b.replayed = true;
	learn(&b);
	assert_memory_equal(&b.facts, &f, sizeof(f));
	b = answer(&f, 0);
	b.status = E_CANCELLED;
	learn(&b);
	assert_memory_equal(&b.facts, &f, sizeof(f));
	/* Nor does our own network. */
	b = answer(&f, 0);
	b.status = E_DNS;
	b.ours = true;
	learn(&b);
	assert_memory_equal(&b.facts, &f, sizeof(f));
}

static void
an_unconditional_visit_is_due_every_three_days(void **state)
{
	char etag[] = "\"1\"";
	struct feed_facts f = some_facts();
	struct batch b;

	(void)state;
	assert_false(cadence_unconditional(&f, T0 + 30 * DAY));
	f.etag = etag;
	assert_false(cadence_unconditional(&f, T0 + 3 * DAY - 1));
	assert_true(cadence_unconditional(&f, T0 + 3 * DAY));
	/* 304 does not put it off, a whole document does. */
	f.visited_ts = T0 + 3 * DAY - HOUR;
	b = answer(&f, 304);
	learn(&b);
	assert_true(cadence_unconditional(&b.facts, T0 + 3 * DAY));
	b = answer(&f, 200);
	b.etag = STR("\"1\"");
	learn(&b);
	assert_false(cadence_unconditional(&b.facts, T0 + 3 * DAY));
	/* A feed of which we do not know it starts counting. */
	f.full_ts = NO_TIME;
	assert_false(cadence_unconditional(&f, T0 + 3 * DAY));
	b = answer(&f, 304);
	learn(&b);
	assert_int_equal(b.facts.full_ts, b.started_ts);
	/* A refusal was the one time, too; silence was not. */
	f.full_ts = T0;
	f.visited_ts = T0 + 3 * DAY - HOUR;
	b = answer(&f, 500);
	learn(&b);
	assert_false(cadence_unconditional(&b.facts, T0 + 3 * DAY));
	b = answer(&f, 0);
	learn(&b);
	assert_true(cadence_unconditional(&b.facts, T0 + 3 * DAY));
	/* The clock was wrong once. */
	f.full_ts = T0 + 3650LL * DAY;
	assert_true(cadence_unconditional(&f, T0));
}

static void
failures_back_off_to_a_day_and_no_further(void **state)
{
	struct feed_facts f = no_facts();
	int64_t last = 0;

	(void)state;
	for (int i = 0; i < 100; i++) {
		struct batch b = answer(&f, i % 2 == 0 ? 404 : 503);

		learn(&b);
		f = b.facts;
		assert_int_equal(f.failures, i + 1);
		assert_int_equal(f.status, i < 2 ? FEED_ACTIVE : FEED_FAILING);
		assert_true(wait_of(&f, 0.5) >= last);
		last = wait_of(&f, 0.5);
		assert_in_range(wait_of(&f, 0), 300, DAY);
		assert_in_range(wait_of(&f, 1), 300, DAY + DAY / 4);
	}
	assert_int_equal(last, DAY);
	assert_true(wait_of(&f, 0) < wait_of(&f, 1));
}

static void
success_forgets_all_failures(void **state)
{
	struct feed_facts f = some_facts();
	struct batch b;

	(void)state;
	f.failures = 7;
	f.status = FEED_FAILING;
	b = answer(&f, 304);
	learn(&b);
	assert_int_equal(b.facts.failures, 0);
	assert_int_equal(b.facts.status, FEED_ACTIVE);
	assert_int_equal(b.facts.visited_ts, b.started_ts);
	assert_int_equal(b.facts.ok_ts, b.started_ts);
}

static void
a_failure_can_be_forgiven(void **state)
{
	struct feed_facts f = some_facts();

	(void)state;
	f.failures = 4;
	f.status = FEED_FAILING;
	cadence_forgive(&f);
	assert_int_equal(f.failures, 3);
	assert_int_equal(f.status, FEED_FAILING);
	cadence_forgive(&f);
	assert_int_equal(f.status, FEED_ACTIVE);
	cadence_forgive(&f);
	cadence_forgive(&f);
	cadence_forgive(&f);
	assert_int_equal(f.failures, 0);
	f.status = FEED_GONE;
	cadence_forgive(&f);
	assert_int_equal(f.status, FEED_GONE);
}

static void
gone_is_gone_and_404_is_not(void **state)
{
	struct feed_spec spec = { .every_s = 900 };
	struct feed_facts f = some_facts();
	struct batch b = answer(&f, 404);

	(void)state;
	learn(&b);
	assert_int_equal(b.facts.status, FEED_ACTIVE);
	b = answer(&f, 410);
	learn(&b);
	assert_int_equal(b.facts.status, FEED_GONE);
	assert_int_equal(cadence_next(&spec, &b.facts, &defaults,
			     T0 + 999 * DAY, 0),
	    CADENCE_NEVER);
	/* Behind a temporary redirect it says nothing of the feed itself. */
	b = answer(&f, 410);
	b.redirects = 1;
	learn(&b);
	assert_int_equal(b.facts.status, FEED_ACTIVE);
	b.moved_url = STR("http://b.example/");
	learn(&b);
	assert_int_equal(b.facts.status, FEED_GONE);
}

static void
nobody_visits_what_is_paused_or_closed(void **state)
{
	struct feed_spec spec = { .paused = true };
	struct feed_facts f = some_facts();
	struct batch b;

	(void)state;
	assert_int_equal(cadence_next(&spec, &f, &defaults, T0, 0),
	    CADENCE_NEVER);
	spec.paused = false;
	f.status = FEED_CLOSED;
	assert_int_equal(cadence_next(&spec, &f, &defaults, T0, 0),
	    CADENCE_NEVER);
	f.status = FEED_PAUSED;
	assert_int_equal(cadence_next(&spec, &f, &defaults, T0, 0),
	    CADENCE_NEVER);
	/* Visited all the same, by a person's wish, it stays so. */
	b = answer(&f, 200);
	learn(&b);
	assert_int_equal(b.facts.status, FEED_PAUSED);
}

static void
a_server_that_asks_for_rest_gets_it_up_to_a_week(void **state)
{
	static const struct {
		int status;
		int64_t asked_s, least_s, most_s;
	} rows[] = {
		{ 429, 7200, 7200, 7600 },
		{ 503, 7200, 7200, 7600 },
		{ 429, 100 * DAY, 7 * DAY, 7 * DAY + 300 },
		{ 429, 0, 900, 1000 },
		{ 503, 0, 300, 2000 },
		{ 200, 3 * HOUR, 3 * HOUR, 3 * HOUR + 300 },
		{ 304, 3 * HOUR, 3 * HOUR, 3 * HOUR + 300 },
	};
	struct feed_spec spec = { .every_s = 300 };

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct feed_facts f = some_facts();
		struct batch b = answer(&f, rows[i].status);

		b.retry_after_s = rows[i].asked_s;
		learn(&b);
		for (int j = 0; j <= 10; j++)
			assert_in_range(cadence_next(&spec, &b.facts, &defaults,
					    b.started_ts, j / 10.0) -
					    b.started_ts,
			    rows[i].least_s, rows[i].most_s);
	}
}

static void
freshness_and_ttl_are_lower_bounds_up_to_a_day(void **state)
{
	struct feed_spec spec = { .every_s = 300 };
	struct feed_facts f = some_facts();
	struct batch b = answer(&f, 304);

	(void)state;
	b.max_age_s = 2 * HOUR;
	learn(&b);
	assert_in_range(cadence_next(&spec, &b.facts, &defaults, b.started_ts,
			    0) -
			    b.started_ts,
	    2 * HOUR, 2 * HOUR + 300);
	b.max_age_s = 365 * DAY;
	learn(&b);
	assert_in_range(wait_of(&b.facts, 1), DAY, DAY + 300);
	/* A shorter one than our own rhythm changes nothing. */
	b.max_age_s = 60;
	learn(&b);
	assert_in_range(wait_of(&b.facts, 0.5), 600, 2 * HOUR);
	/* ttl is remembered over visits that bring no document. */
	b = answer(&f, 200);
	b.update_interval_s = 4 * HOUR;
	learn(&b);
	b.facts.visited_ts = b.started_ts;
	f = b.facts;
	b = answer(&f, 304);
	learn(&b);
	assert_in_range(wait_of(&b.facts, 0), 4 * HOUR, 4 * HOUR + 300);
	/* It does not outlive a failure: that has its own back-off. */
	f = b.facts;
	b = answer(&f, 500);
	learn(&b);
	assert_true(wait_of(&b.facts, 0) < 4 * HOUR);
}

static void
skipped_hours_and_days_are_skipped(void **state)
{
	struct feed_facts f = some_facts();
	struct batch b = answer(&f, 200);
	struct feed_spec spec = { .every_s = 300 };

	(void)state;
	/* T0 is a Friday, 08:00. */
	b.started_ts = T0;
	b.skip_hours = 1u << 8 | 1u << 9;
	learn(&b);
	assert_int_equal(cadence_next(&spec, &b.facts, &defaults, T0, 0),
	    T0 + 2 * HOUR);
	b.skip_hours = 0;
	b.skip_days = 1u << 5 | 1u << 6;
	learn(&b);
	assert_int_equal(cadence_next(&spec, &b.facts, &defaults, T0, 0),
	    T0 + 16 * HOUR + DAY);
	b.skip_hours = 0xffffff;
	learn(&b);
	assert_in_range(cadence_next(&spec, &b.facts, &defaults, T0, 0), T0,
	    T0 + HOUR);
}

static void
the_list_wins_over_what_was_learned_only(void **state)
{
	struct feed_spec spec = { .every_s = 900 };
	struct feed_facts f = some_facts();

	(void)state;
	f.every_s = 6 * HOUR;
	assert_in_range(cadence_next(&spec, &f, &defaults, T0, 0.5), T0 + 890,
	    T0 + 910);
	/* Even a rarer one than the longest learned interval. */
	spec.every_s = 7 * DAY;
	assert_in_range(cadence_next(&spec, &f, &defaults, T0, 0.5),
	    T0 + 7 * DAY - 10, T0 + 7 * DAY + 10);
	spec.every_s = 900;
	f.failures = 20;
	f.ok_ts = T0 - 30 * DAY;
	assert_true(cadence_next(&spec, &f, &defaults, T0, 0) > T0 + 12 * HOUR);
	f.failures = 0;
	f.not_before_ts = T0 + 5 * HOUR;
	assert_true(cadence_next(&spec, &f, &defaults, T0, 0) >= T0 + 5 * HOUR);
	/* The least interval is everybody's. */
	f.not_before_ts = NO_TIME;
	spec.every_s = 1;
	assert_true(cadence_next(&spec, &f, &defaults, T0, 0) >= T0 + 300);
}

static void
tests_may_ask_every_second(void **state)
{
	const struct cadence_options o = { 1, 60 };
	struct feed_spec spec = { .every_s = 1 };
	struct feed_facts f = some_facts();

	(void)state;
	for (int j = 0; j <= 10; j++)
		assert_in_range(cadence_next(&spec, &f, &o, T0, j / 10.0),
		    T0 + 1, T0 + 2);
}

static void
clocks_that_jump_neither_flood_nor_starve(void **state)
{
	struct feed_spec spec = { .every_s = 0 };
	struct feed_facts f = some_facts();
	struct batch b;

	(void)state;
	/* We are ten years before our own last visit. */
	assert_in_range(cadence_next(&spec, &f, &defaults, T0 - 3650LL * DAY,
			    1),
	    T0 - 3650LL * DAY + 300, T0 - 3650LL * DAY + 2 * HOUR);
	f.not_before_ts = T0 + 3650LL * DAY;
	assert_true(cadence_next(&spec, &f, &defaults, T0, 1) <= T0 + 8 * DAY);
	/* A visit ten years on, or back, learns something finite. */
	b = answer(&f, 200);
	b.started_ts = T0 + 3650LL * DAY;
	learn(&b);
	assert_true(isfinite(b.facts.posts_per_day));
	assert_in_range(b.facts.every_s, 300, DAY);
	b.facts = f;
	b.started_ts = T0 - 3650LL * DAY;
	learn(&b);
	assert_true(isfinite(b.facts.posts_per_day));
	assert_in_range(b.facts.every_s, 300, DAY);
}

static void
a_move_is_learned_after_two_good_visits(void **state)
{
	struct feed_spec spec = { .url = STR("http://a.example/") };
	struct feed_facts f = some_facts();
	struct batch b = answer(&f, 200);

	(void)state;
	b.moved_url = STR("http://b.example/");
	learn(&b);
	assert_true(str_eq(feed_address(&spec, &b.facts), spec.url));
	learn(&b);
	assert_true(str_eq(feed_address(&spec, &b.facts), b.moved_url));
	/* Asked there directly, it stays there. */
	f = b.facts;
	b = answer(&f, 304);
	learn(&b);
	assert_true(
	    str_eq(feed_address(&spec, &b.facts), STR("http://b.example/")));
	/* Moved on: it has to prove that twice again. */
	f = b.facts;
	b = answer(&f, 200);
	b.moved_url = STR("http://c.example/");
	learn(&b);
	assert_true(str_eq(feed_address(&spec, &b.facts), spec.url));
	learn(&b);
	assert_true(
	    str_eq(feed_address(&spec, &b.facts), STR("http://c.example/")));
}

static void
a_move_that_leads_nowhere_is_forgotten(void **state)
{
	char moved[] = "http://b.example/";
	struct feed_facts f = some_facts();
	struct batch b;

	(void)state;
	f.moved_url = moved;
	f.moved_visits = 1;
	b = answer(&f, 200); /* no redirect this time */
	learn(&b);
	assert_null(b.facts.moved_url);
	f.moved_visits = FEED_MOVED_VISITS;
	b = answer(&f, 410);
	learn(&b);
	assert_null(b.facts.moved_url);
	assert_int_equal(b.facts.status, FEED_ACTIVE);
	/* A name that is not found may be our own network's fault. */
	b = answer(&f, 0);
	b.status = E_DNS;
	learn(&b);
	assert_non_null(b.facts.moved_url);
	b = answer(&f, 500);
	learn(&b);
	assert_non_null(b.facts.moved_url);
	learn(&b);
	learn(&b);
	assert_null(b.facts.moved_url);
}

static void
silence_makes_a_feed_quiet(void **state)
{
	struct feed_facts f = some_facts();
	struct batch b = answer(&f, 304);

	(void)state;
	f.posts_per_day = 1;
	f.changed_ts = T0 - 2 * DAY;
	b = answer(&f, 304);
	learn(&b);
	assert_int_equal(b.facts.status, FEED_ACTIVE);
	f.changed_ts = T0 - 5 * DAY;
	b = answer(&f, 304);
	learn(&b);
	assert_int_equal(b.facts.status, FEED_QUIET);
	b = answer(&f, 200);
	b.nposts = 10;
	b.new_posts = 1;
	learn(&b);
	assert_int_equal(b.facts.status, FEED_ACTIVE);
}

static void
expect_why(const struct feed_spec *spec, const struct feed_facts *f,
    const char *text)
{
	struct buf out = BUF_INIT(1000);

	cadence_why(spec, f, &defaults, &out);
	assert_string_equal(out.p, text);
	buf_free(&out);
}

static void
says_why(void **state)
{
	struct feed_spec spec = { .every_s = 0 };
	struct feed_facts f = no_facts();

	(void)state;
	expect_why(&spec, &f, "at once: never visited");
	f = some_facts();
	f.every_s = 42 * 60;
	f.posts_per_day = 34;
	expect_why(&spec, &f, "every 42 min, learned from 34 posts a day");
	f.every_s = DAY;
	f.posts_per_day = 0.25;
	expect_why(&spec, &f, "every 1 d, learned from 0.2 posts a day");
	f.every_s = 90 * 60;
	f.not_before_ts = T0 + 2 * HOUR;
	f.posts_per_day = 9.5;
	expect_why(&spec, &f,
	    "every 1.5 h, learned from 9.5 posts a day, but not before "
	    "2027-01-15T10:00:00Z, as its server asks");
	f.not_before_ts = T0 + 60;
	spec.every_s = 900;
	expect_why(&spec, &f, "every 15 min, as the list says");
	f.failures = 1;
	f.ok_ts = NO_TIME;
	expect_why(&spec, &f, "in 5 min, after a failure");
	f.failures = 3;
	expect_why(&spec, &f, "in 20 min, after 3 failures in a row");
	f.status = FEED_GONE;
	expect_why(&spec, &f,
	    "not visited: gone for good, its server says (410)");
	spec.paused = true;
	expect_why(&spec, &f, "not visited: paused");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(validators_are_replaced_together),
		cmocka_unit_test(validators_stay_when_nothing_whole_came),
		cmocka_unit_test(what_was_not_stored_teaches_nothing),
		cmocka_unit_test(
		    an_unconditional_visit_is_due_every_three_days),
		cmocka_unit_test(failures_back_off_to_a_day_and_no_further),
		cmocka_unit_test(success_forgets_all_failures),
		cmocka_unit_test(a_failure_can_be_forgiven),
		cmocka_unit_test(gone_is_gone_and_404_is_not),
		cmocka_unit_test(nobody_visits_what_is_paused_or_closed),
		cmocka_unit_test(
		    a_server_that_asks_for_rest_gets_it_up_to_a_week),
		cmocka_unit_test(
		    freshness_and_ttl_are_lower_bounds_up_to_a_day),
		cmocka_unit_test(skipped_hours_and_days_are_skipped),
		cmocka_unit_test(the_list_wins_over_what_was_learned_only),
		cmocka_unit_test(tests_may_ask_every_second),
		cmocka_unit_test(clocks_that_jump_neither_flood_nor_starve),
		cmocka_unit_test(a_move_is_learned_after_two_good_visits),
		cmocka_unit_test(a_move_that_leads_nowhere_is_forgotten),
		cmocka_unit_test(silence_makes_a_feed_quiet),
		cmocka_unit_test(says_why),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
