/*
 * The feed server: one thread, its sockets and its clock.  What a script may
 * say stands in feedserver.h, how it is read in feedscript.c, what is answered
 * in feedanswer.c.  An answer is complete when its request has been read; here
 * only its bytes go out, as fast or as slowly as they should.
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>

#include <arpa/inet.h>
#include <errno.h>
#include <limits.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "feedanswer.h"

#define HEAD_MAX     16384u             /* bytes of a request's head */
#define SCRIPT_MAX   ((size_t)4 << 20)  /* bytes of a script file */
#define ENDLESS_MAX  ((size_t)64 << 20) /* unless the options say otherwise */
#define CONNS_MAX    1024u              /* likewise */
#define REQUESTS_MAX 10000u             /* requests remembered */
#define LIFE_MS      600000             /* no connection lives longer */
#define DRAIN_MS     2000 /* waiting for the client to close, too */
#define DEAF_MS      50   /* no accepting after the descriptors ran out */
#define NEVER        INT64_MAX

enum state { READING, WAITING, SENDING, DRAINING };

struct conn {
	int fd;
	unsigned number; /* 1 for the first accepted */
	enum state state;
	uint32_t events; /* what epoll watches for us */
	int64_t wake_ms; /* when something is to happen by itself, or NEVER */
	int64_t dies_ms;
	struct feedanswer answer;
	size_t sent;  /* of the answer's bytes */
	size_t quota; /* bytes that may still go before wake_ms, if it drips */
	size_t in_len;
	char in[HEAD_MAX];
};

struct feedserver {
	struct feedhouse house;
	int listener, epoll, wakeup;
	pthread_t thread;
	int64_t started_ms;
	size_t max_connections;

	/* Only the thread's. */
	struct conn **conns; /* NULL: dropped just now */
	size_t n_conns;
	bool deaf;        /* we do not accept */
	int64_t hears_ms; /* when we try again */

	pthread_mutex_t lock; /* over all that follows */
	pthread_cond_t arrived;
	bool stopping;
	FILE *log;
	struct feedscript *script;
	struct feedserver_request **requests;
	size_t n_requests;
	struct feedserver_counts counts;
};

static int64_t
monotonic_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

/* Takes ${r}.  Under the lock, before anything of the answer is sent. */
static void
record(struct feedserver *server, struct feedserver_request *r)
{
	if (server->log != NULL) {
		feedanswer_log(server->log, r);
		fflush(server->log);
	}
	server->counts.requests++;
	if (r->status == 304)
		server->counts.not_modified++;
	if (server->n_requests < REQUESTS_MAX)
		server->requests[server->n_requests++] = r;
	else
		free(r);
	pthread_cond_broadcast(&server->arrived);
}

/* ${c} holds a whole head of ${len} bytes. */
static void
take_request(struct feedserver *server, struct conn *c, size_t len, int64_t now)
{
	struct feedserver_request *r;
	bool close_after;

	r = feedanswer_request(c->in, len, &close_after);
	c->in_len -= len;
	memmove(c->in, c->in + len, c->in_len);
	c->state = WAITING;
	c->wake_ms = now;
	if (r == NULL) {
		feedanswer_error(400, "this is no request\n", &c->answer);
		return;
	}
	r->connection = c->number;
	r->at_ms = now - server->started_ms;
	pthread_mutex_lock(&server->lock);
	feedanswer_prepare(&server->house, server->script, r, close_after,
	    &c->answer);
	record(server, r);
	pthread_mutex_unlock(&server->lock);
	c->wake_ms = c->answer.hang ? NEVER : now + (int64_t)c->answer.delay_ms;
}

static void
watch(struct feedserver *server, struct conn *c, uint32_t events)
{
	struct epoll_event ev = { .events = events, .data.ptr = c };

	if (c->events != events)
		epoll_ctl(server->epoll, EPOLL_CTL_MOD, c->fd, &ev);
	c->events = events;
}

static void
listen_again(struct feedserver *server, bool hear)
{
	struct epoll_event ev = { .events = hear ? EPOLLIN : 0,
		.data.ptr = &server->listener };

	if (server->deaf == hear)
		epoll_ctl(server->epoll, EPOLL_CTL_MOD, server->listener, &ev);
	server->deaf = !hear;
	server->hears_ms = hear ? NEVER : monotonic_ms() + DEAF_MS;
}

/* Leaves an empty slot, which serve_due() closes. */
static void
drop(struct feedserver *server, size_t slot, bool gave_up)
{
	struct conn *c = server->conns[slot];

	pthread_mutex_lock(&server->lock);
	server->counts.open_now--;
	server->counts.gave_up += gave_up;
	pthread_mutex_unlock(&server->lock);
	close(c->fd);
	free(c->answer.bytes);
	free(c);
	server->conns[slot] = NULL;
}

static void
take_conn(struct feedserver *server, int fd, int64_t now)
{
	struct epoll_event ev = { .events = EPOLLIN };
	struct conn *c;
	int one = 1;

	ev.data.ptr = c = calloc(1, sizeof(*c));
	if (c == NULL || epoll_ctl(server->epoll, EPOLL_CTL_ADD, fd, &ev) < 0) {
		close(fd);
		free(c);
		return;
	}
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
	c->fd = fd;
	c->events = EPOLLIN;
	c->wake_ms = NEVER;
	c->dies_ms = now + LIFE_MS;
	server->conns[server->n_conns++] = c;
	pthread_mutex_lock(&server->lock);
	c->number = (unsigned)++server->counts.connections;
	if (++server->counts.open_now > server->counts.open_max)
		server->counts.open_max = server->counts.open_now;
	pthread_mutex_unlock(&server->lock);
}

static void
accept_all(struct feedserver *server, int64_t now)
{
	int fd;

	while (server->n_conns < server->max_connections) {
		fd = accept4(server->listener, NULL, NULL,
		    SOCK_NONBLOCK | SOCK_CLOEXEC);
		if (fd >= 0)
			take_conn(server, fd, now);
		else if (errno == EAGAIN)
			return;
		else if (errno != EINTR && errno != ECONNABORTED)
			break;
	}
	listen_again(server, false);
}

/* Bytes of the head that ${c} holds, its blank line included; 0: not yet. */
static size_t
whole_head(const struct conn *c)
{
	const char *p = c->in, *end = c->in + c->in_len, *line;

	while ((p = memchr(p, '\n', (size_t)(end - p))) != NULL) {
		line = ++p;
		if (line < end && *line == '\r')
			line++;
		if (line < end && *line == '\n')
			return (size_t)(line + 1 - c->in);
	}
	return 0;
}

/* How many bytes may go now; sets the time for the next ones. */
static size_t
allowance(struct conn *c, int64_t now)
{
	size_t left = c->answer.len - c->sent;

	if (c->answer.drip_ms == 0)
		return left;
	if (c->sent < c->answer.paced_from)
		return c->answer.paced_from - c->sent;
	if (c->quota == 0 && now >= c->wake_ms) {
		c->quota = (size_t)c->answer.drip_bytes;
		c->wake_ms = now + (int64_t)c->answer.drip_ms;
	}
	return left < c->quota ? left : c->quota;
}

/*
 * Sends what may go now.  1: the kernel took all of it; 0: not now; -1: the
 * client is gone.
 */
static int
send_some(struct feedserver *server, struct conn *c, int64_t now)
{
	size_t may = allowance(c, now);
	ssize_t n;

	if (may == 0) {
		watch(server, c, EPOLLRDHUP);
		return 0;
	}
	n = send(c->fd, c->answer.bytes + c->sent, may, MSG_NOSIGNAL);
	if (n < 0 && errno != EAGAIN && errno != EINTR)
		return -1;
	if (n > 0) {
		if (c->sent >= c->answer.paced_from && c->quota > 0)
			c->quota -= (size_t)n;
		c->sent += (size_t)n;
		pthread_mutex_lock(&server->lock);
		server->counts.bytes_sent += (uint64_t)n;
		pthread_mutex_unlock(&server->lock);
	}
	if (n == (ssize_t)may)
		return 1;
	watch(server, c, EPOLLOUT | EPOLLRDHUP);
	return 0;
}

/* The answer is out: what now?  False: the connection is at its end. */
static bool
finish(struct conn *c, int64_t now)
{
	bool close_after = c->answer.close_after, reset = c->answer.reset;
	struct linger none = { 1, 0 };

	free(c->answer.bytes);
	memset(&c->answer, 0, sizeof(c->answer));
	c->sent = c->quota = 0;
	c->wake_ms = NEVER;
	c->state = READING;
	if (reset) {
		setsockopt(c->fd, SOL_SOCKET, SO_LINGER, &none, sizeof(none));
		return false;
	}
	if (close_after) {
		/* close() on unread bytes sends RST, which can eat the answer.
		 */
		shutdown(c->fd, SHUT_WR);
		c->state = DRAINING;
		c->dies_ms = now + DRAIN_MS;
	}
	return true;
}

/* Whatever can be done now.  False: drop it. */
static bool
work(struct feedserver *server, struct conn *c, int64_t now, bool *ret_gave_up)
{
	size_t len;
	int sent;

	for (;;) {
		switch (c->state) {
		case DRAINING:
			watch(server, c, EPOLLIN);
			return true;
		case READING:
			len = whole_head(c);
			if (len == 0 && c->in_len < sizeof(c->in)) {
				watch(server, c, EPOLLIN);
				return true;
			}
			if (len > 0) {
				take_request(server, c, len, now);
				continue;
			}
			feedanswer_error(431, "your headers are too long\n",
			    &c->answer);
			c->wake_ms = now;
			c->state = SENDING;
			continue;
		case WAITING:
			if (now < c->wake_ms) {
				watch(server, c, EPOLLRDHUP);
				return true;
			}
			c->state = SENDING;
			continue;
		case SENDING:
			if (c->sent < c->answer.len) {
				if ((sent = send_some(server, c, now)) < 0)
					*ret_gave_up = true;
				if (sent <= 0)
					return sent == 0;
			} else if (c->answer.endless_left > 0) {
				feedanswer_refill(&c->answer);
				c->sent = 0;
			} else if (!finish(c, now)) {
				return false;
			}
			continue;
		}
	}
}

/* Reads what has come.  False: the client has no more to say. */
static bool
take_in(struct conn *c)
{
	bool keep = c->state == READING && c->in_len < sizeof(c->in);
	char waste[4096];
	ssize_t n;

	n = keep ? recv(c->fd, c->in + c->in_len, sizeof(c->in) - c->in_len, 0)
		 : recv(c->fd, waste, sizeof(waste), 0);
	if (keep && n > 0)
		c->in_len += (size_t)n;
	return n > 0 || (n < 0 && (errno == EAGAIN || errno == EINTR));
}

/* One connection's turn, because of ${events} or, if 0, of the time. */
static void
serve(struct feedserver *server, size_t slot, uint32_t events, int64_t now)
{
	struct conn *c = server->conns[slot];
	bool answering = c->state == WAITING || c->state == SENDING;
	bool gave_up = false, alive = now < c->dies_ms;

	if (answering && (events & (EPOLLERR | EPOLLHUP | EPOLLRDHUP)) != 0) {
		gave_up = true;
		alive = false;
	} else if (!answering && events != 0) {
		alive = take_in(c);
	}
	if (!alive || !work(server, c, now, &gave_up))
		drop(server, slot, gave_up);
}

/* Everything whose time has come; returns the time of the next. */
static int64_t
serve_due(struct feedserver *server, int64_t now)
{
	int64_t next;
	struct conn *c;
	size_t i, left = 0;

	for (i = 0; i < server->n_conns; i++) {
		c = server->conns[i];
		if (c != NULL && (c->wake_ms <= now || c->dies_ms <= now))
			serve(server, i, 0, now);
	}
	next = NEVER;
	for (i = 0; i < server->n_conns; i++) {
		if ((c = server->conns[i]) == NULL)
			continue;
		server->conns[left++] = c;
		next = c->wake_ms < next ? c->wake_ms : next;
		next = c->dies_ms < next ? c->dies_ms : next;
	}
	/* Deaf: until one has gone, or for a moment if that is not why. */
	if (left < server->n_conns || now >= server->hears_ms)
		listen_again(server, true);
	server->n_conns = left;
	return server->hears_ms < next ? server->hears_ms : next;
}

static void
serve_event(struct feedserver *server, const struct epoll_event *ev,
    int64_t now)
{
	size_t i;

	if (ev->data.ptr == &server->listener)
		accept_all(server, now);
	for (i = 0; i < server->n_conns && ev->data.ptr != NULL; i++)
		if (server->conns[i] == ev->data.ptr) {
			serve(server, i, ev->events, now);
			break;
		}
}

static void *
loop(void *arg)
{
	struct feedserver *server = arg;
	struct epoll_event evs[64];
	int64_t now, wait;
	bool stopping = false;
	int i, n;

	while (!stopping) {
		now = monotonic_ms();
		wait = serve_due(server, now) - now;
		n = epoll_wait(server->epoll, evs, 64,
		    wait < 0       ? 0
		    : wait > 60000 ? 60000
				   : (int)wait);
		now = monotonic_ms();
		for (i = 0; i < n; i++)
			serve_event(server, &evs[i], now);
		pthread_mutex_lock(&server->lock);
		stopping = server->stopping;
		pthread_mutex_unlock(&server->lock);
	}
	while (server->n_conns-- > 0)
		if (server->conns[server->n_conns] != NULL)
			drop(server, server->n_conns, false);
	return NULL;
}

/* ---- Starting and stopping ---- */

__attribute__((format(printf, 2, 3))) static bool
fail(char *reterr, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(reterr, FEEDSERVER_ERR_MAX, format, args);
	va_end(args);
	return false;
}

static bool
bind_loopback(struct feedserver *server, const char *address, uint16_t port,
    char *reterr)
{
	struct sockaddr_in in = { .sin_family = AF_INET,
		.sin_port = htons(port) };
	struct sockaddr_in6 in6 = { .sin6_family = AF_INET6,
		.sin6_port = htons(port),
		.sin6_addr = IN6ADDR_LOOPBACK_INIT };
	bool six = strcmp(address, "::1") == 0;
	struct sockaddr *sa = six ? (void *)&in6 : (void *)&in;
	socklen_t len = six ? sizeof(in6) : sizeof(in);
	int one = 1;

	if (!six && (inet_pton(AF_INET, address, &in.sin_addr) != 1 ||
			ntohl(in.sin_addr.s_addr) >> 24 != 127))
		return fail(reterr,
		    "%s: write a loopback address such as "
		    "127.0.0.1 or ::1",
		    address);
	server->listener = socket(sa->sa_family,
	    SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (server->listener >= 0)
		setsockopt(server->listener, SOL_SOCKET, SO_REUSEADDR, &one,
		    sizeof(one));
	if (server->listener < 0 || bind(server->listener, sa, len) < 0 ||
	    listen(server->listener, 512) < 0 ||
	    getsockname(server->listener, sa, &len) < 0)
		return fail(reterr, "%s port %u: %s", address, port,
		    strerror(errno));
	server->house.port = ntohs(six ? in6.sin6_port : in.sin_port);
	snprintf(server->house.base, sizeof(server->house.base),
	    six ? "http://[%s]:%u" : "http://%s:%u", address,
	    server->house.port);
	return true;
}

/* A script file's text, NUL-ended; free() it. */
static char *
read_script(const char *path, char *reterr)
{
	char *text = malloc(SCRIPT_MAX + 1);
	size_t len = 0;
	FILE *f;

	errno = 0;
	if (text != NULL && (f = fopen(path, "re")) != NULL) {
		len = fread(text, 1, SCRIPT_MAX, f);
		text[len] = '\0';
		if (errno == 0 && !feof(f))
			errno = EFBIG;
		fclose(f);
	}
	if (errno == 0 && text != NULL)
		return text;
	fail(reterr, "%s: %s", path, strerror(errno));
	free(text);
	return NULL;
}

static bool
load_script(struct feedserver *server, const struct feedserver_options *o,
    char *reterr)
{
	const char *text = o->script, *folder = o->folder, *slash;
	const char *name = text != NULL || o->path == NULL ? "script" : o->path;
	char *read = NULL, above[PATH_MAX];
	struct stat st;

	if (text == NULL && o->path == NULL) {
		text = "";
	} else if (text == NULL && stat(o->path, &st) == 0 &&
		   S_ISDIR(st.st_mode)) {
		text = "/... folder=. etag=auto last-modified=auto";
		folder = o->path;
	} else if (text == NULL) {
		if ((text = read = read_script(o->path, reterr)) == NULL)
			return false;
		slash = strrchr(o->path, '/');
		if (folder == NULL && slash != NULL) {
			snprintf(above, sizeof(above), "%.*s",
			    (int)(slash - o->path) + 1, o->path);
			folder = above;
		}
	}
	server->house.folder = strdup(folder != NULL ? folder : ".");
	server->script =
	    feedscript_parse(name, text, reterr, FEEDSERVER_ERR_MAX);
	free(read);
	if (server->script != NULL && server->house.folder == NULL)
		return fail(reterr, "out of memory");
	return server->script != NULL;
}

static bool
start_thread(struct feedserver *server, char *reterr)
{
	struct epoll_event hear = { .events = EPOLLIN,
		.data.ptr = &server->listener };
	struct epoll_event wake = { .events = EPOLLIN, .data.ptr = NULL };
	sigset_t all, before;
	int err;

	server->epoll = epoll_create1(EPOLL_CLOEXEC);
	server->wakeup = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
	if (epoll_ctl(server->epoll, EPOLL_CTL_ADD, server->listener, &hear) ||
	    epoll_ctl(server->epoll, EPOLL_CTL_ADD, server->wakeup, &wake))
		return fail(reterr, "epoll: %s", strerror(errno));
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	err = pthread_create(&server->thread, NULL, loop, server);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return err == 0 || fail(reterr, "thread: %s", strerror(err));
}

static void
close_fd(int fd)
{
	if (fd >= 0)
		close(fd);
}

static void
free_server(struct feedserver *server)
{
	size_t i;

	if (server->log != NULL)
		fclose(server->log);
	close_fd(server->listener);
	close_fd(server->epoll);
	close_fd(server->wakeup);
	for (i = 0; i < server->n_requests; i++)
		free(server->requests[i]);
	pthread_cond_destroy(&server->arrived);
	pthread_mutex_destroy(&server->lock);
	feedscript_free(server->script);
	free(server->requests);
	free(server->conns);
	free(server->house.folder);
	free(server);
}

struct feedserver *
feedserver_start(const struct feedserver_options *o, char *reterr)
{
	struct feedserver *server;
	pthread_condattr_t attr;
	struct rlimit files;

	if ((server = calloc(1, sizeof(*server))) == NULL) {
		fail(reterr, "out of memory");
		return NULL;
	}
	server->listener = server->epoll = server->wakeup = -1;
	pthread_mutex_init(&server->lock, NULL);
	pthread_condattr_init(&attr);
	pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	pthread_cond_init(&server->arrived, &attr);
	pthread_condattr_destroy(&attr);
	server->started_ms = monotonic_ms();
	server->house.started_at = time(NULL);
	server->house.endless_max =
	    o->endless_max != 0 ? o->endless_max : ENDLESS_MAX;
	server->hears_ms = NEVER;
	server->max_connections =
	    o->max_connections != 0 ? o->max_connections : CONNS_MAX;
	/* Files must be opened as well, and a test has descriptors of its own.
	 */
	if (getrlimit(RLIMIT_NOFILE, &files) == 0 &&
	    server->max_connections > files.rlim_cur / 2)
		server->max_connections = files.rlim_cur / 2;
	server->conns = calloc(server->max_connections, sizeof(struct conn *));
	server->requests = calloc(REQUESTS_MAX, sizeof(*server->requests));
	if (server->conns == NULL || server->requests == NULL) {
		fail(reterr, "out of memory");
		goto fail;
	}
	if (!load_script(server, o, reterr))
		goto fail;
	if (o->log_path != NULL &&
	    (server->log = fopen(o->log_path, "ae")) == NULL) {
		fail(reterr, "%s: %s", o->log_path, strerror(errno));
		goto fail;
	}
	if (!bind_loopback(server,
		o->address != NULL ? o->address : "127.0.0.1", o->port,
		reterr) ||
	    !start_thread(server, reterr))
		goto fail;
	return server;
fail:
	free_server(server);
	return NULL;
}

void
feedserver_stop(struct feedserver *server)
{
	if (server == NULL)
		return;
	pthread_mutex_lock(&server->lock);
	server->stopping = true;
	pthread_mutex_unlock(&server->lock);
	eventfd_write(server->wakeup, 1);
	pthread_join(server->thread, NULL);
	free_server(server);
}

uint16_t
feedserver_port(const struct feedserver *server)
{
	return server->house.port;
}

const char *
feedserver_base(const struct feedserver *server)
{
	return server->house.base;
}

bool
feedserver_rescript(struct feedserver *server, const char *text, char *reterr)
{
	struct feedscript *script, *old;

	script = feedscript_parse("script", text, reterr, FEEDSERVER_ERR_MAX);
	if (script == NULL)
		return false;
	pthread_mutex_lock(&server->lock);
	old = server->script;
	server->script = script;
	pthread_mutex_unlock(&server->lock);
	feedscript_free(old);
	return true;
}

/* ---- What happened ---- */

void
feedserver_counts(struct feedserver *server,
    struct feedserver_counts *ret_counts)
{
	pthread_mutex_lock(&server->lock);
	*ret_counts = server->counts;
	pthread_mutex_unlock(&server->lock);
}

static bool
is_for(const struct feedserver_request *r, const char *path)
{
	size_t len;

	if (path == NULL)
		return true;
	len = strcspn(r->target, strchr(path, '?') != NULL ? "" : "?");
	return strlen(path) == len && memcmp(path, r->target, len) == 0;
}

size_t
feedserver_hits(struct feedserver *server, const char *path)
{
	size_t i, hits = 0;

	pthread_mutex_lock(&server->lock);
	for (i = 0; i < server->n_requests; i++)
		hits += is_for(server->requests[i], path);
	pthread_mutex_unlock(&server->lock);
	return hits;
}

const struct feedserver_request *
feedserver_request(struct feedserver *server, const char *path, size_t n)
{
	const struct feedserver_request *found = NULL;
	size_t i;

	pthread_mutex_lock(&server->lock);
	for (i = 0; i < server->n_requests && found == NULL; i++)
		if (is_for(server->requests[i], path) && n-- == 0)
			found = server->requests[i];
	pthread_mutex_unlock(&server->lock);
	return found;
}

bool
feedserver_wait(struct feedserver *server, size_t n, int timeout_ms)
{
	int64_t until_ms = monotonic_ms() + timeout_ms;
	struct timespec until = { until_ms / 1000,
		(long)(until_ms % 1000) * 1000000 };
	bool enough;
	int err = 0;

	pthread_mutex_lock(&server->lock);
	while (server->counts.requests < n && err == 0)
		err = pthread_cond_timedwait(&server->arrived, &server->lock,
		    &until);
	enough = server->counts.requests >= n;
	pthread_mutex_unlock(&server->lock);
	return enough;
}

#ifdef FEEDSERVER_MAIN
/* Complete or not there at all: a story waits for the file to appear. */
static bool
write_port(const char *path, uint16_t port)
{
	char fresh[PATH_MAX];
	FILE *f;

	if (snprintf(fresh, sizeof(fresh), "%s.new", path) >= PATH_MAX ||
	    (f = fopen(fresh, "we")) == NULL)
		return false;
	fprintf(f, "%u\n", port);
	return fclose(f) == 0 && rename(fresh, path) == 0;
}

static bool
read_option(const char *text, unsigned long max, unsigned long *ret_n)
{
	char *end;

	errno = 0;
	*ret_n = strtoul(text, &end, 10);
	return errno == 0 && *text >= '0' && *text <= '9' && *end == '\0' &&
	       *ret_n <= max;
}

static bool
read_options(int argc, char **argv, struct feedserver_options *o,
    const char **ret_port_path)
{
	unsigned long n = 0;
	int opt;

	while ((opt = getopt(argc, argv, "6a:l:m:P:p:")) != -1) {
		if (opt == '6')
			o->address = "::1";
		else if (opt == 'a')
			o->address = optarg;
		else if (opt == 'l')
			o->log_path = optarg;
		else if (opt == 'm' && read_option(optarg, ULONG_MAX, &n))
			o->endless_max = n;
		else if (opt == 'P')
			*ret_port_path = optarg;
		else if (opt == 'p' && read_option(optarg, 65535, &n))
			o->port = (uint16_t)n;
		else
			return false;
	}
	o->path = argv[optind];
	return argc - optind == 1;
}

int
main(int argc, char **argv)
{
	struct feedserver_options o = { 0 };
	struct feedserver *server;
	const char *port_path = NULL;
	char err[FEEDSERVER_ERR_MAX];
	sigset_t ends;
	int got;

	if (!read_options(argc, argv, &o, &port_path)) {
		fputs("usage: feedserver [-6] [-a ADDRESS] [-p PORT] "
		      "[-l LOGFILE] [-P PORTFILE]\n"
		      "\t[-m ENDLESS_BYTES] SCRIPT|FOLDER\n",
		    stderr);
		return 2;
	}
	sigemptyset(&ends);
	sigaddset(&ends, SIGTERM);
	sigaddset(&ends, SIGINT);
	sigaddset(&ends, SIGHUP);
	pthread_sigmask(SIG_BLOCK, &ends, NULL);
	if ((server = feedserver_start(&o, err)) == NULL) {
		fprintf(stderr, "feedserver: %s\n", err);
		return 2;
	}
	if (port_path != NULL && !write_port(port_path, server->house.port)) {
		fprintf(stderr, "feedserver: %s: %s\n", port_path,
		    strerror(errno));
		feedserver_stop(server);
		return 2;
	}
	fprintf(stderr, "feedserver: %s\n", server->house.base);
	sigwait(&ends, &got);
	feedserver_stop(server);
	return 0;
}
#endif
