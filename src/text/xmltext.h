/*
 * What the text between tags, or an attribute's value, says: stretches that
 * mean themselves, and what its references stand for.
 */
#ifndef EARSHOT_TEXT_XMLTEXT_H
#define EARSHOT_TEXT_XMLTEXT_H

#include "prescan.h"

/* Bytes that a document's own entities may make of it. */
enum { XMLTEXT_EXPANDED_MAX = 4 << 20 };

struct xmltext {
	struct scan *scan;  /* for its entities; its mended is set */
	size_t *expanded;   /* bytes so far, of the whole document */
	struct str text;    /* what is left of it */
	struct str literal; /* what is left of an entity's */
	char out[4];
};

/* xmltext_begin: ${expanded} starts as 0 for a document. */
void xmltext_begin(struct xmltext *t, struct scan *s, size_t *expanded,
    struct str text);

/*
 * xmltext_next: the next stretch, never empty, until the next call.
 * *${ret_written}: it stands so in the document (its line ends are to be read
 * as XML has them); otherwise it comes from a reference and means itself.
 * False: that was all.
 */
bool xmltext_next(struct xmltext *t, struct str *ret, bool *ret_written);

#endif
