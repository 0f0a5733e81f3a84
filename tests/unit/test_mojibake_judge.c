/*
 * How sure a few characters are one that was wrongly decoded.
 */
#include "../../src/text/mojibake_about.h"
#include "../../src/text/mojibake_judge.h"
#include "unit.h"

static enum mojibake_verdict
judge(uint32_t before, uint32_t one, uint32_t two, uint32_t c, uint32_t next)
{
	struct mojibake_unit u = { .page = CODEPAGE_1252,
		.n = 2,
		.from = { one, two },
		.c = c,
		.before = before,
		.next = next };

	return (mojibake_judge(&u));
}

static void
a_letter_inside_a_word_is_sure(void **state)
{

	(void)state;
	/* "cafÃ© ", "fÃ¼r" */
	assert_int_equal(judge('f', 0xc3, 0xa9, 0xe9, ' '), MOJIBAKE_SURE);
	assert_int_equal(judge('f', 0xc3, 0xbc, 0xfc, 'r'), MOJIBAKE_SURE);
}

static void
a_control_is_nobodys_letter(void **state)
{

	(void)state;
	/* U+00C3 U+0089 */
	assert_int_equal(judge(' ', 0xc3, 0x89, 0xc9, 't'), MOJIBAKE_SURE);
}

static void
what_would_be_no_character_is_left_alone(void **state)
{
	struct mojibake_unit u = { .page = CODEPAGE_1252,
		.n = 3,
		.from = { 0xef, 0xbf, 0xbf },
		.c = 0xffff,
		.before = ' ',
		.next = ' ' };

	(void)state;
	assert_int_equal(mojibake_judge(&u), MOJIBAKE_NEVER);
	u.from[0] = 0xee;
	u.c = 0xe000; /* private use */
	assert_int_equal(mojibake_judge(&u), MOJIBAKE_NEVER);
}

static void
scripts_and_taste_tell_two_readings_apart(void **state)
{
	struct mojibake_unit u = { .page = CODEPAGE_1252,
		.n = 2,
		.from = { 0xc3, 0xa9 },
		.c = 0xe9,
		.before = 'f',
		.next = 's' };

	(void)state;
	assert_int_equal(mojibake_script('a'), 0);
	assert_int_equal(mojibake_script(0xe9), 0);
	assert_int_not_equal(mojibake_script(0x0436), 0);
	assert_int_equal(mojibake_script(0x0436), mojibake_script(0x0416));
	assert_int_not_equal(mojibake_script(0x0436), mojibake_script(0x03b1));
	assert_int_equal(mojibake_taste(&u), 1);
	u.before = u.next = ' ';
	assert_int_equal(mojibake_taste(&u), 0);
	u.before = 'f';
	u.c = 0xc9; /* a capital inside a word */
	assert_int_equal(mojibake_taste(&u), -2);
}

int
main(void)
{
	const struct CMUnitTest mojibake_verdicts[] = {
		cmocka_unit_test(a_letter_inside_a_word_is_sure),
		cmocka_unit_test(a_control_is_nobodys_letter),
		cmocka_unit_test(what_would_be_no_character_is_left_alone),
		cmocka_unit_test(scripts_and_taste_tell_two_readings_apart),
	};

	mojibake_about_init();
	return (RUN_TESTS(mojibake_verdicts));
}
