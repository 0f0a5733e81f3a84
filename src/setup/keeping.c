/*
 * A request in words, its steps, and what came of it.
 */
#include "earshot/keeping.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "earshot/clock.h"

/* A daemon that is started twice a day prunes once. */
enum { DAILY_S = 20 * 3600 };

/* Nobody who runs it lets so much time pass between two; and how long a clock
 * that says so must go on before anything is removed by it. */
enum { LONG_AGO_S = 30 * 86400, DOUBT_MS = 2 * 86400 * 1000 };

/* Is the clock to be believed that the last one was at ${last}? */
static bool
is_doubtful(struct keeping *k, int64_t last)
{
	int64_t mono_ms = clock_mono_ms();

	if (last == NO_TIME || clock_now() - last <= LONG_AGO_S) {
		k->doubt_since_ms = 0;
		return (false);
	}
	/* Not 0, which would be none. */
	if (k->doubt_since_ms == 0)
		k->doubt_since_ms = mono_ms != 0 ? mono_ms : -1;
	return (mono_ms - k->doubt_since_ms < DOUBT_MS);
}

static bool
read_forget(struct keeping *k, struct str rest, struct buf *why)
{
	struct str word = str_word(&rest);
	int64_t id = 0;

	k->what = KEEPING_FORGET;
	k->forget.mentions = str_eq(word, STR("mentions"));
	if (k->forget.mentions)
		word = str_word(&rest);
	rest = str_trim(rest);
	if (str_eq(word, STR("voice")) && str_to_i64(rest, &id) && id > 0)
		k->forget.voice_id = id;
	else if (str_eq(word, STR("uri")) && rest.n > 0) {
		k->uri = str_dup(rest);
		k->forget.uri = str_of(k->uri);
	}
	if (k->forget.voice_id > 0 || k->forget.uri.n > 0)
		return (true);
	buf_adds(why,
	    "a voice is a number, as v_voice has it, a URI is not empty");
	return (false);
}

bool
keeping_read(struct keeping *k, struct str request, const struct conf *c,
    struct buf *why)
{
	struct str word = str_word(&request), more = str_trim(request);

	*k = (struct keeping){ .what = KEEPING_PRUNE };
	if (str_eq(word, STR("forget")))
		return (read_forget(k, more, why));
	k->prune.keep_posts_s = c->store_keep_posts_s;
	k->prune.keep_visits_s = c->store_keep_visits_s;
	k->daily = str_eq(more, STR("daily"));
	if (str_eq(word, STR("prune")) && (more.n == 0 || k->daily))
		return (true);
	buf_adds(why, "unknown request");
	return (false);
}

void
keeping_free(struct keeping *k)
{

	forget_free(&k->forget);
	free(k->uri);
	k->uri = NULL;
}

/* The first step: is there anything to do? */
static enum status
look(struct store *s, struct keeping *k)
{
	int64_t last = NO_TIME;
	bool due = false;
	enum status st = store_scrub_due(s, &due);
	bool (*cancelled)(void *) = k->forget.cancelled;
	void *arg = k->forget.arg;

	if (st == OK && k->daily)
		st = store_pruned_ts(s, &last);
	if (st != OK)
		return (st);
	k->resumed = true;
	k->idle = last != NO_TIME && clock_now() >= last &&
		  clock_now() - last < DAILY_S && !due;
	if (k->daily && is_doubtful(k, last)) {
		k->doubted = k->prune.done = true;
		k->idle = !due;
	}
	k->done = k->idle;
	if (due) {
		forget_resume(&k->forget);
		k->forget.cancelled = cancelled;
		k->forget.arg = arg;
	} else
		k->forget.done = true;
	return (OK);
}

static enum status
step(struct store *s, struct keeping *k)
{
	enum status st;

	if (k->what == KEEPING_PRUNE && !k->resumed)
		return (look(s, k));
	if (k->what == KEEPING_PRUNE && !k->prune.done)
		return (store_prune(s, &k->prune));
	st = k->forget.done ? OK : store_forget(s, &k->forget);
	k->done = k->forget.done;
	return (st);
}

enum status
keeping_step(struct store *s, void *keeping)
{
	struct keeping *k = keeping;
	enum status st = step(s, k);

	if (st != OK) {
		const char *why = store_error(s);

		snprintf(k->error, sizeof(k->error), "%s",
		    why[0] != '\0' ? why : status_word(st));
	}
	return (st);
}

void
keeping_tell(const struct keeping *k, struct buf *out)
{
	const struct retain_counts *n = &k->forget.counts;

	if (k->what == KEEPING_PRUNE) {
		n = &k->prune.counts;
		buf_printf(out,
		    "pruned posts %" PRId64 " insights %" PRId64
		    " voices %" PRId64 " visits %" PRId64 "\n",
		    n->posts, n->insights, n->voices, n->visits);
	} else
		buf_printf(out,
		    "forgot voices %" PRId64 " posts %" PRId64
		    " insights %" PRId64 " crossed out in %" PRId64 "\n",
		    n->voices, n->posts, n->insights, n->redacted);
}
