/*
 * Bodies that are gzip though nobody said so (1f 8b).  zlib.
 */
#ifndef EARSHOT_GZIP_H
#define EARSHOT_GZIP_H

#include "earshot/buf.h"

bool gzip_is(struct str s);
/* gzip_inflate: E_TOO_LARGE at ${out}'s cap, E_CORRUPT (what came before the
 * damage is in ${out}). */
enum status gzip_inflate(struct str s, struct buf *out) MUST_USE;

#endif
