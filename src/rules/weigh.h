/*
 * From hits to evidence: what vetoes a hit, what negates it, what it needs,
 * what adds to it, and what it counts.
 */
#ifndef EARSHOT_RULES_WEIGH_H
#define EARSHOT_RULES_WEIGH_H

#include "match.h"
#include "scope.h"

enum { EVIDENCE_MAX = 256, TOPICS_MAX = 64, MENTIONS_MAX = 128 };

struct weighing {
	struct matcher *matcher;
	const struct field_text *fields;
	const struct scope_words *words;
	struct arena *arena;   /* the verdict's */
	struct arena *scratch; /* the classifier's */
	struct verdict *verdict;
	size_t sizes[SIGNALS];
	size_t nevidence;
	struct {
		const struct unit *unit; /* NULL: nothing was asked yet */
		uint32_t field, sentence;
		struct str answer;
	} asked;             /* the last veto that was looked for */
	struct found *found; /* near.c: what phrases hit in the post */
};

/* weigh_rules: fills the evidence of all signals, points included, and the
 * topics and mentions.  E_MEMORY. */
enum status weigh_rules(struct weighing *w) MUST_USE;

/* weigh_add: one piece of evidence more. */
enum status weigh_add(struct weighing *w, const struct evidence *e) MUST_USE;

#endif
