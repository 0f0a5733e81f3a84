/*
 * Open addressing with linear probing; at most two thirds full; removal moves
 * the run up, so there are no tombstones.
 */
#include "earshot/map.h"

#include <stdlib.h>

#include "earshot/hash.h"

struct slot {
	uint64_t hash;
	struct str key;
	void *value; /* NULL: free */
};

struct map {
	struct slot *slots;
	size_t size; /* a power of two, or 0 */
	size_t n;
};

struct map *
map_new(void)
{

	return (calloc(1, sizeof(struct map)));
}

void
map_free(struct map *m)
{

	if (m == NULL)
		return;
	free(m->slots);
	free(m);
}

static struct slot *
find(const struct map *m, uint64_t hash, struct str key)
{
	size_t i = hash & (m->size - 1);

	while (m->slots[i].value != NULL &&
	       (m->slots[i].hash != hash || !str_eq(m->slots[i].key, key)))
		i = (i + 1) & (m->size - 1);
	return (&m->slots[i]);
}

void *
map_get(const struct map *m, struct str key)
{

	if (m->n == 0)
		return (NULL);
	return (find(m, hash_table(key), key)->value);
}

static enum status
grow(struct map *m)
{
	struct map wider = { .size = m->size > 0 ? m->size * 2 : 16,
		.n = m->n };

	wider.slots = calloc(wider.size, sizeof(*wider.slots));
	if (wider.slots == NULL)
		return (E_MEMORY);
	for (size_t i = 0; i < m->size; i++)
		if (m->slots[i].value != NULL)
			*find(&wider, m->slots[i].hash, m->slots[i].key) =
			    m->slots[i];
	free(m->slots);
	*m = wider;
	return (OK);
}

enum status
map_put(struct map *m, struct str key, void *value)
{
	uint64_t hash = hash_table(key);
	struct slot *s;
	enum status st;

	if ((m->n + 1) * 3 > m->size * 2 && (st = grow(m)) != OK)
		return (st);
	s = find(m, hash, key);
	if (s->value == NULL)
		m->n++;
	*s = (struct slot){ hash, key, value };
	return (OK);
}

void *
map_remove(struct map *m, struct str key)
{
	struct slot *s;
	size_t hole, i;
	void *value;

	if (m->n == 0)
		return (NULL);
	s = find(m, hash_table(key), key);
	if (s->value == NULL)
		return (NULL);
	value = s->value;
	m->n--;
	hole = (size_t)(s - m->slots);
	m->slots[hole].value = NULL;
	for (i = (hole + 1) & (m->size - 1); m->slots[i].value != NULL;
	     i = (i + 1) & (m->size - 1)) {
		size_t home = m->slots[i].hash & (m->size - 1);

		/* May it move into the hole?  Not if its home lies between. */
		if (((i - home) & (m->size - 1)) < ((i - hole) & (m->size - 1)))
			continue;
		m->slots[hole] = m->slots[i];
		m->slots[i].value = NULL;
		hole = i;
	}
	return (value);
}

size_t
map_count(const struct map *m)
{

	return (m->n);
}

bool
map_next(const struct map *m, size_t *at, struct str *key, void **value)
{

	for (; *at < m->size; (*at)++) {
		if (m->slots[*at].value == NULL)
			continue;
		*key = m->slots[*at].key;
		*value = m->slots[*at].value;
		(*at)++;
		return (true);
	}
	return (false);
}
