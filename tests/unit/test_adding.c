/*
 * Feeds that come and go one by one, on a frozen clock.
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

#define T0  1800000000
#define DAY 86400

static int
freeze(void **state)
{

	(void)state;
	clock_freeze(T0);
	return (0);
}

static int
thaw(void **state)
{

	(void)state;
	clock_thaw();
	return (0);
}

/* Number ${i}, found by ${by} (0: listed), on a host of its own. */
static struct feed
feed_of(int i, int64_t by)
{
	struct feed f = { .id = 100 + i, .found_by = by };
	char url[64];

	snprintf(url, sizeof(url), "http://h%d.example/%d", i, i);
	f.spec.url = (struct str){ str_dup(str_of(url)), strlen(url) };
	f.facts.visited_ts = f.facts.ok_ts = f.facts.not_before_ts = NO_TIME;
	f.facts.comments = -1;
	return (f);
}

/* One listed feed that was visited just now. */
static struct sched *
sched_with_one(bool once, char url[64])
{
	const struct sched_options o = { .cadence = { 300, DAY },
		.once = once };
	struct sched *s = sched_new(&o);
	struct feed *feeds = calloc(1, sizeof(*feeds));

	assert_non_null(s);
	assert_non_null(feeds);
	snprintf(url, 64, "http://listed.example/");
	feeds[0] = (struct feed){ .id = 1, .spec.url = str_of(url) };
	feeds[0].facts.visited_ts = feeds[0].facts.ok_ts = T0;
	feeds[0].facts.not_before_ts = NO_TIME;
	feeds[0].facts.every_s = 3600;
	assert_null(sched_set(s, feeds, 1));
	return (s);
}

static void
visit(struct sched *s, const struct feed *f)
{
	struct batch *b = batch_new(f, 1 << 16, 1 << 16);

	assert_non_null(b);
	b->stored = OK;
	b->http_status = 200;
	b->facts.visited_ts = clock_now();
	sched_done(s, b);
	batch_free(b);
}

static void
one_that_comes_is_due_at_once(void **state)
{
	char url[64];
	struct sched *s = sched_with_one(false, url);
	struct feed f = feed_of(1, 1);
	const struct feed *got;

	(void)state;
	assert_null(sched_next(s));
	assert_int_equal(sched_add(s, &f), OK);
	assert_int_equal(sched_listed(s), 1);
	assert_int_equal(sched_found(s), 1);
	got = sched_next(s);
	assert_non_null(got);
	assert_int_equal(got->id, 101);
	assert_int_equal(sched_reading(s), 1);
	assert_null(sched_next(s));
	/* The count of what is due is that of the listed ones. */
	assert_int_equal(sched_due(s), 0);
	visit(s, got);
	assert_int_equal(sched_reading(s), 0);
	sched_free(s);
}

static void
one_whose_server_asked_for_rest_waits(void **state)
{
	char url[64];
	struct sched *s = sched_with_one(false, url);
	struct feed f = feed_of(1, 1);

	(void)state;
	f.facts.not_before_ts = T0 + 600;
	assert_int_equal(sched_add(s, &f), OK);
	assert_null(sched_next(s));
	assert_int_equal(sched_wait_ms(s), 600 * 1000);
	clock_advance(600 * 1000);
	assert_non_null(sched_next(s));
	sched_free(s);
	/* Who visits each feed once does not wait for it. */
	s = sched_with_one(true, url);
	f = feed_of(1, 1);
	f.facts.not_before_ts = T0 + 6000;
	assert_int_equal(sched_add(s, &f), OK);
	assert_int_equal(sched_wait_ms(s), -1);
	sched_free(s);
}

static void
one_that_went_is_found_no_more_and_its_place_is_taken(void **state)
{
	char url[64];
	struct sched *s = sched_with_one(false, url);
	struct feed f;

	(void)state;
	for (int i = 0; i < 3; i++) {
		f = feed_of(i, 1);
		assert_int_equal(sched_add(s, &f), OK);
	}
	assert_true(sched_drop(s, STR("http://h1.example/1")));
	assert_false(sched_drop(s, STR("http://h1.example/1")));
	assert_null(sched_find(s, STR("http://h1.example/1")));
	assert_non_null(sched_find(s, STR("http://h2.example/2")));
	assert_int_equal(sched_found(s), 2);
	assert_int_equal(sched_listed(s), 1);
	f = feed_of(7, 1);
	assert_int_equal(sched_add(s, &f), OK);
	assert_int_equal(sched_count(s), 4);
	assert_int_equal(sched_find(s, STR("http://h7.example/7"))->id, 107);
	sched_free(s);
}

static void
thousands_come_and_go_and_each_is_visited_once(void **state)
{
	enum { MANY = 5000 };
	char url[64];
	struct sched *s = sched_with_one(false, url);
	const struct feed *got;
	size_t visited = 0;

	(void)state;
	for (int round = 0; round < 3; round++) {
		for (int i = 0; i < MANY; i++) {
			struct feed f = feed_of(i, 1);

			assert_int_equal(sched_add(s, &f), OK);
		}
		assert_int_equal(sched_found(s), MANY);
		while ((got = sched_next(s)) != NULL) {
			char text[64];

			snprintf(text, sizeof(text), "%.*s",
			    STR_ARG(got->spec.url));
			visit(s, got);
			assert_true(sched_drop(s, str_of(text)));
			visited++;
		}
		assert_int_equal(sched_found(s), 0);
	}
	assert_int_equal(visited, 3 * MANY);
	assert_true(sched_count(s) <= MANY + 1);
	sched_free(s);
}

static void
a_listed_one_or_one_under_way_stays(void **state)
{
	char url[64];
	struct sched *s = sched_with_one(false, url);
	struct feed f = feed_of(1, 1);

	(void)state;
	assert_false(sched_drop(s, str_of(url)));
	assert_int_equal(sched_add(s, &f), OK);
	assert_non_null(sched_next(s));
	assert_false(sched_drop(s, STR("http://h1.example/1")));
	sched_free(s);
}

static void
a_count_that_moved_makes_it_due_unless_it_fails(void **state)
{
	char url[64];
	struct sched *s = sched_with_one(false, url);
	struct feed f = feed_of(1, 1);
	const struct feed *got;

	(void)state;
	f.facts.visited_ts = f.facts.ok_ts = T0;
	f.facts.every_s = 3600;
	assert_int_equal(sched_add(s, &f), OK);
	got = sched_next(s);
	assert_non_null(got);
	visit(s, got);
	assert_null(sched_next(s));
	assert_false(sched_counted(s, STR("http://nobody.example/"), 1));
	assert_false(sched_counted(s, str_of(url), 1));
	assert_true(sched_counted(s, STR("http://h1.example/1"), 5));
	got = sched_next(s);
	assert_non_null(got);
	/* Moved while it is visited: the visit does not undo that. */
	assert_true(sched_counted(s, STR("http://h1.example/1"), 6));
	visit(s, got);
	assert_int_equal(sched_find(s, STR("http://h1.example/1"))
			     ->facts.comments,
	    6);
	sched_free(s);
}

static void
a_wish_for_a_feed_is_one_for_what_it_led_to(void **state)
{
	char url[64];
	struct sched *s = sched_with_one(false, url);
	struct feed f = feed_of(1, 1), other = feed_of(2, 9);

	(void)state;
	assert_int_equal(sched_add(s, &f), OK);
	assert_int_equal(sched_add(s, &other), OK);
	assert_int_equal(sched_wish(s, str_of(url), WISH_PAUSE), 1);
	assert_int_equal(sched_find(s, STR("http://h1.example/1"))
			     ->facts.status,
	    FEED_PAUSED);
	assert_int_equal(sched_find(s, STR("http://h2.example/2"))
			     ->facts.status,
	    FEED_ACTIVE);
	assert_int_equal(sched_wish(s, str_of(url), WISH_RESUME), 1);
	assert_int_equal(sched_find(s, STR("http://h1.example/1"))
			     ->facts.status,
	    FEED_ACTIVE);
	/* All that people listed. */
	assert_int_equal(sched_now(s, str_of(NULL), true), 1);
	sched_free(s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define T(f) cmocka_unit_test_setup_teardown(f, freeze, thaw)
		T(one_that_comes_is_due_at_once),
		T(one_whose_server_asked_for_rest_waits),
		T(one_that_went_is_found_no_more_and_its_place_is_taken),
		T(thousands_come_and_go_and_each_is_visited_once),
		T(a_listed_one_or_one_under_way_stays),
		T(a_count_that_moved_makes_it_due_unless_it_fails),
		T(a_wish_for_a_feed_is_one_for_what_it_led_to),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
