/*
 * A field made ready to be searched: capped, folded, cut into sentences;
 * quotes of others left out.
 */
#ifndef EARSHOT_RULES_FIELDS_H
#define EARSHOT_RULES_FIELDS_H

#include "earshot/classify.h"
#include "earshot/sentence.h"
#include "earshot/words.h"

struct field_text {
	struct str original; /* what was searched of it */
	struct fold fold;
	size_t nsentences;
	struct span *sentences; /* bytes of fold.text; at most CLASSIFY_WINDOW
				   each; never over a quote */
	size_t nown;    /* the author's; those behind them are a moderator's
			   markers, which only rules about spam hear */
	bool truncated; /* there was more than CLASSIFY_MAX */
	bool plain; /* ASCII, no run of white space: byte windows are sure */
};

/* field_prepare: ${quotes}: bytes of ${s} to leave out, sorted; what borrowed.h
 * finds is left out too.  Bytes that are not UTF-8 are tolerated.  E_MEMORY. */
enum status field_prepare(struct arena *a, struct str s,
    const struct quote *quotes, size_t nquotes,
    struct field_text *ret) MUST_USE;

/* field_sentence: the text of sentence ${i}. */
struct str field_sentence(const struct field_text *f, size_t i);

#endif
