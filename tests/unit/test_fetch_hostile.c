/*
 * Visits to servers that are broken, slow, endless, absent, or lead astray:
 * each is one clear sentence and nothing else.
 */
#include <sys/socket.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "fetchworld.h"

#define FEED "<rss version=\\\"2.0\\\"><channel/></rss>"

static void
redirects_are_followed_five_times_and_not_once_more(void **state)
{
	struct http_options o = { 0 };
	struct world w;
	struct batch *b;

	(void)state;
	open_world(&w,
	    "/1 redirect=302:2\n/2 redirect=302:3\n/3 redirect=302:4\n"
	    "/4 redirect=302:5\n/5 redirect=302:6\n/6 body=x\n"
	    "/0 redirect=302:/1\n/round redirect=301:/round\n"
	    "/nowhere 302\n/bad redirect=301:http://\n"
	    "/file redirect=301:file:///etc/passwd\n"
	    "/gopher redirect=302:gopher://127.0.0.1/x",
	    &o);
	b = visit(&w, "/1");
	assert_int_equal(b->outcome, OUTCOME_NEW);
	assert_int_equal(b->redirects, 5);
	expect_failure(visit(&w, "/0"), E_REDIRECT, "too many redirects");
	expect_failure(visit(&w, "/round"), E_REDIRECT, "too many redirects");
	assert_int_equal(feedserver_hits(w.server, "/round"), 6);
	expect_failure(visit(&w, "/nowhere"), E_REDIRECT, "without a target");
	expect_failure(visit(&w, "/bad"), E_REDIRECT, "no address");
	expect_failure(visit(&w, "/file"), E_REFUSED, "neither http nor https");
	expect_failure(visit(&w, "/gopher"), E_REFUSED,
	    "neither http nor https");
	close_world(&w);
}

static void
a_redirect_into_a_private_network_is_refused(void **state)
{
	struct http_options o = { 0 };
	struct world w, other;
	char script[500];

	(void)state;
	open_world(&other, "/secret body=secret", &(struct http_options){ 0 });
	snprintf(script, sizeof(script),
	    "/a redirect=301:%s/secret\n"
	    "/b redirect=302:http://localhost:%u/secret\n"
	    "/c redirect=302:http://2130706433:%u/secret\n"
	    "/d redirect=302:http://[::ffff:127.0.0.1]:%u/secret\n"
	    "/e redirect=302:http://169.254.169.254/latest\n",
	    feedserver_base(other.server), feedserver_port(other.server),
	    feedserver_port(other.server), feedserver_port(other.server));
	open_world(&w, script, &o);
	expect_failure(visit(&w, "/a"), E_REFUSED, "not a public address");
	expect_failure(visit(&w, "/b"), E_REFUSED, "(loopback)");
	expect_failure(visit(&w, "/c"), E_REFUSED, "(loopback)");
	expect_failure(visit(&w, "/d"), E_REFUSED, "(loopback)");
	expect_failure(visit(&w, "/e"), E_REFUSED, "(metadata)");
	assert_int_equal(feedserver_hits(other.server, NULL), 0);
	close_world(&w);
	close_world(&other);
}

static void
nothing_private_is_reached_unless_it_is_named(void **state)
{
	struct http_options o = { .allow_private = "" };
	struct world w;
	struct batch *b;
	char url[100];

	(void)state;
	open_world(&w, "/a body=x", &o);
	b = visit(&w, "/a");
	expect_failure(b, E_REFUSED, "(loopback)");
	snprintf(url, sizeof(url), "127.0.0.1:%u", feedserver_port(w.server));
	assert_int_not_equal(str_find(b->error, str_of(url)), SIZE_MAX);
	expect_failure(visit(&w, "ftp://example.com/"), E_REFUSED,
	    "only http and https");
	expect_failure(visit(&w, "file:///etc/passwd"), E_REFUSED,
	    "only http and https");
	expect_failure(visit(&w, "http://"), E_SYNTAX, "no address");
	assert_int_equal(feedserver_hits(w.server, NULL), 0);
	close_world(&w);
}

static void
an_error_status_is_one_clear_sentence(void **state)
{
	static const struct {
		const char *path, *words;
		int status;
		int64_t wait_s;
	} rows[] = {
		{ "/404", "answered 404 (not found)", 404, 0 },
		{ "/410", "answered 410 (gone for good)", 410, 0 },
		{ "/429", "(too many requests) and asks to wait 120 s", 429,
		    120 },
		{ "/503", "(unavailable for now) and asks to wait 604800 s",
		    503, 604800 },
		{ "/500", "answered 500 (internal error)", 500, 0 },
		{ "/418", "answered 418", 418, 0 },
		{ "/reset",
		    "answered 429 (too many requests) and asks to wait "
		    "77 s",
		    429, 77 },
		{ "/204", "the answer is empty", 204, 0 },
		{ "/304", "304 to an unconditional", 304, 0 },
	};
	struct http_options o = { 0 };
	struct world w;

	(void)state;
	open_world(&w,
	    "/404 404 body=\"not here\"\n/410 410\n"
	    "/429 429 retry-after=120\n/503 503 retry-after=99999999\n"
	    "/500 500\n/418 418\n/reset 429 header=\"X-RateLimit-Reset: 77\"\n"
	    "/204 204\n/304 304",
	    &o);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct batch *b = visit(&w, rows[i].path);

		expect_failure(b, rows[i].status < 400 ? E_HTTP : E_STATUS,
		    rows[i].words);
		assert_int_equal(b->http_status, rows[i].status);
		assert_int_equal(b->retry_after_s, rows[i].wait_s);
		assert_true(
		    str_starts(b->error, str_of(feedserver_base(w.server))));
	}
	close_world(&w);
}

static void
a_broken_answer_is_no_answer(void **state)
{
	static const struct {
		const char *path, *words;
		enum status status;
	} rows[] = {
		{ "/cut", "cut short", E_HTTP },
		{ "/cutchunk", "cut short", E_HTTP },
		{ "/close", "closed without an answer", E_HTTP },
		{ "/reset", "the connection broke", E_CONNECT },
		{ "/noise", "not HTTP", E_HTTP },
	};
	struct http_options o = { 0 };
	char folder[] = "/tmp/earshot-fetch-XXXXXX", path[100], script[1000];
	struct world w;
	FILE *f;

	(void)state;
	assert_non_null(mkdtemp(folder));
	snprintf(path, sizeof(path), "%s/noise", folder);
	f = fopen(path, "w");
	assert_non_null(f);
	fputs("SSH-2.0-OpenSSH_9.2\r\n", f);
	fclose(f);
	snprintf(script, sizeof(script),
	    "/cut body=\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\" cut=50%%\n"
	    "/cutchunk body=\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\" chunked "
	    "cut=50%%\n"
	    "/close close\n/reset close reset\n/noise raw=%s",
	    path);
	open_world(&w, script, &o);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct batch *b = visit(&w, rows[i].path);

		expect_failure(b, rows[i].status, rows[i].words);
		assert_null(b->etag.p);
	}
	close_world(&w);
	unlink(path);
	rmdir(folder);
}

static void
a_body_that_never_ends_is_cut_at_the_cap(void **state)
{
	struct http_options o = { .max_body = 300000 };
	struct world w;

	(void)state;
	open_world(&w,
	    "/endless endless\n/chunked endless chunked\n"
	    "/lie body=x length=999999999\n/error 500 endless\n"
	    "/moved 302 endless header=\"Location: /end\"\n/end body=x",
	    &o);
	expect_failure(visit(&w, "/endless"), E_TOO_LARGE,
	    "larger than 300000 bytes");
	expect_failure(visit(&w, "/chunked"), E_TOO_LARGE,
	    "larger than 300000 bytes");
	expect_failure(visit(&w, "/error"), E_STATUS, "answered 500");
	assert_int_equal(visit(&w, "/moved")->outcome, OUTCOME_NEW);
	close_world(&w);
}

static void
a_flood_of_headers_is_cut(void **state)
{
	struct http_options o = { 0 };
	struct world w;

	(void)state;
	open_world(&w,
	    "/a body=x header-flood=2000\n/b body=x header-flood=800", &o);
	expect_failure(visit(&w, "/a"), E_TOO_LARGE,
	    "headers are larger than 65536 bytes");
	assert_int_equal(visit(&w, "/b")->outcome, OUTCOME_NEW);
	close_world(&w);
}

static void
slow_servers_are_given_up_in_time(void **state)
{
	struct http_options o = { .timeout_ms = 400 };
	struct world w;
	struct batch *b;

	(void)state;
	open_world(&w,
	    "/hang hang\n/drip body=\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\" "
	    "drip=1b/50ms\n/late redirect=302:/drip\n"
	    "/slow body=x delay=150ms",
	    &o);
	b = visit(&w, "/hang");
	expect_failure(b, E_TIMEOUT, "no answer after 0.4 s");
	assert_in_range(b->ms, 350, 2000);
	expect_failure(visit(&w, "/drip"), E_TIMEOUT, "not complete after 0.");
	expect_failure(visit(&w, "/late"), E_TIMEOUT, "sent on to");
	assert_int_equal(visit(&w, "/slow")->outcome, OUTCOME_NEW);
	close_world(&w);
}

static void
all_hops_together_have_one_time_limit(void **state)
{
	struct http_options o = { .timeout_ms = 500 };
	struct world w;
	struct batch *b;

	(void)state;
	open_world(&w,
	    "/1 redirect=302:/2 delay=200ms\n/2 redirect=302:/3 delay=200ms\n"
	    "/3 redirect=302:/4 delay=200ms\n/4 body=x delay=200ms",
	    &o);
	b = visit(&w, "/1");
	assert_int_equal(b->status, E_TIMEOUT);
	assert_in_range(b->ms, 450, 1500);
	close_world(&w);
}

static int
free_port(void)
{
	struct sockaddr_in in = { .sin_family = AF_INET,
		.sin_addr = { htonl(INADDR_LOOPBACK) } };
	socklen_t n = sizeof(in);
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	assert_int_equal(bind(fd, (struct sockaddr *)&in, sizeof(in)), 0);
	assert_int_equal(getsockname(fd, (struct sockaddr *)&in, &n), 0);
	close(fd);
	return (ntohs(in.sin_port));
}

static void
nobody_there_is_said_with_the_address(void **state)
{
	struct http_options o = { .allow_private = "127.0.0.1" };
	struct world w;
	char url[100], words[100];
	int port = free_port();

	(void)state;
	open_world(&w, "", &o);
	snprintf(url, sizeof(url), "http://127.0.0.1:%d/feed", port);
	snprintf(words, sizeof(words),
	    "/feed: connection refused (127.0.0.1:%d)", port);
	expect_failure(visit(&w, url), E_CONNECT, words);
	close_world(&w);
}

/* A server that says one line to whoever connects, and no more. */
static void *
say_hello(void *arg)
{
	static const char line[] = "220 this is no TLS\r\n";
	int fd = accept(*(int *)arg, NULL, NULL);

	if (fd >= 0) {
		assert_int_equal(write(fd, line, sizeof(line) - 1),
		    sizeof(line) - 1);
		close(fd);
	}
	return (NULL);
}

static void
something_else_than_tls_is_a_tls_failure(void **state)
{
	struct sockaddr_in in = { .sin_family = AF_INET,
		.sin_addr = { htonl(INADDR_LOOPBACK) } };
	struct http_options o = { .allow_private = "127.0.0.1" };
	socklen_t n = sizeof(in);
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	pthread_t thread;
	struct world w;
	char url[100];

	(void)state;
	assert_int_equal(bind(fd, (struct sockaddr *)&in, n), 0);
	assert_int_equal(listen(fd, 5), 0);
	assert_int_equal(getsockname(fd, (struct sockaddr *)&in, &n), 0);
	assert_int_equal(pthread_create(&thread, NULL, say_hello, &fd), 0);
	open_world(&w, "", &o);
	snprintf(url, sizeof(url), "https://127.0.0.1:%u/a",
	    ntohs(in.sin_port));
	expect_failure(visit(&w, url), E_TLS, "no TLS connection");
	pthread_join(thread, NULL);
	close(fd);
	close_world(&w);
}

static void
a_false_content_encoding_is_asked_again_without(void **state)
{
	struct http_options o = { 0 };
	struct world w;
	struct batch *b;

	(void)state;
	open_world(&w,
	    "/gzip body=\"" FEED "\" encoding=gzip\n"
	    "/deflate body=\"" FEED "\" encoding=deflate\n"
	    "/utf8 body=\"" FEED "\" encoding=utf-8\n",
	    &o);
	for (int i = 0; i < 3; i++) {
		static const char *const paths[] = { "/gzip", "/deflate",
			"/utf8" };

		b = visit(&w, paths[i]);
		if (b->outcome != OUTCOME_NEW)
			fail_msg("%.*s", STR_ARG(b->error));
		assert_true(str_starts(buf_str(&b->body), STR("<rss")));
		assert_int_equal(feedserver_hits(w.server, paths[i]), 2);
	}
	close_world(&w);
}

static void
a_fixed_address_is_used_and_still_guarded(void **state)
{
	struct http_options o = { 0 };
	struct world w;
	char resolve[200];
	int port = free_port();

	(void)state;
	open_world(&w, "/a body=x host=blog.example", &o);
	http_free(w.http);
	snprintf(resolve, sizeof(resolve),
	    "blog.example:80=127.0.0.1:%u other.example:80=127.0.0.1:%d",
	    feedserver_port(w.server), port);
	o.resolve = resolve;
	assert_int_equal(http_new(w.base, &o, &w.http, NULL), OK);
	assert_int_equal(visit(&w, "http://blog.example/a")->http_status, 200);
	expect_failure(visit(&w, "http://other.example/a"), E_REFUSED,
	    "(loopback)");
	close_world(&w);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    redirects_are_followed_five_times_and_not_once_more),
		cmocka_unit_test(a_redirect_into_a_private_network_is_refused),
		cmocka_unit_test(nothing_private_is_reached_unless_it_is_named),
		cmocka_unit_test(an_error_status_is_one_clear_sentence),
		cmocka_unit_test(a_broken_answer_is_no_answer),
		cmocka_unit_test(a_body_that_never_ends_is_cut_at_the_cap),
		cmocka_unit_test(a_flood_of_headers_is_cut),
		cmocka_unit_test(slow_servers_are_given_up_in_time),
		cmocka_unit_test(all_hops_together_have_one_time_limit),
		cmocka_unit_test(nobody_there_is_said_with_the_address),
		cmocka_unit_test(something_else_than_tls_is_a_tls_failure),
		cmocka_unit_test(
		    a_false_content_encoding_is_asked_again_without),
		cmocka_unit_test(a_fixed_address_is_used_and_still_guarded),
	};

	if (http_global_init() != OK)
		return (1);
	return (cmocka_run_group_tests(tests, NULL, NULL));
}
