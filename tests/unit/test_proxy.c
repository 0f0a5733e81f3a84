/*
 * Proxies of every kind, real ones on loopback: what they get to know, who goes
 * past them, and that no private host is asked of them by name.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "../support/front.h"
#include "fetchworld.h"

struct proxied {
	struct world w;
	struct front *proxy;
	struct http_options o;
	char url[100], resolve[200];
};

/* The world's visits go through a proxy, whose URL begins as ${scheme}. */
static void
open_proxied(struct proxied *x, const char *script, struct front_options fo,
    const char *scheme)
{
	struct buf why = BUF_INIT(1000);

	*x = (struct proxied){ .proxy = NULL };
	open_world(&x->w, script, &(struct http_options){ 0 });
	fo.to_port = feedserver_port(x->w.server);
	x->proxy = front_start(&fo);
	assert_non_null(x->proxy);
	http_free(x->w.http);
	snprintf(x->url, sizeof(x->url), "%s127.0.0.1:%u", scheme,
	    front_port(x->proxy));
	x->o = (struct http_options){ .user_agent = "earshot/1",
		.proxy = x->url,
		.no_proxy = "near.example",
		.resolve = x->resolve,
		.ca_file = front_ca_file(x->proxy),
		.secret = find_secret,
		.trace = keep_trace,
		.arg = &x->w };
	snprintf(x->resolve, sizeof(x->resolve),
	    "local.example:80=203.0.113.9 near.example:80=127.0.0.1:%u",
	    feedserver_port(x->w.server));
	if (http_new(x->w.base, &x->o, &x->w.http, &why) != OK)
		fail_msg("%.*s", STR_ARG(buf_str(&why)));
	buf_free(&why);
}

static void
close_proxied(struct proxied *x)
{

	close_world(&x->w);
	front_stop(x->proxy);
}

static const struct {
	const char *scheme;
	struct front_options front;
	const char *head; /* what the proxy was told of blog.example */
} kinds[] = {
	{ "http://jo:pr0xypw@", { .proxy = true },
	    "GET http://blog.example/a HTTP/1.1\r\n" },
	{ "https://jo:pr0xypw@", { .proxy = true, .host = "proxy.example" },
	    "GET http://blog.example/a HTTP/1.1\r\n" },
	{ "socks5h://jo:pr0xypw@", { .socks = true },
	    "SOCKS jo:pr0xypw blog.example:80\n" },
	{ "socks5h://", { .socks = true }, "SOCKS blog.example:80\n" },
};
enum { KINDS = sizeof(kinds) / sizeof(kinds[0]) };

static void
every_kind_of_proxy_carries_a_visit(void **state)
{

	(void)state;
	for (size_t i = 0; i < KINDS; i++) {
		struct proxied x;
		struct batch *b;

		open_proxied(&x, "/a body=feed\n", kinds[i].front,
		    kinds[i].scheme);
		b = visit(&x.w, "http://blog.example/a");
		/* The server sees an absolute address from an HTTP proxy. */
		if (kinds[i].front.socks) {
			if (b->outcome != OUTCOME_NEW)
				fail_msg("%.*s", STR_ARG(b->error));
			assert_true(str_eq(buf_str(&b->body), STR("feed")));
		} else
			assert_true(b->http_status != 0);
		if (strstr(front_heads(x.proxy), kinds[i].head) == NULL)
			fail_msg("%s: %s", kinds[i].scheme,
			    front_heads(x.proxy));
		/* The proxy's password stands in no line for people. */
		assert_int_equal(str_find(buf_str(&x.w.trace), STR("pr0xypw")),
		    SIZE_MAX);
		close_proxied(&x);
	}
}

static void
socks5_looks_names_up_at_home_and_socks5h_there(void **state)
{
	struct front_options fo = { .socks = true };
	struct proxied x;

	(void)state;
	open_proxied(&x, "/a body=feed", fo, "socks5://");
	assert_int_equal(visit(&x.w, "http://local.example/a")->http_status,
	    200);
	assert_string_equal(front_heads(x.proxy), "SOCKS 203.0.113.9:80\n");
	close_proxied(&x);
	open_proxied(&x, "/a body=feed", fo, "socks5h://");
	assert_int_equal(visit(&x.w, "http://local.example/a")->http_status,
	    200);
	assert_string_equal(front_heads(x.proxy), "SOCKS local.example:80\n");
	close_proxied(&x);
}

static void
private_hosts_are_asked_of_no_proxy(void **state)
{
	static const char *const urls[] = { "http://127.0.0.1/a",
		"http://localhost/a", "http://[::1]/a", "http://10.1.2.3/a",
		"http://169.254.169.254/a", "http://0x7f000001/a" };

	(void)state;
	for (size_t i = 0; i < KINDS; i++) {
		struct proxied x;

		open_proxied(&x, "/b redirect=302:http://192.168.0.1/a",
		    kinds[i].front, kinds[i].scheme);
		for (size_t k = 0; k < sizeof(urls) / sizeof(urls[0]); k++)
			expect_failure(visit(&x.w, urls[k]), E_REFUSED,
			    "is not a public address");
		assert_string_equal(front_heads(x.proxy), "");
		if (kinds[i].front.socks)
			expect_failure(visit(&x.w, "http://blog.example/b"),
			    E_REFUSED, "http://192.168.0.1/a: refused");
		close_proxied(&x);
	}
}

static void
who_is_in_no_proxy_goes_past_it(void **state)
{
	char allow[60];

	(void)state;
	for (size_t i = 0; i < KINDS; i++) {
		struct front_counts counts;
		struct proxied x;

		open_proxied(&x, "/a body=feed", kinds[i].front,
		    kinds[i].scheme);
		/* There the guard is the gate again. */
		expect_failure(visit(&x.w, "http://near.example/a"), E_REFUSED,
		    "(loopback)");
		http_free(x.w.http);
		snprintf(allow, sizeof(allow), "127.0.0.1:%u",
		    feedserver_port(x.w.server));
		x.o.allow_private = allow;
		assert_int_equal(http_new(x.w.base, &x.o, &x.w.http, NULL), OK);
		assert_int_equal(visit(&x.w, "http://near.example/a")
				     ->http_status,
		    200);
		front_counts(x.proxy, &counts);
		assert_int_equal(counts.connections, 0);
		close_proxied(&x);
	}
}

static void
a_proxy_that_is_not_who_it_says_is_not_used(void **state)
{
	struct front_options fo = { .proxy = true,
		.host = "proxy.example",
		.expired = true };
	struct proxied x;

	(void)state;
	open_proxied(&x, "/a body=feed", fo, "https://");
	expect_failure(visit(&x.w, "http://blog.example/a"), E_TLS,
	    "the certificate was not accepted");
	assert_string_equal(front_heads(x.proxy), "");
	assert_int_equal(feedserver_hits(x.w.server, NULL), 0);
	close_proxied(&x);
}

static void
a_proxy_that_is_not_there_is_a_failed_connection(void **state)
{

	(void)state;
	for (size_t i = 0; i < KINDS; i++) {
		struct proxied x;
		struct batch *b;

		open_proxied(&x, "/a body=feed", kinds[i].front,
		    kinds[i].scheme);
		front_stop(x.proxy);
		x.proxy = NULL;
		b = visit(&x.w, "http://blog.example/a");
		expect_failure(b, E_CONNECT, "http://blog.example/a: ");
		assert_int_equal(str_find(b->error, STR("pr0xypw")), SIZE_MAX);
		assert_int_equal(feedserver_hits(x.w.server, NULL), 0);
		close_proxied(&x);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_kind_of_proxy_carries_a_visit),
		cmocka_unit_test(
		    socks5_looks_names_up_at_home_and_socks5h_there),
		cmocka_unit_test(private_hosts_are_asked_of_no_proxy),
		cmocka_unit_test(who_is_in_no_proxy_goes_past_it),
		cmocka_unit_test(a_proxy_that_is_not_who_it_says_is_not_used),
		cmocka_unit_test(
		    a_proxy_that_is_not_there_is_a_failed_connection),
	};

	if (http_global_init() != OK)
		return (1);
	return (cmocka_run_group_tests(tests, NULL, NULL));
}
