/*
 * What a load warns of though nothing is wrong with it: two rules that hear the
 * same words, words of another language than the rule's, a condition on a rule
 * that is off.
 */
#ifndef EARSHOT_RULES_DOUBTS_H
#define EARSHOT_RULES_DOUBTS_H

#include "lang.h"
#include "rule.h"

/* doubts_raise: warnings about people's own rules of a linked book.  E_MEMORY.
 */
enum status doubts_raise(struct book *b,
    const struct lang_words *words) MUST_USE;

#endif
