/*
 * Building a prefilter: of each branch the rarest clause is its anchor, which
 * is searched for; the others become probes, which the set of a text's grams
 * is asked for.
 */
#include <stdlib.h>

#include "earshot/map.h"

#include "prefilter.h"
#include "prefilter_parts.h"

static bool
number(struct numbers *ns, uint32_t v)
{
	uint32_t *more;

	if (ns->n == ns->size) {
		size_t size = ns->size > 0 ? ns->size * 2 : 64;

		more = reallocarray(ns->v, size, sizeof(*more));
		if (more == NULL)
			return (false);
		ns->v = more;
		ns->size = size;
	}
	ns->v[ns->n++] = v;
	return (true);
}

struct prefilter *
prefilter_new(void)
{
	struct prefilter *pf = calloc(1, sizeof(*pf));

	if (pf == NULL)
		return (NULL);
	pf->arena = arena_new(64 << 20);
	pf->known = map_new();
	if (pf->arena == NULL || pf->known == NULL ||
	    !number(&pf->clause_at, 0) || !number(&pf->guard_at, 0)) {
		prefilter_free(pf);
		return (NULL);
	}
	return (pf);
}

void
prefilter_free(struct prefilter *pf)
{

	if (pf == NULL)
		return;
	map_free(pf->known);
	arena_free(pf->arena);
	free(pf->clause_at.v);
	free(pf->members.v);
	free(pf->guard_at.v);
	free(pf->guards.v);
	free(pf->always.v);
	free(pf->always_lang.v);
	grams_free(&pf->grams);
	free(pf->anchor_at);
	free(pf->anchors);
	free(pf);
}

/* The number of literal ${s}; UINT32_MAX if memory is out. */
static uint32_t
literal_number(struct prefilter *pf, struct str s)
{
	uintptr_t known = (uintptr_t)map_get(pf->known, s);
	struct str *more;

	if (known != 0)
		return ((uint32_t)(known - 1));
	more = arena_grow(pf->arena, pf->literals, pf->nliterals,
	    &pf->literals_size, sizeof(*more));
	s = arena_str(pf->arena, s);
	if (more == NULL || s.p == NULL)
		return (UINT32_MAX);
	pf->literals = more;
	pf->literals[pf->nliterals++] = s;
	if (map_put(pf->known, s, (void *)(uintptr_t)pf->nliterals) != OK)
		return (UINT32_MAX);
	return ((uint32_t)pf->nliterals - 1);
}

static int
cheaper_first(const void *pa, const void *pb)
{
	double a = literal_cost(pa), b = literal_cost(pb);

	return (a < b ? -1 : a > b);
}

/* What is asked of the set for literal ${s}: of long ones two grams, so that
 * both must be there. */
static bool
add_probe(struct prefilter *pf, struct str s)
{
	struct probe *more = arena_grow(pf->arena, pf->probes, pf->nprobes,
	    &pf->probes_size, sizeof(*more));
	uint32_t rarest, other;
	size_t at;

	if (more == NULL)
		return (false);
	at = grams_rarest(s, &rarest);
	other = rarest;
	if (s.n > GRAM_BYTES)
		other = gram_of(2 * at >= s.n - GRAM_BYTES
				    ? s
				    : str_sub(s, s.n - GRAM_BYTES, s.n));
	pf->probed[s.n < GRAM_BYTES ? s.n : GRAM_BYTES] = true;
	pf->probes = more;
	pf->probes[pf->nprobes++] =
	    (struct probe){ gram_hash(rarest), gram_hash(other) };
	return (true);
}

static bool
add_clause(struct prefilter *pf, const struct literal_clause *c)
{

	for (unsigned i = 0; i < c->n; i++)
		if (!add_probe(pf, c->literals[i]))
			return (false);
	return (number(&pf->clause_at, (uint32_t)pf->nprobes));
}

static enum status
add_branch(struct prefilter *pf, uint32_t program, unsigned lang,
    const struct literals *known, const struct literal_branch *lb)
{
	struct literal_branch sorted = *lb;
	struct branch *more, b = { .program = program,
		.max_chars = known->max_chars,
		.start = known->start,
		.clause = (uint32_t)pf->clause_at.n - 1,
		.lang = (uint8_t)lang };

	qsort(sorted.clauses, sorted.n, sizeof(sorted.clauses[0]),
	    cheaper_first);
	for (unsigned j = 0; j < sorted.clauses[0].n; j++) {
		uint32_t n = literal_number(pf, sorted.clauses[0].literals[j]);

		if (n == UINT32_MAX || !number(&pf->members, n) ||
		    !number(&pf->members, (uint32_t)pf->nbranches))
			return (E_MEMORY);
	}
	for (; b.nclauses + 1u < sorted.n; b.nclauses++)
		if (!add_clause(pf, &sorted.clauses[b.nclauses + 1]))
			return (E_MEMORY);
	more = arena_grow(pf->arena, pf->branches, pf->nbranches,
	    &pf->branches_size, sizeof(*more));
	if (more == NULL)
		return (E_MEMORY);
	pf->branches = more;
	pf->branches[pf->nbranches++] = b;
	return (OK);
}

enum status
prefilter_add(struct prefilter *pf, uint32_t program, unsigned lang,
    const struct literals *known)
{
	enum status st = OK;

	pf->nprograms = program + 1;
	if (known->n == 0)
		return (number(&pf->always, program) &&
				number(&pf->always_lang, lang)
			    ? OK
			    : E_MEMORY);
	for (unsigned i = 0; i < known->n && st == OK; i++)
		st = add_branch(pf, program, lang, known, &known->branches[i]);
	return (st);
}

enum status
prefilter_guard(struct prefilter *pf, const struct literals *known,
    uint32_t *ret)
{
	bool ok = true;

	for (unsigned i = 0; i < known->n && ok; i++) {
		struct literal_branch b = known->branches[i];

		qsort(b.clauses, b.n, sizeof(b.clauses[0]), cheaper_first);
		ok = number(&pf->guards, (uint32_t)pf->clause_at.n - 1) &&
		     number(&pf->guards, b.n);
		for (unsigned j = 0; j < b.n && ok; j++)
			ok = add_clause(pf, &b.clauses[j]);
	}
	*ret = (uint32_t)pf->guard_at.n - 1;
	return (ok && number(&pf->guard_at, (uint32_t)pf->guards.n) ? OK
								    : E_MEMORY);
}

/* The branches of each literal, and the languages of these. */
static enum status
build_anchors(struct prefilter *pf, uint64_t *langs)
{
	const struct numbers *m = &pf->members;

	pf->anchor_at = calloc(pf->nliterals + 2, sizeof(*pf->anchor_at));
	pf->anchors = calloc(m->n / 2 + 1, sizeof(*pf->anchors));
	if (pf->anchor_at == NULL || pf->anchors == NULL)
		return (E_MEMORY);
	for (size_t i = 0; i < m->n; i += 2) {
		pf->anchor_at[m->v[i] + 2]++;
		langs[m->v[i]] |= UINT64_C(1) << pf->branches[m->v[i + 1]].lang;
	}
	for (size_t i = 1; i < pf->nliterals + 2; i++)
		pf->anchor_at[i] += pf->anchor_at[i - 1];
	for (size_t i = 0; i < m->n; i += 2)
		pf->anchors[pf->anchor_at[m->v[i] + 1]++] = m->v[i + 1];
	return (OK);
}

enum status
prefilter_build(struct prefilter *pf)
{
	uint64_t *langs = calloc(pf->nliterals + 1, sizeof(*langs));
	enum status st = langs != NULL ? OK : E_MEMORY;

	if (st == OK)
		st = build_anchors(pf, langs);
	if (st == OK)
		st =
		    grams_build(&pf->grams, pf->literals, langs, pf->nliterals);
	free(langs);
	return (st);
}
