/*
 * Who asks and has had no answer for a while stands aside: it goes on asking,
 * but its place is another's until the answer comes.  So black holes and names
 * that hang cost a socket each and nobody's turn.
 */
#include <event2/event.h>

#include "earshot/clock.h"

#include "inside.h"

enum { LOOK_EVERY_MS = 100 };

size_t
aside_most(const struct http *h)
{
	size_t most = (size_t)h->options.max_connections * ASIDES_PER_PLACE;

	return (most < ASIDES_MAX ? most : ASIDES_MAX);
}

static void
tell(struct http *h)
{

	multi_keep(h->multi, (int)h->naside);
	event_active(h->pump, EV_TIMEOUT, 0);
	if (h->on_room != NULL)
		h->on_room(h->room_arg);
}

static void
wait_for(struct http *h, int ms)
{
	struct timeval tv = { ms / 1000, (suseconds_t)(ms % 1000) * 1000 };

	if (!evtimer_pending(h->patience, NULL))
		evtimer_add(h->patience, &tv);
}

static void
step_aside(struct http *h, struct hop *hop)
{

	hop->aside = true;
	h->naside++;
	if (hop->place == HOP_RUNNING)
		h->nrunning--;
	if (hop->looking) {
		h->nlooking--;
		h->naside_looking++;
	}
}

static void
on_patience(evutil_socket_t fd, short what, void *arg)
{
	struct http *h = arg;
	int64_t now_ms = clock_mono_ms();
	size_t before = h->naside, most = aside_most(h);
	struct hop *hop;

	(void)fd;
	(void)what;
	TAILQ_FOREACH(hop, &h->asking, asking_link) {
		if (now_ms - hop->asked_ms < PATIENCE_MS || h->naside >= most)
			break;
		if (!hop->aside)
			step_aside(h, hop);
	}
	if (h->naside > before)
		tell(h);
	if (!TAILQ_EMPTY(&h->asking))
		wait_for(h, LOOK_EVERY_MS);
}

enum status
aside_init(struct http *h)
{

	h->patience = evtimer_new(h->base, on_patience, h);
	return (h->patience != NULL ? OK : E_MEMORY);
}

void
aside_begin(struct http *h, struct hop *hop)
{

	hop->asking = true;
	hop->aside = false;
	hop->asked_ms = clock_mono_ms();
	TAILQ_INSERT_TAIL(&h->asking, hop, asking_link);
	wait_for(h, PATIENCE_MS);
}

void
aside_end(struct http *h, struct hop *hop)
{

	if (!hop->asking)
		return;
	hop->asking = false;
	TAILQ_REMOVE(&h->asking, hop, asking_link);
	if (!hop->aside)
		return;
	/* It has an answer to read now, whoever has its place. */
	hop->aside = false;
	h->naside--;
	if (hop->place == HOP_RUNNING)
		h->nrunning++;
	tell(h);
}

size_t
http_aside(const struct http *h, size_t *ret_most)
{

	*ret_most = aside_most(h);
	return (h->naside);
}

void
http_on_room(struct http *h, void (*changed)(void *arg), void *arg)
{

	h->on_room = changed;
	h->room_arg = arg;
}
