#include "earshot/buf.h"
#include "earshot/html.h"
#include "earshot/metrics.h"
#include "earshot/xml.h"

#include "unit.h"

static struct arena *a;

static struct html_text
text_of(struct str html)
{
	struct html_text t;

	assert_int_equal(html_to_text(a, html, &t), OK);
	return (t);
}

#define assert_text(html, want) assert_str(text_of(STR(html)).text, want)

/* The quotations, each in brackets. */
static void
check_quotes(struct html_text t, const char *want)
{
	struct buf out = BUF_INIT(1 << 20);

	for (size_t i = 0; i < t.nquotes; i++) {
		assert_true(t.quotes[i].start < t.quotes[i].end);
		assert_true(t.quotes[i].end <= t.text.n);
		if (i > 0)
			assert_true(t.quotes[i - 1].end <= t.quotes[i].start);
		buf_printf(&out, "[%.*s]",
		    STR_ARG(
			str_sub(t.text, t.quotes[i].start, t.quotes[i].end)));
	}
	assert_string_equal(out.p != NULL ? out.p : "", want);
	buf_free(&out);
}

#define assert_quotes(html, want) check_quotes(text_of(STR(html)), want)

static void
check_links(struct html_text t, const char *want)
{
	struct buf out = BUF_INIT(1 << 20);

	for (size_t i = 0; i < t.nlinks; i++)
		buf_printf(&out, "[%.*s]", STR_ARG(t.links[i]));
	assert_string_equal(out.p != NULL ? out.p : "", want);
	buf_free(&out);
}

#define assert_links(html, want) check_links(text_of(STR(html)), want)

static void
text_without_markup_is_itself(void **state)
{

	(void)state;
	assert_text("", "");
	assert_text("Just words.", "Just words.");
	assert_text("  Just \t words.\n", "Just words.");
	assert_text("R&amp;D, 3 &lt; 4 &#128512; &hellip;",
	    "R&D, 3 < 4 \xf0\x9f\x98\x80 \xe2\x80\xa6");
}

static void
blocks_and_breaks_part_words_and_inline_elements_do_not(void **state)
{

	(void)state;
	assert_text("<p>one</p><p>two</p>three<div>four</div>",
	    "one\ntwo\nthree\nfour");
	assert_text("one<br>two<br/>three<hr>four", "one\ntwo\nthree\nfour");
	assert_text("in<b>nov</b><i>at</i>ion<wbr>s", "innovations");
	assert_text("a <b> b </b> c", "a b c");
	assert_text("<h1>T</h1>x<ul><li>a<li>b</ul>y", "T\nx\na\nb\ny");
	assert_text("<table><tr><th>a</th><td>b<td>c</tr><tr><td>d</table>",
	    "a b c\nd");
	assert_text("<dl><dt>a<dd>b</dl>", "a\nb");
	assert_text("one</p>two", "one\ntwo");
}

static void
what_is_not_for_readers_is_dropped(void **state)
{

	(void)state;
	assert_text("a<script>if (b < c) d('</p>');</script>e", "a e");
	assert_text("a<style>p { x: y }</style>e", "a e");
	assert_text("a<iframe src=x>b</iframe>c", "a c");
	assert_text("a<object><param name=x>b<object>c</object>d</object>e",
	    "a e");
	assert_text("<html><head><title>t</title></head><body>b</body></html>",
	    "b");
	assert_text("a<noscript>b</noscript><template>c</template>d", "a d");
	assert_text("a<!-- b --><!doctype c><?d e?>f", "af");
	assert_text("a<!--[if mso]>b<![endif]--><![if !mso]>c<![endif]>d",
	    "acd");
	assert_text("<?xml:namespace prefix = o /><o:p>a</o:p>", "a");
	assert_text("<img src=x alt='picture'>a<input value=b>", "a");
	assert_text("a<script>never ends", "a");
	assert_text("a<script src=x />b", "a b");
}

static void
an_element_that_never_ends_does_not_drop_the_rest(void **state)
{

	(void)state;
	assert_text("a<object data=x>b", "ab");
	assert_text("a<iframe src=x>b<i>c</i>", "abc");
	assert_text("a<noscript>b", "ab");
	assert_text("a<b><i><object data=x>b</b></i>", "ab");
}

static void
hidden_parts_are_dropped(void **state)
{

	(void)state;
	assert_text("<div style='color:red; DISPLAY : none !important'>a"
		    "<div>b</div></div>c",
	    "c");
	assert_text("<span style=\"mso-hide:all\">a</span>b", "b");
	assert_text("<p hidden>a</p>b", "b");
	assert_text("<td class='x preheader y'>a</td>b", "b");
	assert_text("<p style='display:block'>a</p>b", "a\nb");
	/* an element without end tag hides nothing, one left open its parent */
	assert_text("<img style='display:none'>a", "a");
	assert_text("<p><span hidden>a</p>b", "b");
}

static void
white_space_that_nobody_sees_is_settled(void **state)
{

	(void)state;
	assert_text("<p>a&nbsp;&nbsp;b</p>", "a b");
	assert_text("<p>in&shy;no\xe2\x80\x8bva\xef\xbb\xbftion</p>",
	    "innovation");
	assert_text("<p>a\xe2\x80\xa8"
		    "b</p>",
	    "a\nb");
	assert_text("<pre>a\n  b\n\nc</pre>d", "a\nb\nc\nd");
	assert_text("<p>\xc2\xa0</p>", "");
	assert_text("<p>\xe2\x80\x9cq\xe2\x80\x9d \xd1\x8f \xc3\xa2</p>",
	    "\xe2\x80\x9cq\xe2\x80\x9d \xd1\x8f \xc3\xa2");
	assert_text("<p>12345678 12345678  12345678    x</p>",
	    "12345678 12345678 12345678 x");
	assert_text("<p>1234567 \xe2\x80\x99 234567\t8</p>",
	    "1234567 \xe2\x80\x99 234567 8");
}

static void
references_are_decoded_as_they_were_meant(void **state)
{

	(void)state;
	assert_text("<p>&#146;&#x92;&#8217;&rsquo;",
	    "\xe2\x80\x99\xe2\x80\x99\xe2\x80\x99\xe2\x80\x99");
	assert_text("<p>&amp;lt; &lt;b&gt; &quot;", "&lt; <b> \"");
	assert_text("<p>AT&T &copy 2010 &copyx &foo; &", "AT&T \xc2\xa9 2010 "
							 "&copyx &foo; &");
	assert_text("<p>&#0;a&#xD800;&#x110000;&#99999999999;",
	    "a\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd");
	assert_text("<p>&NewLine;a&Tab;b&check;", "a b\xe2\x9c\x93");
}

static void
less_than_signs_of_people_stay(void **state)
{

	(void)state;
	assert_text("<p>1 < 2 and I <3 it <me@x.example></p>",
	    "1 < 2 and I <3 it <me@x.example>");
	assert_text("<p>see <http://x.example/>", "see <http://x.example/>");
	assert_text("<p>is 5 <x", "is 5 <x");
	assert_text("<p>cut <a href='http://x", "cut");
	assert_text("<p>cut <!-- here", "cut");
}

static void
cdata_marks_are_not_text(void **state)
{

	(void)state;
	assert_text("<p><![CDATA[a <b>b</b> &amp; c]]> d</p>", "a b & c d");
	assert_text("<![CDATA[a]]>", "a");
}

static void
links_are_collected_in_order_each_once(void **state)
{

	(void)state;
	assert_links("<a href=' /a?b=1&amp;c=2 '>x</a><A HREF=/d/>y</A>"
		     "<a href='/a?b=1&c=2'>z</a><a name=e>f</a><a "
		     "href=''>g</a>",
	    "[/a?b=1&c=2][/d/]");
	assert_links("<template><a href=/a>x</a></template><a href='b'>y</a>",
	    "[b]");
	/* also where libxml2 has to look */
	assert_links("<b><i></b></i><a href='/a?b=&quot;1&amp;c'>x</a>",
	    "[/a?b=\"1&c]");
}

static void
links_are_capped(void **state)
{
	struct buf html = BUF_INIT(1 << 20);

	(void)state;
	for (int i = 0; i < HTML_MAX_LINKS + 100; i++)
		buf_printf(&html, "<a href=/%d>x</a>", i);
	assert_int_equal(text_of(buf_str(&html)).nlinks, HTML_MAX_LINKS);
	buf_free(&html);
}

static void
quotations_are_marked_where_they_stand(void **state)
{

	(void)state;
	assert_quotes("<p>a</p><blockquote><p>b</p><p>c</p></blockquote>d",
	    "[b\nc]");
	assert_quotes("he said <q> it is </q>.", "[it is]");
	assert_quotes("<blockquote>a<blockquote>b</blockquote>c</blockquote>d",
	    "[a\nb\nc]");
	assert_quotes("a<blockquote></blockquote>b", "");
	assert_quotes("<blockquote>a", "[a]");
	assert_quotes("<div class='gmail_quote'>a<div>b</div></div>c",
	    "[a\nb]");
	assert_quotes("&eacute;<b><i></b></i> <q>\xc3\xa9</q>", "[\xc3\xa9]");
}

static void
quoted_lines_are_marked(void **state)
{

	(void)state;
	assert_quotes("<p>On Mon, 3 May 2010, Ann wrote:<br>&gt; one<br>&gt; "
		      "two"
		      "</p><p>mine</p>",
	    "[On Mon, 3 May 2010, Ann wrote:\n> one\n> two]");
	assert_quotes("> one\n> two\nmine\n>> three",
	    "[> one\n> two][>> three]");
	assert_quotes("<p>mine<p>-----Original Message-----<p>From: b<p>old",
	    "[-----Original Message-----\nFrom: b\nold]");
	assert_quotes("<p>On the whole I wrote: nothing<p>&gt;_&lt;<p>> 5",
	    "[> 5]");
}

static void
typed_lines_are_joined_only_where_they_were_wrapped(void **state)
{

	(void)state;
	assert_text("I have been using this since the very first version and\n"
		    "it has never failed.\nThanks!\n\nBob",
	    "I have been using this since the very first version and it has "
	    "never failed.\nThanks!\nBob");
	assert_text("The things that I would like to see in the next one:\n"
		    "- a longer line of words that goes on for a long while\n"
		    "- b",
	    "The things that I would like to see in the next one:\n- a longer "
	    "line of words that goes on for a long while\n- b");
}

static void
plain_text_keeps_what_looks_like_markup(void **state)
{
	struct html_text t;

	(void)state;
	assert_int_equal(html_plain(a, STR("a <b> &amp; c\n> d"), &t), OK);
	assert_str(t.text, "a <b> &amp; c\n> d");
	check_quotes(t, "[> d]");
}

static void
wrong_nesting_loses_nothing(void **state)
{

	(void)state;
	assert_text("<b>a<i>b</b>c</i>d", "abcd");
	assert_text("<p>a<b>b</p>c</b><p>d", "ab\nc\nd");
	assert_text("<div>a<span>b</div>c</span>d", "ab\ncd");
	assert_text("<blockquote><i>a</blockquote>b</i>", "a\nb");
	assert_quotes("<i><blockquote>a</i>b</blockquote>c", "[ab]");
	assert_text("<ul><li><b>a<li>b</b></ul>c", "a\nb\nc");
	assert_text("<b><i></b></i>&amp;amp; &lt;x&gt; &quot;\xc3\xa9&nbsp;y",
	    "&amp; <x> \"\xc3\xa9 y");
	assert_text("<b><i></b></i>a<div style='display:none'>b</div>c"
		    "<p hidden>d</p>e<script>f</script>g",
	    "a\nc\ne g");
	assert_false(text_of(STR("<b>a<i>b</b>c</i>d")).stripped);
}

/* ${n} times ${unit}, then ${tail}. */
static struct html_text
text_of_many(const char *unit, size_t n, const char *tail)
{
	struct buf html = BUF_INIT(64 << 20);
	struct html_text t;

	for (size_t i = 0; i < n; i++)
		buf_adds(&html, unit);
	buf_adds(&html, tail);
	t = text_of(buf_str(&html));
	buf_free(&html);
	return (t);
}

static void
hostile_nesting_is_stripped_and_counted(void **state)
{
	uint64_t before = metrics_get(M_MARKUP_STRIPPED);
	struct html_text t;

	(void)state;
	t = text_of_many("<b>x ", 1000, "</b> <p>end <a href=/a>a</a>");
	assert_true(t.stripped);
	assert_true(str_ends(t.text, STR("x x\nend a")));
	check_links(t, "[/a]");
	t = text_of_many("<b></i>x ", 100000, "<blockquote>end</blockquote>");
	assert_true(str_ends(t.text, STR("x x\nend")));
	check_quotes(t, "[end]");
	t = text_of_many("<b><i></b></i>", 100000, "end");
	assert_true(t.stripped);
	assert_str(t.text, "end");
	assert_int_equal(metrics_get(M_MARKUP_STRIPPED) - before, 3);
	/* no end tags, but nothing odd about it */
	t = text_of_many("<p>x", 1000, "<li>y");
	assert_false(t.stripped);
	assert_int_equal(t.text.n, 2001);
}

static void
long_words_and_texts_pass(void **state)
{
	struct html_text t = text_of_many("abcdefgh", 200000, "<b>x</b>");

	(void)state;
	assert_int_equal(t.text.n, 1600001);
	t = text_of_many("a b ", 400000, "<b><i></b></i>");
	assert_int_equal(t.text.n, 1599999);
}

/* The real blog: what people wrote is all there. */
static void
a_real_post_is_read(void **state)
{
	const char *shared = getenv("EARSHOT_SHARED");
	struct buf doc = BUF_INIT(1 << 20);
	struct html_text t;
	char path[4096];
	FILE *f;

	(void)state;
	snprintf(path, sizeof(path), "%s/data/blog/posts.xml",
	    shared != NULL ? shared : "");
	f = fopen(path, "rb");
	if (f == NULL) {
		printf("skipped: %s is not there\n", path);
		skip();
	}
	assert_non_null(buf_reserve(&doc, 1 << 19));
	buf_advance(&doc, fread(doc.p, 1, 1 << 19, f));
	fclose(f);
	t = text_of(buf_str(&doc));
	assert_true(str_find(t.text, STR("\nNext post: 10 From 2010\nPrevious "
					 "post: Who Will Win")) != SIZE_MAX);
	assert_true(str_find(t.text, STR("<p>")) == SIZE_MAX);
	buf_free(&doc);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_without_markup_is_itself),
		cmocka_unit_test(
		    blocks_and_breaks_part_words_and_inline_elements_do_not),
		cmocka_unit_test(what_is_not_for_readers_is_dropped),
		cmocka_unit_test(
		    an_element_that_never_ends_does_not_drop_the_rest),
		cmocka_unit_test(hidden_parts_are_dropped),
		cmocka_unit_test(white_space_that_nobody_sees_is_settled),
		cmocka_unit_test(references_are_decoded_as_they_were_meant),
		cmocka_unit_test(less_than_signs_of_people_stay),
		cmocka_unit_test(cdata_marks_are_not_text),
		cmocka_unit_test(links_are_collected_in_order_each_once),
		cmocka_unit_test(links_are_capped),
		cmocka_unit_test(quotations_are_marked_where_they_stand),
		cmocka_unit_test(quoted_lines_are_marked),
		cmocka_unit_test(
		    typed_lines_are_joined_only_where_they_were_wrapped),
		cmocka_unit_test(plain_text_keeps_what_looks_like_markup),
		cmocka_unit_test(wrong_nesting_loses_nothing),
		cmocka_unit_test(hostile_nesting_is_stripped_and_counted),
		cmocka_unit_test(long_words_and_texts_pass),
		cmocka_unit_test(a_real_post_is_read),
	};
	int failed;

	xml_init();
	a = arena_new(256 << 20);
	failed = RUN_TESTS(tests);
	arena_free(a);
	return (failed);
}
