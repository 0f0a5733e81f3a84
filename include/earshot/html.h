/*
 * HTML to plain text: blocks and breaks separate words, script, style, iframe,
 * object and hidden parts are dropped, links collected, quoted text of others
 * marked.  Straight from a linear pre-scan where elements are nested in order;
 * libxml2's HTML SAX behind it where they are not; a linear stripper where that
 * would be hostile.
 */
#ifndef EARSHOT_HTML_H
#define EARSHOT_HTML_H

#include "earshot/arena.h"

enum {
	HTML_MAX_DEPTH = 256,
	HTML_MAX_TAG = 65536,
	HTML_MAX_ATTRIBUTES = 256,
	HTML_MAX_LINKS = 1000
};

struct html_text {
	struct str text; /* UTF-8, paragraphs separated by \n, other
			    white space runs one space, trimmed */
	size_t nlinks;
	struct str *links; /* href of a, as written, each once */
	size_t nquotes;
	struct quote *quotes; /* blockquote, q, mail's quoted lines */
	bool stripped;        /* too nested: the linear stripper did it */
};

/* html_to_text: E_MEMORY only. */
enum status html_to_text(struct arena *a, struct str html,
    struct html_text *ret) MUST_USE;

/*
 * html_plain: the same for text without markup: wrapped lines joined, quoted
 * ones marked.  No reference is decoded.  E_MEMORY only.
 */
enum status html_plain(struct arena *a, struct str s,
    struct html_text *ret) MUST_USE;

/*
 * html_title: a title that may carry HTML: known tags stripped, character
 * references decoded once more, all else kept ("A<B", "I <3 x").
 */
struct str html_title(struct arena *a, struct str s);

/* html_unescape: character references to characters, once. */
struct str html_unescape(struct arena *a, struct str s);

/* html_entity: the characters of a named entity (without & and ;), UTF-8, or
 * {NULL,0}.  Good until the thread's next call. */
struct str html_entity(struct str name);

/* html_known_tag: is ${name} an HTML element's name? */
bool html_known_tag(struct str name);

#endif
