/*
 * feedscript: the scripts of the feed server, read and counted; what the words
 * mean stands at the top of feedserver.h.  Knows nothing of sockets or files.
 */
#ifndef EARSHOT_TESTS_FEEDSCRIPT_H
#define EARSHOT_TESTS_FEEDSCRIPT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "feedledger.h"

#define FEEDSCRIPT_HEADERS_MAX 16

/* One line: how one request, or `times` of them, is answered. */
struct feedstep {
	/* What is sent; texts are NUL-ended, NULL where the line is silent. */
	char *file, *folder, *body, *raw;
	char *location;     /* of a redirect */
	bool hang_up, hang; /* the words close and hang */
	bool endless;

	/* How it is labelled. */
	unsigned status; /* 0: not said */
	char *type, *charset, *encoding, *retry_after;
	char *headers[FEEDSCRIPT_HEADERS_MAX]; /* "X: y" */
	size_t n_headers;
	uint64_t header_flood;
	int64_t length; /* of Content-Length; -1: the true one, -2: none */

	/* Validators, and who may ask. */
	char *etag; /* without its quotes, perhaps with W/; or "auto" */
	char *last_modified; /* a date, or "auto" */
	char *once_etag;     /* a file */
	/* What was served is dropped once acknowledged; its own words for body
	 * and ETag.  Its numbers move on, whoever holds the step. */
	struct feedledger *ledger;
	char *answers, *talk; /* of a ledger: feedledger_links */
	char *auth;           /* what Authorization has to say */
	bool ignore_conditions;

	/* How it travels. */
	bool chunked, reset, fill;
	uint64_t delay_ms;
	uint64_t drip_bytes, drip_ms; /* 0: as fast as it goes */
	bool cut;
	uint64_t cut_bytes, cut_percent; /* percent wins if not 0 */
	uint64_t times;                  /* 1 or more */
};

struct feedscript;

/*
 * feedscript_parse: reads ${text}.  ${name} is used in faults.  NULL on a
 * fault, which ${reterr} (${err_max} bytes) then says with line and column.
 */
struct feedscript *feedscript_parse(const char *name, const char *text,
    char *reterr, size_t err_max);

/* feedscript_free: takes NULL. */
void feedscript_free(struct feedscript *script);

/*
 * feedscript_next: the step for a request to ${target} at ${host} (without
 * port; NULL: none was sent), and counts it: ${ret_n} is how often this path
 * was asked, from 1.  NULL: no line names the path.  Lives as long as the
 * script.
 */
const struct feedstep *feedscript_next(struct feedscript *script,
    const char *host, const char *target, uint64_t *ret_n);

#endif
