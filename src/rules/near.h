/*
 * What near and need ask for: does it stand close enough to a hit?
 */
#ifndef EARSHOT_RULES_NEAR_H
#define EARSHOT_RULES_NEAR_H

#include "weigh.h"

enum { FOUND_MAX = 1024 }; /* hits of a condition's phrases in one post */

/* near_holds: does ${need} hold for ${h}?  Then ${ret} is what stands there. */
bool near_holds(struct weighing *w, const struct need *need,
    const struct hit *h, struct hit *ret);

#endif
