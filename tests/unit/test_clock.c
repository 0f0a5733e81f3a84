#include <time.h>

#include "earshot/clock.h"

#include "unit.h"

static void
a_frozen_clock_moves_only_by_hand(void **state)
{

	(void)state;
	clock_freeze(1000000);
	assert_int_equal(clock_now(), 1000000);
	clock_advance(2500);
	assert_int_equal(clock_now(), 1000002);
	assert_int_equal(clock_now_ms(), 1000002500);
	assert_int_equal(clock_mono_ms(), 1000002500);
	clock_thaw();
	assert_true(clock_now() > 1700000000);
}

static void
moments_are_written_as_rfc_3339_in_utc(void **state)
{
	char text[CLOCK_TEXT];

	(void)state;
	clock_text(0, text);
	assert_string_equal(text, "1970-01-01T00:00:00Z");
	clock_text(1709164800, text);
	assert_string_equal(text, "2024-02-29T00:00:00Z");
	clock_text(-62135596800, text);
	assert_string_equal(text, "0001-01-01T00:00:00Z");
	clock_text(253402300800, text); /* year 10000 */
	assert_string_equal(text, "");
}

/* Every sixth day of ten thousand years, at changing times. */
static void
moments_are_those_of_the_c_library(void **state)
{
	char text[CLOCK_TEXT], want[64];
	struct tm tm;

	(void)state;
	for (int64_t s = -62167219200; s <= 253402300799; s += 6 * 86400 + 97) {
		time_t t = (time_t)s;

		clock_text(s, text);
		assert_non_null(gmtime_r(&t, &tm));
		snprintf(want, sizeof(want), "%04d-%02d-%02dT%02d:%02d:%02dZ",
		    tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday, tm.tm_hour,
		    tm.tm_min, tm.tm_sec);
		assert_string_equal(text, want);
	}
	clock_text(-62167219201, text);
	assert_string_equal(text, "");
}

static void
days_of_a_date_know_leap_years(void **state)
{

	(void)state;
	assert_int_equal(clock_days(1970, 1, 1), 0);
	assert_int_equal(clock_days(2000, 3, 1) - clock_days(2000, 2, 28), 2);
	assert_int_equal(clock_days(1900, 3, 1) - clock_days(1900, 2, 28), 1);
	assert_int_equal(clock_days(2024, 2, 29) * 86400, 1709164800);
	assert_int_equal(clock_days(1969, 12, 31), -1);
}

int
main(void)
{
	const struct CMUnitTest clock_tests[] = {
		cmocka_unit_test(a_frozen_clock_moves_only_by_hand),
		cmocka_unit_test(moments_are_written_as_rfc_3339_in_utc),
		cmocka_unit_test(moments_are_those_of_the_c_library),
		cmocka_unit_test(days_of_a_date_know_leap_years),
	};

	return (RUN_TESTS(clock_tests));
}
