/*
 * Counts as feeds write them, scales as feeds have them.
 */
#include <math.h>

#include "earshot/kudos.h"

#include "unit.h"

static void
counts_are_read_as_people_write_them(void **state)
{
	static const struct {
		const char *text;
		int64_t count;
	} table[] = {
		{ "0", 0 },
		{ "45", 45 },
		{ " 45\n", 45 },
		{ "+45", 45 },
		{ "007", 7 },
		{ "1,234", 1234 },
		{ "1.234", 1234 },
		{ "1 234", 1234 },
		{ "1'234", 1234 },
		{ "1\xc2\xa0"
		  "234",
		    1234 },
		{ "12,345,678", 12345678 },
		{ "5.0", 5 },
		{ "1.2k", 1200 },
		{ "1,2 K", 1200 },
		{ "12k", 12000 },
		{ "3M", 3000000 },
		{ "2.5m", 2500000 },
		{ "1B", 1000000000 },
		{ "9007199254740992", INT64_C(9007199254740992) },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (kudos_count(str_of(table[i].text)) != table[i].count)
			fail_msg("%s is read as %lld", table[i].text,
			    (long long)kudos_count(str_of(table[i].text)));
}

static void
what_is_no_count_is_none(void **state)
{
	static const char *const table[] = { "", " ", "-1", "many", "k", "1.5",
		"1,23", "1,2345", "0.873", "1234,567", "1,234.567", "12 points",
		"1e9", "0x10", "1..0", "1.", "9007199254740993",
		"99999999999999999999999999", "9007199254741k",
		"9999999999999.9b", "1,000,000,000,000,000,000,000", "1.2kk" };

	(void)state;
	assert_int_equal(kudos_count((struct str){ NULL, 0 }), -1);
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (kudos_count(str_of(table[i])) != -1)
			fail_msg("%s is read as %lld", table[i],
			    (long long)kudos_count(str_of(table[i])));
}

static void
any_scale_becomes_one_to_five(void **state)
{
	static const struct {
		double value, min, max, five;
	} table[] = {
		/* as it is */
		{ 4, (double)NAN, (double)NAN, 4 },
		{ 4, 1, 5, 4 },
		{ 4.25, 1, 5, 4.25 },
		{ 4, 0, 5, 4 },
		{ 1, 1, 5, 1 },
		/* by the lowest and the highest */
		{ 1, 1, 10, 1 },
		{ 10, 1, 10, 5 },
		{ 5.5, 1, 10, 3 },
		{ 0, 0, 10, 1 },
		{ 5, 0, 10, 3 },
		{ 0, 0, 1, 1 },
		{ 1, 0, 1, 5 },
		{ 50, 0, 100, 3 },
		{ -5, -5, 5, 1 },
		{ 0, -5, 5, 3 },
		/* by the highest alone */
		{ 10, (double)NAN, 10, 5 },
		{ 5, (double)NAN, 10, 2.5 },
		{ 1, (double)NAN, 100, 1 },
		/* none */
		{ 0, (double)NAN, (double)NAN, 0 },
		{ 0, 0, 5, 0 },
		{ 0, 1, 5, 0 },
		{ 6, 1, 5, 0 },
		{ 7, (double)NAN, (double)NAN, 0 },
		{ -1, (double)NAN, 5, 0 },
		{ 0, 1, 10, 0 },
		{ (double)NAN, 1, 5, 0 },
		{ (double)INFINITY, 1, 5, 0 },
		/* a scale that is none */
		{ 4, 5, 5, 4 },
		{ 4, 9, -1, 4 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		struct scale s = { table[i].value, table[i].min, table[i].max };

		if (fabs(kudos_of_five(&s) - table[i].five) > 1e-9)
			fail_msg("%g of %g to %g is %g", s.value, s.min, s.max,
			    kudos_of_five(&s));
	}
}

static void
the_first_word_on_a_number_stays(void **state)
{
	struct kudos k = { .said = 0 };

	(void)state;
	kudos_say(&k, KUDO_VIEWS, -1);
	kudos_say(&k, KUDO_VIEWS, KUDOS_MAX + 1);
	assert_int_equal(k.said, 0);
	kudos_say(&k, KUDO_VIEWS, 7);
	kudos_say(&k, KUDO_VIEWS, 9);
	assert_int_equal(k.said, 1u << KUDO_VIEWS);
	assert_int_equal(k.n[KUDO_VIEWS], 7);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(counts_are_read_as_people_write_them),
		cmocka_unit_test(what_is_no_count_is_none),
		cmocka_unit_test(any_scale_becomes_one_to_five),
		cmocka_unit_test(the_first_word_on_a_number_stays),
	};

	return (RUN_TESTS(tests));
}
