/*
 * A small HTTP server for a few pages: a thread of its own, libevent's evhttp,
 * and the defences that this lacks (FACTS: evhttp).  GET and HEAD only, one
 * request a connection, no bodies, 16 KB of headers, a deadline and a cap for
 * connections, and a Host that a foreign page in somebody's browser cannot
 * name.  Not for anything that writes.
 */
#ifndef EARSHOT_WEB_H
#define EARSHOT_WEB_H

#include "earshot/buf.h"

struct web;

enum { WEB_ADDRESSES = 4, WEB_CONNECTIONS = 64, WEB_DEADLINE_MS = 10000 };

struct web_answer {
	int status;       /* 200 unless the page says otherwise */
	const char *type; /* text/plain unless … */
	struct buf body;  /* capped at 16 MB */
};

struct web_route {
	const char *path; /* "/metrics"; NULL ends the table */
	/* On the server's thread. */
	void (*page)(void *arg, struct web_answer *ret);
};

struct web_options {
	const char *listen[WEB_ADDRESSES]; /* "ADDRESS:PORT"; NULL, "": none */
	int deadline_ms; /* of a connection, from its first to its last byte;
			    0: WEB_DEADLINE_MS */
	const struct web_route *routes;
	void *arg;
};

/*
 * web_new: serves the routes, which are borrowed for as long as it lives, at
 * every address.  An address that cannot be had gets a sentence in ${reterr}
 * and is left out; E_BUSY when none is left, with nothing to free.
 */
enum status web_new(const struct web_options *o, struct web **ret,
    struct buf *reterr) MUST_USE;
void web_free(struct web *w); /* NULL is fine */

/* web_port: the port of the ${i}th address that is listened to; 0: none.  For
 * "…:0". */
uint16_t web_port(const struct web *w, size_t i);

/* web_host_fits: may a request with this Host header be answered?  An address,
 * localhost, or this machine's own name, with a domain only where its hostname,
 * /etc/hosts or /etc/resolv.conf says that. */
bool web_host_fits(struct str host);

#endif
