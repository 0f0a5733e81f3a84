#include "../../src/text/htmltext.h"
#include "unit.h"

static struct arena *a;
static struct htmltext t;
static const char xs[] = "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx";

static void
begin(size_t most)
{

	htmltext_init(&t, a, most);
}

static void
start(const char *name, const char *style, const char *class)
{
	struct htmltag tag = { .name = str_of(name),
		.element = element_find(str_of(name)),
		.style = str_of(style),
		.class = str_of(class) };

	htmltext_start(&t, &tag);
}

static void
end(const char *name)
{

	htmltext_end(&t, str_of(name), element_find(str_of(name)));
}

static void
add(const char *text)
{

	htmltext_add(&t, str_of(text));
}

static void
check(const char *want, size_t nquotes)
{
	struct html_text got = { 0 };

	assert_int_equal(htmltext_finish(&t, &got), OK);
	assert_str(got.text, want);
	assert_int_equal(got.nquotes, nquotes);
	htmltext_free(&t);
}

static void
white_space_is_owed_until_something_follows(void **state)
{

	(void)state;
	begin(100);
	add("  a ");
	add(" ");
	start("p", NULL, NULL);
	add("\n b");
	end("p");
	add("  ");
	check("a\nb", 0);
}

static void
end_tags_of_nothing_do_no_harm(void **state)
{

	(void)state;
	begin(100);
	end("blockquote");
	end("pre");
	end("script");
	add("a\nb");
	start("blockquote", NULL, NULL);
	add("c");
	check("a b\nc", 1);
}

static void
a_dropped_element_ends_with_its_own_end_tag(void **state)
{

	(void)state;
	begin(100);
	start("div", "display:none", NULL);
	start("div", NULL, NULL);
	end("div");
	add("a");
	end("p");
	end("div");
	add("b");
	check("b", 0);
}

static void
a_quotation_may_be_known_by_its_class(void **state)
{

	(void)state;
	begin(100);
	start("div", NULL, "x gmail_quote");
	add("a");
	start("blockquote", NULL, NULL);
	add("b");
	end("blockquote");
	add("c");
	end("div");
	add("d");
	check("a\nb\nc\nd", 1);
}

static void
more_text_than_there_was_markup_is_a_fault(void **state)
{
	struct html_text got = { 0 };

	(void)state;
	begin(0);
	add("much more text than there can be");
	assert_int_equal(htmltext_finish(&t, &got), E_MEMORY);
	htmltext_free(&t);
}

static void
a_reset_forgets_everything(void **state)
{

	(void)state;
	begin(100);
	start("script", NULL, NULL);
	htmltext_reset(&t);
	start("blockquote", NULL, NULL);
	add("x");
	htmltext_reset(&t);
	add("a");
	check("a", 0);
}

/* Runs are copied sixteen bytes at a time: what ends one may stand anywhere. */
static void
a_run_ends_wherever_it_has_to(void **state)
{
	static const struct {
		const char *between, *want;
	} rows[] = { { " ", " " }, { "  ", " " }, { "\t", " " }, { " \n", " " },
		{ "\v \f", " " }, { "\xc2\xa0", " " }, { " \xc2\xa0 ", " " },
		{ "\xc2\xad", "" }, { "\xc2\xb7", "\xc2\xb7" },
		{ "\xe2\x80\x8b", "" }, { "\xe2\x80\xa8", "\n" },
		{ "\xe2\x80\xa9 ", "\n" }, { "\xe2\x81\xa0", "" },
		{ "\xe2\x80\x99", "\xe2\x80\x99" },
		{ " \xe2\x80\x99", " \xe2\x80\x99" }, { "\xef\xbb\xbf", "" },
		{ "\xef\xbc\x81", "\xef\xbc\x81" }, { "<", "<" }, { "&", "&" },
		{ "\x01", "\x01" }, { "\xc3\xa9", "\xc3\xa9" } };
	char text[128], want[128];
	size_t i, before, after;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		for (before = 1; before < 36; before++)
			for (after = 1; after < 36; after += 17) {
				snprintf(text, sizeof(text), "%.*s%s%.*s",
				    (int)before, xs, rows[i].between,
				    (int)after, xs);
				snprintf(want, sizeof(want), "%.*s%s%.*s",
				    (int)before, xs, rows[i].want, (int)after,
				    xs);
				begin(strlen(text));
				add(text);
				check(want, 0);
			}
}

static void
markup_is_added_up_to_a_mark(void **state)
{
	char text[128];
	size_t n;

	(void)state;
	for (n = 0; n < 36; n++) {
		snprintf(text, sizeof(text), "%.*s%c%s", (int)n, xs,
		    n % 2 != 0 ? '<' : '&', xs);
		begin(strlen(text));
		assert_int_equal(htmltext_markup(&t, text, strlen(text)), n);
		htmltext_free(&t);
	}
}

static void
two_texts_may_be_built_at_once(void **state)
{
	struct htmltext other;
	struct html_text got = { 0 };

	(void)state;
	begin(100);
	htmltext_init(&other, a, 100);
	add("one");
	htmltext_add(&other, STR("two"));
	assert_int_equal(htmltext_finish(&other, &got), OK);
	assert_str(got.text, "two");
	htmltext_free(&other);
	check("one", 0);
}

static void
a_link_is_kept_once_however_many_there_are(void **state)
{
	struct htmltag tag = { .name = STR("a"),
		.element = element_find(STR("a")) };
	struct html_text got = { 0 };
	char href[16];
	int i;

	(void)state;
	begin(100);
	for (i = 0; i < 100; i++) {
		snprintf(href, sizeof(href), "/%d", i % 50);
		tag.href = str_of(href);
		htmltext_start(&t, &tag);
	}
	assert_int_equal(htmltext_finish(&t, &got), OK);
	assert_int_equal(got.nlinks, 50);
	assert_str(got.links[49], "/49");
	htmltext_free(&t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(white_space_is_owed_until_something_follows),
		cmocka_unit_test(end_tags_of_nothing_do_no_harm),
		cmocka_unit_test(a_dropped_element_ends_with_its_own_end_tag),
		cmocka_unit_test(a_quotation_may_be_known_by_its_class),
		cmocka_unit_test(more_text_than_there_was_markup_is_a_fault),
		cmocka_unit_test(a_reset_forgets_everything),
		cmocka_unit_test(a_run_ends_wherever_it_has_to),
		cmocka_unit_test(markup_is_added_up_to_a_mark),
		cmocka_unit_test(two_texts_may_be_built_at_once),
		cmocka_unit_test(a_link_is_kept_once_however_many_there_are),
	};
	int failed;

	a = arena_new(16 << 20);
	failed = RUN_TESTS(tests);
	arena_free(a);
	return (failed);
}
