/*
 * What people want of a feed, done and said in one way by both programs.
 */
#include "earshot/setup.h"

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

bool
setup_wish(struct road *r, struct str url, enum feed_wish wish, struct buf *out)
{
	struct str named = url.p != NULL ? road_named(r, url) : url;
	size_t n = 0;
	enum status st = E_NOT_FOUND;

	if (url.p == NULL || named.p != NULL)
		st = road_wish(r, named, wish, &n);
	if (st != OK)
		return (say_refused(r, st, url, out));
	if (url.p == NULL)
		buf_printf(out, "%s %zu feed%s\n", wishes[wish].done, n,
		    n == 1 ? "" : "s");
	else if (n == 0)
		return (say_needless(road_find(r, named), url, wish, out));
	else
		buf_printf(out, "%s %.*s\n", wishes[wish].done, STR_ARG(url));
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
