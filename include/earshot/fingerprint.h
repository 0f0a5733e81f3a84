/*
 * A fingerprint: 64 bits of which few differ where two texts say nearly the
 * same (SimHash, Charikar 2002).  It goes by words alone: case, signs, order,
 * links, quotes of somebody else and a leading `RT @name:' do not count.  The
 * numbers are stored: they must not change from one version to the next.
 */
#ifndef EARSHOT_FINGERPRINT_H
#define EARSHOT_FINGERPRINT_H

#include <stdbool.h>
#include <stdint.h>

#include "earshot/str.h"

enum {
	FINGERPRINT_WORDS_MIN = 12, /* fewer say too little to be compared */
	FINGERPRINT_NEAR = 3        /* bits; so far apart is still the same */
};

/* fingerprint_of: of ${title} and ${text} without ${quotes} (bytes of text,
 * sorted).  false: too few words, of text, or where it has none, of title.  Any
 * bytes; linear time, no memory. */
bool fingerprint_of(struct str title, struct str text,
    const struct quote *quotes, size_t nquotes, uint64_t *ret);
/* fingerprint_distance: bits that differ, 0 to 64. */
unsigned fingerprint_distance(uint64_t a, uint64_t b);

#endif
