/*
 * Phrases, patterns and conditions as they would be written in a rule file, in
 * one way, whatever way a person took.
 */
#ifndef EARSHOT_RULES_SAYING_H
#define EARSHOT_RULES_SAYING_H

#include "earshot/buf.h"

#include "rule.h"

/* saying_phrase: in quotes, with those inside it escaped. */
void saying_phrase(struct buf *out, struct str phrase);
/* saying_flags: of a pattern's regex: "i", "sm"; "" for none. */
void saying_flags(const struct pattern *p, char ret[5]);
/* saying_patterns: "a" | "b", or /a/i | /b/; only those that are ${regex}.
 * How many there were. */
size_t saying_patterns(struct buf *out, const struct pattern *list, bool regex);

#endif
