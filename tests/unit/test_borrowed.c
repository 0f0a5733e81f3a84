#include "earshot/buf.h"

#include "rules/borrowed.h"
#include "unit.h"

/* ${text} with what is borrowed replaced by dots. */
static const char *
own_words(const char *text, const struct quote *quotes, size_t n)
{
	static char room[1000];
	struct arena *a = arena_new(1 << 20);
	struct borrowed others;
	const struct quote *found;
	size_t nfound;

	assert_int_equal(borrowed_find(a, str_of(text), quotes, n, &others),
	    OK);
	found = others.list;
	nfound = others.n;
	snprintf(room, sizeof(room), "%s", text);
	for (size_t i = 0; i < nfound; i++) {
		assert_true(found[i].start < found[i].end);
		assert_true(i == 0 || found[i].start > found[i - 1].end);
		memset(room + found[i].start, '.',
		    found[i].end - found[i].start);
	}
	arena_free(a);
	return (room);
}

static void
quoted_lines_code_and_comments_are_found(void **state)
{

	(void)state;
	assert_string_equal(own_words("> it leaks\nNot mine.\n>> nor\n", NULL,
				0),
	    "..........\nNot mine.\n......\n");
	assert_string_equal(own_words("a\n```c\nx > y\n```\nb", NULL, 0),
	    "a\n..............\nb");
	assert_string_equal(own_words("a <!-- say\nmore --> b", NULL, 0),
	    "a ................. b");
	assert_string_equal(own_words("[quote=x][quote]a[/quote] it leaks"
				      "[/quote] no",
				NULL, 0),
	    ".......................................... no");
	assert_string_equal(own_words("[quoted] it leaks", NULL, 0),
	    "[quoted] it leaks");
	assert_string_equal(own_words("[QUOTE=x]it leaks[/quote] no", NULL, 0),
	    "......................... no");
}

static void
what_never_closes_reaches_to_the_end(void **state)
{

	(void)state;
	assert_string_equal(own_words("a\n```\nb", NULL, 0), "a\n.....");
	assert_string_equal(own_words("a <!-- b", NULL, 0), "a ......");
}

static void
signs_in_a_sentence_are_no_quotes(void **state)
{

	(void)state;
	assert_string_equal(own_words("a > b, <b>x</b> and `x` [1]", NULL, 0),
	    "a > b, <b>x</b> and `x` [1]");
}

static void
given_quotes_are_kept_and_merged(void **state)
{
	struct quote quotes[] = { { 0, 2 }, { 4, 12 } };

	(void)state;
	assert_string_equal(own_words("abcd\n> it leaks\nend", quotes, 2),
	    "..cd...........\nend");
}

static void
a_moderators_marker_is_nobodys_word(void **state)
{

	(void)state;
	assert_string_equal(own_words("Nice. [link removed] Bye", NULL, 0),
	    "Nice. .............. Bye");
	assert_string_equal(own_words("a\n[deleted by user]\nb", NULL, 0),
	    "a\n.................\nb");
	assert_string_equal(own_words("[message supprim\u00e9]", NULL, 0),
	    "...................");
}

static void
other_brackets_are_the_authors(void **state)
{
	static const char *const own[] = { "[I removed the lid]",
		"the [removed] lid", "lid[removed]", "[citation needed]",
		"[removed", "[re\nmoved]",
		"[it was removed and then a long story goes on and on and on]",
		"[the lid [removed]" };

	(void)state;
	for (size_t i = 0; i < sizeof(own) / sizeof(own[0]); i++)
		assert_string_equal(own_words(own[i], NULL, 0), own[i]);
}

static void
many_are_bounded(void **state)
{
	struct buf text = BUF_INIT(1 << 20);
	struct arena *a = arena_new(1 << 20);
	struct borrowed others;

	(void)state;
	for (int i = 0; i < 5000; i++)
		buf_adds(&text, "> a\nb\n");
	assert_int_equal(borrowed_find(a, buf_str(&text), NULL, 0, &others),
	    OK);
	assert_int_equal(others.n, BORROWED_MAX);
	arena_free(a);
	buf_free(&text);
}

int
main(void)
{
	const struct CMUnitTest borrowed_tests[] = {
		cmocka_unit_test(quoted_lines_code_and_comments_are_found),
		cmocka_unit_test(what_never_closes_reaches_to_the_end),
		cmocka_unit_test(signs_in_a_sentence_are_no_quotes),
		cmocka_unit_test(given_quotes_are_kept_and_merged),
		cmocka_unit_test(a_moderators_marker_is_nobodys_word),
		cmocka_unit_test(other_brackets_are_the_authors),
		cmocka_unit_test(many_are_bounded),
	};

	return (RUN_TESTS(borrowed_tests));
}
