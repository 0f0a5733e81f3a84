/*
 * When is it our own network?
 */
#include <stdio.h>

#include "earshot/outage.h"

#include "unit.h"

#define MINUTE 60000

static bool others_asked;
static int64_t ok_ts, failures; /* of the feed, before the visit */

/* A visit to host ${host} at ${now_ms}: an HTTP status, or 0 and a reason. */
static enum outage_turn
visit(struct outage *o, int host, int status, enum status why, int64_t now_ms)
{
	char url[64];
	struct batch b = { .http_status = status,
		.status = why,
		.facts = { .ok_ts = ok_ts, .failures = failures } };

	snprintf(url, sizeof(url), "http://h%d.example/feed", host);
	b.spec.url = str_of(url);
	b.outcome = why != OK ? OUTCOME_FAILED : OUTCOME_NEW;
	return (outage_note(o, &b, others_asked, now_ms));
}

static void
five_silent_hosts_are_an_outage(void **state)
{
	static const enum status why[] = { E_DNS, E_CONNECT, E_TIMEOUT, E_TLS };
	struct outage *o = outage_new();
	size_t failed, hosts;

	(void)state;
	for (int i = 0; i < 4; i++)
		assert_int_equal(visit(o, i, 0, why[i], i), OUTAGE_SAME);
	assert_int_equal(visit(o, 4, 0, E_DNS, 4), OUTAGE_BEGAN);
	assert_true(outage_is_on(o));
	outage_counts(o, &failed, &hosts);
	assert_int_equal(failed, 5);
	assert_int_equal(hosts, 5);
	assert_int_equal(visit(o, 5, 0, E_DNS, 5), OUTAGE_SAME);
	assert_true(outage_is_on(o));
	outage_free(o);
}

static void
one_host_that_fails_often_is_not_an_outage(void **state)
{
	struct outage *o = outage_new();

	(void)state;
	for (int i = 0; i < 1000; i++)
		assert_int_equal(visit(o, i % 4, 0, E_DNS, i), OUTAGE_SAME);
	assert_false(outage_is_on(o));
	outage_free(o);
}

static void
four_fifths_must_fail(void **state)
{
	struct outage *o = outage_new();

	(void)state;
	for (int i = 0; i < 10; i++)
		visit(o, 100 + i, 200, OK, i);
	for (int i = 0; i < 39; i++)
		assert_int_equal(visit(o, i, 0, E_CONNECT, 10), OUTAGE_SAME);
	assert_int_equal(visit(o, 39, 0, E_CONNECT, 10), OUTAGE_BEGAN);
	outage_free(o);
}

static void
only_five_minutes_count(void **state)
{
	struct outage *o = outage_new();

	(void)state;
	for (int i = 0; i < 4; i++)
		visit(o, i, 0, E_DNS, 0);
	assert_int_equal(visit(o, 4, 0, E_DNS, 5 * MINUTE + 1), OUTAGE_SAME);
	/* Good answers of long ago do not help either. */
	for (int i = 0; i < 50; i++)
		visit(o, 100 + i, 200, OK, 6 * MINUTE);
	for (int i = 0; i < 4; i++)
		assert_int_equal(visit(o, i, 0, E_DNS, 12 * MINUTE),
		    OUTAGE_SAME);
	assert_int_equal(visit(o, 4, 0, E_DNS, 12 * MINUTE), OUTAGE_BEGAN);
	outage_free(o);
}

static void
an_error_that_a_server_answers_is_its_own(void **state)
{
	struct outage *o = outage_new();

	(void)state;
	for (int i = 0; i < 20; i++) {
		assert_int_equal(visit(o, i, 503, E_STATUS, i), OUTAGE_SAME);
		assert_int_equal(visit(o, 50 + i, 200, E_TIMEOUT, i),
		    OUTAGE_SAME);
		/* What we refuse or stop ourselves tells nothing. */
		assert_int_equal(visit(o, 100 + i, 0, E_REFUSED, i),
		    OUTAGE_SAME);
		assert_int_equal(visit(o, 150 + i, 0, E_CANCELLED, i),
		    OUTAGE_SAME);
	}
	outage_free(o);
}

static void
the_first_answer_ends_it(void **state)
{
	struct outage *o = outage_new();

	(void)state;
	for (int i = 0; i < 5; i++)
		visit(o, i, 0, E_DNS, 0);
	assert_int_equal(visit(o, 9, 0, E_CANCELLED, 1), OUTAGE_SAME);
	assert_true(outage_is_on(o));
	assert_int_equal(visit(o, 9, 500, E_STATUS, 2), OUTAGE_ENDED);
	assert_false(outage_is_on(o));
	/* And all begins anew. */
	for (int i = 0; i < 4; i++)
		assert_int_equal(visit(o, i, 0, E_DNS, 3), OUTAGE_SAME);
	assert_int_equal(visit(o, 4, 0, E_DNS, 3), OUTAGE_BEGAN);
	outage_free(o);
}

static void
among_very_many_hosts_it_is_seen_soon(void **state)
{
	struct outage *o = outage_new();
	int n = 0;

	(void)state;
	for (int i = 0; i < 100000; i++)
		visit(o, i, 200, OK, i / 1000);
	while (visit(o, 200000 + n, 0, E_DNS, 100) != OUTAGE_BEGAN)
		assert_true(n++ < 200);
	/* While half of them dead is no outage. */
	outage_free(o);
	o = outage_new();
	for (int i = 0; i < 100000; i++) {
		visit(o, i, i % 2 == 0 ? 200 : 0, i % 2 == 0 ? OK : E_DNS, i);
		assert_false(outage_is_on(o));
	}
	outage_free(o);
}

static void
while_answers_come_the_dead_are_only_dead(void **state)
{
	struct outage *o = outage_new();
	int now_ms = 0;

	(void)state;
	others_asked = true;
	/* A cold start: who refuses is told of before anybody can answer. */
	for (int i = 0; i < 60; i++)
		visit(o, i, 0, E_CONNECT, now_ms);
	assert_false(outage_is_on(o));
	/* Black holes that were asked together time out together. */
	for (int i = 0; i < 100; i++) {
		visit(o, 1000 + i % 3, 200, OK, now_ms += 300);
		for (int k = 0; k < 60; k++)
			visit(o, 2000 + i * 60 + k, 0, E_TIMEOUT, now_ms + 200);
		assert_false(outage_is_on(o));
	}
	/* Of those that were dead before, or never heard, no number tells. */
	failures = 1;
	for (int i = 0; i < 1000; i++)
		visit(o, i, 0, E_TIMEOUT, now_ms + MINUTE);
	failures = 0;
	ok_ts = NO_TIME;
	for (int i = 0; i < 1000; i++)
		visit(o, i, 0, E_DNS, now_ms + MINUTE);
	ok_ts = 0;
	assert_false(outage_is_on(o));
	assert_int_equal(visit(o, 1, 0, E_TIMEOUT, now_ms + 1000),
	    OUTAGE_BEGAN);
	others_asked = false;
	outage_free(o);
}

int
main(void)
{
	const struct CMUnitTest outage_tests[] = {
		cmocka_unit_test(five_silent_hosts_are_an_outage),
		cmocka_unit_test(one_host_that_fails_often_is_not_an_outage),
		cmocka_unit_test(four_fifths_must_fail),
		cmocka_unit_test(only_five_minutes_count),
		cmocka_unit_test(an_error_that_a_server_answers_is_its_own),
		cmocka_unit_test(the_first_answer_ends_it),
		cmocka_unit_test(while_answers_come_the_dead_are_only_dead),
		cmocka_unit_test(among_very_many_hosts_it_is_seen_soon),
	};

	return (RUN_TESTS(outage_tests));
}
