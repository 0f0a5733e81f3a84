/*
 * Names to rules and lists, in a book whose names are in its maps.
 */
#ifndef EARSHOT_RULES_LOOKUP_H
#define EARSHOT_RULES_LOOKUP_H

#include "rule.h"

/* By short name inside ${pack}, else by full name, else (lists) by a short
 * name that only one pack has.  NULL: none. */
struct rule *lookup_rule(const struct book *b, struct str pack,
    struct str name);
struct list *lookup_list(const struct book *b, struct str pack,
    struct str name);

/* lookup_elsewhere: one file is mended by itself, and another one defines
 * it. */
bool lookup_elsewhere(const struct book *b, bool lists, struct str pack,
    struct str name);

/* What ${name} was probably meant to be, full or inside ${pack}; or NULL.
 * *${ret_clear}: no other name is near. */
const char *lookup_near_rule(struct book *b, struct str pack, struct str name,
    bool topic, bool *ret_clear);
const char *lookup_near_list(struct book *b, struct str name, bool *ret_clear);

#endif
