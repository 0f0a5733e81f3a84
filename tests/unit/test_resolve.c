#include "earshot/url.h"

#include "../../src/parse/resolve.h"
#include "unit.h"

static struct arena *a;
static struct resolver r;

static void
schemes_are_seen_without_a_parser(void **state)
{

	(void)state;
	assert_true(resolve_absolute(STR("https://a.example/")));
	assert_true(resolve_absolute(STR("tag:a.example,2026:1")));
	assert_true(resolve_absolute(STR("x-y+z.1:x")));
	assert_false(resolve_absolute(STR("/a:b")));
	assert_false(resolve_absolute(STR("1a:b")));
	assert_false(resolve_absolute(STR(":")));
	assert_false(resolve_absolute(STR("page?x=a:b")));
	assert_false(resolve_absolute(STR("")));
}

/* The short way and libcurl's say the same. */
static void
the_short_way_is_exact(void **state)
{
	static const char *const bases[] = { "https://a.example",
		"https://a.example/", "https://a.example/b/c?d=/e#f",
		"http://u:p@a.example:8080/b/", "https://a.example/b/../c/d" };
	static const char *const refs[] = { "x", "/x", "x/y?z=1#w", "/",
		"x;y=1", "~jo/t.html", "x?a=../b", "/x#/../y", "_", "x/", "x:y",
		"a%20b", "?q", "#f", "//h.example/x", "../x", "./x", "/../x",
		"x/./y", "x/../y", ".", "..", "x y", "" };

	(void)state;
	for (size_t b = 0; b < sizeof(bases) / sizeof(bases[0]); b++)
		for (size_t i = 0; i < sizeof(refs) / sizeof(refs[0]); i++) {
			struct str want =
			    url_resolve(a, str_of(bases[b]), str_of(refs[i]));
			struct str got = resolve_relative(&r, a,
			    str_of(bases[b]), str_of(refs[i]));

			if (strcmp(refs[i], "x:y") == 0)
				continue; /* callers know it is absolute */
			if (!str_eq(want, got))
				fail_msg("%s + %s: %.*s, not %.*s", bases[b],
				    refs[i], STR_ARG(got), STR_ARG(want));
		}
}

static void
what_is_quoted_is_quoted_in_capitals(void **state)
{

	(void)state;
	assert_str(resolve_relative(&r, a, STR("https://a.example/"),
		       STR("\xc3\xa9t\xc3\xa9")),
	    "https://a.example/%C3%A9t%C3%A9");
}

static void
without_a_base_nothing_is_found(void **state)
{
	struct str none = { NULL, 0 };

	(void)state;
	assert_int_equal(resolve_relative(&r, a, none, STR("x")).n, 0);
	assert_int_equal(resolve_relative(&r, a, STR("b/c"), STR("x")).n, 0);
	assert_int_equal(resolve_relative(&r, a, STR("b/c"), STR("../x")).n, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(schemes_are_seen_without_a_parser),
		cmocka_unit_test(the_short_way_is_exact),
		cmocka_unit_test(what_is_quoted_is_quoted_in_capitals),
		cmocka_unit_test(without_a_base_nothing_is_found),
	};
	int failed;

	a = arena_new(16 << 20);
	failed = RUN_TESTS(tests);
	arena_free(a);
	return (failed);
}
