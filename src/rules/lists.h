/*
 * The terms of lists, in the rule file or in a file of their own.
 */
#ifndef EARSHOT_RULES_LISTS_H
#define EARSHOT_RULES_LISTS_H

#include "rule.h"
#include "ruletext.h"

/*
 * lists_file: the bytes of file ${name}, relative to the rule file ${from}.
 * ret_path: NUL-ended, in the book's arena.  False: a fault was added.
 */
bool lists_file(struct book *b, const char *from, struct str name,
    const struct place *at, const char **ret_path, struct str *ret);

/* lists_read: what stands behind `list NAME`: = terms, or from FILE. */
void lists_read(struct book *b, struct list *list, const char *from,
    struct scan *s);

#endif
