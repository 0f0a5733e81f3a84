/*
 * A binary min-heap of {key, id}: what is due next.  16 bytes an item; one
 * timer serves a million.  An item is not moved: push it again with its new key
 * and ignore the stale one when it comes up (its owner knows).
 */
#ifndef EARSHOT_HEAP_H
#define EARSHOT_HEAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "earshot/status.h"

struct heap_item {
	int64_t key; /* smallest first */
	int64_t id;
};

struct heap {
	struct heap_item *items;
	size_t n, size;
};

void heap_init(struct heap *h);
void heap_free(struct heap *h);
void heap_clear(struct heap *h);
enum status heap_push(struct heap *h, int64_t key, int64_t id) MUST_USE;
/* heap_peek, heap_pop: false when empty. */
bool heap_peek(const struct heap *h, struct heap_item *ret);
bool heap_pop(struct heap *h, struct heap_item *ret);

#endif
