/*
 * A page of a feed's past is asked for as the feed is, and its secrets go
 * nowhere that the feed's do not go.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "earshot/backfill.h"

#include "fetchworld.h"

/* A visit to ${page} of the feed at ${path}. */
static struct batch *
visit_page(struct world *w, const char *path, struct feed *feed,
    struct str page)
{
	struct backfill f = { .page = page };
	struct batch *b = new_batch(w, path, feed);
	size_t before = w->ndone;

	b->backfill = backfill_copy(b->arena, &f);
	assert_non_null(b->backfill);
	assert_int_equal(fetch_start(w->http, b, true, on_done, w), OK);
	wait_for(w, before + 1);
	return (b);
}

static struct str
at(char *room, size_t size, struct world *w, const char *path)
{

	snprintf(room, size, "%s%s", feedserver_base(w->server), path);
	return (str_of(room));
}

static void
a_page_is_asked_for_without_validators_and_told_by_its_address(void **state)
{
	struct feed feed = { .facts = { .etag = (char *)(uintptr_t) "\"x\"",
				 .moved_url = (char *)(uintptr_t) "http://a/",
				 .moved_visits = FEED_MOVED_VISITS } };
	const struct feedserver_request *r;
	struct world w;
	struct batch *b;
	char room[200];

	(void)state;
	open_world(&w, "/2 body=x\n/3 404", &(struct http_options){ 0 });
	b = visit_page(&w, "/feed", &feed, at(room, sizeof(room), &w, "/2"));
	assert_int_equal(b->outcome, OUTCOME_NEW);
	r = feedserver_request(w.server, "/2", 0);
	assert_null(r->if_none_match);
	assert_string_equal(b->facts.etag, "\"x\"");
	b = visit_page(&w, "/feed", &feed, at(room, sizeof(room), &w, "/3"));
	expect_failure(b, E_STATUS, "/3: answered 404");
	close_world(&w);
}

static void
a_login_goes_with_pages_of_its_own_server_only(void **state)
{
	struct feed feed = { .spec = { .secret = "login" } };
	struct http_options o = { .allow_private = "127.0.0.1" };
	struct world w, other;
	struct batch *b;
	char room[200];

	(void)state;
	open_world(&other, "/b body=x", &(struct http_options){ 0 });
	open_world(&w, "/a body=x auth=\"Basic am86cGFzczp3b3Jk\"", &o);
	b = visit_page(&w, "/feed", &feed, at(room, sizeof(room), &w, "/a"));
	assert_int_equal(b->http_status, 200);
	b = visit_page(&w, "/feed", &feed,
	    at(room, sizeof(room), &other, "/b"));
	expect_failure(b, E_REFUSED, "the feed's own server only");
	assert_int_equal(feedserver_hits(other.server, NULL), 0);
	close_world(&w);
	close_world(&other);
}

static void
a_login_in_the_feed_s_address_goes_with_its_pages(void **state)
{
	struct feed feed = { 0 };
	struct world w;
	struct batch *b;
	char room[200], url[200];

	(void)state;
	open_world(&w, "/a body=x auth=\"Basic am86cHc=\"",
	    &(struct http_options){ 0 });
	snprintf(url, sizeof(url), "http://jo:pw@%s/feed",
	    feedserver_base(w.server) + strlen("http://"));
	b = visit_page(&w, url, &feed, at(room, sizeof(room), &w, "/a"));
	assert_int_equal(b->http_status, 200);
	close_world(&w);
}

static void
a_secret_fills_the_address_of_a_page(void **state)
{
	struct feed feed = { .spec = { .secret = "key" } };
	struct world w, other;
	struct batch *b;
	char room[200];

	(void)state;
	open_world(&other, "/2 body=x", &(struct http_options){ 0 });
	open_world(&w, "/2?t=s3cr3t body=x\n/3?t=s3cr3t 404",
	    &(struct http_options){ .allow_private = "127.0.0.1" });
	b = visit_page(&w, "/feed?t={secret}", &feed,
	    at(room, sizeof(room), &w, "/2?t={secret}"));
	assert_int_equal(b->http_status, 200);
	assert_int_equal(str_find(b->final_url, STR("s3cr3t")), SIZE_MAX);
	assert_true(str_eq(b->secret, STR("s3cr3t")));
	b = visit_page(&w, "/feed?t={secret}", &feed,
	    at(room, sizeof(room), &w, "/3?t={secret}"));
	expect_failure(b, E_STATUS, "404");
	assert_int_equal(str_find(b->error, STR("s3cr3t")), SIZE_MAX);
	b = visit_page(&w, "/feed?t={secret}", &feed,
	    at(room, sizeof(room), &other, "/2?t={secret}"));
	expect_failure(b, E_REFUSED, "own server only");
	assert_int_equal(feedserver_hits(other.server, NULL), 0);
	assert_int_equal(str_find(buf_str(&w.trace), STR("s3cr3t")), SIZE_MAX);
	close_world(&w);
	close_world(&other);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    a_page_is_asked_for_without_validators_and_told_by_its_address),
		cmocka_unit_test(
		    a_login_goes_with_pages_of_its_own_server_only),
		cmocka_unit_test(
		    a_login_in_the_feed_s_address_goes_with_its_pages),
		cmocka_unit_test(a_secret_fills_the_address_of_a_page),
	};

	if (http_global_init() != OK)
		return (1);
	return (cmocka_run_group_tests(tests, NULL, NULL));
}
