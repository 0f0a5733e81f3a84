/*
 * Lines of a plain text that quote others, as mail has them: "> …",
 * "On … wrote:", "-----Original Message-----".
 */
#ifndef EARSHOT_TEXT_QUOTED_H
#define EARSHOT_TEXT_QUOTED_H

#include "earshot/arena.h"
#include "earshot/str.h"

/*
 * quoted_lines: ${known} (sorted, over ${text}) and what is found, merged and
 * sorted, into *${ret}.  E_MEMORY only.
 */
enum status quoted_lines(struct arena *a, struct str text,
    const struct quote *known, size_t nknown, struct quote **ret,
    size_t *ret_n) MUST_USE;

#endif
