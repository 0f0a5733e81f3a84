/*
 * Strings of a feed list, kept once where that is cheap.
 */
#include "intern.h"

#include "earshot/hash.h"

enum { BLOCK_BYTES = 32768, PACKED_MAX = 1024 };

struct str
intern_keep(struct intern *in, struct str s)
{
	char *p;

	if (s.n == 0)
		return ((struct str){ NULL, 0 });
	if (s.n > PACKED_MAX)
		return (arena_str(in->arena, s));
	if (in->left <= s.n) {
		in->block = arena_alloc(in->arena, BLOCK_BYTES);
		in->left = in->block != NULL ? BLOCK_BYTES : 0;
		if (in->block == NULL)
			return ((struct str){ NULL, 0 });
	}
	p = in->block;
	memcpy(p, s.p, s.n);
	p[s.n] = '\0';
	in->block += s.n + 1;
	in->left -= s.n + 1;
	return ((struct str){ p, s.n });
}

struct str
intern_str(struct intern *in, struct str s)
{
	struct str *slot;

	if (s.n == 0)
		return ((struct str){ NULL, 0 });
	slot = &in->slots[hash_table(s) % INTERN_SLOTS];
	if (!str_eq(*slot, s))
		*slot = intern_keep(in, s);
	return (*slot);
}
