/*
 * A fingerprint: 64 bits of which few differ where two texts say nearly the
 * same (SimHash, Charikar 2002), and four anchors: hashes of three words in a
 * row, of which a copy that was cut or framed still has some (weighted
 * bottom-k sketch, Cohen and Kaplan 2007).  Both go by words alone: case,
 * signs, links, quotes of somebody else and a leading `RT @name:' do not
 * count, nor for the simhash their order.  The numbers are stored: they must
 * not change from one version to the next.
 */
#ifndef EARSHOT_FINGERPRINT_H
#define EARSHOT_FINGERPRINT_H

#include <stdbool.h>
#include <stdint.h>

#include "earshot/post.h"

enum {
	FINGERPRINT_WORDS_MIN = 12, /* fewer say too little to be compared */
	FINGERPRINT_NEAR = 3,       /* bits; worth a look at the words */
	/* With one anchor in common so far is as well, with two, with more. */
	FINGERPRINT_ONE = 13,
	FINGERPRINT_TWO = 19,
	FINGERPRINT_FAR = 24
};

/* fingerprint_of: of ${title} and ${text} without ${quotes} (bytes of text,
 * sorted); where fewer than twelve words are left, with them: then it says what
 * it quotes.  Anchors are those of the text, or where it has none, of the
 * title. false: too few words in it.  Any bytes; linear time, no memory. */
bool fingerprint_of(struct str title, struct str text,
    const struct quote *quotes, size_t nquotes, struct fingerprint *ret);
/* fingerprint_distance: bits that differ, 0 to 64. */
unsigned fingerprint_distance(uint64_t a, uint64_t b);

#endif
