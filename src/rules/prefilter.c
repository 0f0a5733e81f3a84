/*
 * Only the rarest clause of a branch is followed up when its literal turns up.
 * The others are asked of the set of the text's grams: it may say yes where
 * there is none, never the other way round.
 */
#include "prefilter.h"

#include <stdlib.h>

#include "earshot/utf8.h"

#include "prefilter_parts.h"

enum {
	ROOM_LEAST = 16384, /* bytes of text */
	SET_LOG_LEAST = 12, /* places in the set of a text's grams ... */
	SET_LOG_MOST = 16,
	SET_PER_BYTE = 16, /* ... by its bytes */
	BLOCKS = 16,       /* that a text is cut into */
	ALL_BLOCKS = (1 << BLOCKS) - 1,
	BLOCK_LEAST = 8, /* bytes */
};

struct prefilter_scratch {
	uint32_t generation;
	uint32_t *literal_seen; /* generation */
	uint32_t *branch_seen;
	uint32_t *branch_at; /* its place among those pending */
	uint32_t *program_seen;
	uint32_t *program_at; /* its place among the candidates */
	struct pending {
		uint32_t branch, at;
		uint16_t blocks; /* where its anchor may stand */
	} * pending;
	size_t npending;
	struct candidate *candidates;
	char *room; /* for the text in lower case */
	size_t room_size;
	uint16_t *set; /* by gram: bits of the blocks where it may stand */
	unsigned set_log;
	unsigned block;      /* bytes of a block */
	unsigned char_bytes; /* that a character of the text may have */
};

struct prefilter_scratch *
prefilter_scratch_new(const struct prefilter *pf)
{
	struct prefilter_scratch *s = calloc(1, sizeof(*s));

	if (s == NULL)
		return (NULL);
	s->literal_seen = calloc(pf->nliterals + 1, sizeof(uint32_t));
	s->branch_seen = calloc(pf->nbranches + 1, sizeof(uint32_t));
	s->branch_at = calloc(pf->nbranches + 1, sizeof(uint32_t));
	s->room_size = ROOM_LEAST;
	s->room = malloc(s->room_size + GRAM_BYTES);
	s->set = malloc(sizeof(*s->set) << SET_LOG_MOST);
	s->program_seen = calloc(pf->nprograms + 1u, sizeof(uint32_t));
	s->program_at = calloc(pf->nprograms + 1u, sizeof(uint32_t));
	s->pending = calloc(pf->nbranches + 1, sizeof(*s->pending));
	s->candidates = calloc(pf->nprograms + 1u, sizeof(*s->candidates));
	if (s->literal_seen == NULL || s->branch_seen == NULL ||
	    s->branch_at == NULL || s->program_seen == NULL ||
	    s->program_at == NULL || s->pending == NULL ||
	    s->candidates == NULL || s->room == NULL || s->set == NULL) {
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
	free(s->literal_seen);
	free(s->branch_seen);
	free(s->branch_at);
	free(s->room);
	free(s->set);
	free(s->program_seen);
	free(s->program_at);
	free(s->pending);
	free(s->candidates);
	free(s);
}

/* The blocks where the gram of this hash may stand. */
static inline unsigned
in_set(const struct prefilter_scratch *s, uint32_t hash)
{

	return (s->set[hash >> (32 - s->set_log)]);
}

/* May one of the clause's literals stand in ${blocks}? */
static bool
clause_holds(const struct prefilter *pf, const struct prefilter_scratch *s,
    uint32_t clause, unsigned blocks)
{

	for (uint32_t i = pf->clause_at.v[clause];
	     i < pf->clause_at.v[clause + 1]; i++) {
		unsigned b = in_set(s, pf->probes[i].b);

		/* Its grams stand less than two of the least blocks apart. */
		b |= b << 1 | b >> 1 | b << 2 | b >> 2;
		if ((in_set(s, pf->probes[i].a) & b & blocks) != 0)
			return (true);
	}
	return (false);
}

static inline void
put_set(struct prefilter_scratch *s, uint32_t gram, unsigned block)
{
	uint16_t *to = &s->set[gram_hash(gram) >> (32 - s->set_log)];

	*to = (uint16_t)(*to | block);
}

/* The set of the grams of ${n} bytes. */
static void
fill_set(const struct prefilter *pf, struct prefilter_scratch *s, size_t n)
{
	bool one = pf->probed[1] || pf->grams.has[1];
	bool two = pf->probed[2] || pf->grams.has[2];
	bool three = pf->probed[3] || pf->grams.has[3];

	s->set_log = SET_LOG_LEAST;
	while (s->set_log < SET_LOG_MOST &&
	       (size_t)1 << s->set_log < n * SET_PER_BYTE)
		s->set_log++;
	s->block = (unsigned)(n / BLOCKS) + 1;
	if (s->block < BLOCK_LEAST)
		s->block = BLOCK_LEAST;
	memset(s->set, 0, sizeof(*s->set) << s->set_log);
	for (size_t i = 0, block = 0; i < n; block++)
		for (size_t k = 0; k < s->block && i < n; k++, i++) {
			uint32_t four = gram_four(s->room + i);

			put_set(s, four, 1u << block);
			if (three)
				put_set(s, gram_three(four), 1u << block);
			if (two)
				put_set(s, gram_two(four), 1u << block);
			if (one)
				put_set(s, gram_one(four), 1u << block);
		}
}

/* Literal ${lit} is there for the first time, from ${start} to ${at}. */
static void
seen(const struct prefilter *pf, struct prefilter_scratch *s, uint32_t lit,
    uint32_t start, uint32_t at, unsigned blocks, uint64_t langs)
{

	s->literal_seen[lit] = s->generation;
	for (uint32_t i = pf->anchor_at[lit]; i < pf->anchor_at[lit + 1]; i++) {
		uint32_t b = pf->anchors[i];
		struct pending *p;

		if ((langs >> pf->branches[b].lang & 1) == 0 ||
		    (pf->branches[b].start &&
			start / s->char_bytes >= pf->branches[b].max_chars))
			continue;
		if (s->branch_seen[b] == s->generation) {
			/* Grams do not come in the order of literals. */
			p = &s->pending[s->branch_at[b]];
			p->at = p->at < at ? p->at : at;
			p->blocks = (uint16_t)(p->blocks | blocks);
			continue;
		}
		s->branch_seen[b] = s->generation;
		s->branch_at[b] = (uint32_t)s->npending;
		s->pending[s->npending++] =
		    (struct pending){ b, at, (uint16_t)blocks };
	}
}

/* The literals round byte ${i} of ${n}, where ${gram} stands. */
static void
look_at(const struct prefilter *pf, struct prefilter_scratch *s, uint32_t gram,
    size_t i, size_t n, uint64_t langs)
{
	const struct gram_entry *e;

	e = grams_find(&pf->grams, gram);
	if (e == NULL)
		return;
	for (;; e++) {
		if ((e->langs & langs) != 0 &&
		    s->literal_seen[e->literal] != s->generation &&
		    i >= e->at && i - e->at + e->n <= n &&
		    (e->n <= GRAM_BYTES ||
			memcmp(s->room + i - e->at, e->text, e->n) == 0))
			seen(pf, s, e->literal, (uint32_t)(i - e->at),
			    (uint32_t)(i - e->at + e->n),
			    in_set(s, gram_hash(gram)), langs);
		if (e->last)
			break;
	}
}

/* A small copy of ${text}, white space as spaces; zeros behind it. */
static bool
make_small(struct prefilter_scratch *s, struct str text)
{
	unsigned char all = 0;

	if (text.n > s->room_size) {
		char *more = realloc(s->room, text.n + GRAM_BYTES);

		if (more == NULL)
			return (false);
		s->room = more;
		s->room_size = text.n;
	}
	for (size_t i = 0; i < text.n; i++) {
		unsigned char c = (unsigned char)text.p[i];

		all |= c;
		c = (unsigned char)(c + ((unsigned)c - 'A' < 26 ? 32 : 0));
		s->room[i] = (char)((unsigned)c - '\t' < 5 ? ' ' : c);
	}
	memset(s->room + text.n, 0, GRAM_BYTES);
	s->char_bytes = all < 0x80 ? 1 : 4;
	return (true);
}

static void
next_generation(const struct prefilter *pf, struct prefilter_scratch *s)
{

	if (++s->generation != 0)
		return;
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

/* All literals in the small copy. */
static void
find_literals(const struct prefilter *pf, struct prefilter_scratch *s, size_t n,
    uint64_t langs)
{
	bool one = pf->grams.has[1];
	bool two = pf->grams.has[2], three = pf->grams.has[3];

	for (size_t i = 0; i < n; i++) {
		uint32_t grams[] = { gram_four(s->room + i),
			gram_three(grams[0]), gram_two(grams[0]),
			gram_one(grams[0]) };
		unsigned may = grams_may(&pf->grams, grams[0]);

		/* One jump: it is seldom taken. */
		may |= (unsigned)(three & grams_may(&pf->grams, grams[1])) << 1;
		may |= (unsigned)(two & grams_may(&pf->grams, grams[2])) << 2;
		may |= (unsigned)(one & grams_may(&pf->grams, grams[3])) << 3;
		for (unsigned k = 0; may != 0; k++, may >>= 1)
			if (may & 1)
				look_at(pf, s, grams[k], i, n, langs);
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

/* ${blocks} and all those that a match of ${chars} reaches from there. */
static unsigned
reach(const struct prefilter_scratch *s, unsigned blocks, uint32_t chars)
{
	uint64_t bytes = (uint64_t)chars * s->char_bytes;
	uint64_t steps = bytes / s->block + 1;

	if (steps >= BLOCKS)
		return (ALL_BLOCKS);
	for (; steps > 0; steps--)
		blocks |= blocks << 1 | blocks >> 1;
	return (blocks & ALL_BLOCKS);
}

/* The last byte of ${blocks}: there or before it begins what is in them. */
static uint32_t
last_of(const struct prefilter_scratch *s, unsigned blocks)
{
	uint32_t n = 0;

	for (; blocks != 0; blocks >>= 1)
		n++;
	return (n * s->block);
}

/* All of a match stands close together, so its literals do. */
static bool
clauses_hold(const struct prefilter *pf, const struct prefilter_scratch *s,
    const struct branch *b, unsigned blocks)
{

	if (b->nclauses == 0)
		return (true);
	blocks = reach(s, blocks, b->max_chars);
	for (uint32_t c = b->clause; c < b->clause + b->nclauses; c++)
		if (!clause_holds(pf, s, c, blocks))
			return (false);
	return (true);
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
	fill_set(pf, s, text.n);
	find_literals(pf, s, text.n, langs);
	for (size_t i = 0; i < pf->always.n; i++)
		if (langs >> pf->always_lang.v[i] & 1)
			s->candidates[n++] =
			    (struct candidate){ pf->always.v[i], 0,
				    UINT32_MAX };
	for (size_t i = 0; i < s->npending; i++) {
		const struct branch *b = &pf->branches[s->pending[i].branch];
		uint32_t at = s->pending[i].at;
		uint32_t from = at > b->max_chars ? at - b->max_chars : 0;
		uint32_t last = last_of(s, s->pending[i].blocks);

		if (!clauses_hold(pf, s, b, s->pending[i].blocks))
			continue;
		if (s->program_seen[b->program] == s->generation) {
			struct candidate *known =
			    &s->candidates[s->program_at[b->program]];

			known->from = known->from < from ? known->from : from;
			known->last = known->last > last ? known->last : last;
			continue;
		}
		s->program_seen[b->program] = s->generation;
		s->program_at[b->program] = (uint32_t)n;
		s->candidates[n++] =
		    (struct candidate){ b->program, from, last };
	}
	return (n);
}

bool
prefilter_show(const struct prefilter *pf, struct prefilter_scratch *s,
    struct str text)
{

	if (!make_small(s, text))
		return (false);
	fill_set(pf, s, text.n);
	return (true);
}

bool
prefilter_lets(const struct prefilter *pf, const struct prefilter_scratch *s,
    uint32_t guard)
{
	uint32_t i = pf->guard_at.v[guard], end = pf->guard_at.v[guard + 1];

	if (i == end)
		return (true); /* nothing is known of it */
	for (; i < end; i += 2) {
		uint32_t c = pf->guards.v[i], n = pf->guards.v[i + 1];

		while (n > 0 && clause_holds(pf, s, c, ALL_BLOCKS)) {
			c++;
			n--;
		}
		if (n == 0)
			return (true);
	}
	return (false);
}

size_t
prefilter_literals(const struct prefilter *pf)
{

	return (pf->nliterals);
}
