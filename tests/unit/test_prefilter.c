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
	assert_string_equal(candidates(pf, s, "it leaks"), "2@3 3@0 4@3");
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

/* The places of all clauses count, each where the pattern has it. */
static void
what_stands_elsewhere_is_no_candidate(void **state)
{
	static const char *const regexes[] = { "(?:add|make)\\s++tea",
		"milk.{2,9}tea", "^tea", "tea (?:is|was) (?:hot|cold)", NULL };
	struct arena *a = arena_new(8 << 20);
	struct prefilter *pf = build(regexes, a);
	struct prefilter_scratch *s = prefilter_scratch_new(pf);

	(void)state;
	assert_string_equal(candidates(pf, s, "tea: do add or make it"), "2@0");
	assert_string_equal(candidates(pf, s, "do make tea"), "0@3");
	assert_string_equal(candidates(pf, s, "milk and tea"), "1@0");
	assert_string_equal(candidates(pf, s, "milk and so on and on, tea"),
	    "");
	assert_string_equal(candidates(pf, s, "tea and milk"), "2@0");
	assert_string_equal(candidates(pf, s, "my tea was cold"), "3@3");
	assert_string_equal(candidates(pf, s, "hot tea was, cold is"), "");
	prefilter_scratch_free(s);
	prefilter_free(pf);
	arena_free(a);
}

static void
a_match_begins_within_the_window(void **state)
{
	static const char *const regexes[] = { "\\w{1,4} tea", NULL };
	struct arena *a = arena_new(8 << 20);
	struct prefilter *pf = build(regexes, a);
	struct prefilter_scratch *s = prefilter_scratch_new(pf);
	const struct candidate *list;

	(void)state;
	assert_int_equal(prefilter_scan(pf, s, STR("no tea, or hot tea here"),
			     1, &list),
	    1);
	assert_int_equal(list[0].from, 0);
	assert_int_equal(list[0].last, 13);
	assert_int_equal(prefilter_scan(pf, s, STR("some more, hot tea here"),
			     1, &list),
	    1);
	assert_int_equal(list[0].from, 10);
	assert_int_equal(list[0].last, 13);
	prefilter_scratch_free(s);
	prefilter_free(pf);
	arena_free(a);
}

/* Bounded words are told from parts of words, whatever stands round them. */
static void
words_are_told_from_parts_of_words(void **state)
{
	struct arena *a = arena_new(8 << 20);
	struct prefilter *pf = prefilter_new();
	struct prefilter_scratch *s;
	struct literals known;

	(void)state;
	assert_int_equal(literals_of(a, STR("tea|so \\w+ hot"), true, &known),
	    OK);
	literals_bound(&known, true, true);
	assert_int_equal(prefilter_add(pf, 0, 0, &known), OK);
	assert_int_equal(prefilter_build(pf), OK);
	s = prefilter_scratch_new(pf);
	assert_string_equal(candidates(pf, s, "steam, team, plantea"), "");
	assert_string_equal(candidates(pf, s, "also it hots"), "");
	assert_string_equal(candidates(pf, s, "so it shot"), "");
	assert_string_equal(candidates(pf, s, "tea"), "0@0");
	assert_string_equal(candidates(pf, s, "(tea)"), "0@1");
	assert_string_equal(candidates(pf, s, "'Tea's"), "0@1");
	assert_string_equal(candidates(pf, s, "\u00absea\u00bb, \u00abtea"),
	    "0@11");
	assert_string_equal(candidates(pf, s, "'so much hot'"), "0@1");
	prefilter_scratch_free(s);
	prefilter_free(pf);
	arena_free(a);
}

static uint32_t
guard_of(struct prefilter *pf, struct arena *a, const char *regex)
{
	struct literals known;
	uint32_t guard;

	assert_int_equal(literals_of(a, str_of(regex), true, &known), OK);
	assert_int_equal(prefilter_guard(pf, &known, &guard), OK);
	return (guard);
}

/* Whether each of ${n} guards lets its pattern run in ${text}: "+-+". */
static const char *
lets(const struct prefilter *pf, struct prefilter_scratch *s, uint32_t n,
    const char *text)
{
	static char out[100];

	assert_true(prefilter_show(s, str_of(text)));
	for (uint32_t i = 0; i < n; i++)
		out[i] = prefilter_lets(pf, s, i) ? '+' : '-';
	out[n] = '\0';
	return (out);
}

static void
guards_tell_what_cannot_match(void **state)
{
	struct arena *a = arena_new(8 << 20);
	struct prefilter *pf = prefilter_new();
	struct prefilter_scratch *s;
	const struct candidate *list;

	(void)state;
	assert_int_equal(guard_of(pf, a, "no (?:tea|milk)"), 0);
	assert_int_equal(guard_of(pf, a, "\\d+"), 1);
	assert_int_equal(guard_of(pf, a, "tea|milk \\w+ there"), 2);
	assert_int_equal(guard_of(pf, a, "why.{0,20}not"), 3);
	assert_int_equal(prefilter_build(pf), OK);
	s = prefilter_scratch_new(pf);
	assert_string_equal(lets(pf, s, 4, "There is NO Milk."), "++--");
	assert_string_equal(lets(pf, s, 4, "Milk is there"), "-++-");
	assert_string_equal(lets(pf, s, 4, "There is milk"), "-+--");
	assert_string_equal(lets(pf, s, 4, "Why did you not?"), "-+-+");
	assert_string_equal(lets(pf, s, 4, "Not me. Why?"), "-+--");
	assert_string_equal(lets(pf, s, 4, ""), "-+--");
	/* A scan takes the place of what was shown. */
	assert_int_equal(prefilter_scan(pf, s, STR("no tea"), 1, &list), 0);
	assert_true(prefilter_lets(pf, s, 0));
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
		cmocka_unit_test(what_stands_elsewhere_is_no_candidate),
		cmocka_unit_test(a_match_begins_within_the_window),
		cmocka_unit_test(words_are_told_from_parts_of_words),
		cmocka_unit_test(guards_tell_what_cannot_match),
		cmocka_unit_test(an_empty_set_is_fine),
	};

	return (RUN_TESTS(prefilter_tests));
}
