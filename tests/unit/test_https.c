/*
 * TLS, HTTP/2 and proxies as they are in real life, on loopback: whose
 * certificate is believed, which versions are spoken, what a proxy gets to see.
 */
#include <openssl/ssl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "../support/front.h"
#include "fetchworld.h"

/* A front before the world's server; ${o} points into this. */
struct fronted {
	struct world w;
	struct front *tls, *proxy;
	char allow[200], resolve[100], proxy_url[100];
};

static void
reopen(struct fronted *x, struct http_options *o)
{
	struct buf why = BUF_INIT(1000);

	http_free(x->w.http);
	o->allow_private = x->allow;
	o->resolve = x->resolve;
	o->trace = keep_trace;
	o->secret = find_secret;
	o->arg = &x->w;
	if (http_new(x->w.base, o, &x->w.http, &why) != OK)
		fail_msg("%.*s", STR_ARG(buf_str(&why)));
	buf_free(&why);
}

static void
open_fronted(struct fronted *x, const char *script, struct front_options *fo,
    struct http_options *o)
{
	struct http_options first = { 0 };

	*x = (struct fronted){ .proxy = NULL };
	open_world(&x->w, script, &first);
	fo->to_port = feedserver_port(x->w.server);
	x->tls = front_start(fo);
	assert_non_null(x->tls);
	snprintf(x->allow, sizeof(x->allow), "127.0.0.1:%u",
	    front_port(x->tls));
	snprintf(x->resolve, sizeof(x->resolve),
	    "blog.example:443=127.0.0.1:%u", front_port(x->tls));
	reopen(x, o);
}

/* A plain proxy on the way to the front. */
static void
add_proxy(struct fronted *x, uint16_t to_port, struct http_options *o)
{
	struct front_options po = { .proxy = true, .to_port = to_port };

	x->proxy = front_start(&po);
	assert_non_null(x->proxy);
	snprintf(x->proxy_url, sizeof(x->proxy_url),
	    "http://jo:pr0xypw@127.0.0.1:%u", front_port(x->proxy));
	o->proxy = x->proxy_url;
	reopen(x, o);
}

static void
close_fronted(struct fronted *x)
{

	close_world(&x->w);
	front_stop(x->proxy);
	front_stop(x->tls);
}

static void
expect_feed(const struct batch *b)
{

	if (b->outcome != OUTCOME_NEW)
		fail_msg("%.*s", STR_ARG(b->error));
	assert_int_equal(b->http_status, 200);
	assert_true(str_eq(buf_str(&b->body), STR("feed")));
}

static void
a_certificate_of_the_ca_file_is_believed(void **state)
{
	struct front_options fo = { .host = "blog.example" };
	struct http_options o = { 0 };
	struct front_counts counts;
	struct fronted x;

	(void)state;
	open_fronted(&x, "/a body=feed", &fo, &o);
	o.ca_file = front_ca_file(x.tls);
	reopen(&x, &o);
	expect_feed(visit(&x.w, "https://blog.example/a"));
	front_counts(x.tls, &counts);
	assert_true(counts.version >= TLS1_2_VERSION);
	close_fronted(&x);
}

static void
nobody_else_s_certificate_is_believed(void **state)
{
	static const struct {
		struct front_options front;
		bool known; /* to the CA file */
	} rows[] = {
		{ { .host = "blog.example" }, false },
		{ { .host = "other.example" }, true },
		{ { .host = "blog.example", .expired = true }, true },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct front_options fo = rows[i].front;
		struct http_options o = { 0 };
		struct fronted x;

		open_fronted(&x, "/a body=feed", &fo, &o);
		if (rows[i].known)
			o.ca_file = front_ca_file(x.tls);
		reopen(&x, &o);
		expect_failure(visit(&x.w, "https://blog.example/a"), E_TLS,
		    "the certificate was not accepted");
		assert_int_equal(feedserver_hits(x.w.server, NULL), 0);
		close_fronted(&x);
	}
}

static void
tls_older_than_1_2_is_not_spoken(void **state)
{
	struct front_options fo = { .host = "blog.example" };
	struct http_options o = { 0 };
	struct front_counts counts;
	struct fronted x;

	(void)state;
	fo.max_version = TLS1_1_VERSION;
	open_fronted(&x, "/a body=feed", &fo, &o);
	o.ca_file = front_ca_file(x.tls);
	reopen(&x, &o);
	expect_failure(visit(&x.w, "https://blog.example/a"), E_TLS,
	    "no TLS connection");
	front_counts(x.tls, &counts);
	assert_int_equal(counts.handshakes, 0);
	close_fronted(&x);
	o.ca_file = NULL; /* the front's, which is gone */
	fo.max_version = TLS1_2_VERSION;
	open_fronted(&x, "/a body=feed", &fo, &o);
	o.ca_file = front_ca_file(x.tls);
	reopen(&x, &o);
	expect_feed(visit(&x.w, "https://blog.example/a"));
	close_fronted(&x);
}

static void
a_session_is_taken_up_again(void **state)
{
	struct front_options fo = { .host = "blog.example" };
	struct http_options o = { 0 };
	struct front_counts counts;
	struct fronted x;

	(void)state;
	/* Each answer ends its connection. */
	open_fronted(&x, "/a body=feed length=none", &fo, &o);
	o.ca_file = front_ca_file(x.tls);
	reopen(&x, &o);
	for (int i = 0; i < 3; i++)
		expect_feed(visit(&x.w, "https://blog.example/a"));
	front_counts(x.tls, &counts);
	assert_int_equal(counts.handshakes, 3);
	assert_int_equal(counts.resumed, 2);
	close_fronted(&x);
}

static void
http_2_is_spoken_where_it_is_offered(void **state)
{
	struct front_options fo = { .host = "blog.example", .h2_body = "feed" };
	struct http_options o = { 0 };
	struct front_counts counts;
	struct fronted x;

	(void)state;
	open_fronted(&x, "", &fo, &o);
	o.ca_file = front_ca_file(x.tls);
	reopen(&x, &o);
	for (int i = 0; i < 3; i++)
		expect_feed(visit(&x.w, "https://blog.example/a"));
	front_counts(x.tls, &counts);
	assert_int_equal(counts.streams, 3);
	assert_int_equal(counts.connections, 1);
	close_fronted(&x);
}

static void
tls_goes_through_a_proxy_unread(void **state)
{
	struct front_options fo = { .host = "blog.example" };
	struct http_options o = { 0 };
	struct feed feed = { .id = 1, .spec.secret = "login" };
	struct fronted x;
	const struct feedserver_request *r;

	(void)state;
	open_fronted(&x, "/a body=feed", &fo, &o);
	o.ca_file = front_ca_file(x.tls);
	x.resolve[0] = '\0';
	add_proxy(&x, front_port(x.tls), &o);
	expect_feed(visit_feed(&x.w, "https://blog.example/a?key=1", &feed));
	assert_non_null(strstr(front_heads(x.proxy),
	    "CONNECT blog.example:443 HTTP/1.1\r\n"));
	assert_non_null(strstr(front_heads(x.proxy), "Proxy-Authorization:"));
	/* The path, its key and the feed's own login are the feed's alone. */
	assert_null(strstr(front_heads(x.proxy), "key=1"));
	assert_null(strstr(front_heads(x.proxy), "\r\nAuthorization:"));
	r = feedserver_request(x.w.server, "/a", 0);
	assert_non_null(r);
	assert_string_equal(r->authorization, "Basic am86cGFzczp3b3Jk");
	/* The proxy's password stands in no line for people. */
	assert_null(strstr(x.w.trace.p, "pr0xypw"));
	close_fronted(&x);
}

static void
a_proxy_cannot_stand_in_for_the_server(void **state)
{
	struct front_options fo = { .host = "proxy.example" };
	struct http_options o = { 0 };
	struct fronted x;

	(void)state;
	open_fronted(&x, "/a body=feed", &fo, &o);
	o.ca_file = front_ca_file(x.tls);
	x.resolve[0] = '\0';
	add_proxy(&x, front_port(x.tls), &o);
	expect_failure(visit(&x.w, "https://blog.example/a"), E_TLS,
	    "the certificate was not accepted");
	assert_int_equal(feedserver_hits(x.w.server, NULL), 0);
	close_fronted(&x);
}

static void
private_hosts_are_refused_before_the_proxy(void **state)
{
	static const char *const urls[] = {
		"https://127.0.0.1/a",
		"http://127.1/a",
		"http://0x7f000001/a",
		"http://2130706433/a",
		"http://017700000001/a",
		"http://127.0.0.1./a",
		"http://[::1]/a",
		"http://[::ffff:10.0.0.1]/a",
		"http://169.254.169.254/latest/meta-data/",
		"http://localhost/a",
		"http://LOCALHOST./a",
		"http://feeds.localhost/a",
		"http://[fe80::1%25eth0]/a",
		"http://%6c%6f%63%61%6c%68%6f%73%74/a",
	};
	struct front_options fo = { .host = "blog.example" };
	struct http_options o = { 0 };
	struct fronted x;

	(void)state;
	open_fronted(&x, "/a body=feed\n/b redirect=302:http://10.0.0.1/a", &fo,
	    &o);
	x.allow[0] = x.resolve[0] = '\0';
	add_proxy(&x, feedserver_port(x.w.server), &o);
	for (size_t i = 0; i < sizeof(urls) / sizeof(urls[0]); i++) {
		struct batch *b = visit(&x.w, urls[i]);

		if (b->status != E_REFUSED)
			print_message("%s\n", urls[i]);
		expect_failure(b, E_REFUSED, "is not a public address");
		batch_free(b);
		x.w.ndone = 0;
	}
	assert_string_equal(front_heads(x.proxy), "");
	expect_failure(visit(&x.w, "http://blog.example/b"), E_REFUSED,
	    "sent on to http://10.0.0.1/a: refused");
	close_fronted(&x);
}

static void
the_environment_s_proxies_are_not_asked(void **state)
{
	static const char *const names[] = { "https_proxy", "HTTPS_PROXY",
		"all_proxy", "ALL_PROXY", "http_proxy" };
	struct front_options fo = { .host = "blog.example" };
	struct http_options o = { 0 };
	struct fronted x;

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		setenv(names[i], "http://127.0.0.1:9", 1);
	setenv("SSL_CERT_FILE", "/nonexistent", 1);
	open_fronted(&x, "/a body=feed", &fo, &o);
	o.ca_file = front_ca_file(x.tls);
	reopen(&x, &o);
	expect_feed(visit(&x.w, "https://blog.example/a"));
	close_fronted(&x);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		unsetenv(names[i]);
	unsetenv("SSL_CERT_FILE");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_certificate_of_the_ca_file_is_believed),
		cmocka_unit_test(nobody_else_s_certificate_is_believed),
		cmocka_unit_test(tls_older_than_1_2_is_not_spoken),
		cmocka_unit_test(a_session_is_taken_up_again),
		cmocka_unit_test(http_2_is_spoken_where_it_is_offered),
		cmocka_unit_test(tls_goes_through_a_proxy_unread),
		cmocka_unit_test(a_proxy_cannot_stand_in_for_the_server),
		cmocka_unit_test(private_hosts_are_refused_before_the_proxy),
		cmocka_unit_test(the_environment_s_proxies_are_not_asked),
	};

	if (http_global_init() != OK)
		return (1);
	return (cmocka_run_group_tests(tests, NULL, NULL));
}
