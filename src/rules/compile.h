/*
 * From a linked book to compiled patterns and their prefilter.
 */
#ifndef EARSHOT_RULES_COMPILE_H
#define EARSHOT_RULES_COMPILE_H

#include "set.h"

/* compile_book: fills ${rs}.  Faults go to the book's; E_MEMORY. */
enum status compile_book(struct book *b, struct ruleset *rs) MUST_USE;
/* compile_free: the patterns and the prefilter. */
void compile_free(struct ruleset *rs);

#endif
