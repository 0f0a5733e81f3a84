#include "earshot/arena.h"

#include "unit.h"

static void
memory_is_zeroed_and_aligned(void **state)
{
	struct arena *a = arena_new(1 << 20);

	(void)state;
	for (size_t n = 1; n < 2000; n += 37) {
		unsigned char *p = arena_alloc(a, n);

		assert_non_null(p);
		assert_int_equal((uintptr_t)p % 16, 0);
		for (size_t i = 0; i < n; i++)
			assert_int_equal(p[i], 0);
		memset(p, 0xff, n);
	}
	assert_false(arena_failed(a));
	arena_free(a);
}

static void
the_cap_holds_and_the_failure_is_remembered(void **state)
{
	struct arena *a = arena_new(1000);

	(void)state;
	assert_non_null(arena_alloc(a, 900));
	assert_null(arena_alloc(a, 200));
	assert_true(arena_failed(a));
	assert_non_null(arena_alloc(a, 16));
	assert_true(arena_used(a) <= 1000);
	arena_reset(a);
	assert_false(arena_failed(a));
	assert_non_null(arena_alloc(a, 900));
	assert_null(arena_array(a, SIZE_MAX / 2, 4));
	arena_free(a);
}

static void
copies_end_in_nul_and_keep_their_length(void **state)
{
	struct arena *a = arena_new(10000);
	struct str s = arena_str(a, (struct str){ "a\0b", 3 });

	(void)state;
	assert_int_equal(s.n, 3);
	assert_memory_equal(s.p, "a\0b", 4);
	s = arena_printf(a, "%d-%s", 7, "x");
	assert_str(s, "7-x");
	arena_free(a);
}

static void
a_growing_array_keeps_its_items(void **state)
{
	struct arena *a = arena_new(1 << 20);
	size_t cap = 0;
	int *list = NULL;

	(void)state;
	for (int i = 0; i < 1000; i++) {
		list = arena_grow(a, list, (size_t)i, &cap, sizeof(*list));
		assert_non_null(list);
		list[i] = i;
	}
	for (int i = 0; i < 1000; i++)
		assert_int_equal(list[i], i);
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest arena_tests[] = {
		cmocka_unit_test(memory_is_zeroed_and_aligned),
		cmocka_unit_test(the_cap_holds_and_the_failure_is_remembered),
		cmocka_unit_test(copies_end_in_nul_and_keep_their_length),
		cmocka_unit_test(a_growing_array_keeps_its_items),
	};

	return (RUN_TESTS(arena_tests));
}
