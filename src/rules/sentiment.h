/*
 * Sentiment (is it said kindly?) and intensity (how strongly is it said?), by
 * word lists and by capitals, exclamation marks and stretched words.
 */
#ifndef EARSHOT_RULES_SENTIMENT_H
#define EARSHOT_RULES_SENTIMENT_H

#include "fields.h"
#include "set.h"

struct scope_words;

/* sentiment_load: the valence files of language ${lang} ({NULL,0}: any) into
 * ${words}.  E_MEMORY. */
enum status sentiment_load(struct book *b, struct str lang,
    struct scope_words *words) MUST_USE;

/* sentiment_of: fills sentiment and intensity of ${v}. */
void sentiment_of(const struct ruleset *rs, int lang,
    const struct field_text *fields, struct verdict *v);

#endif
