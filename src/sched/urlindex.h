/*
 * From a feed's URL, as listed, to its number in the array: 4 to 12 bytes a
 * feed.
 */
#ifndef SCHED_URLINDEX_H
#define SCHED_URLINDEX_H

#include "earshot/feed.h"

struct urlindex {
	uint32_t *slots; /* number + 1; 0: free */
	size_t size;     /* a power of two */
	size_t used;     /* slots that are not free */
};

/* urlindex_make: the first of two feeds with one URL counts; those without one
 * are left out. */
enum status urlindex_make(const struct feed *feeds, size_t n,
    struct urlindex *ret) MUST_USE;
/* urlindex_add: feeds[${i}], of ${n}, has come.  Nothing is taken out: one that
 * has no URL any more is not found. */
enum status urlindex_add(struct urlindex *x, const struct feed *feeds, size_t n,
    size_t i) MUST_USE;
void urlindex_free(struct urlindex *x);
/* urlindex_find: ${feeds} as given to urlindex_make; SIZE_MAX: not there. */
size_t urlindex_find(const struct urlindex *x, const struct feed *feeds,
    struct str url);

#endif
