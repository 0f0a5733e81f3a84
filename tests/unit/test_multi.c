/*
 * libcurl on libevent: transfers end through the loop, or are taken out.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>
#include <event2/event.h>

#include "../../src/net/multi.h"
#include "../support/feedserver.h"

static struct event_base *base;
static struct feedserver *server;
static int ndone;
static CURLcode last;

static void
on_done(CURL *easy, CURLcode code, void *arg)
{

	assert_non_null(easy);
	assert_ptr_equal(arg, &ndone);
	ndone++;
	last = code;
}

static size_t
drop(char *p, size_t size, size_t n, void *arg)
{

	(void)p;
	(void)arg;
	return (size * n);
}

static CURL *
easy_of(const char *path)
{
	CURL *easy = curl_easy_init();
	char url[200];

	assert_non_null(easy);
	snprintf(url, sizeof(url), "%s%s", feedserver_base(server), path);
	curl_easy_setopt(easy, CURLOPT_URL, url);
	curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, drop);
	curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
	return (easy);
}

static int
set_up(void **state)
{
	struct feedserver_options o = { .script =
					    "/a body=hello\n/hang hang\n" };
	char err[FEEDSERVER_ERR_MAX];

	(void)state;
	server = feedserver_start(&o, err);
	base = event_base_new();
	ndone = 0;
	return (server == NULL || base == NULL);
}

static int
tear_down(void **state)
{

	(void)state;
	feedserver_stop(server);
	event_base_free(base);
	return (0);
}

static void
transfers_end_through_the_loop_and_not_before(void **state)
{
	struct multi *m = multi_new(base, 4, 0, 2, on_done, &ndone);
	CURL *easy[3];

	(void)state;
	assert_non_null(m);
	for (int i = 0; i < 3; i++) {
		easy[i] = easy_of("/a");
		assert_int_equal(multi_add(m, easy[i]), OK);
	}
	assert_int_equal(ndone, 0);
	while (ndone < 3)
		event_base_loop(base, EVLOOP_ONCE);
	assert_int_equal(last, CURLE_OK);
	for (int i = 0; i < 3; i++)
		curl_easy_cleanup(easy[i]);
	multi_free(m);
}

static void
a_removed_transfer_never_ends(void **state)
{
	struct multi *m = multi_new(base, 4, 0, 2, on_done, &ndone);
	CURL *hanging = easy_of("/hang"), *good = easy_of("/a");

	(void)state;
	assert_int_equal(multi_add(m, hanging), OK);
	for (int i = 0; i < 20 && feedserver_hits(server, "/hang") == 0; i++)
		event_base_loop(base, EVLOOP_ONCE);
	multi_remove(m, hanging);
	assert_int_equal(multi_add(m, good), OK);
	while (ndone < 1)
		event_base_loop(base, EVLOOP_ONCE);
	event_base_loop(base, EVLOOP_NONBLOCK);
	assert_int_equal(ndone, 1);
	curl_easy_cleanup(hanging);
	curl_easy_cleanup(good);
	multi_free(m);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    transfers_end_through_the_loop_and_not_before, set_up,
		    tear_down),
		cmocka_unit_test_setup_teardown(a_removed_transfer_never_ends,
		    set_up, tear_down),
	};

	curl_global_init(CURL_GLOBAL_DEFAULT);
	return (cmocka_run_group_tests(tests, NULL, NULL));
}
