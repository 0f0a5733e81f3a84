/*
 * Sentences: where they end, and that nothing is lost between them.
 */
#include "earshot/sentence.h"

#include "unit.h"

static int
make_arena(void **state)
{

	*state = arena_new(1 << 22);
	return (*state == NULL);
}

static int
free_arena(void **state)
{

	arena_free(*state);
	return (0);
}

/* ${text} has "|" where a sentence is to end; line breaks are "\n". */
static void
check(struct arena *a, const char *text)
{
	char plain[1024], got[1024];
	struct span *spans;
	size_t n = 0, m = 0, i, k;

	for (i = 0; text[i] != '\0'; i++) {
		if (text[i] != '|')
			plain[n++] = text[i];
	}
	assert_int_equal(sentence_split(a, (struct str){ plain, n }, SIZE_MAX,
			     &spans, &k),
	    OK);
	for (i = 0; i < k; i++) {
		if (i > 0) {
			got[m++] = '|';
			memcpy(got + m, plain + spans[i - 1].end,
			    spans[i].start - spans[i - 1].end);
			m += spans[i].start - spans[i - 1].end;
		}
		memcpy(got + m, plain + spans[i].start,
		    spans[i].end - spans[i].start);
		m += spans[i].end - spans[i].start;
	}
	got[m] = '\0';
	assert_string_equal(got, text);
}

static void
stops_end_sentences(void **state)
{

	check(*state, "It broke.| I am sad!| Will you mend it?| Yes");
	check(*state, "it broke.| now i am sad.| so do i.| then we left.");
	check(*state, "What?!| No way!!!| Oh");
	check(*state, "Great!|Thanks.");
	check(*state, "I gave it a 5.| Would buy again.| In 2004.| Then more.");
}

static void
abbreviations_do_not(void **state)
{

	check(*state, "Mr. Smith met Dr. Jones vs. Prof. Brown.| They talked.");
	check(*state, "See e.g. the book, i.e. this, approx. 5 pages, etc. for"
		      " it.| Fine.");
	check(*state, "Pens, paper, etc.| The rest is lost.");
	check(*state, "He lives in the U.S. Virgin Islands.| Fine.");
	check(*state, "He lives in the U.S.| It is big.");
	check(*state, "We met at 5 p.m. on Monday.| At 6 p.m.| We left.");
	check(*state, "No. 5 is alive.| No.| I will not.");
	check(*state, "Apple Inc. is big.| So is Acme Ltd.| They know.");
	check(*state, "Das ist z.B. gut, d.h. nicht schlecht, bzw. fein.| Ja.");
	check(*state, "Am 3. Mai 2004 kam er.| Am 5. kam sie.");
	check(*state, "El Sr. P\xc3\xa9rez y la Sra. Ruiz.| Muy bien.");
}

static void
initials_do_not(void **state)
{

	check(*state, "John F. Kennedy spoke.| J. R. R. Tolkien wrote.");
	check(*state, "Take vitamin C.| It works.| Plan B.| We go.");
	check(*state, "So do I.| Then we left.");
}

static void
stops_inside_words_do_not(void **state)
{

	check(*state, "It costs 3.50 or .5 more.| Version 2.0.1 is out.");
	check(*state,
	    "See www.example.com.| Open config.ini, node.js or .NET.");
	check(*state, "At http://a.example/?Query=1!x is more.| Yes.");
	check(*state, "Write to me@a.example.| Bye.");
}

static void
an_ellipsis_ends_before_a_capital_only(void **state)
{

	check(*state, "Really... maybe not.| Wait...| What... is it?");
	check(*state, "Well\xe2\x80\xa6 no.| Well\xe2\x80\xa6| No.");
}

static void
quotes_and_brackets_close_with_their_sentence(void **state)
{

	check(*state, "\"It broke.\"| She left.| (It was late.)| Fine.");
	check(*state,
	    "\"Really?\" he asked.| \xe2\x80\x9eNein.\xe2\x80\x9c| Ja.");
	check(*state, "(what?) is that.| \xc2\xab"
		      "Non.\xc2\xbb| Oui.");
}

static void
a_line_break_ends_a_sentence(void **state)
{

	check(*state, "one|\ntwo|\r\n\r\n  three|\n- item one|\n* item two");
	check(*state, "one|\xe2\x80\xa8two");
}

static void
numbers_of_lists_are_part_of_their_item(void **state)
{

	check(*state, "1. First.| 2. Second.| 10. Tenth.|\na. Alpha");
}

static void
other_scripts_have_stops_too(void **state)
{

	check(*state, "日本語です。|「引用。」|次の文！|はい");
	check(*state, "Привет.| Как дела?| Хорошо.");
	check(*state, "यह वाक्य है।| दूसरा।");
	check(*state, "هل هذا جيد؟| نعم.");
}

static void
every_byte_that_is_not_space_is_in_a_sentence(void **state)
{
	static const char text[] = "  a.  b! \n\n c\t d... e? \xc2\xa0 f ";
	struct span *spans;
	size_t n, i, at = 0;

	assert_int_equal(sentence_split(*state, STR(text), SIZE_MAX, &spans,
			     &n),
	    OK);
	for (i = 0; i < n; i++) {
		for (; at < spans[i].start; at++)
			assert_non_null(strchr(" \t\n", text[at]));
		assert_true(spans[i].start < spans[i].end);
		at = spans[i].end;
	}
	for (; at < sizeof(text) - 1; at++)
		assert_int_equal(text[at], ' ');
}

static void
the_last_of_too_many_takes_the_rest(void **state)
{
	struct span *spans;
	size_t n;

	assert_int_equal(sentence_split(*state, STR("A. Bb. Cc. Dd."), 2,
			     &spans, &n),
	    OK);
	assert_int_equal(n, 2);
	assert_int_equal(spans[1].end, 14);
	assert_int_equal(sentence_split(*state, STR("Aa. Bb."), 1, &spans, &n),
	    OK);
	assert_int_equal(n, 1);
	assert_int_equal(sentence_split(*state, STR(" \n "), 5, &spans, &n),
	    OK);
	assert_int_equal(n, 0);
	assert_int_equal(sentence_split(*state, STR(""), 5, &spans, &n), OK);
	assert_int_equal(n, 0);
}

static void
a_full_arena_is_told(void **state)
{
	struct arena *a = arena_new(16);
	struct span *spans;
	size_t n;

	(void)state;
	assert_int_equal(sentence_split(a, STR("Aa. Bb. Cc."), SIZE_MAX, &spans,
			     &n),
	    E_MEMORY);
	arena_free(a);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, make_arena, free_arena)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(stops_end_sentences),
		TEST(abbreviations_do_not),
		TEST(initials_do_not),
		TEST(stops_inside_words_do_not),
		TEST(an_ellipsis_ends_before_a_capital_only),
		TEST(quotes_and_brackets_close_with_their_sentence),
		TEST(a_line_break_ends_a_sentence),
		TEST(numbers_of_lists_are_part_of_their_item),
		TEST(other_scripts_have_stops_too),
		TEST(every_byte_that_is_not_space_is_in_a_sentence),
		TEST(the_last_of_too_many_takes_the_rest),
		TEST(a_full_arena_is_told),
	};

	return (RUN_TESTS(tests));
}
