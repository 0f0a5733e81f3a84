/*
 * A binary heap in one array.
 */
#include "earshot/heap.h"

#include <stdlib.h>

void
heap_init(struct heap *h)
{

	*h = (struct heap){ NULL, 0, 0 };
}

void
heap_free(struct heap *h)
{

	free(h->items);
	heap_init(h);
}

void
heap_clear(struct heap *h)
{

	h->n = 0;
}

enum status
heap_push(struct heap *h, int64_t key, int64_t id)
{
	size_t i;

	if (h->n == h->size) {
		size_t size = h->size > 0 ? h->size * 2 : 64;
		struct heap_item *items;

		items = reallocarray(h->items, size, sizeof(*items));
		if (items == NULL)
			return (E_MEMORY);
		h->items = items;
		h->size = size;
	}
	for (i = h->n++; i > 0 && h->items[(i - 1) / 2].key > key;
	     i = (i - 1) / 2)
		h->items[i] = h->items[(i - 1) / 2];
	h->items[i] = (struct heap_item){ key, id };
	return (OK);
}

bool
heap_peek(const struct heap *h, struct heap_item *ret)
{

	if (h->n == 0)
		return (false);
	*ret = h->items[0];
	return (true);
}

bool
heap_pop(struct heap *h, struct heap_item *ret)
{
	struct heap_item last;
	size_t i = 0, child;

	if (h->n == 0)
		return (false);
	*ret = h->items[0];
	last = h->items[--h->n];
	while ((child = 2 * i + 1) < h->n) {
		if (child + 1 < h->n &&
		    h->items[child + 1].key < h->items[child].key)
			child++;
		if (last.key <= h->items[child].key)
			break;
		h->items[i] = h->items[child];
		i = child;
	}
	if (h->n > 0)
		h->items[i] = last;
	return (true);
}
