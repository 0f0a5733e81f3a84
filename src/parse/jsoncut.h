/*
 * Cutting JSON into pieces that jansson can take one by one, and mending a
 * piece that it refuses.  Linear, without recursion; nothing is decoded here.
 */
#ifndef EARSHOT_PARSE_JSONCUT_H
#define EARSHOT_PARSE_JSONCUT_H

#include "earshot/buf.h"

enum { JSONCUT_DEPTH = 64, JSONCUT_VALUES = 50000 };

struct jsoncut {
	struct str text;
	size_t at;
	bool broken; /* it was not JSON somewhere */
};

struct jsonpiece {
	struct str text; /* one value */
	bool hostile;    /* too deep or too many values: not for jansson */
};

/* jsoncut_enter: past white space and ${open} ('{' or '['); false: not there.
 */
bool jsoncut_enter(struct jsoncut *c, char open);

/* jsoncut_item: the next value of an array; false at its end, which is passed.
 * jsoncut_member: likewise of an object; *${ret_key} is the bare text between
 * the quotes. */
bool jsoncut_item(struct jsoncut *c, struct jsonpiece *ret);
bool jsoncut_member(struct jsoncut *c, struct str *ret_key,
    struct jsonpiece *ret);

/*
 * jsoncut_mend: ${piece} again without what commonly breaks JSON: lone
 * surrogates, bad escapes, bare control characters, numbers past all bounds
 * (they become strings), commas before a bracket, words that are no values.
 */
void jsoncut_mend(struct str piece, struct buf *out);

#endif
