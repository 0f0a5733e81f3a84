/*
 * Thirty days of several feeds' lives: what the learned rhythm costs and how
 * late it hears, against the best constant interval, which knows the future.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "earshot/cadence.h"

#define T0   1800000000 /* Fri, 15 Jan 2027 08:00:00 GMT */
#define DAY  86400
#define HOUR 3600

static const struct cadence_options defaults = { 300, DAY };

static struct feed_facts
no_facts(void)
{

	return ((struct feed_facts){ .visited_ts = NO_TIME,
	    .ok_ts = NO_TIME,
	    .full_ts = NO_TIME,
	    .changed_ts = NO_TIME,
	    .not_before_ts = NO_TIME,
	    .added_ts = T0 });
}

/*
 * Thirty days of one feed: when it posts, how many entries its page has, and
 * when it is up.
 */
#define END end_ts
static int64_t end_ts = T0 + 30LL * DAY;
enum { TRACE_MAX = 12000, PAGE_MAX = 50, LIVES = 20 };

static struct life {
	int64_t posts[TRACE_MAX]; /* sorted; some before T0 */
	size_t n, first;          /* first: the first after T0 */
	size_t page;
	bool dated;
	bool (*up)(int64_t ts);
} life;

struct report {
	int requests, failed, lost;
	double delay_s; /* mean */
};

static uint64_t seed = 7, dice = 7;

static double
roll(void)
{

	dice = dice * 6364136223846793005u + 1442695040888963407u;
	return ((double)(dice >> 11) / 9007199254740992.0);
}

static int
by_time(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x < y ? -1 : x > y);
}

static void
begin_life(size_t page, bool (*up)(int64_t))
{

	life.n = life.first = 0;
	life.page = page;
	life.up = up;
	life.dated = true;
	dice = seed;
}

static void
post_at(int64_t ts)
{

	assert_true(life.n < TRACE_MAX);
	if (ts < END)
		life.posts[life.n++] = ts;
}

static void
end_births(void)
{

	qsort(life.posts, life.n, sizeof(life.posts[0]), by_time);
	while (life.first < life.n && life.posts[life.first] < T0)
		life.first++;
}

/* Posts that come by chance, so many a day. */
static void
steady(double a_day, double days_before)
{
	double ts = T0 - days_before * DAY;

	while (ts < (double)END) {
		ts += -log(1 - roll()) * DAY / a_day;
		post_at((int64_t)ts);
	}
	end_births();
}

static double
gap_s(void)
{

	return (30.0 * DAY / (double)(life.n - life.first));
}

/* The visit at ${ts}: what is new, what was lost, what was served. */
static void
look(struct batch *b, struct post *posts, size_t *seen, struct report *r,
    double *sum)
{
	size_t now = 0, from;

	while (now < life.n && life.posts[now] <= b->started_ts)
		now++;
	from = now > life.page ? now - life.page : 0;
	for (size_t i = *seen; i < now; i++) {
		if (life.posts[i] >= T0)
			*sum += (double)(b->started_ts - life.posts[i]);
		if (i >= from)
			b->new_posts++;
		else if (life.posts[i] >= T0)
			r->lost++;
	}
	if (b->new_posts == 0 && b->facts.ok_ts != NO_TIME) {
		b->outcome = OUTCOME_UNCHANGED;
		b->http_status = 304;
	} else {
		for (size_t i = from; i < now; i++)
			posts[b->nposts++] =
			    (struct post){ .published_ts = life.dated
							       ? life.posts[i]
							       : NO_TIME };
		b->posts = posts;
	}
	*seen = now;
}

static struct report
live(void)
{
	struct feed_spec spec = { .every_s = 0 };
	struct feed_facts f = no_facts();
	struct post posts[PAGE_MAX];
	struct report r = { 0 };
	double sum = 0;
	size_t seen = 0;

	for (int64_t now = T0; now < END;) {
		struct batch b = { .facts = f,
			.started_ts = now,
			.http_status = 200 };

		r.requests++;
		if (life.up != NULL && !life.up(now)) {
			b.outcome = OUTCOME_FAILED;
			b.status = E_STATUS;
			b.http_status = 500;
			r.failed++;
		} else
			look(&b, posts, &seen, &r, &sum);
		cadence_learn(&b, &defaults);
		f = b.facts;
		assert_true(
		    cadence_next(&spec, &f, &defaults, now, 0) >= now + 300);
		now = cadence_next(&spec, &f, &defaults, now, roll());
	}
	for (size_t i = seen; i < life.n; i++)
		sum += (double)(END - life.posts[i]);
	r.delay_s = sum / (double)(life.n - life.first);
	return (r);
}

/* Visits at T0, T0 + ${every}, …; what is left over counts until the end. */
static double
constant_delay(int64_t every)
{
	size_t seen = life.first;
	double sum = 0;

	for (int64_t ts = T0;; ts += every) {
		bool last = ts >= END;

		if (last)
			ts = END;
		if (!last && life.up != NULL && !life.up(ts))
			continue;
		for (; seen < life.n && life.posts[seen] <= ts; seen++)
			sum += (double)(ts - life.posts[seen]);
		if (last)
			break;
	}
	return (sum / (double)(life.n - life.first));
}

/* The fewest requests at a constant interval, five minutes to a day, that keep
 * the mean delay within half a gap. */
static double
best_requests(void)
{
	double every = DAY;

	while (every > 300 && constant_delay((int64_t)every) > gap_s() / 2)
		every /= 1.02;
	return (30.0 * DAY / every);
}

/*
 * The bound holds for the first life, and for the mean over as many others:
 * thirty days of chance are short for a feed of one post a day.
 */
static void
expect_lives(const char *name, void (*birth)(void))
{
	double delay = 0, requests = 0;

	for (uint64_t i = 0; i < LIVES; i++) {
		struct report r;
		double late, cost;

		seed = 7 + i * 7919;
		birth();
		r = live();
		late = r.delay_s / gap_s();
		cost = r.requests / best_requests();
		delay += late / LIVES;
		requests += cost / LIVES;
		if (r.lost > 0 || (i == 0 && (late > 0.5 || cost > 1.3)))
			fail_msg("%s, life %d: delay %.2f of a gap, requests "
				 "%.2f of the best, %d lost",
			    name, (int)i, late, cost, r.lost);
	}
	print_message("# %s: delay %.2f of a gap, requests %.2f of the best\n",
	    name, delay, requests);
	if (delay > 0.5 || requests > 1.3)
		fail_msg("%s: delay %.2f of a gap, requests %.2f of the best",
		    name, delay, requests);
}

static void
six_an_hour(void)
{

	begin_life(20, NULL);
	steady(144, 2);
}

static void
six_an_hour_undated(void)
{

	six_an_hour();
	life.dated = false;
}

static void
a_busy_feed_is_heard_in_time_and_not_too_often(void **state)
{

	(void)state;
	expect_lives("six an hour", six_an_hour);
	expect_lives("six an hour, undated", six_an_hour_undated);
}

static void
one_a_day(void)
{

	begin_life(10, NULL);
	for (int64_t ts = T0 - 40 * DAY; ts < END; ts += DAY)
		post_at(ts + 3 * HOUR + (int64_t)(roll() * 6 * HOUR));
	end_births();
}

static void
one_a_day_by_chance(void)
{

	begin_life(10, NULL);
	steady(1, 30);
}

static void
a_daily_feed_is_heard_in_time_and_not_too_often(void **state)
{

	(void)state;
	expect_lives("one a day", one_a_day);
	expect_lives("one a day, by chance", one_a_day_by_chance);
}

static void
bursts(void)
{

	begin_life(PAGE_MAX, NULL);
	for (double ts = T0 - 20.0 * DAY; ts < (double)END;
	     ts += DAY * (1 + roll()))
		for (int i = 0; i < 30; i++)
			post_at((int64_t)(ts + roll() * HOUR));
	end_births();
}

static void
bursts_lose_nothing(void **state)
{

	(void)state;
	expect_lives("bursts", bursts);
}

static void
a_dead_feed_costs_few_requests(void **state)
{
	struct report r;

	(void)state;
	seed = 7;
	begin_life(10, NULL);
	for (int i = 0; i < 10; i++)
		post_at(T0 - (400 - i) * (int64_t)DAY);
	life.first = 0;
	r = live();
	assert_in_range(r.requests, 1, 45);
	life.dated = false;
	r = live();
	assert_in_range(r.requests, 1, 45);
}

static bool
never(int64_t ts)
{

	(void)ts;
	return (false);
}

#define NOON (T0 + 4 * HOUR)
static bool
until_noon(int64_t ts)
{

	return (ts < NOON);
}

static bool
every_other_hour(int64_t ts)
{

	return (ts / HOUR % 2 == 0);
}

static void
a_feed_that_only_fails_costs_few_requests(void **state)
{
	struct report r;

	(void)state;
	seed = 7;
	begin_life(10, never);
	post_at(T0 - DAY);
	life.first = 0;
	r = live();
	assert_in_range(r.requests, 1, 45);
}

/* However busy it was, and though it may only be flapping. */
static void
a_feed_that_dies_in_mid_life_costs_few_requests(void **state)
{
	static const double a_day[] = { 0.1, 1, 6, 24, 144, 300 };
	int worst = 0;

	(void)state;
	end_ts = NOON + 30LL * DAY;
	for (size_t i = 0; i < sizeof(a_day) / sizeof(a_day[0]); i++)
		for (uint64_t k = 0; k < LIVES; k++) {
			struct report r;

			seed = 7 + k * 7919;
			begin_life(20, until_noon);
			steady(a_day[i], 2 + 10 / a_day[i]);
			r = live();
			if (r.failed > worst)
				worst = r.failed;
			if (r.failed > 45)
				fail_msg("%g a day, life %d: %d requests",
				    a_day[i], (int)k, r.failed);
		}
	end_ts = T0 + 30LL * DAY;
	print_message("# dead in mid-life: %d requests at the most\n", worst);
}

static void
flapping(void)
{

	begin_life(20, every_other_hour);
	steady(6, 4);
}

static void
a_flapping_feed_is_heard_in_time_and_not_too_often(void **state)
{

	(void)state;
	expect_lives("flapping", flapping);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    a_busy_feed_is_heard_in_time_and_not_too_often),
		cmocka_unit_test(
		    a_daily_feed_is_heard_in_time_and_not_too_often),
		cmocka_unit_test(bursts_lose_nothing),
		cmocka_unit_test(a_dead_feed_costs_few_requests),
		cmocka_unit_test(a_feed_that_only_fails_costs_few_requests),
		cmocka_unit_test(
		    a_feed_that_dies_in_mid_life_costs_few_requests),
		cmocka_unit_test(
		    a_flapping_feed_is_heard_in_time_and_not_too_often),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
