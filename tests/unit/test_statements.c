#include "ruleshelp.h"

static void
pack_and_lang_hold_for_what_follows(void **state)
{
	struct loaded l;
	const struct ruleset_info *info;

	(void)state;
	load_text("rule a\n  signal idea\n  say x y\n"
		  "pack acme\nlang EN-gb\n"
		  "rule b\n  signal idea\n  say x z\n"
		  "lang any\n"
		  "rule c\n  signal idea\n  say z z\n",
	    &l);
	assert_string_equal(l.printed, "");
	info = ruleset_info(l.rs);
	assert_str(info->rules[0]->name, "own.a");
	assert_str(info->rules[1]->name, "acme.b");
	assert_str(info->rules[1]->lang, "en");
	assert_null(info->rules[2]->lang.p);
	unload(&l);
}

static void
names_are_one_word(void **state)
{

	(void)state;
	assert_faults("rule too loud\n  signal complaint\n  say too loud\n",
	    "own.rules:1:10: a name is one word: write too_loud\n");
	assert_faults("pack my pack\n",
	    "own.rules:1:9: a name is one word: write my_pack\n");
	assert_faults("rule\n  signal idea\n  say x y\n",
	    "own.rules:1:5: a name is missing: rule NAME\n");
	assert_faults("rule a/b\n  signal idea\n  say x y\n",
	    "own.rules:1:6: a/b is no name: a name has letters, digits, _ - "
	    "and dots: write a_b\n");
	assert_faults("pack a.b\n",
	    "own.rules:1:6: a pack's name has no dot: write a_b\n");
}

static void
a_language_is_a_code(void **state)
{

	(void)state;
	assert_faults("lang English language\n",
	    "own.rules:1:6: a language is a code of two or three letters: did "
	    "you mean en?\n"
	    "own.rules:1:14: nothing more can stand here: lang en\n");
	assert_faults("lang e\n",
	    "own.rules:1:6: a language is a code of two or three letters, as "
	    "en, es or fr\n");
}

static void
dials_are_checked_and_the_own_tier_wins(void **state)
{
	struct loaded l;
	const struct ruleset_info *info;

	(void)state;
	load_two("bias idea -2\nthreshold praise .6\ncalibrate spam 0.5 0.25\n"
		 "rule a\n  signal idea\n  say x y\n",
	    "bias idea -1.5\n", &l);
	assert_string_equal(l.printed, "");
	info = ruleset_info(l.rs);
	assert_true(info->bias[SIGNAL_IDEA] == -1.5);
	assert_true(info->bias[SIGNAL_COMPLAINT] == -2.1);
	assert_true(info->threshold[SIGNAL_PRAISE] == 0.6);
	assert_true(info->threshold[SIGNAL_IDEA] == 0.5);
	assert_true(info->cal_a[SIGNAL_SPAM] == 0.5);
	assert_true(info->cal_b[SIGNAL_SPAM] == 0.25);
	unload(&l);

	assert_faults("bias\n",
	    "own.rules:1:5: which signal? idea, complaint, praise, question, "
	    "advice or spam: bias SIGNAL -2.1\n");
	assert_faults("bias idea low\n",
	    "own.rules:1:11: low is no number: write one from -10 to 10: bias "
	    "SIGNAL -2.1\n");
	assert_faults("threshold idea 5\n",
	    "own.rules:1:16: 5 is out of bounds: write a number from 0.01 to "
	    "0.99: threshold SIGNAL .5\n");
}

static void
topics_have_titles_and_phrases(void **state)
{
	struct loaded l;
	struct heard h;

	(void)state;
	load_text("topic frother \"Milk frother\"\n"
		  "  about the thing on top\n"
		  "  say frother | \"milk foam\"\n"
		  "  unless \"sea foam\"\n"
		  "  yes The frother.\n"
		  "  no The sea foam and the milk foam.\n",
	    &l);
	assert_string_equal(l.printed, "");
	hear(l.rs, "The milk foam is cold. A frother!", &h);
	assert_int_equal(h.v.ntopics, 2);
	assert_str(h.v.topics[0].topic, "frother");
	assert_int_equal(h.v.topics[0].start, 4);
	assert_int_equal(h.v.topics[1].sentence, 1);
	forget(&h);
	unload(&l);
	assert_faults("topic t\n  say x y\n  weight strong\n",
	    "own.rules:3:3: `weight` cannot stand below a topic\n");
}

static void
tuning_names_a_rule_and_what_to_do(void **state)
{

	(void)state;
	assert_faults("rule a\n  signal idea\n  say x y\nweight own.a loud\n",
	    "own.rules:4:14: no weight is called loud: hint, weak, strong, "
	    "sure or a number from -6 to 6\n");
	assert_faults("rule a\n  signal idea\n  say x y\nalso a weight weak\n",
	    "own.rules:4:8: `also` adds say, match, unless, near, need, yes or "
	    "no; `override` replaces the rest\n");
	assert_faults("rule a\n  signal idea\n  say x y\nalso a but \"z\"\n",
	    "own.rules:4:8: unknown word but: also RULE unless \"...\"\n");
	assert_faults("off a b\n  ",
	    "own.rules:1:5: there is no rule a: `earshot rules list` shows "
	    "all names\n"
	    "own.rules:1:7: one name a line, and a name is one word: off "
	    "RULE\n");
}

int
main(void)
{
	const struct CMUnitTest statements_tests[] = {
		cmocka_unit_test(pack_and_lang_hold_for_what_follows),
		cmocka_unit_test(names_are_one_word),
		cmocka_unit_test(a_language_is_a_code),
		cmocka_unit_test(dials_are_checked_and_the_own_tier_wins),
		cmocka_unit_test(topics_have_titles_and_phrases),
		cmocka_unit_test(tuning_names_a_rule_and_what_to_do),
	};

	return (cmocka_run_group_tests(statements_tests, make_rules_folder,
	    remove_rules_folder));
}
