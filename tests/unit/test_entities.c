#include "earshot/html.h"
#include "earshot/utf8.h"

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
each_letter_finds_its_first_and_last_name(void **state)
{
	static const struct {
		const char *name;
		uint32_t c;
	} ends[] = {
		{ "AElig", 0xc6 },
		{ "Auml", 0xc4 },
		{ "Bcy", 0x411 },
		{ "Breve", 0x2d8 },
		{ "CHcy", 0x427 },
		{ "CloseCurlyQuote", 0x2019 },
		{ "Dagger", 0x2021 },
		{ "Dstrok", 0x110 },
		{ "ENG", 0x14a },
		{ "Euml", 0xcb },
		{ "Fcy", 0x424 },
		{ "GT", 0x3e },
		{ "Gdot", 0x120 },
		{ "HARDcy", 0x42a },
		{ "Hstrok", 0x126 },
		{ "IEcy", 0x415 },
		{ "Iuml", 0xcf },
		{ "Jcirc", 0x134 },
		{ "Jukcy", 0x404 },
		{ "KHcy", 0x425 },
		{ "Kcy", 0x41a },
		{ "LT", 0x3c },
		{ "Lstrok", 0x141 },
		{ "Mcy", 0x41c },
		{ "Mu", 0x39c },
		{ "Nacute", 0x143 },
		{ "Nu", 0x39d },
		{ "OElig", 0x152 },
		{ "Ouml", 0xd6 },
		{ "Pcy", 0x41f },
		{ "Psi", 0x3a8 },
		{ "QUOT", 0x22 },
		{ "REG", 0xae },
		{ "RightArrow", 0x2192 },
		{ "SHCHcy", 0x429 },
		{ "Square", 0x25a1 },
		{ "THORN", 0xde },
		{ "Tstrok", 0x166 },
		{ "Uacute", 0xda },
		{ "Uuml", 0xdc },
		{ "Vcy", 0x412 },
		{ "VerticalLine", 0x7c },
		{ "Wcirc", 0x174 },
		{ "Xi", 0x39e },
		{ "YAcy", 0x42f },
		{ "Yuml", 0x178 },
		{ "ZHcy", 0x416 },
		{ "Zeta", 0x396 },
		{ "aacute", 0xe1 },
		{ "auml", 0xe4 },
		{ "backprime", 0x2035 },
		{ "bump", 0x224e },
		{ "cacute", 0x107 },
		{ "curren", 0xa4 },
		{ "dArr", 0x21d3 },
		{ "dtrif", 0x25be },
		{ "eacute", 0xe9 },
		{ "exist", 0x2203 },
		{ "fcy", 0x444 },
		{ "frown", 0x2322 },
		{ "gacute", 0x1f5 },
		{ "gt", 0x3e },
		{ "hArr", 0x21d4 },
		{ "hyphen", 0x2010 },
		{ "iacute", 0xed },
		{ "iuml", 0xef },
		{ "jcirc", 0x135 },
		{ "jukcy", 0x454 },
		{ "kappa", 0x3ba },
		{ "khcy", 0x445 },
		{ "lArr", 0x21d0 },
		{ "ltrif", 0x25c2 },
		{ "macr", 0xaf },
		{ "mu", 0x3bc },
		{ "nabla", 0x2207 },
		{ "nwarr", 0x2196 },
		{ "oacute", 0xf3 },
		{ "ouml", 0xf6 },
		{ "para", 0xb6 },
		{ "puncsp", 0x2008 },
		{ "quest", 0x3f },
		{ "quot", 0x22 },
		{ "rArr", 0x21d2 },
		{ "rtrif", 0x25b8 },
		{ "sacute", 0x15b },
		{ "szlig", 0xdf },
		{ "target", 0x2316 },
		{ "tstrok", 0x167 },
		{ "uArr", 0x21d1 },
		{ "uuml", 0xfc },
		{ "varepsilon", 0x3f5 },
		{ "vert", 0x7c },
		{ "wcirc", 0x175 },
		{ "weierp", 0x2118 },
		{ "xcirc", 0x25ef },
		{ "xi", 0x3be },
		{ "yacute", 0xfd },
		{ "yuml", 0xff },
		{ "zacute", 0x17a },
		{ "zwnj", 0x200c },
	};
	char want[4];
	size_t i, n;

	(void)state;
	for (i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		n = utf8_put(ends[i].c, want);
		assert_true(str_eq(html_entity(str_of(ends[i].name)),
		    (struct str){ want, n }));
	}
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
		cmocka_unit_test(each_letter_finds_its_first_and_last_name),
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
