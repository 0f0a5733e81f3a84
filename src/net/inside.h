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
	/* A body may grow so far; beyond it, all together hold no more than
	 * this part of the largest allowed, but for one (growth.c). */
	SMALL_BODY = 256 * 1024,
	LARGE_SHARE = 2,
	/* What gets larger than this may get as large as can be. */
	GROWING_BODY = 1 << 20,
	/* Who has no answer for so long gives its place to others, ... */
	PATIENCE_MS = 300,
	/* ... at most so many for each place, and in all. */
	ASIDES_PER_PLACE = 3,
	ASIDES_MAX = 192,
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
	struct hops large;   /* bodies past SMALL_BODY; the oldest first */
	struct hops starved; /* paused: their bodies wait to grow */
	size_t grown;        /* bytes that the large ones may hold */
	size_t held; /* bytes of large ones that came, and still are there */
	size_t nrunning, nlooking; /* of those that hold a place */
	struct event *pump;
	struct hops asking; /* no answer yet; the longest first (aside.c) */
	size_t naside, naside_looking;
	struct event *patience;
	void (*on_room)(void *arg);
	void *room_arg;
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
/* growth.c's: may this hop's body grow to ${bytes}?  If not it must pause, and
 * goes on when others are done; ${must}: it cannot. */
bool growth_may(struct http *h, struct hop *hop, size_t bytes, bool must);
/* growth_end: it is over: what it held goes to others. */
void growth_end(struct http *h, struct hop *hop);
/* http_left: ${hop} is over: what it held goes to others. */
void http_left(struct http *h, struct hop *hop);

/* aside.c's: ${hop} begins to ask; an answer came, or it is over. */
void aside_begin(struct http *h, struct hop *hop);
void aside_end(struct http *h, struct hop *hop);
enum status aside_init(struct http *h) MUST_USE;
/* aside_most: so many may stand aside. */
size_t aside_most(const struct http *h);

/* fetch.c's: hands finished visits over; drops all without calling back. */
void fetch_deliver(struct http *h);
void fetch_drop_all(struct http *h);

#endif
