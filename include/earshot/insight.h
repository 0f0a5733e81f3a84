/*
 * An insight: a post's signal worth keeping, and the reference that people
 * write into slides: derived, never counted, so that it survives rebuilds.
 */
#ifndef EARSHOT_INSIGHT_H
#define EARSHOT_INSIGHT_H

#include "earshot/verdict.h"

enum { INSIGHT_REF = 10 }; /* "K7QX-2MPD" and NUL */

/* insight_ref: from the post's uid (16 bytes) and the signal.  Crockford's
 * base 32: no I, L, O, U.  ${attempt}: 0, or 1.. when the ref is taken. */
void insight_ref(const unsigned char uid[16], enum signal signal,
    unsigned attempt, char ret[INSIGHT_REF]);
/* insight_ref_read: accepts lower case, no hyphen, and O, I, L as people
 * mistype them; false: not a ref. */
bool insight_ref_read(struct str s, char ret[INSIGHT_REF]);

/* insight_worth: does ${signal} of ${v} become an insight?  Spam is no
 * insight, and staff's words are not customers'. */
bool insight_worth(const struct verdict *v, enum signal signal, bool staff);

#endif
