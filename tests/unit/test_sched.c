/*
 * Who is next, on a frozen clock.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "earshot/batch.h"
#include "earshot/clock.h"
#include "earshot/sched.h"

#define T0   1800000000
#define HOUR 3600
#define DAY  86400

static const struct sched_options quick = { .cadence = { 300, DAY },
	.host_gap_ms = 1000 };

/* ${n} feeds, ${hosts} hosts in turn; ids are 100, 101, …  Their URLs live in
 * one block behind the array. */
static struct feed *
make_feeds(size_t n, size_t hosts)
{
	struct feed *feeds = calloc(1, n * sizeof(*feeds) + n * 64);
	char *url = (char *)(feeds + n);

	assert_non_null(feeds);
	for (size_t i = 0; i < n; i++, url += 64) {
		snprintf(url, 64, "http://h%zu.example/%zu", i % hosts, i);
		feeds[i].id = (int64_t)i + 100;
		feeds[i].spec.url = str_of(url);
		feeds[i].facts.visited_ts = NO_TIME;
		feeds[i].facts.ok_ts = NO_TIME;
		feeds[i].facts.not_before_ts = NO_TIME;
	}
	return (feeds);
}

static void
was_visited(struct feed *f, int64_t ts, int64_t every_s)
{

	f->facts.visited_ts = f->facts.ok_ts = ts;
	f->facts.every_s = every_s;
}

static struct sched *
sched_of(const struct sched_options *o, struct feed *feeds, size_t n)
{
	struct sched *s = sched_new(o);

	assert_non_null(s);
	assert_null(sched_set(s, feeds, n));
	assert_int_equal(sched_count(s), n);
	return (s);
}

static int64_t
next_id(struct sched *s)
{
	const struct feed *f = sched_next(s);

	return (f != NULL ? f->id : -1);
}

/* A good visit to feed ${id} comes back now, and comes again in ${every_s}. */
static void
come_back(struct sched *s, int64_t id, int64_t every_s, int status)
{
	struct batch b = { .feed_id = id,
		.http_status = status,
		.facts = { .visited_ts = clock_now(),
		    .ok_ts = clock_now(),
		    .not_before_ts = NO_TIME,
		    .every_s = every_s } };

	sched_done(s, &b);
}

static int
set_up(void **state)
{

	(void)state;
	clock_freeze(T0);
	return (0);
}

static int
tear_down(void **state)
{

	(void)state;
	clock_thaw();
	return (0);
}

static void
new_feeds_are_due_at_once_and_once(void **state)
{
	struct sched *s = sched_of(&quick, make_feeds(3, 3), 3);
	bool seen[3] = { false };

	(void)state;
	assert_int_equal(sched_wait_ms(s), 0);
	assert_int_equal(sched_due(s), 3);
	for (int i = 0; i < 3; i++) {
		int64_t id = next_id(s);

		assert_in_range(id, 100, 102);
		assert_false(seen[id - 100]);
		seen[id - 100] = true;
	}
	assert_int_equal(next_id(s), -1);
	assert_int_equal(sched_visiting(s), 3);
	assert_int_equal(sched_due(s), 0);
	assert_int_equal(sched_wait_ms(s), -1);
	sched_free(s);
}

static void
a_visit_that_came_back_is_due_again_in_time(void **state)
{
	struct sched *s = sched_of(&quick, make_feeds(1, 1), 1);

	(void)state;
	assert_int_equal(next_id(s), 100);
	come_back(s, 100, HOUR, 304);
	assert_int_equal(sched_visiting(s), 0);
	assert_in_range(sched_wait_ms(s), HOUR * 950, HOUR * 1050);
	clock_advance(HOUR * 940);
	assert_int_equal(next_id(s), -1);
	clock_advance(HOUR * 120);
	assert_int_equal(next_id(s), 100);
	sched_free(s);
}

static void
the_most_overdue_goes_first(void **state)
{
	struct feed *feeds = make_feeds(3, 3);
	struct sched *s;

	(void)state;
	was_visited(&feeds[0], T0 - 2 * HOUR, HOUR);
	was_visited(&feeds[1], T0 - 9 * HOUR, HOUR);
	was_visited(&feeds[2], T0 - 5 * HOUR, HOUR);
	s = sched_of(&quick, feeds, 3);
	assert_in_range(sched_lag_s(s), 7 * HOUR, 9 * HOUR);
	assert_int_equal(next_id(s), 101);
	assert_int_equal(next_id(s), 102);
	assert_int_equal(next_id(s), 100);
	assert_int_equal(sched_lag_s(s), 0);
	sched_free(s);
}

static void
a_resting_host_blocks_nobody_else(void **state)
{
	/* Ten feeds of host 0, then one of host 1. */
	struct feed *feeds = make_feeds(11, 1);
	struct sched *s;

	(void)state;
	feeds[10].spec.url = STR("http://other.example/");
	s = sched_of(&quick, feeds, 11);
	int64_t a = next_id(s), b = next_id(s);

	assert_true(a == 110 || b == 110);
	assert_int_equal(next_id(s), -1);
	assert_int_equal(sched_wait_ms(s), 1000);
	assert_int_equal(sched_due(s), 9);
	clock_advance(1000);
	assert_int_not_equal(next_id(s), -1);
	/* Two at once, however long the gap is over. */
	clock_advance(5000);
	assert_int_equal(next_id(s), -1);
	assert_int_equal(sched_lag_s(s), 6);
	come_back(s, a == 110 ? b : a, HOUR, 200);
	assert_int_not_equal(next_id(s), -1);
	sched_free(s);
}

static void
every_feed_of_one_host_gets_its_turn(void **state)
{
	struct sched *s = sched_of(&quick, make_feeds(50, 1), 50);
	bool seen[50] = { false };

	(void)state;
	for (int i = 0; i < 50; i++) {
		int64_t id = next_id(s);

		assert_in_range(id, 100, 149);
		assert_false(seen[id - 100]);
		seen[id - 100] = true;
		come_back(s, id, DAY, 200);
		assert_int_equal(next_id(s), -1);
		clock_advance(1000);
	}
	sched_free(s);
}

static void
a_host_that_refuses_twice_rests_as_a_whole(void **state)
{
	struct sched *s = sched_of(&quick, make_feeds(4, 1), 4);
	struct batch b = { .http_status = 429,
		.outcome = OUTCOME_FAILED,
		.retry_after_s = 600,
		.facts = { .visited_ts = T0,
		    .failures = 1,
		    .not_before_ts = T0 + 600 } };

	(void)state;
	for (int i = 0; i < 2; i++) {
		b.feed_id = next_id(s);
		assert_int_not_equal(b.feed_id, -1);
		sched_done(s, &b);
		clock_advance(1000);
	}
	assert_int_equal(next_id(s), -1);
	assert_in_range(sched_wait_ms(s), 590000, 600000);
	clock_advance(600000);
	assert_int_not_equal(next_id(s), -1);
	sched_free(s);
}

static void
visits_under_way_are_known_after_a_reload(void **state)
{
	struct sched *s = sched_of(&quick, make_feeds(3, 3), 3);
	struct feed *old, *feeds = make_feeds(2, 2);

	(void)state;
	for (int i = 0; i < 3; i++)
		assert_int_not_equal(next_id(s), -1);
	/* 102 is listed no more, 101 has moved to the front, 999 is new. */
	feeds[0].id = 101;
	feeds[1].id = 999;
	old = sched_set(s, feeds, 2);
	assert_int_equal(old[0].id, 100);
	free(old);
	assert_int_equal(sched_visiting(s), 3);
	assert_int_equal(next_id(s), -1); /* h1.example is being visited … */
	clock_advance(1000);
	assert_int_equal(next_id(s), 999); /* … and rests no longer */
	come_back(s, 102, 300, 200);
	come_back(s, 101, 300, 200);
	come_back(s, 100, 300, 200);
	assert_int_equal(sched_visiting(s), 1);
	clock_advance(400000);
	assert_int_equal(next_id(s), 101);
	assert_int_equal(next_id(s), -1);
	/* One that is not being visited is ignored. */
	come_back(s, 4711, 300, 200);
	sched_free(s);
}

static void
facts_are_taken_over_when_they_were_committed(void **state)
{
	char etag[] = "\"2\"", moved[] = "http://new.example/";
	struct feed *feeds = make_feeds(1, 1);
	struct batch b = { .feed_id = 100,
		.http_status = 200,
		.facts = { .visited_ts = T0,
		    .not_before_ts = NO_TIME,
		    .every_s = HOUR,
		    .etag = etag,
		    .moved_url = moved,
		    .moved_visits = FEED_MOVED_VISITS } };
	struct sched *s;

	(void)state;
	feeds[0].facts.etag = strdup("\"1\"");
	s = sched_of(&quick, feeds, 1);
	assert_int_equal(next_id(s), 100);
	b.stored = E_FULL;
	sched_done(s, &b);
	assert_string_equal(feeds[0].facts.etag, "\"1\"");
	assert_int_equal(feeds[0].facts.visited_ts, NO_TIME);
	/* Not at once again: the disk is full for others, too. */
	assert_in_range(sched_wait_ms(s), 29000, 50000);
	clock_advance(100000);
	assert_int_equal(next_id(s), 100);
	b.stored = OK;
	sched_done(s, &b);
	etag[1] = 'x';
	assert_string_equal(feeds[0].facts.etag, "\"2\"");
	assert_string_equal(feeds[0].facts.moved_url, moved);
	assert_int_equal(feeds[0].facts.every_s, HOUR);
	sched_free(s);
}

static void
a_moved_feed_counts_for_its_new_host(void **state)
{
	struct feed *feeds = make_feeds(2, 2);
	struct sched *s;

	(void)state;
	feeds[0].facts.moved_url = strdup("http://h1.example/new");
	feeds[0].facts.moved_visits = FEED_MOVED_VISITS;
	s = sched_of(&quick, feeds, 2);
	assert_int_not_equal(next_id(s), -1);
	assert_int_equal(next_id(s), -1);
	clock_advance(1000);
	assert_int_not_equal(next_id(s), -1);
	sched_free(s);
}

static void
a_visit_that_could_not_start_is_tried_later(void **state)
{
	struct sched *s = sched_of(&quick, make_feeds(1, 1), 1);
	const struct feed *f = sched_next(s);

	(void)state;
	sched_skip(s, f);
	assert_int_equal(sched_visiting(s), 0);
	assert_in_range(sched_wait_ms(s), 29000, 50000);
	sched_skip(s, f);
	sched_free(s);
}

static void
a_visit_that_is_put_off_costs_its_host_nothing(void **state)
{
	struct sched *s = sched_of(&quick, make_feeds(2, 1), 2);
	const struct feed *f = sched_next(s);

	(void)state;
	assert_int_equal(f->id, 100);
	sched_defer(s, f, 4000);
	assert_int_equal(next_id(s), 101);
	clock_advance(1000);
	assert_int_equal(next_id(s), -1);
	assert_in_range(sched_wait_ms(s), 1000, 5000);
	clock_advance(6000);
	assert_int_equal(next_id(s), 100);
	sched_free(s);
}

static void
who_never_answered_is_doubted_until_its_host_did(void **state)
{
	struct feed *feeds = make_feeds(4, 2);
	struct sched *s = sched_of(&quick, feeds, 4);
	struct batch failed = { .feed_id = 101,
		.outcome = OUTCOME_FAILED,
		.facts = { .visited_ts = T0,
		    .ok_ts = NO_TIME,
		    .not_before_ts = NO_TIME,
		    .failures = 1 } };

	(void)state;
	for (size_t i = 0; i < 4; i++)
		assert_true(sched_doubts(s, sched_get(s, i)));
	next_id(s);
	next_id(s);
	come_back(s, 100, 600, 200);
	sched_done(s, &failed);
	assert_false(sched_doubts(s, sched_get(s, 0)));
	assert_true(sched_doubts(s, sched_get(s, 1)));
	assert_false(sched_doubts(s, sched_get(s, 2))); /* the same host */
	assert_true(sched_doubts(s, sched_get(s, 3)));
	sched_free(s);
}

static void
a_wish_makes_one_feed_or_all_due(void **state)
{
	struct feed *feeds = make_feeds(5, 5);
	struct sched *s;

	(void)state;
	for (int i = 0; i < 5; i++)
		was_visited(&feeds[i], T0, HOUR);
	feeds[1].facts.not_before_ts = T0 + 5 * HOUR;
	feeds[2].spec.paused = true;
	feeds[3].facts.status = FEED_GONE;
	s = sched_of(&quick, feeds, 5);
	assert_int_equal(next_id(s), -1);
	assert_int_equal(sched_now(s, STR("http://nobody.example/"), true), 0);
	assert_int_equal(sched_now(s, feeds[4].spec.url, false), 1);
	assert_int_equal(next_id(s), 104);
	/* Gone or paused, by name it is asked for all the same. */
	assert_int_equal(sched_now(s, feeds[3].spec.url, true), 1);
	assert_int_equal(next_id(s), 103);
	assert_int_equal(next_id(s), -1);
	come_back(s, 104, HOUR, 200);
	clock_advance(2000);
	assert_int_equal(sched_now(s, (struct str){ NULL, 0 }, false), 2);
	assert_int_not_equal(next_id(s), -1);
	assert_int_not_equal(next_id(s), -1);
	assert_int_equal(next_id(s), -1);
	assert_int_equal(sched_now(s, (struct str){ NULL, 0 }, true), 3);
	assert_int_equal(next_id(s), 101);
	assert_int_equal(next_id(s), -1);
	sched_free(s);
}

static void
wishing_again_and_again_costs_no_memory(void **state)
{
	struct feed *feeds = make_feeds(2, 2);
	struct sched *s;

	(void)state;
	was_visited(&feeds[0], T0, HOUR);
	was_visited(&feeds[1], T0, HOUR);
	s = sched_of(&quick, feeds, 2);
	for (int i = 0; i < 100000; i++)
		sched_now(s, feeds[0].spec.url, true);
	assert_int_equal(next_id(s), 100);
	assert_int_equal(next_id(s), -1);
	sched_free(s);
}

static void
once_means_once(void **state)
{
	struct sched_options o = quick;
	struct feed *feeds = make_feeds(3, 3);
	struct sched *s;

	(void)state;
	o.once = true;
	was_visited(&feeds[0], T0, HOUR);
	was_visited(&feeds[1], T0 - DAY, HOUR);
	s = sched_of(&o, feeds, 3);
	assert_int_not_equal(next_id(s), -1);
	assert_int_not_equal(next_id(s), -1);
	assert_int_equal(next_id(s), -1);
	come_back(s, 101, 300, 200);
	come_back(s, 102, 300, 200);
	assert_int_equal(sched_wait_ms(s), -1);
	assert_int_equal(sched_due(s), 0);
	clock_advance(DAY * 1000);
	assert_int_equal(next_id(s), -1);
	sched_free(s);
	o.none_due = true;
	feeds = make_feeds(3, 3);
	s = sched_of(&o, feeds, 3);
	assert_int_equal(sched_wait_ms(s), -1);
	assert_int_equal(sched_now(s, feeds[1].spec.url, true), 1);
	assert_int_equal(next_id(s), 101);
	assert_int_equal(next_id(s), -1);
	sched_free(s);
}

static void
a_restart_after_a_long_stop_is_no_burst(void **state)
{
	enum { FEEDS = 10000 };
	struct feed *feeds = make_feeds(FEEDS, FEEDS);
	size_t at_once = 0, in_a_minute = 0;
	struct sched *s;

	(void)state;
	for (int i = 0; i < FEEDS; i++)
		was_visited(&feeds[i], T0 - DAY, HOUR);
	s = sched_of(&quick, feeds, FEEDS);
	while (next_id(s) != -1)
		at_once++;
	clock_advance(60000);
	while (next_id(s) != -1)
		in_a_minute++;
	assert_in_range(at_once, 0, 50);
	assert_in_range(in_a_minute, 1000, 1500);
	clock_advance(HOUR * 1000);
	while (next_id(s) != -1)
		in_a_minute++;
	assert_int_equal(at_once + in_a_minute, FEEDS);
	sched_free(s);
}

static void
a_restart_changes_no_plan(void **state)
{
	enum { FEEDS = 500 };
	int64_t due[2][FEEDS];

	(void)state;
	for (int run = 0; run < 2; run++) {
		struct feed *feeds = make_feeds(FEEDS, FEEDS);
		struct sched *s;
		int64_t id, until;

		clock_freeze(T0 + run * 600);
		for (int i = 0; i < FEEDS; i++)
			was_visited(&feeds[i], T0 - 10 * (int64_t)i, 2 * HOUR);
		s = sched_of(&quick, feeds, FEEDS);
		until = T0 + 3 * HOUR;
		while (clock_now() < until) {
			while ((id = next_id(s)) != -1)
				due[run][id - 100] = clock_now();
			clock_advance(1000);
		}
		assert_int_equal(sched_visiting(s), FEEDS);
		sched_free(s);
	}
	assert_memory_equal(due[0], due[1], sizeof(due[0]));
}

/* Somebody sets the clock while the daemon runs, and sets it back. */
static void
a_clock_ten_years_off_neither_floods_nor_starves(void **state)
{
	enum { FEEDS = 300, YEARS = 10 * 365 * DAY, STEPS = 3 };
	static const int64_t steps_s[STEPS] = { 0, YEARS, -2LL * YEARS };
	struct feed *feeds = make_feeds(FEEDS, FEEDS);
	struct sched *s;
	int64_t id;

	(void)state;
	for (int i = 0; i < FEEDS; i++)
		was_visited(&feeds[i], T0 - 10 * (int64_t)i, HOUR);
	s = sched_of(&quick, feeds, FEEDS);
	for (int step = 0; step < STEPS; step++) {
		int seen[FEEDS] = { 0 }, in_a_minute = 0;

		clock_step(steps_s[step]);
		for (int at_s = 0; at_s < 4 * HOUR; at_s += 10) {
			if (at_s % 60 == 0)
				in_a_minute = 0;
			while ((id = next_id(s)) != -1) {
				seen[id - 100]++;
				assert_true(++in_a_minute < 30);
				come_back(s, id, HOUR, 200);
			}
			clock_advance(10000);
		}
		for (int i = 0; i < FEEDS; i++)
			assert_in_range(seen[i], 3, 5);
	}
	sched_free(s);
}

/* A machine whose clock was ten years ahead, or back, when it last ran. */
static void
a_restart_with_another_clock_neither_floods_nor_starves(void **state)
{
	static const int64_t off_s[] = { 3650LL * DAY, -3650LL * DAY };
	enum { FEEDS = 2000 };

	(void)state;
	for (size_t k = 0; k < 2; k++) {
		struct feed *feeds = make_feeds(FEEDS, FEEDS);
		size_t at_once = 0, all = 0;
		struct sched *s;

		for (int i = 0; i < FEEDS; i++) {
			was_visited(&feeds[i], T0 + off_s[k] - i, HOUR);
			/* And one in ten was asked to wait. */
			if (i % 10 == 0)
				feeds[i].facts.not_before_ts =
				    feeds[i].facts.visited_ts + 600;
		}
		clock_freeze(T0);
		s = sched_of(&quick, feeds, FEEDS);
		while (next_id(s) != -1)
			at_once++;
		assert_in_range(at_once, 0, 50);
		for (int at_s = 0; at_s < 2 * HOUR; at_s += 10) {
			while (next_id(s) != -1)
				all++;
			clock_advance(10000);
		}
		assert_int_equal(at_once + all, FEEDS);
		sched_free(s);
	}
}

static void
a_failure_of_ours_is_taken_back(void **state)
{
	struct feed *feeds = make_feeds(3, 3);
	struct forgiven list[] = { { .id = 102 }, { .id = 999 }, { .id = 100 },
		{ .id = 102 } };
	struct sched *s;

	(void)state;
	for (int i = 0; i < 3; i++) {
		was_visited(&feeds[i], T0, HOUR);
		feeds[i].facts.failures = 4 - i;
		feeds[i].facts.status = FEED_FAILING;
	}
	s = sched_of(&quick, feeds, 3);
	sched_forgive(s, list, 4);
	assert_int_equal(feeds[0].facts.failures, 3);
	assert_int_equal(feeds[0].facts.status, FEED_FAILING);
	assert_int_equal(feeds[1].facts.failures, 3);
	assert_int_equal(feeds[2].facts.failures, 0);
	assert_int_equal(feeds[2].facts.status, FEED_ACTIVE);
	/* The list is sorted now, and says what is left. */
	assert_true(list[0].listed && list[2].listed && !list[3].listed);
	assert_int_equal(list[0].failures, 3);
	assert_int_equal(list[2].failures, 0);
	assert_int_equal(list[2].status, FEED_ACTIVE);
	sched_free(s);
}

static void
a_probe_goes_where_no_rest_was_asked(void **state)
{
	struct feed *feeds = make_feeds(3, 3);
	struct sched *s;

	(void)state;
	for (int i = 0; i < 3; i++)
		was_visited(&feeds[i], T0, (i + 1) * HOUR);
	feeds[0].facts.not_before_ts = T0 + 2 * HOUR;
	s = sched_of(&quick, feeds, 3);
	assert_int_equal(next_id(s), -1);
	assert_int_equal(sched_probe(s)->id + sched_probe(s)->id, 203);
	assert_null(sched_probe(s));
	sched_free(s);
}

static void
probes_prefer_who_was_well_and_change(void **state)
{
	enum { FEEDS = 50 };
	struct feed *feeds = make_feeds(FEEDS, FEEDS);
	bool asked[FEEDS] = { false };
	size_t different = 0;
	struct sched *s;

	(void)state;
	/* The first half is dead. */
	for (int i = 0; i < FEEDS; i++) {
		was_visited(&feeds[i], T0, HOUR);
		feeds[i].facts.failures = i < FEEDS / 2 ? 5 : 0;
	}
	s = sched_of(&quick, feeds, FEEDS);
	for (int i = 0; i < 100; i++) {
		const struct feed *f = sched_probe(s);
		struct batch b = { .feed_id = f->id,
			.ours = true,
			.outcome = OUTCOME_FAILED };

		assert_int_equal(f->facts.failures, 0);
		different += !asked[f->id - 100];
		asked[f->id - 100] = true;
		clock_advance(500);
		sched_done(s, &b);
		clock_advance(59500);
	}
	assert_true(different > 15);
	sched_free(s);
}

static void
after_an_outage_all_resume_within_their_interval(void **state)
{
	enum { FEEDS = 1000 };
	struct feed *feeds = make_feeds(FEEDS, FEEDS);
	size_t n = 0, busiest = 0;
	struct sched *s;

	(void)state;
	for (int i = 0; i < FEEDS; i++)
		was_visited(&feeds[i], T0, 1800);
	s = sched_of(&quick, feeds, FEEDS);
	clock_advance(5 * HOUR * 1000LL);
	sched_resume(s);
	for (int minute = 0; minute < 30; minute++) {
		size_t now = 0;

		clock_advance(60000);
		while (next_id(s) != -1)
			now++;
		n += now;
		busiest = now > busiest ? now : busiest;
	}
	assert_int_equal(n, FEEDS);
	assert_in_range(busiest, 33, 70);
	sched_free(s);
}

static void
a_feed_is_found_by_its_url(void **state)
{
	struct sched *s = sched_of(&quick, make_feeds(100, 7), 100);

	(void)state;
	assert_int_equal(sched_find(s, STR("http://h3.example/73"))->id, 173);
	assert_null(sched_find(s, STR("http://h3.example/74")));
	sched_free(s);
}

static void
no_feeds_is_fine(void **state)
{
	struct sched *s = sched_new(&quick);

	(void)state;
	assert_null(sched_next(s));
	assert_int_equal(sched_wait_ms(s), -1);
	assert_int_equal(sched_now(s, (struct str){ NULL, 0 }, true), 0);
	assert_null(sched_find(s, STR("http://a/")));
	assert_int_equal(sched_lag_s(s), 0);
	assert_null(sched_set(s, NULL, 0));
	sched_free(s);
}

static void
one_host_with_very_many_feeds_is_passed_in_steps(void **state)
{
	enum { FEEDS = 20000 };
	struct sched *s = sched_of(&quick, make_feeds(FEEDS, 1), FEEDS);
	int calls = 0;

	(void)state;
	assert_int_not_equal(next_id(s), -1);
	while (sched_wait_ms(s) == 0) {
		assert_int_equal(next_id(s), -1);
		calls++;
	}
	assert_in_range(calls, 10, 100);
	assert_int_equal(sched_wait_ms(s), 1000);
	sched_free(s);
}

#define FROZEN(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		FROZEN(new_feeds_are_due_at_once_and_once),
		FROZEN(a_visit_that_came_back_is_due_again_in_time),
		FROZEN(the_most_overdue_goes_first),
		FROZEN(a_resting_host_blocks_nobody_else),
		FROZEN(every_feed_of_one_host_gets_its_turn),
		FROZEN(a_host_that_refuses_twice_rests_as_a_whole),
		FROZEN(visits_under_way_are_known_after_a_reload),
		FROZEN(facts_are_taken_over_when_they_were_committed),
		FROZEN(a_moved_feed_counts_for_its_new_host),
		FROZEN(a_visit_that_could_not_start_is_tried_later),
		FROZEN(a_visit_that_is_put_off_costs_its_host_nothing),
		FROZEN(who_never_answered_is_doubted_until_its_host_did),
		FROZEN(a_wish_makes_one_feed_or_all_due),
		FROZEN(wishing_again_and_again_costs_no_memory),
		FROZEN(once_means_once),
		FROZEN(a_restart_after_a_long_stop_is_no_burst),
		FROZEN(a_restart_changes_no_plan),
		FROZEN(a_clock_ten_years_off_neither_floods_nor_starves),
		FROZEN(a_restart_with_another_clock_neither_floods_nor_starves),
		FROZEN(a_failure_of_ours_is_taken_back),
		FROZEN(a_probe_goes_where_no_rest_was_asked),
		FROZEN(probes_prefer_who_was_well_and_change),
		FROZEN(after_an_outage_all_resume_within_their_interval),
		FROZEN(a_feed_is_found_by_its_url),
		FROZEN(no_feeds_is_fine),
		FROZEN(one_host_with_very_many_feeds_is_passed_in_steps),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
