/*
 * Dates as people and programs write them, taken apart.
 */
#include "../../src/text/date_parts.h"
#include "unit.h"

/* ${s} as "year-month-day hour:minute:second zone"; "-": not read. */
static const char *
read_as(const char *s)
{
	static char text[200];
	struct date_parts d;

	memset(&d, 0, sizeof(d));
	if (!date_free(str_of(s), &d))
		return ("-");
	snprintf(text, sizeof(text), "%d-%d-%d %d:%d:%d %d", (int)d.year,
	    (int)d.month, (int)d.day, (int)d.hour, (int)d.minute, (int)d.second,
	    (int)d.zone_s);
	return (text);
}

static void
mail_dates_are_read_with_their_mistakes(void **state)
{

	(void)state;
	assert_string_equal(read_as("Tue, 10 Mar 2026 12:05:09 +0200"),
	    "2026-3-10 12:5:9 7200");
	assert_string_equal(read_as("Tue, 10 March 26 12:05 EST"),
	    "2026-3-10 12:5:0 -18000");
	assert_string_equal(read_as("Tue Mar 10 12:05:09 2026"),
	    "2026-3-10 12:5:9 0");
	assert_string_equal(read_as("10-Mar-2026 12:05:09 GMT"),
	    "2026-3-10 12:5:9 0");
}

static void
a_clock_of_twelve_hours_is_one_of_twenty_four(void **state)
{

	(void)state;
	assert_string_equal(read_as("March 10, 2026 3:30 PM"),
	    "2026-3-10 15:30:0 0");
	assert_string_equal(read_as("March 10, 2026 12:30 a.m."),
	    "2026-3-10 0:30:0 0");
	assert_string_equal(read_as("March 10, 2026 12:30 pm"),
	    "2026-3-10 12:30:0 0");
}

static void
other_languages_and_calendars_are_read(void **state)
{

	(void)state;
	assert_string_equal(read_as("10. März 2026, 14:30"),
	    "2026-3-10 14:30:0 0");
	assert_string_equal(read_as("10 марта 2026 14:30"),
	    "2026-3-10 14:30:0 0");
	assert_string_equal(read_as("2026年3月10日 14時30分"),
	    "2026-3-10 14:30:0 0");
	assert_string_equal(read_as("令和8年3月10日"), "2026-3-10 0:0:0 0");
}

static void
without_day_month_and_year_it_is_no_date(void **state)
{

	(void)state;
	assert_string_equal(read_as(""), "-");
	assert_string_equal(read_as("yesterday"), "-");
	assert_string_equal(read_as("Tuesday 14:30"), "-");
	assert_string_equal(read_as("10 Foo 2026 14:30"), "-");
}

int
main(void)
{
	const struct CMUnitTest date_free_forms[] = {
		cmocka_unit_test(mail_dates_are_read_with_their_mistakes),
		cmocka_unit_test(a_clock_of_twelve_hours_is_one_of_twenty_four),
		cmocka_unit_test(other_languages_and_calendars_are_read),
		cmocka_unit_test(without_day_month_and_year_it_is_no_date),
	};

	return (RUN_TESTS(date_free_forms));
}
