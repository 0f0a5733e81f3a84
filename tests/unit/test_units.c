#include "ruleshelp.h"

static void
rules_and_conditions_are_shown_with_their_place(void **state)
{
	struct loaded l;
	const struct ruleset_info *info;

	(void)state;
	load_text("pack acme\nlang en\n"
		  "rule a\n  about Why\n  signal idea  facet need\n  say x y\n"
		  "topic t\n  say tau\n"
		  "when idea add 1 to praise\n",
	    &l);
	assert_string_equal(l.printed, "");
	info = ruleset_info(l.rs);
	assert_int_equal(info->nrules, 2);
	assert_str(info->rules[0]->name, "acme.a");
	assert_str(info->rules[0]->about, "Why");
	assert_str(info->rules[0]->lang, "en");
	assert_int_equal(info->rules[0]->line, 3);
	assert_str(info->rules[1]->name, "acme.when.9");
	assert_str(info->rules[1]->about, "idea");
	assert_int_equal(info->rules[1]->signal, SIGNAL_PRAISE);
	for (unsigned i = 0; i < 2; i++) {
		assert_int_equal(info->rules[i]->index, i);
		assert_int_equal(info->rules[i]->name.p[info->rules[i]->name.n],
		    '\0');
	}
	unload(&l);
}

static void
conditions_on_the_same_line_of_two_files_have_two_names(void **state)
{
	struct loaded l;
	const struct ruleset_info *info;

	(void)state;
	load_two("pack p\nwhen idea add 1 to praise\n",
	    "pack p\nwhen idea add 1 to spam\n", &l);
	info = ruleset_info(l.rs);
	assert_str(info->rules[0]->name, "p.when.2");
	assert_str(info->rules[1]->name, "p.when.2.2");
	unload(&l);
}

int
main(void)
{
	const struct CMUnitTest units_tests[] = {
		cmocka_unit_test(
		    rules_and_conditions_are_shown_with_their_place),
		cmocka_unit_test(
		    conditions_on_the_same_line_of_two_files_have_two_names),
	};

	return (cmocka_run_group_tests(units_tests, make_rules_folder,
	    remove_rules_folder));
}
