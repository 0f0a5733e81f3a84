/*
 * What http.c, hop.c and fetch.c share: the fetcher's inner state.
 */
#ifndef NET_INSIDE_H
#define NET_INSIDE_H

#include <sys/queue.h>

#include <curl/curl.h>

#include "earshot/guard.h"
#include "earshot/http.h"

#include "hop.h"
#include "multi.h"
#include "route.h"

struct event;
struct visit; /* fetch.c's */

TAILQ_HEAD(hops, hop);
TAILQ_HEAD(visits, visit);

enum {
	/* Hosts whose names were lately found, as hashes: what is looked up for
	 * the first time must not take every place while the DNS hangs. */
	KNOWN_HOSTS = 4096,
	/* A body may grow so far; beyond it, only so many at a time. */
	SMALL_BODY = 256 * 1024,
	LARGE_BODIES = 3,
};

struct http {
	struct http_options options; /* its strings are the caller's, and not
					looked at after http_new */
	struct event_base *base;
	struct multi *multi;
	CURLSH *share;
	struct guard *guard;
	struct route *route;
	char *user_agent, *ca_file;

	CURL **idle; /* the pool: handles that do nothing just now */
	size_t nidle;
	struct hops waiting; /* for a place, or for a lookup to end */
	struct hops starved; /* paused: their bodies wait to grow */
	size_t nrunning, nlooking, nlarge;
	size_t nheld; /* large bodies that came and are still with batches */
	struct event *pump;
	uint64_t known[KNOWN_HOSTS];

	struct visits visits, finished;
	size_t nvisits;
	struct event *deliver;
};

/* http_queue: ${hop} starts as soon as there is a place. */
void http_queue(struct http *h, struct hop *hop);
/* http_take: an easy handle with all that never changes set; NULL. */
CURL *http_take(struct http *h);
/* http_put: back to the pool. */
void http_put(struct http *h, CURL *easy);
/* http_found: a host's name is no longer being looked up. */
void http_found(struct http *h, struct hop *hop, bool found);
/* http_may_grow: may this hop's body be a large one?  If not it must pause, and
 * goes on when another is done. */
bool http_may_grow(struct http *h, struct hop *hop);
/* http_feed_starved: a place for a large body came free, perhaps. */
void http_feed_starved(struct http *h);
/* http_left: ${hop} is over: what it held goes to others. */
void http_left(struct http *h, struct hop *hop);

/* fetch.c's: hands finished visits over; drops all without calling back. */
void fetch_deliver(struct http *h);
void fetch_drop_all(struct http *h);

#endif
