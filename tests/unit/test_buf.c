#include "earshot/buf.h"

#include "unit.h"

static void
bytes_grow_and_are_always_nul_ended(void **state)
{
	struct buf b = BUF_INIT(100000);

	(void)state;
	for (int i = 0; i < 1000; i++) {
		buf_printf(&b, "%d,", i % 10);
		assert_int_equal(b.p[b.n], '\0');
	}
	assert_int_equal(b.n, 2000);
	assert_false(buf_failed(&b));
	buf_free(&b);
}

static void
the_cap_is_exact_and_the_failure_sticks(void **state)
{
	struct buf b = BUF_INIT(5);

	(void)state;
	buf_adds(&b, "12345");
	assert_false(buf_failed(&b));
	buf_addc(&b, '6');
	assert_true(buf_failed(&b));
	buf_clear(&b);
	assert_false(buf_failed(&b));
	buf_adds(&b, "123");
	buf_printf(&b, "%s", "456");
	assert_true(buf_failed(&b));
	assert_str(buf_str(&b), "123");
	buf_adds(&b, "4"); /* what follows a failure is dropped */
	assert_str(buf_str(&b), "123");
	assert_null(buf_steal(&b));
}

static void
a_buffer_without_a_cap_still_counts_right(void **state)
{
	struct buf b = BUF_INIT(SIZE_MAX);

	(void)state;
	for (int i = 0; i < 1000; i++)
		buf_adds(&b, "0123456789");
	assert_int_equal(b.n, 10000);
	assert_null(buf_reserve(&b, SIZE_MAX - 5));
	assert_true(buf_failed(&b));
	buf_free(&b);
}

static void
stolen_bytes_are_the_callers(void **state)
{
	struct buf b = BUF_INIT(50);
	char *p;

	(void)state;
	p = buf_steal(&b);
	assert_string_equal(p, "");
	free(p);
	buf_adds(&b, "mine");
	p = buf_steal(&b);
	assert_string_equal(p, "mine");
	assert_int_equal(b.n, 0);
	free(p);
}

int
main(void)
{
	const struct CMUnitTest buf_tests[] = {
		cmocka_unit_test(bytes_grow_and_are_always_nul_ended),
		cmocka_unit_test(the_cap_is_exact_and_the_failure_sticks),
		cmocka_unit_test(a_buffer_without_a_cap_still_counts_right),
		cmocka_unit_test(stolen_bytes_are_the_callers),
	};

	return (RUN_TESTS(buf_tests));
}
