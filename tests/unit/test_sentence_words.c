/*
 * The splitter's vocabulary.
 */
#include "../../src/text/sentence_words.h"
#include "unit.h"

static void
each_abbreviation_says_what_its_stop_means(void **state)
{

	(void)state;
	/* The first, the last, and some between: the table is in order. */
	assert_int_equal(sentence_after(STR("a.k.a")), AFTER_GOES_ON);
	assert_int_equal(sentence_after(STR("zzgl")), AFTER_GOES_ON);
	assert_int_equal(sentence_after(STR("p.m")), AFTER_BIG);
	assert_int_equal(sentence_after(STR("messrs")), AFTER_GOES_ON);
	assert_int_equal(sentence_after(STR("evtl")), AFTER_GOES_ON);
	assert_int_equal(sentence_after(STR("excl")), AFTER_GOES_ON);
	assert_int_equal(sentence_after(STR("fig")), AFTER_NUMBER);
	assert_int_equal(sentence_after(STR("no")), AFTER_NO);
	assert_int_equal(sentence_after(STR("etc")), AFTER_BIG);
	assert_int_equal(sentence_after(STR("work")), AFTER_UNKNOWN);
	assert_int_equal(sentence_after(STR("etcetera")), AFTER_UNKNOWN);
	assert_int_equal(sentence_after(STR("")), AFTER_UNKNOWN);
}

static void
starters_are_whole_words_of_any_case(void **state)
{

	(void)state;
	assert_true(sentence_starter(STR("in the U.S. They left"), 12));
	assert_true(sentence_starter(STR("I'm"), 0));
	assert_true(sentence_starter(STR("WE,"), 0));
	assert_false(sentence_starter(STR("Theodore"), 0));
	assert_false(sentence_starter(STR("Senate"), 0));
	assert_false(sentence_starter(STR(""), 0));
	assert_false(sentence_starter(STR("the"), 9));
}

static void
german_months_are_whole_words_with_a_capital(void **state)
{

	(void)state;
	assert_true(sentence_german_month(STR("am 3. Mai war"), 6));
	assert_true(sentence_german_month(STR("März"), 0));
	assert_true(sentence_german_month(STR("Jänner."), 0));
	assert_false(sentence_german_month(STR("Maier kam"), 0));
	assert_false(sentence_german_month(STR("mai"), 0));
	assert_false(sentence_german_month(STR("Dezembe"), 0));
}

int
main(void)
{
	const struct CMUnitTest sentence_vocabulary[] = {
		cmocka_unit_test(each_abbreviation_says_what_its_stop_means),
		cmocka_unit_test(starters_are_whole_words_of_any_case),
		cmocka_unit_test(german_months_are_whole_words_with_a_capital),
	};

	return (RUN_TESTS(sentence_vocabulary));
}
