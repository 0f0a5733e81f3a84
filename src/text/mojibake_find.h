/*
 * Where a text reads as if bytes of UTF-8 had been taken for another code
 * page, and what it should say.  mojibake.c applies it; fold.c does so with a
 * map back.
 */
#ifndef EARSHOT_TEXT_MOJIBAKE_FIND_H
#define EARSHOT_TEXT_MOJIBAKE_FIND_H

#include "earshot/arena.h"

/* Text may have been spoilt several times over. */
enum { MOJIBAKE_ROUNDS = 4 };

struct mojibake_patch {
	uint32_t start, end; /* bytes */
	uint32_t c;          /* what should stand there; 0: nothing */
	bool sure;           /* by itself, not only in company */
};

/*
 * mojibake_find: one layer of damage in ${s}, valid UTF-8: patches in order,
 * none when there is none.  Linear; nothing is allocated for clean text.
 * E_MEMORY.
 */
enum status mojibake_find(struct arena *a, struct str s,
    struct mojibake_patch **ret, size_t *ret_n) MUST_USE;

#endif
