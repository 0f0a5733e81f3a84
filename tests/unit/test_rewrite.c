#include "earshot/buf.h"

#include "../../src/text/rewrite.h"
#include "unit.h"

static struct buf got;
static struct scan scan;
static struct rewrite out;

static bool
push(void *arg, struct str bytes)
{

	(void)arg;
	buf_add(&got, bytes);
	return (true);
}

static void
begin(struct str doc)
{

	buf_free(&got);
	buf_init(&got, 16 << 20);
	scan_init(&scan, doc, false);
	rewrite_init(&out, &scan, push, NULL);
}

static const char *
finish(void)
{

	rewrite_settle(&out);
	chunks_flush(&out.chunks);
	return (got.p != NULL ? got.p : "");
}

static void
check_text(const char *text, const char *want)
{

	begin(str_of(text));
	rewrite_text(&out, str_of(text));
	assert_string_equal(finish(), want);
	assert_int_equal(scan.mended, strcmp(text, want) != 0);
}

/* The first tag of ${text}, with room for ${room} namespaces. */
static size_t
check_tag(const char *text, size_t room, const char *want)
{
	struct scan_token t;
	size_t n;

	begin(str_of(text));
	scan_next(&scan, &t);
	assert_int_equal(t.kind, SCAN_START);
	n = rewrite_start(&out, &t, t.empty, room);
	assert_string_equal(finish(), want);
	return (n);
}

static void
well_formed_text_is_handed_on_as_it_is(void **state)
{

	(void)state;
	check_text("a &amp; b &lt;c&gt; &quot;&apos; &#65; &#x41; ] ]] > c",
	    "a &amp; b &lt;c&gt; &quot;&apos; &#65; &#x41; ] ]] > c");
}

static void
what_only_looks_like_markup_goes_into_cdata(void **state)
{

	(void)state;
	check_text("a & b", "a <![CDATA[& b]]>");
	check_text("&&&", "<![CDATA[&&&]]>");
	check_text("&nbsp;&foo;x", "<![CDATA[\xc2\xa0&foo;x]]>");
	check_text("a ]]> b", "a ]]<![CDATA[> b]]>");
	check_text("& &lt; &#65;&", "<![CDATA[& < ]]>&#65;<![CDATA[&]]>");
	check_text("&]]>", "<![CDATA[&]]>]]<![CDATA[>]]>");
}

static void
a_section_never_ends_itself(void **state)
{

	(void)state;
	begin(STR(""));
	rewrite_literal(&out, STR("]"));
	rewrite_literal(&out, STR("]"));
	rewrite_literal(&out, STR(">"));
	assert_string_equal(finish(),
	    "<![CDATA[]]]><![CDATA[]]]><![CDATA[>]]>");
}

static void
well_formed_tags_are_handed_on_as_they_are(void **state)
{

	(void)state;
	assert_int_equal(check_tag("<a b='c' xmlns:d='e' f=\"&lt;\" >", 9,
			     "<a b='c' xmlns:d='e' f=\"&lt;\" >"),
	    1);
	check_tag("<a/>", 9, "<a/>");
	assert_false(scan.mended);
}

static void
other_tags_are_written_anew(void **state)
{

	(void)state;
	check_tag("<a b=c d='\"<&' e>", 9,
	    "<a b=\"c\" d=\"&quot;&lt;&amp;\" e=\"\">");
	assert_true(scan.mended);
	check_tag("<a b='&eacute;&amp;&bare'/>", 9,
	    "<a b=\"\xc3\xa9&amp;&amp;bare\"/>");
}

static void
namespaces_beyond_the_room_are_left_out(void **state)
{

	(void)state;
	assert_int_equal(check_tag("<a xmlns='b' xmlns:c='d' e='f' "
				   "xmlns:g='h'>",
			     2, "<a xmlns=\"b\" xmlns:c=\"d\" e=\"f\">"),
	    2);
	assert_true(scan.mended);
}

static void
names_are_counted(void **state)
{
	size_t i, known = 0, taken = 0;

	(void)state;
	begin(STR(""));
	for (i = 0; i < REWRITE_NAMES_MAX; i++)
		assert_true(rewrite_name(&out, (uint32_t)i * 2654435761u));
	for (i = 0; i < REWRITE_NAMES_MAX; i++)
		known += rewrite_name(&out, (uint32_t)i * 2654435761u);
	assert_int_equal(known, REWRITE_NAMES_MAX);
	for (i = 0; i < 100000; i++)
		taken += rewrite_name(&out, (uint32_t)(i + 77777) * 40503u);
	assert_true(taken < 2000);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(well_formed_text_is_handed_on_as_it_is),
		cmocka_unit_test(what_only_looks_like_markup_goes_into_cdata),
		cmocka_unit_test(a_section_never_ends_itself),
		cmocka_unit_test(well_formed_tags_are_handed_on_as_they_are),
		cmocka_unit_test(other_tags_are_written_anew),
		cmocka_unit_test(namespaces_beyond_the_room_are_left_out),
		cmocka_unit_test(names_are_counted),
	};
	int failed = RUN_TESTS(tests);

	buf_free(&got);
	return (failed);
}
