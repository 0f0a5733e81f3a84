#include "rules/prefilter.h"
#include "unit.h"

/* A prefilter over ${regexes}, numbered in order. */
static struct prefilter *
build(const char *const *regexes, struct arena *a)
{
	struct prefilter *pf = prefilter_new();

	assert_non_null(pf);
	for (uint32_t i = 0; regexes[i] != NULL; i++) {
		struct literals known;

		assert_int_equal(literals_of(a, str_of(regexes[i]), true,
				     &known),
		    OK);
		assert_int_equal(prefilter_add(pf, i, 0, &known), OK);
	}
	assert_int_equal(prefilter_build(pf), OK);
	return (pf);
}

/* The candidates for ${text}: "0@from 2@from", in ascending order. */
static const char *
candidates(const struct prefilter *pf, struct prefilter_scratch *s,
    const char *text)
{
	static char out[500];
	const struct candidate *list;
	size_t n = prefilter_scan(pf, s, str_of(text), 1, &list), at = 0;

	out[0] = '\0';
	for (uint32_t program = 0; program < 100; program++)
		for (size_t i = 0; i < n; i++)
			if (list[i].program == program)
				at += (size_t)sprintf(out + at, "%s%u@%u",
				    at > 0 ? " " : "", program, list[i].from);
	return (out);
}

static void
only_patterns_whose_clauses_all_hold_are_candidates(void **state)
{
	static const char *const regexes[] = { "please\\s++add",
		"(?:nice|great)\\s++if", "leak\\w*", "\\d+", "please|leaks",
		NULL };
	struct arena *a = arena_new(8 << 20);
	struct prefilter *pf = build(regexes, a);
	struct prefilter_scratch *s = prefilter_scratch_new(pf);

	(void)state;
	assert_string_equal(candidates(pf, s, "nothing here"), "3@0");
	assert_string_equal(candidates(pf, s, "please do"), "3@0 4@0");
	assert_string_equal(candidates(pf, s, "I add: please"), "3@0 4@7");
	assert_string_equal(candidates(pf, s, "please\tADD it"), "0@0 3@0 4@0");
	assert_string_equal(candidates(pf, s, "it would be GREAT if ..."),
	    "1@12 3@0");
	assert_string_equal(candidates(pf, s, "IF so, how Nice"), "3@0");
	assert_string_equal(candidates(pf, s, "it leaks"), "2@0 3@0 4@2");
	assert_string_equal(candidates(pf, s, ""), "3@0");
	prefilter_scratch_free(s);
	prefilter_free(pf);
	arena_free(a);
}

static void
literals_inside_others_are_found(void **state)
{
	static const char *const regexes[] = { "shers", "hers", "she", "he",
		"his", NULL };
	struct arena *a = arena_new(8 << 20);
	struct prefilter *pf = build(regexes, a);
	struct prefilter_scratch *s = prefilter_scratch_new(pf);

	(void)state;
	assert_string_equal(candidates(pf, s, "ushers"), "0@1 1@2 2@1 3@2");
	assert_string_equal(candidates(pf, s, "ahishe"), "2@3 3@4 4@1");
	assert_int_equal(prefilter_literals(pf), 5);
	prefilter_scratch_free(s);
	prefilter_free(pf);
	arena_free(a);
}

static void
an_empty_set_is_fine(void **state)
{
	static const char *const regexes[] = { NULL };
	struct arena *a = arena_new(8 << 20);
	struct prefilter *pf = build(regexes, a);
	struct prefilter_scratch *s = prefilter_scratch_new(pf);

	(void)state;
	assert_string_equal(candidates(pf, s, "any text"), "");
	prefilter_scratch_free(s);
	prefilter_free(pf);
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest prefilter_tests[] = {
		cmocka_unit_test(
		    only_patterns_whose_clauses_all_hold_are_candidates),
		cmocka_unit_test(literals_inside_others_are_found),
		cmocka_unit_test(an_empty_set_is_fine),
	};

	return (RUN_TESTS(prefilter_tests));
}
