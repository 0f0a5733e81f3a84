/*
 * libcurl's multi interface driven by libevent: sockets, the one timer, and
 * finished transfers.  Knows nothing of what is transferred.
 */
#ifndef NET_MULTI_H
#define NET_MULTI_H

#include <curl/curl.h>

#include "earshot/status.h"

struct event_base;
struct multi;

/* A transfer came to its end; it is no longer in the multi. */
typedef void multi_done(CURL *easy, CURLcode code, void *arg);

/* multi_new: ${connections}: transfers at one time, as the caller sees to; so
 * many idle connections are kept besides.  ${more} transfers may be there that
 * only wait for an answer.  NULL if memory is out. */
struct multi *multi_new(struct event_base *base, int connections, int more,
    int host_connections, multi_done *done, void *arg);
/* multi_keep: ${waiting} transfers only wait for an answer: what they hold is
 * not taken from the connections that are kept. */
void multi_keep(struct multi *m, int waiting);
/* multi_free: no transfer may be in it. */
void multi_free(struct multi *m);

/* multi_add: starts a transfer; ${done} comes later, from the loop. */
enum status multi_add(struct multi *m, CURL *easy) MUST_USE;
/* multi_remove: ends it without ${done}. */
void multi_remove(struct multi *m, CURL *easy);

#endif
