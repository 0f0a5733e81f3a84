#include "earshot/html.h"

#include "unit.h"

static struct arena *a;

#define assert_title(s, want) assert_str(html_title(a, STR(s)), want)

static void
known_tags_go_and_all_else_stays(void **state)
{

	(void)state;
	assert_title("<b>Bold</b> <i>move</i>", "Bold move");
	assert_title("A<B", "A<B");
	assert_title("A <b", "A <b");
	assert_title("I <3 x", "I <3 x");
	assert_title("<gorilla>", "<gorilla>");
	assert_title("Why <selectedoption> matters</selectedoption>",
	    "Why <selectedoption> matters</selectedoption>");
	assert_title("1 < 2 > 0", "1 < 2 > 0");
	assert_title("a<o:p>b</o:p>", "ab");
}

static void
references_are_decoded_once(void **state)
{

	(void)state;
	assert_title("R&amp;D", "R&D");
	assert_title("It&#39;s &amp;amp; AT&T", "It's &amp; AT&T");
	assert_title("&lt;b&gt; is a tag", "<b> is a tag");
	assert_title("<i>a</i> &lt;i&gt;", "a <i>");
}

static void
a_title_is_one_line(void **state)
{

	(void)state;
	assert_title("  one\n two<br>three<p>four ", "one two three four");
	assert_title("", "");
	assert_title(" \n ", "");
}

static void
code_in_a_title_goes_but_not_its_words_after_a_stray_tag(void **state)
{

	(void)state;
	assert_title("safe<script>alert('<b>')</script> x", "safe x");
	assert_title("The <template> element", "The element");
	assert_title("a <object>b</object> c", "a c");
	assert_title("a <object>b <iframe>c", "a b c");
}

static void
names_of_elements_are_known_in_any_case(void **state)
{
	static const char *const names[] = { "a", "abbr", "blockquote", "br",
		"button", "div", "dt", "em", "fieldset", "figcaption", "h1",
		"h6", "hr", "html", "i", "iframe", "kbd", "li", "link", "main",
		"meta", "nav", "ol", "p", "pre", "q", "ruby", "s", "script",
		"span", "style", "svg", "table", "td", "template", "textarea",
		"title", "tr", "u", "ul", "var", "video", "wbr", "xmp" };

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		assert_true(html_known_tag(str_of(names[i])));
	assert_true(html_known_tag(STR("DIV")));
	assert_true(html_known_tag(STR("bLockQuote")));
	assert_false(html_known_tag(STR("gorilla")));
	assert_false(html_known_tag(STR("selectedoption")));
	assert_false(html_known_tag(STR("")));
	assert_false(html_known_tag(STR("h7")));
	assert_false(html_known_tag(STR("o:p")));
	assert_false(html_known_tag(STR("blockquotes")));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(known_tags_go_and_all_else_stays),
		cmocka_unit_test(references_are_decoded_once),
		cmocka_unit_test(a_title_is_one_line),
		cmocka_unit_test(
		    code_in_a_title_goes_but_not_its_words_after_a_stray_tag),
		cmocka_unit_test(names_of_elements_are_known_in_any_case),
	};
	int failed;

	a = arena_new(16 << 20);
	failed = RUN_TESTS(tests);
	arena_free(a);
	return (failed);
}
