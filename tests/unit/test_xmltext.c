#include "earshot/buf.h"

#include "../../src/text/xmltext.h"
#include "unit.h"

static struct scan scan;

/* The pieces of ${text}: "written|" or "(meant)|". */
static void
check(const char *text, const char *want, bool want_mended)
{
	struct buf got = BUF_INIT(1 << 20);
	struct xmltext t;
	struct str piece;
	size_t expanded = 0;
	bool written;

	scan.mended = false;
	xmltext_begin(&t, &scan, &expanded, str_of(text));
	while (xmltext_next(&t, &piece, &written)) {
		assert_true(piece.n > 0);
		buf_printf(&got, written ? "%.*s|" : "(%.*s)|", STR_ARG(piece));
	}
	assert_string_equal(got.p != NULL ? got.p : "", want);
	assert_int_equal(scan.mended, want_mended);
	buf_free(&got);
}

static void
text_without_references_is_one_piece(void **state)
{

	(void)state;
	scan_init(&scan, STR(""), false);
	check("", "", false);
	check("a > b ; c", "a > b ; c|", false);
}

static void
references_of_xml_and_numbers_mean_characters(void **state)
{

	(void)state;
	scan_init(&scan, STR(""), false);
	check("a&lt;&gt;&amp;&quot;&apos;b", "a|(<)|(>)|(&)|(\")|(')|b|",
	    false);
	check("&#65;&#x42;&#146;", "(A)|(B)|(\xe2\x80\x99)|", false);
	check("&#10;", "(\n)|", false);
}

static void
names_of_html_live_but_are_noted(void **state)
{

	(void)state;
	scan_init(&scan, STR(""), false);
	check("&eacute;", "(\xc3\xa9)|", true);
	scan.doctype = true;
	check("&eacute;", "(\xc3\xa9)|", false);
}

static void
what_is_no_reference_is_text(void **state)
{

	(void)state;
	scan_init(&scan, STR(""), false);
	check("&", "(&)|", true);
	check("a&b&c;&", "a|(&)|b|(&)|c;|(&)|", true);
	check("&lt", "(&)|lt|", true);
	check("&am", "(&)|am|", true);
	check("&#0;x", "x|", true);
}

static void
declared_entities_are_literal_and_bounded(void **state)
{
	struct xmltext t;
	struct str piece;
	size_t expanded = XMLTEXT_EXPANDED_MAX;
	bool written;

	(void)state;
	scan_init(&scan, STR(""), false);
	scan.doctype = true;
	scan.nentities = 2;
	scan.entities[0] =
	    (struct scan_entity){ STR("a"), STR("R&#38;D &a; <i>") };
	scan.entities[1] = (struct scan_entity){ STR("e"), STR("") };
	check("x&a;y", "x|R|(&)|D |&|a; <i>|y|", false);
	check("x&e;y", "x|y|", false);
	xmltext_begin(&t, &scan, &expanded, STR("&a;"));
	assert_true(xmltext_next(&t, &piece, &written));
	assert_str(piece, "&");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_without_references_is_one_piece),
		cmocka_unit_test(references_of_xml_and_numbers_mean_characters),
		cmocka_unit_test(names_of_html_live_but_are_noted),
		cmocka_unit_test(what_is_no_reference_is_text),
		cmocka_unit_test(declared_entities_are_literal_and_bounded),
	};

	return (RUN_TESTS(tests));
}
