#include "../../src/text/plain.h"
#include "unit.h"

static struct arena *a;

static void
check(const char *text, const char *want)
{
	struct html_text got = { 0 };
	struct htmltext t;

	htmltext_init(&t, a, strlen(text));
	plain_add(&t, str_of(text));
	assert_int_equal(htmltext_finish(&t, &got), OK);
	assert_str(got.text, want);
	htmltext_free(&t);
}

static void
wrapped_lines_are_joined(void **state)
{

	(void)state;
	check("This line was wrapped by somebody's mail program\r\nand goes on "
	      "here.",
	    "This line was wrapped by somebody's mail program and goes on "
	    "here.");
}

static void
short_and_long_lines_end_where_they_end(void **state)
{

	(void)state;
	check("Hello,\n\n\nI like it.\nBye", "Hello,\nI like it.\nBye");
	check("This line is a whole paragraph, as some programs write them: "
	      "they wrap nothing, they let the window do it.\nNext one.",
	    "This line is a whole paragraph, as some programs write them: they "
	    "wrap nothing, they let the window do it.\nNext one.");
}

static void
lists_and_quoted_lines_keep_their_lines(void **state)
{

	(void)state;
	check("> this is what somebody wrote before in that thread\nmine\n"
	      "- a point that is made with many words, one of them\n"
	      "- another\n"
	      "1. and that is the first of some numbered points in\n2. two",
	    "> this is what somebody wrote before in that thread\nmine\n"
	    "- a point that is made with many words, one of them\n"
	    "- another\n"
	    "1. and that is the first of some numbered points in\n2. two");
	check("The sum of all of these things, as they stand, was\n5.5 at most",
	    "The sum of all of these things, as they stand, was 5.5 at most");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(wrapped_lines_are_joined),
		cmocka_unit_test(short_and_long_lines_end_where_they_end),
		cmocka_unit_test(lists_and_quoted_lines_keep_their_lines),
	};
	int failed;

	a = arena_new(16 << 20);
	failed = RUN_TESTS(tests);
	arena_free(a);
	return (failed);
}
