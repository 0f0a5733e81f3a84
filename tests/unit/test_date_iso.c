/*
 * ISO 8601 in its forms, taken apart.
 */
#include "earshot/clock.h"

#include "../../src/text/date_parts.h"
#include "unit.h"

/* ${s} as "year-month-day hour:minute:second zone"; "-": not read. */
static const char *
read_as(const char *s)
{
	static char text[200];
	struct date_parts d;

	memset(&d, 0, sizeof(d));
	if (!date_iso(str_of(s), &d))
		return ("-");
	snprintf(text, sizeof(text), "%d-%d-%d %d:%d:%d %d", (int)d.year,
	    (int)d.month, (int)d.day, (int)d.hour, (int)d.minute, (int)d.second,
	    (int)d.zone_s);
	return (text);
}

static void
basic_and_extended_forms_say_the_same(void **state)
{

	(void)state;
	assert_string_equal(read_as("2026-03-10T12:05:09Z"),
	    "2026-3-10 12:5:9 0");
	assert_string_equal(read_as("20260310T120509Z"), "2026-3-10 12:5:9 0");
	assert_string_equal(read_as("2026-03-10"), "2026-3-10 0:0:0 0");
	assert_string_equal(read_as("2026-03-10T24:00:00Z"),
	    "2026-3-10 24:0:0 0");
}

static void
fractions_and_zones_are_read(void **state)
{

	(void)state;
	assert_string_equal(read_as("2026-03-10T12:05:09.75+05:30"),
	    "2026-3-10 12:5:9 19800");
	assert_string_equal(read_as("2026-03-10T12:05:09,7-03"),
	    "2026-3-10 12:5:9 -10800");
	assert_string_equal(read_as("2026-03-10T12.5Z"), "2026-3-10 12:30:0 0");
	assert_string_equal(read_as("2026-03-10T12:05:09\u22120300"),
	    "2026-3-10 12:5:9 -10800");
}

static void
weeks_and_days_of_the_year_are_days(void **state)
{
	struct date_parts d;

	(void)state;
	assert_true(date_iso(STR("2026-W11-2"), &d));
	assert_int_equal(clock_days(d.year, (unsigned)d.month, 1) + d.day,
	    clock_days(2026, 3, 10) + 1);
	assert_true(date_iso(STR("2026-069"), &d));
	assert_int_equal(clock_days(d.year, (unsigned)d.month, 1) + d.day,
	    clock_days(2026, 3, 10) + 1);
}

static void
all_of_it_must_be_read(void **state)
{

	(void)state;
	assert_string_equal(read_as(""), "-");
	assert_string_equal(read_as("2026-13-10"), "-");
	/* Which hours there are, the caller asks. */
	assert_true(date_time_valid(24, 0, 0));
	assert_false(date_time_valid(25, 0, 0));
	assert_false(date_time_valid(12, 60, 0));
	assert_string_equal(read_as("2026-03-10T12:05:09Z or so"), "-");
	assert_string_equal(read_as("10 Mar 2026"), "-");
	assert_string_equal(read_as("2026-W54-1"), "-");
}

int
main(void)
{
	const struct CMUnitTest date_iso_forms[] = {
		cmocka_unit_test(basic_and_extended_forms_say_the_same),
		cmocka_unit_test(fractions_and_zones_are_read),
		cmocka_unit_test(weeks_and_days_of_the_year_are_days),
		cmocka_unit_test(all_of_it_must_be_read),
	};

	return (RUN_TESTS(date_iso_forms));
}
