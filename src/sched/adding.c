/*
 * Feeds that come and go one by one, between two lists.  A place that was left
 * is taken by the next one that comes; until then it is no feed.
 */
#include <stdlib.h>

#include "earshot/clock.h"

#include "plan.h"

enum { ROOM_MIN = 64, ROOM_SHARE = 8, REST_MAX_S = 7 * 86400 };

/* Each array grows or none is used further than it was. */
static enum status
make_room(struct sched *s)
{
	size_t room = s->n + s->n / ROOM_SHARE + ROOM_MIN;
	struct feed *feeds;
	int64_t *due_ms;
	uint8_t *state;

	if (s->n < s->room)
		return (OK);
	if (room >= UINT32_MAX)
		return (E_TOO_LARGE);
	if ((feeds = reallocarray(s->feeds, room, sizeof(*feeds))) == NULL)
		return (E_MEMORY);
	s->feeds = feeds;
	if ((due_ms = reallocarray(s->due_ms, room, sizeof(*due_ms))) == NULL)
		return (E_MEMORY);
	s->due_ms = due_ms;
	if ((state = reallocarray(s->state, room, sizeof(*state))) == NULL)
		return (E_MEMORY);
	s->state = state;
	if (host_grow(s->hosts, s->n, room) != OK)
		return (E_MEMORY);
	s->room = room;
	return (OK);
}

/* Now, or when its server allows it; `once`, that is not worth a wait. */
static void
plan_soon(struct sched *s, size_t i)
{
	const struct feed_facts *f = &s->feeds[i].facts;
	int64_t now = clock_now(), wait_s = 0;

	if (plan_due_ms(s, i) == INT64_MAX)
		return;
	if (f->not_before_ts != NO_TIME && f->not_before_ts > now)
		wait_s = f->not_before_ts - now;
	if (wait_s == 0)
		plan_at(s, i, clock_mono_ms());
	else if (!s->options.once)
		plan_next(s, i,
		    wait_s < REST_MAX_S ? wait_s * 1000 : REST_MAX_S * 1000);
}

enum status
sched_add(struct sched *s, const struct feed *feed)
{
	size_t i = s->hole > 0 ? s->hole - 1 : s->n;
	int64_t hole = 0;
	enum status st = OK;

	if (s->hole > 0)
		hole = s->due_ms[i];
	else
		st = make_room(s);
	if (st != OK)
		return (st);
	s->feeds[i] = *feed;
	st = urlindex_add(&s->urls, s->feeds, i == s->n ? s->n + 1 : s->n, i);
	if (st != OK) {
		s->feeds[i] = (struct feed){ .id = 0 };
		return (st);
	}
	if (i < s->n)
		s->nholes--;
	s->hole = (size_t)hole;
	s->n += i == s->n;
	s->nfound += feed->found_by != 0;
	s->state[i] = IDLE;
	s->due_ms[i] = INT64_MAX;
	plan_soon(s, i);
	return (OK);
}

bool
sched_drop(struct sched *s, struct str url)
{
	size_t i = urlindex_find(&s->urls, s->feeds, url);

	/* Who is asked or waits in a queue has its number there. */
	if (i == SIZE_MAX || s->feeds[i].found_by == 0 ||
	    s->state[i] == VISITING || s->state[i] == WAITING)
		return (false);
	feed_clear(&s->feeds[i]);
	s->feeds[i] = (struct feed){ .id = 0 };
	s->feeds[i].facts.status = FEED_CLOSED;
	s->state[i] = NO_FEED;
	/* The chain of places that were left. */
	s->due_ms[i] = (int64_t)s->hole;
	s->hole = i + 1;
	s->nholes++;
	s->nfound--;
	return (true);
}

bool
sched_counted(struct sched *s, struct str url, int32_t comments)
{
	size_t i = urlindex_find(&s->urls, s->feeds, url);

	if (i == SIZE_MAX || s->feeds[i].found_by == 0)
		return (false);
	s->feeds[i].facts.comments = comments;
	/* One that fails is asked again when it is time for that. */
	if ((s->state[i] == PLANNED || s->state[i] == IDLE) &&
	    s->feeds[i].facts.failures == 0)
		plan_soon(s, i);
	return (true);
}

size_t
sched_reading(const struct sched *s)
{
	size_t n = 0;

	for (size_t i = 0; i < s->visits.n; i++) {
		size_t at = s->visits.list[i].index;

		n += at != SIZE_MAX && s->feeds[at].found_by != 0;
	}
	return (n);
}

size_t
sched_listed(const struct sched *s)
{

	return (s->n - s->nfound - s->nholes);
}

size_t
sched_found(const struct sched *s)
{

	return (s->nfound);
}
