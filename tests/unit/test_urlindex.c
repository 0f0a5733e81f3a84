/*
 * From URLs to numbers.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "../../src/sched/urlindex.h"

enum { FEEDS = 5000 };

static void
every_feed_is_found_by_its_url_and_nothing_else_is(void **state)
{
	struct feed *feeds = calloc(FEEDS, sizeof(*feeds));
	char(*urls)[40] = calloc(FEEDS, sizeof(*urls));
	struct urlindex x;

	(void)state;
	for (int i = 0; i < FEEDS; i++) {
		snprintf(urls[i], sizeof(urls[i]), "http://a.example/%d", i);
		feeds[i].spec.url = str_of(urls[i]);
	}
	assert_int_equal(urlindex_make(feeds, FEEDS, &x), OK);
	for (size_t i = 0; i < FEEDS; i++)
		assert_int_equal(urlindex_find(&x, feeds, feeds[i].spec.url),
		    i);
	assert_true(
	    urlindex_find(&x, feeds, STR("http://a.example/")) == SIZE_MAX);
	assert_true(urlindex_find(&x, feeds, STR("")) == SIZE_MAX);
	urlindex_free(&x);
	free(feeds);
	free(urls);
}

static void
those_that_come_are_found_and_those_that_went_are_not(void **state)
{
	struct feed *feeds = calloc(FEEDS, sizeof(*feeds));
	char(*urls)[40] = calloc(FEEDS, sizeof(*urls));
	struct urlindex x;

	(void)state;
	assert_int_equal(urlindex_make(feeds, 0, &x), OK);
	for (size_t i = 0; i < FEEDS; i++) {
		snprintf(urls[i], sizeof(urls[i]), "http://a.example/%zu", i);
		feeds[i].spec.url = str_of(urls[i]);
		assert_int_equal(urlindex_add(&x, feeds, i + 1, i), OK);
	}
	/* Every second place is taken by another. */
	for (size_t i = 0; i < FEEDS; i += 2) {
		snprintf(urls[i], sizeof(urls[i]), "http://b.example/%zu", i);
		feeds[i].spec.url = str_of(urls[i]);
		assert_int_equal(urlindex_add(&x, feeds, FEEDS, i), OK);
	}
	for (size_t i = 0; i < FEEDS; i++)
		assert_int_equal(urlindex_find(&x, feeds, feeds[i].spec.url),
		    i);
	assert_true(
	    urlindex_find(&x, feeds, STR("http://a.example/2")) == SIZE_MAX);
	feeds[3].spec.url = (struct str){ NULL, 0 };
	assert_true(
	    urlindex_find(&x, feeds, STR("http://a.example/3")) == SIZE_MAX);
	urlindex_free(&x);
	free(feeds);
	free(urls);
}

static void
an_empty_list_has_an_index(void **state)
{
	struct urlindex x;

	(void)state;
	assert_int_equal(urlindex_make(NULL, 0, &x), OK);
	assert_true(
	    urlindex_find(&x, NULL, STR("http://a.example/")) == SIZE_MAX);
	urlindex_free(&x);
}

static void
of_two_with_one_url_the_first_counts(void **state)
{
	struct feed feeds[2] = { { .spec = { .url = STR("http://a/") } },
		{ .spec = { .url = STR("http://a/") } } };
	struct urlindex x;

	(void)state;
	assert_int_equal(urlindex_make(feeds, 2, &x), OK);
	assert_int_equal(urlindex_find(&x, feeds, STR("http://a/")), 0);
	urlindex_free(&x);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    every_feed_is_found_by_its_url_and_nothing_else_is),
		cmocka_unit_test(
		    those_that_come_are_found_and_those_that_went_are_not),
		cmocka_unit_test(an_empty_list_has_an_index),
		cmocka_unit_test(of_two_with_one_url_the_first_counts),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
