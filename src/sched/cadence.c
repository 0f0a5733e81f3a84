/*
 * How often.  A feed is asked about once in the mean gap between its posts,
 * sooner when its page turns over quickly, later when it fails or its server
 * asks for rest.  Pure: no clock, no state but the facts.
 */
#include "earshot/cadence.h"

#include <math.h>
#include <stdlib.h>

#include "earshot/clock.h"
#include "earshot/hash.h"

#define DAY  86400
#define HOUR 3600

enum {
	MIN_DEFAULT_S = 300,
	MAX_DEFAULT_S = DAY,
	ASKED_MAX_S = 7 * DAY, /* Retry-After and its kin */
	FRESH_MAX_S = DAY,     /* max-age, Expires, ttl */
	SLOW_DOWN_S = 15 * 60, /* 429 that does not say how long */
	BACKOFF_MAX_S = DAY,
	FULL_EVERY_S = 3 * DAY, /* an unconditional visit */
	FIRST_GUESS_S = HOUR,   /* when a page tells nothing about its pace */
	FAILING_FROM = 3,       /* failures in a row */
	MOVE_FORGOTTEN_AT = 3,  /* failures at a learned address */
	FLAPPING_S = 10 * HOUR, /* down longer, and it hardly flaps */
	ELAPSED_MAX_S = 365 * DAY,
	DATES_MAX = 1000, /* of a page's dates that are looked at */
	QUIET_GAPS = 3,
	QUIET_DAYS = 60,
};

/*
 * A visit every gap gives a mean delay of half a gap; a little less pays for
 * the rate being an estimate.  The estimate looks back over MEMORY_POSTS
 * posts, but not over less or more than these days.
 */
#define GAP_SHARE    0.82
#define MEMORY_POSTS 200.0
#define MEMORY_MIN   2.0
#define MEMORY_MAX   30.0
/* What a first page told weighs as much as so many posts, or days. */
#define FIRST_POSTS 16.0
#define FIRST_DAYS  8.0
/* After a failure that passed the next visit comes sooner: it makes up for
 * those that a flapping server will not answer. */
#define FLAP_SHARE 0.65
/* A feed is left alone for a third of the time that it has been down, but then
 * for as many of the shortest intervals; past FLAPPING_S it comes to a day
 * quickly: dead for thirty days, it has cost 45 visits at the most. */
#define DOWN_SHARE 3
#define DOWN_LEAST 6
#define DOWN_PACE  4
/* Without dates the first new posts may have come by chance. */
#define GUESS_DAYS 0.25

static int64_t
clamp(int64_t n, int64_t least, int64_t most)
{

	return (n < least ? least : n > most ? most : n);
}

static int64_t
min_interval(const struct cadence_options *o)
{

	return (o->min_interval_s > 0 ? o->min_interval_s : MIN_DEFAULT_S);
}

static int64_t
max_interval(const struct cadence_options *o)
{
	int64_t most =
	    o->max_interval_s > 0 ? o->max_interval_s : MAX_DEFAULT_S;

	return (most > min_interval(o) ? most : min_interval(o));
}

static bool
known(int64_t ts)
{

	return (ts > 0);
}

/* Both or none: an old ETag beside a new date would be a lie of our own. */
static void
learn_validators(struct batch *b)
{
	struct feed_facts *f = &b->facts;

	/* It is to come again, whole. */
	if (b->doubtful) {
		f->etag = f->last_modified = NULL;
		f->has_body_hash = false;
		return;
	}
	/* The arena's strings are nobody's constants. */
	f->etag = (char *)(uintptr_t)b->etag.p;
	f->last_modified = (char *)(uintptr_t)b->last_modified.p;
	memcpy(f->body_hash, b->body_hash, sizeof(f->body_hash));
	f->has_body_hash = true;
}

static void
forget_move(struct feed_facts *f)
{

	f->moved_url = NULL;
	f->moved_visits = 0;
}

static bool
has_moved(const struct feed_facts *f)
{

	return (f->moved_url != NULL && f->moved_visits >= FEED_MOVED_VISITS);
}

static void
learn_move(struct batch *b)
{
	struct feed_facts *f = &b->facts;

	if (b->moved_url.n == 0) {
		/* Straight from the listed address: it did not move. */
		if (!has_moved(f))
			forget_move(f);
		return;
	}
	if (str_eq(b->moved_url, b->spec.url)) {
		forget_move(f);
		return;
	}
	if (f->moved_url == NULL || !str_eq(b->moved_url, str_of(f->moved_url)))
		f->moved_visits = 0;
	f->moved_url = (char *)(uintptr_t)b->moved_url.p;
	if (f->moved_visits < FEED_MOVED_VISITS)
		f->moved_visits++;
}

static int
newest_first(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x < y ? 1 : x > y ? -1 : 0);
}

/*
 * Posts a day as a page's dates tell it: how long ago was the one that leaves
 * a fifth behind it?  So a few pinned posts of long ago do not decide.  0: the
 * page does not tell.
 */
static double
rate_of_dates(const struct batch *b, int64_t now)
{
	int64_t dates[DATES_MAX], ago;
	size_t n = 0, at;

	for (size_t i = 0; i < b->nposts && n < DATES_MAX; i++)
		if (b->posts[i].published_ts != NO_TIME &&
		    b->posts[i].published_ts <= now)
			dates[n++] = b->posts[i].published_ts;
	if (n == 0 || n * 2 < b->nposts)
		return (0);
	qsort(dates, n, sizeof(dates[0]), newest_first);
	at = n * 4 / 5;
	ago = now - dates[at];
	return (
	    (double)(at > 0 ? at : 1) * DAY / (double)(ago > 60 ? ago : 60));
}

/* The moving mean of posts a day, after ${k} new ones in ${days}.  0: not yet
 * known. */
static double
next_rate(const struct feed_facts *f, int64_t now, int64_t k, double days)
{
	double r = f->posts_per_day, memory, first, age = days;

	if (known(f->added_ts) && now > f->added_ts)
		age = (double)(now - f->added_ts) / DAY;
	if (r <= 0)
		return ((double)k / (fmax(age, days) + GUESS_DAYS));
	memory = fmin(fmax(MEMORY_POSTS / r, MEMORY_MIN), MEMORY_MAX);
	/* A young feed's mean is over its whole life, and what its first page
	 * told of the time before. */
	first = fmin(FIRST_POSTS / r, FIRST_DAYS);
	memory = fmin(memory, age + first);
	return (r + (1 - exp(-days / memory)) * ((double)k / days - r));
}

/* Half a page gone since the last visit: the next must not come later than
 * that; a whole page: something may be lost already. */
static int64_t
limit_turnover(int64_t every, int64_t elapsed, int64_t fresh, int64_t served)
{
	int64_t turn;

	if (fresh * 2 <= served)
		return (every);
	turn = fresh >= served ? elapsed / 4 : elapsed * served / (2 * fresh);
	return (every < turn ? every : turn);
}

/* The rhythm, from the share of new posts among those served. */
static void
learn_rhythm(struct batch *b, const struct cadence_options *o)
{
	struct feed_facts *f = &b->facts;
	bool first = !known(f->ok_ts) && !known(f->changed_ts), guessed;
	int64_t last = known(f->ok_ts) ? f->ok_ts : f->visited_ts;
	int64_t now = b->started_ts, elapsed = f->every_s, fresh = 0;
	int64_t every = max_interval(o);

	if (b->outcome == OUTCOME_NEW)
		fresh = b->new_posts;
	if (now > last && known(last))
		elapsed = now - last;
	elapsed = clamp(elapsed, 1, ELAPSED_MAX_S);
	guessed = !first && f->posts_per_day <= 0;
	f->posts_per_day =
	    first ? rate_of_dates(b, now)
		  : next_rate(f, now, fresh, (double)elapsed / DAY);
	if (fresh > 0)
		f->changed_ts = now;
	if (f->posts_per_day * (double)every > GAP_SHARE * DAY)
		every = (int64_t)(GAP_SHARE * DAY / f->posts_per_day);
	if (first && f->posts_per_day <= 0 && every > FIRST_GUESS_S)
		every = FIRST_GUESS_S;
	if (guessed && f->every_s > 0 && every > 2 * f->every_s)
		every = 2 * f->every_s;
	if (!first && fresh > 0)
		every =
		    limit_turnover(every, elapsed, fresh, (int64_t)b->nposts);
	if (!first && f->failures > 0)
		every = (int64_t)((double)every * FLAP_SHARE);
	f->every_s = clamp(every, min_interval(o), max_interval(o));
}

static bool
is_quiet(const struct feed_facts *f, int64_t now)
{
	int64_t since = known(f->changed_ts) ? f->changed_ts : f->added_ts;
	double days = (double)(now - since) / DAY;

	if (!known(since) || days < 1)
		return (false);
	return (days > QUIET_DAYS || days * f->posts_per_day > QUIET_GAPS);
}

static void
learn_success(struct batch *b, const struct cadence_options *o)
{
	struct feed_facts *f = &b->facts;
	bool whole = b->http_status != 304;
	int64_t fresh_s = clamp(b->max_age_s, 0, FRESH_MAX_S);

	if (whole)
		learn_validators(b);
	if (whole || !known(f->full_ts))
		f->full_ts = b->started_ts;
	if (b->outcome == OUTCOME_NEW) {
		f->ttl_s =
		    (uint32_t)clamp(b->update_interval_s, 0, FRESH_MAX_S);
		f->skip_hours = b->skip_hours;
		f->skip_days = b->skip_days;
	}
	learn_move(b);
	learn_rhythm(b, o);
	if (fresh_s < f->ttl_s)
		fresh_s = f->ttl_s;
	if (fresh_s < b->retry_after_s)
		fresh_s = clamp(b->retry_after_s, 0, ASKED_MAX_S);
	f->not_before_ts = fresh_s > 0 ? b->started_ts + fresh_s : NO_TIME;
	f->failures = 0;
	f->ok_ts = b->started_ts;
	if (f->status != FEED_CLOSED && f->status != FEED_PAUSED)
		f->status =
		    is_quiet(f, b->started_ts) ? FEED_QUIET : FEED_ACTIVE;
}

static void
learn_failure(struct batch *b)
{
	struct feed_facts *f = &b->facts;
	int64_t wait_s = clamp(b->retry_after_s, 0, ASKED_MAX_S);

	if (b->http_status == 429 && wait_s == 0)
		wait_s = SLOW_DOWN_S;
	f->not_before_ts = wait_s > 0 ? b->started_ts + wait_s : NO_TIME;
	f->failures++;
	/* It was asked for all, and answered: that was the one time. */
	if (b->http_status != 0 && !b->conditional && known(f->full_ts))
		f->full_ts = b->started_ts;
	if (f->failures >= FAILING_FROM && f->status != FEED_CLOSED &&
	    f->status != FEED_PAUSED)
		f->status = FEED_FAILING;
	if (has_moved(f)) {
		/* What we learned may be wrong: back to what the list says. */
		if (b->http_status == 404 || b->http_status == 410 ||
		    f->failures >= MOVE_FORGOTTEN_AT)
			forget_move(f);
	} else if (b->http_status == 410 &&
		   (b->redirects == 0 || b->moved_url.n > 0))
		f->status = FEED_GONE;
}

void
cadence_learn(struct batch *b, const struct cadence_options *o)
{

	if (b->stored != OK || b->replayed || b->ours ||
	    (b->outcome == OUTCOME_FAILED && b->status == E_CANCELLED))
		return;
	if (b->outcome == OUTCOME_FAILED)
		learn_failure(b);
	else
		learn_success(b, o);
	b->facts.visited_ts = b->started_ts;
}

void
cadence_forgive(struct feed_facts *f)
{

	if (f->failures > 0)
		f->failures--;
	if (f->status == FEED_FAILING && f->failures < FAILING_FROM)
		f->status = FEED_ACTIVE;
}

bool
cadence_unconditional(const struct feed_facts *f, int64_t now)
{

	if (f->etag == NULL && f->last_modified == NULL)
		return (false);
	if (!known(f->full_ts))
		return (false);
	return (now - f->full_ts >= FULL_EVERY_S || f->full_ts > now + DAY);
}

/* How long after its last visit, before jitter. */
static int64_t
wait_of(const struct feed_spec *spec, const struct feed_facts *f,
    const struct cadence_options *o)
{
	int64_t least = min_interval(o), every, wait, most, down;

	every = spec->every_s > 0 ? spec->every_s : f->every_s;
	if (every <= 0)
		every = FIRST_GUESS_S;
	if (every < least)
		every = least;
	if (f->failures <= 0)
		return (every);
	/* Soon after the first failure, then ever later. */
	wait = clamp(every / 4, least, HOUR > least ? HOUR : least);
	for (int64_t i = 1; i < f->failures && wait < BACKOFF_MAX_S; i++)
		wait *= 2;
	most = BACKOFF_MAX_S;
	/* One that worked lately may only be flapping. */
	if (known(f->ok_ts) && f->visited_ts >= f->ok_ts) {
		down = f->visited_ts - f->ok_ts - every;
		most = down / DOWN_SHARE;
		if (down > FLAPPING_S)
			most = DOWN_PACE * (down - FLAPPING_S) +
			       FLAPPING_S / DOWN_SHARE;
		most = clamp(most,
		    clamp(DOWN_LEAST * least, every / 6, BACKOFF_MAX_S),
		    BACKOFF_MAX_S);
	}
	return (wait < most || least > most ? wait : most);
}

/* The first moment from ${at} on whose hour and day are not skipped (UTC). */
static int64_t
skip_rest(const struct feed_facts *f, int64_t at)
{
	int64_t t = at;

	if (f->skip_hours == 0 && f->skip_days == 0)
		return (at);
	for (int i = 0; i < 7 * 24; i++) {
		int64_t hour = t / HOUR;
		unsigned day = (unsigned)((hour / 24 + 4) % 7); /* Thursday */

		if ((f->skip_hours >> (hour % 24) & 1) == 0 &&
		    (f->skip_days >> day & 1) == 0)
			return (t);
		t = (hour + 1) * HOUR;
	}
	return (at); /* all hours are skipped: nobody can mean that */
}

int64_t
cadence_next(const struct feed_spec *spec, const struct feed_facts *f,
    const struct cadence_options *o, int64_t now, double jitter)
{
	double spread = f->failures > 0 ? 0.5 : 0.1;
	int64_t visited = f->visited_ts, due, asked, wait;

	if (spec->paused || f->status == FEED_GONE ||
	    f->status == FEED_CLOSED || f->status == FEED_PAUSED)
		return (CADENCE_NEVER);
	if (!known(visited))
		return (now);
	/* The clock went back: then it was just now. */
	if (visited > now)
		visited = now;
	wait = wait_of(spec, f, o);
	due = visited + (int64_t)((double)wait * (1 - spread / 2) +
				  (double)wait * spread * jitter);
	if (due < visited + min_interval(o))
		due = visited + min_interval(o);
	/* As long as it was when it was asked for. */
	if (f->not_before_ts != NO_TIME &&
	    f->not_before_ts - f->visited_ts > due - visited) {
		asked = clamp(f->not_before_ts - f->visited_ts, 0, ASKED_MAX_S);
		/* Those who were told the same do not come back together. */
		asked += (int64_t)((double)clamp(asked / 20, 1, 300) * jitter);
		if (due < visited + asked)
			due = visited + asked;
	}
	return (skip_rest(f, due));
}

double
cadence_jitter(int64_t feed_id, int64_t visited_ts)
{
	int64_t seed[2] = { feed_id, visited_ts };
	struct str bytes = { (const char *)seed, sizeof(seed) };

	return ((double)(hash_stable64(bytes) >> 11) / 9007199254740992.0);
}

/* "42 min", "3 h", "1.5 d" */
static void
say_seconds(struct buf *out, int64_t s)
{
	static const struct {
		int64_t unit;
		const char *name;
	} units[] = { { DAY, "d" }, { HOUR, "h" }, { 60, "min" }, { 1, "s" } };
	size_t i = 0;

	while (units[i].unit > 1 && s < units[i].unit)
		i++;
	if (s % units[i].unit * 10 < units[i].unit || s / units[i].unit >= 10)
		buf_printf(out, "%lld %s", (long long)(s / units[i].unit),
		    units[i].name);
	else
		buf_printf(out, "%.1f %s", (double)s / (double)units[i].unit,
		    units[i].name);
}

static const char *
why_never(const struct feed_spec *spec, const struct feed_facts *f)
{

	if (spec->paused || f->status == FEED_PAUSED)
		return ("not visited: paused");
	if (f->status == FEED_GONE)
		return ("not visited: gone for good, its server says (410)");
	if (f->status == FEED_CLOSED)
		return ("not visited: closed");
	return (NULL);
}

void
cadence_why(const struct feed_spec *spec, const struct feed_facts *f,
    const struct cadence_options *o, struct buf *out)
{
	int64_t wait = wait_of(spec, f, o);
	char text[CLOCK_TEXT];

	if (why_never(spec, f) != NULL) {
		buf_adds(out, why_never(spec, f));
		return;
	}
	if (!known(f->visited_ts)) {
		buf_adds(out, "at once: never visited");
		return;
	}
	if (f->failures > 0) {
		buf_adds(out, "in ");
		say_seconds(out, wait);
		if (f->failures > 1)
			buf_printf(out, ", after %lld failures in a row",
			    (long long)f->failures);
		else
			buf_adds(out, ", after a failure");
	} else {
		buf_adds(out, "every ");
		say_seconds(out, wait);
		if (spec->every_s > 0)
			buf_adds(out, ", as the list says");
		else
			buf_printf(out, ", learned from %.*f posts a day",
			    f->posts_per_day < 10 ? 1 : 0, f->posts_per_day);
	}
	if (f->not_before_ts == NO_TIME ||
	    f->not_before_ts <= f->visited_ts + wait)
		return;
	clock_text(f->not_before_ts, text);
	buf_printf(out, ", but not before %s, as its server asks", text);
}
