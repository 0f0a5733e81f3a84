/*
 * A hop: one GET and its answer.  Redirects are answers like others; the guard
 * stands before each connection.
 */
#ifndef NET_HOP_H
#define NET_HOP_H

#include <sys/queue.h>

#include <curl/curl.h>

#include "earshot/arena.h"
#include "earshot/buf.h"

#include "headers.h"

struct http;

enum { HOP_WORDS = 320, HOP_PEER = 64 };

enum hop_place { HOP_NOWHERE, HOP_WAITING, HOP_RUNNING };

struct hop {
	/* What is asked; strings live until the hop is over. */
	const char *url; /* http(s), absolute, without user and password */
	struct str host; /* of it, without brackets */
	uint16_t port;
	const char *user, *password;      /* NULL: none */
	const char *etag, *last_modified; /* NULL: unconditional */
	int64_t timeout_ms;
	bool raw; /* the body as it comes, whatever encoding is claimed */
	struct arena *arena;
	struct buf *body; /* where a 2xx answer's body goes */
	void (*done)(struct hop *hop, void *arg);
	/* trace: NULL or a line for people, not yet masked. */
	void (*trace)(struct hop *hop, char mark, struct str line, void *arg);
	void *arg;

	/* What came of it, when ${done} is called. */
	enum status status;    /* OK: an answer came, whatever its status */
	char words[HOP_WORDS]; /* why not; one line, no address in front */
	CURLcode code;
	struct headers head;
	int64_t ms;

	/* The hop's own. */
	TAILQ_ENTRY(hop) link, starved_link, asking_link, large_link;
	struct http *http;
	enum hop_place place;
	CURL *easy;
	struct curl_slist *fields;
	enum status stopped; /* why a callback ended the transfer */
	const char *refused; /* the guard's word for `peer` */
	char peer[HOP_PEER]; /* "203.0.113.5:443": the last one tried */
	size_t head_bytes, ignored_bytes;
	unsigned sockets;  /* opened */
	int64_t raw_bytes; /* of the body as it came, before inflation */
	bool proxied, looking, starved, in_body;
	size_t room, wanted; /* of a large body: what it may hold, and would */
	bool asking,
	    aside; /* no answer yet; for so long that it has no place */
	int64_t asked_ms;
	char error[CURL_ERROR_SIZE];
};

/* hop_start: fields above `What came of it` are set, the rest is zeroed here.
 * ${done} comes later, from the loop. */
void hop_start(struct http *h, struct hop *hop);
/* hop_cancel: ends it without ${done}; fine for one that is over. */
void hop_cancel(struct hop *hop);

/* http.c's: the moment to begin, and the end. */
enum status hop_run(struct hop *hop) MUST_USE;
void hop_finish(struct hop *hop, CURLcode code);

#endif
