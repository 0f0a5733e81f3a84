/*
 * The pages of a backfill: which one is older, and what a page that came, or
 * did not, means for the rest.  Pure functions of their arguments.
 */
#ifndef EARSHOT_PAGES_H
#define EARSHOT_PAGES_H

#include "earshot/backfill.h"
#include "earshot/batch.h"

/*
 * pages_older: the page that a document of this feed names as older than
 * itself: its archive (RFC 5005, 4) or else its next page (3).  {NULL,0}:
 * none that may be followed, *${ret_why} says why.  On the feed's own host
 * only; where the feed has a login or a secret, at its own origin only, and
 * with {secret} in the place of its value.  The string is the arena's.
 */
struct str pages_older(struct batch *b, struct str prev_archive,
    struct str next, enum backfill_end *ret_why);

/* pages_learn: b->backfill from what the page brought, in the writer, after
 * store_posts.  Learns nothing from a visit that we ended ourselves, that
 * failed by our own network or was not stored. */
void pages_learn(struct batch *b, int64_t now);

/* pages_say: "12 pages, 240 new posts, back to 2026-08-24: …". */
void pages_say(const struct backfill *f, struct buf *out);

#endif
