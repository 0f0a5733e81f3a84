/*
 * The words of a post that count when posts are compared: not links, not
 * `RT @name:' in front, not what is quoted from others, unless little else is
 * said.
 */
#ifndef DEDUP_SAID_H
#define DEDUP_SAID_H

#include <stdbool.h>
#include <stdint.h>

#include "earshot/str.h"

struct said {
	struct str word; /* a slice of the text; borrowed */
	uint64_t hash;   /* as said_hash has it */
	uint32_t letters;
};

/* false: no more of them. */
typedef bool said_word(void *arg, const struct said *word);

/* said_text: calls ${each} for each word of ${s} but for those in ${quotes}
 * (bytes of it, sorted; odd ones do no harm) and in links, in their order. */
void said_text(struct str s, const struct quote *quotes, size_t nquotes,
    said_word *each, void *arg);
/* said_itself: does ${text} say ${least} words of its own?  Else what it
 * quotes is all that it says. */
bool said_itself(struct str text, const struct quote *quotes, size_t nquotes,
    size_t least);

/* said_hash: of the letters and digits of ${word} in small letters, without
 * the signs inside (don't, e-mail), which are written in many
 * ways.  The numbers are stored: they must not change. */
uint64_t said_hash(struct str word, uint32_t *ret_letters);

#endif
