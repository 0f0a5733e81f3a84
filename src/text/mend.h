/*
 * Which elements are open, so that every end tag that is handed on ends the
 * one it should: wrong nesting costs nothing that follows.
 */
#ifndef EARSHOT_TEXT_MEND_H
#define EARSHOT_TEXT_MEND_H

#include "earshot/str.h"

#include "elements.h"

enum { MEND_DEPTH = 256 };

struct mend_open {
	struct str name;               /* as its start tag has it */
	uint32_t hash;                 /* scan_hash of it */
	uint32_t namespaces;           /* it declared */
	const struct element *element; /* HTML's; NULL: none, or XML */
};

struct mend {
	size_t depth;
	size_t namespaces;   /* in scope */
	uint16_t count[256]; /* open ones by the low byte of their hash */
	struct mend_open open[MEND_DEPTH];
};

void mend_init(struct mend *m);

/* mend_push: not at MEND_DEPTH (the caller looks). */
void mend_push(struct mend *m, struct str name, uint32_t hash,
    size_t namespaces, const struct element *e);
/* mend_pop: the innermost one; depth > 0. */
struct str mend_pop(struct mend *m);

/*
 * mend_find: how many elements an end tag of ${name} leaves open: the depth
 * outside the one that it ends.  SIZE_MAX: it ends none.
 */
size_t mend_find(const struct mend *m, struct str name, uint32_t hash);

/* mend_top: the innermost open element's name; {NULL,0}: none. */
struct str mend_top(const struct mend *m);
const struct element *mend_top_element(const struct mend *m);

#endif
