#include <ctype.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "rules/prefilter.h"
#include "unit.h"

/* Where the literals of ${regex} stand: "1-3" for 1 to 3 characters before;
 * in brackets on the side where no letter is. */
static const char *
places_of_clauses(const char *regex)
{
	static char text[1000];
	struct arena *a = arena_new(4 << 20);
	struct literals known;
	size_t n = 0;

	assert_int_equal(literals_of(a, str_of(regex), true, &known), OK);
	text[0] = '\0';
	for (unsigned i = 0; i < known.n; i++)
		for (unsigned j = 0; j < known.branches[i].n; j++) {
			const struct literal_clause *c =
			    &known.branches[i].clauses[j];

			n += (size_t)sprintf(text + n, "%s%s%u-%d%s",
			    n > 0 ? " " : "",
			    c->bound_before && !c->at_start ? "[" : "",
			    c->first, (int)c->last,
			    c->bound_after && !c->at_end ? "]" : "");
		}
	arena_free(a);
	return (text);
}

static void
it_is_known_where_literals_stand(void **state)
{
	static const char *const cases[][2] = {
		{ "please", "0-0" },
		{ "\\d{2,3}cats", "2-3" },
		{ ".{2,3}cats", "0-3" }, /* spaces may become one */
		{ "\\w+cats", "1--1" },
		{ "(?:of|for) \\w{2} cats", "0-0 4-6" },
		{ "cats(?: and)?.dogs", "0-0 4-9" },
		{ "cats(?: and)? \\w+", "0-0" },
		{ "\\w+ (?:cats|dogs)\\W", "1--1]" },
		{ "(?:xcats){2}", "0-0" },
		{ "(?: cats){2}", "0-0" },
		{ "(?:a cat|some\\d+dog)s", "0-0" },
		{ "\\bcats", "[0-0" },
		{ "cats\\b", "0-0]" },
		{ "\\b(?:\\w+ )?cats?\\b", "[0--1]" },
		{ "\\bcats\\b|dogs", "[0-0] 0-0" },
		{ "cats|\\bdogs\\b", "0-0 [0-0]" },
		{ "(?:cats\\b|\\bdogs)", "0-0" },
		{ "cats\\\\b", "0-0" },
		{ "cats\\\\\\b", "0-0]" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		if (strcmp(places_of_clauses(cases[i][0]), cases[i][1]) != 0)
			fail_msg("%s: %s, not %s", cases[i][0],
			    places_of_clauses(cases[i][0]), cases[i][1]);
}

static void
bounds_of_the_whole_count_at_its_ends(void **state)
{
	struct arena *a = arena_new(1 << 20);
	struct literals known;
	const struct literal_clause *c;

	(void)state;
	assert_int_equal(literals_of(a, STR("cats(?:\\s+\\w+)?"), true, &known),
	    OK);
	c = &known.branches[0].clauses[0];
	assert_true(c->at_start && c->at_end);
	literals_bound(&known, true, false);
	assert_true(c->bound_before && !c->at_start && c->at_end);
	literals_bound(&known, false, true);
	assert_true(c->bound_after && !c->at_end);
	arena_free(a);
}

/* What is known, as text: a|b & c ; d */
static const char *
known_of(const char *regex, bool caseless)
{
	static char text[4000];
	struct arena *a = arena_new(4 << 20);
	struct literals known;
	size_t n = 0;

	assert_int_equal(literals_of(a, str_of(regex), caseless, &known), OK);
	text[0] = '\0';
	for (unsigned i = 0; i < known.n; i++)
		for (unsigned j = 0; j < known.branches[i].n; j++) {
			const struct literal_clause *c =
			    &known.branches[i].clauses[j];

			n += (size_t)sprintf(text + n, "%s",
			    j > 0   ? " & "
			    : i > 0 ? " ; "
				    : "");
			for (unsigned k = 0; k < c->n; k++)
				n += (size_t)sprintf(text + n, "%s%.*s",
				    k > 0 ? "|" : "", STR_ARG(c->literals[k]));
		}
	arena_free(a);
	return (text);
}

static void
what_must_be_there_is_found(void **state)
{
	static const char *const cases[][2] = {
		{ "please", "please" },
		{ "Please\\s+add", "please add" },
		{ "a\\s*\\s+\\sb \tc", "a b c" },
		{ "no\\s?way", "no way|noway" },
		{ "\\bwhy (?:can't|don't) (?:you|there)\\b",
		    "why can't you|why can't there|why don't you|"
		    "why don't there" },
		{ "it would be really nice", "it would be  & really nice" },
		{ "colou?r", "colour|color" },
		{ "don'?t", "don't|dont" },
		{ "ab(?:cd)*ef", "ab & ef" },
		{ "ab(?:cd)+ef", "ab & cd & ef" },
		{ "ab{2,3}c", "" },
		{ "x(?=yes)abc", "xabc" },
		{ "abc|def", "abc ; def" },
		{ "abc|d", "" },
		{ "(?:abc|d.*)", "" },
		{ "[ab]cd", "acd|bcd" },
		{ "[^a]bc", "bc" },
		{ "a.bc", "bc" },
		{ "\\d+ left", " left" },
		{ "\\(x\\)", "(x)" },
		{ "(?i:ABC)d", "abcd" },
		{ "(?<name>abc)", "abc" },
		{ "(?#note)abc", "abc" },
		{ "abc(*:1)", "abc" },
		{ "(?:good|nice)(?: |-)day", "good day|good-day|nice day|"
					     "nice-day" },
		/* given up */
		{ "(a)\\1bcd", "" },
		{ "abc\\Kdef", "" },
		{ "abc{,3}", "" },
		{ "(?R)abc", "" },
		{ "\\Qa.b\\E", "" },
		{ "abc)", "" },
		{ "(?x) a b", "" },
		/* what would end somewhere else for PCRE2 than for us */
		{ "xyz[[:a]b|c]", "" },
		{ "xyz[[:digit:]]b", "xyz" },
		{ "[\\c]]abc", "" },
		{ "[a\\E]b]cd", "" },
		{ "ab(?#note)?c", "" },
		{ "(?<*ab)cd", "" },
		{ "ab\\Gcd", "" },
		{ "ab**", "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *got = known_of(cases[i][0], true);

		if (strcmp(got, cases[i][1]) != 0)
			fail_msg("%s: \"%s\", not \"%s\"", cases[i][0], got,
			    cases[i][1]);
	}
}

static void
letters_with_one_other_case_count_in_both(void **state)
{

	(void)state;
	assert_string_equal(known_of("caf\u00e9s", true),
	    "caf\u00c9s|caf\u00e9s");
	assert_string_equal(known_of("caf\u00e9s", false), "caf\u00e9s");
	assert_string_equal(known_of("ca\u00e5fe", true), "ca & fe");
	assert_string_equal(known_of("\u2764|\U0001f44d", true),
	    "\u2764 ; \U0001f44d");
}

static uint32_t
longest(const char *regex)
{
	struct arena *a = arena_new(4 << 20);
	struct literals known;

	assert_int_equal(literals_of(a, str_of(regex), true, &known), OK);
	arena_free(a);
	return (known.max_chars);
}

static void
the_longest_match_is_bounded_where_it_can_be(void **state)
{

	(void)state;
	assert_int_equal(longest("abc|de"), 3);
	assert_int_equal(longest("ab{2,4}c"), 6);
	assert_int_equal(longest("please\\s++add"), 10);
	assert_int_equal(longest("leak\\w*+"), UINT32_MAX);
	assert_int_equal(longest("(?:ab){3}(?!cdef)"), 6);
}

/* A small generator: the same patterns in each run. */
static unsigned seed;

static unsigned
pick(unsigned n)
{

	seed = seed * 1103515245u + 12345u;
	return ((seed >> 16) % n);
}

static void
make_pattern(char *out, unsigned depth)
{
	static const char *const atoms[] = { "a", "b", "ab", "ca", "B", "abc",
		".", "\\w", "[ab]", "[^c]", "\\s", " ", "\\b", "(?=a)", "\\.",
		"c" };
	static const char *const repeats[] = { "", "", "", "", "?", "*", "+",
		"{2}", "{1,2}", "+?", "*+" };
	unsigned n = 1 + pick(3);

	for (unsigned i = 0; i < n; i++) {
		bool width = true;

		if (depth > 0 && pick(3) == 0) {
			strcat(out, pick(2) ? "(?:" : "(");
			make_pattern(out, depth - 1);
			if (pick(2)) {
				strcat(out, "|");
				make_pattern(out, depth - 1);
			}
			strcat(out, ")");
		} else {
			const char *atom =
			    atoms[pick(sizeof(atoms) / sizeof(atoms[0]))];

			strcat(out, atom);
			width = strcmp(atom, "\\b") != 0 &&
				strcmp(atom, "(?=a)") != 0;
		}
		if (width)
			strcat(out, repeats[pick(
					sizeof(repeats) / sizeof(repeats[0]))]);
	}
}

static bool
clause_in(const struct literal_clause *c, struct str match)
{

	for (unsigned i = 0; i < c->n; i++)
		if (str_ifind(match, c->literals[i]) != SIZE_MAX)
			return (true);
	return (false);
}

/* Does what is said to be needed stand in what PCRE2 matched? */
static bool
holds(const struct literals *known, struct str match)
{

	for (unsigned i = 0; i < known->n; i++) {
		bool all = true;

		for (unsigned j = 0; j < known->branches[i].n; j++)
			all &= clause_in(&known->branches[i].clauses[j], match);
		if (all)
			return (true);
	}
	return (known->n == 0);
}

static void
nothing_that_pcre2_matches_is_missed(void **state)
{
	pcre2_match_context *limits = pcre2_match_context_create(NULL);
	unsigned compiled = 0, matched = 0, useful = 0;

	(void)state;
	assert_non_null(limits);
	pcre2_set_match_limit(limits, 2000);
	seed = 4711;
	for (int round = 0; round < 20000; round++) {
		char pattern[4000] = "", text[64], room[64];
		struct arena *a;
		struct literals known;
		pcre2_match_data *md;
		pcre2_code *code;
		PCRE2_SIZE where;
		int error;

		make_pattern(pattern, 2);
		code = pcre2_compile((PCRE2_SPTR)pattern, PCRE2_ZERO_TERMINATED,
		    PCRE2_CASELESS | PCRE2_UTF | PCRE2_UCP, &error, &where,
		    NULL);
		if (code == NULL)
			continue;
		compiled++;
		a = arena_new(4 << 20);
		assert_int_equal(literals_of(a, str_of(pattern), true, &known),
		    OK);
		useful += known.n > 0;
		md = pcre2_match_data_create_from_pattern(code, NULL);
		for (int t = 0; t < 10; t++) {
			size_t n = pick(sizeof(text));
			struct str match;
			PCRE2_SIZE *at;

			for (size_t i = 0; i < n; i++)
				text[i] = "abcABC .x"[pick(9)];
			if (pcre2_match(code, (PCRE2_SPTR)text, n, 0, 0, md,
				limits) < 0)
				continue;
			matched++;
			at = pcre2_get_ovector_pointer(md);
			match = prefilter_text((struct str){ text + at[0],
						   at[1] - at[0] },
			    room);
			if (!holds(&known, match))
				fail_msg("/%s/ matched \"%.*s\"", pattern,
				    STR_ARG(match));
		}
		pcre2_match_data_free(md);
		pcre2_code_free(code);
		arena_free(a);
	}
	pcre2_match_context_free(limits);
	assert_true(compiled > 10000 && matched > 10000 && useful > 2000);
}

int
main(void)
{
	const struct CMUnitTest literal_tests[] = {
		cmocka_unit_test(what_must_be_there_is_found),
		cmocka_unit_test(it_is_known_where_literals_stand),
		cmocka_unit_test(bounds_of_the_whole_count_at_its_ends),
		cmocka_unit_test(letters_with_one_other_case_count_in_both),
		cmocka_unit_test(the_longest_match_is_bounded_where_it_can_be),
		cmocka_unit_test(nothing_that_pcre2_matches_is_missed),
	};

	return (RUN_TESTS(literal_tests));
}
