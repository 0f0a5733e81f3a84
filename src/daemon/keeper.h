/*
 * Upkeep beside the visits: a prune once a day, and what people ask for, one
 * at a time, on a thread of its own that asks the writer for one small group
 * after the other.
 */
#ifndef DAEMON_KEEPER_H
#define DAEMON_KEEPER_H

#include "daemon.h"

struct keeper;

/* keeper_done: on the loop; ${text}: a line for who asked. */
typedef void keeper_done(void *arg, bool yes, struct str text);

/* keeper_new: with the daily prune, unless the daemon runs once only. */
enum status keeper_new(struct daemon *d, struct keeper **ret) MUST_USE;

/* keeper_ask: ${request} as keeping_read takes it.  false: a sentence in
 * ${why}, ${done} is not called. */
bool keeper_ask(struct keeper *k, struct str request, keeper_done *done,
    void *arg, struct buf *why);
/* keeper_left: whoever asked with ${arg} is gone; the work goes on. */
void keeper_left(struct keeper *k, const void *arg);

/* keeper_is_heavy: the writer is in one long step now, and would not answer. */
bool keeper_is_heavy(const struct keeper *k);
/* keeper_excuses: the writer may be silent, for that step is not over yet, or
 * was so lately. */
bool keeper_excuses(const struct keeper *k);

/* keeper_free: ends what it does, within a step; before the road stops. */
void keeper_free(struct keeper *k);

#endif
