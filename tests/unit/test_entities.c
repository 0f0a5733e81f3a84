#include "earshot/html.h"

#include "../../src/text/entities.h"
#include "unit.h"

static struct arena *a;

#define assert_plain(s, want) assert_str(html_unescape(a, STR(s)), want)

static void
names_are_found_in_the_whole_table(void **state)
{

	(void)state;
	/* first, last, the longest, and neighbours that begin alike */
	assert_str(html_entity(STR("AElig")), "\xc3\x86");
	assert_str(html_entity(STR("zwnj")), "\xe2\x80\x8c");
	assert_str(html_entity(STR("CloseCurlyDoubleQuote")), "\xe2\x80\x9d");
	assert_str(html_entity(STR("lt")), "<");
	assert_str(html_entity(STR("sub")), "\xe2\x8a\x82");
	assert_str(html_entity(STR("sube")), "\xe2\x8a\x86");
	assert_str(html_entity(STR("sup")), "\xe2\x8a\x83");
	assert_str(html_entity(STR("sup1")), "\xc2\xb9");
	assert_str(html_entity(STR("there4")), "\xe2\x88\xb4");
	assert_str(html_entity(STR("Dagger")), "\xe2\x80\xa1");
	assert_str(html_entity(STR("dagger")), "\xe2\x80\xa0");
	assert_null(html_entity(STR("su")).p);
	assert_null(html_entity(STR("")).p);
	assert_null(html_entity(STR("nosuchentityatallinanytable")).p);
}

static void
numbers_mean_characters(void **state)
{

	(void)state;
	assert_plain("&#65;&#x42;&#X43;&#128512;", "ABC\xf0\x9f\x98\x80");
	assert_plain("&#150;&#x80;&#159;", "\xe2\x80\x93\xe2\x82\xac\xc5\xb8");
	assert_plain("a&#0;&#8;&#129;b", "ab");
	assert_plain("&#55296;&#xFFFE;&#x110000;",
	    "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd");
	assert_plain("&#39 x &#x27y", "' x 'y");
	assert_plain("&#; &#x; &#x", "&#; &#x; &#x");
}

static void
only_old_names_do_without_a_semicolon(void **state)
{

	(void)state;
	assert_plain("&copy 1 &amp&lt", "\xc2\xa9 1 &<");
	assert_plain("&hellip x", "&hellip x");
	assert_plain("?a=1&copy=2&lt=3", "?a=1&copy=2&lt=3");
	assert_plain("&ampere", "&ampere");
}

static void
decoding_happens_once(void **state)
{

	(void)state;
	assert_plain("&amp;lt;", "&lt;");
	assert_plain("& && &amp;&amp;", "& && &&");
}

static void
text_without_references_is_not_copied(void **state)
{
	struct str s = STR("nothing to do");

	(void)state;
	assert_ptr_equal(html_unescape(a, s).p, s.p);
}

static void
a_reference_says_what_it_was(void **state)
{
	struct reference r;

	(void)state;
	assert_true(reference_read(STR("x&#233;"), 1, &r));
	assert_int_equal(r.length, 6);
	assert_true(r.exact && r.semicolon);
	assert_true(reference_read(STR("&#146"), 0, &r));
	assert_false(r.exact || r.semicolon);
	assert_true(reference_read(STR("&eacute;"), 0, &r));
	assert_false(r.exact);
	assert_int_equal(r.n, 2);
	assert_false(reference_read(STR("&"), 0, &r));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_are_found_in_the_whole_table),
		cmocka_unit_test(numbers_mean_characters),
		cmocka_unit_test(only_old_names_do_without_a_semicolon),
		cmocka_unit_test(decoding_happens_once),
		cmocka_unit_test(text_without_references_is_not_copied),
		cmocka_unit_test(a_reference_says_what_it_was),
	};
	int failed;

	a = arena_new(16 << 20);
	failed = RUN_TESTS(tests);
	arena_free(a);
	return (failed);
}
