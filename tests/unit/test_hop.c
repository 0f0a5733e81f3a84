/*
 * One GET and its answer, below redirects and batches.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>
#include <event2/event.h>

#include "../../src/net/inside.h"
#include "../support/feedserver.h"

struct world {
	struct event_base *base;
	struct feedserver *server;
	struct http *http;
	struct arena *arena;
	struct buf body;
	char url[200], allow[100];
	struct hop hop;
	int ndone;
};

static void
on_done(struct hop *hop, void *arg)
{
	struct world *w = arg;

	assert_ptr_equal(hop, &w->hop);
	w->ndone++;
}

static void
open_world(struct world *w, const char *script)
{
	struct feedserver_options so = { .script = script };
	struct http_options o = { .timeout_ms = 5000 };
	char err[FEEDSERVER_ERR_MAX];

	*w = (struct world){ .body = BUF_INIT(1 << 20) };
	w->server = feedserver_start(&so, err);
	w->base = event_base_new();
	w->arena = arena_new(1 << 20);
	assert_non_null(w->server);
	snprintf(w->allow, sizeof(w->allow), "127.0.0.1:%u",
	    feedserver_port(w->server));
	o.allow_private = w->allow;
	assert_int_equal(http_new(w->base, &o, &w->http, NULL), OK);
}

static void
close_world(struct world *w)
{

	hop_cancel(&w->hop);
	http_free(w->http);
	feedserver_stop(w->server);
	event_base_free(w->base);
	arena_free(w->arena);
	buf_free(&w->body);
}

static void
start(struct world *w, const char *path)
{

	snprintf(w->url, sizeof(w->url), "%s%s", feedserver_base(w->server),
	    path);
	w->hop.url = w->url;
	w->hop.host = STR("127.0.0.1");
	w->hop.port = feedserver_port(w->server);
	w->hop.timeout_ms = 5000;
	w->hop.arena = w->arena;
	w->hop.body = &w->body;
	w->hop.done = on_done;
	w->hop.arg = w;
	buf_clear(&w->body);
	w->ndone = 0;
	hop_start(w->http, &w->hop);
	assert_int_equal(w->ndone, 0);
}

static void
get(struct world *w, const char *path)
{

	start(w, path);
	while (w->ndone == 0)
		event_base_loop(w->base, EVLOOP_ONCE);
	assert_int_equal(w->ndone, 1);
}

static void
an_answer_is_an_answer_whatever_its_status(void **state)
{
	static const int statuses[] = { 200, 301, 304, 404, 410, 500 };
	struct world w;
	char path[20];

	(void)state;
	open_world(&w, "/200 body=hello etag=x\n/301 redirect=301:/200\n"
		       "/304 304\n/404 404 body=no\n/410 410\n/500 500\n");
	for (size_t i = 0; i < sizeof(statuses) / sizeof(statuses[0]); i++) {
		snprintf(path, sizeof(path), "/%d", statuses[i]);
		get(&w, path);
		assert_int_equal(w.hop.status, OK);
		assert_int_equal(w.hop.head.status, statuses[i]);
		assert_int_equal(w.body.n, statuses[i] == 200 ? 5 : 0);
	}
	get(&w, "/301");
	assert_true(str_ends(w.hop.head.location, STR("/200")));
	get(&w, "/200");
	assert_true(str_eq(w.hop.head.etag, STR("\"x\"")));
	assert_null(w.hop.head.location.p);
	close_world(&w);
}

static void
a_login_is_for_one_hop_only(void **state)
{
	struct world w;

	(void)state;
	open_world(&w, "/a body=x\n");
	w.hop.user = "jo";
	w.hop.password = "p:w";
	get(&w, "/a");
	assert_string_equal(feedserver_request(w.server, "/a", 0)
				->authorization,
	    "Basic am86cDp3");
	w.hop.user = w.hop.password = NULL;
	get(&w, "/a");
	assert_null(feedserver_request(w.server, "/a", 1)->authorization);
	close_world(&w);
}

static void
a_cancelled_hop_never_ends_and_may_start_again(void **state)
{
	struct world w;

	(void)state;
	open_world(&w, "/a body=x\n/hang hang\n");
	start(&w, "/hang");
	hop_cancel(&w.hop); /* still waiting for its place */
	start(&w, "/hang");
	for (int i = 0; i < 20 && feedserver_hits(w.server, "/hang") == 0; i++)
		event_base_loop(w.base, EVLOOP_ONCE);
	hop_cancel(&w.hop);
	hop_cancel(&w.hop);
	event_base_loop(w.base, EVLOOP_NONBLOCK);
	assert_int_equal(w.ndone, 0);
	get(&w, "/a");
	assert_int_equal(w.hop.head.status, 200);
	close_world(&w);
}

static void
raw_means_that_nothing_is_inflated(void **state)
{
	struct world w;

	(void)state;
	open_world(&w, "/a body=plain encoding=gzip\n");
	get(&w, "/a");
	assert_int_equal(w.hop.status, E_HTTP);
	assert_string_equal(w.hop.words, "the answer cannot be inflated");
	w.hop.raw = true;
	get(&w, "/a");
	assert_int_equal(w.hop.status, OK);
	assert_string_equal(w.body.p, "plain");
	assert_null(feedserver_request(w.server, "/a", 1)->accept_encoding);
	w.hop.raw = false;
	get(&w, "/a");
	assert_int_equal(w.hop.status, E_HTTP);
	close_world(&w);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_answer_is_an_answer_whatever_its_status),
		cmocka_unit_test(a_login_is_for_one_hop_only),
		cmocka_unit_test(
		    a_cancelled_hop_never_ends_and_may_start_again),
		cmocka_unit_test(raw_means_that_nothing_is_inflated),
	};

	if (http_global_init() != OK)
		return (1);
	return (cmocka_run_group_tests(tests, NULL, NULL));
}
