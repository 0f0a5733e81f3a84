/*
 * The fetcher's engine room: a pool of easy handles, who may start when, and
 * what all transfers share.  What a transfer says is hop.c's, what a visit
 * makes of it fetch.c's.
 */
#include "earshot/http.h"

#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>

#include <event2/event.h>

#include "earshot/hash.h"

#include "inside.h"

enum {
	CONNECTIONS_DEFAULT = 64,
	CONNECTIONS_MAX = 1024,
	HOST_CONNECTIONS = 2,
	REDIRECTS_DEFAULT = 5,
	HEADER_DEFAULT = 64 * 1024,
	BODY_DEFAULT = 16 << 20,
	TIMEOUT_DEFAULT_MS = 60000,
	CONNECT_TIMEOUT_DEFAULT_MS = 15000,
	DNS_CACHE_S = 300,
};

static void
set_defaults(struct http_options *o)
{

	if (o->max_connections <= 0)
		o->max_connections = CONNECTIONS_DEFAULT;
	if (o->max_connections > CONNECTIONS_MAX)
		o->max_connections = CONNECTIONS_MAX;
	if (o->max_redirects <= 0)
		o->max_redirects = REDIRECTS_DEFAULT;
	if (o->max_header == 0)
		o->max_header = HEADER_DEFAULT;
	if (o->max_body == 0)
		o->max_body = BODY_DEFAULT;
	if (o->timeout_ms <= 0)
		o->timeout_ms = TIMEOUT_DEFAULT_MS;
	if (o->connect_timeout_ms <= 0)
		o->connect_timeout_ms = CONNECT_TIMEOUT_DEFAULT_MS;
}

/* Options that are the same for every transfer, whoever has the handle. */
static void
set_constants(const struct http *h, CURL *easy)
{

	curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
	/* Nobody waits for a hanging getaddrinfo. */
	curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);
	curl_easy_setopt(easy, CURLOPT_SHARE, h->share);
	curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(easy, CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
	curl_easy_setopt(easy, CURLOPT_HTTPGET, 1L);
	curl_easy_setopt(easy, CURLOPT_HTTP_VERSION,
	    (long)CURL_HTTP_VERSION_2TLS);
	curl_easy_setopt(easy, CURLOPT_HTTPAUTH, (long)CURLAUTH_BASIC);
	curl_easy_setopt(easy, CURLOPT_USERAGENT, h->user_agent);
	curl_easy_setopt(easy, CURLOPT_SSLVERSION,
	    (long)CURL_SSLVERSION_TLSv1_2);
	curl_easy_setopt(easy, CURLOPT_PROXY_SSLVERSION,
	    (long)CURL_SSLVERSION_TLSv1_2);
	if (h->ca_file[0] != '\0') {
		curl_easy_setopt(easy, CURLOPT_CAINFO, h->ca_file);
		curl_easy_setopt(easy, CURLOPT_PROXY_CAINFO, h->ca_file);
		/* Else the system's folder would be trusted besides. */
		curl_easy_setopt(easy, CURLOPT_CAPATH, NULL);
		curl_easy_setopt(easy, CURLOPT_PROXY_CAPATH, NULL);
	}
	curl_easy_setopt(easy, CURLOPT_NOPROXY, "");
	curl_easy_setopt(easy, CURLOPT_RESOLVE, route_names(h->route));
	curl_easy_setopt(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
	curl_easy_setopt(easy, CURLOPT_DNS_CACHE_TIMEOUT, (long)DNS_CACHE_S);
	curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS,
	    (long)h->options.connect_timeout_ms);
}

CURL *
http_take(struct http *h)
{
	CURL *easy;

	if (h->nidle > 0)
		return (h->idle[--h->nidle]);
	easy = curl_easy_init();
	if (easy != NULL)
		set_constants(h, easy);
	return (easy);
}

void
http_put(struct http *h, CURL *easy)
{

	if (h->nidle < (size_t)h->options.max_connections)
		h->idle[h->nidle++] = easy;
	else
		curl_easy_cleanup(easy);
}

static uint64_t *
known_slot(struct http *h, struct str host, uint64_t *ret_hash)
{

	*ret_hash = hash_table(host) | 1;
	return (&h->known[(*ret_hash >> 1) % KNOWN_HOSTS]);
}

/* Must its name be asked of the DNS, with an unknown answer? */
static bool
must_look(struct http *h, const struct hop *hop)
{
	uint64_t hash;

	return (route_proxy(h->route, hop->host)[0] == '\0' &&
		route_needs_lookup(h->route, hop->host, hop->port) &&
		*known_slot(h, hop->host, &hash) != hash);
}

/* What was never found shares half of the places; and as each lookup is a
 * thread and a socket, there is a bound to those that stand aside, too. */
static bool
may_look(const struct http *h, const struct hop *hop, size_t places)
{

	return ((hop->aside || h->nlooking < (places + 1) / 2) &&
		h->nlooking + h->naside_looking < places + (places + 1) / 2);
}

static void
start(struct http *h, struct hop *hop, bool look)
{

	TAILQ_REMOVE(&h->waiting, hop, link);
	hop->place = HOP_RUNNING;
	hop->looking = look;
	h->nrunning += !hop->aside;
	*(hop->aside ? &h->naside_looking : &h->nlooking) += look;
	if (hop_run(hop) != OK)
		hop_finish(hop, CURLE_OUT_OF_MEMORY);
}

/* Waiting hops take the free places.  One that ends at once may queue others:
 * those wait for the next turn, so the walk stays short. */
static void
pump(struct http *h)
{
	struct hop *hop, *next;
	size_t places = (size_t)h->options.max_connections;
	bool look;

	for (hop = TAILQ_FIRST(&h->waiting); hop != NULL; hop = next) {
		next = TAILQ_NEXT(hop, link);
		if (h->nrunning >= places && !hop->aside)
			continue;
		look = must_look(h, hop);
		if (!look || may_look(h, hop, places))
			start(h, hop, look);
	}
}

static void
on_pump(evutil_socket_t fd, short what, void *arg)
{

	(void)fd;
	(void)what;
	pump(arg);
}

static void
on_deliver(evutil_socket_t fd, short what, void *arg)
{

	(void)fd;
	(void)what;
	fetch_deliver(arg);
}

void
http_queue(struct http *h, struct hop *hop)
{

	hop->place = HOP_WAITING;
	TAILQ_INSERT_TAIL(&h->waiting, hop, link);
	aside_begin(h, hop);
	event_active(h->pump, EV_TIMEOUT, 0);
}

void
http_found(struct http *h, struct hop *hop, bool found)
{
	uint64_t hash, *slot = known_slot(h, hop->host, &hash);

	if (found)
		*slot = hash;
	else if (*slot == hash)
		*slot = 0;
	if (!hop->looking)
		return;
	hop->looking = false;
	--*(hop->aside ? &h->naside_looking : &h->nlooking);
	if (!TAILQ_EMPTY(&h->waiting))
		event_active(h->pump, EV_TIMEOUT, 0);
}

void
http_left(struct http *h, struct hop *hop)
{

	if (hop->looking)
		http_found(h, hop, false);
	aside_end(h, hop);
	if (hop->place == HOP_WAITING)
		TAILQ_REMOVE(&h->waiting, hop, link);
	if (hop->place != HOP_RUNNING) {
		hop->place = HOP_NOWHERE;
		return;
	}
	hop->place = HOP_NOWHERE;
	h->nrunning--;
	growth_end(h, hop);
	if (!TAILQ_EMPTY(&h->waiting))
		event_active(h->pump, EV_TIMEOUT, 0);
}

static void
on_done(CURL *easy, CURLcode code, void *arg)
{
	char *hop = NULL;

	(void)arg;
	curl_easy_getinfo(easy, CURLINFO_PRIVATE, &hop);
	hop_finish((struct hop *)(void *)hop, code);
}

static enum status
make_share(struct http *h)
{

	h->share = curl_share_init();
	if (h->share == NULL ||
	    curl_share_setopt(h->share, CURLSHOPT_SHARE, CURL_LOCK_DATA_DNS) !=
		CURLSHE_OK ||
	    curl_share_setopt(h->share, CURLSHOPT_SHARE,
		CURL_LOCK_DATA_SSL_SESSION) != CURLSHE_OK)
		return (E_MEMORY);
	return (OK);
}

static enum status
make_parts(struct http *h, struct event_base *base)
{
	size_t places = (size_t)h->options.max_connections;
	const struct http_options *o = &h->options;

	h->base = base;
	h->user_agent =
	    str_dup(str_of(o->user_agent != NULL && o->user_agent[0] != '\0'
			       ? o->user_agent
			       : "earshot/" PACKAGE_VERSION));
	h->ca_file = str_dup(str_of(o->ca_file != NULL ? o->ca_file : ""));
	h->idle = calloc(places, sizeof(CURL *));
	h->pump = event_new(base, -1, 0, on_pump, h);
	h->deliver = event_new(base, -1, 0, on_deliver, h);
	h->multi = multi_new(base, (int)places, (int)aside_most(h),
	    HOST_CONNECTIONS, on_done, h);
	if (h->user_agent == NULL || h->ca_file == NULL || h->idle == NULL ||
	    h->pump == NULL || h->deliver == NULL || h->multi == NULL ||
	    aside_init(h) != OK)
		return (E_MEMORY);
	return (make_share(h));
}

enum status
http_new(struct event_base *base, const struct http_options *o,
    struct http **ret, struct buf *reterr)
{
	struct http *h = calloc(1, sizeof(*h));
	const char *allow = o->allow_private != NULL ? o->allow_private : "";
	enum status st;

	if (h == NULL)
		return (E_MEMORY);
	TAILQ_INIT(&h->waiting);
	TAILQ_INIT(&h->starved);
	TAILQ_INIT(&h->large);
	TAILQ_INIT(&h->asking);
	TAILQ_INIT(&h->visits);
	TAILQ_INIT(&h->finished);
	h->options = *o;
	set_defaults(&h->options);
	st = guard_new(str_of(allow), &h->guard, reterr);
	if (st == OK)
		st = route_new(o->proxy, o->no_proxy, o->resolve, &h->route,
		    reterr);
	if (st == OK)
		st = make_parts(h, base);
	if (st != OK)
		http_free(h);
	else
		*ret = h;
	return (st);
}

void
http_free(struct http *h)
{

	if (h == NULL)
		return;
	fetch_drop_all(h);
	for (size_t i = 0; i < h->nidle; i++)
		curl_easy_cleanup(h->idle[i]);
	free(h->idle);
	multi_free(h->multi);
	if (h->share != NULL)
		curl_share_cleanup(h->share);
	if (h->pump != NULL)
		event_free(h->pump);
	if (h->patience != NULL)
		event_free(h->patience);
	if (h->deliver != NULL)
		event_free(h->deliver);
	guard_free(h->guard);
	route_free(h->route);
	free(h->user_agent);
	free(h->ca_file);
	free(h);
}

size_t
http_active(const struct http *h)
{

	return (h->nvisits);
}

enum status
http_global_init(void)
{

	/* libcurl reads a host's name in letters other than ASCII as the locale
	 * has it, and a service has none. */
	if (strcmp(nl_langinfo(CODESET), "UTF-8") != 0)
		(void)setlocale(LC_CTYPE, "C.UTF-8");
	return (
	    curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK ? OK : E_MEMORY);
}

const char *
http_versions(void)
{

	return (curl_version());
}
