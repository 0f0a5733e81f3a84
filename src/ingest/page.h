/*
 * Pages of a feed's past, for the writer and the loop.
 */
#ifndef INGEST_PAGE_H
#define INGEST_PAGE_H

#include "earshot/backfill.h"
#include "earshot/store.h"

/* page_store: after store_posts, inside the visit: where the backfill stands
 * now, and an event when it is over.  No fact of the feed changes. */
enum status page_store(struct store *s, struct batch *b) MUST_USE;
/* page_log: one line a page, and one at the end. */
void page_log(const struct batch *b);

#endif
