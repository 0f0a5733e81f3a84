/*
 * Routes: fixed addresses, the proxy and who is reached without it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../src/net/route.h"

static struct route *
route_of(const char *proxy, const char *no_proxy, const char *resolve)
{
	struct buf err = BUF_INIT(1000);
	struct route *r = NULL;

	if (route_new(proxy, no_proxy, resolve, &r, &err) != OK)
		fail_msg("%.*s", STR_ARG(buf_str(&err)));
	buf_free(&err);
	return (r);
}

static void
nothing_configured_is_a_direct_way(void **state)
{
	struct route *r = route_of(NULL, NULL, NULL);

	(void)state;
	assert_string_equal(route_proxy(r, STR("example.com")), "");
	assert_null(route_connect_to(r));
	assert_true(route_needs_lookup(r, STR("example.com"), 80));
	assert_false(route_needs_lookup(r, STR("192.0.2.1"), 80));
	assert_false(route_needs_lookup(r, STR("2001:db8::1"), 80));
	route_free(r);
}

static void
fixed_addresses_reach_libcurl_in_its_own_form(void **state)
{
	struct route *r = route_of("", "",
	    "a.example:80=127.0.0.1:8080  b.example:443=[::1]\n"
	    "c.example:80=[::1]:81 d.example:80=127.0.0.2:80");
	struct curl_slist *l = route_connect_to(r);

	(void)state;
	assert_string_equal(l->data, "a.example:80:127.0.0.1:8080");
	l = l->next;
	assert_string_equal(l->data, "c.example:80:[::1]:81");
	assert_null(l->next);
	l = route_names(r);
	assert_string_equal(l->data, "b.example:443:[::1]");
	l = l->next;
	assert_string_equal(l->data, "d.example:80:127.0.0.2");
	assert_null(l->next);
	assert_false(route_needs_lookup(r, STR("A.example"), 80));
	assert_true(route_needs_lookup(r, STR("a.example"), 81));
	route_free(r);
}

static void
no_proxy_names_hosts_and_what_is_below_them(void **state)
{
	static const struct {
		const char *host;
		bool direct;
	} rows[] = { { "corp.example", true }, { "blog.Corp.example", true },
		{ "notcorp.example", false }, { "example", false },
		{ "local.example", true }, { "x.local.example", true },
		{ "10.0.0.1", true }, { "10.0.0.10", false }, { "::1", true } };
	struct route *r = route_of("http://user:pw@proxy.example:3128",
	    "corp.example, .local.example 10.0.0.1,::1", "");

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_string_equal(route_proxy(r, str_of(rows[i].host)),
		    rows[i].direct ? "" : "http://user:pw@proxy.example:3128");
	route_free(r);
	r = route_of("http://proxy.example:3128", "*", "");
	assert_string_equal(route_proxy(r, STR("any.example")), "");
	route_free(r);
}

static void
private_hosts_are_refused_by_name(void **state)
{
	static const char *const rows[][2] = { { "127.0.0.1", "loopback" },
		{ "10.1.2.3", "private" }, { "::1", "loopback" },
		{ "fd00::1", "private" }, { "localhost", "loopback" },
		{ "x.LOCALHOST", "loopback" },
		{ "169.254.169.254", "metadata" } };
	struct buf err = BUF_INIT(1000);
	struct guard *g = NULL;

	(void)state;
	assert_int_equal(guard_new(STR("127.0.0.1:8080"), &g, &err), OK);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_string_equal(route_refuses(g, str_of(rows[i][0]), 80),
		    rows[i][1]);
	assert_null(route_refuses(g, STR("8.8.8.8"), 80));
	assert_null(route_refuses(g, STR("blog.example"), 80));
	assert_null(route_refuses(g, STR("127.0.0.1"), 8080));
	assert_null(route_refuses(g, STR("localhost"), 8080));
	guard_free(g);
	buf_free(&err);
}

static void
says_what_is_wrong(void **state)
{
	static const struct {
		const char *proxy, *no_proxy, *resolve, *says;
	} rows[] = {
		{ "ftp://user:secret@proxy:1", "", "", "http://HOST:PORT" },
		{ "proxy.example:3128", "", "", "http://HOST:PORT" },
		{ "http://", "", "", "http://HOST:PORT" },
		{ "", "10.0.0.0/8", "", "no networks" },
		{ "", "", "a.example", "HOST:PORT=ADDRESS" },
		{ "", "", "a.example=1.2.3.4", "HOST:PORT=ADDRESS" },
		{ "", "", ":80=1.2.3.4", "HOST:PORT=ADDRESS" },
		{ "", "", "a:0=1.2.3.4", "HOST:PORT=ADDRESS" },
		{ "", "", "a:80=b.example", "HOST:PORT=ADDRESS" },
		{ "", "", "a:80=1.2.3.4:", "HOST:PORT=ADDRESS" },
		{ "", "", "a:80=1.2.3.4:99999", "HOST:PORT=ADDRESS" },
		{ "", "", "a:80=::1", "HOST:PORT=ADDRESS" },
		{ "", "", "a:80=[::1", "HOST:PORT=ADDRESS" },
		{ "", "", "a:80=[1.2.3.4]", "HOST:PORT=ADDRESS" },
		{ "", "", "a:80=", "HOST:PORT=ADDRESS" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct buf err = BUF_INIT(1000);
		struct route *r = NULL;

		assert_int_equal(route_new(rows[i].proxy, rows[i].no_proxy,
				     rows[i].resolve, &r, &err),
		    E_SYNTAX);
		assert_null(r);
		if (str_find(buf_str(&err), str_of(rows[i].says)) == SIZE_MAX)
			fail_msg("%zu: %.*s", i, STR_ARG(buf_str(&err)));
		assert_int_equal(str_find(buf_str(&err), STR("secret")),
		    SIZE_MAX);
		buf_free(&err);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_configured_is_a_direct_way),
		cmocka_unit_test(fixed_addresses_reach_libcurl_in_its_own_form),
		cmocka_unit_test(no_proxy_names_hosts_and_what_is_below_them),
		cmocka_unit_test(private_hosts_are_refused_by_name),
		cmocka_unit_test(says_what_is_wrong),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
