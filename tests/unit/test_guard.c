/*
 * The guard: what it refuses, what an exception lets through, and what is no
 * exception.
 */
#include <sys/socket.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "earshot/guard.h"

union any {
	struct sockaddr sa;
	struct sockaddr_in in;
	struct sockaddr_in6 in6;
	struct sockaddr_storage room;
};

static union any
address(const char *text, uint16_t port)
{
	union any a = { .room = { 0 } };

	if (inet_pton(AF_INET, text, &a.in.sin_addr) == 1) {
		a.in.sin_family = AF_INET;
		a.in.sin_port = htons(port);
	} else {
		assert_int_equal(inet_pton(AF_INET6, text, &a.in6.sin6_addr),
		    1);
		a.in6.sin6_family = AF_INET6;
		a.in6.sin6_port = htons(port);
	}
	return (a);
}

static struct guard *
guard_of(const char *allow)
{
	struct buf err = BUF_INIT(1000);
	struct guard *g = NULL;

	assert_int_equal(guard_new(str_of(allow), &g, &err), OK);
	assert_int_equal(buf_str(&err).n, 0);
	buf_free(&err);
	return (g);
}

static void
expect(const struct guard *g, const char *text, uint16_t port, const char *word)
{
	union any a = address(text, port);
	const char *why;
	bool may = guard_allows(g, &a.sa, &why);

	if (may != (word == NULL) || (!may && strcmp(why, word) != 0))
		fail_msg("%s:%u: %s, not %s", text, port, may ? "may" : why,
		    word != NULL ? word : "may");
}

static void
refuses_every_ipv4_network_that_is_not_public(void **state)
{
	static const char *const rows[][2] = {
		{ "0.0.0.0", "unspecified" },
		{ "0.1.2.3", "unspecified" },
		{ "10.0.0.1", "private" },
		{ "10.255.255.255", "private" },
		{ "100.64.0.1", "shared" },
		{ "100.127.255.255", "shared" },
		{ "100.100.100.200", "metadata" },
		{ "127.0.0.1", "loopback" },
		{ "127.255.255.254", "loopback" },
		{ "168.63.129.16", "metadata" },
		{ "169.254.1.1", "link-local" },
		{ "169.254.169.254", "metadata" },
		{ "172.16.0.1", "private" },
		{ "172.31.255.255", "private" },
		{ "192.0.0.8", "reserved" },
		{ "192.0.2.1", "documentation" },
		{ "192.88.99.1", "reserved" },
		{ "192.168.0.1", "private" },
		{ "198.18.0.1", "benchmark" },
		{ "198.19.255.255", "benchmark" },
		{ "198.51.100.1", "documentation" },
		{ "203.0.113.1", "documentation" },
		{ "224.0.0.1", "multicast" },
		{ "239.255.255.255", "multicast" },
		{ "240.0.0.1", "reserved" },
		{ "255.255.255.255", "broadcast" },
	};
	struct guard *g = guard_of("");

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		expect(g, rows[i][0], 80, rows[i][1]);
	guard_free(g);
}

static void
refuses_every_ipv6_network_that_is_not_public(void **state)
{
	static const char *const rows[][2] = {
		{ "::", "unspecified" },
		{ "::1", "loopback" },
		{ "::127.0.0.1", "reserved" },
		{ "::ffff:127.0.0.1", "loopback" },
		{ "::ffff:10.1.1.1", "private" },
		{ "::ffff:0.0.0.0", "unspecified" },
		{ "64:ff9b::7f00:1", "loopback" },
		{ "64:ff9b::a9fe:a9fe", "metadata" },
		{ "64:ff9b:1::1", "reserved" },
		{ "100::1", "reserved" },
		{ "2001::1", "reserved" },
		{ "2001:db8::1", "documentation" },
		{ "2002:7f00:1::", "reserved" },
		{ "3fff::1", "documentation" },
		{ "4000::1", "reserved" },
		{ "fc00::1", "private" },
		{ "fd12:3456::1", "private" },
		{ "fd00:ec2::254", "metadata" },
		{ "fe80::1", "link-local" },
		{ "febf::1", "link-local" },
		{ "fec0::1", "private" },
		{ "ff02::1", "multicast" },
	};
	struct guard *g = guard_of("");

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		expect(g, rows[i][0], 80, rows[i][1]);
	guard_free(g);
}

static void
lets_public_addresses_pass(void **state)
{
	static const char *const rows[] = { "1.1.1.1", "9.255.255.255",
		"11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255",
		"128.0.0.1", "169.253.255.255", "172.15.255.255", "172.32.0.0",
		"192.167.255.255", "198.17.255.255", "198.20.0.0",
		"223.255.255.255", "2600::1", "2a00:1450::1", "2001:4860::8888",
		"::ffff:8.8.8.8", "64:ff9b::808:808" };
	struct guard *g = guard_of("");

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		expect(g, rows[i], 443, NULL);
	guard_free(g);
}

static void
refuses_what_is_not_an_internet_address(void **state)
{
	struct sockaddr sa = { .sa_family = AF_UNIX };
	struct guard *g = guard_of("0.0.0.0/0 ::/0");
	const char *why;

	(void)state;
	assert_false(guard_allows(g, &sa, &why));
	assert_string_equal(why, "unknown");
	guard_free(g);
}

static void
an_exception_names_one_port_and_not_the_next(void **state)
{
	struct guard *g = guard_of("127.0.0.1:8080 [::1]/128:8080");

	(void)state;
	expect(g, "127.0.0.1", 8080, NULL);
	expect(g, "127.0.0.1", 8081, "loopback");
	expect(g, "127.0.0.2", 8080, "loopback");
	expect(g, "::1", 8080, NULL);
	expect(g, "::1", 8081, "loopback");
	expect(g, "::ffff:127.0.0.1", 8080, NULL);
	guard_free(g);
}

static void
an_exception_may_be_a_network(void **state)
{
	struct guard *g =
	    guard_of(" 10.2.0.0/15\tfd12::/16  ::ffff:192.168.0.0/112 ::1\n"
		     "172.16.5.0/24:80 169.254.169.254");

	(void)state;
	expect(g, "10.2.0.1", 1, NULL);
	expect(g, "10.3.255.255", 65535, NULL);
	expect(g, "10.4.0.0", 80, "private");
	expect(g, "10.1.255.255", 80, "private");
	expect(g, "fd12::1", 80, NULL);
	expect(g, "fd13::1", 80, "private");
	expect(g, "192.168.77.1", 80, NULL);
	expect(g, "192.169.0.1", 80, NULL);
	expect(g, "::1", 9, NULL);
	expect(g, "172.16.5.9", 80, NULL);
	expect(g, "172.16.5.9", 81, "private");
	expect(g, "169.254.169.254", 80, NULL);
	guard_free(g);
}

static void
everything_of_a_family_can_be_allowed(void **state)
{
	struct guard *g = guard_of("0.0.0.0/0");

	(void)state;
	expect(g, "127.0.0.1", 80, NULL);
	expect(g, "::1", 80, "loopback");
	guard_free(g);
}

static void
says_what_is_wrong_with_an_exception(void **state)
{
	static const char *const rows[][2] = {
		{ "localhost", "is not ADDRESS" },
		{ "127.0.0.1:", "is not ADDRESS" },
		{ "127.0.0.1/", "is not ADDRESS" },
		{ "127.0.0.1/33", "from 0 to 32" },
		{ "::1/129", "from 0 to 128" },
		{ "127.0.0.1/x", "from 0 to 32" },
		{ "127.0.0.1:0", "from 1 to 65535" },
		{ "127.0.0.1:65536", "from 1 to 65535" },
		{ "127.0.0.1:80x", "from 1 to 65535" },
		{ "[::1", "is not ADDRESS" },
		{ "[::1]x", "is not ADDRESS" },
		{ "[127.0.0.1]]", "is not ADDRESS" },
		{ "127.1", "is not ADDRESS" },
		{ "0x7f000001", "is not ADDRESS" },
		{ "10.1.2.3/8", "bits behind the /8" },
		{ "fd12::1/16", "bits behind the /16" },
		{ "/8", "is not ADDRESS" },
		{ ":80", "is not ADDRESS" },
		{ "127.0.0.1:80 nonsense", "\"nonsense\"" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct buf err = BUF_INIT(1000);
		struct guard *g = NULL;

		assert_int_equal(guard_new(str_of(rows[i][0]), &g, &err),
		    E_SYNTAX);
		assert_null(g);
		if (str_find(buf_str(&err), str_of(rows[i][1])) == SIZE_MAX)
			fail_msg("%s: %.*s", rows[i][0],
			    STR_ARG(buf_str(&err)));
		buf_free(&err);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(refuses_every_ipv4_network_that_is_not_public),
		cmocka_unit_test(refuses_every_ipv6_network_that_is_not_public),
		cmocka_unit_test(lets_public_addresses_pass),
		cmocka_unit_test(refuses_what_is_not_an_internet_address),
		cmocka_unit_test(an_exception_names_one_port_and_not_the_next),
		cmocka_unit_test(an_exception_may_be_a_network),
		cmocka_unit_test(everything_of_a_family_can_be_allowed),
		cmocka_unit_test(says_what_is_wrong_with_an_exception),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
