/*
 * What a prefilter is made of: built by prefilter_build.c, read by
 * prefilter.c.
 */
#ifndef EARSHOT_RULES_PREFILTER_PARTS_H
#define EARSHOT_RULES_PREFILTER_PARTS_H

#include "earshot/arena.h"

#include "grams.h"

struct map;

struct branch {
	uint32_t program;
	uint32_t first, last; /* characters of a match before the anchor */
	uint32_t clause;      /* the first one besides the anchor */
	uint16_t nclauses;    /* such */
	uint8_t lang;
	bool start; /* it matches at the text's start only */
};

/* What is asked of a literal: two of its grams, hashed, and how many bytes
 * stand before each, counted from the byte before the literal. */
struct probe {
	uint16_t a, b;
	uint8_t at_a, at_b;
};

struct clause {
	uint32_t probe;       /* the first one; the next clause's ends them */
	uint32_t first, last; /* as in struct literal_clause */
};

/* Numbers in a row, grown while building. */
struct numbers {
	uint32_t *v;
	size_t n, size;
};

struct prefilter {
	struct arena *arena; /* literals' bytes */
	struct map *known;   /* literal to its number + 1 */
	struct gram_literal *literals;
	size_t nliterals, literals_size;
	struct branch *branches;
	size_t nbranches, branches_size;
	struct clause *clauses; /* one more than there are */
	size_t nclauses, clauses_size;
	struct probe *probes;
	size_t nprobes, probes_size;
	bool probed[GRAM_BYTES + 1]; /* by grams of so many bytes */
	bool bounds;                 /* some have spaces for bounds of words */
	struct numbers members;      /* of anchors: literal, branch, ... */
	struct numbers always;       /* programs without literals */
	struct numbers always_lang;
	struct numbers guard_at; /* where guard i begins in guards */
	struct numbers guards;   /* first clause, how many, ... */
	uint32_t nprograms;
	/* built */
	struct grams grams;
	uint32_t *anchor_at, *anchors; /* branches that a literal anchors */
};

#endif
