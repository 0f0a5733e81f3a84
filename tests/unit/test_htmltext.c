#include "../../src/text/htmltext.h"
#include "unit.h"

static struct arena *a;
static struct htmltext t;

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
	};
	int failed;

	a = arena_new(16 << 20);
	failed = RUN_TESTS(tests);
	arena_free(a);
	return (failed);
}
