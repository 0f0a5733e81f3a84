#include "ruleshelp.h"

#define MATCH(value)        "rule a\n  signal idea\n  match " value "\n"
#define AT(column, message) "own.rules:3:" column ": " message "\n"

static void
bad_patterns_are_refused_at_their_place(void **state)
{

	(void)state;
	assert_faults(MATCH("/ab(cd/"),
	    AT("15", "this pattern is not understood: missing closing "
		     "parenthesis"));
	assert_faults(MATCH("/a*/"),
	    AT("10", "this can match nothing at all: make some part of it "
		     "required"));
	assert_faults(MATCH("/a\\Cb/"),
	    AT("13", "this pattern is not understood: using \\C is disabled by "
		     "the application"));
}

static void
refuse_slow_ones(void)
{
	static const char *const slow[] = { "/(a+)+b/", "/(\\w+\\s?)+$x/",
		"/(x+x+)+y/", "/(?:a|aa)+$x/", "/(?:\\w+[,.]?\\s*)+!z/" };
	char rules[200];
	struct loaded l;

	for (size_t i = 0; i < sizeof(slow) / sizeof(slow[0]); i++) {
		snprintf(rules, sizeof(rules), MATCH("%s"), slow[i]);
		load_text(rules, &l);
		if (strstr(l.printed, "this pattern is too slow") == NULL)
			fail_msg("%s was accepted: %s", slow[i], l.printed);
		unload(&l);
	}
}

static void
slow_patterns_are_refused(void **state)
{

	(void)state;
	refuse_slow_ones();
}

static void
nor_do_they_pass_without_jit(void **state)
{

	(void)state;
	ruleset_use_jit(false);
	refuse_slow_ones();
	ruleset_use_jit(true);
}

/* The machine may be slow, or busy. */
static void
what_was_shipped_is_not_timed(void **state)
{
	struct loaded l;

	(void)state;
	load_two(MATCH("/(a+)+b/"), NULL, &l);
	assert_string_equal(l.printed, "");
	unload(&l);
}

static void
limits_cannot_be_raised_from_within(void **state)
{
	struct loaded l;

	(void)state;
	load_text(MATCH("/(*LIMIT_MATCH=1000000000)(a+)+b/"), &l);
	assert_non_null(strstr(l.printed, "too slow"));
	unload(&l);
}

static void
quick_patterns_pass(void **state)
{

	(void)state;
	assert_loads(
	    MATCH("/\\bwhy (?:can't|don't|isn't) (?:you|there)\\b/i | "
		  "/^[A-Z]{3,20}!+$/ | /\\d+\\s*(?:hours|days) late/ | "
		  "/no\\s+\\w+\\s+at all/"));
}

static void
typographic_apostrophes_match_in_patterns_too(void **state)
{
	struct loaded l;

	(void)state;
	load_text(MATCH("/don\u2019t/ | /\u201cx\u201d/"), &l);
	assert_hears(l.rs, "don't don\u2019t \u201cx\u201d", SIGNAL_IDEA,
	    "[don't] [don\u2019t] [\u201cx\u201d]");
	unload(&l);
}

int
main(void)
{
	const struct CMUnitTest pattern_tests[] = {
		cmocka_unit_test(bad_patterns_are_refused_at_their_place),
		cmocka_unit_test(slow_patterns_are_refused),
		cmocka_unit_test(nor_do_they_pass_without_jit),
		cmocka_unit_test(what_was_shipped_is_not_timed),
		cmocka_unit_test(limits_cannot_be_raised_from_within),
		cmocka_unit_test(quick_patterns_pass),
		cmocka_unit_test(typographic_apostrophes_match_in_patterns_too),
	};

	return (cmocka_run_group_tests(pattern_tests, make_rules_folder,
	    remove_rules_folder));
}
