/*
 * The last answer of each of the hosts that were asked lately: a short table,
 * searched from end to end.  When it is full the oldest makes room, so that a
 * daemon with many feeds notices within seconds.
 */
#include "earshot/outage.h"

#include <stdlib.h>

#include "host.h"

enum {
	HOSTS_KEPT = 128,
	HOSTS_LEAST = 5,
	FAILED_PERCENT = 80,
	WINDOW_MS = 5 * 60 * 1000,
	/* While others are asked and answers come, many dead hosts that are
	 * told of in a row are only that: quick refusals, or black holes that
	 * were asked together. */
	SILENCE_MS = 1000,
};

struct outage {
	bool on;
	size_t n, failed, hosts;
	bool began;          /* something was noted, ... */
	bool heard;          /* ... and an answer was among it */
	int64_t answered_ms; /* the last answer, or else the first note */
	uint64_t keys[HOSTS_KEPT];
	int64_t at_ms[HOSTS_KEPT];
	bool silent[HOSTS_KEPT];
};

struct outage *
outage_new(void)
{

	return (calloc(1, sizeof(struct outage)));
}

void
outage_free(struct outage *o)
{

	free(o);
}

bool
outage_silent(const struct batch *b)
{

	if (b->outcome != OUTCOME_FAILED || b->http_status != 0 ||
	    b->redirects > 0)
		return (false);
	return (b->status == E_DNS || b->status == E_CONNECT ||
		b->status == E_TLS || b->status == E_TIMEOUT);
}

/* Nothing was asked, or we stopped it: that tells nothing. */
static bool
tells_nothing(const struct batch *b)
{

	return (b->http_status == 0 && b->redirects == 0 && !outage_silent(b) &&
		b->status != E_HTTP);
}

/* Once anybody has answered, the silence of who was silent before, or was never
 * heard, is no news: half of a list may be dead. */
static bool
is_no_news(const struct outage *o, const struct batch *b)
{

	return (
	    o->heard && (b->facts.ok_ts == NO_TIME || b->facts.failures > 0));
}

static void
keep(struct outage *o, uint64_t key, bool silent, int64_t now_ms)
{
	size_t at = o->n;

	for (size_t i = 0; i < o->n; i++)
		if (o->keys[i] == key) {
			at = i;
			break;
		}
	if (at == HOSTS_KEPT) {
		at = 0;
		for (size_t i = 1; i < o->n; i++)
			if (o->at_ms[i] < o->at_ms[at])
				at = i;
	} else if (at == o->n)
		o->n++;
	o->keys[at] = key;
	o->at_ms[at] = now_ms;
	o->silent[at] = silent;
}

static void
count(struct outage *o, int64_t now_ms)
{

	o->failed = o->hosts = 0;
	for (size_t i = 0; i < o->n; i++)
		if (now_ms - o->at_ms[i] <= WINDOW_MS) {
			o->hosts++;
			o->failed += o->silent[i];
		}
}

enum outage_turn
outage_note(struct outage *o, const struct batch *b, bool asking,
    int64_t now_ms)
{
	bool silent = outage_silent(b);

	if (tells_nothing(b))
		return (OUTAGE_SAME);
	if (!silent || !o->began)
		o->answered_ms = now_ms;
	o->began = true;
	o->heard |= !silent;
	if (o->on) {
		if (silent)
			return (OUTAGE_SAME);
		o->on = false;
		o->n = 0;
		return (OUTAGE_ENDED);
	}
	if (silent && is_no_news(o, b))
		return (OUTAGE_SAME);
	keep(o, host_key(feed_address(&b->spec, &b->facts)), silent, now_ms);
	if (!silent)
		return (OUTAGE_SAME);
	count(o, now_ms);
	if (asking && now_ms - o->answered_ms < SILENCE_MS)
		return (OUTAGE_SAME);
	if (o->hosts < HOSTS_LEAST ||
	    o->failed * 100 < o->hosts * FAILED_PERCENT)
		return (OUTAGE_SAME);
	o->on = true;
	return (OUTAGE_BEGAN);
}

bool
outage_is_on(const struct outage *o)
{

	return (o->on);
}

void
outage_counts(const struct outage *o, size_t *ret_failed, size_t *ret_hosts)
{

	*ret_failed = o->failed;
	*ret_hosts = o->hosts;
}
