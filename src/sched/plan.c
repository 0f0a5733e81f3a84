/*
 * From facts to moments: the heap, the spread after a long stop.
 */
#include "plan.h"

#include "earshot/clock.h"
#include "earshot/metrics.h"

enum {
	/* More overdue feeds than BURST are spread, each SPREAD_MS. */
	BURST = 100,
	SPREAD_MS = 50,
};

double
plan_jitter(const struct feed *feed)
{

	return (cadence_jitter(feed->id, feed->facts.visited_ts));
}

void
plan_rebuild(struct sched *s)
{

	heap_clear(&s->heap);
	for (size_t i = 0; i < s->n; i++)
		if (s->state[i] == PLANNED &&
		    heap_push(&s->heap, s->due_ms[i], (int64_t)i) != OK)
			return;
}

void
plan_at(struct sched *s, size_t i, int64_t due_ms)
{

	s->due_ms[i] = due_ms;
	s->state[i] = PLANNED;
	/* Stale items pile up only so far. */
	if (s->heap.n > 2 * s->n + 64) {
		plan_rebuild(s);
		return;
	}
	if (heap_push(&s->heap, due_ms, (int64_t)i) != OK)
		plan_rebuild(s); /* without its stale items it has room */
}

int64_t
plan_due_ms(const struct sched *s, size_t i)
{
	const struct feed *feed = &s->feeds[i];
	int64_t now = clock_now(), due;

	due = cadence_next(&feed->spec, &feed->facts, &s->options.cadence, now,
	    plan_jitter(feed));
	if (due == CADENCE_NEVER)
		return (INT64_MAX);
	return (clock_mono_ms() + (due - now) * 1000);
}

/* After a long stop everything is overdue: not all at once. */
static void
spread(struct sched *s, size_t overdue, int64_t now_ms)
{
	int64_t window = (int64_t)overdue * SPREAD_MS;

	if (overdue <= BURST || s->options.once)
		return;
	if (window > PLAN_SPREAD_MAX_MS)
		window = PLAN_SPREAD_MAX_MS;
	for (size_t i = 0; i < s->n; i++)
		if (s->state[i] == PLANNED && s->due_ms[i] < now_ms &&
		    s->feeds[i].facts.visited_ts != NO_TIME)
			s->due_ms[i] =
			    now_ms + (int64_t)((double)window *
					       plan_jitter(&s->feeds[i]));
}

void
plan_all(struct sched *s)
{
	int64_t now_ms = clock_mono_ms();
	size_t overdue = 0;

	for (size_t i = 0; i < s->n; i++) {
		if (s->state[i] == VISITING || s->state[i] == NO_FEED)
			continue;
		s->due_ms[i] = plan_due_ms(s, i);
		s->state[i] = PLANNED;
		if (s->due_ms[i] == INT64_MAX ||
		    (s->options.once &&
			(s->options.none_due || s->due_ms[i] > now_ms)))
			s->state[i] = IDLE;
		else if (s->due_ms[i] < now_ms &&
			 s->feeds[i].facts.visited_ts != NO_TIME)
			overdue++;
	}
	spread(s, overdue, now_ms);
	plan_rebuild(s);
}

uint64_t
plan_host(const struct feed *feed)
{

	return (host_key(feed_address(&feed->spec, &feed->facts)));
}

const struct feed *
plan_give(struct sched *s, size_t i)
{

	s->state[i] = VISITING;
	metrics_observe(H_LAG, (double)(clock_mono_ms() - s->due_ms[i]) / 1000);
	visits_add(&s->visits,
	    (struct visited){ s->feeds[i].id, i, plan_host(&s->feeds[i]) });
	return (&s->feeds[i]);
}

void
plan_next(struct sched *s, size_t i, int64_t least_ms)
{
	int64_t due_ms = plan_due_ms(s, i), first = clock_mono_ms() + least_ms;

	if (s->options.once || due_ms == INT64_MAX)
		s->state[i] = IDLE;
	else
		plan_at(s, i, due_ms > first ? due_ms : first);
}
