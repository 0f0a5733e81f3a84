/*
 * A document's text and tags on their way to libxml2's XML parser: as they
 * stand where they are well-formed, else put so that it reads what was meant.
 */
#ifndef EARSHOT_TEXT_REWRITE_H
#define EARSHOT_TEXT_REWRITE_H

#include "chunks.h"
#include "prescan.h"

enum {
	REWRITE_NAMES_MAX = 4096, /* distinct names: libxml2 keeps every one */
	REWRITE_NAMES_BITS = 131072,   /* to know them by */
	REWRITE_EXPANDED_MAX = 4 << 20 /* bytes of the document's entities */
};

struct rewrite {
	struct scan *scan; /* for its entities; its mended is set */
	size_t literal;    /* bytes in the CDATA section open in chunks, + 1 */
	size_t expanded;
	size_t nnames;
	uint8_t names[REWRITE_NAMES_BITS / 8];
	struct chunks chunks; /* ask rewrite_settle before you write to it */
};

void rewrite_init(struct rewrite *w, struct scan *s,
    bool (*push)(void *, struct str), void *arg);

/* rewrite_settle: chunks may be written to. */
void rewrite_settle(struct rewrite *w);

/* rewrite_text: ${t} is of the document, with its references. */
void rewrite_text(struct rewrite *w, struct str t);
/* rewrite_literal: ${s} means itself. */
void rewrite_literal(struct rewrite *w, struct str s);

/* rewrite_name: may an element of this scan_hash be handed on?  Not if it were
 * one name too many. */
bool rewrite_name(struct rewrite *w, uint32_t hash);

/*
 * rewrite_start: a start tag, with ${room} more namespaces at the most.
 * ${empty}: as <a/>.  How many namespaces it declares.
 */
size_t rewrite_start(struct rewrite *w, const struct scan_token *t, bool empty,
    size_t room);
void rewrite_end(struct rewrite *w, struct str name);

#endif
