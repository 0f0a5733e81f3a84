/*
 * What the text between tags, or an attribute's value, says.
 */
#ifndef EARSHOT_TEXT_XMLTEXT_H
#define EARSHOT_TEXT_XMLTEXT_H

#include "earshot/buf.h"

#include "prescan.h"

/* Bytes that a document's own entities may make of it. */
enum { XMLTEXT_EXPANDED_MAX = 4 << 20 };

struct xmltext {
	struct scan *scan; /* for its entities; its mended is set */
	bool attribute;    /* white space as it is written is a space */
	size_t expanded;   /* bytes so far, of the whole document */
};

/*
 * xmltext_add: what ${s} means, references read and line ends as XML has them
 * (XML 1.0, 2.11 and 3.3.3), to ${out}.
 */
void xmltext_add(struct xmltext *t, struct str s, struct buf *out);

#endif
