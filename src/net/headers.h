/*
 * The few header fields of an answer that we read, and what they ask of us.
 */
#ifndef NET_HEADERS_H
#define NET_HEADERS_H

#include "earshot/arena.h"

enum {
	HEADER_VALUE_MAX = 2048,        /* longer values are not kept */
	HEADERS_WAIT_MAX_S = 7 * 86400, /* whatever a server asks for */
};

/* As served, white space round them gone; {NULL,0}: did not come. */
struct headers {
	int status;
	struct str etag, last_modified, content_type, location;
	struct str retry_after, ratelimit_reset, ratelimit_remaining;
	struct str cache_control, expires, date, age;
};

/*
 * headers_line: takes in one line of an answer's head; a status line begins
 * anew.  The first field of a name counts; a value with control characters is
 * none.  Copies into ${a}.
 */
void headers_line(struct headers *h, struct arena *a, struct str line);

/* headers_wait_s: Retry-After (RFC 9110, 10.2.3) or x-ratelimit-reset in
 * seconds from ${now}, 0..HEADERS_WAIT_MAX_S; 0: not asked. */
int64_t headers_wait_s(const struct headers *h, int64_t now);
/* headers_fresh_s: how long the answer stays fresh (RFC 9111, 4.2): max-age
 * less Age, or Expires less Date; clamped likewise; 0: not said. */
int64_t headers_fresh_s(const struct headers *h, int64_t now);

#endif
