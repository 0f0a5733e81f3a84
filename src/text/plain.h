/*
 * Plain text's own line ends: which of them mean something.
 */
#ifndef EARSHOT_TEXT_PLAIN_H
#define EARSHOT_TEXT_PLAIN_H

#include "htmltext.h"

/* plain_add: ${s} without markup; lines that were only wrapped are joined. */
void plain_add(struct htmltext *t, struct str s);

#endif
