/*
 * Comment feeds that were found, as the loop sees them: they come and go in the
 * scheduler, and no host is asked for more of them than its share of a day.
 * Loop thread only, but for what is said otherwise.
 */
#ifndef INGEST_FOLLOWING_H
#define INGEST_FOLLOWING_H

#include "earshot/ingest.h"
#include "earshot/sched.h"

#include "listing.h"

struct following;

/* NULL if memory is out. */
struct following *following_new(const struct follow_options *o, bool once);
void following_free(struct following *f);

/*
 * following_load: those that go on with the feeds of ${job}, whose ids are
 * known, join them; the others are left alone.  On the writer's thread, while
 * nobody touches ${f}; NULL: none goes on, nothing is changed.
 */
enum status following_load(struct store *s, struct following *f,
    struct listing *job) MUST_USE;

/* following_may: has the host of this feed, which is about to be visited, some
 * of its share left?  Then it is less.  Else *${ret_ms}: when to ask again. */
bool following_may(struct following *f, const struct feed *feed,
    int64_t *ret_ms);
/* following_done: a visit came back, and sched_done knows: what it found comes,
 * what is over goes. */
void following_done(struct following *f, struct sched *s,
    const struct batch *b);

#endif
