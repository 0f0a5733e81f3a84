/*
 * The feeds that are being visited just now: few, known by id, because the list
 * of feeds may be replaced meanwhile.
 */
#ifndef SCHED_VISITS_H
#define SCHED_VISITS_H

#include "earshot/feed.h"

struct visited {
	int64_t id;
	size_t index;  /* SIZE_MAX: no longer listed */
	uint64_t host; /* that is being asked */
};

struct visits {
	struct visited *list;
	size_t n, size;
};

void visits_free(struct visits *v);
/* visits_room: so that visits_add cannot fail. */
bool visits_room(struct visits *v);
void visits_add(struct visits *v, struct visited visit);
/* visits_take: takes it out; false: ${id} is not being visited. */
bool visits_take(struct visits *v, int64_t id, struct visited *ret);
/* visits_relist: these are the feeds now; sets each visit's index. */
void visits_relist(struct visits *v, const struct feed *feeds, size_t n);

#endif
