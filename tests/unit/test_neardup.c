/*
 * The index of fingerprints: what is near is found, whichever bits differ.
 */
#include "earshot/neardup.h"

#include "unit.h"

#define BASE UINT64_C(0x0123456789abcdef)

static enum status
add(struct neardup *n, uint64_t simhash, uint32_t anchor, int64_t id)
{
	struct fingerprint f = { simhash,
		{ anchor, anchor + 1, anchor + 2, anchor + 3 } };

	return (neardup_add(n, &f, id));
}

/* ${ret_ids}: NEARDUP_FOUND. */
static size_t
find(struct neardup *n, uint64_t simhash, uint32_t anchor, int64_t *ret_ids)
{
	struct fingerprint f = { simhash,
		{ anchor, anchor + 9, anchor + 8, anchor + 7 } };
	struct near near[NEARDUP_FOUND];
	size_t found = neardup_find(n, &f, near);

	for (size_t i = 0; i < found; i++)
		ret_ids[i] = near[i].post_id;
	return (found);
}

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

	assert_int_equal(find(*state, 0, 1, ids), 0);
	assert_int_equal(neardup_count(*state), 0);
}

/* All 41,664 ways and those with fewer. */
static void
up_to_three_bits_wherever_they_are(void **state)
{
	int64_t ids[NEARDUP_FOUND];

	assert_int_equal(add(*state, BASE, 0, 42), OK);
	for (unsigned a = 0; a < 64; a++)
		for (unsigned b = a; b < 64; b++)
			for (unsigned c = b; c < 64; c++) {
				uint64_t bits = UINT64_C(1) << a |
						UINT64_C(1) << b |
						UINT64_C(1) << c;

				if (find(*state, BASE ^ bits, 100, ids) != 1 ||
				    ids[0] != 42)
					fail_msg("bits %u %u %u", a, b, c);
			}
	assert_int_equal(find(*state, BASE, 100, ids), 1);
}

static void
four_bits_are_too_many(void **state)
{
	int64_t ids[NEARDUP_FOUND];

	assert_int_equal(add(*state, BASE, 0, 42), OK);
	assert_int_equal(find(*state, BASE ^ 0xf, 100, ids), 0);
	assert_int_equal(find(*state, BASE ^ 0x0001000100010001, 100, ids), 0);
}

/* Any of the four, at any place; but not what is quite another text. */
static void
an_anchor_finds_what_is_farther(void **state)
{
	int64_t ids[NEARDUP_FOUND];

	assert_int_equal(add(*state, BASE, 70, 42), OK);
	assert_int_equal(find(*state, BASE ^ 0xfff, 70, ids), 1);
	assert_int_equal(ids[0], 42);
	assert_int_equal(find(*state, BASE ^ 0xfff, 64, ids), 1);
	assert_int_equal(find(*state, BASE ^ 0xfff, 63, ids), 1);
	assert_int_equal(find(*state, BASE ^ 0x3fff, 72, ids), 0);
	assert_int_equal(find(*state, BASE ^ 0xfff, 80, ids), 0);
}

/* Thirteen bits with one of them, 19 with two, 24 with more. */
static void
the_more_anchors_the_farther_it_may_be(void **state)
{
	static const struct {
		struct fingerprint f;
		size_t found;
	} asks[] = {
		{ { BASE ^ 0x1fff, { 9, 8, 7, 70 } }, 1 },
		{ { BASE ^ 0x3fff, { 9, 8, 7, 70 } }, 0 },
		{ { BASE ^ 0x7ffff, { 9, 71, 7, 70 } }, 1 },
		{ { BASE ^ 0xfffff, { 9, 71, 7, 70 } }, 0 },
		{ { BASE ^ 0xffffff, { 73, 71, 7, 70 } }, 1 },
		{ { BASE ^ 0x1ffffff, { 73, 71, 72, 70 } }, 0 },
	};
	struct near near[NEARDUP_FOUND];

	assert_int_equal(add(*state, BASE, 70, 42), OK);
	for (size_t i = 0; i < sizeof(asks) / sizeof(asks[0]); i++)
		assert_int_equal(neardup_find(*state, &asks[i].f, near),
		    asks[i].found);
}

/* As of a text of three words in a row, said over and over. */
static void
anchors_may_be_alike(void **state)
{
	struct fingerprint same = { BASE, { 3, 3, 3, 3 } };
	struct fingerprint far = { BASE ^ 0xff, { 3, 3, 3, 3 } };
	struct near near[NEARDUP_FOUND];

	for (int64_t id = 1; id < 4; id++)
		assert_int_equal(neardup_add(*state, &same, id), OK);
	assert_int_equal(neardup_find(*state, &far, near), 3);
	assert_int_equal(near[2].post_id, 3);
	assert_int_equal(near[2].distance, 8);
}

/* Ten thousand of them: the look-up ends, and finds the nearest it saw. */
static void
a_flood_of_the_same_is_bounded(void **state)
{
	int64_t ids[NEARDUP_FOUND];

	for (int64_t id = 1; id <= 10000; id++)
		assert_int_equal(add(*state, BASE, 0, id), OK);
	assert_int_equal(find(*state, BASE, 0, ids), NEARDUP_FOUND);
	assert_true(ids[0] > 10000 - 2048);
}

static void
the_nearest_come_first_then_the_lowest_ids_and_once(void **state)
{
	int64_t ids[NEARDUP_FOUND];

	for (unsigned i = 0; i < 100; i++)
		assert_int_equal(add(*state, BASE ^ (i % 2), 100 * i,
				     1000 - i % 50),
		    OK);
	assert_int_equal(find(*state, BASE, 100, ids), NEARDUP_FOUND);
	for (int i = 0; i < NEARDUP_FOUND; i++)
		assert_int_equal(ids[i], 952 + 2 * i);
}

/* By its bits alone: among a million each anchor is some other's as well. */
static bool
finds(struct neardup *n, uint64_t simhash, int64_t id)
{
	int64_t ids[NEARDUP_FOUND];
	size_t found = find(n, simhash, 77, ids);

	return (found > 0 && ids[0] == id);
}

static void
when_full_the_oldest_give_way(void **state)
{
	struct neardup *n = *state;
	uint64_t h = 88172645463325252u;
	size_t full;

	assert_int_equal(add(n, BASE, 0, 1), OK);
	for (int64_t i = 2; i <= NEARDUP_MAX; i++) {
		h ^= h << 13;
		h ^= h >> 7;
		h ^= h << 17;
		assert_int_equal(add(n, h, (uint32_t)(h >> 7), i), OK);
	}
	full = neardup_bytes(n);
	assert_true(full <= 64000000);
	assert_true(finds(n, BASE, 1));
	assert_int_equal(add(n, ~BASE, 5, 7000000), OK);
	assert_false(finds(n, BASE, 1));
	assert_true(finds(n, ~BASE, 7000000));
	assert_int_equal(neardup_count(n), NEARDUP_MAX);
	assert_int_equal(neardup_bytes(n), full);
	assert_true(finds(n, h, NEARDUP_MAX));
}

int
main(void)
{
#define INDEX_TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)
	const struct CMUnitTest tests[] = {
		INDEX_TEST(nothing_is_found_in_nothing),
		INDEX_TEST(up_to_three_bits_wherever_they_are),
		INDEX_TEST(four_bits_are_too_many),
		INDEX_TEST(an_anchor_finds_what_is_farther),
		INDEX_TEST(the_more_anchors_the_farther_it_may_be),
		INDEX_TEST(anchors_may_be_alike),
		INDEX_TEST(a_flood_of_the_same_is_bounded),
		INDEX_TEST(the_nearest_come_first_then_the_lowest_ids_and_once),
		INDEX_TEST(when_full_the_oldest_give_way),
	};

	return (RUN_TESTS(tests));
}
