/*
 * Only the rarest clause of a branch is followed up when its literal turns up.
 * Where the others stand is asked of the places of the text's grams: what is
 * left of all of them is where a match may begin.
 */
#include "prefilter.h"

#include <stdlib.h>

#include "earshot/utf8.h"

#include "places.h"
#include "prefilter_parts.h"

enum { ROOM_LEAST = 16384 }; /* bytes of text */

struct prefilter_scratch {
	uint32_t generation;
	uint32_t *branch_seen; /* generation */
	uint32_t *branch_at;   /* its place among those pending */
	uint32_t *program_seen;
	uint32_t *program_at; /* its place among the candidates */
	struct pending {
		uint32_t branch;
		uint64_t anchor; /* where it may stand */
	} * pending;
	size_t npending;
	struct candidate *candidates;
	char *room; /* for a zero, the text in lower case, zeros */
	size_t room_size;
	struct places places; /* of the text in the room, if filled */
	bool filled;
};

struct prefilter_scratch *
prefilter_scratch_new(const struct prefilter *pf)
{
	struct prefilter_scratch *s = calloc(1, sizeof(*s));

	if (s == NULL)
		return (NULL);
	s->branch_seen = calloc(pf->nbranches + 1, sizeof(uint32_t));
	s->branch_at = calloc(pf->nbranches + 1, sizeof(uint32_t));
	s->room_size = ROOM_LEAST;
	s->room = malloc(1 + s->room_size + GRAM_LITERAL);
	s->program_seen = calloc(pf->nprograms + 1u, sizeof(uint32_t));
	s->program_at = calloc(pf->nprograms + 1u, sizeof(uint32_t));
	s->pending = calloc(pf->nbranches + 1, sizeof(*s->pending));
	s->candidates = calloc(pf->nprograms + 1u, sizeof(*s->candidates));
	if (s->branch_seen == NULL || s->branch_at == NULL ||
	    s->program_seen == NULL || s->program_at == NULL ||
	    s->pending == NULL || s->candidates == NULL || s->room == NULL ||
	    places_init(&s->places) != OK) {
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
	free(s->branch_seen);
	free(s->branch_at);
	free(s->room);
	places_close(&s->places);
	free(s->program_seen);
	free(s->program_at);
	free(s->pending);
	free(s->candidates);
	free(s);
}

/* Where one of the clause's literals may begin. */
static uint64_t
clause_places(const struct prefilter *pf, const struct places *places,
    const struct clause *c)
{
	uint64_t at = 0;

	for (uint32_t i = c->probe; i < c[1].probe; i++) {
		const struct probe *probe = &pf->probes[i];
		uint64_t a = places_of(places, probe->a);

		if (a != 0)
			at |= places_back(places, a, probe->at_a) &
			      places_back(places, places_of(places, probe->b),
				  probe->at_b);
	}
	return (at);
}

/* Those of ${starts} where a match may begin that has a literal of each of
 * ${n} clauses where it must stand. */
static uint64_t
match_places(const struct prefilter *pf, const struct places *places,
    uint32_t clause, uint32_t n, uint64_t starts)
{

	for (; n > 0 && starts != 0; n--) {
		const struct clause *c = &pf->clauses[clause++];
		uint64_t at = clause_places(pf, places, c);

		starts &= places_before(places, at, c->first, c->last);
	}
	return (starts);
}

/* Literal ${lit} stands behind one of ${at}. */
static void
seen(const struct prefilter *pf, struct prefilter_scratch *s, uint32_t lit,
    uint64_t at, uint64_t langs)
{

	for (uint32_t i = pf->anchor_at[lit]; i < pf->anchor_at[lit + 1]; i++) {
		uint32_t b = pf->anchors[i];

		if ((langs >> pf->branches[b].lang & 1) == 0)
			continue;
		if (s->branch_seen[b] == s->generation) {
			s->pending[s->branch_at[b]].anchor |= at;
			continue;
		}
		s->branch_seen[b] = s->generation;
		s->branch_at[b] = (uint32_t)s->npending;
		s->pending[s->npending++] = (struct pending){ b, at };
	}
}

/* Does the literal of ${e} stand at byte ${i} of the room? */
static inline bool
stands(const struct gram_entry *e, const char *room, size_t i, size_t n)
{

	return (gram_stands(e, room + i) && i + e->n <= n &&
		(!e->bound_before || !places_word(room[i - 1])) &&
		(!e->bound_after || !places_word(room[i + e->n])));
}

/* The literals round byte ${i} of the room, where ${gram} stands; the text
 * ends before byte ${n}. */
static void
look_at(const struct prefilter *pf, struct prefilter_scratch *s, uint32_t gram,
    size_t i, size_t n, uint64_t langs)
{
	uint8_t some = gram_langs(langs);
	const struct gram_entry *e;

	e = grams_find(&pf->grams, gram);
	if (e == NULL)
		return;
	for (;; e++) {
		if ((e->langs & some) != 0 && i > e->at &&
		    stands(e, s->room, i - e->at, n))
			seen(pf, s, e->literal,
			    UINT64_C(1) << ((i - e->at - 1) >> s->places.block),
			    langs);
		if (e->last)
			break;
	}
}

/* A small copy of ${text}, white space as spaces, from byte 1 of the room on:
 * so the byte before a match has the number that the match has in the text. */
static bool
make_small(struct prefilter_scratch *s, struct str text)
{

	if (text.n > s->room_size) {
		char *more = realloc(s->room, 1 + text.n + GRAM_LITERAL);

		if (more == NULL)
			return (false);
		s->room = more;
		s->room_size = text.n;
	}
	for (size_t i = 0; i < text.n; i++) {
		unsigned char c = (unsigned char)text.p[i];

		c = (unsigned char)(c + ((unsigned)c - 'A' < 26 ? 32 : 0));
		s->room[1 + i] = (char)((unsigned)c - '\t' < 5 ? ' ' : c);
	}
	s->room[0] = '\0';
	memset(s->room + 1 + text.n, 0, GRAM_LITERAL);
	places_size(&s->places, text.n + 1);
	s->filled = false;
	return (true);
}

static void
next_generation(const struct prefilter *pf, struct prefilter_scratch *s)
{

	if (++s->generation != 0)
		return;
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
		unsigned char c = (unsigned char)s.p[i];
		struct str rest;

		/* Nearly all there is, as a rule. */
		if (c > ' ' && c < 0x80) {
			room[n++] = s.p[i++];
			continue;
		}
		rest = str_sub(s, i, i + 3);
		if ((width = space_at(s, i)) > 0) {
			if (n == 0 || room[n - 1] != ' ')
				room[n++] = ' ';
			i += width;
		} else if (c == 0xe2 && str_starts(rest, STR("\u212a"))) {
			room[n++] = 'k';
			i += 3;
		} else if (c == 0xc5 && str_starts(rest, STR("\u017f"))) {
			room[n++] = 's';
			i += 2;
		} else
			room[n++] = s.p[i++];
	}
	return ((struct str){ room, n });
}

/* All literals in the small copy, which ends before byte ${n} of the room. */
static void
find_literals(const struct prefilter *pf, struct prefilter_scratch *s, size_t n,
    uint64_t langs)
{
	bool one = pf->grams.has[1];
	bool two = pf->grams.has[2], three = pf->grams.has[3];

	for (size_t i = 1; i < n; i++) {
		uint32_t four = gram_four(s->room + i);
		unsigned may = grams_may(&pf->grams, four);

		/* One jump: it is seldom taken. */
		may |=
		    (unsigned)(three & grams_may(&pf->grams, gram_three(four)))
		    << 1;
		may |= (unsigned)(two & grams_may(&pf->grams, gram_two(four)))
		       << 2;
		may |= (unsigned)(one & grams_may(&pf->grams, gram_one(four)))
		       << 3;
		for (; may != 0; may &= may - 1)
			look_at(pf, s,
			    four & UINT32_MAX >> 8 * __builtin_ctz(may), i, n,
			    langs);
	}
}

/* Memory is out: nothing is known of the text. */
static size_t
take_all(const struct prefilter *pf, struct prefilter_scratch *s)
{

	for (uint32_t i = 0; i < pf->nprograms; i++)
		s->candidates[i] = (struct candidate){ i, 0, UINT32_MAX };
	return (pf->nprograms);
}

/* Fills the table of places for the small copy, where somebody asks for them:
 * in most sentences nobody does.  False if memory is out. */
static bool
fill_places(const struct prefilter *pf, struct prefilter_scratch *s)
{

	if (!s->filled)
		s->filled = places_fill(&s->places, s->room, pf->probed,
				pf->bounds) == OK;
	return (s->filled);
}

/* Where a match of a branch may begin whose anchor was found. */
static uint64_t
branch_places(const struct prefilter *pf, const struct prefilter_scratch *s,
    const struct pending *p)
{
	const struct branch *b = &pf->branches[p->branch];
	uint64_t starts =
	    places_before(&s->places, p->anchor, b->first, b->last);

	if (b->start)
		starts &= 1;
	return (match_places(pf, &s->places, b->clause, b->nclauses, starts));
}

/* ${n} candidates so far; how many there are with this one. */
static size_t
add_candidate(struct prefilter_scratch *s, size_t n, struct candidate c)
{
	struct candidate *known = &s->candidates[s->program_at[c.program]];

	if (s->program_seen[c.program] == s->generation) {
		known->from = known->from < c.from ? known->from : c.from;
		known->last = known->last > c.last ? known->last : c.last;
		return (n);
	}
	s->program_seen[c.program] = s->generation;
	s->program_at[c.program] = (uint32_t)n;
	s->candidates[n] = c;
	return (n + 1);
}

size_t
prefilter_scan(const struct prefilter *pf, struct prefilter_scratch *s,
    struct str text, uint64_t langs, const struct candidate **ret)
{
	size_t n = 0;

	*ret = s->candidates;
	if (!make_small(s, text))
		return (take_all(pf, s));
	next_generation(pf, s);
	s->npending = 0;
	find_literals(pf, s, text.n + 1, langs);
	if (s->npending > 0 && !fill_places(pf, s))
		return (take_all(pf, s));
	for (size_t i = 0; i < pf->always.n; i++)
		if (langs >> pf->always_lang.v[i] & 1)
			s->candidates[n++] =
			    (struct candidate){ pf->always.v[i], 0,
				    UINT32_MAX };
	for (size_t i = 0; i < s->npending; i++) {
		uint64_t starts = branch_places(pf, s, &s->pending[i]);

		if (starts != 0)
			n = add_candidate(s, n,
			    (struct candidate){
				pf->branches[s->pending[i].branch].program,
				places_first(&s->places, starts),
				places_last(&s->places, starts) });
	}
	return (n);
}

bool
prefilter_show(struct prefilter_scratch *s, struct str text)
{

	return (make_small(s, text));
}

bool
prefilter_lets(const struct prefilter *pf, struct prefilter_scratch *s,
    uint32_t guard)
{
	uint32_t i = pf->guard_at.v[guard], end = pf->guard_at.v[guard + 1];

	if (i == end || !fill_places(pf, s))
		return (true); /* nothing is known of it */
	for (; i < end; i += 2)
		if (match_places(pf, &s->places, pf->guards.v[i],
			pf->guards.v[i + 1], PLACES_ALL) != 0)
			return (true);
	return (false);
}

size_t
prefilter_literals(const struct prefilter *pf)
{

	return (pf->nliterals);
}
