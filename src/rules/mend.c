/*
 * Collects mends, when somebody asked for them.
 */
#include "mend.h"

#include "earshot/utf8.h"

struct mend *
mend_at(struct book *b, const struct place *at, struct str was, struct str now,
    const char *why)
{
	struct mend *m;

	if (b->mends == NULL || at->line == 0 || str_eq(was, now))
		return (NULL);
	m = arena_alloc(b->arena, sizeof(*m));
	if (m == NULL)
		return (NULL);
	m->line = at->line;
	m->column = at->column;
	m->chars = (unsigned)utf8_columns(was, was.n);
	m->now = arena_str(b->arena, now);
	m->why = why;
	*b->mends->end = m;
	b->mends->end = &m->next;
	return (m);
}

void
mend_case(struct book *b, const struct place *at, struct str was,
    const char *word)
{

	mend_at(b, at, was, str_of(word), "plain words are written small");
}

const char *
mend_near(struct str word, const char *const *names, bool *ret_clear)
{
	const char *const *at = names;
	const char *best = str_near(word, names), *one[2] = { NULL, NULL };

	*ret_clear = best != NULL;
	for (; *ret_clear && *at != NULL; at++) {
		one[0] = *at;
		if (strcmp(*at, best) != 0 && str_near(word, one) != NULL)
			*ret_clear = false;
	}
	return (best);
}

bool
mend_one_slip(struct str a, struct str b)
{
	size_t front = 0, back = 0, most = a.n > b.n ? a.n : b.n;
	size_t least = a.n > b.n ? b.n : a.n;

	while (front < least && str_ieq(str_sub(a, front, front + 1),
				    str_sub(b, front, front + 1)))
		front++;
	while (back < least - front &&
	       str_ieq(str_sub(a, a.n - back - 1, a.n - back),
		   str_sub(b, b.n - back - 1, b.n - back)))
		back++;
	most -= front + back;
	if (a.n == b.n && most == 2) /* swapped? */
		return (str_ieq(str_sub(a, front, front + 1),
			    str_sub(b, front + 1, front + 2)) &&
			str_ieq(str_sub(a, front + 1, front + 2),
			    str_sub(b, front, front + 1)));
	return (most <= 1);
}
