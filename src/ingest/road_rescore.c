/*
 * Stored posts on the road, between the visits: one run at a time.
 */
#include "road_impl.h"

void
road_rescored(struct road *r)
{
	struct rescore_state state;

	if (!r->stopping)
		rescore_push(r->rescore);
	rescore_state(r->rescore, &state);
	if (r->rescored != NULL)
		r->rescored(r->rescored_arg, &state);
	if (!state.over)
		return;
	rescore_free(r->rescore);
	r->rescore = NULL;
}

/* What is little may be over before it began: told by the timer, later. */
static void
on_rescore(evutil_socket_t fd, short what, void *arg)
{
	struct road *r = arg;

	(void)fd;
	(void)what;
	if (r->rescore != NULL)
		road_rescored(r);
}

enum status
road_rescore(struct road *r, const struct stale *what,
    void (*progress)(void *arg, const struct rescore_state *state), void *arg,
    struct buf *reterr)
{
	struct timeval now = { 0, 0 };
	enum status st;

	if (r->rescore != NULL) {
		buf_adds(reterr, "one is under way");
		return (E_BUSY);
	}
	st = rescore_new(r->ingest, r->options.ingest.store_url, what,
	    &r->rescore, reterr);
	if (st != OK)
		return (st);
	r->rescored = progress;
	r->rescored_arg = arg;
	event_base_once(r->base, -1, EV_TIMEOUT, on_rescore, r, &now);
	return (OK);
}

void
road_rescore_stop(struct road *r)
{

	r->rescored = NULL;
	if (r->rescore != NULL)
		rescore_stop(r->rescore);
}
