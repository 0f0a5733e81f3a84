/*
 * Bytes of one known encoding to UTF-8.  Which encoding it is, charset.c asks.
 */
#ifndef EARSHOT_TEXT_CHARSET_CONVERT_H
#define EARSHOT_TEXT_CHARSET_CONVERT_H

#include "earshot/arena.h"

#include "charset_labels.h"

/*
 * charset_convert: ${bytes} as UTF-8, in ${a}; what does not decode becomes
 * U+FFFD, *${ret_bad} counts it.  Not for CHARSET_UTF8 and the two kinds of
 * unknown byte order.  E_CORRUPT: more than ${most_bad} places, nothing was
 * kept.  E_NOT_FOUND: this system has no converter, or it could not be opened
 * here.  E_MEMORY.
 */
enum status charset_convert(struct arena *a, const struct charset *cs,
    struct str bytes, size_t most_bad, struct str *ret,
    size_t *ret_bad) MUST_USE;

/* charset_open_all: opens each converter for this thread. */
void charset_open_all(void);

#endif
