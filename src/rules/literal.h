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
	LITERAL_CHOICES = 400, /* literals of a clause */
};

/* One of these must be there, and where: so many characters of the match stand
 * before it (in a text as prefilter_text makes it). */
struct literal_clause {
	unsigned n;
	struct str *literals;
	double cost;          /* for literal_cost; 0: nobody has asked yet */
	uint32_t first, last; /* last: UINT32_MAX: no bound */
	/* No letter, digit or _ stands before it, or behind it, unless the
	 * match begins, or ends, with it: which it may. */
	bool bound_before, bound_after;
	bool at_start, at_end;
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

/*
 * literals_bound: what stands outside of a match, ${before} and ${after} it, is
 * no letter, digit or _ either: ${known} says so, too.
 */
void literals_bound(struct literals *known, bool before, bool after);

/* literal_cost: about how many of a thousand sentences have one of ${clause}'s
 * literals; less is better. */
double literal_cost(struct literal_clause *clause);

/* literal_long: long enough to be worth looking for. */
bool literal_long(struct str literal);

#endif
