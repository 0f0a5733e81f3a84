/*
 * What a pattern cannot match without: literals in lower case, white space of
 * any length as one space, so that one pass of Aho-Corasick can tell which
 * patterns are worth running.  Errs only to one side: a pattern never matches
 * where its literals are not (in a text as prefilter_text makes it).
 */
#ifndef EARSHOT_RULES_LITERAL_H
#define EARSHOT_RULES_LITERAL_H

#include "earshot/arena.h"

enum {
	LITERAL_MIN = 2,       /* bytes of the shortest one, save rare signs */
	LITERAL_MAX = 16,      /* bytes of the longest one */
	LITERAL_CLAUSES = 8,   /* clauses of a branch */
	LITERAL_CHOICES = 160, /* literals of a clause */
};

/* One of these must be there. */
struct literal_clause {
	unsigned n;
	struct str *literals;
};

/* All of these clauses must hold (for one alternative of the pattern). */
struct literal_branch {
	unsigned n;
	struct literal_clause clauses[LITERAL_CLAUSES];
};

struct literals {
	unsigned n; /* 0: nothing is known, the pattern must always be run */
	struct literal_branch *branches; /* one of them must hold */
	uint32_t max_chars; /* of a match, in a text where white space never
			       stands in runs; UINT32_MAX: no bound */
	bool start;         /* it matches at the start of a text only */
	bool repeats; /* has a repeat without bound, or one inside another */
};

/*
 * literals_of: of PCRE2 pattern ${regex} (valid UTF-8, without PCRE2_EXTENDED).
 * E_MEMORY only.
 */
enum status literals_of(struct arena *a, struct str regex, bool caseless,
    struct literals *ret) MUST_USE;

/* literal_long: long enough to be worth looking for. */
bool literal_long(struct str literal);

/* literal_cost: about how often a clause's literals turn up; less is better. */
double literal_cost(const struct literal_clause *clause);

#endif
