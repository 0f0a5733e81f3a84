/*
 * Only the rarest clause of a branch is followed up when its literal turns up;
 * the others are looked up at the end of the text.
 */
#include "prefilter.h"

#include <stdlib.h>

#include "earshot/map.h"
#include "earshot/utf8.h"

#include "automaton.h"

enum { PREFILTER_CLAUSES = 4 }; /* of a branch; more do not pay */

struct branch {
	uint32_t program;
	uint32_t max_chars;
	uint32_t nclauses;
	uint32_t clauses[PREFILTER_CLAUSES]; /* the first is the anchor */
};

/* Numbers in a row, grown while building. */
struct numbers {
	uint32_t *v;
	size_t n, size;
};

struct prefilter {
	struct arena *arena; /* literals' bytes */
	struct map *known;   /* literal to its number + 1 */
	struct str *literals;
	size_t nliterals, literals_size;
	struct branch *branches;
	size_t nbranches, branches_size;
	struct numbers clause_at; /* where clause i begins in members */
	struct numbers members;   /* literals of clauses */
	struct numbers always;    /* programs without literals */
	uint32_t nprograms;
	/* built */
	struct automaton automaton;
	uint32_t *anchor_at, *anchors; /* branches that a literal anchors */
};

struct prefilter_scratch {
	uint32_t generation;
	uint32_t *state_seen; /* generation */
	uint32_t *literal_seen;
	uint32_t *branch_seen;
	uint32_t *program_seen;
	uint32_t *program_at; /* its place among the candidates */
	struct pending {
		uint32_t branch, at;
	} * pending;
	struct candidate *candidates;
};

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
	    !number(&pf->clause_at, 0)) {
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
	free(pf->always.v);
	automaton_free(&pf->automaton);
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

static enum status
add_branch(struct prefilter *pf, uint32_t program, uint32_t max_chars,
    const struct literal_branch *lb)
{
	struct literal_branch sorted = *lb;
	struct branch *more, b = { .program = program, .max_chars = max_chars };

	qsort(sorted.clauses, sorted.n, sizeof(sorted.clauses[0]),
	    cheaper_first);
	for (unsigned i = 0; i < sorted.n && i < PREFILTER_CLAUSES; i++) {
		const struct literal_clause *c = &sorted.clauses[i];

		for (unsigned j = 0; j < c->n; j++) {
			uint32_t n = literal_number(pf, c->literals[j]);

			if (n == UINT32_MAX || !number(&pf->members, n))
				return (E_MEMORY);
		}
		b.clauses[b.nclauses++] = (uint32_t)pf->clause_at.n - 1;
		if (!number(&pf->clause_at, (uint32_t)pf->members.n))
			return (E_MEMORY);
	}
	more = arena_grow(pf->arena, pf->branches, pf->nbranches,
	    &pf->branches_size, sizeof(*more));
	if (more == NULL)
		return (E_MEMORY);
	pf->branches = more;
	pf->branches[pf->nbranches++] = b;
	return (OK);
}

enum status
prefilter_add(struct prefilter *pf, uint32_t program,
    const struct literals *known)
{
	enum status st = OK;

	pf->nprograms = program + 1;
	if (known->n == 0)
		return (number(&pf->always, program) ? OK : E_MEMORY);
	for (unsigned i = 0; i < known->n && st == OK; i++)
		st = add_branch(pf, program, known->max_chars,
		    &known->branches[i]);
	return (st);
}

static enum status
build_anchors(struct prefilter *pf)
{
	size_t total = 0;

	pf->anchor_at = calloc(pf->nliterals + 2, sizeof(*pf->anchor_at));
	if (pf->anchor_at == NULL)
		return (E_MEMORY);
	for (int round = 0; round < 2; round++) {
		for (size_t i = 0; i < pf->nbranches; i++) {
			uint32_t c = pf->branches[i].clauses[0];

			for (uint32_t m = pf->clause_at.v[c];
			     m < pf->clause_at.v[c + 1]; m++) {
				uint32_t lit = pf->members.v[m];

				if (round == 0)
					pf->anchor_at[lit + 2]++;
				else
					pf->anchors[pf->anchor_at[lit + 1]++] =
					    (uint32_t)i;
				total++;
			}
		}
		if (round == 1)
			break;
		for (size_t i = 1; i < pf->nliterals + 2; i++)
			pf->anchor_at[i] += pf->anchor_at[i - 1];
		pf->anchors = calloc(total + 1, sizeof(*pf->anchors));
		if (pf->anchors == NULL)
			return (E_MEMORY);
	}
	return (OK);
}

enum status
prefilter_build(struct prefilter *pf)
{
	enum status st;

	st = automaton_build(&pf->automaton, pf->literals, pf->nliterals);
	return (st == OK ? build_anchors(pf) : st);
}

struct prefilter_scratch *
prefilter_scratch_new(const struct prefilter *pf)
{
	struct prefilter_scratch *s = calloc(1, sizeof(*s));

	if (s == NULL)
		return (NULL);
	s->state_seen = calloc(pf->automaton.nstates + 1u, sizeof(uint32_t));
	s->literal_seen = calloc(pf->nliterals + 1, sizeof(uint32_t));
	s->branch_seen = calloc(pf->nbranches + 1, sizeof(uint32_t));
	s->program_seen = calloc(pf->nprograms + 1u, sizeof(uint32_t));
	s->program_at = calloc(pf->nprograms + 1u, sizeof(uint32_t));
	s->pending = calloc(pf->nbranches + 1, sizeof(*s->pending));
	s->candidates = calloc(pf->nprograms + 1u, sizeof(*s->candidates));
	if (s->state_seen == NULL || s->literal_seen == NULL ||
	    s->branch_seen == NULL || s->program_seen == NULL ||
	    s->program_at == NULL || s->pending == NULL ||
	    s->candidates == NULL) {
		prefilter_scratch_free(s);
		return (NULL);
	}
	return (s);
}

void
prefilter_scratch_free(struct prefilter_scratch *s)
{

	if (s == NULL)
		return;
	free(s->state_seen);
	free(s->literal_seen);
	free(s->branch_seen);
	free(s->program_seen);
	free(s->program_at);
	free(s->pending);
	free(s->candidates);
	free(s);
}

static bool
clause_holds(const struct prefilter *pf, const struct prefilter_scratch *s,
    uint32_t clause)
{

	for (uint32_t m = pf->clause_at.v[clause];
	     m < pf->clause_at.v[clause + 1]; m++)
		if (s->literal_seen[pf->members.v[m]] == s->generation)
			return (true);
	return (false);
}

/* The literals that end in ${state}; ${at}: behind their last byte. */
static size_t
seen_here(const struct prefilter *pf, struct prefilter_scratch *s,
    uint32_t state, uint32_t at, size_t npending)
{

	if (s->state_seen[state] == s->generation)
		return (npending);
	s->state_seen[state] = s->generation;
	for (uint32_t o = pf->automaton.out_at[state];
	     o < pf->automaton.out_at[state + 1]; o++) {
		uint32_t lit = pf->automaton.out[o];

		if (s->literal_seen[lit] == s->generation)
			continue;
		s->literal_seen[lit] = s->generation;
		for (uint32_t i = pf->anchor_at[lit];
		     i < pf->anchor_at[lit + 1]; i++) {
			uint32_t b = pf->anchors[i];

			if (s->branch_seen[b] == s->generation)
				continue;
			s->branch_seen[b] = s->generation;
			s->pending[npending].branch = b;
			s->pending[npending++].at = at;
		}
	}
	return (npending);
}

static void
next_generation(const struct prefilter *pf, struct prefilter_scratch *s)
{

	if (++s->generation != 0)
		return;
	memset(s->state_seen, 0, pf->automaton.nstates * sizeof(uint32_t));
	memset(s->literal_seen, 0, pf->nliterals * sizeof(uint32_t));
	memset(s->branch_seen, 0, pf->nbranches * sizeof(uint32_t));
	memset(s->program_seen, 0, pf->nprograms * sizeof(uint32_t));
	s->generation = 1;
}

/* The width of the white space at ${at}, as PCRE2's \s knows it; 0: none. */
static size_t
space_at(struct str s, size_t at)
{
	unsigned char c = (unsigned char)s.p[at];
	size_t next = at;
	uint32_t code;

	if (c < 0x80)
		return (c == ' ' || (c >= '\t' && c <= '\r'));
	if (c != 0xc2 && (c < 0xe1 || c > 0xe3))
		return (0);
	code = utf8_next(s, &next);
	return (code == 0x85 || code == 0xa0 || code == 0x1680 ||
			code == 0x180e || (code >= 0x2000 && code <= 0x200a) ||
			code == 0x2028 || code == 0x2029 || code == 0x202f ||
			code == 0x205f || code == 0x3000
		    ? next - at
		    : 0);
}

struct str
prefilter_text(struct str s, char *room)
{
	size_t n = 0, width;

	for (size_t i = 0; i < s.n;) {
		struct str rest = str_sub(s, i, i + 3);

		if ((width = space_at(s, i)) > 0) {
			if (n == 0 || room[n - 1] != ' ')
				room[n++] = ' ';
			i += width;
		} else if ((unsigned char)s.p[i] == 0xe2 &&
			   str_starts(rest, STR("\u212a"))) {
			room[n++] = 'k';
			i += 3;
		} else if ((unsigned char)s.p[i] == 0xc5 &&
			   str_starts(rest, STR("\u017f"))) {
			room[n++] = 's';
			i += 2;
		} else
			room[n++] = s.p[i++];
	}
	return ((struct str){ room, n });
}

size_t
prefilter_scan(const struct prefilter *pf, struct prefilter_scratch *s,
    struct str text, const struct candidate **ret)
{
	const struct automaton *a = &pf->automaton;
	const uint8_t *p = (const uint8_t *)text.p;
	uint32_t row = 0;
	size_t npending = 0, n = 0;

	next_generation(pf, s);
	for (size_t i = 0; i < text.n; i++) {
		row = a->next[(row & ~AUTOMATON_OUTPUT) + a->classes[p[i]]];
		if (row & AUTOMATON_OUTPUT)
			npending = seen_here(pf, s,
			    (row & ~AUTOMATON_OUTPUT) >> a->shift,
			    (uint32_t)i + 1, npending);
	}
	for (size_t i = 0; i < pf->always.n; i++)
		s->candidates[n++] = (struct candidate){ pf->always.v[i], 0 };
	for (size_t i = 0; i < npending; i++) {
		const struct branch *b = &pf->branches[s->pending[i].branch];
		uint32_t at = s->pending[i].at, c = 1;
		uint32_t from = at > b->max_chars ? at - b->max_chars : 0;

		while (c < b->nclauses && clause_holds(pf, s, b->clauses[c]))
			c++;
		if (c < b->nclauses)
			continue;
		if (s->program_seen[b->program] == s->generation) {
			struct candidate *known =
			    &s->candidates[s->program_at[b->program]];

			known->from = known->from < from ? known->from : from;
			continue;
		}
		s->program_seen[b->program] = s->generation;
		s->program_at[b->program] = (uint32_t)n;
		s->candidates[n++] = (struct candidate){ b->program, from };
	}
	*ret = s->candidates;
	return (n);
}

size_t
prefilter_literals(const struct prefilter *pf)
{

	return (pf->nliterals);
}

size_t
prefilter_states(const struct prefilter *pf)
{

	return (pf->automaton.nstates);
}
