/*
 * Rare by the letters alone: what is told apart by them is told apart in every
 * language that is written with them.
 */
#include "grams.h"

#include <stdlib.h>

enum { GRAM_ENTRIES_MAX = 1 << 22, SLOTS_LOG_LEAST = 4 };

/* The more often a byte stands in texts, the sooner it comes here. */
static const char frequent[] = " etaoinsrhldcumfpgwybvk";

static unsigned
commonness(char c)
{
	const char *at = c != '\0' ? strchr(frequent, c) : NULL;

	return (at != NULL ? 60 - 2 * (unsigned)(at - frequent) : 8);
}

size_t
grams_rarest(struct str s, uint32_t *ret)
{
	size_t n = s.n < GRAM_BYTES ? s.n : GRAM_BYTES, best = 0;
	unsigned least = UINT32_MAX;

	for (size_t i = 0; i + n <= s.n; i++) {
		unsigned sum = 0;

		for (size_t k = 0; k < n; k++)
			sum += commonness(s.p[i + k]);
		/* " the", "ing ": the ends of words are shared by many. */
		if (s.p[i] == ' ' || s.p[i + n - 1] == ' ')
			sum += 10;
		if (sum < least) {
			least = sum;
			best = i;
		}
	}
	*ret = gram_of(str_sub(s, best, best + n));
	return (best);
}

struct filed {
	uint32_t gram;
	uint32_t literal;
	uint8_t at;
};

static int
by_gram(const void *pa, const void *pb)
{
	const struct filed *a = pa, *b = pb;

	if (a->gram != b->gram)
		return (a->gram < b->gram ? -1 : 1);
	return (a->literal < b->literal ? -1 : a->literal > b->literal);
}

/* Files what begins at entry ${first} under ${gram}. */
static void
put(struct grams *g, uint32_t gram, size_t first)
{
	uint32_t mask = (1u << g->slots_log) - 1;
	uint32_t i = gram_hash(gram) >> (32 - g->slots_log);
	uint32_t bit = gram_hash(gram) >> (32 - GRAM_BITS_LOG);

	while (g->slots[i].first != 0)
		i = (i + 1) & mask;
	g->slots[i] = (struct gram_slot){ gram, (uint32_t)first + 1 };
	g->bits[bit >> 3] |= (uint8_t)(1u << (bit & 7));
}

static size_t
sort_out(struct grams *g, const struct str *literals, const uint64_t *langs,
    size_t n, struct filed *filed)
{
	size_t m = 0;

	for (size_t i = 0; i < n; i++) {
		struct str s = str_sub(literals[i], 0, GRAM_LITERAL);
		struct filed *f = &filed[m];

		if (langs[i] == 0)
			continue;
		f->at = (uint8_t)grams_rarest(s, &f->gram);
		f->literal = (uint32_t)i;
		g->has[s.n < GRAM_BYTES ? s.n : GRAM_BYTES] = true;
		m++;
	}
	if (m > 1)
		qsort(filed, m, sizeof(*filed), by_gram);
	return (m);
}

enum status
grams_build(struct grams *g, const struct str *literals, const uint64_t *langs,
    size_t n)
{
	struct filed *filed = calloc(n + 1, sizeof(*filed));
	enum status st = E_MEMORY;

	memset(g, 0, sizeof(*g));
	if (filed == NULL)
		goto out;
	st = E_TOO_LARGE;
	if (n > GRAM_ENTRIES_MAX)
		goto out;
	st = E_MEMORY;
	g->nentries = sort_out(g, literals, langs, n, filed);
	g->slots_log = SLOTS_LOG_LEAST;
	while ((size_t)1 << g->slots_log < 2 * g->nentries)
		g->slots_log++;
	g->bits = calloc(1, (size_t)1 << (GRAM_BITS_LOG - 3));
	g->slots = calloc((size_t)1 << g->slots_log, sizeof(*g->slots));
	g->entries = calloc(g->nentries + 1, sizeof(*g->entries));
	if (g->bits == NULL || g->slots == NULL || g->entries == NULL)
		goto out;
	for (size_t i = 0; i < g->nentries; i++) {
		const struct filed *f = &filed[i];
		struct str s = str_sub(literals[f->literal], 0, GRAM_LITERAL);
		struct gram_entry *e = &g->entries[i];

		memcpy(e->text, s.p, s.n);
		e->n = (uint8_t)s.n;
		e->at = f->at;
		e->literal = f->literal;
		e->langs = langs[f->literal];
		e->last = i + 1 == g->nentries || f[1].gram != f->gram;
		if (i == 0 || f[-1].gram != f->gram)
			put(g, f->gram, i);
	}
	st = OK;
out:
	free(filed);
	return (st);
}

void
grams_free(struct grams *g)
{

	free(g->bits);
	free(g->slots);
	free(g->entries);
	memset(g, 0, sizeof(*g));
}
