/*
 * UTF-8: validity, stepping, and making any bytes safe to store.
 */
#ifndef EARSHOT_UTF8_H
#define EARSHOT_UTF8_H

#include "earshot/arena.h"

struct buf;

/* utf8_valid: well-formed (no overlongs, surrogates, nor past U+10FFFF). */
bool utf8_valid(struct str s);
/* utf8_span: how many bytes from the start utf8_clean would leave alone. */
size_t utf8_span(struct str s);
/* utf8_ascii: no byte over 0x7f. */
bool utf8_ascii(struct str s);
/* utf8_next: the code point at *${at}, which moves on; a bad byte gives
 * U+FFFD and moves by one.  *at < s.n. */
uint32_t utf8_next(struct str s, size_t *at);
/* utf8_put: 1 to 4 bytes of ${c} to ${out}; how many. 0: not a character. */
size_t utf8_put(uint32_t c, char out[4]);
/* utf8_floor: the largest offset ≤ ${at} that is a character boundary. */
size_t utf8_floor(struct str s, size_t at);
/* utf8_cut: at most ${max} bytes, cut at a character boundary. */
struct str utf8_cut(struct str s, size_t max);
/* utf8_columns: characters in the first ${at} bytes (for line:column). */
size_t utf8_columns(struct str s, size_t at);
/* utf8_clean: bad bytes to U+FFFD, NUL and control characters that XML forbids
 * dropped; ${s} itself when nothing had to change.  *${changed} may be NULL.
 * {NULL,0} at the arena's cap. */
struct str utf8_clean(struct arena *a, struct str s, bool *changed);
/* utf8_plain: ${s} as a terminal may be shown it: control characters (C1 too,
 * line ends unless ${lines}) and those that turn the direction of writing
 * become spaces, bad bytes U+FFFD. */
void utf8_plain(struct str s, bool lines, struct buf *out);

#endif
