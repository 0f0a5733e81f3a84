#include "earshot/buf.h"

#include "../../src/text/xmltext.h"
#include "unit.h"

static struct scan scan;

static void
check_as(struct xmltext *t, const char *text, const char *want,
    bool want_mended)
{
	struct buf got = BUF_INIT(1 << 20);

	scan.mended = false;
	t->scan = &scan;
	xmltext_add(t, str_of(text), &got);
	assert_string_equal(got.p != NULL ? got.p : "", want);
	assert_int_equal(scan.mended, want_mended);
	buf_free(&got);
}

static void
check(const char *text, const char *want, bool want_mended)
{
	struct xmltext t = { 0 };

	check_as(&t, text, want, want_mended);
}

static void
text_without_references_means_itself(void **state)
{

	(void)state;
	scan_init(&scan, STR(""), false);
	check("", "", false);
	check("a > b ; c", "a > b ; c", false);
}

static void
references_of_xml_and_numbers_mean_characters(void **state)
{

	(void)state;
	scan_init(&scan, STR(""), false);
	check("a&lt;&gt;&amp;&quot;&apos;b", "a<>&\"'b", false);
	check("&#65;&#x42;&#146;", "AB\xe2\x80\x99", false);
	check("&amp;lt;", "&lt;", false);
}

static void
names_of_html_live_but_are_noted(void **state)
{

	(void)state;
	scan_init(&scan, STR(""), false);
	check("&eacute;", "\xc3\xa9", true);
	scan.doctype = true;
	check("&eacute;", "\xc3\xa9", false);
}

static void
what_is_no_reference_is_text(void **state)
{

	(void)state;
	scan_init(&scan, STR(""), false);
	check("&", "&", true);
	check("a&b&c;&", "a&b&c;&", true);
	check("&lt", "&lt", true);
	check("&am", "&am", true);
	check("&#0;x", "x", true);
}

static void
line_ends_are_read_as_xml_has_them(void **state)
{
	struct xmltext value = { .attribute = true };

	(void)state;
	scan_init(&scan, STR(""), false);
	check("1\r\n2\r3\n4\r", "1\n2\n3\n4\n", false);
	check("1&#13;&#10;2", "1\r\n2", false);
	check_as(&value, "1\r\n2\r3\n4\t5", "1 2 3 4 5", false);
	check_as(&value, "1&#10;2&#9;", "1\n2\t", false);
}

static void
declared_entities_are_literal_and_bounded(void **state)
{
	struct xmltext t = { .expanded = XMLTEXT_EXPANDED_MAX };

	(void)state;
	scan_init(&scan, STR(""), false);
	scan.doctype = true;
	scan.nentities = 2;
	scan.entities[0] =
	    (struct scan_entity){ STR("a"), STR("R&#38;D &a; <i>") };
	scan.entities[1] = (struct scan_entity){ STR("e"), STR("") };
	check("x&a;y", "xR&D &a; <i>y", false);
	check("x&e;y", "xy", false);
	check_as(&t, "x&a;y", "x&a;y", true);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_without_references_means_itself),
		cmocka_unit_test(references_of_xml_and_numbers_mean_characters),
		cmocka_unit_test(names_of_html_live_but_are_noted),
		cmocka_unit_test(what_is_no_reference_is_text),
		cmocka_unit_test(line_ends_are_read_as_xml_has_them),
		cmocka_unit_test(declared_entities_are_literal_and_bounded),
	};

	return (RUN_TESTS(tests));
}
