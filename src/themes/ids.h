/*
 * Numbers to places: a small table by open addressing, for rows' ids.
 */
#ifndef THEMES_IDS_H
#define THEMES_IDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define IDS_NONE UINT32_MAX

struct ids_slot {
	int64_t id; /* 0: free */
	uint32_t at;
};

/* All zero is an empty one. */
struct ids {
	struct ids_slot *slots;
	size_t size, n; /* size: a power of two */
};

void ids_free(struct ids *m);
/* ids_get: IDS_NONE if absent. */
uint32_t ids_get(const struct ids *m, int64_t id);
/* ids_put: adds or replaces; ${id} is not 0.  false: no memory. */
bool ids_put(struct ids *m, int64_t id, uint32_t at);
void ids_remove(struct ids *m, int64_t id);

#endif
