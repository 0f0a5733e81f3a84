/*
 * Sentences: a splitter of our own with abbreviations (libunistring has none).
 */
#ifndef EARSHOT_SENTENCE_H
#define EARSHOT_SENTENCE_H

#include "earshot/arena.h"

struct span {
	uint32_t start, end; /* bytes, end exclusive */
};

/* sentence_split: spans in order, covering every non-space byte; a line break
 * ends a sentence.  At most ${max} (the last takes the rest).  E_MEMORY. */
enum status sentence_split(struct arena *a, struct str text, size_t max,
    struct span **ret, size_t *ret_n) MUST_USE;

#endif
