/*
 * Names to what they name: duplicates, tuning over files and tiers, references
 * and cycles.  After linking, the book holds only rules that count.
 */
#ifndef EARSHOT_RULES_LINK_H
#define EARSHOT_RULES_LINK_H

#include "rule.h"

/* link_book: OK also with faults; E_MEMORY. */
enum status link_book(struct book *b) MUST_USE;

#endif
