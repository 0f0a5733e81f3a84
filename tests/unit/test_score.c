#include <math.h>

#include "ruleshelp.h"

static void
the_score_follows_from_bias_calibration_and_points(void **state)
{
	struct loaded l;
	struct heard h;
	const struct signal_verdict *s;

	(void)state;
	load_text("bias idea -2\ncalibrate idea 0.5 0.25\nthreshold idea .6\n"
		  "rule a\n  signal idea  weight 3\n  say tea\n",
	    &l);
	hear(l.rs, "tea", &h);
	s = &h.v.signals[SIGNAL_IDEA];
	assert_true(s->bias == 0.5 * -2 + 0.25);
	assert_true(s->evidence[0].weight == 3);
	assert_true(s->evidence[0].points == 1.5);
	assert_true(fabs(s->score - 1 / (1 + exp(-(0.75)))) < 1e-12);
	assert_true(s->fired);
	forget(&h);
	hear(l.rs, "cup", &h);
	assert_true(
	    fabs(h.v.signals[SIGNAL_IDEA].score - 1 / (1 + exp(0.75))) < 1e-12);
	assert_false(h.v.signals[SIGNAL_IDEA].fired);
	forget(&h);
	unload(&l);
}

static void
a_threshold_of_its_own_decides(void **state)
{
	struct loaded l;
	struct heard h;

	(void)state;
	load_text("threshold idea .9\n"
		  "rule a\n  signal idea  weight 3\n  say tea\n",
	    &l);
	hear(l.rs, "tea", &h);
	assert_true(h.v.signals[SIGNAL_IDEA].score > 0.5);
	assert_false(h.v.signals[SIGNAL_IDEA].fired);
	forget(&h);
	unload(&l);
}

static void
what_is_told_as_the_threshold_fires(void **state)
{
	struct loaded l;
	struct heard h;

	(void)state;
	/* -2.73 + .7 + 2.03 as doubles is a little under 0 */
	load_text("bias idea -2.73\n"
		  "rule a\n  signal idea  weight .7\n  say tea\n"
		  "rule b\n  signal idea  weight 2.03\n  say cup\n",
	    &l);
	hear(l.rs, "tea cup", &h);
	assert_true(h.v.signals[SIGNAL_IDEA].score == 0.5);
	assert_true(h.v.signals[SIGNAL_IDEA].fired);
	forget(&h);
	unload(&l);
}

static void
a_negative_weight_takes_away_and_fires_nothing(void **state)
{
	struct loaded l;
	struct heard h;

	(void)state;
	load_text("bias idea 1\n"
		  "rule a\n  signal idea  weight 3\n  say tea\n"
		  "rule b\n  signal idea  weight -6\n  say thanks\n",
	    &l);
	hear(l.rs, "tea, thanks", &h);
	assert_false(h.v.signals[SIGNAL_IDEA].fired);
	forget(&h);
	/* over the threshold by its bias, and yet nobody said anything */
	hear(l.rs, "nothing", &h);
	assert_true(h.v.signals[SIGNAL_IDEA].score > 0.7);
	assert_false(h.v.signals[SIGNAL_IDEA].fired);
	forget(&h);
	unload(&l);
}

static void
facet_and_target_are_those_with_most_points(void **state)
{
	struct loaded l;
	struct heard h;

	(void)state;
	load_text(
	    "rule a\n  signal idea  weight 1  facet want  target product\n"
	    "  say tea\n"
	    "rule b\n  signal idea  weight 1  facet want\n  say cup\n"
	    "rule c\n  signal idea  weight 1.5  facet need  target process\n"
	    "  say pot\n"
	    "rule d\n  signal praise  facet feel\n  say nice\n",
	    &l);
	hear(l.rs, "tea cup pot", &h);
	assert_int_equal(h.v.primary, SIGNAL_IDEA);
	assert_int_equal(h.v.facet, FACET_WANT);
	assert_int_equal(h.v.target, TARGET_PROCESS);
	forget(&h);
	hear(l.rs, "tea", &h);
	assert_int_equal(h.v.primary, SIGNAL_NONE);
	assert_int_equal(h.v.facet, FACET_NONE);
	forget(&h);
	unload(&l);
}

static void
conditions_see_what_fired_before_them(void **state)
{
	struct loaded l;
	struct heard h;

	(void)state;
	load_text("rule a\n  signal idea\n  say tea\n"
		  "rule b\n  signal praise  weight hint\n  say nice\n"
		  "when idea add strong to praise\n"
		  "when praise add strong to complaint\n"
		  "when idea add -6 to idea\n",
	    &l);
	hear(l.rs, "nice tea", &h);
	assert_true(h.v.signals[SIGNAL_PRAISE].fired);
	assert_int_equal(h.v.signals[SIGNAL_COMPLAINT].nevidence, 0);
	assert_false(h.v.signals[SIGNAL_IDEA].fired);
	assert_int_equal(h.v.primary, SIGNAL_PRAISE);
	forget(&h);
	unload(&l);
}

int
main(void)
{
	const struct CMUnitTest score_tests[] = {
		cmocka_unit_test(
		    the_score_follows_from_bias_calibration_and_points),
		cmocka_unit_test(a_threshold_of_its_own_decides),
		cmocka_unit_test(what_is_told_as_the_threshold_fires),
		cmocka_unit_test(
		    a_negative_weight_takes_away_and_fires_nothing),
		cmocka_unit_test(facet_and_target_are_those_with_most_points),
		cmocka_unit_test(conditions_see_what_fired_before_them),
	};

	return (cmocka_run_group_tests(score_tests, make_rules_folder,
	    remove_rules_folder));
}
