/*
 * Many literals in one pass over a text, by their grams: each is filed under
 * its rarest four bytes (shorter ones under all they have), and a small set of
 * bits tells of most places of a text that no literal is filed there.
 * Immutable once built.
 */
#ifndef EARSHOT_RULES_GRAMS_H
#define EARSHOT_RULES_GRAMS_H

#include "earshot/status.h"
#include "earshot/str.h"

enum {
	GRAM_BYTES = 4,
	GRAM_BITS_LOG = 17, /* of the set of bits: it stays near the CPU */
	GRAM_LITERAL = 16,  /* bytes of a literal that are compared */
};

/* What is looked for. */
struct gram_literal {
	struct str text;
	uint64_t langs; /* of those who ask for it; 0: it is left out */
	bool bound_before, bound_after; /* by no letter, digit or _ */
};

/* A literal under its gram: small, as thousands are met in a text. */
struct gram_entry {
	uint64_t text[GRAM_LITERAL / 8]; /* zeros behind it */
	uint32_t literal;
	uint8_t n;     /* bytes */
	uint8_t at;    /* where its gram stands in it */
	uint8_t langs; /* as gram_langs has it */
	bool last : 1; /* of its gram */
	bool bound_before : 1, bound_after : 1;
};

struct gram_slot {
	uint32_t gram;
	uint32_t first; /* entry + 1; 0: free */
};

/* Open for the scanning loop. */
struct grams {
	uint8_t *bits;
	struct gram_slot *slots;
	unsigned slots_log;
	struct gram_entry *entries;
	size_t nentries;
	bool has[GRAM_BYTES + 1]; /* grams of so many bytes */
};

/* gram_hash: its upper bits are the good ones. */
static inline uint32_t
gram_hash(uint32_t gram)
{

	return (gram * 0x9e3779b1u);
}

/* gram_four: the four bytes at ${p}; its lower bits are the first ones. */
static inline uint32_t
gram_four(const char *p)
{
	const unsigned char *u = (const unsigned char *)p;

	return ((uint32_t)u[0] | (uint32_t)u[1] << 8 | (uint32_t)u[2] << 16 |
		(uint32_t)u[3] << 24);
}

static inline uint32_t
gram_three(uint32_t four)
{

	return (four & 0xffffff);
}

static inline uint32_t
gram_one(uint32_t four)
{

	return (four & 0xff);
}

static inline uint32_t
gram_two(uint32_t four)
{

	return (four & 0xffff);
}

/* gram_of: all of ${s}, up to four bytes. */
static inline uint32_t
gram_of(struct str s)
{
	char four[GRAM_BYTES] = { 0 };

	memcpy(four, s.p, s.n < GRAM_BYTES ? s.n : GRAM_BYTES);
	return (gram_four(four));
}

/* grams_may: may something be filed under ${gram}? */
static inline bool
grams_may(const struct grams *g, uint32_t gram)
{
	uint32_t bit = gram_hash(gram) >> (32 - GRAM_BITS_LOG);

	return ((g->bits[bit >> 3] >> (bit & 7) & 1) != 0);
}

/* gram_langs: eight bits for a set of languages: none in common in these, none
 * in common at all. */
static inline uint8_t
gram_langs(uint64_t langs)
{

	langs |= langs >> 32;
	langs |= langs >> 16;
	return ((uint8_t)(langs | langs >> 8));
}

/* Ones, then zeros: the mask of n bytes begins GRAM_LITERAL - n from here. */
extern const char gram_masks[2 * GRAM_LITERAL];

/* gram_stands: do the bytes of ${e} stand at ${p}, where GRAM_LITERAL bytes can
 * be read?  Two comparisons, whatever its length: there are 75 a sentence. */
static inline bool
gram_stands(const struct gram_entry *e, const char *p)
{
	uint64_t text[GRAM_LITERAL / 8], mask[GRAM_LITERAL / 8];

	memcpy(text, p, sizeof(text));
	memcpy(mask, gram_masks + GRAM_LITERAL - e->n, sizeof(mask));
	return ((((text[0] & mask[0]) ^ e->text[0]) |
		    ((text[1] & mask[1]) ^ e->text[1])) == 0);
}

/* grams_find: what is filed under it, up to the one marked last; NULL: none. */
static inline const struct gram_entry *
grams_find(const struct grams *g, uint32_t gram)
{
	uint32_t mask = (1u << g->slots_log) - 1;
	uint32_t i = gram_hash(gram) >> (32 - g->slots_log);

	for (; g->slots[i].first != 0; i = (i + 1) & mask)
		if (g->slots[i].gram == gram)
			return (&g->entries[g->slots[i].first - 1]);
	return (NULL);
}

/* grams_rarest: where in ${s} (not empty) its rarest gram stands; the
 * gram in *${ret}. */
size_t grams_rarest(struct str s, uint32_t *ret);

/* grams_build: ${n} different literals in lower case, none empty.  E_MEMORY,
 * E_TOO_LARGE; grams_free may follow either way. */
enum status grams_build(struct grams *g, const struct gram_literal *literals,
    size_t n) MUST_USE;
void grams_free(struct grams *g);

#endif
