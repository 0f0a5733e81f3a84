/*
 * At most two thirds full; removal moves the run up.  Ids are ours and grow:
 * nobody outside can aim.
 */
#include "ids.h"

#include <stdlib.h>

static size_t
place(const struct ids *m, int64_t id)
{

	return (((uint64_t)id * UINT64_C(0x9e3779b97f4a7c15)) >> 20 &
		(m->size - 1));
}

static size_t
find(const struct ids *m, int64_t id)
{
	size_t at = place(m, id);

	while (m->slots[at].id != 0 && m->slots[at].id != id)
		at = (at + 1) & (m->size - 1);
	return (at);
}

void
ids_free(struct ids *m)
{

	free(m->slots);
	*m = (struct ids){ NULL, 0, 0 };
}

uint32_t
ids_get(const struct ids *m, int64_t id)
{
	size_t at;

	if (m->size == 0 || id == 0)
		return (IDS_NONE);
	at = find(m, id);
	return (m->slots[at].id == id ? m->slots[at].at : IDS_NONE);
}

static bool
make_room(struct ids *m)
{
	struct ids more = { NULL, m->size > 0 ? 2 * m->size : 1024, m->n };

	if (3 * m->n < 2 * m->size)
		return (true);
	more.slots = calloc(more.size, sizeof(*more.slots));
	if (more.slots == NULL)
		return (false);
	for (size_t i = 0; i < m->size; i++)
		if (m->slots[i].id != 0)
			more.slots[find(&more, m->slots[i].id)] = m->slots[i];
	free(m->slots);
	*m = more;
	return (true);
}

bool
ids_put(struct ids *m, int64_t id, uint32_t at)
{
	size_t to;

	if (!make_room(m))
		return (false);
	to = find(m, id);
	m->n += m->slots[to].id == 0;
	m->slots[to] = (struct ids_slot){ id, at };
	return (true);
}

void
ids_remove(struct ids *m, int64_t id)
{
	size_t hole, at;

	if (m->size == 0)
		return;
	hole = find(m, id);
	if (m->slots[hole].id != id)
		return;
	m->n--;
	for (at = hole;;) {
		size_t home;

		m->slots[hole].id = 0;
		do {
			at = (at + 1) & (m->size - 1);
			if (m->slots[at].id == 0)
				return;
			home = place(m, m->slots[at].id);
		} while (((at - home) & (m->size - 1)) <
			 ((at - hole) & (m->size - 1)));
		m->slots[hole] = m->slots[at];
		hole = at;
	}
}
