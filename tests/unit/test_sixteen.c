#include "earshot/sixteen.h"

#include "unit.h"

static void
the_first_byte_of_a_kind_is_found_wherever_it_stands(void **state)
{
	unsigned char bytes[SIXTEEN];
	size_t at;

	(void)state;
	for (at = 0; at < SIXTEEN; at++) {
		memset(bytes, 'a', sizeof(bytes));
		bytes[at] = 0xe2;
		bytes[SIXTEEN - 1] = 0xe2;
		assert_true(
		    sixteen_any((sixteen)(sixteen_load(bytes) == 0xe2)));
		assert_int_equal(sixteen_first(
				     (sixteen)(sixteen_load(bytes) == 0xe2)),
		    at);
		assert_false(
		    sixteen_any((sixteen)(sixteen_load(bytes) == 'b')));
	}
}

int
main(void)
{
	const struct CMUnitTest sixteen_bytes[] = {
		cmocka_unit_test(
		    the_first_byte_of_a_kind_is_found_wherever_it_stands),
	};

	return (RUN_TESTS(sixteen_bytes));
}
