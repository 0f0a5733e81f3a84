/*
 * Aho-Corasick: all places of many literals in one pass over a text.  ASCII
 * letters of the text are lower-cased on the way, white space is a space (no
 * literal holds any other).  Immutable once built.
 */
#ifndef EARSHOT_RULES_AUTOMATON_H
#define EARSHOT_RULES_AUTOMATON_H

#include "earshot/status.h"
#include "earshot/str.h"

#define AUTOMATON_OUTPUT 0x80000000u

/* Dense: a row of next for each state.  Open for the scanning loop. */
struct automaton {
	uint8_t classes[256]; /* of bytes; those in no literal share class 0 */
	uint32_t shift;       /* a row has 1 << shift places */
	uint32_t *next;       /* row + class to row, flagged AUTOMATON_OUTPUT
				 where literals end */
	uint32_t nstates;
	uint32_t *out_at; /* by state (row >> shift): where in out they begin */
	uint32_t *out;    /* numbers of literals */
};

/* automaton_build: over ${n} different literals in lower case.  E_MEMORY,
 * E_TOO_LARGE; automaton_free may follow either way. */
enum status automaton_build(struct automaton *a, const struct str *literals,
    size_t n) MUST_USE;
void automaton_free(struct automaton *a);

#endif
