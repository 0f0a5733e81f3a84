/*
 * What only repeats a post, and what says something else in nearly the same
 * words.
 */
#include "earshot/alike.h"

#include "unit.h"

#define KETTLE                                                               \
	"The new kettle of the Harbour series is so loud in the morning "    \
	"that my neighbours knock at the wall, and after only three weeks "  \
	"the display shows an error which nobody at the service desk could " \
	"explain to me although I called them twice."
#define SHORT_ONE                                                          \
	"I love my Harbour because it is quiet and boils within a minute " \
	"every time."

static struct post
post_of(const char *text)
{

	return ((struct post){ .text = str_of(text) });
}

static bool
repeats(const struct post *first, const struct post *later)
{
	struct alike *a = alike_new();
	bool is;

	assert_non_null(a);
	alike_later(a, later);
	is = alike_is(a, first);
	/* Twice the same. */
	assert_int_equal(alike_is(a, first), is);
	alike_free(a);
	return (is);
}

static bool
echoes(const char *first, const char *later)
{
	struct post one = post_of(first), other = post_of(later);

	return (repeats(&one, &other));
}

static void
the_same_words_are_an_echo_however_they_are_written(void **state)
{

	(void)state;
	assert_true(echoes(KETTLE, KETTLE));
	assert_true(echoes(KETTLE, "RT @cook: " KETTLE " https://x.example/1"));
	assert_true(echoes("I don't like the e-mail that you sent me about my "
			   "kettle last week, Jo.",
	    "I DON\342\200\231T LIKE THE EMAIL THAT YOU SENT ME ABOUT MY "
	    "KETTLE LAST WEEK JO"));
}

static void
a_frame_of_a_few_words_does_not_matter(void **state)
{

	(void)state;
	assert_true(echoes(SHORT_ONE, "So true: " SHORT_ONE));
	assert_true(echoes(SHORT_ONE, SHORT_ONE " (via @cook)"));
	assert_true(echoes(KETTLE,
	    KETTLE "\nThe post Kettles appeared first on The Kitchen."));
}

static void
twelve_words_of_its_own_make_it_another_post(void **state)
{

	(void)state;
	assert_true(echoes(KETTLE, "one two a b c d e f g h i " KETTLE));
	assert_false(echoes(KETTLE, "one two a b c d e f g h i j " KETTLE));
}

static void
it_may_be_cut_off_at_its_end(void **state)
{

	(void)state;
	assert_true(echoes(KETTLE,
	    "The new kettle of the Harbour series is so loud in the morning "
	    "that my neighbours knock at the wall, and after only three weeks "
	    "the display [\342\200\246] Read more"));
	assert_true(echoes(KETTLE,
	    "The new kettle of the Harbour series is so loud in the morning "
	    "that my neighbours knock at the wall, and after only three weeks "
	    "the display shows an error"));
	/* A few words from its middle are no more than a phrase. */
	assert_false(echoes(KETTLE,
	    "At ours the new one is so loud in the morning that my neighbours "
	    "knock at the wall or ring."));
}

static void
one_word_may_differ_in_twenty(void **state)
{

	(void)state;
	assert_true(echoes(KETTLE,
	    "The new kettle of the Harbour series is so loud in the evening "
	    "that my neighbours knock at the wall, and after only three weeks "
	    "the display shows an error which nobody at the service desk could "
	    "explain to me although I called them twice."));
	assert_true(echoes(KETTLE,
	    "The new kettle of the Harbour serie is so loud in the morning "
	    "that my neigbours knock at the wall, and after only three weeks "
	    "the display show an error which nobody at the servce desk could "
	    "explain to me although I called them twice."));
	assert_false(echoes(KETTLE,
	    "The new kettle of the Harbour series is so loud in the evening "
	    "that our parents knock at the door, and after only three weeks "
	    "the display shows an error which nobody at the service desk could "
	    "solve for me although I called them twice."));
}

/* Each says the contrary of its first, or speaks of something else. */
static const char *const others[][2] = {
	{ SHORT_ONE,
	    "I love my Bosporus because it is quiet and boils within a minute "
	    "every time." },
	{ "i love my harbour because it is quiet and boils within a minute "
	  "every time",
	    "i love my bosporus because it is quiet and boils within a minute "
	    "every time" },
	{ SHORT_ONE,
	    "I love my Harbour because it is not quiet and boils within a "
	    "minute every time." },
	{ SHORT_ONE,
	    "I hate my Harbour because it is quiet and boils within a minute "
	    "every time." },
	{ "Your order 12345 has been sent and will be with you within the next "
	  "days, thanks for buying.",
	    "Your order 12346 has been sent and will be with you within the "
	    "next days, thanks for buying." },
	{ "The order that we sent on Monday does arrive in one piece, as we "
	  "were told by the shop.",
	    "The order that we sent on Monday doesn't arrive in one piece, as "
	    "we were told by the shop." },
	{ "Das Gerät, das ich in Ihrem Laden gekauft habe, läuft seit "
	  "gestern wieder und funktioniert",
	    "Das Gerät, das ich in Ihrem Laden gekauft habe, läuft seit "
	    "gestern wieder und funktioniert nicht" },
	{ "Das Gerät, das ich in Ihrem Laden gekauft habe, läuft seit "
	  "gestern wieder und funktioniert nicht",
	    "Das Gerät, das ich in Ihrem Laden gekauft habe, läuft seit "
	    "gestern wieder und funktioniert" },
	{ KETTLE, "This is not so: " KETTLE },
	{ "A buffer of pDacl overruns by eight bytes whenever the list that is "
	  "given has no entries at all.",
	    "A buffer of pSacl overruns by eight bytes whenever the list that "
	    "is given has no entries at all." },
};

static void
what_turns_the_meaning_makes_it_another_post(void **state)
{

	(void)state;
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (echoes(others[i][0], others[i][1]))
			fail_msg("%s", others[i][1]);
}

static void
other_stars_are_another_opinion(void **state)
{
	struct post one = post_of(KETTLE), other = post_of(KETTLE);

	(void)state;
	one.stars = 5;
	assert_true(repeats(&one, &other));
	other.stars = 1;
	assert_false(repeats(&one, &other));
	other.stars = 5;
	assert_true(repeats(&one, &other));
}

static void
few_words_below_another_title_are_another_post(void **state)
{
	struct post one = post_of(SHORT_ONE), other = post_of(SHORT_ONE);

	(void)state;
	one.title = STR("Kettles of the year");
	other.title = STR("RT @cook: Kettles of the year");
	assert_true(repeats(&one, &other));
	other.title = STR("My hair dryer");
	assert_false(repeats(&one, &other));
	one.title = STR("Model 17 reviewed");
	other.title = STR("Model 18 reviewed");
	assert_false(repeats(&one, &other));
	/* Of an answer the title is that of what it answers. */
	other.kind = one.kind = POST_COMMENT;
	assert_true(repeats(&one, &other));
}

static void
a_title_alone_is_what_it_says(void **state)
{
	struct post one = { .title = STR(SHORT_ONE) };
	struct post other = { .title = STR("RT @cook: " SHORT_ONE) };
	struct post text = post_of(SHORT_ONE);

	(void)state;
	assert_true(repeats(&one, &other));
	assert_false(repeats(&one, &text));
}

static void
a_quote_with_little_beside_it_is_an_echo(void **state)
{
	struct post one = post_of(KETTLE);
	struct post other = post_of("Exactly! " KETTLE);
	struct quote all = { 9, (uint32_t)other.text.n };

	(void)state;
	other.quotes = &all;
	other.nquotes = 1;
	assert_true(repeats(&one, &other));
	/* An answer of some length is none. */
	other = post_of("I had the same with mine and sent it back on the very "
			"next day. " KETTLE);
	all = (struct quote){ 65, (uint32_t)other.text.n };
	other.quotes = &all;
	other.nquotes = 1;
	assert_false(repeats(&one, &other));
}

static void
hostile_texts_are_read_to_their_end(void **state)
{
	enum { N = 65536 };
	static const char *const pieces[] = { "a ", "a b ", "h",
		"RT @:", "\xff", "\xe2\x80", "no ", "1 ", "\xe4\xb8\xad", "" };
	char *p = malloc(2 * N);

	(void)state;
	assert_non_null(p);
	for (size_t i = 0; i < sizeof(pieces) / sizeof(pieces[0]); i++)
		for (size_t k = 0; k < sizeof(pieces) / sizeof(pieces[0]);
		     k++) {
			struct str a = str_of(pieces[i]);
			struct str b = str_of(pieces[k]);
			struct post one = { .text = { p, a.n > 0 ? N : 0 } };
			struct post other = { .text = { p + N,
						  b.n > 0 ? N : 0 } };

			for (size_t at = 0; at < N; at++) {
				p[at] = a.n > 0 ? a.p[at % a.n] : ' ';
				p[N + at] = b.n > 0 ? b.p[at % b.n] : ' ';
			}
			(void)repeats(&one, &other);
		}
	free(p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    the_same_words_are_an_echo_however_they_are_written),
		cmocka_unit_test(a_frame_of_a_few_words_does_not_matter),
		cmocka_unit_test(twelve_words_of_its_own_make_it_another_post),
		cmocka_unit_test(it_may_be_cut_off_at_its_end),
		cmocka_unit_test(one_word_may_differ_in_twenty),
		cmocka_unit_test(what_turns_the_meaning_makes_it_another_post),
		cmocka_unit_test(other_stars_are_another_opinion),
		cmocka_unit_test(
		    few_words_below_another_title_are_another_post),
		cmocka_unit_test(a_title_alone_is_what_it_says),
		cmocka_unit_test(a_quote_with_little_beside_it_is_an_echo),
		cmocka_unit_test(hostile_texts_are_read_to_their_end),
	};

	return (RUN_TESTS(tests));
}
