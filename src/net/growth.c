/*
 * Bodies of unknown size under one roof: small ones are free; large ones share
 * a budget of bytes by what they really hold, so that slow ones keep nobody
 * waiting.  The oldest large one may always grow to the end, else two that wait
 * for each other would wait for ever.
 */
#include <curl/curl.h>

#include "inside.h"

/* What a body of ${bytes} takes: buffers double. */
static size_t
taken_by(size_t bytes)
{
	size_t n = (size_t)SMALL_BODY * 2;

	while (n < bytes)
		n *= 2;
	return (n);
}

static bool
fits(const struct http *h, const struct hop *hop, size_t wanted)
{
	size_t most = h->options.max_body / LARGE_SHARE;
	const struct hop *oldest = TAILQ_FIRST(&h->large);
	size_t others = h->grown - hop->room;

	/* What came goes by itself: workers need no room here. */
	if (h->held >= most)
		return (false);
	if (oldest == NULL || oldest == hop)
		return (true);
	return (h->held + others - oldest->room + wanted <= most);
}

static void
grant(struct http *h, struct hop *hop)
{

	if (hop->room == 0)
		TAILQ_INSERT_TAIL(&h->large, hop, large_link);
	h->grown += hop->wanted - hop->room;
	hop->room = hop->wanted;
}

bool
growth_may(struct http *h, struct hop *hop, size_t bytes, bool must)
{

	if (bytes <= hop->room)
		return (true);
	hop->wanted = taken_by(bytes);
	if (must || fits(h, hop, hop->wanted)) {
		grant(h, hop);
		return (true);
	}
	if (!hop->starved) {
		hop->starved = true;
		TAILQ_INSERT_TAIL(&h->starved, hop, starved_link);
	}
	return (false);
}

/* Those for whom there is room now go on, the longest starved first. */
static void
feed_starved(struct http *h)
{
	struct hop *hop, *next;

	for (hop = TAILQ_FIRST(&h->starved); hop != NULL; hop = next) {
		next = TAILQ_NEXT(hop, starved_link);
		if (!fits(h, hop, hop->wanted))
			continue;
		TAILQ_REMOVE(&h->starved, hop, starved_link);
		hop->starved = false;
		/* For what it has read already; for more it asks again. */
		grant(h, hop);
		curl_easy_pause(hop->easy, CURLPAUSE_CONT);
	}
}

void
growth_end(struct http *h, struct hop *hop)
{

	if (hop->starved)
		TAILQ_REMOVE(&h->starved, hop, starved_link);
	if (hop->room > 0)
		TAILQ_REMOVE(&h->large, hop, large_link);
	h->grown -= hop->room;
	hop->starved = false;
	hop->room = hop->wanted = 0;
	feed_starved(h);
}

void
http_hold(struct http *h, size_t bytes)
{

	if (bytes > SMALL_BODY)
		h->held += bytes;
}

void
http_let_go(struct http *h, size_t bytes)
{

	if (bytes <= SMALL_BODY)
		return;
	h->held -= bytes;
	feed_starved(h);
}
