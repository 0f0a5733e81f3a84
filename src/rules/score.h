/*
 * The score: 1 / (1 + exp(-(bias + sum of points))), for each signal.
 */
#ifndef EARSHOT_RULES_SCORE_H
#define EARSHOT_RULES_SCORE_H

#include "weigh.h"

/* score_verdict: scores, `when`, which signals fired, the primary one, facet
 * and target.  E_MEMORY. */
enum status score_verdict(struct weighing *w, int stars) MUST_USE;

#endif
