/*
 * Text that was decoded wrongly once (UTF-8 read as windows-1252 and kin) put
 * right, and only where the repair is valid and likelier (FACTS: text in the
 * wild).  Clean text in any language comes through byte for byte.
 */
#ifndef EARSHOT_MOJIBAKE_H
#define EARSHOT_MOJIBAKE_H

#include "earshot/arena.h"

/* mojibake_repair: ${s} itself when nothing had to change. */
struct str mojibake_repair(struct arena *a, struct str s, bool *ret_changed);

#endif
