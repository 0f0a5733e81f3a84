/*
 * What is known of a part of a pattern: the strings that it matches, or
 * literals that must stand in what it matches; and how that adds up when parts
 * follow each other, stand side by side, repeat.  For literal.c.
 */
#ifndef EARSHOT_RULES_PARTS_H
#define EARSHOT_RULES_PARTS_H

#include "literal.h"

enum { PART_STRINGS = 24 };
#define PART_NO_BOUND UINT32_MAX

struct part {
	bool exact; /* it matches one of these strings, no other */
	unsigned nstrings;
	struct str strings[PART_STRINGS];
	unsigned n; /* else: clauses that must hold */
	struct literal_clause clauses[LITERAL_CLAUSES];
	uint32_t min; /* characters; white space may count none, as runs of
			 it become one */
	uint32_t max; /* characters */
	bool empty;   /* it may match nothing */
	/* If it matches something, that begins, or ends, with no letter, digit
	 * or _. */
	bool opens, closes;
	/* Of a tail: the sequence may begin with it; if not, what stands before
	 * it closes. */
	bool at_start, bound_before;
	bool repeated; /* holds a repeat */
	bool space;    /* it is \s */
};

/* part_new: NULL if memory is out. */
struct part *part_new(struct arena *a);
/* part_nothing: the empty string: what a part of no width matches, as far as
 * we care. */
void part_nothing(struct part *p);
/* part_anything: up to ${max} characters of which nothing is known, perhaps
 * none. */
void part_anything(struct part *p, uint32_t max);
/* part_string: one more string that it matches; at most PART_STRINGS. */
void part_string(struct part *p, struct str s);
/* part_loosen: from now on only clauses are known of it. */
void part_loosen(struct arena *a, struct part *p);

/*
 * part_append: ${seq}, then ${next}.  ${tail} is the exact end of the sequence
 * that may still grow; part_end adds it.
 */
void part_append(struct arena *a, struct part *seq, struct part *tail,
    const struct part *next);
void part_end(struct arena *a, struct part *seq, struct part *tail);
/* part_either: ${all} or ${one}. */
void part_either(struct arena *a, struct part *all, struct part *one);
/* part_repeat: ${low} to ${high} times. */
void part_repeat(struct arena *a, struct part *p, uint32_t low, uint32_t high);

#endif
