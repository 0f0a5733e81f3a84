/*
 * feedanswer: what the feed server says to a request: reads the request's
 * head, asks the script, and prepares every byte of the answer and the pace at
 * which it goes out.  Knows nothing of sockets.
 */
#ifndef EARSHOT_TESTS_FEEDANSWER_H
#define EARSHOT_TESTS_FEEDANSWER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <time.h>

#include "feedscript.h"
#include "feedserver.h"

/* What answers need to know about their server. */
struct feedhouse {
	char base[80]; /* http://ADDRESS:PORT */
	uint16_t port;
	char *folder; /* where names of files begin */
	time_t started_at;
	size_t endless_max; /* bytes of an endless body */
};

/* One answer on its way. */
struct feedanswer {
	char *bytes; /* NULL: nothing is said */
	size_t len;
	size_t paced_from;            /* what goes at once: the headers */
	uint64_t drip_bytes, drip_ms; /* the rest's pace; 0: none */
	size_t endless_left;          /* bytes of filler after that */
	bool chunked;                 /* and so is the filler */
	uint64_t delay_ms;            /* before the first byte */
	bool hang, close_after, reset;
};

/*
 * feedanswer_request: reads the ${len} bytes of a request's head, blank line
 * included.  free() it.  ${ret_close}: the connection ends after the answer.
 * NULL: this is no request, or memory is out.
 */
struct feedserver_request *feedanswer_request(const char *head, size_t len,
    bool *ret_close);

/* feedanswer_log: the request as one line. */
void feedanswer_log(FILE *log, const struct feedserver_request *request);

/*
 * feedanswer_prepare: what ${script} has for ${request}, whose status it sets.
 * ${close_after}: the client wants the connection to end with it.
 * ${ret_answer}: free() its bytes.
 */
void feedanswer_prepare(const struct feedhouse *house,
    struct feedscript *script, struct feedserver_request *request,
    bool close_after, struct feedanswer *ret_answer);

/* feedanswer_error: a plain refusal, which ends the connection. */
void feedanswer_error(unsigned status, const char *text,
    struct feedanswer *ret_answer);

/* feedanswer_refill: the next piece of an endless body, in place of the last.
 */
void feedanswer_refill(struct feedanswer *answer);

#endif
