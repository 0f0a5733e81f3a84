/*
 * Who may stay connected: every connection has a deadline, and at the cap the
 * oldest one goes, which is the one that never finished its request.
 */
#ifndef WEB_DEADLINE_H
#define WEB_DEADLINE_H

#include "earshot/web.h"

struct event_base;
struct bufferevent;
struct evhttp;

struct connection {
	struct bufferevent *bev; /* a reference of ours; NULL: free */
	int64_t since_ms;
};
struct deadlines {
	struct event_base *base;
	struct event *sweep;
	int64_t most_ms;
	struct connection slots[WEB_CONNECTIONS];
};

/* deadlines_start: watches every connection of ${http} from now on. */
bool deadlines_start(struct deadlines *g, struct event_base *base,
    struct evhttp *http, int most_ms) MUST_USE;
/* deadlines_stop: after evhttp_free. */
void deadlines_stop(struct deadlines *g);

#endif
