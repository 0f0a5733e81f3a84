/*
 * When each feed is due: what sched.c and wishes.c share.
 */
#ifndef SCHED_PLAN_H
#define SCHED_PLAN_H

#include "earshot/heap.h"
#include "earshot/sched.h"

#include "host.h"
#include "urlindex.h"
#include "visits.h"

enum { PLAN_SPREAD_MAX_MS = 3600 * 1000 };

enum state {
	PLANNED, /* in the heap, at due_ms */
	WAITING, /* due; in its host's queue */
	VISITING,
	IDLE,    /* will not be visited by itself */
	NO_FEED, /* it was dropped; its place is free */
};

struct sched {
	struct sched_options options;
	struct hosts *hosts;
	struct heap heap; /* {due_ms, index}; stale where due_ms differs */
	struct feed *feeds;
	size_t n, room; /* places that are used, and that there are */
	size_t hole;    /* 1 + the first that was left, 0: none; the others in
			   a chain of due_ms */
	size_t nholes;
	size_t nfound; /* of the feeds */
	int64_t *due_ms;
	uint8_t *state;
	struct urlindex urls;
	struct visits visits;
};

/* plan_jitter: 0..1, the same for the same visit: a restart changes no plan. */
double plan_jitter(const struct feed *feed);
/* plan_due_ms: when is it due, monotonic; INT64_MAX: never. */
int64_t plan_due_ms(const struct sched *s, size_t i);
/* plan_at: in the heap.  plan_rebuild: the heap follows due_ms and state. */
void plan_at(struct sched *s, size_t i, int64_t due_ms);
void plan_rebuild(struct sched *s);
/* plan_next: its next visit, at least ${least_ms} from now. */
void plan_next(struct sched *s, size_t i, int64_t least_ms);
/* plan_all: anew, all that are not being visited. */
void plan_all(struct sched *s);

/* plan_host: whom a visit would ask.  plan_give: it is being visited now. */
uint64_t plan_host(const struct feed *feed);
const struct feed *plan_give(struct sched *s, size_t i);

#endif
