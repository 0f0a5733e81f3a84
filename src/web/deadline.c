/*
 * evhttp's own timeout is for each read: who sends a byte a second stays for
 * good.  Here a connection's whole life has a deadline.
 */
#include "deadline.h"

#include <sys/socket.h>

#include <event2/bufferevent.h>
#include <event2/event.h>
#include <event2/http.h>

#include "earshot/clock.h"

enum { SWEEP_MS = 250 };

/* evhttp has let it go: its callbacks are taken off first thing.  Our reference
 * is the last, and closes it. */
static bool
is_left(struct bufferevent *bev)
{
	bufferevent_data_cb read = NULL, write = NULL;
	bufferevent_event_cb event = NULL;
	void *arg;

	bufferevent_getcb(bev, &read, &write, &event, &arg);
	return (read == NULL && write == NULL && event == NULL);
}

static void
drop(struct connection *s)
{

	bufferevent_decref(s->bev);
	*s = (struct connection){ NULL, 0 };
}

/* evhttp sees the end of the stream, and lets it go. */
static void
cut(struct connection *s)
{
	evutil_socket_t fd = bufferevent_getfd(s->bev);

	if (fd >= 0)
		shutdown(fd, SHUT_RDWR);
}

static void
on_sweep(evutil_socket_t fd, short what, void *arg)
{
	struct deadlines *g = arg;
	int64_t now_ms = clock_mono_ms();

	(void)fd;
	(void)what;
	for (size_t i = 0; i < WEB_CONNECTIONS; i++) {
		struct connection *s = &g->slots[i];

		if (s->bev == NULL)
			continue;
		if (is_left(s->bev))
			drop(s);
		else if (now_ms - s->since_ms > g->most_ms)
			cut(s);
	}
}

/* A free slot, or that of the oldest, which goes. */
static struct connection *
slot_of(struct deadlines *g)
{
	struct connection *oldest = &g->slots[0];

	for (size_t i = 0; i < WEB_CONNECTIONS; i++) {
		struct connection *s = &g->slots[i];

		if (s->bev != NULL && is_left(s->bev))
			drop(s);
		if (s->bev == NULL)
			return (s);
		if (s->since_ms < oldest->since_ms)
			oldest = s;
	}
	cut(oldest);
	drop(oldest);
	return (oldest);
}

static struct bufferevent *
on_connection(struct event_base *base, void *arg)
{
	struct connection *s = slot_of(arg);
	struct bufferevent *bev =
	    bufferevent_socket_new(base, -1, BEV_OPT_CLOSE_ON_FREE);

	if (bev == NULL)
		return (NULL);
	bufferevent_incref(bev);
	*s = (struct connection){ bev, clock_mono_ms() };
	return (bev);
}

bool
deadlines_start(struct deadlines *g, struct event_base *base,
    struct evhttp *http, int most_ms)
{
	struct timeval tv = { 0, SWEEP_MS * 1000 };

	*g = (struct deadlines){ .base = base, .most_ms = most_ms };
	g->sweep = event_new(base, -1, EV_PERSIST, on_sweep, g);
	if (g->sweep == NULL || event_add(g->sweep, &tv) != 0)
		return (false);
	evhttp_set_bevcb(http, on_connection, g);
	return (true);
}

void
deadlines_stop(struct deadlines *g)
{

	for (size_t i = 0; i < WEB_CONNECTIONS; i++)
		if (g->slots[i].bev != NULL)
			drop(&g->slots[i]);
	if (g->sweep != NULL)
		event_free(g->sweep);
	g->sweep = NULL;
}
