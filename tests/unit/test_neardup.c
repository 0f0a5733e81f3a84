/*
 * The index of fingerprints: what is near is found, whichever bits differ.
 */
#include "earshot/neardup.h"

#include "unit.h"

#define BASE UINT64_C(0x0123456789abcdef)

static int
begin(void **state)
{

	*state = neardup_new();
	return (*state == NULL);
}

static int
end(void **state)
{

	neardup_free(*state);
	return (0);
}

static void
nothing_is_found_in_nothing(void **state)
{
	int64_t ids[NEARDUP_FOUND];

	assert_int_equal(neardup_find(*state, 0, ids), 0);
	assert_int_equal(neardup_count(*state), 0);
}

/* All 41,664 ways and those with fewer. */
static void
up_to_three_bits_wherever_they_are(void **state)
{
	int64_t ids[NEARDUP_FOUND];

	assert_int_equal(neardup_add(*state, BASE, 42), OK);
	for (unsigned a = 0; a < 64; a++)
		for (unsigned b = a; b < 64; b++)
			for (unsigned c = b; c < 64; c++) {
				uint64_t bits = UINT64_C(1) << a |
						UINT64_C(1) << b |
						UINT64_C(1) << c;

				if (neardup_find(*state, BASE ^ bits, ids) !=
					1 ||
				    ids[0] != 42)
					fail_msg("bits %u %u %u", a, b, c);
			}
	assert_int_equal(neardup_find(*state, BASE, ids), 1);
}

static void
four_bits_are_too_many(void **state)
{
	int64_t ids[NEARDUP_FOUND];

	assert_int_equal(neardup_add(*state, BASE, 42), OK);
	assert_int_equal(neardup_find(*state, BASE ^ 0xf, ids), 0);
	assert_int_equal(neardup_find(*state, BASE ^ 0x0001000100010001, ids),
	    0);
}

static void
the_lowest_ids_come_first_and_once(void **state)
{
	int64_t ids[NEARDUP_FOUND];

	for (unsigned i = 0; i < 100; i++)
		assert_int_equal(neardup_add(*state, BASE ^ (i % 2),
				     1000 - i % 50),
		    OK);
	assert_int_equal(neardup_find(*state, BASE, ids), NEARDUP_FOUND);
	for (int i = 0; i < NEARDUP_FOUND; i++)
		assert_int_equal(ids[i], 951 + i);
}

static void
when_full_the_oldest_give_way(void **state)
{
	struct neardup *n = *state;
	int64_t ids[NEARDUP_FOUND];
	uint64_t h = 88172645463325252u;
	size_t full;

	assert_int_equal(neardup_add(n, BASE, 1), OK);
	for (int64_t i = 2; i <= NEARDUP_MAX; i++) {
		h ^= h << 13;
		h ^= h >> 7;
		h ^= h << 17;
		assert_int_equal(neardup_add(n, h, i), OK);
	}
	full = neardup_bytes(n);
	assert_true(full <= 64 << 20);
	assert_int_equal(neardup_find(n, BASE, ids), 1);
	assert_int_equal(neardup_add(n, ~BASE, 7000000), OK);
	assert_int_equal(neardup_find(n, BASE, ids), 0);
	assert_int_equal(neardup_find(n, ~BASE, ids), 1);
	assert_int_equal(neardup_count(n), NEARDUP_MAX);
	assert_int_equal(neardup_bytes(n), full);
	assert_int_equal(neardup_find(n, h, ids), 1);
	assert_int_equal(ids[0], NEARDUP_MAX);
}

int
main(void)
{
#define INDEX_TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)
	const struct CMUnitTest tests[] = {
		INDEX_TEST(nothing_is_found_in_nothing),
		INDEX_TEST(up_to_three_bits_wherever_they_are),
		INDEX_TEST(four_bits_are_too_many),
		INDEX_TEST(the_lowest_ids_come_first_and_once),
		INDEX_TEST(when_full_the_oldest_give_way),
	};

	return (RUN_TESTS(tests));
}
