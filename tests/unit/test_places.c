#include "rules/places.h"
#include "unit.h"

static struct places places;

/* The bits of ${gram} (up to four bytes) in ${text}. */
static uint64_t
bits(const char *text, const char *gram)
{
	static const bool has[GRAM_BYTES + 1] = { false, true, true, true,
		true };
	char room[4000] = { 0 };

	strcpy(room, text);
	places_size(&places, strlen(text));
	assert_int_equal(places_fill(&places, room, has, true), OK);
	return (places_of(&places, places_key(gram_of(str_of(gram)))));
}

static int
open_places(void **state)
{

	(void)state;
	return (places_init(&places) != OK);
}

static int
close_places(void **state)
{

	(void)state;
	places_close(&places);
	return (0);
}

static void
in_a_short_text_each_byte_has_a_bit(void **state)
{

	(void)state;
	assert_int_equal(bits("a tea, a team", "tea") & 0x204, 0x204);
	assert_int_equal(bits("a tea, a team", "team") & 0x200, 0x200);
	assert_int_equal(bits("a tea, a team", "tee"), 0);
	assert_int_equal(bits("", "tea"), 0);
}

static void
a_sign_is_itself_and_a_space(void **state)
{

	(void)state;
	assert_true((bits("(tea)", " tea") & 1) != 0);
	assert_true((bits("(tea)", "(tea") & 1) != 0);
	assert_true((bits("tea's", "tea ") & 1) != 0);
	assert_true((bits("tea's", "tea'") & 1) != 0);
	assert_true((bits("tea", "tea ") & 1) != 0);
	assert_true((bits("tea\u2026", "tea ") & 1) != 0);
	assert_true((bits("th\u00e9", "th\u00e9") & 1) != 0);
}

static void
long_texts_have_larger_blocks(void **state)
{
	char text[1001];

	(void)state;
	memset(text, 'x', 1000);
	text[1000] = '\0';
	memcpy(text + 900, "teas", 4);
	assert_int_equal(bits(text, "teas"), UINT64_C(1) << 900 / 16);
	assert_int_equal(places_first(&places, bits(text, "teas")), 896);
	assert_int_equal(places_last(&places, bits(text, "teas")), 911);
}

static void
what_stands_behind_says_where_a_match_begins(void **state)
{

	(void)state;
	bits("0123456789", "x");
	assert_int_equal(places_before(&places, 1 << 6, 2, 4), 0x1c);
	assert_int_equal(places_before(&places, 1 << 6, 6, 6), 1);
	assert_int_equal(places_before(&places, 1 << 6, 7, 9), 0);
	assert_int_equal(places_before(&places, 1 << 6, 4, PLACES_NO_END), 7);
	assert_int_equal(places_back(&places, 1 << 6, 4), 1 << 2);
	assert_int_equal(places_back(&places, 1 << 6, 200), 0);
	/* A character may be two bytes: é stands twice. */
	bits("\u00e9\u00e9 456789", "x");
	assert_int_equal(places_before(&places, 1 << 6, 2, 2), 0x14 | 0x08);
}

int
main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, open_places, close_places)
	const struct CMUnitTest places_tests[] = {
		TEST(in_a_short_text_each_byte_has_a_bit),
		TEST(a_sign_is_itself_and_a_space),
		TEST(long_texts_have_larger_blocks),
		TEST(what_stands_behind_says_where_a_match_begins),
	};

	return (RUN_TESTS(places_tests));
}
