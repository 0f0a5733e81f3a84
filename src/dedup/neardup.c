/*
 * An index of fingerprints.  Where two of 64 bits differ in three at most, one
 * of their four quarters is alike: so four tables by 16 bits, whose chains run
 * from the newest to the oldest.  An entry is known by its number, which only
 * grows; its place is that number in a ring, so nothing is ever taken out.
 */
#include "earshot/neardup.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "earshot/fingerprint.h"

enum {
	QUARTERS = 4,
	HEADS = 1 << 16,
	BLOCK = 1 << 14, /* entries that are allocated at a time */
	BLOCKS = NEARDUP_MAX / BLOCK,
	STEPS_MAX = 2048 /* of a chain: .8 ms where each is a cache miss */
};

struct entry {
	uint64_t fingerprint;
	int64_t post_id;
	uint32_t next[QUARTERS]; /* numbers; 0: the last */
};

struct neardup {
	uint32_t count; /* given away; numbers begin with 1 */
	uint32_t heads[QUARTERS][HEADS];
	struct entry *blocks[BLOCKS]; /* NULL from the first unused one on */
};

static struct entry *
entry_at(const struct neardup *n, uint32_t number)
{
	uint32_t place = (number - 1) % NEARDUP_MAX;

	return (&n->blocks[place / BLOCK][place % BLOCK]);
}

static unsigned
quarter(uint64_t fingerprint, unsigned i)
{

	return ((unsigned)(fingerprint >> (16 * i)) & (HEADS - 1));
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
neardup_add(struct neardup *n, uint64_t fingerprint, int64_t post_id)
{
	uint32_t place = n->count % NEARDUP_MAX;
	struct entry *e;

	/* Four thousand million later: it begins anew. */
	if (n->count == UINT32_MAX) {
		memset(n->heads, 0, sizeof(n->heads));
		n->count = place = 0;
	}
	if (n->blocks[place / BLOCK] == NULL) {
		n->blocks[place / BLOCK] = malloc(BLOCK * sizeof(struct entry));
		if (n->blocks[place / BLOCK] == NULL)
			return (E_MEMORY);
	}
	e = entry_at(n, ++n->count);
	*e = (struct entry){ .fingerprint = fingerprint, .post_id = post_id };
	for (unsigned i = 0; i < QUARTERS; i++) {
		uint32_t *head = &n->heads[i][quarter(fingerprint, i)];

		e->next[i] = *head;
		*head = n->count;
	}
	return (OK);
}

/* Puts ${id} where it belongs among the lowest; how many there are then. */
static size_t
keep(int64_t *ids, size_t n, int64_t id)
{
	size_t i = n;

	while (i > 0 && ids[i - 1] > id)
		i--;
	if (i == NEARDUP_FOUND || (i > 0 && ids[i - 1] == id))
		return (n);
	n -= n == NEARDUP_FOUND;
	memmove(&ids[i + 1], &ids[i], (n - i) * sizeof(*ids));
	ids[i] = id;
	return (n + 1);
}

size_t
neardup_find(const struct neardup *n, uint64_t fingerprint,
    int64_t ret_ids[NEARDUP_FOUND])
{
	size_t found = 0;

	for (unsigned i = 0; i < QUARTERS; i++) {
		uint32_t at = n->heads[i][quarter(fingerprint, i)];

		/* Numbers fall along a chain: from the first that was written
		 * over on, all were. */
		for (unsigned steps = 0; at != 0 && steps < STEPS_MAX &&
					 n->count - at < NEARDUP_MAX;
		     steps++) {
			const struct entry *e = entry_at(n, at);

			if (fingerprint_distance(e->fingerprint, fingerprint) <=
			    FINGERPRINT_NEAR)
				found = keep(ret_ids, found, e->post_id);
			at = e->next[i];
		}
	}
	return (found);
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
