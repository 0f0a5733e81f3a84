/*
 * Writing JSON by hand-over: an escaping writer on a buf.  Commas and nesting
 * are its business.  Reading JSON is jansson's.
 * Bytes that are not UTF-8 become U+FFFD; control characters are escaped.
 */
#ifndef EARSHOT_JSON_H
#define EARSHOT_JSON_H

#include "earshot/buf.h"

enum { JSON_MAX_DEPTH = 32 };

struct json {
	struct buf *out;
	unsigned depth;            /* open objects and arrays */
	bool some[JSON_MAX_DEPTH]; /* a comma is due */
	bool after_key;
};

void json_init(struct json *j, struct buf *out);
void json_object(struct json *j);
void json_end_object(struct json *j);
void json_array(struct json *j);
void json_end_array(struct json *j);
void json_key(struct json *j, const char *key);
/* json_str: null when s.p is NULL. */
void json_str(struct json *j, struct str s);
void json_int(struct json *j, int64_t v);
/* json_real: up to ${digits} decimals, no trailing zeros; null if not finite.
 */
void json_real(struct json *j, double v, int digits);
void json_bool(struct json *j, bool v);
void json_null(struct json *j);

/* key and value in one go */
void json_kstr(struct json *j, const char *key, struct str s);
void json_kint(struct json *j, const char *key, int64_t v);
void json_kreal(struct json *j, const char *key, double v, int digits);
void json_kbool(struct json *j, const char *key, bool v);

/* json_quote: ${s} as one JSON string, quotes included. */
void json_quote(struct buf *out, struct str s);

#endif
