/*
 * What a comment answers, where the comments on a post are, and what an answer
 * copies: lines of a post's fields, then two texts with a form feed between
 * them.
 */
#include <stdlib.h>

#include "earshot/copied.h"
#include "earshot/follow.h"
#include "earshot/replies.h"
#include "earshot/url.h"
#include "earshot/utf8.h"
#include "earshot/words.h"

#include "fuzz.h"

enum { ARENA_MAX = 64 << 20, TEXT_MAX = 65536 };

static void
check_replies(struct arena *a, const struct post *p,
    const struct reply_feed *feed)
{
	struct replies r;

	if (replies_find(a, p, feed, &r) != OK || r.n > REPLIES_MAX)
		abort();
	for (size_t i = 0; i < r.n; i++) {
		const struct reply_key *k = &r.keys[i];
		bool by_word = k->how == REPLY_ID || k->how == REPLY_TITLE;
		bool by_link = k->how == REPLY_LINK || k->how == REPLY_PAGE;

		if (k->how > REPLY_TITLE || by_word != (k->word.n > 0) ||
		    by_link != (k->link_key != 0))
			abort();
		for (size_t j = 0; j < i; j++)
			if (r.keys[j].how == k->how &&
			    r.keys[j].link_key == k->link_key &&
			    str_eq(r.keys[j].word, k->word))
				abort();
	}
}

static void
check_title(const struct post *p)
{
	struct str s = replies_subject(p->title, p->author);
	struct str own = replies_title(p);

	if (s.n > 0 &&
	    (s.p < p->title.p || s.p + s.n > p->title.p + p->title.n ||
		s.n == 0 || str_trim(s).n != s.n || !utf8_valid(s)))
		abort();
	if (own.n > 0 && (own.p != p->title.p || own.n != p->title.n))
		abort();
}

static void
check_follow(struct arena *a, const struct post *p)
{
	struct feed_spec listed = { .url = p->link, .secret = "s" }, spec;
	enum found_shape shape;
	struct str url = follow_feed(a, p, &shape);

	if (arena_failed(a) || shape >= FOUND_SHAPES)
		abort();
	if (url.n == 0)
		return;
	if (!url_http(url) ||
	    (p->comments_feed.n == 0) == (shape == FOUND_NAMED))
		abort();
	for (size_t i = 0; i < url.n; i++)
		if ((unsigned char)url.p[i] <= ' ' || url.p[i] == 0x7f ||
		    url.p[i] == '#')
			abort();
	if (str_find(url, STR("{secret}")) != SIZE_MAX)
		abort();
	follow_spec(&listed, url, &spec);
	if (spec.secret != NULL && url_host(a, p->link).n > 0 &&
	    !str_eq(url_host(a, url), url_host(a, p->link)))
		abort();
	if (follow_site(a, url) == 0)
		abort();
}

static bool
covers(const struct quote *list, size_t n, struct quote q)
{

	for (size_t i = 0; i < n; i++)
		if (list[i].start <= q.start && q.end <= list[i].end)
			return (true);
	return (false);
}

static void
check_list(struct str text, const struct quote *list, size_t n)
{

	for (size_t i = 0; i < n; i++)
		if (list[i].start >= list[i].end || list[i].end > text.n ||
		    (i > 0 && list[i].start < list[i - 1].end) ||
		    utf8_floor(text, list[i].start) != list[i].start ||
		    utf8_floor(text, list[i].end) != list[i].end)
			abort();
}

static void
check_copied(struct arena *a, struct str one, struct str other)
{
	struct quote known[] = { { 0, (uint32_t)utf8_floor(other, 7) },
		{ (uint32_t)utf8_floor(other, 20),
		    (uint32_t)utf8_floor(other, 40) } };
	size_t nknown = known[1].start < known[1].end ? 2 : 0, n;
	struct copied *of = copied_new(a, one), *itself = copied_new(a, other);
	struct quote *list;
	size_t at = 0, start, end, words = 0, first = 0, last = 0;

	if (of == NULL || itself == NULL ||
	    copied_find(a, of, other, known, nknown, &list, &n) != OK)
		abort();
	check_list(other, list, n);
	for (size_t i = 0; i < nknown; i++)
		if (!covers(list, n, known[i]))
			abort();
	/* A text is a copy of itself. */
	if (copied_find(a, itself, other, NULL, 0, &list, &n) != OK)
		abort();
	check_list(other, list, n);
	while (
	    words < COPIED_WORDS_MAX && words_next(other, &at, &start, &end)) {
		if (words++ == 0)
			first = start;
		last = end;
	}
	if (words >= COPIED_WORDS &&
	    (n != 1 || list[0].start != first || list[0].end != last))
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str rest = { (const char *)data, size }, kind, one;
	struct arena *a = arena_new(ARENA_MAX);
	struct post p = { .comments = -1 };
	struct reply_feed feed;
	struct str *const fields[] = { &p.title, &p.author, &p.link, &p.guid,
		&p.reply_to_id, &p.reply_to_link, &p.comments_url,
		&p.comments_feed, &feed.link, &feed.title };

	if (a == NULL)
		abort();
	rest = utf8_clean(a, rest, NULL);
	kind = str_cut(&rest, '\n');
	p.kind = (enum post_kind)(kind.n % POST_KINDS);
	p.title_taken = str_findc(kind, '!') != SIZE_MAX;
	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
		*fields[i] = str_cut(&rest, '\n');
	check_replies(a, &p, &feed);
	check_title(&p);
	check_follow(a, &p);
	one = str_cut(&rest, '\f');
	check_copied(a, utf8_cut(one, TEXT_MAX), utf8_cut(rest, TEXT_MAX));
	arena_free(a);
	return (0);
}
