/*
 * The road's inside, for its files.
 */
#ifndef INGEST_ROAD_IMPL_H
#define INGEST_ROAD_IMPL_H

#include <event2/event.h>

#include "earshot/road.h"

#include "network.h"

struct road {
	struct road_options options;
	struct event_base *base;
	struct event *timer, *done;
	struct event *rescoring; /* looks after it, while nothing comes back */
	struct http *http;
	struct sched *sched;
	struct ingest *ingest;
	struct ruleset *rules;
	struct feedlist *list; /* only the strings of the feeds */
	bool stopping;
	bool idle_told;
	bool ill; /* the last commit failed */
	struct network *network;
	struct paging *paging;
	struct following *following;
	struct rescore *rescore; /* NULL: none is under way */
	void (*rescored)(void *arg, const struct rescore_state *state);
	void *rescored_arg;
	struct asker *askers; /* who wait for imports */
	int64_t probe_ms; /* then: no visit before this moment (monotonic) */
};

/* road_wake: there may be something to start: the next turn comes at once. */
void road_wake(struct road *r);
/* road_paused: the writer wants no visit to start.  Never `once`: who waits for
 * the end of that is told why nothing came. */
bool road_paused(const struct road *r);
/* road_imported: is it a file's?  Then who waits for it is told, and it goes.
 */
bool road_imported(struct road *r, struct batch *b);
/* road_rescored: a piece is back, or none was needed: the next ones, and tells
 * who waits for it. */
void road_rescored(struct road *r);

#endif
