#include "ruleshelp.h"

static const char *const shipped =
    "pack en\nlang en\n"
    "rule had\n  signal idea\n  say you had\n  yes you had\n  no you hat\n"
    "rule broken\n  signal complaint\n  say broken\n  yes it is broken\n"
    "  no whole\n"
    "rule love\n  signal praise\n  say love\n";

static void
own_files_tune_shipped_rules(void **state)
{
	struct loaded l;
	const struct ruleset_info *info;

	(void)state;
	load_two(shipped,
	    "weight en.had weak\n"
	    "also en.broken unless \"broken in\"\n"
	    "  say smashed | \"in bits\"\n"
	    "  yes all in bits\n"
	    "off en.love\n",
	    &l);
	assert_string_equal(l.printed, "");
	info = ruleset_info(l.rs);
	assert_int_equal(info->nrules, 2);
	assert_true(info->rules[0]->weight == 1.5);
	assert_hears(l.rs, "broken, and smashed. Broken in.", SIGNAL_COMPLAINT,
	    "[broken] [smashed]");
	unload(&l);
}

static void
override_replaces_all_but_the_name(void **state)
{
	struct loaded l;
	const struct rule_info *info;

	(void)state;
	load_two(shipped,
	    "override en.had\n  signal praise\n  say you have\n"
	    "  yes as you have\n",
	    &l);
	assert_string_equal(l.printed, "");
	info = ruleset_info(l.rs)->rules[0];
	assert_str(info->name, "en.had");
	assert_str(info->lang, "en");
	assert_int_equal(info->signal, SIGNAL_PRAISE);
	assert_str(info->file, rules_path("own.rules"));
	unload(&l);
}

static void
names_that_do_not_exist_get_a_suggestion(void **state)
{
	struct loaded l;

	(void)state;
	load_two(shipped,
	    "weight en.hat weak\noff en.luv\n"
	    "override en.brokn\n  signal idea\n  say x y\n"
	    "also xyz say a b\n",
	    &l);
	assert_string_equal(l.printed,
	    "own.rules:1:8: there is no rule en.hat: did you mean en.had?\n"
	    "own.rules:2:5: there is no rule en.luv: did you mean en.love?\n"
	    "own.rules:3:10: there is no rule en.brokn: did you mean "
	    "en.broken?\n"
	    "own.rules:6:6: there is no rule xyz: `earshot rules list` shows "
	    "all names\n");
	unload(&l);
}

static void
inside_its_pack_the_short_name_is_enough(void **state)
{
	struct loaded l;

	(void)state;
	load_two(shipped, "pack en\nweight had 3\n", &l);
	assert_string_equal(l.printed, "");
	assert_true(ruleset_info(l.rs)->rules[0]->weight == 3);
	unload(&l);
}

static void
a_name_stands_for_one_thing_in_a_tier(void **state)
{
	struct loaded l;

	(void)state;
	assert_faults("rule a\n  signal idea\n  say x y\n"
		      "rule a\n  signal idea\n  say x z\n",
	    "own.rules:4:6: own.a is already defined at own.rules:1\n");
	assert_faults("list l = a\nlist l = b\n"
		      "rule a\n  signal idea\n  say x y\n",
	    "own.rules:2:6: the list l is already defined at own.rules:1\n");
	load_two(shipped, "pack en\nrule had\n  signal idea\n  say we had\n",
	    &l);
	assert_string_equal(l.printed,
	    "own.rules:2:6: warning: this replaces "
	    "the shipped en.had: say override to show that it is meant\n");
	assert_hears(l.rs, "you had or we had", SIGNAL_IDEA, "[we had]");
	unload(&l);
}

static void
an_example_of_a_tuned_rule_only_warns(void **state)
{
	struct loaded l;

	(void)state;
	load_two(shipped, "also en.broken unless \"it is\"\n", &l);
	assert_string_equal(l.printed,
	    "shipped.rules:11:7: warning: en.broken "
	    "does not hear this: it has what `unless` forbids: it is\n");
	assert_non_null(l.rs);
	unload(&l);
}

static void
circles_and_lost_references_are_faults(void **state)
{

	(void)state;
	assert_faults("rule a\n  signal idea\n  say x y\n  need b.c\n"
		      "rule b.c\n  signal idea\n  say x z\n  near a\n",
	    "own.rules:8:8: a leads back to this rule in a circle\n");
	assert_faults("list brand.tea = tea\n"
		      "rule a\n  signal idea\n  say x y\n  need brand.tae\n",
	    "own.rules:5:8: there is no list or rule brand.tae: did you mean "
	    "brand.tea?\n");
	assert_faults("rule b\n  signal idea\n  say x z\n"
		      "rule a\n  signal idea\n  say x y\n  need b\noff b\n",
	    "own.rules:7:8: the rule b is off\n");
	assert_faults("rule a\n  signal idea\n",
	    "own.rules:1:6: own.a hears nothing: add a line `say` with a "
	    "phrase\n");
}

static void
a_persons_weight_wins_over_a_fitted_one(void **state)
{
	struct files *files = files_disk();
	struct loaded l;
	const char *shipped_paths[3] = { NULL };
	const char *own_paths[2] = { NULL };
	const struct ruleset_info *info;

	(void)state;
	shipped_paths[0] = write_bytes("en.rules", str_of(shipped));
	shipped_paths[1] = write_bytes("en.weights",
	    STR("pack en\nweight had 1.1\nweight broken 1.2\n"
		"weight gone 1\nbias idea -3\n"));
	own_paths[0] = write_bytes("own.rules", STR("weight en.had 4\n"));
	faults_init(&l.faults);
	l.rs = NULL;
	assert_int_equal(ruleset_load(files, shipped_paths, own_paths,
			     &l.faults, &l.rs),
	    OK);
	print_faults(&l, false);
	assert_string_equal(l.printed, "en.weights:4:8: warning: there is no "
				       "rule gone any more\n");
	info = ruleset_info(l.rs);
	assert_true(info->rules[0]->weight == 4);
	assert_true(info->rules[1]->weight == 1.2);
	assert_true(info->bias[SIGNAL_IDEA] == -3);
	files_free(files);
	unload(&l);
}

static void
a_persons_threshold_wins_over_fitted_ones_and_these_over_the_packs(void **state)
{
	struct files *files = files_disk();
	struct loaded l;
	const char *shipped_paths[3] = { NULL };
	const char *own_paths[3] = { NULL };
	const struct ruleset_info *info;

	(void)state;
	/* whatever order the files come in */
	shipped_paths[0] = write_bytes("a.weights",
	    STR("threshold idea .4\nthreshold spam .4\n"
		"threshold praise .4\n"));
	shipped_paths[1] = write_bytes("en.rules",
	    STR("threshold idea .6\nthreshold spam .6\n"
		"threshold praise .6\nthreshold advice .6\n"
		"rule a\n  signal idea\n  say x y\n"));
	own_paths[0] = write_bytes("own.rules", STR("threshold idea .2\n"));
	own_paths[1] = write_bytes("own.weights",
	    STR("threshold idea .3\nthreshold spam .3\n"));
	faults_init(&l.faults);
	l.rs = NULL;
	assert_int_equal(ruleset_load(files, shipped_paths, own_paths,
			     &l.faults, &l.rs),
	    OK);
	assert_int_equal(l.faults.n, 0);
	info = ruleset_info(l.rs);
	assert_true(info->threshold[SIGNAL_IDEA] == 0.2);
	assert_true(info->threshold[SIGNAL_SPAM] == 0.3);
	assert_true(info->threshold[SIGNAL_PRAISE] == 0.4);
	assert_true(info->threshold[SIGNAL_ADVICE] == 0.6);
	files_free(files);
	unload(&l);
}

int
main(void)
{
	const struct CMUnitTest link_tests[] = {
		cmocka_unit_test(own_files_tune_shipped_rules),
		cmocka_unit_test(override_replaces_all_but_the_name),
		cmocka_unit_test(names_that_do_not_exist_get_a_suggestion),
		cmocka_unit_test(inside_its_pack_the_short_name_is_enough),
		cmocka_unit_test(a_name_stands_for_one_thing_in_a_tier),
		cmocka_unit_test(an_example_of_a_tuned_rule_only_warns),
		cmocka_unit_test(circles_and_lost_references_are_faults),
		cmocka_unit_test(a_persons_weight_wins_over_a_fitted_one),
		cmocka_unit_test(
		    a_persons_threshold_wins_over_fitted_ones_and_these_over_the_packs),
	};

	return (cmocka_run_group_tests(link_tests, make_rules_folder,
	    remove_rules_folder));
}
