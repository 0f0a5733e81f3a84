/*
 * The words a text is made of, as hashes: those of four letters and more, and
 * in scripts that write no spaces each character; no links.  In small letters,
 * without the signs inside (don't, e-mail).  The hashes are stored in counts of
 * words: they must not change from one version to the next.
 */
#ifndef EARSHOT_LEXIS_H
#define EARSHOT_LEXIS_H

#include <stdint.h>

#include "earshot/str.h"

enum { LEXIS_MAX = 64 }; /* of a post; what is behind them does not count */

/*
 * lexis_words: of ${text} outside ${quotes} (bytes of it, sorted): adds them
 * to ${words}, of which there are ${n}, each once, up to LEXIS_MAX; how many
 * there are then.  Any bytes; linear time, and no more than 16 KB are read.
 */
size_t lexis_words(struct str text, const struct quote *quotes, size_t nquotes,
    uint32_t words[LEXIS_MAX], size_t n);

#endif
