/*
 * The stack of open elements.  An end tag that ends nothing is found out
 * without a search, and a search is paid for by what it closes.
 */
#include "mend.h"

void
mend_init(struct mend *m)
{

	m->depth = m->namespaces = 0;
	memset(m->count, 0, sizeof(m->count));
}

void
mend_push(struct mend *m, struct str name, uint32_t hash, size_t namespaces,
    const struct element *e)
{

	m->open[m->depth++] =
	    (struct mend_open){ name, hash, (uint32_t)namespaces, e };
	m->namespaces += namespaces;
	m->count[hash & 0xff]++;
}

struct str
mend_pop(struct mend *m)
{
	struct mend_open *o = &m->open[--m->depth];

	m->namespaces -= o->namespaces;
	m->count[o->hash & 0xff]--;
	return (o->name);
}

struct str
mend_top(const struct mend *m)
{

	if (m->depth == 0)
		return ((struct str){ NULL, 0 });
	return (m->open[m->depth - 1].name);
}

const struct element *
mend_top_element(const struct mend *m)
{

	return (m->depth > 0 ? m->open[m->depth - 1].element : NULL);
}

static struct str
local(struct str name)
{
	size_t colon = str_findc(name, ':');

	return (colon == SIZE_MAX ? name : str_sub(name, colon + 1, name.n));
}

size_t
mend_find(const struct mend *m, struct str name, uint32_t hash)
{
	size_t i, folded = SIZE_MAX;

	if (m->depth == 0)
		return (SIZE_MAX);
	if (m->count[hash & 0xff] > 0) {
		for (i = m->depth; i-- > 0;) {
			if (m->open[i].hash != hash)
				continue;
			if (str_eq(m->open[i].name, name))
				return (i);
			if (folded == SIZE_MAX &&
			    str_ieq(m->open[i].name, name))
				folded = i;
		}
		if (folded != SIZE_MAX)
			return (folded);
	}
	/* </encoded> for <content:encoded> */
	if (str_eq(local(mend_top(m)), local(name)))
		return (m->depth - 1);
	return (SIZE_MAX);
}
