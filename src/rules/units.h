/*
 * What a linked book has to be searched for, numbered; and how rules and
 * conditions are shown to others.
 */
#ifndef EARSHOT_RULES_UNITS_H
#define EARSHOT_RULES_UNITS_H

#include "set.h"

/* units_number: fills the units (kinds, names, infos) and the whens of ${rs},
 * and sets index in the book's rules and lists.  E_MEMORY. */
enum status units_number(struct book *b, struct ruleset *rs) MUST_USE;

#endif
