#include "earshot/buf.h"
#include "earshot/xml.h"

#include "../../src/text/strip.h"
#include "../../src/text/tidy.h"
#include "unit.h"

static struct arena *a;
static struct scan scan;
static struct tidy nested;

/* ${html} as text; tidy or not. */
static bool
strip(struct str html, bool tidy, struct html_text *ret)
{
	struct htmltext t;
	bool ok = true;

	*ret = (struct html_text){ 0 };
	htmltext_init(&t, a, html.n);
	scan_init(&scan, html, true);
	if (tidy)
		ok = tidy_markup(&nested, &scan, &t);
	else
		strip_markup(&scan, &t);
	assert_int_equal(htmltext_finish(&t, ret), OK);
	htmltext_free(&t);
	return (ok);
}

static void
orderly_nesting_is_tidy(void **state)
{
	static const char *const tidy[] = { "<p>a<b>b</b></p>",
		"<ul><li>a<li>b</ul>", "<p>a<p>b<div>c</div>", "a<br>b",
		"<table><tr><td>a<td>b<tr><td>c</table>", "a</b>c</p>",
		"<p>a<b>b", "<select><option>a<option>b</select>" };
	static const char *const untidy[] = { "<b><i>a</b></i>",
		"<div><span>a</div>", "<p><b>a</p></b>" };
	struct html_text t;

	(void)state;
	for (size_t i = 0; i < sizeof(tidy) / sizeof(tidy[0]); i++)
		assert_true(strip(str_of(tidy[i]), true, &t));
	for (size_t i = 0; i < sizeof(untidy) / sizeof(untidy[0]); i++)
		assert_false(strip(str_of(untidy[i]), true, &t));
}

static void
too_deep_nesting_is_not_tidy(void **state)
{
	struct buf b = BUF_INIT(1 << 20);
	struct html_text t;

	(void)state;
	for (int i = 0; i <= TIDY_DEPTH; i++)
		buf_adds(&b, "<b>");
	assert_false(strip(buf_str(&b), true, &t));
	buf_free(&b);
}

/* Whichever reader it is, the text is the same. */
static void
all_readers_see_the_same(void **state)
{
	static const char *const texts[] = {
		"<p>one <a href='/a?b&amp;c'>two</a>&nbsp;three<br>four</p>",
		"<blockquote><p>a</p></blockquote><p>b <q>c</q>",
		"<div style='display:none'>a<div>b</div></div>c",
		"<ul><li>a<li>b</ul><table><tr><td>1<td>2</table>",
		"<pre>a\nb</pre>&lt;c&gt; 1 < 2 &foo; <x",
		"a<object>b</object>c<script>d</script>",
		"<![CDATA[a]]>&#146;<img hidden>", "<p hidden>b</p>c</p></div>d"
	};
	struct html_text tidy, any, parsed;
	char untidy[1000];
	size_t i, k;

	(void)state;
	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		assert_true(strip(str_of(texts[i]), true, &tidy));
		strip(str_of(texts[i]), false, &any);
		/* what is out of order has to go through libxml2 */
		snprintf(untidy, sizeof(untidy), "<b><i></b></i>%s", texts[i]);
		assert_int_equal(html_to_text(a, str_of(untidy), &parsed), OK);
		assert_false(parsed.stripped);
		assert_true(str_eq(tidy.text, any.text));
		assert_true(str_eq(tidy.text, parsed.text));
		assert_int_equal(tidy.nlinks, parsed.nlinks);
		assert_int_equal(tidy.nquotes, parsed.nquotes);
		assert_int_equal(tidy.nquotes, any.nquotes);
		for (k = 0; k < tidy.nquotes; k++)
			assert_memory_equal(&tidy.quotes[k], &parsed.quotes[k],
			    sizeof(struct quote));
	}
}

static void
what_is_cut_off_is_text_only_if_it_can_be(void **state)
{

	(void)state;
	scan_init(&scan, STR("5 <x"), true);
	scan.cut = 2;
	assert_str(strip_cut(&scan), "<x");
	scan_init(&scan, STR("5 <b"), true);
	scan.cut = 2;
	assert_null(strip_cut(&scan).p);
	scan_init(&scan, STR("5 <x y='"), true);
	scan.cut = 2;
	assert_null(strip_cut(&scan).p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(orderly_nesting_is_tidy),
		cmocka_unit_test(too_deep_nesting_is_not_tidy),
		cmocka_unit_test(all_readers_see_the_same),
		cmocka_unit_test(what_is_cut_off_is_text_only_if_it_can_be),
	};
	int failed;

	xml_init();
	a = arena_new(16 << 20);
	failed = RUN_TESTS(tests);
	arena_free(a);
	return (failed);
}
