#include <math.h>

#include "rules/logistic.h"
#include "unit.h"

/* Rows: half of them with the feature, of which ${with} in ten are yes, of the
 * others ${without} in ten. */
static struct logistic *
rows(unsigned with, unsigned without)
{
	struct logistic *l = logistic_new(2);

	assert_non_null(l);
	for (int i = 0; i < 4; i++) {
		bool yes = i % 2 == 1;
		unsigned share = i < 2 ? with : without;

		if (i < 2)
			logistic_value(l, 0, 1);
		logistic_row(l, yes, (yes ? share : 10 - share) * 100);
	}
	return (l);
}

static double
logit(double p)
{

	return (log(p / (1 - p)));
}

static void
a_loose_coefficient_is_the_difference_in_log_odds(void **state)
{
	struct logistic *l = rows(8, 3);
	double w[2], constant;

	(void)state;
	if (!logistic_available()) {
		logistic_free(l);
		skip();
	}
	logistic_loose(l, 0);
	assert_int_equal(logistic_solve(l, LOGISTIC_RIDGE, 1, w, &constant),
	    OK);
	assert_true(fabs(constant - logit(0.3)) < 0.02);
	assert_true(fabs(w[0] - (logit(0.8) - logit(0.3))) < 0.02);
	assert_true(fabs(w[1]) < 1e-9);
	logistic_free(l);
}

static void
the_penalty_draws_to_nothing(void **state)
{
	struct logistic *l = rows(8, 3);
	double some[2], little[2], none[2], constant;

	(void)state;
	if (!logistic_available())
		skip();
	assert_int_equal(logistic_solve(l, LOGISTIC_RIDGE, 0.01, some,
			     &constant),
	    OK);
	assert_int_equal(logistic_solve(l, LOGISTIC_RIDGE, 0.0001, little,
			     &constant),
	    OK);
	assert_int_equal(logistic_solve(l, LOGISTIC_LASSO, 0.0001, none,
			     &constant),
	    OK);
	assert_true(some[0] > little[0] && little[0] > 0);
	assert_true(fabs(none[0]) < 1e-9);
	logistic_free(l);
}

static void
copies_are_weights(void **state)
{
	struct logistic *once = logistic_new(1), *thrice = logistic_new(1);
	double a, b, constant;

	(void)state;
	if (!logistic_available()) {
		logistic_free(once);
		logistic_free(thrice);
		skip();
	}
	for (unsigned i = 0; i < 60; i++)
		for (unsigned k = 0; k < 3; k++) {
			logistic_value(thrice, 0, i % 3);
			logistic_row(thrice, i % 4 == 0, 1);
			if (k > 0)
				continue;
			logistic_value(once, 0, i % 3);
			logistic_row(once, i % 4 == 0, 3);
		}
	assert_int_equal(logistic_solve(once, LOGISTIC_RIDGE, 1, &a, &constant),
	    OK);
	assert_int_equal(logistic_solve(thrice, LOGISTIC_RIDGE, 1, &b,
			     &constant),
	    OK);
	assert_true(fabs(a - b) < 1e-6);
	logistic_free(once);
	logistic_free(thrice);
}

static void
rows_of_one_kind_teach_nothing(void **state)
{
	struct logistic *l = rows(0, 0);
	double w[2], constant;

	(void)state;
	assert_int_equal(logistic_solve(l, LOGISTIC_RIDGE, 1, w, &constant),
	    E_NOT_FOUND);
	logistic_free(l);
}

int
main(void)
{
	const struct CMUnitTest logistic_tests[] = {
		cmocka_unit_test(
		    a_loose_coefficient_is_the_difference_in_log_odds),
		cmocka_unit_test(the_penalty_draws_to_nothing),
		cmocka_unit_test(copies_are_weights),
		cmocka_unit_test(rows_of_one_kind_teach_nothing),
	};

	return (cmocka_run_group_tests(logistic_tests, NULL, NULL));
}
