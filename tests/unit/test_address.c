/*
 * Addresses taken apart, resolved, and shown.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "../../src/net/address.h"

static struct arena *arena;

static int
set_up(void **state)
{

	(void)state;
	arena = arena_new(1 << 20);
	return (arena == NULL);
}

static int
tear_down(void **state)
{

	(void)state;
	arena_free(arena);
	return (0);
}

static enum status
read_it(const char *base, const char *ref, struct address *ret)
{

	return (address_read(arena, str_of(base), str_of(ref), ret));
}

static void
expect(struct str s, const char *text)
{

	if (!str_eq(s, str_of(text)))
		fail_msg("\"%.*s\" is not \"%s\"", STR_ARG(s), text);
}

static void
an_address_has_its_parts(void **state)
{
	struct address a;

	(void)state;
	assert_int_equal(read_it(NULL,
			     " https://Jo:p%40ss@Blog.Example/a b?c#d ", &a),
	    OK);
	expect(a.scheme, "https");
	expect(a.host, "blog.example");
	assert_int_equal(a.port, 443);
	expect(a.user, "Jo");
	expect(a.password, "p@ss");
	assert_int_equal(str_find(a.url, STR("p@ss")), SIZE_MAX);
	assert_int_equal(str_find(a.url, STR("#")), SIZE_MAX);
	assert_true(str_ends(a.url, STR("/a%20b?c")));
	assert_int_equal(read_it(NULL, "http://[::1]:8080/", &a), OK);
	expect(a.host, "::1");
	assert_int_equal(a.port, 8080);
	assert_null(a.user.p);
}

static void
odd_forms_of_an_address_are_put_right(void **state)
{
	struct address a;

	(void)state;
	assert_int_equal(read_it(NULL, "http://2130706433/", &a), OK);
	expect(a.host, "127.0.0.1");
	assert_int_equal(read_it(NULL, "http://0x7f.1/", &a), OK);
	expect(a.host, "127.0.0.1");
	assert_int_equal(read_it(NULL, "HTTP://a.example", &a), OK);
	expect(a.scheme, "http");
}

static void
a_reference_is_resolved(void **state)
{
	static const char *const rows[][2] = {
		{ "/x", "http://a.example/x" },
		{ "x", "http://a.example/b/x" },
		{ "../x?y=1", "http://a.example/x?y=1" },
		{ "?q", "http://a.example/b/c?q" },
		{ "//c.example/x", "http://c.example/x" },
		{ "https://c.example/\xc3\xa4 x",
		    "https://c.example/%c3%a4%20x" },
	};
	struct address a;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		assert_int_equal(read_it("http://a.example/b/c?d", rows[i][0],
				     &a),
		    OK);
		if (!str_ieq(a.url, str_of(rows[i][1])))
			fail_msg("%s: %.*s", rows[i][0], STR_ARG(a.url));
	}
}

static void
other_schemes_and_no_addresses_are_refused(void **state)
{
	static const struct {
		const char *ref;
		enum status status;
	} rows[] = {
		{ "ftp://a.example/", E_REFUSED },
		{ "file:///etc/passwd", E_REFUSED },
		{ "javascript:alert(1)", E_REFUSED },
		{ "http://", E_SYNTAX },
		{ "http://a.example:99999/", E_SYNTAX },
		{ "http://a.example:0/", E_SYNTAX },
		{ "", E_SYNTAX },
		{ "   ", E_SYNTAX },
	};
	struct address a;
	char *longer = malloc(20000);

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		enum status st = read_it(NULL, rows[i].ref, &a);

		/* What has no address may fail either way. */
		if (st != rows[i].status && (st == OK || i > 2))
			fail_msg("%s: %s", rows[i].ref, status_word(st));
	}
	assert_non_null(longer);
	memset(longer, 'a', 19999);
	longer[19999] = '\0';
	memcpy(longer, "http://a.example/", 17);
	assert_int_equal(read_it(NULL, longer, &a), E_SYNTAX);
	free(longer);
}

static void
one_origin_is_scheme_host_and_port(void **state)
{
	struct address a, b;

	(void)state;
	assert_int_equal(read_it(NULL, "http://A.example/x", &a), OK);
	assert_int_equal(read_it(NULL, "http://a.example:80/y", &b), OK);
	assert_true(address_same_origin(&a, &b));
	assert_int_equal(read_it(NULL, "https://a.example:80/y", &b), OK);
	assert_false(address_same_origin(&a, &b));
	assert_int_equal(read_it(NULL, "http://a.example:81/y", &b), OK);
	assert_false(address_same_origin(&a, &b));
}

static void
secrets_and_line_breaks_are_taken_out(void **state)
{
	struct str s = STR("a-key-b-key");

	(void)state;
	expect(address_replace(arena, s, STR("key"), STR("***")),
	    "a-***-b-***");
	assert_ptr_equal(address_replace(arena, s, STR("no"), STR("x")).p, s.p);
	assert_ptr_equal(address_replace(arena, s, (struct str){ NULL, 0 }, s)
			     .p,
	    s.p);
	expect(address_line(arena, STR("a\r\nb\tc\x7f\x1b[31m")),
	    "a  b c  [31m");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_address_has_its_parts),
		cmocka_unit_test(odd_forms_of_an_address_are_put_right),
		cmocka_unit_test(a_reference_is_resolved),
		cmocka_unit_test(other_schemes_and_no_addresses_are_refused),
		cmocka_unit_test(one_origin_is_scheme_host_and_port),
		cmocka_unit_test(secrets_and_line_breaks_are_taken_out),
	};

	return (cmocka_run_group_tests(tests, set_up, tear_down));
}
