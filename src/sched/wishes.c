/*
 * What changes plans from outside: people's wishes, and our own network when it
 * goes and comes back.
 */
#include <stdlib.h>

#include "earshot/clock.h"
#include "earshot/hash.h"

#include "plan.h"

static int
by_id(const void *a, const void *b)
{
	const struct forgiven *x = a, *y = b;

	return (x->id < y->id ? -1 : x->id > y->id);
}

void
sched_forgive(struct sched *s, struct forgiven *list, size_t n)
{

	if (n == 0)
		return;
	qsort(list, n, sizeof(*list), by_id);
	for (size_t i = 0; i < s->n; i++) {
		struct forgiven key = { .id = s->feeds[i].id }, *found;
		struct feed_facts *f = &s->feeds[i].facts;

		found = bsearch(&key, list, n, sizeof(key), by_id);
		if (found == NULL)
			continue;
		/* It may have failed more than once. */
		while (found > list && found[-1].id == key.id)
			found--;
		for (; found < list + n && found->id == key.id; found++) {
			cadence_forgive(f);
			found->listed = true;
			found->status = f->status;
			found->failures = f->failures;
		}
	}
}

/* Who is a good probe?  One that was well when it was last asked; among those
 * chance decides, so that a dead host is not asked for ever.  0: nobody. */
static uint64_t
probe_worth(const struct sched *s, size_t i)
{
	const struct feed_facts *f = &s->feeds[i].facts;
	int64_t now = clock_now(), seed[2] = { s->feeds[i].id, now };
	struct str bytes = { (const char *)seed, sizeof(seed) };

	if (s->state[i] != PLANNED ||
	    (f->not_before_ts != NO_TIME && f->not_before_ts > now))
		return (0);
	return (hash_stable64(bytes) >> 2 | 1 |
		(uint64_t)(f->ok_ts != NO_TIME && f->failures == 0) << 63);
}

const struct feed *
sched_probe(struct sched *s)
{
	uint64_t worth, most = 0;
	size_t best = 0;

	for (size_t i = 0; i < s->n; i++)
		if ((worth = probe_worth(s, i)) > most) {
			most = worth;
			best = i;
		}
	if (most == 0 || !visits_room(&s->visits))
		return (sched_next(s));
	if (host_start(s->hosts, plan_host(&s->feeds[best]), (uint32_t)best,
		clock_mono_ms()))
		return (plan_give(s, best));
	s->state[best] = WAITING;
	return (sched_next(s));
}

void
sched_resume(struct sched *s)
{
	int64_t now_ms = clock_mono_ms();

	for (size_t i = 0; i < s->n; i++) {
		const struct feed *feed = &s->feeds[i];
		int64_t within_s = feed->spec.every_s > 0 ? feed->spec.every_s
							  : feed->facts.every_s;

		if (s->state[i] != PLANNED || s->due_ms[i] > now_ms)
			continue;
		if (within_s < s->options.cadence.min_interval_s)
			within_s = s->options.cadence.min_interval_s;
		if (within_s > PLAN_SPREAD_MAX_MS / 1000)
			within_s = PLAN_SPREAD_MAX_MS / 1000;
		s->due_ms[i] = now_ms + (int64_t)((double)within_s * 1000 *
						  plan_jitter(feed));
	}
	plan_rebuild(s);
}

/* May this one be made due by a wish for all? */
static bool
wants_all(const struct sched *s, size_t i, bool even_waiting)
{
	const struct feed_facts *f = &s->feeds[i].facts;

	/* Conversations are read as they go, whoever wants all feeds. */
	if (s->feeds[i].id == 0 || s->feeds[i].found_by != 0 ||
	    plan_due_ms(s, i) == INT64_MAX)
		return (false);
	return (even_waiting || f->not_before_ts == NO_TIME ||
		f->not_before_ts <= clock_now());
}

size_t
sched_now(struct sched *s, struct str url, bool even_waiting)
{
	int64_t now_ms = clock_mono_ms();
	size_t n = 0, i;

	if (url.p != NULL) {
		i = urlindex_find(&s->urls, s->feeds, url);
		if (i == SIZE_MAX)
			return (0);
		if (s->state[i] == PLANNED || s->state[i] == IDLE)
			plan_at(s, i, now_ms);
		return (1);
	}
	for (i = 0; i < s->n; i++) {
		if (!wants_all(s, i, even_waiting))
			continue;
		n++;
		if (s->state[i] != PLANNED && s->state[i] != IDLE)
			continue;
		s->state[i] = PLANNED;
		if (s->due_ms[i] > now_ms)
			s->due_ms[i] = now_ms;
	}
	plan_rebuild(s);
	return (n);
}

size_t
sched_resting(const struct sched *s)
{
	size_t n = 0;

	for (size_t i = 0; i < s->n; i++)
		n += wants_all(s, i, true) && !wants_all(s, i, false);
	return (n);
}

static size_t
wish_one(struct sched *s, size_t i, enum feed_wish wish)
{

	if (!feed_wish(&s->feeds[i], wish))
		return (0);
	if (s->state[i] == PLANNED || s->state[i] == IDLE)
		plan_next(s, i, 0);
	return (1);
}

size_t
sched_wish(struct sched *s, struct str url, enum feed_wish wish)
{
	size_t n = 0, i;

	if (url.p != NULL) {
		i = urlindex_find(&s->urls, s->feeds, url);
		if (i == SIZE_MAX)
			return (0);
		n = wish_one(s, i, wish);
		/* What it led to follows. */
		for (size_t k = 0; s->nfound > 0 && k < s->n; k++)
			if (s->feeds[k].found_by == s->feeds[i].id &&
			    s->feeds[k].id != 0)
				wish_one(s, k, wish);
		return (n);
	}
	for (i = 0; i < s->n; i++)
		if (s->feeds[i].id != 0)
			n += feed_wish(&s->feeds[i], wish) &&
			     s->feeds[i].found_by == 0;
	/* Out of memory: who is due already is visited once more. */
	if (n > 0 && host_reset(s->hosts, s->n) == OK)
		plan_all(s);
	return (n);
}
