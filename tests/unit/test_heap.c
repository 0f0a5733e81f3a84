#include "earshot/heap.h"

#include "unit.h"

static void
items_come_out_in_order_of_their_keys(void **state)
{
	struct heap h;
	struct heap_item item;
	int64_t last = INT64_MIN;
	uint32_t x = 1;
	int n = 0;

	(void)state;
	heap_init(&h);
	assert_false(heap_pop(&h, &item));
	for (int i = 0; i < 10000; i++) {
		x = x * 1664525 + 1013904223;
		assert_int_equal(heap_push(&h, x >> 16, i), OK);
		if (i % 3 == 0)
			assert_true(heap_pop(&h, &item));
	}
	while (heap_peek(&h, &item)) {
		struct heap_item popped;

		assert_true(heap_pop(&h, &popped));
		assert_int_equal(item.key, popped.key);
		assert_true(popped.key >= last);
		last = popped.key;
		n++;
	}
	assert_int_equal(n, 10000 - 3334);
	heap_free(&h);
}

int
main(void)
{
	const struct CMUnitTest heap_tests[] = {
		cmocka_unit_test(items_come_out_in_order_of_their_keys),
	};

	return (RUN_TESTS(heap_tests));
}
