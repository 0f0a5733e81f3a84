#include <math.h>

#include "rules/fitmeasure.h"
#include "unit.h"

static bool
near(double a, double b)
{

	return (fabs(a - b) < 1e-6);
}

static void
f1_counts_what_fired_and_what_should_have(void **state)
{
	struct measure m = { .n = 0 };
	struct figures f;

	(void)state;
	measure_add(&m, (struct fit_score){ 0.9f, true }, true);
	measure_add(&m, (struct fit_score){ 0.9f, true }, false);
	measure_add(&m, (struct fit_score){ 0.9f, false }, true);
	measure_add(&m, (struct fit_score){ 0.1f, false }, true);
	f = measure_figures(&m);
	assert_true(near(f.precision, 0.5));
	assert_true(near(f.recall, 1.0 / 3));
	assert_true(near(f.f1, 0.4));
}

static void
scores_that_keep_their_word_have_no_error(void **state)
{
	struct measure m = { .n = 0 };

	(void)state;
	for (int i = 0; i < 4; i++)
		measure_add(&m, (struct fit_score){ 0.75f, true }, i > 0);
	assert_true(measure_figures(&m).ece < 1e-6);
	/* one of five is certain and wrong */
	measure_add(&m, (struct fit_score){ 1, true }, false);
	assert_true(near(measure_figures(&m).ece, 0.2));
}

static void
nothing_is_no_figure_but_zero(void **state)
{
	struct measure m = { .n = 0 };
	struct figures f = measure_figures(&m);

	(void)state;
	assert_true(near(f.f1, 0) && near(f.ece, 0) && near(f.precision, 0));
}

int
main(void)
{
	const struct CMUnitTest fitmeasure_tests[] = {
		cmocka_unit_test(f1_counts_what_fired_and_what_should_have),
		cmocka_unit_test(scores_that_keep_their_word_have_no_error),
		cmocka_unit_test(nothing_is_no_figure_but_zero),
	};

	return (cmocka_run_group_tests(fitmeasure_tests, NULL, NULL));
}
