#include "earshot/status.h"

#include "unit.h"

static void
every_status_has_its_own_word(void **state)
{

	(void)state;
	for (int i = 0; i < STATUS_COUNT; i++) {
		assert_string_not_equal(status_word((enum status)i), "unknown");
		for (int j = 0; j < i; j++)
			assert_string_not_equal(status_word((enum status)i),
			    status_word((enum status)j));
	}
	assert_string_equal(status_word((enum status)STATUS_COUNT), "unknown");
}

static void
every_status_is_told_in_words_of_its_own(void **state)
{

	(void)state;
	for (int i = 0; i < STATUS_COUNT; i++)
		for (int j = 0; j <= STATUS_COUNT; j++)
			assert_true(
			    i == j || strcmp(status_told((enum status)i),
					  status_told((enum status)j)) != 0);
}

int
main(void)
{
	const struct CMUnitTest status_tests[] = {
		cmocka_unit_test(every_status_has_its_own_word),
		cmocka_unit_test(every_status_is_told_in_words_of_its_own),
	};

	return (RUN_TESTS(status_tests));
}
