/*
 * curl multi on libevent: a pool of easy handles, shared DNS and TLS sessions.
 * One fetch function in the whole program stands on it (fetch.h).  Main thread
 * only.
 */
#ifndef EARSHOT_HTTP_H
#define EARSHOT_HTTP_H

#include "earshot/arena.h"
#include "earshot/buf.h"
#include "earshot/status.h"

struct event_base;
struct http;

struct http_options {
	const char *user_agent;
	const char *allow_private; /* guard.h */
	const char *proxy; /* NULL or "": none, never the environment's */
	const char *no_proxy;
	const char *resolve;        /* "HOST:PORT=ADDRESS[:PORT] …" */
	const char *ca_file;        /* NULL or "": the system's */
	int64_t timeout_ms;         /* a whole visit; 0: 60 s */
	int64_t connect_timeout_ms; /* lookup, connect and TLS; 0: 15 s */
	size_t max_body;            /* bytes, after inflation; 0: 16 MB */
	size_t max_header;          /* bytes; 0: 64 KB */
	int max_redirects;          /* 0: 5 */
	int max_connections;        /* in all; 0: 64 */
	/* Large bodies count as such until fetch_release, not only while they
	 * come: what waits to be worked on takes memory, too. */
	bool hold_large;
	/* secret: the value of secret ${name} into ${a}, or {NULL,0}.  NULL:
	 * there are none. */
	struct str (*secret)(void *arg, struct arena *a, struct str name);
	/* trace: a line for `earshot try`: hops, headers, decisions. */
	void (*trace)(void *arg, const char *line);
	void *arg;
};

/* http_new: E_SYNTAX with a sentence (a bad allow_private, resolve, proxy). */
enum status http_new(struct event_base *base, const struct http_options *o,
    struct http **ret, struct buf *reterr) MUST_USE;
/* http_free: cancels what is under way without calling back (batches are freed:
 * where they hold more than memory, fetch_cancel_all comes first); does not
 * wait for hanging name lookups.  Not from within a fetch_done. */
void http_free(struct http *h);
/* http_active: transfers under way. */
size_t http_active(const struct http *h);
/* http_global_init: once, before threads.  http_versions: libcurl's line. */
enum status http_global_init(void) MUST_USE;
const char *http_versions(void);

#endif
