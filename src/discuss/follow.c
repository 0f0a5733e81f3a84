/*
 * Which comment feed a post has, and how long it is worth reading.
 *
 * The pace of one that is read because nobody counts for us: an eighth of the
 * time since somebody last spoke, not more often than fetch.min_interval and
 * not less than once a day:
 *
 *	last word	next visit
 *	an hour ago	in 8 min
 *	a day ago	in 3 h
 *	8 days ago	in a day
 *	21 days ago	none: it is over
 *
 * Where the count is told, it is read when that grew, and then sleeps.
 */
#include "earshot/follow.h"

#include "earshot/hash.h"
#include "earshot/url.h"

enum {
	DAY_S = 86400,
	SHARE = 8,
	/* A count that grew, and nothing new to read: a cache is behind.  It is
	 * read once more, so much later. */
	AGAIN_S = 3600,
	AGAIN_MAX = 1,
	WORD_MAX = 100 /* of an id in an address */
};

static const struct str nothing = { NULL, 0 };

/* An address in its parts, as far as shapes are told by it. */
struct parts {
	struct str scheme, host; /* host: with a port, if there is one */
	struct str path;         /* from the first slash on */
	bool query;
};

static bool
split(struct str url, struct parts *ret)
{
	size_t at = str_find(url, STR("://")), end;
	struct str rest;

	if (at == SIZE_MAX || !url_http(url))
		return (false);
	ret->scheme = str_sub(url, 0, at);
	rest = str_sub(url, at + 3, url.n);
	rest = str_sub(rest, 0, str_findc(rest, '#'));
	ret->query = str_findc(rest, '?') != SIZE_MAX;
	rest = str_sub(rest, 0, str_findc(rest, '?'));
	end = str_findc(rest, '/');
	ret->host = str_sub(rest, 0, end);
	ret->path = str_sub(rest, end == SIZE_MAX ? rest.n : end, rest.n);
	return (ret->host.n > 0 && str_findc(ret->host, '@') == SIZE_MAX);
}

/* The next folder of a path, taken off its front. */
static struct str
folder(struct str *path)
{

	while (path->n > 0 && path->p[0] == '/')
		*path = str_sub(*path, 1, path->n);
	if (path->n == 0)
		return (nothing);
	return (str_sub(*path, 0, str_findc(*path, '/')));
}

static struct str
next_folder(struct str *path)
{
	struct str f = folder(path);

	*path = str_sub(*path, f.n, path->n);
	return (f);
}

static bool
is_word(struct str s, const char *signs)
{

	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		if (!(c >= '0' && c <= '9') && !(c >= 'a' && c <= 'z') &&
		    !(c >= 'A' && c <= 'Z') && strchr(signs, c) == NULL)
			return (false);
	}
	return (s.n > 0 && s.n <= WORD_MAX && !str_starts(s, STR(".")));
}

static bool
is_number(struct str s)
{

	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < '0' || s.p[i] > '9')
			return (false);
	return (s.n > 0 && s.n <= 20);
}

static bool
on_host(struct str host, struct str domain)
{

	if (host.n < domain.n || !str_iends(host, domain))
		return (false);
	return (host.n == domain.n || host.p[host.n - domain.n - 1] == '.');
}

/* WordPress: the guid is "https://host/?p=12", whatever the link is. */
static struct str
wordpress(struct arena *a, const struct post *p, const struct parts *link)
{
	struct parts guid;
	size_t at = str_find(p->guid, STR("?p="));

	if (at == SIZE_MAX || !split(p->guid, &guid) || link->query ||
	    link->path.n < 2 || !str_ieq(guid.host, link->host) ||
	    !is_number(str_sub(p->guid, at + 3, p->guid.n)))
		return (nothing);
	return (arena_printf(a, "%.*s://%.*s%.*s%sfeed/", STR_ARG(link->scheme),
	    STR_ARG(link->host), STR_ARG(link->path),
	    str_ends(link->path, STR("/")) ? "" : "/"));
}

/* Blogger: the id is "tag:blogger.com,1999:blog-12.post-34". */
static struct str
blogger(struct arena *a, const struct post *p, const struct parts *link)
{
	size_t at = str_find(p->guid, STR(".post-"));
	struct str number;

	if (!str_starts(p->guid, STR("tag:blogger.com,1999:blog-")) ||
	    at == SIZE_MAX)
		return (nothing);
	number = str_sub(p->guid, at + 6, p->guid.n);
	if (!is_number(number))
		return (nothing);
	return (arena_printf(a, "%.*s://%.*s/feeds/%.*s/comments/default",
	    STR_ARG(link->scheme), STR_ARG(link->host), STR_ARG(number)));
}

/* Discourse: the link is /t/words/12, the guid ends with "-topic-12". */
static struct str
discourse(struct arena *a, const struct post *p, const struct parts *link)
{
	size_t at = str_find(p->guid, STR("-topic-"));
	struct str path = link->path, words, number;

	if (at == SIZE_MAX || !str_eq(next_folder(&path), STR("t")))
		return (nothing);
	words = next_folder(&path);
	number = next_folder(&path);
	if (!is_word(words, "-_%.") || !is_number(number) ||
	    !str_eq(str_sub(p->guid, at + 7, p->guid.n), number))
		return (nothing);
	return (arena_printf(a, "%.*s://%.*s/t/%.*s/%.*s.rss",
	    STR_ARG(link->scheme), STR_ARG(link->host), STR_ARG(words),
	    STR_ARG(number)));
}

/* Disqus: the comments are at https://forum.disqus.com/words/. */
static struct str
disqus(struct arena *a, const struct post *p, const struct parts *link)
{
	struct parts page;
	struct str path, words;

	(void)link;
	if (!split(p->comments_url, &page) ||
	    !on_host(page.host, STR("disqus.com")) ||
	    str_ieq(page.host, STR("disqus.com")) ||
	    str_ieq(page.host, STR("www.disqus.com")))
		return (nothing);
	path = page.path;
	words = next_folder(&path);
	if (!is_word(words, "-_%."))
		return (nothing);
	return (arena_printf(a, "https://%.*s/%.*s/latest.rss",
	    STR_ARG(page.host), STR_ARG(words)));
}

/* Reddit: the link is /r/place/comments/id/words/. */
static struct str
reddit(struct arena *a, const struct post *p, const struct parts *link)
{
	struct str path = link->path, place, id, words;

	(void)p;
	if (!on_host(link->host, STR("reddit.com")) ||
	    next_folder(&path).n != 1)
		return (nothing);
	place = next_folder(&path);
	if (!is_word(place, "_-") ||
	    !str_eq(next_folder(&path), STR("comments")))
		return (nothing);
	id = next_folder(&path);
	words = next_folder(&path);
	if (!is_word(id, "") || !is_word(words, "_-%."))
		return (nothing);
	return (arena_printf(a, "%.*s://%.*s/r/%.*s/comments/%.*s/%.*s/.rss",
	    STR_ARG(link->scheme), STR_ARG(link->host), STR_ARG(place),
	    STR_ARG(id), STR_ARG(words)));
}

/* Stack Exchange: the id is https://host/q/12, the link /questions/12/words. */
static struct str
stackexchange(struct arena *a, const struct post *p, const struct parts *link)
{
	struct str path = link->path, number, of_guid;
	struct parts guid;

	if (!str_eq(next_folder(&path), STR("questions")))
		return (nothing);
	number = next_folder(&path);
	if (!is_number(number) || !split(p->guid, &guid) ||
	    !str_ieq(guid.host, link->host))
		return (nothing);
	of_guid = guid.path;
	if (!str_eq(next_folder(&of_guid), STR("q")) ||
	    !str_eq(next_folder(&of_guid), number))
		return (nothing);
	return (arena_printf(a, "%.*s://%.*s/feeds/question/%.*s",
	    STR_ARG(link->scheme), STR_ARG(link->host), STR_ARG(number)));
}

/*
 * Only where two things agree that nobody has by chance: the address and the
 * guid, or the host.  YouTube tells counts, but has no feed of comments.
 */
static const struct {
	enum found_shape shape;
	struct str (*feed)(struct arena *a, const struct post *p,
	    const struct parts *link);
} shapes[] = {
	{ FOUND_BLOGGER, blogger },
	{ FOUND_DISCOURSE, discourse },
	{ FOUND_DISQUS, disqus },
	{ FOUND_REDDIT, reddit },
	{ FOUND_STACKEXCHANGE, stackexchange },
	{ FOUND_WORDPRESS, wordpress },
};

/* One line, and without {secret}, which is nobody's to write but the list's. */
static bool
may_stand(struct str url)
{

	for (size_t i = 0; i < url.n; i++)
		if ((unsigned char)url.p[i] <= ' ' || url.p[i] == 0x7f)
			return (false);
	return (str_find(url, STR("{secret}")) == SIZE_MAX);
}

struct str
follow_feed(struct arena *a, const struct post *p, enum found_shape *ret)
{
	struct str url = p->comments_feed;
	struct parts parts;

	*ret = FOUND_NAMED;
	if (url.n > 0) {
		url = str_sub(url, 0, str_findc(url, '#'));
		return (split(url, &parts) && may_stand(url) ? url : nothing);
	}
	if (!split(p->link, &parts))
		return (nothing);
	for (size_t i = 0; i < sizeof(shapes) / sizeof(shapes[0]); i++) {
		url = shapes[i].feed(a, p, &parts);
		*ret = shapes[i].shape;
		/* Made of several fields, any of which may be odd. */
		if (url.n > 0)
			return (
			    url_http(url) && may_stand(url) ? url : nothing);
	}
	return (nothing);
}

bool
follow_worth(int64_t comments, int64_t seen, bool closed)
{

	if (closed || comments == 0)
		return (false);
	return (comments < 0 || comments > seen);
}

bool
follow_begins(int64_t comments, int64_t published_ts, int64_t now, bool closed,
    bool keen)
{

	if (!follow_worth(comments, -1, closed))
		return (false);
	return (comments > 0 || keen || published_ts == NO_TIME ||
		published_ts > now - FOLLOW_YOUNG_S);
}

int64_t
follow_every_s(int64_t silent_s, int64_t min_interval_s)
{
	int64_t every_s = silent_s / SHARE;

	if (every_s > DAY_S)
		every_s = DAY_S;
	return (every_s > min_interval_s ? every_s : min_interval_s);
}

/* So many were there to read; by now it may be fewer. */
static int64_t
seen(const struct follow_visit *v)
{
	int64_t now = v->was.comments;

	return (now >= 0 && now < v->comments ? now : v->comments);
}

/* Only a count that grows from here on wakes it. */
static void
end(const struct follow_visit *v, struct follow_next *n, const char *why,
    bool closes)
{

	n->turn = FOUND_OVER;
	n->why = why;
	n->closes = closes;
	n->seen = seen(v);
}

static void
after_failure(const struct follow_visit *v, struct follow_next *n)
{

	/* One that never was there tells nothing of the conversation. */
	if (v->final)
		end(v, n, NULL, v->gone && v->was.facts.ok_ts != NO_TIME);
	else if (v->failures >= FOLLOW_FAILURES_MAX)
		end(v, n, NULL, false);
}

/* Its post tells the count: there is nothing to do until that moves. */
static void
after_counted(const struct follow_visit *v, struct follow_next *n)
{

	n->every_s = v->min_interval_s;
	/* Meanwhile it grew again. */
	if (v->was.comments > v->comments)
		n->seen = v->comments;
	else if (!v->fresh && v->comments > v->was.seen &&
		 v->was.tries < AGAIN_MAX) {
		n->tries = v->was.tries + 1;
		if (n->every_s < AGAIN_S)
			n->every_s = AGAIN_S;
	} else {
		n->seen = seen(v);
		n->turn = FOUND_SLEEPS;
	}
}

void
follow_next(const struct follow_visit *v, struct follow_next *n)
{

	*n = (struct follow_next){ .turn = FOUND_GOES_ON,
		.last_ts = v->last_ts,
		.seen = v->was.seen };
	if (v->was.post_id == 0) {
		end(v, n, "its post is not kept any more", false);
		return;
	}
	if (!v->read) {
		after_failure(v, n);
		return;
	}
	if (v->newest_ts != NO_TIME && v->newest_ts > n->last_ts)
		n->last_ts = v->newest_ts;
	else if (v->newest_ts == NO_TIME && v->fresh)
		n->last_ts = v->now;
	if (n->last_ts == NO_TIME)
		n->last_ts = v->now;
	if (v->closed)
		end(v, n, "comments are closed", true);
	else if (v->comments >= 0)
		after_counted(v, n);
	else if (v->now - n->last_ts > FOLLOW_STEADY_S)
		end(v, n, "nobody spoke for three weeks", false);
	else
		n->every_s =
		    follow_every_s(v->now - n->last_ts, v->min_interval_s);
}

static bool
same_origin(struct str one, struct str other)
{
	struct parts a, b;

	return (split(one, &a) && split(other, &b) &&
		str_ieq(a.scheme, b.scheme) && str_ieq(a.host, b.host));
}

void
follow_spec(const struct feed_spec *listed, struct str url,
    struct feed_spec *ret)
{

	*ret = *listed;
	ret->url = url;
	ret->title = NULL;
	ret->role = ROLE_THREAD;
	ret->every_s = 0;
	ret->file = NULL;
	ret->line = 0;
	/* As user:password it goes where it went; in an address it stands for a
	 * place in that alone. */
	if (str_find(listed->url, STR("{secret}")) != SIZE_MAX ||
	    !same_origin(listed->url, url))
		ret->secret = NULL;
}

int64_t
follow_site(struct arena *a, struct str url)
{

	return ((int64_t)(hash_stable64(url_host(a, url)) >> 1) | 1);
}
