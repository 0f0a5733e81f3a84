/*
 * How soon to look at an insight, 0 to 100: the sum of five parts, each a share
 * of 100 times something from 0 to 1.
 *
 *	score       its score
 *	intensity   how strongly it is said
 *	voices      log2(voices of its theme) / 5, at most 1: 32 voices
 *	engagement  log2(1 + answers + likes + votes + views / 100) / 10, at
 *	            most 1: about 1,000
 *	novelty     how new voice, place and words are
 *
 * The parts are stored with the insight; their sum halves with age in the
 * views.
 */
#ifndef EARSHOT_PRIORITY_H
#define EARSHOT_PRIORITY_H

#include <stdint.h>

#include "earshot/status.h"

struct store;

/* Shares need not sum to 100: they are brought to it.  All zero: no priority
 * at all. */
struct priority {
	double score, intensity, voices, engagement, novelty;
	int64_t half_life_s; /* 0: all of this as the database has it */
};
extern const struct priority priority_standard;

/* store_prefer: from now on these; in a transaction of its own, not within a
 * group.  Where shares differ from what was, stored parts are worked out again
 * with the next commits, a few thousand each. */
enum status store_prefer(struct store *s, const struct priority *p) MUST_USE;

enum { PRIORITY_VOICES = 32 }; /* more count no more */

/* priority_of_voices, priority_of_engagement: 0 to 1. */
double priority_of_voices(int64_t voices);
double priority_of_engagement(int64_t answers, int64_t likes, int64_t votes,
    int64_t views);

#endif
