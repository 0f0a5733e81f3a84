/*
 * A verdict for machines (the JSON object of contracts/classify.md) and for
 * people (points, rule, what it is about, the sentence with the match marked).
 */
#ifndef EARSHOT_VERDICT_PRINT_H
#define EARSHOT_VERDICT_PRINT_H

#include "earshot/buf.h"
#include "earshot/classify.h"
#include "earshot/verdict.h"

/* ${id}: raw JSON to stand after "id":, e.g. "null" or "\"a1\"". */
void verdict_json(struct buf *out, struct str id, const struct verdict *v);
/* Every signal, fired or not, and how far it is from its threshold.
 * ${color}: marks by bold on a terminal, else by [brackets]. */
void verdict_text(struct buf *out, const struct classify_input *in,
    const struct ruleset_info *rules, const struct verdict *v, bool color);
/* verdict_brief: only what was heard, and the rules that nearly spoke (negated,
 * vetoed, something missing); one sentence when there is neither. */
void verdict_brief(struct buf *out, const struct classify_input *in,
    const struct ruleset_info *rules, const struct verdict *v, bool color);

#endif
