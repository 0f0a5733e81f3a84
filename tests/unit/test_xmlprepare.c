#include "../../src/text/xmlprepare.h"
#include "unit.h"

static void
check(struct str text, const char *want, bool want_mended)
{
	bool mended = false;

	text = xmlprepare(text, &mended);
	assert_str(text, want);
	assert_int_equal(mended, want_mended);
}

static void
a_clean_document_is_left_as_it_is(void **state)
{
	struct str s = STR("\n<?xml version='1.0'?>\t<a/>\r\n"), t = s;
	bool mended = false;

	(void)state;
	t = xmlprepare(t, &mended);
	assert_ptr_equal(t.p, s.p + 1);
	assert_false(mended);
	check(STR("<a/>"), "<a/>", false);
	check(STR(""), "", false);
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
		cmocka_unit_test(junk_before_the_declaration_goes),
	};

	return (RUN_TESTS(tests));
}
