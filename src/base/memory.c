/*
 * glibc keeps what is freed, in as many heaps as there are threads.
 */
#include "earshot/memory.h"

#include <stdbool.h>
#include <stdlib.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

enum {
	/* A lookup is a thread; each with a heap of its own would be many. */
	HEAPS_MAX = 8,
	/* Arrays of feeds and large bodies leave no holes: under a hostile load
	 * from 2 MB on costs 15 MB more. */
	MAPPED_FROM = 256 << 10,
	KEPT_AT_END = 4 << 20,
};

#ifdef __GLIBC__
static bool lasting; /* it runs on, and is looked at */
#endif

void
memory_init(void)
{

#ifdef __GLIBC__
	lasting = true;
	mallopt(M_ARENA_MAX, HEAPS_MAX);
	mallopt(M_MMAP_THRESHOLD, MAPPED_FROM);
	mallopt(M_TRIM_THRESHOLD, KEPT_AT_END);
#endif
}

void
memory_give_back(void)
{

#ifdef __GLIBC__
	if (lasting)
		malloc_trim(0);
#endif
}
