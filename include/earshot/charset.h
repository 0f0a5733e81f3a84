/*
 * Any encoding to UTF-8 (iconv): BOM, then the header's charset, then the XML
 * declaration, then UTF-8 if valid, else windows-1252 (contracts/parse.md).
 * Files that people save on Windows too (UTF-16, BOM).
 */
#ifndef EARSHOT_CHARSET_H
#define EARSHOT_CHARSET_H

#include "earshot/arena.h"

/* charset_init: opens this thread's converters.  Needed in a thread that will
 * be locked in (opening reads files); elsewhere they open at first use. */
void charset_init(void);

/*
 * charset_decode: ${body} as UTF-8 without BOM, control characters that XML
 * forbids dropped.  ${content_type}: the HTTP header's value or {NULL,0}.
 * Nearly valid UTF-8 stays UTF-8: its few bad bytes become U+FFFD.
 * *${ret_name}: what was used, lower-case IANA name, static or in ${a}.
 * *${ret_repaired}: bytes had to be replaced, or the declaration was wrong.
 * The result may be ${body} itself (a slice) when it was clean UTF-8.
 * E_MEMORY only.
 */
enum status charset_decode(struct arena *a, struct str body,
    struct str content_type, struct str *ret, struct str *ret_name,
    bool *ret_repaired) MUST_USE;

/* charset_from: decode from one named charset; E_NOT_FOUND: unknown name;
 * E_CORRUPT: does not decode. */
enum status charset_from(struct arena *a, struct str name, struct str bytes,
    struct str *ret) MUST_USE;

/* charset_text: what an editor saved: UTF-8 with or without BOM, UTF-16 with
 * BOM (or evidently so); else windows-1252.  CRLF is left alone.  {NULL,0} at
 * the arena's cap. */
struct str charset_text(struct arena *a, struct str bytes);

#endif
