#include "conf/values.h"
#include "unit.h"

static void
durations_have_units_and_fractions(void **state)
{
	static const struct {
		const char *text;
		int64_t ms;
	} rows[] = { { "90", 90000 }, { "500ms", 500 }, { "1.5s", 1500 },
		{ "15m", 900000 }, { " 2 h ", 7200000 }, { "7d", 604800000 },
		{ "1w", 604800000 }, { "15 minutes", 900000 }, { "0", 0 },
		{ ".5", 500 } };

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		double s = -1;

		assert_true(duration_read(str_of(rows[i].text), 1, &s));
		assert_int_equal((int64_t)(s * 1000 + 0.5), rows[i].ms);
	}
}

static void
what_is_no_duration_is_refused(void **state)
{
	static const char *const texts[] = { "", " ", "m", "-1", "1x",
		"1 fortnight", "1.2.3s", "1e3", "0x10", "inf",
		"99999999999999w", "15m 3s", "1mmmmmmmmmmmmmmmmmmmmmmmm" };
	double s;

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		if (duration_read(str_of(texts[i]), 1, &s))
			fail_msg("\"%s\" was taken for %g s", texts[i], s);
}

static void
a_bare_number_counts_in_the_callers_unit(void **state)
{
	double s;

	(void)state;
	assert_true(duration_read(STR("250"), 0.001, &s));
	assert_int_equal((int64_t)(s * 1000 + 0.5), 250);
	assert_true(duration_read(STR("2s"), 0.001, &s));
	assert_int_equal((int64_t)s, 2);
}

static void
the_shortest_exact_form_is_printed(void **state)
{
	struct buf b = BUF_INIT(200);

	(void)state;
	duration_print(0, &b);
	buf_addc(&b, ' ');
	duration_print(90, &b);
	buf_addc(&b, ' ');
	duration_print(900, &b);
	buf_addc(&b, ' ');
	duration_print(7200, &b);
	buf_addc(&b, ' ');
	duration_print(604800, &b);
	buf_addc(&b, ' ');
	duration_print_ms(1500, &b);
	buf_addc(&b, ' ');
	duration_print_ms(0, &b);
	assert_str(buf_str(&b), "0s 90s 15m 2h 7d 1500ms 0s");
	buf_clear(&b);
	size_print(0, &b);
	buf_addc(&b, ' ');
	size_print(1000, &b);
	buf_addc(&b, ' ');
	size_print(65536, &b);
	buf_addc(&b, ' ');
	size_print(16 << 20, &b);
	buf_addc(&b, ' ');
	size_print((int64_t)3 << 30, &b);
	assert_str(buf_str(&b), "0 1000 64K 16M 3G");
	buf_free(&b);
}

static const struct CMUnitTest values[] = {
	cmocka_unit_test(durations_have_units_and_fractions),
	cmocka_unit_test(what_is_no_duration_is_refused),
	cmocka_unit_test(a_bare_number_counts_in_the_callers_unit),
	cmocka_unit_test(the_shortest_exact_form_is_printed),
};

int
main(void)
{

	return (RUN_TESTS(values));
}
