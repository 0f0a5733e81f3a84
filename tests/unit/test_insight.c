#include "earshot/insight.h"

#include "unit.h"

static void
a_ref_is_derived_and_shaped_for_slides(void **state)
{
	const unsigned char uid[16] = { 1, 2, 3 };
	char a[INSIGHT_REF], b[INSIGHT_REF];

	(void)state;
	insight_ref(uid, SIGNAL_IDEA, 0, a);
	insight_ref(uid, SIGNAL_IDEA, 0, b);
	assert_string_equal(a, b);
	assert_int_equal(strlen(a), 9);
	assert_int_equal(a[4], '-');
	assert_null(strpbrk(a, "ILOU"));
	insight_ref(uid, SIGNAL_COMPLAINT, 0, b);
	assert_string_not_equal(a, b);
	insight_ref(uid, SIGNAL_IDEA, 1, b);
	assert_string_not_equal(a, b);
}

static void
a_ref_is_read_as_people_type_it(void **state)
{
	char ref[INSIGHT_REF];

	(void)state;
	assert_true(insight_ref_read(STR(" k7qx2mpd "), ref));
	assert_string_equal(ref, "K7QX-2MPD");
	assert_true(insight_ref_read(STR("OIl0-1111"), ref));
	assert_string_equal(ref, "0110-1111");
	assert_false(insight_ref_read(STR("K7QX-2MP"), ref));
	assert_false(insight_ref_read(STR("K7QX-2MPDX"), ref));
	assert_false(insight_ref_read(STR("https://x"), ref));
	assert_false(insight_ref_read(STR(""), ref));
}

static void
spam_and_staff_are_no_insights(void **state)
{
	struct verdict v = { .primary = SIGNAL_IDEA };

	(void)state;
	v.signals[SIGNAL_IDEA].fired = v.signals[SIGNAL_SPAM].fired = true;
	assert_true(insight_worth(&v, SIGNAL_IDEA, false));
	assert_false(insight_worth(&v, SIGNAL_IDEA, true));
	assert_false(insight_worth(&v, SIGNAL_SPAM, false));
	assert_false(insight_worth(&v, SIGNAL_PRAISE, false));
}

int
main(void)
{
	const struct CMUnitTest insight_tests[] = {
		cmocka_unit_test(a_ref_is_derived_and_shaped_for_slides),
		cmocka_unit_test(a_ref_is_read_as_people_type_it),
		cmocka_unit_test(spam_and_staff_are_no_insights),
	};

	return (RUN_TESTS(insight_tests));
}
