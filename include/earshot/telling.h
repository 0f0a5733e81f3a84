/*
 * The telling words of a text, as hashes: those of four letters and more, and
 * in scripts that write no spaces each character; no links.  In small letters,
 * without the signs inside (don't, e-mail).  The hashes are stored in counts of
 * words: they must not change from one version to the next.
 */
#ifndef EARSHOT_TELLING_H
#define EARSHOT_TELLING_H

#include <stdint.h>

#include "earshot/str.h"

enum { TELLING_MAX = 64 }; /* of a post; what is behind them does not count */

/*
 * telling_words: of ${text} outside ${quotes} (bytes of it, sorted): adds them
 * to ${words}, of which there are ${n}, each once, up to TELLING_MAX; how many
 * there are then.  Any bytes; linear time, and no more than 16 KB are read.
 */
size_t telling_words(struct str text, const struct quote *quotes,
    size_t nquotes, uint32_t words[TELLING_MAX], size_t n);

#endif
