/*
 * Markup to text without a parser: one walk over the tags, whatever their
 * nesting.  For documents that would cost an HTML parser too much.
 */
#ifndef EARSHOT_TEXT_STRIP_H
#define EARSHOT_TEXT_STRIP_H

#include "htmltext.h"
#include "mend.h"
#include "prescan.h"

/* strip_markup: all of ${s} to ${t}. */
void strip_markup(struct scan *s, struct htmltext *t);

/*
 * strip_tidy: the same as long as elements are nested in order, so that what
 * is in what needs no guessing.  false: they are not, and ${t} is of no use.
 */
bool strip_tidy(struct scan *s, struct mend *m, struct htmltext *t);

/* strip_never_ends: is ${t}, ${e}'s start tag, of an element that would drop
 * all that follows, since its end tag is missing?  Then it is passed over. */
bool strip_never_ends(struct scan *s, const struct scan_token *t,
    const struct element *e);

/* strip_cut: what stands at the end of ${s} and was cut off there, if it can
 * only have been text ("5 <x"); {NULL,0}: nothing. */
struct str strip_cut(const struct scan *s);

#endif
