/*
 * Names as they stand behind a statement: one word; several are answered with
 * the one word that they should be, and read as it.
 */
#ifndef EARSHOT_RULES_NAMES_H
#define EARSHOT_RULES_NAMES_H

#include "statements.h"

/* Where a name of several words ends. */
enum name_end {
	NAME_ALONE,    /* at the end */
	NAME_FIRST,    /* behind its first word */
	NAME_LIST,     /* at = or from */
	NAME_TITLE,    /* at a quote */
	NAME_WEIGHT,   /* before the last word, if that is a weight */
	NAME_ATTRIBUTE /* at an attribute */
};

/*
 * names_read: the name; *${ret_at}: where it stands.  False: a fault was added
 * and there is no name.
 */
bool names_read(struct reader *r, const struct statement *st, struct scan *s,
    enum name_end end, struct str *ret, struct place *ret_at);

/* names_end: a fault, if anything follows. */
void names_end(struct reader *r, const struct statement *st, struct scan *s);

#endif
