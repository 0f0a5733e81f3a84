/*
 * A short list, searched from end to end: as many as the fetcher has places.
 */
#include "visits.h"

#include <stdlib.h>

enum { SIZE_FIRST = 64 };

void
visits_free(struct visits *v)
{

	free(v->list);
	*v = (struct visits){ NULL, 0, 0 };
}

bool
visits_room(struct visits *v)
{
	size_t size = v->size > 0 ? v->size * 2 : SIZE_FIRST;
	struct visited *list;

	if (v->n < v->size)
		return (true);
	list = reallocarray(v->list, size, sizeof(*list));
	if (list == NULL)
		return (false);
	v->list = list;
	v->size = size;
	return (true);
}

void
visits_add(struct visits *v, struct visited visit)
{

	v->list[v->n++] = visit;
}

bool
visits_take(struct visits *v, int64_t id, struct visited *ret)
{

	for (size_t i = 0; i < v->n; i++)
		if (v->list[i].id == id) {
			*ret = v->list[i];
			v->list[i] = v->list[--v->n];
			return (true);
		}
	return (false);
}

static int
by_id(const void *a, const void *b)
{
	const struct visited *x = a, *y = b;

	return (x->id < y->id ? -1 : x->id > y->id);
}

void
visits_relist(struct visits *v, const struct feed *feeds, size_t n)
{

	if (v->n == 0)
		return;
	for (size_t i = 0; i < v->n; i++)
		v->list[i].index = SIZE_MAX;
	qsort(v->list, v->n, sizeof(*v->list), by_id);
	for (size_t i = 0; i < n; i++) {
		struct visited key = { .id = feeds[i].id }, *found;

		found = bsearch(&key, v->list, v->n, sizeof(key), by_id);
		if (found != NULL)
			found->index = i;
	}
}
