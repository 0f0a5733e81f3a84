/*
 * Builds plain text out of what an HTML reader sees, whichever reader that is:
 * lines, white space, links, other people's words.
 */
#ifndef EARSHOT_TEXT_HTMLTEXT_H
#define EARSHOT_TEXT_HTMLTEXT_H

#include "earshot/html.h"
#include "earshot/map.h"

#include "elements.h"

/* What of a start tag matters here; absent ones have p == NULL. */
struct htmltag {
	struct str name;
	const struct element *element; /* NULL: unknown */
	struct str href, style, class;
	bool hidden;
};

/* Everything up to the end of one element, found by counting its own kind. */
struct htmlregion {
	struct str name; /* {NULL,0}: none */
	size_t open;
};

/* One word of bits: it is read for every stretch of text. */
enum {
	OWED_SPACE = 1 << 0,
	OWED_LINE = 1 << 1,
	OWED_QUOTE = 1 << 2 /* the open quotation starts there */
};

struct htmltext {
	struct arena *arena;
	char *out; /* of size bytes */
	size_t n, size;
	unsigned owed;           /* before the next character: OWED_… */
	size_t lines;            /* open elements in which line ends count */
	struct htmlregion drop;  /* not for readers */
	struct htmlregion cited; /* a quotation by its class */
	size_t quoted;           /* open quotations */
	bool quoting;            /* quote_start is set */
	size_t quote_start;
	size_t nquotes, quotes_cap;
	struct quote *quotes;
	size_t nlinks, links_cap;
	struct str *links;
	struct map *seen; /* links; NULL until there are many */
	bool failed;      /* memory */
};

/* htmltext_init: ${most}: bytes of markup; no text gets longer than its own. */
void htmltext_init(struct htmltext *t, struct arena *a, size_t most);
void htmltext_free(struct htmltext *t);
/* htmltext_reset: forget all that was said. */
void htmltext_reset(struct htmltext *t);

void htmltext_start(struct htmltext *t, const struct htmltag *tag);
void htmltext_end(struct htmltext *t, struct str name, const struct element *e);
/* htmltext_add: characters; white space as in HTML. */
void htmltext_add(struct htmltext *t, struct str s);
/* htmltext_markup: the same up to a '<' or '&' or to ${n}; how many bytes.  Not
 * while something is dropped. */
size_t htmltext_markup(struct htmltext *t, const char *p, size_t n);
/* htmltext_line: what follows stands on a line of its own. */
void htmltext_line(struct htmltext *t);

/* htmltext_simple: has an element of ${flags} without attributes no other
 * effect than to part words?  Then htmltext_part is its start and its end. */
static inline bool
htmltext_simple(const struct htmltext *t, unsigned flags)
{

	return (t->drop.name.p == NULL && t->cited.name.p == NULL &&
		(flags & (ELEMENT_DROP | ELEMENT_LINES | ELEMENT_QUOTE)) == 0);
}

static inline void
htmltext_part(struct htmltext *t, unsigned flags)
{

	t->owed |= flags & ELEMENT_BLOCK ? OWED_LINE : 0;
	t->owed |= flags & ELEMENT_CELL ? OWED_SPACE : 0;
}

/* htmltext_finish: quoted lines found, all of it into the arena. */
enum status htmltext_finish(struct htmltext *t, struct html_text *ret) MUST_USE;

#endif
