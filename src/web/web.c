/*
 * The server: sockets, thread, routes.  What pages say is others' business.
 */
#include "earshot/web.h"

#include <sys/eventfd.h>
#include <sys/socket.h>

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <event2/buffer.h>
#include <event2/event.h>
#include <event2/http.h>
#include <event2/keyvalq_struct.h>
#include <event2/listener.h>

#include "earshot/log.h"

#include "deadline.h"
#include "ownname.h"

enum {
	HEADERS_MAX = 16 << 10,
	BODY_MAX = 16 << 20,
	IDLE_S = 5,         /* between two reads */
	NO_FILES_MS = 1000, /* out of descriptors: how long nobody is let in */
	BACKLOG = 64,
};

struct web {
	const struct web_route *routes;
	void *arg;
	struct event_base *base;
	struct evhttp *http;
	struct deadlines deadlines;
	struct event *stop;
	uint16_t ports[WEB_ADDRESSES];
	size_t nports;
	int stop_fd;
	pthread_t thread;
	bool started;
};

/* A name without its port, and without the brackets of IPv6. */
static struct str
host_name(struct str host)
{
	size_t at;

	if (host.n > 0 && host.p[0] == '[') {
		at = str_findc(host, ']');
		if (at == SIZE_MAX ||
		    (at + 1 < host.n && host.p[at + 1] != ':'))
			return (host);
		return (str_sub(host, 1, at));
	}
	at = str_findc(host, ':');
	return (str_sub(host, 0, at == SIZE_MAX ? host.n : at));
}

/* A page in a browser can make its own name lead here, but neither an address
 * nor a name of ours. */
bool
web_host_fits(struct str host)
{
	struct str name = host_name(str_trim(host));
	char text[INET6_ADDRSTRLEN + 1], own[256] = "";
	unsigned char address[16];

	if (name.n == 0)
		return (false);
	if (str_ieq(name, STR("localhost")))
		return (true);
	if (name.n < sizeof(text)) {
		memcpy(text, name.p, name.n);
		text[name.n] = '\0';
		if (inet_pton(AF_INET, text, address) == 1 ||
		    inet_pton(AF_INET6, text, address) == 1)
			return (true);
	}
	return (
	    gethostname(own, sizeof(own) - 1) == 0 &&
	    ownname_is(name, str_of(own), "/etc/hosts", "/etc/resolv.conf"));
}

static void
add_headers(struct evhttp_request *q, const char *type)
{
	struct evkeyvalq *h = evhttp_request_get_output_headers(q);

	evhttp_add_header(h, "Content-Type", type);
	evhttp_add_header(h, "Connection", "close");
	evhttp_add_header(h, "Cache-Control", "no-store");
	evhttp_add_header(h, "X-Content-Type-Options", "nosniff");
	evhttp_add_header(h, "Content-Security-Policy", "default-src 'none'");
}

static void
answer(struct evhttp_request *q, const struct web_answer *a)
{
	struct evbuffer *out = NULL;
	char length[24];

	add_headers(q, a->type);
	/* evhttp would send a body on HEAD. */
	if (evhttp_request_get_command(q) == EVHTTP_REQ_HEAD) {
		snprintf(length, sizeof(length), "%zu", a->body.n);
		evhttp_add_header(evhttp_request_get_output_headers(q),
		    "Content-Length", length);
	} else if ((out = evbuffer_new()) != NULL)
		evbuffer_add(out, buf_str(&a->body).p, a->body.n);
	evhttp_send_reply(q, a->status, NULL, out);
	if (out != NULL)
		evbuffer_free(out);
}

static const struct web_route *
route_of(const struct web *w, const char *path)
{

	for (const struct web_route *r = w->routes; r->path != NULL; r++)
		if (path != NULL && strcmp(r->path, path) == 0)
			return (r);
	return (NULL);
}

static void
on_request(struct evhttp_request *q, void *arg)
{
	struct web *w = arg;
	struct web_answer a = { 200, "text/plain; charset=utf-8",
		BUF_INIT(BODY_MAX) };
	const struct evhttp_uri *uri = evhttp_request_get_evhttp_uri(q);
	const struct web_route *r =
	    route_of(w, uri != NULL ? evhttp_uri_get_path(uri) : NULL);
	const char *host =
	    evhttp_find_header(evhttp_request_get_input_headers(q), "Host");

	if (!web_host_fits(str_of(host))) {
		a.status = 421;
		buf_adds(&a.body,
		    "this server answers to its address, to localhost and to "
		    "its own name only\n");
	} else if (r == NULL) {
		a.status = 404;
		buf_adds(&a.body, "there are these pages:\n");
		for (r = w->routes; r->path != NULL; r++)
			buf_printf(&a.body, "%s\n", r->path);
	} else
		r->page(w->arg, &a);
	if (buf_failed(&a.body)) {
		buf_clear(&a.body);
		a.status = 500;
	}
	answer(q, &a);
	buf_free(&a.body);
}

static void
on_again(evutil_socket_t fd, short what, void *listener)
{

	(void)fd;
	(void)what;
	evconnlistener_enable(listener);
}

/* Out of descriptors: it would be asked again at once, and again.  ${http} is
 * evhttp's, whose listener it is. */
static void
on_trouble(struct evconnlistener *l, void *http)
{
	struct timeval tv = { NO_FILES_MS / 1000, NO_FILES_MS % 1000 * 1000 };

	(void)http;
	log_line(LOG_WARN, "web_accept_failed why=%s",
	    strerror(EVUTIL_SOCKET_ERROR()));
	evconnlistener_disable(l);
	if (event_base_once(evconnlistener_get_base(l), -1, EV_TIMEOUT,
		on_again, l, &tv) != 0)
		evconnlistener_enable(l);
}

static void
on_stop(evutil_socket_t fd, short what, void *arg)
{
	struct web *w = arg;

	(void)fd;
	(void)what;
	event_base_loopbreak(w->base);
}

/* "127.0.0.1:8017", "[::1]:8017" or "localhost:8017". */
static int
socket_of(struct str listen_at, uint16_t *ret_port)
{
	struct addrinfo hints = { .ai_flags = AI_NUMERICHOST | AI_NUMERICSERV |
					      AI_PASSIVE,
		.ai_socktype = SOCK_STREAM };
	struct addrinfo *found = NULL;
	struct sockaddr_storage bound;
	socklen_t len = sizeof(bound);
	struct str host = host_name(listen_at);
	char *text =
	    str_dup(str_ieq(host, STR("localhost")) ? STR("127.0.0.1") : host);
	size_t at = listen_at.n;
	int fd = -1, on = 1, bad;
	char *port;

	while (at > 0 && listen_at.p[at - 1] != ':')
		at--;
	port = str_dup(str_sub(listen_at, at, listen_at.n));
	bad = text == NULL || port == NULL ||
	      getaddrinfo(text[0] != '\0' ? text : NULL, port, &hints,
		  &found) != 0;
	free(text);
	free(port);
	if (bad) {
		errno = EINVAL;
		return (-1);
	}
	fd = socket(found->ai_family,
	    SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (fd >= 0)
		(void)setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (fd >= 0 &&
	    (bind(fd, found->ai_addr, found->ai_addrlen) != 0 ||
		listen(fd, BACKLOG) != 0 ||
		getsockname(fd, (struct sockaddr *)&bound, &len) != 0)) {
		int why = errno;

		close(fd);
		errno = why;
		fd = -1;
	} else if (fd >= 0)
		*ret_port =
		    ntohs(bound.ss_family == AF_INET6
			      ? ((struct sockaddr_in6 *)&bound)->sin6_port
			      : ((struct sockaddr_in *)&bound)->sin_port);
	freeaddrinfo(found);
	return (fd);
}

static void
listen_at(struct web *w, const char *where, struct buf *reterr)
{
	uint16_t port = 0;
	int fd = socket_of(str_of(where), &port);
	struct evhttp_bound_socket *bound;

	bound = fd >= 0 ? evhttp_accept_socket_with_handle(w->http, fd) : NULL;
	if (bound == NULL) {
		buf_printf(reterr, "%s%s: %s", reterr->n > 0 ? "; " : "", where,
		    strerror(errno));
		if (fd >= 0)
			close(fd);
		return;
	}
	evconnlistener_set_error_cb(evhttp_bound_socket_get_listener(bound),
	    on_trouble);
	w->ports[w->nports++] = port;
}

static void *
serve(void *arg)
{
	struct web *w = arg;

	event_base_dispatch(w->base);
	return (NULL);
}

/* Signals are the loop's. */
static bool
start_thread(struct web *w)
{
	sigset_t all, was;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &was);
	w->started = pthread_create(&w->thread, NULL, serve, w) == 0;
	pthread_sigmask(SIG_SETMASK, &was, NULL);
	return (w->started);
}

enum status
web_new(const struct web_options *o, struct web **ret, struct buf *reterr)
{
	struct web *w = calloc(1, sizeof(*w));
	enum status st = E_MEMORY;

	*ret = NULL;
	if (w == NULL)
		return (E_MEMORY);
	w->routes = o->routes;
	w->arg = o->arg;
	w->stop_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	w->base = event_base_new();
	w->http = w->base != NULL ? evhttp_new(w->base) : NULL;
	if (w->http == NULL || w->stop_fd < 0)
		goto out;
	evhttp_set_allowed_methods(w->http, EVHTTP_REQ_GET | EVHTTP_REQ_HEAD);
	evhttp_set_max_headers_size(w->http, HEADERS_MAX);
	evhttp_set_max_body_size(w->http, 0);
	evhttp_set_timeout(w->http, IDLE_S);
	evhttp_set_gencb(w->http, on_request, w);
	w->stop = event_new(w->base, w->stop_fd, EV_READ, on_stop, w);
	if (w->stop == NULL || event_add(w->stop, NULL) != 0 ||
	    !deadlines_start(&w->deadlines, w->base, w->http,
		o->deadline_ms > 0 ? o->deadline_ms : WEB_DEADLINE_MS))
		goto out;
	for (size_t i = 0; i < WEB_ADDRESSES; i++)
		if (o->listen[i] != NULL && o->listen[i][0] != '\0')
			listen_at(w, o->listen[i], reterr);
	st = w->nports == 0 ? E_BUSY : start_thread(w) ? OK : E_MEMORY;
out:
	if (st != OK) {
		web_free(w);
		w = NULL;
	}
	*ret = w;
	return (st);
}

void
web_free(struct web *w)
{
	uint64_t one = 1;

	if (w == NULL)
		return;
	if (w->started) {
		(void)!write(w->stop_fd, &one, sizeof(one));
		pthread_join(w->thread, NULL);
	}
	if (w->http != NULL)
		evhttp_free(w->http);
	deadlines_stop(&w->deadlines);
	if (w->stop != NULL)
		event_free(w->stop);
	if (w->base != NULL)
		event_base_free(w->base);
	if (w->stop_fd >= 0)
		close(w->stop_fd);
	free(w);
}

uint16_t
web_port(const struct web *w, size_t i)
{

	return (i < w->nports ? w->ports[i] : 0);
}
