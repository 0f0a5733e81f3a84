/*
 * An index of fingerprints.  Where two of 64 bits differ in three at most, one
 * of their four quarters is alike: so four tables by 16 bits; and one for
 * anchors, by 20 of theirs.  Chains run from the newest to the oldest.  An
 * entry is known by its number, which only grows; its place is that number in
 * a ring, so nothing is ever taken out.
 */
#include "earshot/neardup.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum {
	QUARTERS = 4,
	ANCHORS = FINGERPRINT_ANCHORS,
	HEADS = 1 << 16,
	ANCHOR_HEADS = 1 << 20,
	BLOCK = 1 << 14, /* entries that are allocated at a time */
	BLOCKS = NEARDUP_MAX / BLOCK,
	/* Of a chain; of all: .8 ms where each is a cache miss. */
	STEPS_MAX = 512,
	STEPS_ALL = 2048,
	MET_MAX = 64
};
/* A link of an anchor's chain is a number, and which anchor of that entry. */
#define NUMBER_MAX (UINT32_MAX / ANCHORS - 1)

struct entry {
	uint64_t simhash;
	int64_t post_id;
	uint32_t next[QUARTERS]; /* numbers; 0: the last */
	uint32_t link[ANCHORS];  /* number * ANCHORS + which; 0: the last */
};

struct neardup {
	uint32_t count; /* given away; numbers begin with 1 */
	uint32_t heads[QUARTERS][HEADS];
	uint32_t anchor_heads[ANCHOR_HEADS];
	struct entry *blocks[BLOCKS]; /* NULL from the first unused one on */
};

static struct entry *
entry_at(const struct neardup *n, uint32_t number)
{
	uint32_t place = (number - 1) % NEARDUP_MAX;

	return (&n->blocks[place / BLOCK][place % BLOCK]);
}

static unsigned
quarter(uint64_t simhash, unsigned i)
{

	return ((unsigned)(simhash >> (16 * i)) & (HEADS - 1));
}

struct neardup *
neardup_new(void)
{

	return (calloc(1, sizeof(struct neardup)));
}

void
neardup_free(struct neardup *n)
{

	if (n == NULL)
		return;
	for (size_t i = 0; i < BLOCKS; i++)
		free(n->blocks[i]);
	free(n);
}

enum status
neardup_add(struct neardup *n, const struct fingerprint *f, int64_t post_id)
{
	uint32_t place = n->count % NEARDUP_MAX;
	struct entry *e;

	/* A thousand million later: it begins anew. */
	if (n->count == NUMBER_MAX) {
		memset(n->heads, 0, sizeof(n->heads));
		memset(n->anchor_heads, 0, sizeof(n->anchor_heads));
		n->count = place = 0;
	}
	if (n->blocks[place / BLOCK] == NULL) {
		n->blocks[place / BLOCK] = malloc(BLOCK * sizeof(struct entry));
		if (n->blocks[place / BLOCK] == NULL)
			return (E_MEMORY);
	}
	e = entry_at(n, ++n->count);
	*e = (struct entry){ .simhash = f->simhash, .post_id = post_id };
	for (unsigned i = 0; i < QUARTERS; i++) {
		uint32_t *head = &n->heads[i][quarter(f->simhash, i)];

		e->next[i] = *head;
		*head = n->count;
	}
	for (unsigned i = 0; i < ANCHORS; i++) {
		uint32_t *head = &n->anchor_heads[f->anchors[i] % ANCHOR_HEADS];

		/* A text of three words in a row has one anchor, four times. */
		if (i > 0 && f->anchors[i] == f->anchors[0])
			break;
		e->link[i] = *head;
		*head = n->count * ANCHORS + i;
	}
	return (OK);
}

/* A post on the way: so many of its anchors are those that are asked for. */
struct met {
	const struct entry *e;
	unsigned anchors, distance;
};

struct search {
	const struct neardup *n;
	struct near *found;
	size_t nfound, nmet;
	uint64_t simhash;
	unsigned steps; /* left */
	struct met met[MET_MAX];
};

static bool
comes_before(const struct near *a, const struct near *b)
{

	return (a->distance != b->distance ? a->distance < b->distance
					   : a->post_id < b->post_id);
}

static void
take(struct search *s, const struct entry *e, unsigned distance)
{
	struct near one = { e->post_id, distance };
	size_t i = s->nfound;

	for (size_t k = 0; k < s->nfound; k++)
		if (s->found[k].post_id == one.post_id &&
		    s->found[k].distance == one.distance)
			return;
	while (i > 0 && comes_before(&one, &s->found[i - 1]))
		i--;
	if (i == NEARDUP_FOUND)
		return;
	s->nfound += s->nfound < NEARDUP_FOUND;
	memmove(&s->found[i + 1], &s->found[i],
	    (s->nfound - 1 - i) * sizeof(one));
	s->found[i] = one;
}

static void
meet(struct search *s, const struct entry *e)
{
	unsigned distance = fingerprint_distance(e->simhash, s->simhash);

	if (distance > FINGERPRINT_FAR)
		return;
	for (size_t i = 0; i < s->nmet; i++)
		if (s->met[i].e == e) {
			s->met[i].anchors++;
			return;
		}
	if (s->nmet < MET_MAX)
		s->met[s->nmet++] = (struct met){ e, 1, distance };
}

/* The more anchors, the farther it may be. */
static void
take_met(struct search *s)
{
	static const unsigned far[] = { 0, FINGERPRINT_ONE, FINGERPRINT_TWO,
		FINGERPRINT_FAR, FINGERPRINT_FAR };

	for (size_t i = 0; i < s->nmet; i++) {
		const struct met *m = &s->met[i];

		if (m->distance <= far[m->anchors <= 4 ? m->anchors : 4])
			take(s, m->e, m->distance);
	}
}

/* Numbers fall along a chain: from the first that was written over on, all
 * were. */
static bool
is_kept(const struct search *s, uint32_t number)
{

	return (number != 0 && s->n->count - number < NEARDUP_MAX);
}

static void
along_quarter(struct search *s, unsigned i)
{
	uint32_t at = s->n->heads[i][quarter(s->simhash, i)];

	for (unsigned n = STEPS_MAX; is_kept(s, at) && n > 0 && s->steps > 0;
	     n--, s->steps--) {
		const struct entry *e = entry_at(s->n, at);

		unsigned distance =
		    fingerprint_distance(e->simhash, s->simhash);

		if (distance <= FINGERPRINT_NEAR)
			take(s, e, distance);
		at = e->next[i];
	}
}

static void
along_anchor(struct search *s, uint32_t anchor)
{
	uint32_t at = s->n->anchor_heads[anchor % ANCHOR_HEADS];

	for (unsigned n = STEPS_MAX;
	     is_kept(s, at / ANCHORS) && n > 0 && s->steps > 0;
	     n--, s->steps--) {
		const struct entry *e = entry_at(s->n, at / ANCHORS);

		meet(s, e);
		at = e->link[at % ANCHORS];
	}
}

size_t
neardup_find(const struct neardup *n, const struct fingerprint *f,
    struct near ret[NEARDUP_FOUND])
{
	struct search s;

	s.n = n;
	s.found = ret;
	s.nfound = s.nmet = 0;
	s.simhash = f->simhash;
	s.steps = STEPS_ALL;

	for (unsigned i = 0; i < ANCHORS; i++)
		if (i == 0 || f->anchors[i] != f->anchors[0])
			along_anchor(&s, f->anchors[i]);
	take_met(&s);
	for (unsigned i = 0; i < QUARTERS; i++)
		along_quarter(&s, i);
	return (s.nfound);
}

size_t
neardup_count(const struct neardup *n)
{

	return (n->count < NEARDUP_MAX ? n->count : NEARDUP_MAX);
}

size_t
neardup_bytes(const struct neardup *n)
{
	size_t blocks = 0;

	while (blocks < BLOCKS && n->blocks[blocks] != NULL)
		blocks++;
	return (sizeof(*n) + blocks * BLOCK * sizeof(struct entry));
}
