/*
 * Is it our own network?  When most of the hosts that were asked lately fail
 * before any HTTP answer, the fault is here and not theirs.  Not for a single
 * host that is down, nor for many that were so before.  Main thread only.
 */
#ifndef EARSHOT_OUTAGE_H
#define EARSHOT_OUTAGE_H

#include "earshot/batch.h"

struct outage;

enum outage_turn { OUTAGE_SAME, OUTAGE_BEGAN, OUTAGE_ENDED };

/* NULL if memory is out. */
struct outage *outage_new(void);
void outage_free(struct outage *o);

/* outage_silent: did this visit fail before any HTTP answer, by no decision of
 * our own? */
bool outage_silent(const struct batch *b);
/* outage_note: a visit's fetch is over; says when an outage begins or ends.
 * ${asking}: others are being asked, and may yet answer: none begins unless it
 * was silent for a moment. */
enum outage_turn outage_note(struct outage *o, const struct batch *b,
    bool asking, int64_t now_ms);
bool outage_is_on(const struct outage *o);
/* outage_counts: how many of how many distinct hosts failed when it began. */
void outage_counts(const struct outage *o, size_t *ret_failed,
    size_t *ret_hosts);

#endif
