/*
 * Phrases side by side: "a" | b | "c (d|e)"; and patterns: /x/i | /y/.  Only
 * where each begins and ends; what is inside is phrase.c's and PCRE2's.
 */
#ifndef EARSHOT_RULES_ALTERNATIVES_H
#define EARSHOT_RULES_ALTERNATIVES_H

#include "rule.h"
#include "ruletext.h"

/*
 * alternatives_read: appends to the list that ends at *${tail}.  ${stops}:
 * words at which phrases end (NULL-ended; may be NULL).  *${bare}: the last
 * phrase stood without quotes (may be NULL).  False: a fault was added.
 */
bool alternatives_read(struct book *b, struct scan *s, const char *const *stops,
    struct pattern ***tail, bool *bare);

/* alternatives_regex: the same for /patterns/. */
bool alternatives_regex(struct book *b, struct scan *s, struct pattern ***tail);

#endif
