/*
 * Fingerprints: what does not count, what hardly counts, what does.
 */
#include "earshot/fingerprint.h"

#include "unit.h"

#define STORY                                                                \
	"The new grinder of the coffee machine is so loud in the morning "   \
	"that my neighbours knock at the wall, and after only three weeks "  \
	"the display shows an error which nobody at the service desk could " \
	"explain to me although I called them twice"

static uint64_t
print_of(const char *title, const char *text)
{
	struct fingerprint f = { .simhash = 0 };

	assert_true(fingerprint_of(str_of(title), str_of(text), NULL, 0, &f));
	return (f.simhash);
}

/* How many of the anchors of ${a} are anchors of ${b}. */
static unsigned
shared(const char *a, const char *b)
{
	struct fingerprint one, other;
	unsigned n = 0;

	assert_true(fingerprint_of(STR(""), str_of(a), NULL, 0, &one));
	assert_true(fingerprint_of(STR(""), str_of(b), NULL, 0, &other));
	for (size_t i = 0; i < FINGERPRINT_ANCHORS; i++)
		for (size_t k = 0; k < FINGERPRINT_ANCHORS; k++)
			n += one.anchors[i] == other.anchors[k];
	return (n);
}

static unsigned
apart(const char *a, const char *b)
{

	return (fingerprint_distance(print_of("", a), print_of("", b)));
}

static void
distances_count_bits(void **state)
{

	(void)state;
	assert_int_equal(fingerprint_distance(0, 0), 0);
	assert_int_equal(fingerprint_distance(5, 6), 2);
	assert_int_equal(fingerprint_distance(0, UINT64_MAX), 64);
	assert_int_equal(fingerprint_distance(1, UINT64_C(1) << 63 | 1), 1);
}

/* They are stored: another number for the same words would hide every copy. */
static void
the_number_stays_what_it_is(void **state)
{
	struct fingerprint f;

	(void)state;
	assert_int_equal(print_of("", STORY), UINT64_C(0x46c8061c280c4776));
	assert_true(fingerprint_of(STR(""), STR(STORY), NULL, 0, &f));
	assert_int_equal(f.anchors[0], 0x5bc389a3);
	assert_int_equal(f.anchors[3], 0xba23b1af);
}

static void
case_signs_and_apostrophes_do_not_count(void **state)
{

	(void)state;
	assert_int_equal(
	    apart("I don't know who you are, but I love it: best e-mail "
		  "ever, \303\211T\303\211!",
		"i DON\342\200\231T know who you ARE but i love it. Best "
		"EMAIL ever \303\251t\303\251"),
	    0);
}

static void
the_same_words_in_another_order_are_the_same(void **state)
{

	(void)state;
	assert_int_equal(apart("one two three four five six seven eight nine "
			       "ten eleven twelve",
			     "twelve one eleven two ten three nine four eight "
			     "five seven six"),
	    0);
}

static void
links_do_not_count(void **state)
{

	(void)state;
	assert_int_equal(apart(STORY, STORY " https://mirror.example/a?b=c"),
	    0);
	assert_int_equal(apart(STORY, "www.example.org/x " STORY), 0);
	/* Words that begin like one do. */
	assert_int_not_equal(print_of("", STORY " www https how what why"),
	    print_of("", STORY));
}

static void
a_retweet_says_what_it_repeats(void **state)
{

	(void)state;
	assert_int_equal(apart(STORY, "RT @some_body: " STORY), 0);
	assert_int_equal(apart(STORY, " rt @a RT @b: " STORY), 0);
	assert_int_equal(fingerprint_distance(print_of("RT @x: loud grinder",
						  STORY),
			     print_of("loud grinder", STORY)),
	    0);
}

static void
quotes_do_not_count(void **state)
{
	struct str text = STR("I said so before. " STORY " And so do I.");
	struct quote before[] = { { 0, 17 }, { 17, 18 },
		{ (uint32_t)(text.n - 13), (uint32_t)text.n } };
	struct quote odd[] = { { 4, 2 }, { 900000, 900001 }, { 3, 900000 } };
	struct fingerprint f;

	(void)state;
	assert_true(fingerprint_of(STR(""), text, before, 3, &f));
	assert_int_equal(f.simhash, print_of("", STORY));
	/* Spans that no reader gives do no harm. */
	(void)fingerprint_of(STR(""), text, odd, 3, &f);
}

/* "Well said!" above a quote of everything. */
static void
who_says_little_more_than_the_quote_says_the_quote(void **state)
{
	struct str text = STR("Well said! " STORY);
	struct quote all = { 11, (uint32_t)text.n };
	struct fingerprint f;

	(void)state;
	assert_true(fingerprint_of(STR(""), text, &all, 1, &f));
	assert_int_equal(f.simhash, print_of("", text.p));
}

static void
under_twelve_words_there_is_none(void **state)
{
	struct fingerprint h = { .simhash = 7 };

	(void)state;
	assert_false(fingerprint_of(STR(""), STR(""), NULL, 0, &h));
	assert_false(
	    fingerprint_of(STR(""), STR("a b c d e f g h i j k"), NULL, 0, &h));
	assert_int_equal(h.simhash, 7);
	assert_true(fingerprint_of(STR(""), STR("a b c d e f g h i j k l"),
	    NULL, 0, &h));
	/* A long title does not make much of a short text, but stands for
	 * one that is not there. */
	assert_false(
	    fingerprint_of(STR(STORY), STR("Well said!"), NULL, 0, &h));
	assert_int_equal(print_of(STORY, ""), print_of("", STORY));
}

/* Each of its 45 words in turn is another one as long.  Not all can be near: a
 * tenth of a right angle turns three of 64 bits. */
static void
one_word_changed_in_forty_is_mostly_near(void **state)
{
	uint64_t whole = print_of("", STORY);
	unsigned n = 0, near = 0, most = 0;
	char text[] = STORY;
	char *word = text;

	(void)state;
	for (;;) {
		size_t len = strcspn(word, " ");
		unsigned d;

		for (size_t i = 0; i < len; i++)
			word[i] ^= 1;
		d = fingerprint_distance(whole, print_of("", text));
		for (size_t i = 0; i < len; i++)
			word[i] ^= 1;
		near += d <= FINGERPRINT_NEAR;
		most = d > most ? d : most;
		n++;
		if (word[len] == '\0')
			break;
		word += len + 1;
	}
	print_message("# %u of %u near, %u bits at most\n", near, n, most);
	assert_int_equal(n, 45);
	assert_true(near * 2 > n);
	assert_true(most < 20);
}

static void
a_copy_that_was_cut_or_framed_has_anchors_of_the_whole(void **state)
{

	(void)state;
	assert_int_equal(shared(STORY, STORY), FINGERPRINT_ANCHORS);
	assert_true(shared(STORY, "So true, all of it: " STORY) > 0);
	assert_true(shared(STORY,
			"The new grinder of the coffee machine is so loud in "
			"the morning that my neighbours knock at the wall, and "
			"after only three weeks the display shows ...") > 0);
	assert_int_equal(
	    shared(STORY, "I wish the app could remember which of the two "
			  "buildings I am in, because each morning it asks me "
			  "again and the list is long"),
	    0);
}

static void
another_story_is_far(void **state)
{

	(void)state;
	assert_true(
	    apart(STORY, "I wish the app could remember which of the two "
			 "buildings I am in, because each morning it asks me "
			 "again and the list is long") > 12);
}

static void
hostile_texts_are_read_to_their_end(void **state)
{
	enum { N = 65536 };
	static const char *const pieces[] = { "h", "http://", "RT @",
		"RT @:", "\xff", "\xe2\x80", "a\xcc\x81", "w ", "'", "-a",
		"\xe4\xb8\xad" };
	char *p = malloc(N);
	struct fingerprint h;

	(void)state;
	assert_non_null(p);
	for (size_t i = 0; i < sizeof(pieces) / sizeof(pieces[0]); i++) {
		struct str piece = str_of(pieces[i]);

		for (size_t at = 0; at < N; at++)
			p[at] = piece.p[at % piece.n];
		(void)fingerprint_of((struct str){ p, N }, (struct str){ p, N },
		    NULL, 0, &h);
	}
	free(p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(distances_count_bits),
		cmocka_unit_test(the_number_stays_what_it_is),
		cmocka_unit_test(case_signs_and_apostrophes_do_not_count),
		cmocka_unit_test(the_same_words_in_another_order_are_the_same),
		cmocka_unit_test(links_do_not_count),
		cmocka_unit_test(a_retweet_says_what_it_repeats),
		cmocka_unit_test(quotes_do_not_count),
		cmocka_unit_test(
		    who_says_little_more_than_the_quote_says_the_quote),
		cmocka_unit_test(
		    a_copy_that_was_cut_or_framed_has_anchors_of_the_whole),
		cmocka_unit_test(under_twelve_words_there_is_none),
		cmocka_unit_test(one_word_changed_in_forty_is_mostly_near),
		cmocka_unit_test(another_story_is_far),
		cmocka_unit_test(hostile_texts_are_read_to_their_end),
	};

	return (RUN_TESTS(tests));
}
