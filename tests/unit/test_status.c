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

int
main(void)
{
	const struct CMUnitTest status_tests[] = {
		cmocka_unit_test(every_status_has_its_own_word),
	};

	return (RUN_TESTS(status_tests));
}
