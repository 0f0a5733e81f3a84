/*
 * Writing JSON: an escaping writer on a buf (jansson reads, and owns json_*).
 * Commas and nesting are its business.  Reading JSON is jansson's, save plain
 * lines of posts (src/cli/postline.h).  Bytes that are not UTF-8 become U+FFFD;
 * control characters are escaped.
 */
#ifndef EARSHOT_JSONW_H
#define EARSHOT_JSONW_H

#include "earshot/buf.h"

enum { JSONW_MAX_DEPTH = 32 };

struct jsonw {
	struct buf *out;
	unsigned depth;             /* open objects and arrays */
	bool some[JSONW_MAX_DEPTH]; /* a comma is due */
	bool after_key;
};

void jsonw_init(struct jsonw *j, struct buf *out);
void jsonw_object(struct jsonw *j);
void jsonw_end_object(struct jsonw *j);
void jsonw_array(struct jsonw *j);
void jsonw_end_array(struct jsonw *j);
void jsonw_key(struct jsonw *j, const char *key);
/* jsonw_ready_key: the same for a JSONW_KEY(), without a look at it. */
void jsonw_ready_key(struct jsonw *j, struct str key);
#define JSONW_KEY(name) STR("\"" name "\":")
/* jsonw_str: null when s.p is NULL. */
void jsonw_str(struct jsonw *j, struct str s);
void jsonw_int(struct jsonw *j, int64_t v);
/* jsonw_real: up to ${digits} decimals, no trailing zeros; null if not finite.
 */
void jsonw_real(struct jsonw *j, double v, int digits);
void jsonw_bool(struct jsonw *j, bool v);
void jsonw_null(struct jsonw *j);

/* key and value in one go */
void jsonw_kstr(struct jsonw *j, const char *key, struct str s);
void jsonw_kint(struct jsonw *j, const char *key, int64_t v);
void jsonw_kreal(struct jsonw *j, const char *key, double v, int digits);
void jsonw_kbool(struct jsonw *j, const char *key, bool v);

/* jsonw_quote: ${s} as one JSON string, quotes included. */
void jsonw_quote(struct buf *out, struct str s);

#endif
