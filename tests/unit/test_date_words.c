/*
 * The words that stand in dates.
 */
#include "../../src/text/date_words.h"
#include "unit.h"

static struct str
folded(const char *s)
{
	static char out[DATE_WORD_MAX];
	size_t at = 0;

	return (date_word_fold(str_of(s), &at, out));
}

static int
month(const char *s)
{
	bool whole;

	return (date_month(folded(s), &whole));
}

static void
a_word_is_folded_to_plain_small_letters(void **state)
{
	char out[DATE_WORD_MAX], text[200];
	size_t at = 0;

	(void)state;
	assert_str(date_word_fold(STR("Février 3"), &at, out), "fevrier");
	assert_int_equal(at, strlen("Février"));
	assert_str(folded("Październik"), "pazdziernik");
	assert_str(folded("ΜΑΡΤΙΟΥ"), "μαρτιου");
	/* Longer than any word of ours: passed over. */
	memset(text, 'x', sizeof(text));
	at = 0;
	assert_int_equal(date_word_fold((struct str){ text, sizeof(text) }, &at,
			     out)
			     .n,
	    0);
	assert_int_equal(at, sizeof(text));
}

static void
months_are_known_in_many_languages(void **state)
{
	bool whole = true;

	(void)state;
	assert_int_equal(month("March"), 3);
	assert_int_equal(month("MAR"), 3);
	assert_int_equal(month("März"), 3);
	assert_int_equal(month("août"), 8);
	assert_int_equal(month("декабря"), 12);
	assert_int_equal(month("Sept"), 9);
	assert_int_equal(month("monday"), 0);
	assert_int_equal(month("ma"), 0);
	/* A beginning is enough where it is one month's only. */
	assert_int_equal(date_month(STR("septem"), &whole), 9);
	assert_false(whole);
	assert_int_equal(date_month(STR("september"), &whole), 9);
	assert_true(whole);
	assert_true(date_month_thai(folded("มีนาคม")));
	assert_false(date_month_thai(STR("march")));
}

static void
zones_are_minutes_east(void **state)
{
	int minutes = 1;

	(void)state;
	assert_true(date_zone(STR("gmt"), &minutes));
	assert_int_equal(minutes, 0);
	assert_true(date_zone(STR("est"), &minutes));
	assert_int_equal(minutes, -300);
	assert_true(date_zone(STR("cest"), &minutes));
	assert_int_equal(minutes, 120);
	assert_false(date_zone(STR("nowhere"), &minutes));
}

static void
marks_say_what_the_number_beside_them_is(void **state)
{
	enum date_mark mark = DATE_MARK_NONE;
	int era = 0;

	(void)state;
	assert_int_equal(date_mark(STR("pm")), DATE_MARK_PM);
	assert_int_equal(date_mark(STR("am")), DATE_MARK_AM);
	assert_int_equal(date_mark(STR("at")), DATE_MARK_NONE);
	assert_int_equal(date_mark_east(STR("年3月"), &mark, &era), 3);
	assert_int_equal(mark, DATE_MARK_YEAR);
	assert_int_equal(date_mark_east(STR("오후 3"), &mark, &era), 6);
	assert_int_equal(mark, DATE_MARK_PM);
	assert_int_equal(date_mark_east(STR("令和8年"), &mark, &era), 6);
	assert_int_equal(mark, DATE_MARK_ERA);
	assert_int_equal(era, 2018);
	assert_int_equal(date_mark_east(STR("犬"), &mark, &era), 0);
}

int
main(void)
{
	const struct CMUnitTest date_vocabulary[] = {
		cmocka_unit_test(a_word_is_folded_to_plain_small_letters),
		cmocka_unit_test(months_are_known_in_many_languages),
		cmocka_unit_test(zones_are_minutes_east),
		cmocka_unit_test(marks_say_what_the_number_beside_them_is),
	};

	return (RUN_TESTS(date_vocabulary));
}
