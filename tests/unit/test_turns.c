/*
 * Words that turn what a sentence says: found however they are written, and in
 * no two pairs of contraries.
 */
#include "earshot/turns.h"

#include "unit.h"

static void
negations_are_known_however_they_are_written(void **state)
{
	(void)state;
	assert_true(turns_negates(STR("not")));
	assert_true(turns_negates(STR("Don't")));
	assert_true(turns_negates(STR("don\xe2\x80\x99t")));
	assert_true(turns_negates(STR("JAM\xc3\x81S")));
	assert_false(turns_negates(STR("knot")));
	assert_false(turns_negates(STR("")));
}

static void
what_is_wrong_is_not_denied(void **state)
{
	struct turn t = turns_of(STR("wrong"));

	(void)state;
	assert_true((t.tags & TURNS_NEGATES) != 0);
	assert_true((t.tags & TURNS_DENIES) == 0);
	assert_true((turns_of(STR("never")).tags & TURNS_DENIES) != 0);
}

static void
contraries_are_two_sides_of_one_pair(void **state)
{
	static const char *const pairs[][2] = { { "louder", "quieter" },
		{ "hot", "cold" }, { "early", "late" }, { "fewer", "more" },
		{ "enable", "disable" }, { "caliente", "fr\xc3\xad\x61" },
		{ "chaude", "froide" } };

	(void)state;
	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		struct turn one = turns_of(str_of(pairs[i][0]));
		struct turn other = turns_of(str_of(pairs[i][1]));

		assert_true(one.side > 1);
		assert_int_equal(one.side ^ 1, other.side);
	}
	assert_int_equal(turns_of(STR("kettle")).side, 0);
}

static void
numbers_have_digits_or_names(void **state)
{
	(void)state;
	assert_true(turns_number(STR("7th")));
	assert_true(turns_number(STR("Seven")));
	assert_false(turns_number(STR("some")));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(negations_are_known_however_they_are_written),
		cmocka_unit_test(what_is_wrong_is_not_denied),
		cmocka_unit_test(contraries_are_two_sides_of_one_pair),
		cmocka_unit_test(numbers_have_digits_or_names),
	};

	return (RUN_TESTS(tests));
}
