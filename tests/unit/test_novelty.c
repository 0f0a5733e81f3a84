#include <math.h>

#include "earshot/lexis.h"
#include "earshot/novelty.h"

#include "unit.h"

#define assert_near(a, b) assert_true(fabs((a) - (b)) < 1e-9)

static struct novelty_words place;

static struct novelty
of(int64_t voice, int64_t posts, int64_t insights, double words)
{
	struct novelty_counts c = { voice, posts, insights, words };
	struct novelty n;

	novelty_of(&c, &n);
	return (n);
}

static void
learn(const char *text, int times)
{
	uint32_t words[LEXIS_MAX];
	size_t n = lexis_words(str_of(text), NULL, 0, words, 0);

	for (int i = 0; i < times; i++)
		novelty_learn(&place, words, n);
}

static double
rare(const char *text)
{
	uint32_t words[LEXIS_MAX];

	return (novelty_rare(&place, words,
	    lexis_words(str_of(text), NULL, 0, words, 0)));
}

static int
empty(void **state)
{

	(void)state;
	memset(&place, 0, sizeof(place));
	return (0);
}

static void
it_is_the_sum_of_three_parts(void **state)
{
	struct novelty n = of(3, 500, 30, .75);

	(void)state;
	assert_near(n.voice, .25);
	assert_near(n.place, .25);
	assert_near(n.words, .75);
	assert_near(n.all, .4 * .25 + .2 * .25 + .4 * .75);
	assert_near(of(0, 500, 0, 1).all, 1);
}

static void
what_is_not_known_counts_a_half(void **state)
{
	struct novelty n = of(-1, 500, 0, -1);

	(void)state;
	assert_true(n.voice < 0 && n.words < 0);
	assert_near(n.all, .4 * .5 + .2 + .4 * .5);
}

static void
nobody_is_a_stranger_where_we_are_one(void **state)
{

	(void)state;
	assert_near(of(0, NOVELTY_POSTS_MIN - 1, 0, -1).voice, .5);
	assert_near(of(3, NOVELTY_POSTS_MIN - 1, 0, -1).voice, .25);
	assert_near(of(0, NOVELTY_POSTS_MIN, 0, -1).voice, 1);
}

static void
each_part_falls_with_what_was_heard(void **state)
{

	(void)state;
	for (int64_t i = 0; i < 200; i++) {
		assert_true(of(i, 99, 5, .5).all > of(i + 1, 99, 5, .5).all);
		assert_true(of(5, 99, i, .5).all > of(5, 99, i + 1, .5).all);
		assert_true(
		    of(i, 99, i, .5).all > 0 && of(i, 99, i, .5).all < 1);
	}
}

static void
words_are_unknown_until_a_place_was_heard_enough(void **state)
{

	(void)state;
	learn("kettle leaks again", NOVELTY_POSTS_MIN - 1);
	assert_true(rare("kettle") < 0);
	learn("kettle leaks again", 1);
	assert_true(rare("kettle") >= 0);
	assert_true(rare("no") < 0);
}

static void
rare_words_are_those_that_one_post_in_a_hundred_has(void **state)
{

	(void)state;
	learn("kettle leaks again", 195);
	learn("solar", 2);
	learn("steam", 3);
	assert_near(rare("kettle"), 1 / 3.0);
	assert_near(rare("solar"), 2 / 3.0);
	assert_near(rare("steam"), 1 / 3.0);
	assert_near(rare("kettle powered by wind"), 3 / 5.0);
}

static void
it_follows_the_language_of_the_day(void **state)
{

	(void)state;
	learn("kettle", 100);
	assert_near(rare("kettle"), 1 / 3.0);
	learn("teapot", 3000);
	assert_near(rare("kettle"), 2 / 3.0);
	assert_near(rare("teapot"), 1 / 3.0);
	assert_true(place.posts < NOVELTY_WINDOW);
}

static void
most_new_words_are_seen_as_such_in_a_busy_place(void **state)
{
	uint32_t seed = 7, words[40], found = 0;

	(void)state;
	for (int i = 0; i < 2000; i++) {
		for (size_t w = 0; w < 40; w++) {
			seed = seed * 1664525 + 1013904223;
			/* a few words often, many seldom */
			words[w] =
			    (seed >> 20) % (w < 20 ? 200 : 20000) * 2654435761u;
		}
		novelty_learn(&place, words, 40);
	}
	for (int i = 0; i < 1000; i++) {
		seed = seed * 1664525 + 1013904223;
		words[0] = seed ^ (seed >> 15);
		found += novelty_rare(&place, words, 1) > .5;
	}
	assert_true(found > 600);
}

static void
what_is_packed_is_what_it_was(void **state)
{
	unsigned char packed[NOVELTY_PACKED_MAX];
	struct novelty_words back;
	uint32_t seed = 3;

	(void)state;
	for (int i = 0; i < 30; i++) {
		struct str s = { (const char *)packed,
			novelty_pack(&place, packed) };

		assert_true(s.n <= sizeof(packed));
		assert_true(novelty_unpack(s, &back));
		assert_memory_equal(&place, &back, sizeof(place));
		/* From empty to full. */
		for (int j = 0; j < 20 * i; j++) {
			uint32_t words[20];

			for (size_t w = 0; w < 20; w++)
				words[w] = seed = seed * 1664525 + 1013904223;
			novelty_learn(&place, words, 20);
		}
	}
}

static void
little_is_packed_small(void **state)
{
	unsigned char packed[NOVELTY_PACKED_MAX];

	(void)state;
	learn("kettle leaks again", 9);
	assert_true(novelty_pack(&place, packed) < 100);
}

static void
what_is_no_pack_is_nothing_known(void **state)
{
	unsigned char packed[NOVELTY_PACKED_MAX + 400];
	struct str s = { (const char *)packed, sizeof(packed) };

	(void)state;
	assert_false(novelty_unpack((struct str){ NULL, 0 }, &place));
	for (int kind = 0; kind < 4; kind++)
		for (size_t n = 0; n < sizeof(packed); n += 61) {
			memset(packed, kind % 2, sizeof(packed));
			packed[0] = (unsigned char)kind;
			s.n = n;
			if (novelty_unpack(s, &place))
				continue;
			assert_int_equal(place.posts, 0);
		}
	/* More posts than there can be. */
	memset(packed, 0xff, sizeof(packed));
	packed[0] = 2;
	s.n = NOVELTY_SLOTS + 3;
	assert_false(novelty_unpack(s, &place));
}

#define NOVELTY_TEST(f) cmocka_unit_test_setup(f, empty)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(it_is_the_sum_of_three_parts),
		cmocka_unit_test(what_is_not_known_counts_a_half),
		cmocka_unit_test(nobody_is_a_stranger_where_we_are_one),
		cmocka_unit_test(each_part_falls_with_what_was_heard),
		NOVELTY_TEST(words_are_unknown_until_a_place_was_heard_enough),
		NOVELTY_TEST(
		    rare_words_are_those_that_one_post_in_a_hundred_has),
		NOVELTY_TEST(it_follows_the_language_of_the_day),
		NOVELTY_TEST(most_new_words_are_seen_as_such_in_a_busy_place),
		NOVELTY_TEST(what_is_packed_is_what_it_was),
		NOVELTY_TEST(little_is_packed_small),
		NOVELTY_TEST(what_is_no_pack_is_nothing_known),
	};

	return (RUN_TESTS(tests));
}
