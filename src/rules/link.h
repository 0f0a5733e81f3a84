/*
 * Names to what they name: duplicates, tuning over files and tiers, references
 * and cycles.  After linking, the book holds only rules that count.
 */
#ifndef EARSHOT_RULES_LINK_H
#define EARSHOT_RULES_LINK_H

#include "rule.h"

/* link_book: OK also with faults; E_MEMORY. */
enum status link_book(struct book *b) MUST_USE;

/* By short name inside ${pack}, else by full name, else (lists) by a short
 * name that only one pack has.  NULL: none. */
struct list *link_list(const struct book *b, struct str pack, struct str name);
struct rule *link_rule(const struct book *b, struct str pack, struct str name);

/* link_near_list: the list that ${name} most likely meant; NULL: none. */
const char *link_near_list(struct book *b, struct str name);

#endif
