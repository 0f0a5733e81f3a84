#include "earshot/verdict.h"

#include "unit.h"

static void
words_are_read_back_in_any_case(void **state)
{

	(void)state;
	for (int i = 0; i < SIGNALS; i++)
		assert_int_equal(signal_of(str_of(signal_word((enum signal)i))),
		    i);
	for (int i = FACET_THINK; i < FACETS; i++)
		assert_int_equal(facet_of(str_of(facet_word((enum facet)i))),
		    i);
	for (int i = TARGET_PRODUCT; i < TARGETS; i++)
		assert_int_equal(target_of(str_of(target_word((enum target)i))),
		    i);
	for (int i = 0; i < FIELDS; i++)
		assert_int_equal(field_of(str_of(field_word((enum field)i))),
		    i);
	assert_int_equal(signal_of(STR("Complaint")), SIGNAL_COMPLAINT);
	assert_int_equal(signal_of(STR("anger")), -1);
	assert_int_equal(facet_of(STR("")), -1);
	assert_null(signal_word(SIGNAL_NONE));
}

int
main(void)
{
	const struct CMUnitTest verdict_tests[] = {
		cmocka_unit_test(words_are_read_back_in_any_case),
	};

	return (RUN_TESTS(verdict_tests));
}
