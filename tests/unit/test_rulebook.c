/*
 * Where weights come from, and what own files changed.
 */
#include "earshot/rulebook.h"

#include "ruleshelp.h"

static const char *const shipped =
    "pack base\nlang en\n"
    "rule wish\n  signal idea\n  say \"I wish\"\n"
    "rule leak\n  signal complaint\n  weight weak\n  say leak*\n  match /drip+/i\n"
    "  unless \"leak out\"\n  need cup within 3 words\n"
    "list nice = kind, good\n"
    "rule good\n  signal praise\n  say {nice} day\n"
    "when stars <= 2 add weak to complaint\n";

/* "rule: where weight line" of rule ${name}. */
static const char *
weight_of_rule(const struct ruleset *rs, const char *name)
{
	static char text[200];
	const struct ruleset_info *info = ruleset_info(rs);

	for (size_t i = 0; i < info->nrules; i++) {
		struct rule_weight w;

		if (!str_eq(info->rules[i]->name, str_of(name)))
			continue;
		rulebook_weight(rs, info->rules[i], &w);
		snprintf(text, sizeof(text), "%s %.2f %s:%u",
		    weight_from_word(w.from), info->rules[i]->weight,
		    strrchr(w.file.p, '/') + 1, w.line);
		return (text);
	}
	return ("none");
}

static void
a_weight_is_usual_the_rules_own_or_a_persons(void **state)
{
	struct loaded l;

	(void)state;
	load_two(shipped, "weight base.wish .5\nweight base.wish .75\n", &l);
	assert_string_equal(weight_of_rule(l.rs, "base.wish"),
	    "person 0.75 own.rules:2");
	assert_string_equal(weight_of_rule(l.rs, "base.leak"),
	    "rule 1.50 shipped.rules:6");
	assert_string_equal(weight_of_rule(l.rs, "base.good"),
	    "usual 2.50 shipped.rules:14");
	unload(&l);
}

static void
the_weight_of_a_condition_is_its_own(void **state)
{
	struct loaded l;

	(void)state;
	load_two(shipped, NULL, &l);
	assert_string_equal(weight_of_rule(l.rs, "base.when.17"),
	    "rule 1.50 shipped.rules:17");
	unload(&l);
}

/* What ${own} changed, one line each. */
static void
assert_changes(const char *own, const char *expected)
{
	struct arena *a = arena_new(1 << 20);
	struct rule_change *list = NULL;
	struct loaded both, alone;
	char text[4000] = "";
	size_t n = 0, at = 0;

	assert_non_null(a);
	load_two(shipped, NULL, &alone);
	load_two(shipped, own, &both);
	assert_non_null(both.rs);
	assert_int_equal(rulebook_changes(both.rs, alone.rs, a, &list, &n), OK);
	for (size_t i = 0; i < n; i++)
		at += (size_t)snprintf(text + at, sizeof(text) - at,
		    "%u %s %.*s: %.*s -> %.*s\n", list[i].line, list[i].what,
		    STR_ARG(list[i].name), STR_ARG(list[i].was),
		    STR_ARG(list[i].now));
	assert_string_equal(text, expected);
	unload(&both);
	unload(&alone);
	arena_free(a);
}

static void
no_own_file_changes_nothing(void **state)
{

	(void)state;
	assert_changes("rule mine\n  signal idea\n  say mine\n", "");
}

static void
each_change_has_its_old_and_its_new_value(void **state)
{

	(void)state;
	assert_changes("weight base.wish weak\n"
		       "also base.leak say \"runs out\"\n"
		       "off base.good\n"
		       "bias idea -1\n"
		       "threshold praise .7\n"
		       "calibrate spam 2 .5\n",
	    "1 weight base.wish: 2.50 -> 1.50\n"
	    "2 also base.leak:  -> say \"runs out\"\n"
	    "3 off base.good: praise 2.50; say \"{nice} day\" -> off\n"
	    "4 bias idea: -2.10 -> -1.00\n"
	    "5 threshold praise: 0.50 -> 0.70\n"
	    "6 calibrate spam: 1.00 0.00 -> 2.00 0.50\n");
}

static void
an_override_tells_the_whole_rule(void **state)
{

	(void)state;
	assert_changes("override base.leak\n  signal complaint\n  say drips\n"
		       "  weight sure\n  yes It drips.\n",
	    "1 override base.leak: complaint 1.50; say \"leak*\"; match "
	    "/drip+/i; unless \"leak out\"; need cup within 3 words -> "
	    "complaint 4.00; say \"drips\"\n");
}

static void
a_list_of_the_same_name_is_told(void **state)
{

	(void)state;
	assert_changes("pack base\nlist nice = superb\n",
	    "2 list base.nice: kind, good -> superb\n");
}

static void
a_line_that_lost_against_another_is_no_change(void **state)
{

	(void)state;
	assert_changes("weight base.wish weak\nweight base.wish sure\n",
	    "2 weight base.wish: 2.50 -> 4.00\n");
}

int
main(void)
{
	const struct CMUnitTest rulebook_tests[] = {
		cmocka_unit_test(a_weight_is_usual_the_rules_own_or_a_persons),
		cmocka_unit_test(the_weight_of_a_condition_is_its_own),
		cmocka_unit_test(no_own_file_changes_nothing),
		cmocka_unit_test(each_change_has_its_old_and_its_new_value),
		cmocka_unit_test(an_override_tells_the_whole_rule),
		cmocka_unit_test(a_list_of_the_same_name_is_told),
		cmocka_unit_test(a_line_that_lost_against_another_is_no_change),
	};

	return (cmocka_run_group_tests(rulebook_tests, make_rules_folder,
	    remove_rules_folder));
}
