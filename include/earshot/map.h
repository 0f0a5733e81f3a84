/*
 * Strings to pointers: open addressing, seeded hash.  Keys are borrowed: they
 * must live as long as the map.  Not thread-safe.
 */
#ifndef EARSHOT_MAP_H
#define EARSHOT_MAP_H

#include "earshot/status.h"
#include "earshot/str.h"

struct map;

struct map *map_new(void);
void map_free(struct map *m);
/* map_get: NULL if absent. */
void *map_get(const struct map *m, struct str key);
/* map_put: adds or replaces; ${value} is not NULL.  E_MEMORY. */
enum status map_put(struct map *m, struct str key, void *value) MUST_USE;
/* map_remove: the value that was there, or NULL. */
void *map_remove(struct map *m, struct str key);
size_t map_count(const struct map *m);
/* map_next: walks all entries in no order; *${at} starts at 0. */
bool map_next(const struct map *m, size_t *at, struct str *key, void **value);

#endif
