/*
 * Stored posts on the road, between the visits: one run at a time.
 */
#include "road_impl.h"

enum { LOOK_S = 1 };

static void
look_in(struct road *r, time_t s)
{
	struct timeval tv = { .tv_sec = s };

	evtimer_add(r->rescoring, &tv);
}

void
road_rescored(struct road *r)
{
	struct rescore_state state;

	if (!r->stopping)
		rescore_push(r->rescore);
	rescore_state(r->rescore, &state);
	if (r->rescored != NULL)
		r->rescored(r->rescored_arg, &state);
	if (!state.over) {
		if (state.waits != NULL)
			look_in(r, LOOK_S);
		return;
	}
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
	enum status st;

	if (r->rescore != NULL) {
		buf_adds(reterr, "one is under way");
		return (E_BUSY);
	}
	if (r->rescoring == NULL)
		r->rescoring = evtimer_new(r->base, on_rescore, r);
	if (r->rescoring == NULL) {
		buf_adds(reterr, status_word(E_MEMORY));
		return (E_MEMORY);
	}
	st = rescore_new(r->ingest, r->options.ingest.store_url, what,
	    &r->rescore, reterr);
	if (st != OK)
		return (st);
	r->rescored = progress;
	r->rescored_arg = arg;
	look_in(r, 0);
	return (OK);
}

void
road_rescore_stop(struct road *r)
{

	r->rescored = NULL;
	if (r->rescore != NULL)
		rescore_stop(r->rescore);
}
