/*
 * The lists of staff and partners, in memory only: a database whose names are
 * hashed or left out must not have these either.  The table has a hash, to see
 * whether a list was changed.
 */
#include <stdlib.h>

#include "earshot/hash.h"
#include "earshot/map.h"

#include "staff.h"

enum { LISTS_MAX = 1 << 28 };

struct staff_lists {
	struct map *by_source;
	struct arena *memory;
};

int64_t
staff_list_key(const struct feed_spec *spec)
{
	unsigned char full[HASH_BYTES];
	struct hash *h;
	int64_t key;

	if (spec->staff == NULL && spec->partner == NULL)
		return (0);
	h = hash_new();
	if (h == NULL)
		return (-1);
	hash_add(h, str_of(spec->staff));
	hash_add(h, str_of(spec->partner));
	hash_end(h, full);
	memcpy(&key, full, sizeof(key));
	return (key);
}

void
staff_lists_drop(struct store *s)
{

	if (s->lists == NULL)
		return;
	map_free(s->lists->by_source);
	arena_free(s->lists->memory);
	free(s->lists);
	s->lists = NULL;
}

static enum status
no_memory(struct store *s)
{

	return (db_fail(&s->db, E_MEMORY, "out of memory"));
}

enum status
staff_lists_begin(struct store *s)
{

	staff_lists_drop(s);
	s->lists = calloc(1, sizeof(*s->lists));
	if (s->lists == NULL)
		return (no_memory(s));
	s->lists->by_source = map_new();
	s->lists->memory = arena_new(LISTS_MAX);
	return (s->lists->by_source != NULL && s->lists->memory != NULL
		    ? OK
		    : no_memory(s));
}

static struct str
id_key(const int64_t *id)
{

	return ((struct str){ (const char *)id, sizeof(*id) });
}

enum status
staff_lists_add(struct store *s, int64_t source_id,
    const struct feed_spec *spec)
{
	struct arena *a = s->lists->memory;
	struct staff_list *l = arena_alloc(a, sizeof(*l));

	if (l == NULL)
		return (no_memory(s));
	*l = (struct staff_list){ .source_id = source_id };
	if (spec->staff != NULL)
		l->staff = arena_str(a, str_of(spec->staff));
	if (spec->partner != NULL)
		l->partner = arena_str(a, str_of(spec->partner));
	if (arena_failed(a) ||
	    map_put(s->lists->by_source, id_key(&l->source_id), l) != OK)
		return (no_memory(s));
	return (OK);
}

const struct staff_list *
staff_lists_find(const struct store *s, int64_t source_id)
{

	return (s->lists != NULL
		    ? map_get(s->lists->by_source, id_key(&source_id))
		    : NULL);
}
