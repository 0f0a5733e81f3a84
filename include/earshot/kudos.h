/*
 * Kudos: the numbers that come with a post and say how much it is talked about
 * and liked.  What a feed writes in digits becomes a count here, what it says
 * on a scale of its own becomes one to five; nothing here knows elements.
 */
#ifndef EARSHOT_KUDOS_H
#define EARSHOT_KUDOS_H

#include <stdbool.h>
#include <stdint.h>

#include "earshot/str.h"

#define KUDOS_MAX (INT64_C(1) << 53) /* of a count */

enum kudo { KUDO_LIKES, KUDO_VIEWS, KUDO_VOTES, KUDOS };

struct kudos {
	unsigned said; /* bits 1 << enum kudo */
	int64_t n[KUDOS];
	double rating; /* the mean of many, 1..5; 0: not said */
};

/* kudos_say: the first word on ${k} stays.  ${n} below zero: it was none. */
void kudos_say(struct kudos *to, enum kudo k, int64_t n);

/*
 * kudos_count: "45", "1,234", "12 345", "5.0", "1.2k", "3M" as a whole number
 * of at most KUDOS_MAX; -1: nothing that could be a count.
 */
int64_t kudos_count(struct str s);

/* A value on its scale; NAN: not said. */
struct scale {
	double value, min, max;
};

/*
 * kudos_of_five: on a scale from one to five; 0: no rating.  Without a
 * maximum it is five.  Where the lowest is said, it becomes one; where it is
 * not, or the scale counts stars up to five, nought is no rating.
 */
double kudos_of_five(const struct scale *s);

#endif
