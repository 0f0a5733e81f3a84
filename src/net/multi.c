/*
 * curl_multi_socket_action on libevent: curl says which sockets and which one
 * timer it waits for, the loop says what happened.
 */
#include "multi.h"

#include <sys/queue.h>

#include <stdlib.h>

#include <event2/event.h>

/* A socket that curl waits for. */
struct watch {
	TAILQ_ENTRY(watch) link;
	struct multi *multi;
	struct event *event;
};

struct multi {
	CURLM *curl;
	struct event_base *base;
	struct event *timer;
	TAILQ_HEAD(, watch) watches;
	int connections;
	multi_done *done;
	void *arg;
};

static void
read_messages(struct multi *m)
{
	CURLMsg *msg;
	int left;

	while ((msg = curl_multi_info_read(m->curl, &left)) != NULL) {
		CURL *easy = msg->easy_handle;
		CURLcode code = msg->data.result;

		if (msg->msg != CURLMSG_DONE)
			continue;
		curl_multi_remove_handle(m->curl, easy);
		m->done(easy, code, m->arg);
	}
}

static void
on_socket(evutil_socket_t fd, short what, void *arg)
{
	struct multi *m = arg;
	int mask = (what & EV_READ ? CURL_CSELECT_IN : 0) |
		   (what & EV_WRITE ? CURL_CSELECT_OUT : 0);
	int running;

	curl_multi_socket_action(m->curl, fd, mask, &running);
	read_messages(m);
}

static void
on_timer(evutil_socket_t fd, short what, void *arg)
{
	struct multi *m = arg;
	int running;

	(void)fd;
	(void)what;
	curl_multi_socket_action(m->curl, CURL_SOCKET_TIMEOUT, 0, &running);
	read_messages(m);
}

static void
watch_free(struct watch *w)
{

	if (w == NULL)
		return;
	TAILQ_REMOVE(&w->multi->watches, w, link);
	if (w->event != NULL)
		event_free(w->event);
	free(w);
}

static int
watch_socket(CURL *easy, curl_socket_t fd, int what, void *arg, void *socketp)
{
	struct multi *m = arg;
	struct watch *w = socketp;
	short events =
	    (short)((what & CURL_POLL_IN ? EV_READ : 0) |
		    (what & CURL_POLL_OUT ? EV_WRITE : 0) | EV_PERSIST);

	(void)easy;
	if (what == CURL_POLL_REMOVE) {
		watch_free(w);
		curl_multi_assign(m->curl, fd, NULL);
		return (0);
	}
	if (w == NULL) {
		w = calloc(1, sizeof(*w));
		if (w == NULL)
			return (-1);
		w->multi = m;
		TAILQ_INSERT_TAIL(&m->watches, w, link);
		w->event = event_new(m->base, fd, events, on_socket, m);
		curl_multi_assign(m->curl, fd, w);
	} else {
		event_del(w->event);
		event_assign(w->event, m->base, fd, events, on_socket, m);
	}
	if (w->event == NULL || event_add(w->event, NULL) != 0)
		return (-1);
	return (0);
}

static int
set_timer(CURLM *curl, long ms, void *arg)
{
	struct multi *m = arg;
	struct timeval tv = { .tv_sec = ms / 1000,
		.tv_usec = (suseconds_t)(ms % 1000) * 1000 };

	(void)curl;
	if (ms < 0)
		event_del(m->timer);
	else if (event_add(m->timer, &tv) != 0)
		return (-1);
	return (0);
}

struct multi *
multi_new(struct event_base *base, int connections, int more,
    int host_connections, multi_done *done, void *arg)
{
	struct multi *m = calloc(1, sizeof(*m));

	if (m == NULL)
		return (NULL);
	TAILQ_INIT(&m->watches);
	m->base = base;
	m->connections = connections;
	m->done = done;
	m->arg = arg;
	m->timer = evtimer_new(base, on_timer, m);
	m->curl = curl_multi_init();
	if (m->timer == NULL || m->curl == NULL) {
		multi_free(m);
		return (NULL);
	}
	curl_multi_setopt(m->curl, CURLMOPT_SOCKETFUNCTION, watch_socket);
	curl_multi_setopt(m->curl, CURLMOPT_SOCKETDATA, m);
	curl_multi_setopt(m->curl, CURLMOPT_TIMERFUNCTION, set_timer);
	curl_multi_setopt(m->curl, CURLMOPT_TIMERDATA, m);
	/* As many again may be kept: a transfer must not have to close one that
	 * the next could have used. */
	curl_multi_setopt(m->curl, CURLMOPT_MAX_TOTAL_CONNECTIONS,
	    2L * connections + more);
	multi_keep(m, 0);
	curl_multi_setopt(m->curl, CURLMOPT_MAX_HOST_CONNECTIONS,
	    (long)host_connections);
	return (m);
}

void
multi_keep(struct multi *m, int waiting)
{

	curl_multi_setopt(m->curl, CURLMOPT_MAXCONNECTS,
	    2L * m->connections + waiting);
}

void
multi_free(struct multi *m)
{
	struct watch *w;

	if (m == NULL)
		return;
	/* Closing kept connections still calls back. */
	curl_multi_cleanup(m->curl);
	while ((w = TAILQ_FIRST(&m->watches)) != NULL)
		watch_free(w);
	if (m->timer != NULL)
		event_free(m->timer);
	free(m);
}

enum status
multi_add(struct multi *m, CURL *easy)
{

	return (
	    curl_multi_add_handle(m->curl, easy) == CURLM_OK ? OK : E_MEMORY);
}

void
multi_remove(struct multi *m, CURL *easy)
{

	curl_multi_remove_handle(m->curl, easy);
}
