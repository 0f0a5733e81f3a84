/*
 * From a page to the feeds it names.
 */
#include "earshot/discover.h"

#include "earshot/charset.h"
#include "earshot/url.h"
#include "earshot/utf8.h"

#include "line.h"
#include "tags.h"

enum {
	LOOK_MAX = 4 << 20, /* bytes of a page; what follows is not looked at
			     */
	DECODE_SPARE = 1 << 20,
	TAGS_MAX = 20000, /* link, base and a tags that are looked at */
	WORDS_MAX = 256,  /* bytes of an anchor's text */
};

struct page {
	struct arena *a;
	struct arena *scratch;
	struct str html;
	struct str base;
	bool based; /* <base> was seen: the first counts */
	size_t n, nguesses;
	struct discovered list[DISCOVER_MAX];
	struct discovered guesses[DISCOVER_MAX];
};

/* Media types of feeds.  JSON and bare XML may be anything else. */
static const struct {
	const char *type;
	bool vague;
} types[] = {
	{ "application/rss+xml", false },
	{ "application/atom+xml", false },
	{ "application/rdf+xml", false },
	{ "application/feed+json", false },
	{ "application/rss", false },
	{ "application/atom", false },
	{ "text/rss+xml", false },
	{ "text/rss", false },
	{ "application/json", true },
	{ "application/xml", true },
	{ "text/xml", true },
};

/* Words for comments, in titles and addresses. */
static const char *const comment_words[] = { "comment", "kommentar", "coment",
	"komentar", "komentář", "reactie", "reacti", "repl", "коммент",
	"комент", "コメント", "评论", "評論" };

static bool
has_word(struct str s)
{

	for (size_t i = 0; i < sizeof(comment_words) / sizeof(comment_words[0]);
	     i++)
		if (str_ifind(s, str_of(comment_words[i])) != SIZE_MAX)
			return (true);
	return (false);
}

/* Does the address look like a feed's? */
static bool
looks_like_feed(struct str url)
{
	static const char *const ends[] = { "/feed", "/feeds", "/rss", "/atom",
		".rss", ".atom", ".rdf", "/feed.xml", "/rss.xml", "/atom.xml",
		"/index.xml", "/feed.json", "/comments/default",
		"/posts/default" };
	struct str path = url, query;

	path = str_cut(&url, '#');
	query = path;
	path = str_cut(&query, '?');
	while (path.n > 0 && path.p[path.n - 1] == '/')
		path.n--;
	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
		if (str_iends(path, str_of(ends[i])))
			return (true);
	return (str_ifind(query, STR("feed=")) != SIZE_MAX ||
		str_ifind(query, STR("format=rss")) != SIZE_MAX ||
		str_ifind(query, STR("format=atom")) != SIZE_MAX ||
		str_ifind(query, STR("format=feed")) != SIZE_MAX);
}

/* An absolute http(s) address, in the page's arena; {NULL,0}. */
static struct str
address_of(struct page *p, struct str href)
{
	struct str url;

	href = line_trim(href);
	/* feed:https://… and feed://… tell browsers to open a reader. */
	if (str_istarts(href, STR("feed:http")))
		href = str_sub(href, 5, href.n);
	else if (str_istarts(href, STR("feed://")))
		href = arena_printf(p->scratch, "https:%.*s",
		    STR_ARG(str_sub(href, 5, href.n)));
	if (href.n == 0 || href.p[0] == '#')
		return ((struct str){ NULL, 0 });
	url = url_resolve(p->a, p->base, href);
	return (url_http(url) ? url : (struct str){ NULL, 0 });
}

/* The place for one more feed at ${url}; NULL: it is there, or all is full. */
static struct discovered *
add(struct discovered *list, size_t *n, struct str url)
{

	for (size_t i = 0; i < *n; i++)
		if (str_eq(list[i].url, url))
			return (NULL);
	if (*n == DISCOVER_MAX)
		return (NULL);
	list[*n] = (struct discovered){ .url = url };
	return (&list[(*n)++]);
}

static bool
has_relation(struct str rels, const char *relation)
{
	struct str rel;

	while ((rel = str_word(&rels)).n > 0)
		if (str_ieq(rel, str_of(relation)))
			return (true);
	return (false);
}

/* ${type} without parameters, lower case; {NULL,0}: none. */
static struct str
bare_type(struct page *p, struct str type)
{
	struct str bare = line_trim(str_cut(&type, ';'));
	char *to;

	if (bare.n == 0)
		return ((struct str){ NULL, 0 });
	to = arena_alloc(p->a, bare.n + 1);
	if (to == NULL)
		return ((struct str){ NULL, 0 });
	for (size_t i = 0; i < bare.n; i++)
		to[i] = bare.p[i] >= 'A' && bare.p[i] <= 'Z'
			    ? (char)(bare.p[i] | 0x20)
			    : bare.p[i];
	return ((struct str){ to, bare.n });
}

/* May a link of this type be a feed? */
static bool
is_feed_type(struct str type, struct str url)
{

	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (str_eq(type, str_of(types[i].type)))
			return (!types[i].vague || looks_like_feed(url));
	return (false);
}

static void
take_link(struct page *p, const struct tag *tag)
{
	struct str rels = tag_attribute(p->scratch, tag, "rel");
	bool replies = has_relation(rels, "replies");
	bool feed = has_relation(rels, "feed");
	struct str type, url, title;
	struct discovered *to;

	if (!replies && !feed &&
	    (!has_relation(rels, "alternate") ||
		has_relation(rels, "stylesheet")))
		return;
	url = address_of(p, tag_attribute(p->scratch, tag, "href"));
	type = bare_type(p, tag_attribute(p->scratch, tag, "type"));
	if (url.n == 0 ||
	    !(is_feed_type(type, url) || (type.n == 0 && (replies || feed))))
		return;
	to = add(p->list, &p->n, url);
	if (to == NULL)
		return;
	title = line_collapse(p->a, tag_attribute(p->scratch, tag, "title"));
	to->title =
	    title.n > 0 ? arena_str(p->a, title) : (struct str){ NULL, 0 };
	to->type = type;
	to->is_comments = replies || has_word(title) || has_word(url);
}

/* What stands in an anchor, without tags: a few words. */
static struct str
anchor_words(struct page *p, size_t from)
{
	struct str text =
	    utf8_cut(str_sub(p->html, from, p->html.n), WORDS_MAX);
	size_t end = str_ifind(text, STR("</a")), out = 0;
	char words[WORDS_MAX];
	bool tag = false;

	text = str_sub(text, 0, end);
	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] == '<')
			tag = true;
		if (!tag)
			words[out++] = text.p[i];
		if (text.p[i] == '>')
			tag = false;
	}
	text = line_plain(p->scratch, (struct str){ words, out });
	return (text.n > 0 ? arena_str(p->a, text) : (struct str){ NULL, 0 });
}

static void
take_anchor(struct page *p, const struct tag *tag)
{
	struct str href = tag_attribute(p->scratch, tag, "href"), url;
	struct discovered *to;

	if (p->nguesses == DISCOVER_MAX || !looks_like_feed(href))
		return;
	url = address_of(p, href);
	if (url.n == 0 || (to = add(p->guesses, &p->nguesses, url)) == NULL)
		return;
	to->is_guess = true;
	to->title = anchor_words(p, tag->end);
	to->is_comments = has_word(to->title) || has_word(url);
}

static void
take_base(struct page *p, const struct tag *tag)
{
	struct str href = tag_attribute(p->scratch, tag, "href"), url;

	if (p->based || line_trim(href).n == 0)
		return;
	p->based = true;
	url = url_resolve(p->a, p->base, href);
	if (url_http(url))
		p->base = url;
}

static void
read_page(struct page *p)
{
	struct tags tags = { .html = p->html };
	struct tag tag;
	size_t seen = 0;

	while (seen < TAGS_MAX && tags_next(&tags, &tag)) {
		if (str_ieq(tag.name, STR("link")))
			take_link(p, &tag);
		else if (str_ieq(tag.name, STR("base")))
			take_base(p, &tag);
		else if (str_ieq(tag.name, STR("a")))
			take_anchor(p, &tag);
		else
			continue;
		seen++;
		arena_reset(p->scratch);
	}
}

enum status
discover_feeds(struct arena *a, struct str body, struct str content_type,
    struct str base_url, struct discovered **ret, size_t *ret_n)
{
	struct page p = { .a = a, .base = str_trim(base_url) };
	struct arena *decoded = NULL;
	struct str charset;
	bool repaired;
	enum status st = E_MEMORY;

	body = str_sub(body, 0, LOOK_MAX);
	decoded = arena_new(4 * body.n + DECODE_SPARE);
	p.scratch = arena_new(DECODE_SPARE);
	if (decoded == NULL || p.scratch == NULL)
		goto out;
	st = charset_decode(decoded, body, content_type, &p.html, &charset,
	    &repaired);
	if (st != OK)
		goto out;
	read_page(&p);
	if (p.n == 0 && p.nguesses > 0) {
		p.n = p.nguesses;
		memcpy(p.list, p.guesses, sizeof(p.list));
	}
	*ret = arena_array(a, p.n, sizeof(**ret));
	if (*ret == NULL || arena_failed(a)) {
		st = E_MEMORY;
		goto out;
	}
	memcpy(*ret, p.list, p.n * sizeof(**ret));
	*ret_n = p.n;
out:
	arena_free(p.scratch);
	arena_free(decoded);
	return (st);
}
