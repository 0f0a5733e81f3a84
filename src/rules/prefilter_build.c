/*
 * Building a prefilter: of each branch the rarest clause is its anchor, which
 * is searched for; the others become probes, which the set of a text's grams
 * is asked for.
 */
#include <stdlib.h>

#include "earshot/map.h"

#include "places.h"
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

/* The last entry of clauses says where the next one's probes will begin. */
static bool
open_clause(struct prefilter *pf)
{
	struct clause *more = arena_grow(pf->arena, pf->clauses, pf->nclauses,
	    &pf->clauses_size, sizeof(*more));

	if (more == NULL)
		return (false);
	pf->clauses = more;
	pf->clauses[pf->nclauses].probe = (uint32_t)pf->nprobes;
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
	if (pf->arena == NULL || pf->known == NULL || !open_clause(pf) ||
	    !number(&pf->guard_at, 0)) {
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

/* Does a bound of a word stand before literal ${s} of ${c}? */
static bool
bound_before(struct str s, const struct literal_clause *c)
{

	return (c->bound_before && !c->at_start && places_word(s.p[0]));
}

static bool
bound_after(struct str s, const struct literal_clause *c)
{

	return (c->bound_after && !c->at_end && places_word(s.p[s.n - 1]));
}

/* The number of literal ${s} of ${c}; UINT32_MAX if memory is out. */
static uint32_t
literal_number(struct prefilter *pf, struct str s,
    const struct literal_clause *c)
{
	char key[LITERAL_MAX + 1];
	struct str whole = { key, s.n + 1 };
	struct gram_literal *more;
	uintptr_t known;

	if (s.n > LITERAL_MAX)
		return (UINT32_MAX);
	key[0] = (char)('0' + bound_before(s, c) + 2 * bound_after(s, c));
	memcpy(key + 1, s.p, s.n);
	known = (uintptr_t)map_get(pf->known, whole);
	if (known != 0)
		return ((uint32_t)(known - 1));
	more = arena_grow(pf->arena, pf->literals, pf->nliterals,
	    &pf->literals_size, sizeof(*more));
	whole = arena_str(pf->arena, whole); /* the map borrows it */
	if (more == NULL || whole.p == NULL)
		return (UINT32_MAX);
	s = str_sub(whole, 1, whole.n);
	pf->literals = more;
	pf->literals[pf->nliterals++] = (struct gram_literal){ .text = s,
		.bound_before = bound_before(s, c),
		.bound_after = bound_after(s, c) };
	if (map_put(pf->known, whole, (void *)(uintptr_t)pf->nliterals) != OK)
		return (UINT32_MAX);
	return ((uint32_t)pf->nliterals - 1);
}

static int
cheaper_first(const void *pa, const void *pb)
{
	const struct literal_clause *a = pa, *b = pb;

	return (a->cost < b->cost ? -1 : a->cost > b->cost);
}

/* Literal ${s} of ${c} in ${room}, with a space for each bound that the table
 * of places knows of: it does where the letters there are plain ones. */
static struct str
with_bounds(struct str s, const struct literal_clause *c, char *room,
    bool *ret_before)
{
	bool before = bound_before(s, c), after = bound_after(s, c);
	size_t n = 0;

	for (size_t i = 0; i < GRAM_BYTES - 1 && i < s.n; i++) {
		before &= s.p[i] == ' ' || places_word(s.p[i]);
		after &=
		    s.p[s.n - 1 - i] == ' ' || places_word(s.p[s.n - 1 - i]);
	}
	if (before)
		room[n++] = ' ';
	memcpy(room + n, s.p, s.n);
	n += s.n;
	if (after)
		room[n++] = ' ';
	*ret_before = before;
	return ((struct str){ room, n });
}

/* What is asked for literal ${s}: of long ones two grams, so that both must be
 * there. */
static bool
add_probe(struct prefilter *pf, struct str s, const struct literal_clause *c)
{
	struct probe *more = arena_grow(pf->arena, pf->probes, pf->nprobes,
	    &pf->probes_size, sizeof(*more));
	char room[LITERAL_MAX + 2];
	struct str bounded;
	uint32_t rarest;
	size_t at, other;
	bool before;

	if (more == NULL || s.n > LITERAL_MAX)
		return (false);
	bounded = with_bounds(s, c, room, &before);
	pf->bounds |= bounded.n > s.n;
	s = bounded;
	at = other = grams_rarest(s, &rarest);
	if (s.n > GRAM_BYTES)
		other = 2 * at >= s.n - GRAM_BYTES ? 0 : s.n - GRAM_BYTES;
	pf->probed[s.n < GRAM_BYTES ? s.n : GRAM_BYTES] = true;
	pf->probes = more;
	pf->probes[pf->nprobes++] = (struct probe){ places_key(rarest),
		places_key(gram_of(str_sub(s, other, s.n))),
		(uint8_t)(at + !before), (uint8_t)(other + !before) };
	return (true);
}

static bool
add_clause(struct prefilter *pf, const struct literal_clause *c)
{

	for (unsigned i = 0; i < c->n; i++)
		if (!add_probe(pf, c->literals[i], c))
			return (false);
	pf->clauses[pf->nclauses].first = c->first;
	pf->clauses[pf->nclauses++].last = c->last;
	return (open_clause(pf));
}

static void
sort_clauses(struct literal_branch *b)
{

	for (unsigned i = 0; i < b->n && b->n > 1; i++)
		literal_cost(&b->clauses[i]);
	if (b->n > 1)
		qsort(b->clauses, b->n, sizeof(b->clauses[0]), cheaper_first);
}

static enum status
add_branch(struct prefilter *pf, uint32_t program, unsigned lang,
    const struct literals *known, const struct literal_branch *lb)
{
	struct literal_branch sorted = *lb;
	struct branch *more, b = { .program = program,
		.start = known->start,
		.clause = (uint32_t)pf->nclauses,
		.lang = (uint8_t)lang };

	sort_clauses(&sorted);
	b.first = sorted.clauses[0].first;
	b.last = sorted.clauses[0].last;
	for (unsigned j = 0; j < sorted.clauses[0].n; j++) {
		uint32_t n = literal_number(pf, sorted.clauses[0].literals[j],
		    &sorted.clauses[0]);

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
		const struct literal_branch *b = &known->branches[i];

		ok = number(&pf->guards, (uint32_t)pf->nclauses) &&
		     number(&pf->guards, b->n);
		for (unsigned j = 0; j < b->n && ok; j++)
			ok = add_clause(pf, &b->clauses[j]);
	}
	*ret = (uint32_t)pf->guard_at.n - 1;
	return (ok && number(&pf->guard_at, (uint32_t)pf->guards.n) ? OK
								    : E_MEMORY);
}

/* The branches of each literal, and the languages of these. */
static enum status
build_anchors(struct prefilter *pf)
{
	const struct numbers *m = &pf->members;

	pf->anchor_at = calloc(pf->nliterals + 2, sizeof(*pf->anchor_at));
	pf->anchors = calloc(m->n / 2 + 1, sizeof(*pf->anchors));
	if (pf->anchor_at == NULL || pf->anchors == NULL)
		return (E_MEMORY);
	for (size_t i = 0; i < m->n; i += 2) {
		pf->anchor_at[m->v[i] + 2]++;
		pf->literals[m->v[i]].langs |=
		    UINT64_C(1) << pf->branches[m->v[i + 1]].lang;
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
	enum status st = build_anchors(pf);

	return (st == OK ? grams_build(&pf->grams, pf->literals, pf->nliterals)
			 : st);
}
