#include "ruleshelp.h"

#define RULE(name, say) "rule " name "\n  signal idea\n  say " say "\n"

static void
the_same_phrase_in_two_rules_of_a_signal_is_warned_of(void **state)
{

	(void)state;
	assert_faults(RULE("a", "\"please add\"")
			  RULE("b", "bring back | PLEASE  add"),
	    "own.rules:6:20: warning: own.a hears \"please add\" too "
	    "(own.rules:3), and both count: leave it to one of them\n");
	assert_loads(RULE("a",
	    "please add") "rule b\n  signal praise\n  say please add\n");
	assert_loads(RULE("a", "please add | please add more"));
}

static void
a_phrase_inside_another_rules_is_warned_of(void **state)
{

	(void)state;
	assert_faults(RULE("a", "(nice|great) if")
			  RULE("b", "would be (nice|great) if you"),
	    "own.rules:6:7: warning: own.a hears \"(nice|great) if\" already "
	    "(own.rules:3), and both count: leave it to one of them, or give "
	    "it a `need`\n");
	/* Whole words only, and in a row. */
	assert_loads(RULE("a", "please add") RULE("b", "please do add"));
	assert_loads(RULE("a", "leak") RULE("b", "leak*"));
}

static void
rules_that_cannot_count_twice_are_not(void **state)
{

	(void)state;
	/* Only where the other one's condition holds. */
	assert_loads(RULE("a", "please add") "  need tea\n" RULE("b",
	    "please add more"));
	/* One gives, one takes away. */
	assert_loads(RULE("a", "please add")
		RULE("b", "please add salt") "  weight -2\n");
	/* Other fields, another language. */
	assert_loads(RULE("a", "please add") "  in title\n" RULE("b",
	    "please add more") "  in text\n");
	assert_loads("lang en\n" RULE("a", "please add") "lang de\n" RULE("b",
	    "please add more"));
	/* One that is off. */
	assert_loads(RULE("a", "please add") RULE("b", "please add") "off b\n");
}

static void
a_condition_on_a_rule_that_is_off_is_warned_of(void **state)
{
	struct loaded l;

	(void)state;
	assert_faults(RULE("a", "please add") RULE("b",
			  "bring back") "off b\n"
					"when idea and (rule a or not rule b) "
					"add weak to idea\n",
	    "own.rules:8:35: warning: the rule own.b is off (own.rules:7) and "
	    "never heard: take it out of the condition, or switch it on "
	    "again\n");
	assert_loads(RULE("a", "please add") "when idea and rule a add weak to "
					     "idea\n");
	/* Nobody can mend a shipped pack. */
	load_two(RULE("a", "please add") "when idea and rule a add weak to "
					 "idea\n",
	    "off shipped.a\n", &l);
	assert_non_null(l.rs);
	assert_int_equal(l.faults.warnings, 0);
	unload(&l);
}

static void
shipped_rules_are_doubted_only_beside_ones_own(void **state)
{
	struct loaded l;

	(void)state;
	load_two(RULE("a", "please add") RULE("b", "please add"), NULL, &l);
	assert_string_equal(l.printed, "");
	unload(&l);
	load_two(RULE("a", "please add"), RULE("b", "please add"), &l);
	assert_string_equal(l.printed,
	    "own.rules:3:7: warning: shipped.a hears \"please add\" too "
	    "(shipped.rules:3), and both count: leave it to one of them\n");
	unload(&l);
	load_two(RULE("a", "please add more"), RULE("b", "please add"), &l);
	assert_string_equal(l.printed,
	    "own.rules:3:7: warning: shipped.a hears \"please add\" in longer "
	    "phrases (shipped.rules:3), and both count: leave it to one of "
	    "them, or give it a `need`\n");
	unload(&l);
}

static void
words_of_another_language_are_warned_of(void **state)
{

	(void)state;
	assert_faults("lang en\nrule a\n  signal complaint\n"
		      "  say funktioniert nicht\n"
		      "  yes Die neue Maschine funktioniert nicht und "
		      "das ist sehr schade.\n",
	    "own.rules:5:7: warning: this looks like German, but `lang en` "
	    "stands above: put `lang de` before the rule, else it listens to "
	    "English only\n");
	/* Too few words to tell; no language said; the right one. */
	assert_loads("lang en\nrule a\n  signal complaint\n  say nicht gut\n");
	assert_loads("rule a\n  signal complaint\n  say funktioniert nicht\n"
		     "  yes Die neue Maschine funktioniert nicht und "
		     "das ist sehr schade.\n");
	assert_loads("lang de\nrule a\n  signal complaint\n"
		     "  say funktioniert nicht\n"
		     "  yes Die neue Maschine funktioniert nicht und "
		     "das ist sehr schade.\n");
}

int
main(void)
{
	const struct CMUnitTest doubts_tests[] = {
		cmocka_unit_test(
		    the_same_phrase_in_two_rules_of_a_signal_is_warned_of),
		cmocka_unit_test(a_phrase_inside_another_rules_is_warned_of),
		cmocka_unit_test(rules_that_cannot_count_twice_are_not),
		cmocka_unit_test(
		    a_condition_on_a_rule_that_is_off_is_warned_of),
		cmocka_unit_test(
		    shipped_rules_are_doubted_only_beside_ones_own),
		cmocka_unit_test(words_of_another_language_are_warned_of),
	};

	return (cmocka_run_group_tests(doubts_tests, make_rules_folder,
	    remove_rules_folder));
}
