/*
 * Trie, failure links, outputs; then every state knows its next one for every
 * class of bytes, and scanning is one look-up a byte.
 */
#include "automaton.h"

#include <stdlib.h>

enum { STATES_MAX = 1 << 20 };

static uint8_t
lower(uint8_t c)
{

	return (c >= 'A' && c <= 'Z' ? (uint8_t)(c + ('a' - 'A')) : c);
}

/* Frequent bytes come first, so that what is looked up in most rows stands in
 * one line of the cache. */
static const char frequent[] = " etaoinshrdlucm";

/* Bytes that occur in no literal share class 0. */
static void
build_classes(struct automaton *a, const struct str *literals,
    size_t n_literals)
{
	bool used[256] = { false };
	unsigned n = 1;

	for (size_t i = 0; i < n_literals; i++)
		for (size_t j = 0; j < literals[i].n; j++)
			used[(uint8_t)literals[i].p[j]] = true;
	for (const char *c = frequent; *c != '\0'; c++)
		if (used[(uint8_t)*c])
			a->classes[(uint8_t)*c] = (uint8_t)n++;
	for (unsigned c = 0; c < 256; c++)
		if (used[c] && a->classes[c] == 0)
			a->classes[c] = (uint8_t)n++;
	for (unsigned c = 'A'; c <= 'Z'; c++)
		a->classes[c] = a->classes[lower((uint8_t)c)];
	for (unsigned c = '\t'; c <= '\r'; c++)
		a->classes[c] = a->classes[' '];
	while (1u << a->shift < n)
		a->shift++;
}

/* The trie: states from 1, 0 in next means none yet; root is 0. */
static enum status
build_trie(struct automaton *a, const struct str *literals, size_t n_literals,
    uint32_t *ends)
{
	size_t room = 1;

	for (size_t i = 0; i < n_literals; i++)
		room += literals[i].n;
	if (room > STATES_MAX)
		return (E_TOO_LARGE);
	a->next = calloc(room << a->shift, sizeof(*a->next));
	if (a->next == NULL)
		return (E_MEMORY);
	a->nstates = 1;
	for (size_t i = 0; i < n_literals; i++) {
		uint32_t state = 0;

		for (size_t j = 0; j < literals[i].n; j++) {
			uint32_t *to =
			    &a->next[(state << a->shift) +
				     a->classes[(uint8_t)literals[i].p[j]]];

			if (*to == 0)
				*to = a->nstates++;
			state = *to;
		}
		ends[i] = state;
	}
	return (OK);
}

/* Failure links, breadth first; the trie becomes an automaton. */
static void
build_links(struct automaton *a, uint32_t *fail, uint32_t *order)
{
	size_t head = 0, tail = 0, k = (size_t)1 << a->shift;

	for (size_t c = 0; c < k; c++)
		if (a->next[c] != 0)
			order[tail++] = a->next[c];
	while (head < tail) {
		uint32_t s = order[head++];

		for (size_t c = 0; c < k; c++) {
			uint32_t to = a->next[s * k + c];
			uint32_t other = a->next[fail[s] * k + c];

			if (to != 0) {
				fail[to] = other;
				order[tail++] = to;
			} else
				a->next[s * k + c] = other;
		}
	}
}

/* What ends in each state: its own literal, and those of its failure link. */
static enum status
build_outputs(struct automaton *a, size_t n_literals, const uint32_t *ends,
    const uint32_t *fail, const uint32_t *order)
{
	uint32_t *count = calloc(a->nstates + 1, sizeof(*count)), *own;
	enum status st = E_MEMORY;
	size_t k = (size_t)1 << a->shift, total = 0;

	own = malloc(a->nstates * sizeof(*own));
	a->out_at = calloc(a->nstates + 1, sizeof(*a->out_at));
	if (count == NULL || own == NULL || a->out_at == NULL)
		goto out;
	memset(own, 0xff, a->nstates * sizeof(*own));
	for (size_t i = 0; i < n_literals; i++)
		own[ends[i]] = (uint32_t)i;
	for (size_t i = 0; i + 1 < a->nstates; i++) {
		uint32_t s = order[i];

		count[s] = count[fail[s]] + (own[s] != UINT32_MAX);
		total += count[s];
	}
	a->out = calloc(total + 1, sizeof(*a->out));
	if (a->out == NULL)
		goto out;
	for (uint32_t s = 0; s < a->nstates; s++)
		a->out_at[s + 1] = a->out_at[s] + count[s];
	for (size_t i = 0; i + 1 < a->nstates; i++) {
		uint32_t s = order[i], at = a->out_at[s];

		if (own[s] != UINT32_MAX)
			a->out[at++] = own[s];
		memcpy(a->out + at, a->out + a->out_at[fail[s]],
		    count[fail[s]] * sizeof(*a->out));
	}
	/* States become row offsets, with a flag where something ends. */
	for (size_t i = 0; i < a->nstates * k; i++) {
		uint32_t s = a->next[i];

		a->next[i] =
		    s << a->shift | (count[s] > 0 ? AUTOMATON_OUTPUT : 0);
	}
	st = OK;
out:
	free(count);
	free(own);
	return (st);
}

enum status
automaton_build(struct automaton *a, const struct str *literals, size_t n)
{
	uint32_t *ends = NULL, *fail = NULL, *order = NULL;
	enum status st = E_MEMORY;

	memset(a, 0, sizeof(*a));
	build_classes(a, literals, n);
	ends = calloc(n + 1, sizeof(*ends));
	if (ends == NULL)
		goto out;
	st = build_trie(a, literals, n, ends);
	if (st != OK)
		goto out;
	st = E_MEMORY;
	fail = calloc(a->nstates, sizeof(*fail));
	order = calloc(a->nstates, sizeof(*order));
	if (fail == NULL || order == NULL)
		goto out;
	build_links(a, fail, order);
	st = build_outputs(a, n, ends, fail, order);
out:
	free(ends);
	free(fail);
	free(order);
	return (st);
}

void
automaton_free(struct automaton *a)
{

	free(a->next);
	free(a->out_at);
	free(a->out);
	memset(a, 0, sizeof(*a));
}
