/*
 * What people want of a feed, done and said in one way by both programs.
 */
#include "earshot/named.h"
#include "earshot/setup.h"
#include "earshot/url.h"

enum { MASK_MEMORY = 1 << 17 };

static const struct {
	const char *word, *done, *needless;
} wishes[FEED_WISHES] = {
	[WISH_PAUSE] = { "pause", "paused", "is paused already" },
	[WISH_RESUME] = { "resume", "resumed", "is not paused" },
	[WISH_REVIVE] = { "revive", "revived", "is neither gone nor closed" },
};

int
setup_wish_of(struct str word)
{

	for (int i = 0; i < FEED_WISHES; i++)
		if (str_eq(word, str_of(wishes[i].word)))
			return (i);
	return (-1);
}

void
setup_unlisted(struct road *r, struct str url, struct buf *out)
{

	if (road_knows(r, url)) {
		buf_printf(out,
		    "%.*s is a comment feed that a post led to; it is read "
		    "when the count of its post moves; `earshot feeds list "
		    "--found` says more\n",
		    STR_ARG(url));
		return;
	}
	buf_printf(out,
	    "%.*s is in no feed list; `earshot try %.*s` looks at it without "
	    "storing anything\n",
	    STR_ARG(url), STR_ARG(url));
}

/* A feed that the wish changes nothing about. */
static bool
say_needless(const struct feed *f, struct str url, enum feed_wish wish,
    struct buf *out)
{

	if (wish == WISH_RESUME && f->spec.paused) {
		buf_printf(out,
		    "%.*s stays paused: so says its line, %s:%u; take paused "
		    "away there\n",
		    STR_ARG(url),
		    f->spec.file != NULL ? f->spec.file : "the list",
		    f->spec.line);
		return (false);
	}
	buf_printf(out, "%.*s %s\n", STR_ARG(url), wishes[wish].needless);
	return (true);
}

static bool
say_refused(struct road *r, enum status st, struct str url, struct buf *out)
{

	if (st == E_NOT_FOUND)
		setup_unlisted(r, url, out);
	else
		buf_printf(out, "the database could not be written: %s\n",
		    status_word(st));
	return (false);
}

/* As it was written, where that is an address; else as lists show it. */
static struct str
told(struct arena *a, struct str word, const struct feed *f)
{

	return (url_absolute(word)
		    ? word
		    : url_mask(a, feed_address(&f->spec, &f->facts)));
}

static bool
wish_one(struct road *r, struct str word, enum feed_wish wish, struct buf *out)
{
	struct arena *a = arena_new(MASK_MEMORY);
	const struct feed *f;
	enum status st = E_MEMORY;
	bool yes = false;
	size_t n = 0;

	if (a == NULL)
		return (say_refused(r, st, word, out));
	if (!setup_named(r, word, &f, out))
		goto out;
	st = road_wish(r, f->spec.url, wish, &n);
	yes = st == OK;
	if (st != OK)
		say_refused(r, st, told(a, word, f), out);
	else if (n == 0)
		yes = say_needless(f, told(a, word, f), wish, out);
	else
		buf_printf(out, "%s %.*s\n", wishes[wish].done,
		    STR_ARG(told(a, word, f)));
out:
	arena_free(a);
	return (yes);
}

bool
setup_wish(struct road *r, struct str word, enum feed_wish wish,
    struct buf *out)
{
	size_t n = 0;
	enum status st;

	if (word.p != NULL)
		return (wish_one(r, word, wish, out));
	st = road_wish(r, word, wish, &n);
	if (st != OK)
		return (say_refused(r, st, word, out));
	buf_printf(out, "%s %zu feed%s\n", wishes[wish].done, n,
	    n == 1 ? "" : "s");
	return (true);
}

bool
setup_backfill(struct road *r, struct str url, int64_t since_ts,
    struct str page, struct buf *out)
{
	enum status st = road_backfill(r, url, since_ts, page);
	char text[CLOCK_TEXT];

	if (st != OK)
		return (say_refused(r, st, url, out));
	clock_text(since_ts, text);
	buf_printf(out, "the past of %.*s is followed, back to %.10s\n",
	    STR_ARG(url), text);
	return (true);
}

void
setup_resting(const struct road *r, struct buf *out)
{
	size_t n = road_resting(r);

	if (n > 0)
		buf_printf(out,
		    "%zu feed%s left out, because the server asked for rest; "
		    "`earshot feeds list` shows until when; one that is named "
		    "is visited all the same\n",
		    n, n == 1 ? " was" : "s were");
}
