/*
 * Open addressing over numbers; the keys stay in the feeds.
 */
#include "urlindex.h"

#include <stdlib.h>

#include "earshot/hash.h"

enum { SIZE_MIN = 16 };

static size_t
slot_of(const struct urlindex *x, const struct feed *feeds, struct str url)
{
	size_t i = hash_table(url) & (x->size - 1);

	while (
	    x->slots[i] != 0 && !str_eq(feeds[x->slots[i] - 1].spec.url, url))
		i = (i + 1) & (x->size - 1);
	return (i);
}

enum status
urlindex_make(const struct feed *feeds, size_t n, struct urlindex *ret)
{
	struct urlindex x = { .size = SIZE_MIN };

	if (n >= UINT32_MAX)
		return (E_TOO_LARGE);
	while (x.size < n + n / 2 + 2)
		x.size *= 2;
	x.slots = calloc(x.size, sizeof(*x.slots));
	if (x.slots == NULL)
		return (E_MEMORY);
	for (size_t i = 0; i < n; i++) {
		size_t at;

		if (feeds[i].spec.url.p == NULL)
			continue;
		at = slot_of(&x, feeds, feeds[i].spec.url);
		if (x.slots[at] == 0) {
			x.slots[at] = (uint32_t)i + 1;
			x.used++;
		}
	}
	*ret = x;
	return (OK);
}

enum status
urlindex_add(struct urlindex *x, const struct feed *feeds, size_t n, size_t i)
{
	struct urlindex larger;
	size_t at;
	enum status st;

	if (x->used + x->used / 2 + 1 >= x->size) {
		st = urlindex_make(feeds, n, &larger);
		if (st != OK)
			return (st);
		urlindex_free(x);
		*x = larger;
		return (OK);
	}
	at = slot_of(x, feeds, feeds[i].spec.url);
	if (x->slots[at] == 0) {
		x->slots[at] = (uint32_t)i + 1;
		x->used++;
	}
	return (OK);
}

void
urlindex_free(struct urlindex *x)
{

	free(x->slots);
	*x = (struct urlindex){ NULL, 0, 0 };
}

size_t
urlindex_find(const struct urlindex *x, const struct feed *feeds,
    struct str url)
{
	size_t at = slot_of(x, feeds, url);

	return (x->slots[at] == 0 ? SIZE_MAX : x->slots[at] - 1);
}
