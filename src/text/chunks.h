/*
 * What goes to libxml2's push parsers: stretches of the document as they stand
 * where nothing had to change, and a little buffer where something had to.
 */
#ifndef EARSHOT_TEXT_CHUNKS_H
#define EARSHOT_TEXT_CHUNKS_H

#include "earshot/str.h"

enum {
	CHUNK_BYTES = 65536,
	CHUNK_BUFFER = 98304,
	CHUNK_TAG = 66560,
	CHUNK_SMALL = 2048
};

struct chunks {
	/* false: stop, nothing more is wanted */
	bool (*push)(void *arg, struct str bytes);
	void *arg;
	bool stopped;
	struct str run; /* of the document, after what is in buffer */
	size_t n;
	char buffer[CHUNK_BUFFER];
};

void chunks_init(struct chunks *c, bool (*push)(void *, struct str), void *arg);

/* chunks_keep: ${s} of the document as it stands. */
void chunks_keep(struct chunks *c, struct str s);
/* chunks_add: bytes that are not in the document; copied. */
void chunks_add_slowly(struct chunks *c, struct str s);
static inline void
chunks_add(struct chunks *c, struct str s)
{

	if (c->run.n > 0 || c->n >= CHUNK_BUFFER ||
	    s.n >= CHUNK_BUFFER - c->n) {
		chunks_add_slowly(c, s);
		return;
	}
	memcpy(c->buffer + c->n, s.p, s.n);
	c->n += s.n;
}

/* chunks_room: what is added next, up to CHUNK_TAG, goes out in one piece: a
 * parser that gets half a tag looks at it twice. */
void chunks_room(struct chunks *c);
void chunks_flush(struct chunks *c);

#endif
