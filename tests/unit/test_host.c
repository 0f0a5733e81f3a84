/*
 * The gap per host and the queues behind it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "../../src/sched/host.h"

static struct hosts *
hosts_of(int64_t gap_ms, int connections, size_t n)
{
	struct hosts *h = host_new(gap_ms, connections);

	assert_non_null(h);
	assert_int_equal(host_reset(h, n), OK);
	return (h);
}

static void
a_host_is_its_name_whatever_stands_around_it(void **state)
{
	static const char *const same[] = { "http://blog.example/feed",
		"https://BLOG.example:8443", "http://jo:p@blog.example?x=@y",
		"https://blog.example#/a", "blog.example/a" };
	uint64_t key = host_key(str_of(same[0]));

	(void)state;
	for (size_t i = 0; i < sizeof(same) / sizeof(same[0]); i++)
		assert_true(host_key(str_of(same[i])) == key);
	assert_true(host_key(STR("http://blog2.example/feed")) != key);
	assert_true(host_key(STR("http://[::1]:80/a")) ==
		    host_key(STR("http://[::1]:81/b")));
	assert_true(
	    host_key(STR("http://[::1]/a")) != host_key(STR("http://[::2]/a")));
	assert_true(host_key(STR("")) != 0);
}

static void
two_requests_to_one_host_keep_the_gap(void **state)
{
	struct hosts *h = hosts_of(1000, 2, 10);

	(void)state;
	assert_true(host_start(h, 11, 0, 0));
	assert_false(host_start(h, 11, 1, 0));
	assert_false(host_start(h, 11, 2, 0));
	/* Another host does not care. */
	assert_true(host_start(h, 13, 3, 0));
	assert_int_equal(host_ready(h, 999), HOST_NO_FEED);
	assert_int_equal(host_next_ms(h), 1000);
	host_end(h, 11, 500, 0);
	assert_int_equal(host_ready(h, 1000), 1);
	assert_int_equal(host_ready(h, 1000), HOST_NO_FEED);
	assert_int_equal(host_ready(h, 2000), 2);
	host_free(h);
}

static void
a_host_gets_two_connections_and_no_third(void **state)
{
	struct hosts *h = hosts_of(0, 0, 10);

	(void)state;
	assert_true(host_start(h, 11, 0, 0));
	assert_true(host_start(h, 11, 1, 0));
	assert_false(host_start(h, 11, 2, 0));
	assert_int_equal(host_ready(h, 99999), HOST_NO_FEED);
	assert_int_equal(host_next_ms(h), INT64_MAX);
	host_end(h, 11, 5, 0);
	assert_int_equal(host_ready(h, 5), 2);
	host_free(h);
}

static void
those_who_wait_go_in_their_order(void **state)
{
	struct hosts *h = hosts_of(10, 2, 100);
	size_t at = 0;

	(void)state;
	assert_true(host_start(h, 11, 0, 0));
	for (uint32_t i = 1; i < 50; i++)
		assert_false(host_start(h, 11, i, 0));
	assert_int_equal(host_first_waiting(h, &at), 1);
	assert_int_equal(host_first_waiting(h, &at), HOST_NO_FEED);
	for (uint32_t i = 1; i < 50; i++) {
		host_end(h, 11, 10 * (int64_t)i, 0);
		assert_int_equal(host_ready(h, 10 * (int64_t)i), i);
	}
	host_free(h);
}

static void
a_host_that_asked_for_it_rests_longer(void **state)
{
	struct hosts *h = hosts_of(10, 2, 10);

	(void)state;
	assert_true(host_start(h, 11, 0, 0));
	assert_false(host_start(h, 11, 1, 0));
	assert_int_equal(host_refused(h, 11, true), 1);
	assert_int_equal(host_refused(h, 11, true), 2);
	host_end(h, 11, 5, 60000);
	assert_int_equal(host_ready(h, 60004), HOST_NO_FEED);
	assert_int_equal(host_next_ms(h), 60005);
	assert_int_equal(host_ready(h, 60005), 1);
	assert_int_equal(host_refused(h, 11, false), 0);
	host_free(h);
}

static void
only_hosts_that_matter_are_remembered(void **state)
{
	struct hosts *h = hosts_of(1000, 2, 200000);

	(void)state;
	for (uint32_t i = 0; i < 100000; i++) {
		int64_t now_ms = (int64_t)i * 10;

		assert_true(host_start(h, i * 2 + 1, i, now_ms));
		host_end(h, i * 2 + 1, now_ms + 5, 0);
	}
	assert_true(host_count(h) < 1000);
	host_free(h);
}

static void
a_reset_forgets_who_waits_but_not_who_rests(void **state)
{
	struct hosts *h = hosts_of(1000, 2, 10);

	(void)state;
	assert_true(host_start(h, 11, 0, 0));
	assert_false(host_start(h, 11, 1, 0));
	assert_int_equal(host_reset(h, 5), OK);
	assert_int_equal(host_ready(h, 5000), HOST_NO_FEED);
	assert_int_equal(host_reset(h, 5), OK);
	assert_false(host_start(h, 11, 4, 500));
	assert_int_equal(host_ready(h, 1000), 4);
	/* Both visits are still counted. */
	assert_false(host_start(h, 11, 2, 9000));
	host_end(h, 11, 9000, 0);
	assert_int_equal(host_ready(h, 9000), 2);
	host_free(h);
}

static void
a_start_that_came_to_nothing_costs_no_gap(void **state)
{
	struct hosts *h = hosts_of(1000, 1, 5);

	(void)state;
	assert_true(host_start(h, 11, 0, 0));
	assert_false(host_start(h, 11, 1, 0));
	host_unasked(h, 11, 100);
	assert_int_equal(host_ready(h, 100), 1);
	/* One that was asked for rest still rests. */
	host_end(h, 11, 200, 5000);
	host_unasked(h, 11, 300);
	assert_false(host_start(h, 11, 2, 300));
	assert_int_equal(host_ready(h, 5199), HOST_NO_FEED);
	assert_int_equal(host_ready(h, 5200), 2);
	host_free(h);
}

static void
who_answered_is_remembered(void **state)
{
	struct hosts *h = hosts_of(0, 1, 1);

	(void)state;
	assert_false(host_answers(h, 11));
	host_answered(h, 11, true);
	assert_true(host_answers(h, 11));
	host_answered(h, 13, false);
	assert_true(host_answers(h, 11));
	host_answered(h, 11, false);
	assert_false(host_answers(h, 11));
	host_free(h);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_host_is_its_name_whatever_stands_around_it),
		cmocka_unit_test(two_requests_to_one_host_keep_the_gap),
		cmocka_unit_test(a_host_gets_two_connections_and_no_third),
		cmocka_unit_test(those_who_wait_go_in_their_order),
		cmocka_unit_test(a_host_that_asked_for_it_rests_longer),
		cmocka_unit_test(only_hosts_that_matter_are_remembered),
		cmocka_unit_test(a_reset_forgets_who_waits_but_not_who_rests),
		cmocka_unit_test(a_start_that_came_to_nothing_costs_no_gap),
		cmocka_unit_test(who_answered_is_remembered),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
