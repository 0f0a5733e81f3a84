/*
 * Stretches of a text that are not its author's own words: lines quoted with
 * >, quotes in brackets, code between fences, comments of templates.
 */
#ifndef EARSHOT_RULES_BORROWED_H
#define EARSHOT_RULES_BORROWED_H

#include "earshot/arena.h"
#include "earshot/post.h"

enum { BORROWED_MAX = 256 }; /* stretches; further ones are searched */

/*
 * borrowed_find: what ${quotes} say and what the text itself shows, sorted and
 * apart.  *${ret} may be ${quotes}.  E_MEMORY.
 */
enum status borrowed_find(struct arena *a, struct str text,
    const struct quote *quotes, size_t nquotes, const struct quote **ret,
    size_t *ret_n) MUST_USE;

#endif
