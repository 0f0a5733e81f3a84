/*
 * Where in a text its grams may stand: the text is cut into up to 64 blocks of
 * 1, 2, 4, ... bytes, and each gram has a bit a block.  Grams share places of
 * a table: a bit may be set where there is none, never the other way round.
 */
#ifndef EARSHOT_RULES_PLACES_H
#define EARSHOT_RULES_PLACES_H

#include "grams.h"

enum { PLACES_BLOCKS = 64 };

#define PLACES_ALL    UINT64_MAX
#define PLACES_NO_END UINT32_MAX

/* Open for the scanning loop. */
struct places {
	uint64_t *table;
	char *room; /* two more copies of the text */
	size_t room_size;
	unsigned log;   /* entries of the table */
	unsigned block; /* bytes of a block; log */
	uint32_t n;     /* bytes of the text ... */
	uint32_t wide;  /* ... that go on with a character begun before */
};

/* places_init: E_MEMORY. */
enum status places_init(struct places *p) MUST_USE;
void places_close(struct places *p);

/* places_word: may ${c}, a small letter, digit or _, be in a bounded word? */
static inline bool
places_word(char c)
{

	return ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_');
}

/* places_size: of a text of ${n} bytes, which places_fill will fill. */
void places_size(struct places *p, size_t n);

/*
 * places_fill: of a text in lower case, white space as spaces, behind which
 * GRAM_BYTES zeros stand.  ${has}: of which lengths grams are asked for, as in
 * struct grams; those of four bytes are always there.  With ${bounds} what is
 * neither a letter nor a digit counts as itself and as a space, so that " at "
 * finds "(at," too; so does what is not ASCII.  E_MEMORY.
 */
enum status places_fill(struct places *p, const char *text,
    const bool has[GRAM_BYTES + 1], bool bounds) MUST_USE;

/* places_key: what a gram is asked for by; short, as there are many. */
static inline uint16_t
places_key(uint32_t gram)
{

	return ((uint16_t)(gram_hash(gram) >> 16));
}

/* places_of: where the gram of this key may stand. */
static inline uint64_t
places_of(const struct places *p, uint16_t key)
{

	return (p->table[key >> (16 - p->log)]);
}

/* places_back: where a thing begins that has this one ${bytes} behind. */
static inline uint64_t
places_back(const struct places *p, uint64_t at, unsigned bytes)
{
	unsigned blocks = bytes >> p->block;

	if (blocks >= PLACES_BLOCKS)
		return (0);
	at >>= blocks;
	/* It may begin in either of two blocks. */
	return ((bytes & ((1u << p->block) - 1)) != 0 ? at | at >> 1 : at);
}

/*
 * places_before: where a match may begin, if ${first} to ${last} characters
 * stand between that and one of ${at}.
 */
uint64_t places_before(const struct places *p, uint64_t at, uint32_t first,
    uint32_t last);

/* The first byte of the first of ${at}, and the last byte of the last of
 * them; there is one. */
uint32_t places_first(const struct places *p, uint64_t at);
uint32_t places_last(const struct places *p, uint64_t at);

#endif
