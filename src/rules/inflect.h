/*
 * The usual endings of English words: what `problem~s` and `stop~ed~ing` match.
 */
#ifndef EARSHOT_RULES_INFLECT_H
#define EARSHOT_RULES_INFLECT_H

#include "earshot/buf.h"

enum { INFLECT_S = 1, INFLECT_ED = 2, INFLECT_ING = 4 };

/* inflect_form: the bit for "s", "ed" or "ing"; 0: no such ending. */
unsigned inflect_form(struct str ending);

/*
 * inflect: ${word} itself and its forms, as a PCRE2 group of alternatives.
 * ${word}: ASCII letters, apostrophes and hyphens only.
 */
void inflect(struct buf *out, struct str word, unsigned forms);

#endif
