/*
 * Rare by the letters alone: what is told apart by them is told apart in every
 * language that is written with them.
 */
#include "grams.h"

#include <stdlib.h>

enum {
	GRAM_ENTRIES_MAX = 1 << 22,
	SLOTS_LOG_LEAST = 4,
	COUNTS_LOG = 16,
	DOUBLED = 20, /* what twice as many literals with a gram add to what
			 its letters say; between 10 and 40 it matters little */
};

const char gram_masks[2 * GRAM_LITERAL] = { [0 ... GRAM_LITERAL - 1] =
						(char)0xff };

/* The more often a byte stands in texts, the more; of all others 8. */
static const unsigned char common[256] = { [' '] = 60,
	['e'] = 58,
	['t'] = 56,
	['a'] = 54,
	['o'] = 52,
	['i'] = 50,
	['n'] = 48,
	['s'] = 46,
	['r'] = 44,
	['l'] = 42,
	['h'] = 40,
	['d'] = 38,
	['c'] = 36,
	['u'] = 34,
	['m'] = 32,
	['f'] = 30,
	['p'] = 28,
	['g'] = 26,
	['w'] = 24,
	['y'] = 22,
	['b'] = 20,
	['v'] = 18,
	['k'] = 16 };

static unsigned
commonness(char c)
{
	unsigned char known = common[(unsigned char)c];

	return (known != 0 ? known : 8);
}

/* The more common, the more. */
static unsigned
commonness_of(struct str gram)
{
	unsigned sum = 0;

	for (size_t k = 0; k < gram.n; k++)
		sum += commonness(gram.p[k]);
	/* " the", "ing ": the ends of words are shared by many. */
	if (gram.p[0] == ' ' || gram.p[gram.n - 1] == ' ')
		sum += 10;
	return (sum);
}

size_t
grams_rarest(struct str s, uint32_t *ret)
{
	size_t n = s.n < GRAM_BYTES ? s.n : GRAM_BYTES, best = 0;
	unsigned least = UINT32_MAX, cost;

	for (size_t i = 0; i + n <= s.n; i++) {
		cost = commonness_of(str_sub(s, i, i + n));
		if (cost < least) {
			least = cost;
			best = i;
		}
	}
	*ret = gram_of(str_sub(s, best, best + n));
	return (best);
}

static inline size_t
count_at(const char *p)
{

	return (gram_hash(gram_four(p)) >> (32 - COUNTS_LOG));
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

/* Of the grams of ${s}, longer than one, the one that is rare by its letters
 * and in other literals: those are the words of texts, too.  By the letters
 * alone twice as many literals were compared in a text. */
static size_t
choose_gram(struct str s, const uint8_t *counts, uint32_t *ret)
{
	unsigned least = UINT32_MAX, cost;
	size_t best = 0;

	for (size_t i = 0; i + GRAM_BYTES <= s.n; i++) {
		cost = commonness_of(str_sub(s, i, i + GRAM_BYTES));
		for (unsigned n = counts[count_at(s.p + i)]; n > 0; n >>= 1)
			cost += DOUBLED;
		if (cost < least) {
			least = cost;
			best = i;
		}
	}
	*ret = gram_four(s.p + best);
	return (best);
}

/* How many literals have each gram. */
static void
count_grams(const struct gram_literal *literals, size_t n, uint8_t *counts)
{

	for (size_t i = 0; i < n; i++) {
		struct str s = str_sub(literals[i].text, 0, GRAM_LITERAL);

		for (size_t k = 0; k + GRAM_BYTES <= s.n; k++) {
			uint8_t *count = &counts[count_at(s.p + k)];

			*count = (uint8_t)(*count + (*count < UINT8_MAX));
		}
	}
}

static size_t
sort_out(struct grams *g, const struct gram_literal *literals, size_t n,
    const uint8_t *counts, struct filed *filed)
{
	size_t m = 0;

	for (size_t i = 0; i < n; i++) {
		struct str s = str_sub(literals[i].text, 0, GRAM_LITERAL);
		struct filed *f = &filed[m];

		if (literals[i].langs == 0)
			continue;
		f->at = (uint8_t)(s.n > GRAM_BYTES
				      ? choose_gram(s, counts, &f->gram)
				      : grams_rarest(s, &f->gram));
		f->literal = (uint32_t)i;
		g->has[s.n < GRAM_BYTES ? s.n : GRAM_BYTES] = true;
		m++;
	}
	if (m > 1)
		qsort(filed, m, sizeof(*filed), by_gram);
	return (m);
}

enum status
grams_build(struct grams *g, const struct gram_literal *literals, size_t n)
{
	struct filed *filed = calloc(n + 1, sizeof(*filed));
	uint8_t *counts = calloc(1 << COUNTS_LOG, sizeof(*counts));
	enum status st = E_MEMORY;

	memset(g, 0, sizeof(*g));
	if (filed == NULL || counts == NULL)
		goto out;
	st = E_TOO_LARGE;
	if (n > GRAM_ENTRIES_MAX)
		goto out;
	st = E_MEMORY;
	count_grams(literals, n, counts);
	g->nentries = sort_out(g, literals, n, counts, filed);
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
		const struct gram_literal *l = &literals[f->literal];
		struct str s = str_sub(l->text, 0, GRAM_LITERAL);
		struct gram_entry *e = &g->entries[i];

		memcpy(e->text, s.p, s.n);
		e->n = (uint8_t)s.n;
		e->at = f->at;
		e->literal = f->literal;
		e->langs = gram_langs(l->langs);
		e->bound_before = l->bound_before;
		e->bound_after = l->bound_after && s.n == l->text.n;
		e->last = i + 1 == g->nentries || f[1].gram != f->gram;
		if (i == 0 || f[-1].gram != f->gram)
			put(g, f->gram, i);
	}
	st = OK;
out:
	free(counts);
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
