/*
 * What an answer has word for word from what it answers.
 */
#include "earshot/buf.h"
#include "earshot/copied.h"

#include "arenabox.h"

static const char parent[] =
    "I bought it in May. The lid of the small kettle comes off whenever the "
    "water boils, and nobody at the shop could tell me why. I would like to "
    "have my money back.\nIt’s broken again";

static void
check(const char *text, struct quote *known, size_t nknown, const char *want)
{
	struct buf out = BUF_INIT(1 << 20);
	const struct copied *c = copied_new(a, str_of(parent));
	struct quote *q;
	size_t n;

	assert_non_null(c);
	assert_int_equal(copied_find(a, c, str_of(text), known, nknown, &q, &n),
	    OK);
	for (size_t i = 0; i < n; i++)
		buf_printf(&out, "[%.*s]",
		    STR_ARG(str_sub(str_of(text), q[i].start, q[i].end)));
	assert_string_equal(out.p != NULL ? out.p : "", want);
	buf_free(&out);
}

#define assert_copied(text, want) check(text, NULL, 0, want)

static void
eight_words_in_a_row_are_copied(void **state)
{

	(void)state;
	assert_copied("So: the LID of the small kettle, comes off whenever the "
		      "water boils. Mine too.",
	    "[the LID of the small kettle, comes off whenever the water "
	    "boils]");
	assert_copied("The lid of the small kettle comes away at my place", "");
	assert_copied("", "");
	assert_copied("lid", "");
}

static void
what_begins_like_an_earlier_place_is_found_whole(void **state)
{
	const char *again =
	    "of the small cup and of the small kettle comes off "
	    "whenever it likes to";

	(void)state;
	assert_copied(again, "");
	assert_copied("I would like to have my money back. They said: I would "
		      "like to have my money back.",
	    "[I would like to have my money back][I would like to have my "
	    "money back]");
}

static void
between_quotation_marks_four_words_are_enough(void **state)
{

	(void)state;
	assert_copied("\"nobody at the shop\"? I was there.",
	    "[nobody at the shop]");
	assert_copied("You say „have my money back.“ No.",
	    "[have my money back]");
	assert_copied("« have my money back » ? Non.", "[have my money back]");
	assert_copied("I have my money back now", "");
	assert_copied("\"have my money\" no", "");
}

static void
so_they_are_below_a_line_that_names_who_wrote(void **state)
{

	(void)state;
	assert_copied("Ben wrote:\nnobody at the shop\nI could.",
	    "[nobody at the shop]");
	assert_copied("nobody at the shop\nI could.", "");
	assert_copied("Ben wrote:\nnobody at the shop could, I think", "");
	assert_copied("Ben wrote: nobody at the shop", "");
}

static void
signs_and_case_do_not_count(void **state)
{

	(void)state;
	assert_copied("Ann schrieb:\nback its BROKEN again!",
	    "[back its BROKEN again]");
}

static void
known_quotes_stay_and_join(void **state)
{
	struct quote known[] = { { 0, 3 }, { 5, 20 } };

	(void)state;
	check("Hm, the lid of the small kettle comes off whenever. So", known,
	    2, "[Hm,][the lid of the small kettle comes off whenever]");
	check("Hm, nothing", known, 1, "[Hm,]");
}

/* ${n} words of an alphabet of four. */
static struct str
some_words(unsigned *seed, size_t n)
{
	char *s = arena_alloc(a, 2 * n);

	assert_non_null(s);
	for (size_t i = 0; i < n; i++) {
		*seed = *seed * 1103515245u + 12345u;
		s[2 * i] = (char)('a' + (*seed >> 16) % 4);
		s[2 * i + 1] = ' ';
	}
	return ((struct str){ s, 2 * n });
}

/* Whatever the texts are: what is found stands there, is long enough, and is in
 * order. */
static void
what_is_found_stands_there(void **state)
{
	unsigned seed = 7;
	size_t found = 0;

	(void)state;
	for (int i = 0; i < 300; i++) {
		struct str there = some_words(&seed, 200);
		struct str text = some_words(&seed, 200);
		const struct copied *c = copied_new(a, there);
		struct quote *q;
		size_t n, last = 0;

		assert_non_null(c);
		assert_int_equal(copied_find(a, c, text, NULL, 0, &q, &n), OK);
		for (size_t k = 0; k < n; k++) {
			struct str s = str_sub(text, q[k].start, q[k].end);

			assert_true(q[k].start >= last);
			assert_true(s.n >= 2 * COPIED_WORDS - 1);
			assert_true(str_find(there, s) != SIZE_MAX);
			last = q[k].end;
		}
		found += n;
	}
	assert_true(found > 10);
}

/* Words that are all the same, thousands of them: no square. */
static void
hostile_texts_cost_little(void **state)
{
	static char text[65536];
	const struct copied *c;
	struct quote *q;
	size_t n;

	(void)state;
	for (size_t i = 0; i < sizeof(text); i++)
		text[i] = i % 2 == 0 ? 'a' : ' ';
	c = copied_new(a, (struct str){ text, sizeof(text) });
	assert_non_null(c);
	assert_int_equal(copied_find(a, c, (struct str){ text, sizeof(text) },
			     NULL, 0, &q, &n),
	    OK);
	assert_int_equal(n, 1);
	assert_int_equal(q[0].start, 0);
	/* A long text against one gram, at each word found anew. */
	c = copied_new(a, STR("a a a a a a a"));
	assert_non_null(c);
	assert_int_equal(copied_find(a, c, (struct str){ text, sizeof(text) },
			     NULL, 0, &q, &n),
	    OK);
	assert_int_equal(n, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(eight_words_in_a_row_are_copied),
		cmocka_unit_test(
		    what_begins_like_an_earlier_place_is_found_whole),
		cmocka_unit_test(between_quotation_marks_four_words_are_enough),
		cmocka_unit_test(so_they_are_below_a_line_that_names_who_wrote),
		cmocka_unit_test(signs_and_case_do_not_count),
		cmocka_unit_test(known_quotes_stay_and_join),
		cmocka_unit_test(what_is_found_stands_there),
		cmocka_unit_test(hostile_texts_cost_little),
	};

	return (cmocka_run_group_tests(tests, arena_make, arena_drop));
}
