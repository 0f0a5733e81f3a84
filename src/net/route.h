/*
 * By which way a host is reached: directly, at an address that `fetch.resolve`
 * fixes, or through the proxy.
 */
#ifndef NET_ROUTE_H
#define NET_ROUTE_H

#include <curl/curl.h>

#include "earshot/buf.h"
#include "earshot/guard.h"

struct route;

/* route_new: each may be NULL or "".  E_SYNTAX with a sentence. */
enum status route_new(const char *proxy, const char *no_proxy,
    const char *resolve, struct route **ret, struct buf *reterr) MUST_USE;
void route_free(struct route *r);

/* route_proxy: for CURLOPT_PROXY: "" when ${host} is reached directly.  Hosts
 * are without brackets. */
const char *route_proxy(const struct route *r, struct str host);
/* route_names: for CURLOPT_RESOLVE; may be NULL. */
struct curl_slist *route_names(const struct route *r);
/* route_connect_to: for CURLOPT_CONNECT_TO, direct ways only; may be NULL. */
struct curl_slist *route_connect_to(const struct route *r);
/* route_needs_lookup: is its name asked of the DNS? */
bool route_needs_lookup(const struct route *r, struct str host, uint16_t port);

/*
 * route_refuses: through a proxy the guard sees no address: an address written
 * as host, and localhost, are refused by name.  NULL: it may go.
 */
const char *route_refuses(const struct guard *g, struct str host,
    uint16_t port);

#endif
