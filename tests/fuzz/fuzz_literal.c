/*
 * Literals against PCRE2 itself: whatever pattern and text, each match that
 * PCRE2 finds when it runs on everything is found where the prefilter and its
 * window let it look, and what is said to be needed stands in the match.
 *
 * The first byte says how to read the rest: as a pattern up to the first line
 * break and a text behind it, or as choices that make both.
 */
#include <stdio.h>
#include <stdlib.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "earshot/utf8.h"

#include "fuzz.h"
#include "rules/prefilter.h"

enum {
	ARENA_MAX = 256 << 20,
	PATTERN_MAX = 400,
	TEXT_MAX = 300,
	MATCHES_MAX = 16
};

/* Choices out of the fuzzer's bytes. */
struct choices {
	const uint8_t *p;
	size_t n;
};

static unsigned
choose(struct choices *c, unsigned n)
{
	unsigned v;

	if (c->n == 0)
		return (0);
	v = *c->p++;
	c->n--;
	return (v % n);
}

struct text {
	char p[PATTERN_MAX + 32];
	size_t n;
};

static void
add(struct text *t, const char *s)
{
	size_t n = strlen(s);

	if (t->n + n < sizeof(t->p)) {
		memcpy(t->p + t->n, s, n);
		t->n += n;
	}
}

#define ONE_OF(c, list) list[choose((c), sizeof(list) / sizeof(list[0]))]

static void
make_pattern(struct choices *c, struct text *t, unsigned depth)
{
	static const char *const atoms[] = { "a", "b", "c", "ab", "bca", "Ab",
		"k", "s", "é", "É", ".", "\\w", "\\W", "\\s", "\\S", "\\d",
		"[ab]", "[^a]", "[a-c]", "[[:alpha:]]", "[[:a]", "[]a]",
		"[^]b]", "[\\]a]", "[a\\E]b]", "[\\x61b]", "[kK]", "\\b", "\\B",
		"^", "$", "\\A", "\\z", "\\G", "\\.", "\\x61", "\\x{62}",
		"\\p{L}", "\\pL", "\\R", "\\h", "\\N", "\\K", " ", "'", "\\Qab",
		"\\E", "(?i)", "(?-i)", "(?s)", "(?#ab)", "(*:1)", "\\1",
		"(*ACCEPT)", "(*FAIL)", "(*PRUNE)", "\\X" };
	static const char *const opens[] = { "(", "(?:", "(?>", "(?=", "(?!",
		"(?<=", "(?<!", "(?<n>", "(?P<m>", "(?'o'",
		"(?i:", "(?-i:", "(?|", "(?<*", "(?*" };
	static const char *const repeats[] = { "", "", "", "", "", "?", "*",
		"+", "??", "*?", "+?", "?+", "*+", "++", "{0}", "{2}", "{1,2}",
		"{0,3}", "{2,}", "{,2}", "{1,2}+", "{1,2}?" };
	unsigned n = 1 + choose(c, 4);

	while (n-- > 0 && t->n < PATTERN_MAX / 2) {
		if (depth > 0 && choose(c, 4) == 0) {
			add(t, ONE_OF(c, opens));
			make_pattern(c, t, depth - 1);
			while (choose(c, 3) == 1 && t->n < PATTERN_MAX / 2) {
				add(t, "|");
				make_pattern(c, t, depth - 1);
			}
			add(t, ")");
		} else
			add(t, ONE_OF(c, atoms));
		add(t, ONE_OF(c, repeats));
	}
	if (depth == 3 && choose(c, 3) == 1) {
		add(t, "|");
		make_pattern(c, t, 2);
	}
}

static void
make_text(struct choices *c, struct text *t)
{
	static const char *const pieces[] = { "a", "b", "c", "A", "B", "ab",
		"bca", "k", "s", "S", "K", " ", ".", "1", "'", "\n", "x", "é",
		"É", "\u212a", "\u017f", "]", "abc", "  " };

	while (c->n > 0 && t->n < TEXT_MAX)
		add(t, ONE_OF(c, pieces));
}

static bool
clause_in(const struct literal_clause *c, struct str match)
{

	for (unsigned i = 0; i < c->n; i++)
		if (str_ifind(match, c->literals[i]) != SIZE_MAX)
			return (true);
	return (false);
}

static bool
holds(const struct literals *known, struct str match)
{
	char room[4 * TEXT_MAX + PATTERN_MAX];

	match = prefilter_text(match, room);
	for (unsigned i = 0; i < known->n; i++) {
		unsigned j = 0;

		while (j < known->branches[i].n &&
		       clause_in(&known->branches[i].clauses[j], match))
			j++;
		if (j == known->branches[i].n)
			return (true);
	}
	return (known->n == 0);
}

struct subject {
	struct str s;
	bool plain; /* as in src/rules/fields.h */
};

static struct subject
look_at(struct str s)
{
	struct subject t = { .s = s, .plain = true };
	bool space = false, now;

	for (size_t i = 0; i < s.n; i++) {
		now = s.p[i] == ' ' || (s.p[i] >= '\t' && s.p[i] <= '\r');
		t.plain &= (unsigned char)s.p[i] < 0x80 && !(now && space);
		space = now;
	}
	return (t);
}

/* The next match from ${from} on; false: none, or given up. */
static bool
next(const pcre2_code *code, pcre2_match_data *md, pcre2_match_context *mc,
    struct str s, size_t from, size_t ret[2])
{
	const PCRE2_SIZE *at;

	if (from >= s.n || pcre2_match(code, (PCRE2_SPTR)s.p, s.n, from,
			       PCRE2_NO_UTF_CHECK | PCRE2_NOTEMPTY, md, mc) < 0)
		return (false);
	at = pcre2_get_ovector_pointer(md);
	if (at[0] > at[1])
		return (false);
	ret[0] = at[0];
	ret[1] = at[1];
	return (true);
}

static void
missed(const char *what, struct str pattern, struct str s)
{

	fprintf(stderr, "%s: /%.*s/ in \"%.*s\"\n", what, STR_ARG(pattern),
	    STR_ARG(s));
	abort();
}

static void
compare(const pcre2_code *code, const struct literals *known,
    const struct prefilter *pf, struct str pattern, const struct subject *t)
{
	pcre2_match_data *md = pcre2_match_data_create(1, NULL);
	pcre2_match_context *mc = pcre2_match_context_create(NULL);
	struct prefilter_scratch *scratch = prefilter_scratch_new(pf);
	const struct candidate *list;
	char room[4 * TEXT_MAX + PATTERN_MAX];
	struct str shown;
	size_t n, from = 0, last = SIZE_MAX, all = 0, one[2], other[2];

	if (md == NULL || mc == NULL || scratch == NULL)
		abort();
	pcre2_set_match_limit(mc, 20000);
	shown = t->plain ? t->s : prefilter_text(t->s, room);
	n = prefilter_scan(pf, scratch, shown, 1, &list);
	if (n > 0 && shown.n == t->s.n) {
		from = list[0].from;
		last = list[0].last;
	}
	for (int i = 0; i < MATCHES_MAX; i++) {
		if (!next(code, md, mc, t->s, all, one))
			break;
		if (!holds(known, str_sub(t->s, one[0], one[1])))
			missed("not in the match", pattern, t->s);
		if (n == 0)
			missed("missed by the prefilter", pattern, t->s);
		if ((!next(code, md, mc, t->s, from, other) ||
			memcmp(one, other, sizeof(one)) != 0))
			missed("missed by the window", pattern, t->s);
		if (one[0] > last)
			missed("behind the window", pattern, t->s);
		all = from = one[1];
	}
	prefilter_scratch_free(scratch);
	pcre2_match_context_free(mc);
	pcre2_match_data_free(md);
}

static void
check(struct str pattern, struct str s, bool caseless)
{
	struct arena *a = arena_new(ARENA_MAX);
	struct prefilter *pf = prefilter_new();
	struct literals known;
	struct subject t = look_at(s);
	pcre2_code *code;
	PCRE2_SIZE where;
	int error;

	if (a == NULL || pf == NULL)
		abort();
	/* Any bytes must be survived, also what PCRE2 refuses. */
	if (literals_of(a, pattern, caseless, &known) != OK ||
	    prefilter_add(pf, 0, 0, &known) != OK || prefilter_build(pf) != OK)
		abort();
	code = pcre2_compile((PCRE2_SPTR)pattern.p, pattern.n,
	    (caseless ? PCRE2_CASELESS : 0) | PCRE2_UTF | PCRE2_UCP |
		PCRE2_NEVER_BACKSLASH_C | PCRE2_DOLLAR_ENDONLY,
	    &error, &where, NULL);
	if (code != NULL)
		compare(code, &known, pf, pattern, &t);
	pcre2_code_free(code);
	prefilter_free(pf);
	arena_free(a);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct choices c = { data + 1, size - 1 };
	struct text pattern = { .n = 0 }, text = { .n = 0 };
	struct str rest, first;

	if (size < 2)
		return (0);
	if (data[0] & 2) {
		make_pattern(&c, &pattern, 3);
		make_text(&c, &text);
		check((struct str){ pattern.p, pattern.n },
		    (struct str){ text.p, text.n }, data[0] & 1);
		return (0);
	}
	rest = (struct str){ (const char *)data + 1, size - 1 };
	first = str_cut(&rest, '\n');
	if (first.n <= PATTERN_MAX && rest.n <= 4 * TEXT_MAX &&
	    utf8_valid(first) && utf8_valid(rest))
		check(first, rest, data[0] & 1);
	return (0);
}
