/*
 * Who has no answer for a while holds nobody up: places go on to others.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <unistd.h>

#include <cmocka.h>

#include "../../src/net/inside.h"
#include "fetchworld.h"

enum { PLACES = 2 };

static char resolve[1000];

/* A world of two places, where h0.example … h9.example are hosts. */
static void
open_narrow(struct world *w, const char *script)
{
	struct http_options o = { .max_connections = PLACES };
	size_t n = 0;

	open_world(w, script, &o);
	http_free(w->http);
	for (int i = 0; i < 10; i++)
		n += (size_t)snprintf(resolve + n, sizeof(resolve) - n,
		    "h%d.example:%u=127.0.0.1 ", i, feedserver_port(w->server));
	o.resolve = resolve;
	o.allow_private = w->allow;
	assert_int_equal(http_new(w->base, &o, &w->http, NULL), OK);
}

static void
start(struct world *w, int host, const char *path)
{
	char url[100];

	snprintf(url, sizeof(url), "http://h%d.example:%u%s", host,
	    feedserver_port(w->server), path);
	assert_int_equal(fetch_start(w->http, new_batch(w, url, NULL), false,
			     on_done, w),
	    OK);
}

static void
silent_servers_give_their_places_to_others(void **state)
{
	struct world w;
	size_t most;

	(void)state;
	open_narrow(&w, "/silent hang\n/good body=x\n");
	for (int i = 0; i < 4; i++)
		start(&w, i, "/silent");
	start(&w, 9, "/good");
	wait_for(&w, 1);
	assert_int_equal(w.done[0]->http_status, 200);
	assert_in_range(http_aside(w.http, &most), PLACES, 4);
	assert_int_equal(most, PLACES * ASIDES_PER_PLACE);
	fetch_cancel_all(w.http);
	assert_int_equal(w.ndone, 5);
	assert_int_equal(http_aside(w.http, &most), 0);
	assert_int_equal(w.http->nrunning, 0);
	close_world(&w);
}

static void
a_late_answer_is_taken_all_the_same(void **state)
{
	struct world w;
	size_t most;

	(void)state;
	open_narrow(&w, "/late body=x delay=700ms\n/good body=x\n");
	for (int i = 0; i < 3; i++)
		start(&w, i, "/late");
	start(&w, 9, "/good");
	wait_for(&w, 4);
	for (size_t i = 0; i < 4; i++)
		assert_int_equal(w.done[i]->http_status, 200);
	assert_int_equal(http_aside(w.http, &most), 0);
	assert_int_equal(w.http->nrunning, 0);
	close_world(&w);
}

static int told;

static void
on_room(void *arg)
{

	(void)arg;
	told++;
}

static void
only_so_many_stand_aside_and_each_change_is_told(void **state)
{
	struct world w;
	size_t most, aside;

	(void)state;
	open_narrow(&w, "/silent hang\n");
	told = 0;
	http_on_room(w.http, on_room, &w);
	for (int i = 0; i < 10; i++)
		start(&w, i, "/silent");
	for (int i = 0; i < 400 && w.http->naside < PLACES * ASIDES_PER_PLACE;
	     i++) {
		event_base_loop(w.base, EVLOOP_NONBLOCK);
		usleep(10000);
	}
	event_base_loop(w.base, EVLOOP_NONBLOCK);
	aside = http_aside(w.http, &most);
	assert_int_equal(aside, most);
	assert_true(told > 0);
	assert_int_equal(w.http->nrunning, PLACES);
	http_on_room(w.http, NULL, NULL);
	fetch_cancel_all(w.http);
	assert_int_equal(http_aside(w.http, &most), 0);
	close_world(&w);
}

int
main(void)
{
	const struct CMUnitTest aside_tests[] = {
		cmocka_unit_test(silent_servers_give_their_places_to_others),
		cmocka_unit_test(a_late_answer_is_taken_all_the_same),
		cmocka_unit_test(
		    only_so_many_stand_aside_and_each_change_is_told),
	};

	return (cmocka_run_group_tests(aside_tests, NULL, NULL));
}
