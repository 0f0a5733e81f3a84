#include "ruleshelp.h"

static void
a_yes_that_is_not_heard_is_a_fault_with_its_reason(void **state)
{

	(void)state;
	assert_faults("rule a\n  signal idea\n  say please add\n"
		      "  yes Please take.\n",
	    "own.rules:4:7: own.a does not hear this: no phrase of it stands "
	    "here\n");
	assert_faults("rule a\n  signal complaint  negatable\n  say leak*\n"
		      "  yes It never leaks.\n",
	    "own.rules:4:7: own.a does not hear this: \"leaks\" is negated\n");
	assert_faults("rule a\n  signal idea\n  say please add\n"
		      "  unless salt\n  yes Please add salt.\n",
	    "own.rules:5:7: own.a does not hear this: it has what `unless` "
	    "forbids: salt\n");
	assert_faults("rule a\n  signal idea\n  say please add\n"
		      "  need pepper within 3 words\n  yes Please add salt.\n",
	    "own.rules:5:7: own.a does not hear this: missing: need pepper "
	    "within 3 words\n");
}

static void
a_no_that_is_heard_is_a_fault(void **state)
{

	(void)state;
	assert_faults("rule a\n  signal idea\n  say please add\n"
		      "  no Please add.\n",
	    "own.rules:4:6: own.a hears this and must not: add an `unless`, or "
	    "make its phrases longer\n");
	assert_faults("topic t\n  say tea\n  no tea\n",
	    "own.rules:3:6: t hears this and must not: add an `unless`, or "
	    "make "
	    "its phrases longer\n");
}

static void
a_yes_under_the_threshold_is_warned_of(void **state)
{

	(void)state;
	assert_faults("rule a\n  signal idea  weight weak\n  say please add\n"
		      "  yes Please add.\n",
	    "own.rules:4:7: warning: own.a hears this but it scores 0.35, "
	    "needs "
	    "0.50: raise to strong, or it only helps others\n");
}

static void
shipped_rules_that_only_help_are_not_warned_of(void **state)
{
	struct loaded l;

	(void)state;
	load_two("rule a\n  signal idea  weight weak\n  say please add\n"
		 "  yes Please add.\n",
	    NULL, &l);
	assert_string_equal(l.printed, "");
	unload(&l);
}

static void
examples_are_counted(void **state)
{
	struct loaded l;
	size_t n = 0;

	(void)state;
	load_text("rule a\n  signal idea\n  say please add\n"
		  "  yes Please add.\n  no Please.\n"
		  "topic t\n  say tea\n  yes tea\n",
	    &l);
	assert_int_equal(ruleset_test(l.rs, &l.faults, &n), OK);
	assert_int_equal(n, 3);
	assert_int_equal(l.faults.n, 0);
	unload(&l);
}

int
main(void)
{
	const struct CMUnitTest selftest_tests[] = {
		cmocka_unit_test(
		    a_yes_that_is_not_heard_is_a_fault_with_its_reason),
		cmocka_unit_test(a_no_that_is_heard_is_a_fault),
		cmocka_unit_test(a_yes_under_the_threshold_is_warned_of),
		cmocka_unit_test(
		    shipped_rules_that_only_help_are_not_warned_of),
		cmocka_unit_test(examples_are_counted),
	};

	return (cmocka_run_group_tests(selftest_tests, make_rules_folder,
	    remove_rules_folder));
}
