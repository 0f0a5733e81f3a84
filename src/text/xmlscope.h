/*
 * Namespaces in scope while a document is read (Namespaces in XML 1.0).
 */
#ifndef EARSHOT_TEXT_XMLSCOPE_H
#define EARSHOT_TEXT_XMLSCOPE_H

#include "earshot/xml.h"

enum { XMLSCOPE_BUCKETS = 64 };

struct xmlscope_entry {
	struct str prefix, uri;
	uint64_t hash;
	uint16_t bucket;
	uint16_t outer; /* 1 + the next of this bucket; 0: none */
};

struct xmlscope {
	size_t n;
	uint16_t first[XMLSCOPE_BUCKETS]; /* 1 + the innermost; [0]: default */
	struct xmlscope_entry at[XML_MAX_NAMESPACES];
};

void xmlscope_init(struct xmlscope *s);

/*
 * xmlscope_declare: ${prefix} (empty: the default) means ${uri} from here on;
 * both must outlive the scope.  What the specification forbids (the prefixes
 * xml and xmlns, a prefix for nothing) is passed over.  False: no room.
 */
bool xmlscope_declare(struct xmlscope *s, struct str prefix, struct str uri);

/* xmlscope_leave: forget all but the first ${n} declarations. */
void xmlscope_leave(struct xmlscope *s, size_t n);

/* xmlscope_find: the URI of ${prefix} (empty: the default); {NULL,0}: none. */
struct str xmlscope_find(const struct xmlscope *s, struct str prefix);

#endif
