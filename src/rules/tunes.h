/*
 * The readers of the statements that tune what other files say.
 */
#ifndef EARSHOT_RULES_TUNES_H
#define EARSHOT_RULES_TUNES_H

#include "statements.h"

void tune_weight(struct reader *r, const struct statement *st, struct scan *s);
void tune_also(struct reader *r, const struct statement *st, struct scan *s);
void tune_off(struct reader *r, const struct statement *st, struct scan *s);
void tune_override(struct reader *r, const struct statement *st,
    struct scan *s);
void tune_dial(struct reader *r, const struct statement *st, struct scan *s);
void tune_valence(struct reader *r, const struct statement *st, struct scan *s);

#endif
