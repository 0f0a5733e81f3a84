/*
 * Markup to text without a parser: one walk over the tags, whatever their
 * nesting.  For documents that would cost an HTML parser too much.
 */
#ifndef EARSHOT_TEXT_STRIP_H
#define EARSHOT_TEXT_STRIP_H

#include "htmltext.h"
#include "prescan.h"

/* strip_markup: all of ${s} to ${t}. */
void strip_markup(struct scan *s, struct htmltext *t);

/* strip_start: the start of ${name}, ${e}, with ${n} attributes. */
void strip_start(struct htmltext *t, struct str name, const struct element *e,
    const struct scan_attribute *attributes, size_t n);
/* strip_token: a start tag, ${e}'s, and what no tags are looked for in. */
void strip_token(struct scan *s, struct htmltext *t,
    const struct scan_token *token, const struct element *e);
/* strip_other: a token that is no tag; false: it was the end. */
bool strip_other(struct scan *s, struct htmltext *t,
    const struct scan_token *token);

/* strip_never_ends: is ${t}, ${e}'s start tag, of an element that would drop
 * all that follows, since its end tag is missing?  Then it is passed over. */
bool strip_never_ends(struct scan *s, const struct scan_token *t,
    const struct element *e);

/* strip_cut: what stands at the end of ${s} and was cut off there, if it can
 * only have been text ("5 <x"); {NULL,0}: nothing. */
struct str strip_cut(const struct scan *s);

#endif
