/*
 * Most sentences are shorter than 128 bytes: then a block is a byte or two,
 * and literals that stand in another order than the pattern's, or too far
 * apart, are told from those that may be its own.  Of 412,000 runs of patterns
 * over 20,658 posts that saved more than half; 102,000 found something.
 */
#include "places.h"

#include <stdlib.h>

enum {
	LOG_LEAST = 10, /* entries of the table ... */
	LOG_MOST = 15,
	PER_BYTE = 16, /* ... by the text's bytes */
};

enum status
places_init(struct places *p)
{

	memset(p, 0, sizeof(*p));
	p->table = malloc(sizeof(*p->table) << LOG_MOST);
	return (p->table != NULL ? OK : E_MEMORY);
}

void
places_close(struct places *p)
{

	free(p->table);
	free(p->room);
}

static inline void
put(struct places *p, uint32_t gram, uint64_t block)
{

	p->table[places_key(gram) >> (16 - p->log)] |= block;
}

void
places_size(struct places *p, size_t n)
{

	p->n = (uint32_t)n;
	p->block = 0;
	while ((size_t)PLACES_BLOCKS << p->block < n)
		p->block++;
}

static void
measure(struct places *p, struct str text)
{

	p->log = LOG_LEAST;
	while (p->log < LOG_MOST && (size_t)1 << p->log < text.n * PER_BYTE)
		p->log++;
	p->wide = 0;
	for (size_t i = 0; i < text.n; i++)
		p->wide += ((unsigned char)text.p[i] & 0xc0) == 0x80;
}

static const bool word_bytes
    [256] = { ['a' ... 'z'] = true, ['0' ... '9'] = true, ['_'] = true };

/* They may bound a word or be part of a literal. */
static const bool half_bytes[256] = { ['\''] = true, [0x80 ... 0xff] = true };

/* Two copies of ${text} and the zeros behind it, with spaces for signs: bounds
 * of words; in ${all} also for what may be either. */
static void
copy_bounds(struct str text, char *some, char *all)
{

	for (size_t i = 0; i < text.n + GRAM_BYTES; i++) {
		unsigned char c = (unsigned char)text.p[i];
		bool word = word_bytes[c];

		all[i] = (char)(word ? c : ' ');
		some[i] = (char)((word || half_bytes[c]) ? c : ' ');
	}
}

static inline void
put_all(struct places *p, uint32_t four, uint64_t block, bool one, bool two,
    bool three)
{

	put(p, four, block);
	if (three)
		put(p, gram_three(four), block);
	if (two)
		put(p, gram_two(four), block);
	if (one)
		put(p, gram_one(four), block);
}

static bool
make_room(struct places *p, size_t n)
{
	char *more;

	if (p->room_size >= n)
		return (true);
	more = realloc(p->room, 2 * n);
	if (more == NULL)
		return (false);
	p->room = more;
	p->room_size = 2 * n;
	return (true);
}

enum status
places_fill(struct places *p, const char *s, const bool has[GRAM_BYTES + 1],
    bool bounds)
{
	struct str text = { s, p->n };
	bool one = has[1], two = has[2], three = has[3];
	const char *some = text.p, *all = text.p;

	if (bounds) {
		if (!make_room(p, 2 * (text.n + GRAM_BYTES)))
			return (E_MEMORY);
		some = p->room;
		all = p->room + text.n + GRAM_BYTES;
		copy_bounds(text, p->room, p->room + text.n + GRAM_BYTES);
	}
	measure(p, text);
	memset(p->table, 0, sizeof(*p->table) << p->log);
	for (size_t i = 0; i < text.n; i++) {
		uint32_t four = gram_four(text.p + i);
		uint32_t four_some = gram_four(some + i);
		uint32_t four_all = gram_four(all + i);
		uint64_t block = UINT64_C(1) << (i >> p->block);

		put_all(p, four, block, one, two, three);
		if (four_some != four)
			put_all(p, four_some, block, one, two, three);
		if (four_all != four_some)
			put_all(p, four_all, block, one, two, three);
	}
	return (OK);
}

/* ${at}, and up to ${more} blocks before each. */
static uint64_t
spread(uint64_t at, uint32_t more)
{
	uint32_t done = 0;

	if (more >= PLACES_BLOCKS)
		more = PLACES_BLOCKS - 1;
	while (done < more) {
		uint32_t step = done + 1 < more - done ? done + 1 : more - done;

		at |= at >> step;
		done += step;
	}
	return (at);
}

uint64_t
places_before(const struct places *p, uint64_t at, uint32_t first,
    uint32_t last)
{
	uint32_t nearest = first >> p->block, farthest = PLACES_BLOCKS;

	if (nearest >= PLACES_BLOCKS)
		return (0);
	/* Up to four bytes a character, and no more than there are. */
	if (last < p->n) {
		last += last < p->wide / 3 ? 3 * last : p->wide;
		farthest = (last + (1u << p->block) - 1) >> p->block;
	}
	return (spread(at >> nearest, farthest - nearest));
}

uint32_t
places_first(const struct places *p, uint64_t at)
{

	return ((uint32_t)__builtin_ctzll(at) << p->block);
}

uint32_t
places_last(const struct places *p, uint64_t at)
{

	return (((64u - (uint32_t)__builtin_clzll(at)) << p->block) - 1);
}
