/*
 * Older pages, one after another, until the span is reached or nothing comes
 * of it any more.  Pages are never asked again but for failures that pass.
 */
#include "earshot/pages.h"

#include "earshot/hash.h"
#include "earshot/url.h"

#define DAY 86400

enum {
	TRIES_MAX = 5,
	WAIT_FIRST_S = 60, /* after the first failure of a page; then × 4 */
	WAIT_BUSY_S = 15 * 60,
	WAIT_MAX_S = 7 * DAY,
};

/* Up to the path: "https://host:port", without user and password. */
static struct str
origin(struct arena *a, struct str url)
{
	size_t from = str_find(url, STR("://")), end, at;
	struct str host;

	if (from == SIZE_MAX)
		return (url);
	for (end = from + 3;
	     end < url.n && strchr("/?#\\", url.p[end]) == NULL;)
		end++;
	host = str_sub(url, from + 3, end);
	while ((at = str_findc(host, '@')) != SIZE_MAX)
		host = str_sub(host, at + 1, host.n);
	return (arena_printf(a, "%.*s://%.*s", STR_ARG(str_sub(url, 0, from)),
	    STR_ARG(host)));
}

static bool
same_host(struct arena *a, struct str one, struct str other)
{
	struct str host = url_host(a, one);

	return (host.n > 0 && str_eq(host, url_host(a, other)));
}

static bool
has_login(struct arena *a, struct str url)
{

	return (!str_eq(url_mask(a, url), url));
}

static bool
is_one_line(struct str url)
{

	for (size_t i = 0; i < url.n; i++)
		if ((unsigned char)url.p[i] <= ' ' || url.p[i] == 0x7f)
			return (false);
	return (true);
}

/* Where its secret goes stays where it went. */
static bool
may_follow(const struct batch *b, struct str older)
{
	struct arena *a = b->arena;
	struct str feed = b->spec.url;
	bool in_url = str_find(feed, STR("{secret}")) != SIZE_MAX;

	if (!url_http(older) || !is_one_line(older))
		return (false);
	if (b->spec.secret != NULL || has_login(a, feed))
		return (
		    str_ieq(origin(a, feed), origin(a, older)) &&
		    in_url == (str_find(older, STR("{secret}")) != SIZE_MAX));
	return (same_host(a, older, feed) ||
		same_host(a, older, feed_address(&b->spec, &b->facts)) ||
		same_host(a, older, b->final_url));
}

static struct str
replace(struct arena *a, struct str s, struct str what, struct str by)
{
	struct buf out = BUF_INIT((size_t)URL_MAX * 4);
	struct str rest = s, result;
	size_t at;

	while (what.n > 0 && (at = str_find(rest, what)) != SIZE_MAX) {
		buf_add(&out, str_sub(rest, 0, at));
		buf_add(&out, by);
		rest = str_sub(rest, at + what.n, rest.n);
	}
	buf_add(&out, rest);
	result = buf_failed(&out) ? (struct str){ NULL, 0 }
				  : arena_str(a, buf_str(&out));
	buf_free(&out);
	return (result);
}

struct str
pages_older(struct batch *b, struct str prev_archive, struct str next,
    enum backfill_end *ret_why)
{
	struct str older = str_trim(prev_archive.n > 0 ? prev_archive : next);

	*ret_why = BACKFILL_LAST;
	/* The fragment is no part of what is asked for. */
	older = str_sub(older, 0, str_findc(older, '#'));
	if (older.n == 0 || older.n > URL_MAX)
		return ((struct str){ NULL, 0 });
	older = replace(b->arena, older, b->secret, STR("{secret}"));
	if (older.n > 0 && older.n <= URL_MAX && may_follow(b, older))
		return (older);
	*ret_why = BACKFILL_ELSEWHERE;
	return ((struct str){ NULL, 0 });
}

static bool
was_there(const struct backfill *f, struct str page)
{
	uint64_t hash = hash_stable64(page);

	for (size_t i = 0; i < f->nseen; i++)
		if (f->seen[i] == hash)
			return (true);
	return (false);
}

/* A failure that will not pass by waiting. */
static bool
is_final(const struct batch *b)
{

	if (b->http_status >= 400 && b->http_status < 500)
		return (b->http_status != 408 && b->http_status != 425 &&
			b->http_status != 429);
	return (b->status == E_NOT_FEED || b->status == E_TOO_LARGE ||
		b->status == E_REFUSED || b->status == E_SYNTAX ||
		b->status == E_REDIRECT || b->status == E_NOT_FOUND);
}

static void
learn_failure(const struct batch *b, struct backfill *f, int64_t now)
{
	int64_t wait_s = b->http_status == 429 ? WAIT_BUSY_S : WAIT_FIRST_S;

	if (is_final(b) || ++f->tries >= TRIES_MAX) {
		f->end = BACKFILL_FAILED;
		return;
	}
	for (int64_t i = 1; i < f->tries; i++)
		wait_s *= 4;
	if (wait_s < b->retry_after_s)
		wait_s = b->retry_after_s;
	f->not_before_ts = now + (wait_s < WAIT_MAX_S ? wait_s : WAIT_MAX_S);
}

static enum backfill_end
judge(const struct batch *b, const struct backfill *f, bool further)
{
	/* The feed's own page is known as a rule, and only the beginning. */
	bool first = str_eq(f->page, b->spec.url);

	/* A few old ones may be pinned. */
	if (f->npast > 0 && f->npast * 2 >= f->ndated)
		return (BACKFILL_SPAN);
	if (!first && b->new_posts == 0 && !further)
		return (BACKFILL_NOTHING_NEW);
	if (f->older.n == 0)
		return (f->why);
	if (was_there(f, f->older))
		return (BACKFILL_AGAIN);
	if (f->pages >= BACKFILL_PAGES_MAX)
		return (BACKFILL_MANY);
	return (BACKFILL_GOES_ON);
}

void
pages_learn(struct batch *b, int64_t now)
{
	struct backfill *f = b->backfill;
	bool further;

	if (b->stored != OK || b->ours ||
	    (b->outcome == OUTCOME_FAILED && b->status == E_CANCELLED))
		return;
	if (b->outcome == OUTCOME_FAILED) {
		learn_failure(b, f, now);
		return;
	}
	if (f->nseen < BACKFILL_PAGES_MAX)
		f->seen[f->nseen++] = hash_stable64(f->page);
	f->pages++;
	f->posts += b->new_posts;
	f->tries = 0;
	f->not_before_ts = NO_TIME;
	further = f->page_oldest_ts != NO_TIME &&
		  (f->oldest_ts == NO_TIME || f->page_oldest_ts < f->oldest_ts);
	if (further)
		f->oldest_ts = f->page_oldest_ts;
	f->end = judge(b, f, further);
	if (f->end == BACKFILL_GOES_ON)
		f->page = f->older;
}

void
pages_say(const struct backfill *f, struct buf *out)
{
	char text[CLOCK_TEXT];

	buf_printf(out, "%lld page%s, %lld new post%s", (long long)f->pages,
	    f->pages == 1 ? "" : "s", (long long)f->posts,
	    f->posts == 1 ? "" : "s");
	if (f->oldest_ts != NO_TIME) {
		clock_text(f->oldest_ts, text);
		buf_printf(out, ", back to %.10s", text);
	}
	buf_printf(out, ": %s", backfill_end_text(f->end));
}
