/*
 * One GET on one easy handle: what is asked, what is kept of the answer, where
 * it is cut off.  Each callback's refusal leaves its words before it ends the
 * transfer.
 */
#include "hop.h"

#include <sys/socket.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>

#include "inside.h"
#include "reason.h"

enum {
	/* Of an answer that is no document: read to keep the connection. */
	IGNORED_MAX = 64 * 1024,
	/* Past BOMB_FROM bytes no honest feed shrinks to a 200th. */
	BOMB_FROM = 1 << 20,
	BOMB_RATIO = 200,
	LOW_SPEED_BYTES = 16, /* a second, for half of the time limit */
	LOW_SPEED_MIN_S = 5,
};

#define ACCEPT                                                            \
	"Accept: application/rss+xml, application/atom+xml, "             \
	"application/feed+json, application/rdf+xml, "                    \
	"application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, " \
	"text/html;q=0.5, */*;q=0.1"

static void
tell(struct hop *hop, char mark, struct str line)
{

	if (hop->trace != NULL)
		hop->trace(hop, mark, str_trim(line), hop->arg);
}

static size_t
on_head(char *line, size_t size, size_t n, void *arg)
{
	struct hop *hop = arg;
	struct str s = { line, size * n };

	aside_end(hop->http, hop);
	hop->head_bytes += s.n;
	if (hop->head_bytes > hop->http->options.max_header) {
		reason_say(hop, E_TOO_LARGE,
		    "the headers are larger than %zu bytes",
		    hop->http->options.max_header);
		return (0);
	}
	/* After the body come trailers, which say nothing to us. */
	if (hop->in_body)
		return (s.n);
	headers_line(&hop->head, hop->arena, s);
	if (str_trim(s).n > 0)
		tell(hop, '<', s);
	return (s.n);
}

/* Does the answer inflate as no document would? */
static bool
is_bomb(const struct hop *hop, size_t bytes)
{

	return (bytes > BOMB_FROM && !hop->raw && hop->raw_bytes > 0 &&
		(size_t)hop->raw_bytes < bytes / BOMB_RATIO);
}

/* A paused transfer inflates the rest of what it has read all the same, into
 * memory that nobody counts: so it pauses only before it reads on. */
static bool
reads_on(struct hop *hop)
{
	curl_off_t raw = 0;
	bool on;

	curl_easy_getinfo(hop->easy, CURLINFO_SIZE_DOWNLOAD_T, &raw);
	on = hop->starved || raw != hop->raw_bytes;
	hop->raw_bytes = raw;
	return (on);
}

static size_t
on_body(char *p, size_t size, size_t n, void *arg)
{
	struct hop *hop = arg;
	struct buf *body = hop->body;
	size_t cap = hop->http->options.max_body, bytes = body->n + size * n;
	bool on = reads_on(hop);

	hop->in_body = true;
	if (hop->head.status < 200 || hop->head.status > 299) {
		hop->ignored_bytes += size * n;
		return (hop->ignored_bytes <= IGNORED_MAX ? size * n : 0);
	}
	if (body->cap < cap)
		cap = body->cap;
	if (bytes > cap) {
		reason_say(hop, E_TOO_LARGE,
		    "the answer is larger than %zu bytes", cap);
		return (0);
	}
	if (is_bomb(hop, bytes)) {
		reason_say(hop, E_TOO_LARGE,
		    "the answer inflates more than %d-fold", BOMB_RATIO);
		return (0);
	}
	/* In the middle of what it read a transfer inflates the rest all the
	 * same: it gets its room, and pauses before it reads on. */
	if (bytes > SMALL_BODY && !growth_may(hop->http, hop, bytes, !on))
		return (CURL_WRITEFUNC_PAUSE);
	/* Pages that nobody writes cost nothing; growing step by step has the
	 * old and the new one side by side. */
	if (bytes > GROWING_BODY)
		(void)buf_reserve(body, cap - body->n);
	buf_add(body, (struct str){ p, size * n });
	if (buf_failed(body)) {
		reason_say(hop, E_MEMORY, "out of memory");
		return (0);
	}
	return (size * n);
}

static void
note_peer(struct hop *hop, const struct sockaddr *sa)
{
	char text[INET6_ADDRSTRLEN] = "";
	struct sockaddr_in in;
	struct sockaddr_in6 in6;

	if (sa->sa_family == AF_INET) {
		memcpy(&in, sa, sizeof(in));
		inet_ntop(AF_INET, &in.sin_addr, text, sizeof(text));
		snprintf(hop->peer, sizeof(hop->peer), "%s:%u", text,
		    ntohs(in.sin_port));
	} else if (sa->sa_family == AF_INET6) {
		memcpy(&in6, sa, sizeof(in6));
		inet_ntop(AF_INET6, &in6.sin6_addr, text, sizeof(text));
		snprintf(hop->peer, sizeof(hop->peer), "[%s]:%u", text,
		    ntohs(in6.sin6_port));
	}
}

/* The gate: the resolved address, before the connect. */
static curl_socket_t
on_socket(void *arg, curlsocktype purpose, struct curl_sockaddr *address)
{
	struct hop *hop = arg;
	const char *why = NULL;
	int fd;

	(void)purpose;
	http_found(hop->http, hop, true);
	if (!hop->proxied &&
	    !guard_allows(hop->http->guard, &address->addr, &why)) {
		if (hop->sockets == 0) {
			note_peer(hop, &address->addr);
			hop->refused = why;
		}
		return (CURL_SOCKET_BAD);
	}
	note_peer(hop, &address->addr);
	fd = socket(address->family, address->socktype | SOCK_CLOEXEC,
	    address->protocol);
	hop->sockets += fd >= 0;
	return (fd >= 0 ? fd : CURL_SOCKET_BAD);
}

/* The second line, after the connect: for connections that were kept. */
static int
on_ready(void *arg, char *ip, char *local_ip, int port, int local_port)
{
	struct hop *hop = arg;
	union {
		struct sockaddr sa;
		struct sockaddr_in in;
		struct sockaddr_in6 in6;
	} a = { .in6 = { 0 } };
	const char *why = NULL;

	(void)local_ip;
	(void)local_port;
	http_found(hop->http, hop, true);
	if (inet_pton(AF_INET, ip, &a.in.sin_addr) == 1) {
		a.in.sin_family = AF_INET;
		a.in.sin_port = htons((uint16_t)port);
	} else {
		ip[strcspn(ip, "%")] = '\0';
		if (inet_pton(AF_INET6, ip, &a.in6.sin6_addr) == 1) {
			a.in6.sin6_family = AF_INET6;
			a.in6.sin6_port = htons((uint16_t)port);
		}
	}
	note_peer(hop, &a.sa);
	tell(hop, '*', str_of(hop->peer));
	if (hop->proxied || guard_allows(hop->http->guard, &a.sa, &why))
		return (CURL_PREREQFUNC_OK);
	hop->refused = why;
	return (CURL_PREREQFUNC_ABORT);
}

static bool
add_field(struct hop *hop, const char *name, const char *value)
{
	struct buf line = BUF_INIT(HEADER_VALUE_MAX + 100);
	struct curl_slist *list = NULL;

	for (const char *p = value; *p != '\0'; p++)
		if (((unsigned char)*p < 0x20 && *p != '\t') || *p == 0x7f)
			return (true); /* it would forge other fields */
	buf_printf(&line, "%s: %s", name, value);
	if (!buf_failed(&line)) {
		tell(hop, '>', buf_str(&line));
		list = curl_slist_append(hop->fields, line.p);
	}
	buf_free(&line);
	if (list != NULL)
		hop->fields = list;
	return (list != NULL);
}

static enum status
make_fields(struct hop *hop)
{

	hop->fields = curl_slist_append(NULL, ACCEPT);
	if (hop->fields == NULL)
		return (E_MEMORY);
	if (hop->etag != NULL && !add_field(hop, "If-None-Match", hop->etag))
		return (E_MEMORY);
	if (hop->last_modified != NULL &&
	    !add_field(hop, "If-Modified-Since", hop->last_modified))
		return (E_MEMORY);
	return (OK);
}

/* What one hop has of its own; every option here is set anew each time. */
static void
set_options(struct hop *hop, const char *proxy)
{
	struct http *h = hop->http;
	CURL *easy = hop->easy;
	int64_t slow_s = hop->timeout_ms / 2000;

	curl_easy_setopt(easy, CURLOPT_PRIVATE, hop);
	curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, hop->error);
	curl_easy_setopt(easy, CURLOPT_URL, hop->url);
	curl_easy_setopt(easy, CURLOPT_USERNAME, hop->user);
	curl_easy_setopt(easy, CURLOPT_PASSWORD, hop->password);
	curl_easy_setopt(easy, CURLOPT_HTTPHEADER, hop->fields);
	curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING,
	    hop->raw ? NULL : "gzip, deflate");
	curl_easy_setopt(easy, CURLOPT_HTTP_CONTENT_DECODING,
	    hop->raw ? 0L : 1L);
	curl_easy_setopt(easy, CURLOPT_PROXY, proxy);
	curl_easy_setopt(easy, CURLOPT_CONNECT_TO,
	    hop->proxied ? NULL : route_connect_to(h->route));
	curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, (long)hop->timeout_ms);
	curl_easy_setopt(easy, CURLOPT_LOW_SPEED_LIMIT, (long)LOW_SPEED_BYTES);
	curl_easy_setopt(easy, CURLOPT_LOW_SPEED_TIME,
	    (long)(slow_s > LOW_SPEED_MIN_S ? slow_s : LOW_SPEED_MIN_S));
	curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, on_head);
	curl_easy_setopt(easy, CURLOPT_HEADERDATA, hop);
	curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_body);
	curl_easy_setopt(easy, CURLOPT_WRITEDATA, hop);
	curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, on_socket);
	curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, hop);
	curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, on_ready);
	curl_easy_setopt(easy, CURLOPT_PREREQDATA, hop);
}

void
hop_start(struct http *h, struct hop *hop)
{

	hop->status = hop->stopped = OK;
	hop->words[0] = hop->peer[0] = hop->error[0] = '\0';
	hop->code = CURLE_OK;
	hop->head = (struct headers){ 0 };
	hop->http = h;
	hop->easy = NULL;
	hop->fields = NULL;
	hop->refused = NULL;
	hop->head_bytes = hop->ignored_bytes = 0;
	hop->raw_bytes = 0;
	hop->ms = 0;
	hop->sockets = 0;
	hop->room = hop->wanted = 0;
	hop->proxied = hop->looking = hop->starved = hop->in_body = false;
	http_queue(h, hop);
}

enum status
hop_run(struct hop *hop)
{
	struct http *h = hop->http;
	const char *proxy = route_proxy(h->route, hop->host), *why;

	hop->easy = http_take(h);
	if (hop->easy == NULL)
		return (E_MEMORY);
	hop->proxied = proxy[0] != '\0';
	if (hop->proxied &&
	    (why = route_refuses(h->guard, hop->host, hop->port)) != NULL) {
		snprintf(hop->peer, sizeof(hop->peer), "%.*s:%u",
		    hop->host.n < 50 ? (int)hop->host.n : 50, hop->host.p,
		    hop->port);
		hop->refused = why;
		return (E_REFUSED);
	}
	if (make_fields(hop) != OK)
		return (E_MEMORY);
	set_options(hop, proxy);
	return (multi_add(h->multi, hop->easy));
}

/* The handle goes back to the pool and forgets this hop. */
static void
let_go(struct hop *hop)
{
	CURL *easy = hop->easy;

	http_left(hop->http, hop);
	hop->easy = NULL;
	if (easy != NULL) {
		curl_easy_setopt(easy, CURLOPT_PRIVATE, NULL);
		curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, NULL);
		curl_easy_setopt(easy, CURLOPT_HTTPHEADER, NULL);
		http_put(hop->http, easy);
	}
	curl_slist_free_all(hop->fields);
	hop->fields = NULL;
}

void
hop_finish(struct hop *hop, CURLcode code)
{
	curl_off_t us = 0;

	hop->code = code;
	if (hop->easy != NULL)
		curl_easy_getinfo(hop->easy, CURLINFO_TOTAL_TIME_T, &us);
	hop->ms = us / 1000;
	/* An answer whose body we did not want to the end is one all the same.
	 */
	if (hop->ignored_bytes > IGNORED_MAX && hop->stopped == OK)
		hop->code = CURLE_OK;
	if (hop->easy == NULL)
		reason_say(hop, E_MEMORY, "out of memory");
	else if (hop->code != CURLE_OK)
		reason_set(hop);
	else if (hop->head.status == 0)
		reason_say(hop, E_HTTP, "the answer has no status");
	if (hop->code == CURLE_COULDNT_RESOLVE_HOST)
		http_found(hop->http, hop, false);
	let_go(hop);
	hop->done(hop, hop->arg);
}

void
hop_cancel(struct hop *hop)
{

	if (hop->place == HOP_RUNNING && hop->easy != NULL)
		multi_remove(hop->http->multi, hop->easy);
	if (hop->place != HOP_NOWHERE)
		let_go(hop);
}
