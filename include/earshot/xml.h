/*
 * XML as feeds and subscription lists have it, broken or not, read as events:
 * a linear pre-scan finds tags and text, nesting is mended, tags, attributes,
 * namespaces in scope and depth are capped (what is over a cap is left out,
 * what follows is read), DOCTYPE, comments and processing instructions are
 * passed over; entities are our own (HTML names, and literal ones that the
 * document declares).  XML 1.0, Namespaces in XML 1.0.
 * Here, a floor below them, because both parse and conf need it.
 */
#ifndef EARSHOT_XML_H
#define EARSHOT_XML_H

#include "earshot/arena.h"

enum {
	XML_MAX_TAG = 65536, /* bytes of a tag's values */
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
	void (*end)(void *arg, struct str name);
	void (*text)(void *arg, struct str text); /* in pieces */
};

/*
 * xml_read: ${text} is UTF-8 without control characters (charset_decode).
 * Every start has its end, text is inside the root only, of two attributes of
 * one name both are there.  *${ret_malformed}: it was not well-formed and was
 * repaired.  *${stop}: a callback may set it to end early; NULL: none does.
 * E_MEMORY.
 */
enum status xml_read(struct arena *a, struct str text,
    const struct xml_handler *h, void *arg, const bool *stop,
    bool *ret_malformed) MUST_USE;

/* xml_init: libxml2, which reads HTML: once, before threads. */
void xml_init(void);

#endif
