#include "unit.h"

static void
comparing_folds_ascii_only_when_asked(void **state)
{

	(void)state;
	assert_true(str_eq(STR("abc"), STR("abc")));
	assert_false(str_eq(STR("abc"), STR("Abc")));
	assert_true(str_ieq(STR("aBc"), STR("AbC")));
	assert_false(str_ieq(STR("\xc3\xa4"), STR("\xc3\x84")));
	assert_true(str_eq(str_of(NULL), STR("")));
	assert_true(str_cmp(STR("a"), STR("ab")) < 0);
	assert_true(str_cmp(STR("b"), STR("ab")) > 0);
	assert_true(str_iends(STR("FEED.XML"), STR(".xml")));
	assert_false(str_ends(STR("xml"), STR(".xml")));
	assert_true(str_istarts(STR("HTTP://x"), STR("http:")));
}

static void
finding_gives_the_first_place_or_none(void **state)
{

	(void)state;
	assert_int_equal(str_find(STR("aabab"), STR("ab")), 1);
	assert_int_equal(str_find(STR("aabab"), STR("xx")), SIZE_MAX);
	assert_int_equal(str_ifind(STR("xxAB"), STR("ab")), 2);
	assert_int_equal(str_find(STR(""), STR("")), 0);
	assert_int_equal(str_findc(STR("a:b"), ':'), 1);
}

static void
cutting_takes_the_front_and_leaves_the_rest(void **state)
{
	struct str rest = STR("key=value=more");

	(void)state;
	assert_str(str_cut(&rest, '='), "key");
	assert_str(rest, "value=more");
	assert_str(str_cut(&rest, ';'), "value=more");
	assert_int_equal(rest.n, 0);
	rest = STR("  one\ttwo ");
	assert_str(str_word(&rest), "one");
	assert_str(str_word(&rest), "two");
	assert_int_equal(str_word(&rest).n, 0);
	assert_str(str_trim(STR(" \r\n x y \t")), "x y");
	assert_str(str_sub(STR("abc"), 1, 99), "bc");
	assert_int_equal(str_sub(STR("abc"), 5, 9).n, 0);
}

static void
numbers_are_whole_strings(void **state)
{
	int64_t i;
	double d;

	(void)state;
	assert_true(str_to_i64(STR(" -42 "), &i));
	assert_int_equal(i, -42);
	assert_false(str_to_i64(STR("42x"), &i));
	assert_false(str_to_i64(STR(""), &i));
	assert_false(str_to_i64(STR("99999999999999999999"), &i));
	assert_true(str_to_double(STR(".5"), &d));
	assert_true(d > .49 && d < .51);
	assert_false(str_to_double(STR("nan"), &d));
	assert_false(str_to_double(STR("0x1p3"), &d));
	assert_false(str_to_double(STR("1e999"), &d));
}

static void
durations_and_sizes_take_their_units(void **state)
{
	static const struct {
		const char *text;
		int64_t seconds;
	} durations[] = { { "90", 90 }, { "15m", 900 }, { "15 min", 900 },
		{ "2h", 7200 }, { "7d", 604800 }, { "1w", 604800 },
		{ "1.5h", 5400 } };
	static const char *const bad[] = { "m", "5x", "1e3h", "-5m", "" };
	int64_t v;

	(void)state;
	for (size_t i = 0; i < sizeof(durations) / sizeof(*durations); i++) {
		v = -1;
		(void)str_to_seconds(str_of(durations[i].text), &v);
		assert_int_equal(v, durations[i].seconds);
	}
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		assert_false(str_to_seconds(str_of(bad[i]), &v));
	assert_true(str_to_bytes(STR("16M"), &v));
	assert_int_equal(v, 16 << 20);
	assert_true(str_to_bytes(STR("64 KiB"), &v));
	assert_int_equal(v, 65536);
	assert_false(str_to_bytes(STR("5Q"), &v));
}

static void
yes_and_no_have_four_words_each(void **state)
{
	bool b = false;

	(void)state;
	assert_true(str_to_bool(STR("On"), &b) && b);
	assert_true(str_to_bool(STR("0"), &b) && !b);
	assert_false(str_to_bool(STR("maybe"), &b));
}

static void
the_nearest_name_is_found_but_not_a_far_one(void **state)
{
	static const char *const names[] = { "signal", "facet", "weight",
		"about", "no", NULL };

	(void)state;
	assert_string_equal(str_near(STR("singal"), names), "signal");
	assert_string_equal(str_near(STR("Wieght"), names), "weight");
	assert_null(str_near(STR("banana"), names));
	assert_null(str_near(STR("on"), names + 5));
	assert_null(str_near(STR("yes"), names));
}

int
main(void)
{
	const struct CMUnitTest str_tests[] = {
		cmocka_unit_test(comparing_folds_ascii_only_when_asked),
		cmocka_unit_test(finding_gives_the_first_place_or_none),
		cmocka_unit_test(cutting_takes_the_front_and_leaves_the_rest),
		cmocka_unit_test(numbers_are_whole_strings),
		cmocka_unit_test(durations_and_sizes_take_their_units),
		cmocka_unit_test(yes_and_no_have_four_words_each),
		cmocka_unit_test(the_nearest_name_is_found_but_not_a_far_one),
	};

	return (RUN_TESTS(str_tests));
}
