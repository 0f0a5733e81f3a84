/*
 * Visits against a real server on loopback: manners, redirects, secrets, and
 * what a batch says afterwards.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "fetchworld.h"

#define FEED "<rss version=\\\"2.0\\\"><channel/></rss>"

static void
brings_a_body_with_what_the_server_said_of_it(void **state)
{
	struct http_options o = { 0 };
	struct world w;
	struct batch *b;

	(void)state;
	open_world(&w,
	    "/a body=\"" FEED "\" type=text/xml charset=koi8-r etag=W/x1 "
	    "last-modified=\"Sat, 01 Jan 2022 00:00:00 GMT\" "
	    "header=\"Cache-Control: max-age=900\"",
	    &o);
	b = visit(&w, "/a");
	assert_int_equal(b->outcome, OUTCOME_NEW);
	assert_int_equal(b->status, OK);
	assert_int_equal(b->http_status, 200);
	assert_true(str_starts(buf_str(&b->body), STR("<rss")));
	assert_int_equal(b->bytes, b->body.n);
	assert_true(str_eq(b->content_type, STR("text/xml; charset=koi8-r")));
	assert_true(str_eq(b->etag, STR("W/\"x1\"")));
	assert_true(
	    str_eq(b->last_modified, STR("Sat, 01 Jan 2022 00:00:00 GMT")));
	assert_int_equal(b->max_age_s, 900);
	assert_true(str_ends(b->final_url, STR("/a")));
	assert_null(b->moved_url.p);
	assert_false(b->conditional);
	close_world(&w);
}

static void
shows_good_manners_in_every_request(void **state)
{
	struct http_options o = { 0 };
	const struct feedserver_request *r;
	struct world w;

	(void)state;
	open_world(&w,
	    "/a redirect=302:/b header=\"Set-Cookie: a=b\"\n/b body=\"" FEED
	    "\"",
	    &o);
	visit(&w, "/a");
	r = feedserver_request(w.server, "/b", 0);
	assert_string_equal(r->method, "GET");
	assert_string_equal(r->user_agent,
	    "earshot/1 (+https://example.com/bot)");
	assert_string_equal(r->accept_encoding, "gzip, deflate");
	assert_non_null(strstr(r->accept, "application/rss+xml"));
	assert_non_null(strstr(r->accept, "application/atom+xml"));
	assert_non_null(strstr(r->accept, "application/feed+json"));
	assert_null(r->cookie);
	assert_null(r->referer);
	assert_null(r->if_none_match);
	assert_null(r->if_modified_since);
	assert_null(r->authorization);
	close_world(&w);
}

static void
validators_go_back_byte_for_byte_and_both(void **state)
{
	char etag[] = "W/\"a1 \\ ,\"", modified[] = "some  day in 2022";
	struct feed feed = { .facts = { .etag = etag,
				 .last_modified = modified } };
	const struct feedserver_request *r;
	struct http_options o = { 0 };
	struct world w;
	struct batch *b;

	(void)state;
	open_world(&w, "/a 304", &o);
	b = visit_feed(&w, "/a", &feed);
	assert_true(b->conditional);
	assert_int_equal(b->outcome, OUTCOME_UNCHANGED);
	assert_int_equal(b->http_status, 304);
	r = feedserver_request(w.server, "/a", 0);
	assert_string_equal(r->if_none_match, etag);
	assert_string_equal(r->if_modified_since, modified);
	close_world(&w);
}

static void
an_unconditional_visit_sends_no_validators(void **state)
{
	char etag[] = "\"a1\"";
	struct feed feed = { .facts = { .etag = etag } };
	struct http_options o = { 0 };
	struct world w;
	struct batch *b;

	(void)state;
	open_world(&w, "/a 304", &o);
	b = new_batch(&w, "/a", &feed);
	assert_int_equal(fetch_start(w.http, b, true, on_done, &w), OK);
	wait_for(&w, 1);
	assert_false(b->conditional);
	assert_null(feedserver_request(w.server, "/a", 0)->if_none_match);
	expect_failure(b, E_HTTP, "304 to an unconditional request");
	close_world(&w);
}

static void
a_validator_cannot_forge_a_header(void **state)
{
	char etag[] = "\"a\"\r\nCookie: forged", modified[] = "fine";
	struct feed feed = { .facts = { .etag = etag,
				 .last_modified = modified } };
	const struct feedserver_request *r;
	struct http_options o = { 0 };
	struct world w;

	(void)state;
	open_world(&w, "/a body=x", &o);
	visit_feed(&w, "/a", &feed);
	r = feedserver_request(w.server, "/a", 0);
	assert_null(r->if_none_match);
	assert_null(r->cookie);
	assert_string_equal(r->if_modified_since, "fine");
	close_world(&w);
}

static void
a_permanent_redirect_is_told_up_to_the_first_temporary_one(void **state)
{
	static const struct {
		const char *path, *moved, *final;
	} rows[] = {
		{ "/301", "/end", "/end" },
		{ "/308", "/end", "/end" },
		{ "/302", NULL, "/end" },
		{ "/303", NULL, "/end" },
		{ "/307", NULL, "/end" },
		{ "/two", "/end", "/end" },
		{ "/mixed", "/302", "/end" },
		{ "/late", NULL, "/end" },
	};
	struct http_options o = { 0 };
	struct world w;

	(void)state;
	open_world(&w,
	    "/301 redirect=301:/end\n/308 redirect=308:{base}/end\n"
	    "/302 redirect=302:/end\n/303 redirect=303:/end\n"
	    "/307 redirect=307:/end\n/two redirect=301:/308\n"
	    "/mixed redirect=301:/302\n/late redirect=302:/301\n"
	    "/end body=x",
	    &o);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct batch *b = visit(&w, rows[i].path);

		assert_int_equal(b->outcome, OUTCOME_NEW);
		assert_true(str_ends(b->final_url, str_of(rows[i].final)));
		if (rows[i].moved == NULL)
			assert_null(b->moved_url.p);
		else if (!str_ends(b->moved_url, str_of(rows[i].moved)))
			fail_msg("%s: %.*s", rows[i].path,
			    STR_ARG(b->moved_url));
	}
	close_world(&w);
}

static void
a_secret_fills_the_address_and_is_never_shown(void **state)
{
	struct feed feed = { .spec = { .secret = "key" } };
	struct http_options o = { 0 };
	struct world w;
	struct batch *b;

	(void)state;
	open_world(&w,
	    "/s3cr3t/a?k=s3cr3t body=x\n/s3cr3t/b redirect=301:/s3cr3t/c\n"
	    "/s3cr3t/c 404",
	    &o);
	b = visit_feed(&w, "/{secret}/a?k={secret}", &feed);
	assert_int_equal(b->outcome, OUTCOME_NEW);
	assert_true(str_ends(b->final_url, STR("/{secret}/a?k={secret}")));
	b = visit_feed(&w, "/{secret}/b", &feed);
	expect_failure(b, E_STATUS, "/***/c: answered 404");
	assert_int_equal(str_find(b->error, STR("s3cr3t")), SIZE_MAX);
	assert_int_equal(str_find(buf_str(&w.trace), STR("s3cr3t")), SIZE_MAX);
	close_world(&w);
}

static void
a_login_goes_to_its_own_server_only(void **state)
{
	struct feed feed = { .spec = { .secret = "login" } };
	const struct feedserver_request *r;
	struct http_options o = { .allow_private = "127.0.0.1" };
	struct world w, other;
	char script[300];

	(void)state;
	open_world(&other, "/b body=x", &(struct http_options){ 0 });
	snprintf(script, sizeof(script),
	    "/a body=x auth=\"Basic am86cGFzczp3b3Jk\"\n"
	    "/away redirect=301:%s/b\n/home redirect=301:/a",
	    feedserver_base(other.server));
	open_world(&w, script, &o);
	assert_int_equal(visit_feed(&w, "/a", &feed)->http_status, 200);
	assert_int_equal(visit_feed(&w, "/home", &feed)->http_status, 200);
	assert_null(w.done[1]->moved_url.p);
	assert_int_equal(visit_feed(&w, "/away", &feed)->http_status, 200);
	r = feedserver_request(other.server, "/b", 0);
	assert_null(r->authorization);
	assert_int_equal(visit(&w, "/a")->http_status, 401);
	assert_int_equal(str_find(buf_str(&w.trace), STR("pass:word")),
	    SIZE_MAX);
	close_world(&w);
	close_world(&other);
}

static void
a_login_in_the_address_works_and_is_not_shown(void **state)
{
	struct http_options o = { 0 };
	struct world w;
	char url[200];
	struct batch *b;

	(void)state;
	open_world(&w, "/a body=x auth=\"Basic am86cGFzczp3b3Jk\"\n/b 404", &o);
	snprintf(url, sizeof(url), "http://jo:pass%%3aword@127.0.0.1:%u/a#x",
	    feedserver_port(w.server));
	b = visit(&w, url);
	assert_int_equal(b->http_status, 200);
	assert_int_equal(str_find(b->final_url, STR("pass")), SIZE_MAX);
	url[strlen(url) - 3] = 'b';
	expect_failure(visit(&w, url), E_STATUS, "404");
	assert_int_equal(str_find(w.done[1]->error, STR("pass%3aword")),
	    SIZE_MAX);
	close_world(&w);
}

static void
a_missing_secret_is_said_by_name(void **state)
{
	struct feed feed = { .spec = { .secret = "nothing" } };
	struct feed bare = { .spec = { .secret = "key" } };
	struct http_options o = { 0 };
	struct world w;

	(void)state;
	open_world(&w, "", &o);
	expect_failure(visit_feed(&w, "/{secret}", &feed), E_NOT_FOUND,
	    "the secret nothing was not found");
	expect_failure(visit(&w, "/{secret}"), E_NOT_FOUND, "secret=NAME");
	expect_failure(visit_feed(&w, "/a", &bare), E_SYNTAX,
	    "is not user:password");
	assert_int_equal(feedserver_hits(w.server, NULL), 0);
	close_world(&w);
}

static void
a_moved_feed_is_asked_at_its_new_address(void **state)
{
	char moved[200];
	struct feed feed = { .facts = { .moved_url = moved,
				 .moved_visits = FEED_MOVED_VISITS } };
	struct http_options o = { 0 };
	struct world w;

	(void)state;
	open_world(&w, "/new body=x", &o);
	snprintf(moved, sizeof(moved), "%s/new", feedserver_base(w.server));
	assert_int_equal(visit_feed(&w, "/old", &feed)->http_status, 200);
	assert_int_equal(feedserver_hits(w.server, "/old"), 0);
	feed.facts.moved_visits = FEED_MOVED_VISITS - 1;
	assert_int_equal(visit_feed(&w, "/old", &feed)->http_status, 404);
	close_world(&w);
}

static void
cancelled_visits_come_back_at_once_and_once(void **state)
{
	struct http_options o = { 0 };
	struct world w;

	(void)state;
	open_world(&w, "/hang hang", &o);
	for (int i = 0; i < 3; i++)
		assert_int_equal(fetch_start(w.http,
				     new_batch(&w, "/hang", NULL), false,
				     on_done, &w),
		    OK);
	/* One of the three is finished by itself, but not handed over yet. */
	assert_int_equal(fetch_start(w.http, new_batch(&w, "ftp://x/", NULL),
			     false, on_done, &w),
	    OK);
	assert_int_equal(http_active(w.http), 4);
	event_base_loop(w.base, EVLOOP_NONBLOCK);
	fetch_cancel_all(w.http);
	assert_int_equal(w.ndone, 4);
	assert_int_equal(http_active(w.http), 0);
	for (size_t i = 1; i < 4; i++)
		expect_failure(w.done[i], E_CANCELLED, "cancelled");
	fetch_cancel_all(w.http);
	assert_int_equal(w.ndone, 4);
	/* The fetcher is as good as new. */
	feedserver_rescript(w.server, "/a body=x", NULL);
	assert_int_equal(visit(&w, "/a")->http_status, 200);
	close_world(&w);
}

static void
the_trace_tells_hops_and_headers(void **state)
{
	char etag[] = "\"a1\"";
	struct feed feed = { .facts = { .etag = etag } };
	struct http_options o = { 0 };
	struct world w;
	static const char *const lines[] = { "> GET http://127.0.0.1:",
		"> If-None-Match: \"a1\"\n", "< HTTP/1.1 301",
		"* moved for good to http://127.0.0.1:", "< X-A: b\n",
		"* connected to 127.0.0.1:" };

	(void)state;
	open_world(&w, "/a redirect=301:/b\n/b body=x header=\"X-A: b\"", &o);
	visit_feed(&w, "/a", &feed);
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		if (str_find(buf_str(&w.trace), str_of(lines[i])) == SIZE_MAX)
			fail_msg("no \"%s\" in:\n%.*s", lines[i],
			    STR_ARG(buf_str(&w.trace)));
	close_world(&w);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(brings_a_body_with_what_the_server_said_of_it),
		cmocka_unit_test(shows_good_manners_in_every_request),
		cmocka_unit_test(validators_go_back_byte_for_byte_and_both),
		cmocka_unit_test(an_unconditional_visit_sends_no_validators),
		cmocka_unit_test(a_validator_cannot_forge_a_header),
		cmocka_unit_test(
		    a_permanent_redirect_is_told_up_to_the_first_temporary_one),
		cmocka_unit_test(a_secret_fills_the_address_and_is_never_shown),
		cmocka_unit_test(a_login_goes_to_its_own_server_only),
		cmocka_unit_test(a_login_in_the_address_works_and_is_not_shown),
		cmocka_unit_test(a_missing_secret_is_said_by_name),
		cmocka_unit_test(a_moved_feed_is_asked_at_its_new_address),
		cmocka_unit_test(cancelled_visits_come_back_at_once_and_once),
		cmocka_unit_test(the_trace_tells_hops_and_headers),
	};

	if (http_global_init() != OK)
		return (1);
	return (cmocka_run_group_tests(tests, NULL, NULL));
}
