#include "earshot/buf.h"

#include "../../src/text/prescan.h"
#include "unit.h"

/* All tokens of ${text}, written so that they can be compared. */
static void
check(bool html, const char *text, const char *want)
{
	static struct scan s;
	struct buf out = BUF_INIT(1 << 20);
	struct scan_token t;

	scan_init(&s, str_of(text), html);
	for (;;) {
		scan_next(&s, &t);
		if (t.kind == SCAN_DONE)
			break;
		switch (t.kind) {
		case SCAN_TEXT:
			buf_printf(&out, "[%.*s]", STR_ARG(t.raw));
			break;
		case SCAN_CDATA:
			buf_printf(&out, "{%.*s}", STR_ARG(t.raw));
			break;
		case SCAN_LESS:
			buf_adds(&out, "LESS");
			break;
		case SCAN_END:
			buf_printf(&out, "</%.*s>", STR_ARG(t.name));
			break;
		case SCAN_START:
		default:
			buf_printf(&out, "<%.*s", STR_ARG(t.name));
			for (size_t i = 0; i < t.nattributes; i++)
				buf_printf(&out, " %.*s=%.*s",
				    STR_ARG(t.attributes[i].name),
				    STR_ARG(t.attributes[i].value));
			buf_adds(&out, t.empty ? "/" : "");
			buf_adds(&out, t.clean ? ">" : "!>");
		}
	}
	if (s.cut < s.text.n)
		buf_printf(&out, "CUT%zu", s.cut);
	assert_string_equal(out.p != NULL ? out.p : "", want);
	buf_free(&out);
}

#define assert_xml(text, want)  check(false, text, want)
#define assert_html(text, want) check(true, text, want)

static void
tags_text_and_cdata_are_told_apart(void **state)
{

	(void)state;
	assert_xml("a<b>c</b >d<e/><![CDATA[f<]]>", "[a]<b>[c]</b>[d]<e/>{f<}");
	assert_xml("<a b='c' d = \"e>\"/>", "<a b=c d=e>/>");
	assert_xml("", "");
	assert_xml("text", "[text]");
}

static void
attributes_that_are_not_well_formed_are_read_and_flagged(void **state)
{

	(void)state;
	assert_xml("<a b=c d>", "<a b=c d=!>");
	assert_xml("<a b='c'd='e'>", "<a b=c d=e!>");
	assert_xml("<a b='<'>", "<a b=<!>");
	assert_xml("<a / b='c'>", "<a b=c!>");
	assert_xml("<a 1='x' b='c'>", "<a b=c!>");
	assert_xml("<a b=c/>", "<a b=c/!>");
	assert_html("<a b=c/>", "<a b=c/!>");
	assert_html("<a b>", "<a b=!>");
}

static void
a_quote_that_is_missing_ends_with_the_tag(void **state)
{

	(void)state;
	assert_xml("<a b=\"c>d</a><e f=\"g\">", "<a b=c!>[d]</a><e f=g>");
	assert_xml("<a b='c>d</a>", "<a b=c!>[d]</a>");
}

static void
what_is_no_tag_is_text(void **state)
{

	(void)state;
	assert_xml("1 < 2<3<-<>", "[1 ]LESS[ 2]LESS[3]LESS[-]LESS[>]");
	assert_xml("<me@x.example><http://x>", "LESS[me@x.example>]LESS"
					       "[http://x>]");
	assert_xml("<b c <d>", "LESS[b c ]<d>");
	assert_xml("<!><! x>", "LESS[!>]LESS[! x>]");
	assert_xml("</ 3></>x", "LESS[/ 3>][x]");
	assert_xml("<\xc3\x97>", "LESS[\xc3\x97>]");
	assert_xml("<\xc3\xa9>", "<\xc3\xa9>");
}

static void
comments_and_instructions_are_passed_over(void **state)
{

	(void)state;
	assert_xml("a<!-- <b> -->c<?d <e> ?>f<!DOCTYPE g>h", "[a][c][f][h]");
	assert_xml("<!-- a <b>c", "<b>[c]");
	assert_xml("<!-- a > b <c>", "[ b ]<c>");
	assert_html("a<!-->b<!--->c", "[a][b][c]");
	assert_html("<?xml:namespace prefix=o />a<!doctype b>c", "[a][c]");
}

static void
the_end_of_the_text_cuts_tags_off(void **state)
{

	(void)state;
	assert_xml("a<b", "[a]CUT1");
	assert_xml("a<b c='d", "[a]CUT1");
	assert_xml("a</b", "[a]</b>");
	assert_xml("a<!DOCTY", "[a]CUT1");
	assert_xml("<![CDATA[a", "{a}");
}

static void
cdata_in_html_is_only_its_marks(void **state)
{

	(void)state;
	assert_html("<![CDATA[a<b>c]]>d]]>", "[a]<b>[c][d]]>]");
	assert_html("<![CDATA[a", "[a]");
}

static void
cdata_without_end_stops_at_its_elements_end(void **state)
{
	static struct scan s;
	struct scan_token t;

	(void)state;
	scan_init(&s, STR("<![CDATA[a</t><d><![CDATA[b]]></d>"), false);
	s.within = STR("t");
	scan_next(&s, &t);
	assert_int_equal(t.kind, SCAN_CDATA);
	assert_str(t.raw, "a");
	assert_true(s.mended);
	scan_next(&s, &t);
	assert_int_equal(t.kind, SCAN_END);
	scan_next(&s, &t);
	s.within = STR("d");
	scan_next(&s, &t);
	assert_str(t.raw, "b");
}

static void
raw_elements_are_skipped_to_their_end(void **state)
{
	static struct scan s;
	struct scan_token t;

	(void)state;
	scan_init(&s, STR("<script>a</b></SCRIPT>c"), true);
	scan_next(&s, &t);
	assert_true(scan_ends_later(&s, t.name));
	assert_false(scan_ends_later(&s, STR("object")));
	scan_skip_raw(&s, t.name);
	scan_next(&s, &t);
	assert_int_equal(t.kind, SCAN_END);
	assert_str(t.name, "SCRIPT");
	assert_false(scan_ends_later(&s, STR("script")));
	scan_skip_raw(&s, STR("style"));
	scan_next(&s, &t);
	assert_int_equal(t.kind, SCAN_DONE);
}

static void
attributes_are_capped(void **state)
{
	static struct scan s;
	struct buf b = BUF_INIT(1 << 20);
	struct scan_token t;

	(void)state;
	buf_adds(&b, "<a");
	for (int i = 0; i < 1000; i++)
		buf_printf(&b, " b%d=''", i);
	buf_adds(&b, ">");
	scan_init(&s, buf_str(&b), false);
	scan_next(&s, &t);
	assert_int_equal(t.kind, SCAN_START);
	assert_int_equal(t.nattributes, SCAN_ATTRIBUTES);
	assert_false(t.clean);
	scan_next(&s, &t);
	assert_int_equal(t.kind, SCAN_DONE);
	buf_free(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tags_text_and_cdata_are_told_apart),
		cmocka_unit_test(
		    attributes_that_are_not_well_formed_are_read_and_flagged),
		cmocka_unit_test(a_quote_that_is_missing_ends_with_the_tag),
		cmocka_unit_test(what_is_no_tag_is_text),
		cmocka_unit_test(comments_and_instructions_are_passed_over),
		cmocka_unit_test(the_end_of_the_text_cuts_tags_off),
		cmocka_unit_test(cdata_in_html_is_only_its_marks),
		cmocka_unit_test(cdata_without_end_stops_at_its_elements_end),
		cmocka_unit_test(raw_elements_are_skipped_to_their_end),
		cmocka_unit_test(attributes_are_capped),
	};

	return (RUN_TESTS(tests));
}
