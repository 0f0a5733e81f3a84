/*
 * What a decoded document is, by its first tag.  Names and content types lie;
 * the root does not.
 */
#ifndef EARSHOT_PARSE_SNIFF_H
#define EARSHOT_PARSE_SNIFF_H

#include "earshot/arena.h"

enum sniffed { SNIFF_NOTHING, SNIFF_XML, SNIFF_JSON, SNIFF_HTML };

struct sniff {
	enum sniffed is;
	struct str text;     /* from where it is to be read */
	struct str root_tag; /* XML: the start tag as written */
	bool junk;           /* something stood before it that may not */
	const char *why;     /* not a feed: a few words; else NULL */
};

/* sniff: ${text} is UTF-8.  Past 64 KB of junk it gives up. */
struct sniff sniff(struct str text);

#endif
