/*
 * Dates cut into numbers, words and signs.
 */
#include "../../src/text/date_tokens.h"
#include "unit.h"

static struct date_token t[DATE_TOKENS];

static void
cut(const char *s)
{

	assert_true(date_tokens(str_of(s), t));
}

static void
numbers_words_and_signs_are_told_apart(void **state)
{

	(void)state;
	cut("10 Mar,2026 EST");
	assert_int_equal(t[0].kind, TOKEN_NUMBER);
	assert_int_equal(t[0].value, 10);
	assert_int_equal(t[0].digits, 2);
	assert_true(t[0].spaced);
	assert_int_equal(t[1].kind, TOKEN_WORD);
	assert_int_equal(t[1].month, 3);
	assert_int_equal(t[2].kind, TOKEN_SIGN);
	assert_int_equal(t[2].sign, ',');
	assert_false(t[2].spaced);
	assert_int_equal(t[3].value, 2026);
	assert_false(t[3].spaced);
	assert_true(t[4].zone);
	assert_int_equal(t[4].zone_minutes, -300);
	assert_int_equal(t[5].kind, TOKEN_END);
}

static void
digits_and_signs_of_any_script_are_plain(void **state)
{

	(void)state;
	cut("１０：٢٦\u2013०४");
	assert_int_equal(t[0].value, 10);
	assert_int_equal(t[1].sign, ':');
	assert_int_equal(t[2].value, 26);
	assert_int_equal(t[3].sign, '-');
	assert_int_equal(t[4].value, 4);
	assert_int_equal(t[4].digits, 2);
	cut("3月10日");
	assert_int_equal(t[1].mark, DATE_MARK_MONTH);
	assert_true(t[1].eastern);
	assert_int_equal(t[3].mark, DATE_MARK_DAY);
}

static void
halves_of_the_day_are_one_word_with_their_stops(void **state)
{

	(void)state;
	cut("3 p.m. 4 a. m. 5 π.μ.");
	assert_int_equal(t[1].mark, DATE_MARK_PM);
	assert_int_equal(t[2].sign, '.');
	assert_int_equal(t[3].value, 4);
	assert_int_equal(t[4].mark, DATE_MARK_AM);
	assert_int_equal(t[6].value, 5);
	assert_int_equal(t[7].mark, DATE_MARK_AM);
}

static void
what_is_too_long_for_a_date_is_none(void **state)
{
	char many[2 * DATE_TOKENS + 1] = "";

	(void)state;
	for (int i = 0; i < DATE_TOKENS - 3; i++)
		strcat(many, "1 ");
	cut(many);
	assert_int_equal(t[DATE_TOKENS - 3].kind, TOKEN_END);
	strcat(many, "1");
	assert_false(date_tokens(str_of(many), t));
	/* Of a long fraction only the first digits count. */
	cut("1234567890123456789012345");
	assert_int_equal(t[0].digits, DATE_DIGITS);
	assert_int_equal(t[0].value, 123456789);
	assert_int_equal(t[1].kind, TOKEN_END);
}

int
main(void)
{
	const struct CMUnitTest date_token_kinds[] = {
		cmocka_unit_test(numbers_words_and_signs_are_told_apart),
		cmocka_unit_test(digits_and_signs_of_any_script_are_plain),
		cmocka_unit_test(
		    halves_of_the_day_are_one_word_with_their_stops),
		cmocka_unit_test(what_is_too_long_for_a_date_is_none),
	};

	return (RUN_TESTS(date_token_kinds));
}
