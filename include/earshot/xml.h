/*
 * libxml2's push SAX, tamed: bytes are decoded before, a linear pre-scan mends
 * nesting, caps tags, attributes, namespaces in scope, depth and distinct names
 * (what is over a cap is left out, what follows is read), drops DOCTYPE,
 * comments and processing instructions, takes long CDATA past libxml2; entities
 * are our own (HTML names, and literal ones the document declares).  Feeds and
 * OPML are read through it.
 * Here, a floor below them, because both parse and conf need it.
 */
#ifndef EARSHOT_XML_H
#define EARSHOT_XML_H

#include "earshot/arena.h"

enum {
	XML_MAX_TAG = 65536,
	XML_MAX_ATTRIBUTES = 256,
	XML_MAX_NAMESPACES = 256,
	XML_MAX_DEPTH = 256
};

struct xml_attribute {
	struct str name;   /* local */
	struct str prefix; /* {NULL,0}: none */
	struct str ns;     /* namespace URI; {NULL,0}: none, or undeclared */
	struct str value;
};

/* Borrowed until the callback returns. */
struct xml_element {
	struct str name, ns, prefix;
	size_t nattributes;
	const struct xml_attribute *attributes;
};

struct xml_handler {
	void (*start)(void *arg, const struct xml_element *e);
	void (*end)(void *arg, struct str name, struct str ns);
	void (*text)(void *arg, struct str text); /* in pieces */
};

/*
 * xml_read: ${text} is UTF-8 (charset_decode); control characters are dropped.
 * Every start has its end, text is inside the root only, of two attributes of
 * one name both are there.  *${ret_malformed}: it was not well-formed and was
 * repaired.  *${stop}: a callback may set it to end early; NULL: none does.
 * E_CORRUPT: a document made to cost time, or no UTF-8: what follows some point
 * was not read, ends may be missing.  E_MEMORY.
 */
enum status xml_read(struct arena *a, struct str text,
    const struct xml_handler *h, void *arg, const bool *stop,
    bool *ret_malformed) MUST_USE;

/* xml_init: once, before threads. */
void xml_init(void);

#endif
