#include "conf/checks.h"
#include "unit.h"

typedef bool check_fn(struct str value, struct buf *why);

/* ${texts} is NULL-ended; what is refused comes with a reason. */
static void
each(check_fn *check, const char *const *texts, bool want)
{

	for (; *texts != NULL; texts++) {
		struct buf why = BUF_INIT(1000);

		if (check(str_of(*texts), &why) != want)
			fail_msg("\"%s\" was %s", *texts,
			    want ? "refused" : "taken");
		assert_int_equal(why.n > 0, !want);
		buf_free(&why);
	}
}

static void
a_day_begins_at_utc_or_a_fixed_offset(void **state)
{
	static const char *const good[] = { "UTC", "+02:00", "-09:30", "+14:00",
		"+00:00", NULL };
	static const char *const bad[] = { "utc+2", "Europe/Berlin", "+2:00",
		"+02:60", "+14:01", "02:00", "+0a:00", NULL };

	(void)state;
	each(check_day_zone, good, true);
	each(check_day_zone, bad, false);
}

static void
an_address_to_listen_at_has_a_port(void **state)
{
	static const char *const good[] = { "127.0.0.1:8017", "[::1]:8017",
		"localhost:80", "0.0.0.0:0", "[2001:db8::1]:65535", NULL };
	static const char *const bad[] = { "8017", ":8017", "127.0.0.1",
		"127.0.0.1:", "127.0.0.1:65536", "::1:8017", "[::1:8017",
		"a b:80", "127.0.0.1:80x", "http://a:80", "box.example:9100",
		NULL };

	(void)state;
	each(check_listen, good, true);
	each(check_listen, bad, false);
}

static void
a_resolve_entry_is_host_port_and_address(void **state)
{
	static const char *const good[] = { "a.example:443=192.0.2.7",
		"a.example:443=192.0.2.7:8443 b.example:80=[2001:db8::1]",
		"a.example:443=[::1]:8443", NULL };
	static const char *const bad[] = { "a.example=192.0.2.7",
		"a.example:443", "a.example:443=b.example",
		"a.example:443=192.0.2.7:", "a.example:0=192.0.2.7",
		"a.example:443=192.0.2.7,b.example:1=192.0.2.8", NULL };

	(void)state;
	each(check_resolve, good, true);
	each(check_resolve, bad, false);
}

static void
a_proxy_is_a_url(void **state)
{
	static const char *const good[] = { "http://proxy.example:3128",
		"socks5h://127.0.0.1:1080", "HTTPS://p.example",
		"http://jo:a%40b%2Fc@p.example:3128/", "http://[::1]:3128",
		NULL };
	static const char *const bad[] = { "proxy.example:3128", "ftp://p",
		"http://", "http:///", "http://p.example:99999",
		"http://p.example:3128 x", "http://jo:pass/word@p.example:1",
		"http://jo:1/word@p.example:1", "http://jo:pass#word@p.example",
		NULL };

	(void)state;
	each(check_proxy, good, true);
	each(check_proxy, bad, false);
}

static void
a_contact_is_a_page_or_a_mail_address(void **state)
{
	static const char *const good[] = { "https://acme.example/bot",
		"listening@acme.example", "mailto:listening@acme.example",
		NULL };
	static const char *const bad[] = { "call us", "acme.example",
		"me @ acme", NULL };

	(void)state;
	each(check_contact, good, true);
	each(check_contact, bad, false);
}

static void
a_name_for_servers_is_not_a_novel(void **state)
{
	struct buf why = BUF_INIT(1000);
	char name[600];

	(void)state;
	memset(name, 'a', sizeof(name));
	assert_true(check_user_agent((struct str){ name, 500 }, &why));
	assert_false(check_user_agent((struct str){ name, 501 }, &why));
	buf_free(&why);
}

static const struct CMUnitTest checks[] = {
	cmocka_unit_test(a_day_begins_at_utc_or_a_fixed_offset),
	cmocka_unit_test(an_address_to_listen_at_has_a_port),
	cmocka_unit_test(a_resolve_entry_is_host_port_and_address),
	cmocka_unit_test(a_proxy_is_a_url),
	cmocka_unit_test(a_contact_is_a_page_or_a_mail_address),
	cmocka_unit_test(a_name_for_servers_is_not_a_novel),
};

int
main(void)
{

	return (RUN_TESTS(checks));
}
