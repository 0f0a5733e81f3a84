/*
 * The start tags of an HTML page, one after another, without a tree: for
 * looking at what a page says of itself.  Linear.  Not for text (html.h).
 */
#ifndef EARSHOT_PARSE_TAGS_H
#define EARSHOT_PARSE_TAGS_H

#include "earshot/arena.h"

enum { TAG_MAX = 65536 }; /* longer tags are passed over */

struct tags {
	struct str html;
	size_t at;
};

struct tag {
	struct str name;
	struct str rest; /* what stands between the name and '>' */
	size_t end;      /* offset past the '>' */
};

/* tags_next: comments and what stands in script, style, textarea and title is
 * passed over.  False at the end. */
bool tags_next(struct tags *t, struct tag *ret);

/* tag_attribute: its value, references decoded; {NULL,0}: not there. */
struct str tag_attribute(struct arena *a, const struct tag *tag,
    const char *name);

#endif
