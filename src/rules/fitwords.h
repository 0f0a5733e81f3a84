/*
 * The words of a text as a lexicon sees them: runs of lower-case words with
 * nothing but space between, and the phrases and skeletons in them.
 */
#ifndef EARSHOT_RULES_FITWORDS_H
#define EARSHOT_RULES_FITWORDS_H

#include "earshot/arena.h"

enum { FIT_PHRASE_MAX = 80, FIT_WORDS_MAX = 2000 };

/* Each phrase of one to three words, and each skeleton: function words round
 * one content word, which becomes a `*`.  May come more than once.  ${phrase}
 * is borrowed until it returns. */
typedef void fit_phrase(void *arg, struct str phrase);

/* fit_phrases: of ${text} (UTF-8); the first FIT_WORDS_MAX words.  E_MEMORY. */
enum status fit_phrases(struct arena *scratch, struct str text,
    fit_phrase *take, void *arg) MUST_USE;

#endif
