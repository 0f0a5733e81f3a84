/*
 * Taking posts away with all that belongs to them.
 */
#ifndef STORE_REMOVE_H
#define STORE_REMOVE_H

#include "earshot/retain.h"

#include "store_impl.h"

enum { REMOVE_MAX = 100 }; /* posts at a time */

/*
 * remove_begin, remove_end: a group without foreign key checks: everything
 * that points to what goes is taken away in it, and looking for more would
 * walk through whole tables.  remove_end keeps it when ${st} is OK; its answer
 * is what counts.
 */
enum status remove_begin(struct store *s) MUST_USE;
enum status remove_end(struct store *s, enum status st) MUST_USE;

/*
 * remove_posts: ${ids}, ascending, at most REMOVE_MAX, between the two above.
 * Insights leave their names, entries their tombstones; voices that have
 * nothing left go, too.
 */
enum status remove_posts(struct store *s, const int64_t *ids, size_t n,
    bool forgotten, struct retain_counts *counts) MUST_USE;

#endif
