/*
 * Authors as they are kept: by name, by a sign that names nobody, or not at
 * all.  Who is staff has been told before.
 */
#include "earshot/hash.h"
#include "earshot/voice.h"

#include "stages.h"

enum { SIGN_BYTES = 8 };

/* The same voice always has the same sign; without the key nobody can try
 * names until one fits. */
static enum status
make_sign(const struct stages *s, struct arena *a, struct post *p)
{
	unsigned char full[HASH_BYTES];
	struct hash *h = hash_new();
	char hex[2 * SIGN_BYTES + 1];

	if (h == NULL)
		return (E_MEMORY);
	hash_add(h,
	    (struct str){ (const char *)s->names_key, INGEST_NAMES_KEY });
	hash_add(h, p->author);
	hash_add(h, p->author_uri);
	hash_end(h, full);
	hash_hex(full, SIGN_BYTES, hex);
	p->author = arena_printf(a, VOICE_SIGN "%s", hex);
	return (p->author.p != NULL ? OK : E_MEMORY);
}

enum status
stage_names(struct stages *s, struct batch *b)
{
	enum status st = OK;

	if (s->names == NAMES_PLAIN)
		return (OK);
	for (size_t i = 0; st == OK && i < b->nposts; i++) {
		struct post *p = &b->posts[i];

		if (p->author.n == 0 && p->author_uri.n == 0)
			continue;
		/* Who is nobody has no sign that would make somebody of
		 * him. */
		if (s->names == NAMES_HASH &&
		    (p->staff || !voice_nobody(p->author, p->author_uri)))
			st = make_sign(s, b->arena, p);
		else
			p->author = (struct str){ NULL, 0 };
		p->author_uri = (struct str){ NULL, 0 };
	}
	return (st);
}
