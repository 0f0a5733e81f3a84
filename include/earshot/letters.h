/*
 * A word by its letters and digits in small letters, without the signs inside
 * (don't, e-mail), which are written in many ways.
 */
#ifndef EARSHOT_LETTERS_H
#define EARSHOT_LETTERS_H

#include <unicase.h>

#include "earshot/utf8.h"

/* FNV-1a; in small letters. */
#define LETTERS_FIRST UINT64_C(0xcbf29ce484222325)
#define LETTERS_PRIME UINT64_C(0x100000001b3)

/* letters_hash: of what is left, and of how many that was; any bytes.
 * Fingerprints that are stored are made of it: it must not change from one
 * version to the next. */
static inline uint64_t
letters_hash(struct str word, uint32_t *ret_n)
{
	uint64_t h = LETTERS_FIRST;
	uint32_t n = 0;
	size_t at = 0;

	while (at < word.n) {
		unsigned char b = (unsigned char)word.p[at];
		uint32_t c = b;

		if (b < 0x80) {
			at++;
			if (b == '\'' || b == '-')
				continue;
			if (b >= 'A' && b <= 'Z')
				c = b | 0x20u;
		} else {
			c = uc_tolower(utf8_next(word, &at));
			if (c == 0x2019 || c == 0x2010 || c == 0x2011)
				continue;
		}
		h = (h ^ c) * LETTERS_PRIME;
		n++;
	}
	*ret_n = n;
	return (h);
}

#endif
