#include "../../src/text/xmlprepare.h"
#include "unit.h"

static struct arena *a;

static void
check(struct str text, const char *want, bool want_mended)
{
	bool mended = false;

	assert_true(xmlprepare(a, &text, &mended));
	assert_str(text, want);
	assert_int_equal(mended, want_mended);
}

static void
a_clean_document_is_left_as_it_is(void **state)
{
	struct str s = STR("\n<?xml version='1.0'?>\t<a/>\r\n"), t = s;
	bool mended = false;

	(void)state;
	assert_true(xmlprepare(a, &t, &mended));
	assert_ptr_equal(t.p, s.p + 1);
	assert_false(mended);
	check(STR("<a/>"), "<a/>", false);
	check(STR(""), "", false);
}

static void
forbidden_bytes_are_found_wherever_they_stand(void **state)
{
	char text[200];

	(void)state;
	for (size_t i = 0; i < 150; i++) {
		memset(text, 'x', 150);
		text[i] = i % 2 == 0 ? '\0' : '\x1f';
		check((struct str){ text, 150 },
		    "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
		    "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
		    "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
		    true);
	}
}

static void
junk_before_the_declaration_goes(void **state)
{

	(void)state;
	check(STR("\xef\xbb\xbf<a/>"), "<a/>", false);
	check(STR("PHP Warning <br/>\n<?xml version='1.0'?><a/>"),
	    "<?xml version='1.0'?><a/>", true);
	check(STR("<!-- a comment --><?xml version='1.0'?><a/>"),
	    "<?xml version='1.0'?><a/>", false);
	/* a declaration that is quoted in a feed is none */
	check(STR("<rss><![CDATA[<?xml version='1.0'?>]]></rss>"),
	    "<rss><![CDATA[<?xml version='1.0'?>]]></rss>", false);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_clean_document_is_left_as_it_is),
		cmocka_unit_test(forbidden_bytes_are_found_wherever_they_stand),
		cmocka_unit_test(junk_before_the_declaration_goes),
	};
	int failed;

	a = arena_new(16 << 20);
	failed = RUN_TESTS(tests);
	arena_free(a);
	return (failed);
}
