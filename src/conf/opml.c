/*
 * OPML: outlines with an address are feeds, those round them are folders and
 * become tags, `earshot:` attributes carry the keys.  Writing it: opmlwrite.c.
 */
#include "opml.h"

#include "earshot/charset.h"
#include "earshot/map.h"
#include "earshot/url.h"
#include "earshot/xml.h"

#include "feedline.h"
#include "feedurl.h"
#include "keys.h"

enum {
	WHY_MAX = 800,
	LIKE_WITHIN = 4096,
	FOLDER_MAX = 1024,
	TAIL_BYTES = 65536
};

/* Where in the text the outline is that libxml2 just told us of. */
struct cursor {
	struct str text;
	size_t at;         /* of the tag's '<' */
	size_t line_start; /* of the line it begins on */
	size_t line_end;   /* of the same, once looked for; else 0 */
	unsigned line;
};

struct opml {
	struct feedloader *loader;
	struct arena *arena; /* for this file only */
	struct place place;
	struct cursor cursor;
	struct map *urls;                  /* of this file: their feed_spec */
	struct str folders[XML_MAX_DEPTH]; /* names of those we are in */
	size_t depth;
	bool root_wrong, stop;
	enum status st;
};

bool
opml_like(struct str text)
{
	struct str head = str_sub(text, 0, LIKE_WITHIN);

	head = str_trim(head);
	return (head.n > 0 && head.p[0] == '<' &&
		str_ifind(head, STR("<opml")) != SIZE_MAX);
}

/* Past a comment or CDATA section that starts at ${at}; ${at}: there is none.
 */
static size_t
skip_section(struct str text, size_t at)
{
	static const struct {
		struct str open, close;
	} sections[] = { { { "<!--", 4 }, { "-->", 3 } },
		{ { "<![CDATA[", 9 }, { "]]>", 3 } } };

	for (size_t i = 0; i < 2; i++) {
		struct str rest = str_sub(text, at, text.n);
		size_t end;

		if (!str_starts(rest, sections[i].open))
			continue;
		end = str_find(rest, sections[i].close);
		return (
		    end == SIZE_MAX ? text.n : at + end + sections[i].close.n);
	}
	return (at);
}

/* The character at ${at} is behind us; it may end a line, as str_line sees it.
 */
static void
pass(struct cursor *c, size_t at)
{
	struct str rest = str_sub(c->text, at, c->text.n);

	if (rest.p[0] != '\n' &&
	    (rest.p[0] != '\r' || str_starts(rest, STR("\r\n")) ||
		str_starts(rest, STR("\r\r\n"))))
		return;
	c->line++;
	c->line_start = at + 1;
	c->line_end = 0;
}

/* On to the next <outline. */
static void
next_outline(struct cursor *c)
{
	size_t at = c->at, next;

	if (at < c->text.n && c->line > 0)
		at++; /* past the one before */
	if (c->line == 0)
		c->line = 1;
	while (at < c->text.n) {
		struct str rest = str_sub(c->text, at, c->text.n);

		if (rest.p[0] != '<')
			pass(c, at);
		else {
			next = skip_section(c->text, at);
			if (next == at && str_istarts(rest, STR("<outline")))
				break;
			/* Its lines are counted as well. */
			for (; at + 1 < next; at++)
				pass(c, at);
		}
		at++;
	}
	c->at = at;
}

static void
point(struct opml *o)
{
	struct cursor *c = &o->cursor;
	struct str line;

	next_outline(c);
	/* Some programs write all of it on one line. */
	if (c->line_end == 0) {
		line = str_sub(c->text, c->line_start, c->text.n);
		c->line_end = c->line_start + str_line(&line).n;
	}
	line = str_sub(c->text, c->line_start, c->line_end);
	o->place.line = c->at < c->text.n ? c->line : 0;
	o->place.text = c->at < c->text.n ? line : (struct str){ NULL, 0 };
}

static const char *
tag_at(const struct opml *o)
{

	return (o->place.line > 0 ? o->cursor.text.p + o->cursor.at : NULL);
}

/* The value of a plain attribute, whatever its case. */
static struct str
attribute(const struct xml_element *e, const char *name)
{

	for (size_t i = 0; i < e->nattributes; i++)
		if (e->attributes[i].prefix.n == 0 &&
		    str_ieq(e->attributes[i].name, str_of(name)))
			return (str_trim(e->attributes[i].value));
	return ((struct str){ NULL, 0 });
}

/* One of ours, also where the namespace was not declared. */
static bool
is_ours(const struct xml_attribute *a)
{

	return (str_eq(a->ns, STR(OPML_NS)) ||
		(a->ns.n == 0 && str_eq(a->prefix, STR("earshot"))));
}

/* ${value} for key ${name}; "": nothing said. */
static void
take_key(struct opml *o, struct str name, struct str value,
    struct feed_spec *spec)
{
	const struct key *k = key_find(name);
	const char *near = key_near(name, IN_LINE | IN_HEADER);
	struct buf why = BUF_INIT(WHY_MAX);

	value = str_trim(value);
	if (k == NULL && near != NULL)
		lines_fault(&o->place, tag_at(o),
		    "unknown attribute earshot:%.*s; did you mean earshot:%s?",
		    STR_ARG(name), near);
	else if (k == NULL)
		lines_fault(&o->place, tag_at(o),
		    "unknown attribute earshot:%.*s; earshot-feeds(5) lists "
		    "them all",
		    STR_ARG(name));
	else if (value.n > 0 &&
		 !key_read(k, value, &o->loader->list->strings, spec, &why))
		lines_fault(&o->place, tag_at(o), "%s: %.*s", k->name,
		    STR_ARG(buf_str(&why)));
	buf_free(&why);
}

/* Folders round the outline, from the outermost in, then its own tags. */
static void
take_tags(struct opml *o, const struct xml_element *e, struct feed_spec *spec)
{
	char name[FOLDER_MAX];

	for (size_t i = 0; i < o->depth && i < XML_MAX_DEPTH; i++) {
		struct str folder = o->folders[i];

		if (folder.n == 0 || folder.n >= sizeof(name))
			continue;
		/* A comma would make two tags of one folder. */
		for (size_t c = 0; c < folder.n; c++)
			name[c] = folder.p[c] == ',' ? ' ' : folder.p[c];
		take_key(o, STR("tags"), (struct str){ name, folder.n }, spec);
	}
	for (size_t i = 0; i < e->nattributes; i++)
		if (is_ours(&e->attributes[i]))
			take_key(o, e->attributes[i].name,
			    e->attributes[i].value, spec);
}

static void
take_names(struct opml *o, const struct xml_element *e, struct str url,
    struct feed_spec *spec)
{
	struct str title = attribute(e, "title"), site;

	if (title.n == 0)
		title = attribute(e, "text");
	/* Longer ones are no names, and other programs' are not our fault. */
	if (!str_eq(title, url) && title.n <= 1000 && spec->title == NULL)
		take_key(o, STR("title"), title, spec);
	site = attribute(e, "htmlUrl");
	if (site.n <= URL_MAX && spec->site == NULL && url_http(site))
		take_key(o, STR("site"), site, spec);
}

/* A feed in several folders, as other readers keep it: one feed with the tags
 * of all of them.  False: ${url} is new, or brings no tag, which is a slip. */
static bool
add_folder(struct opml *o, const struct xml_element *e, struct str url)
{
	struct feed_spec *known = map_get(o->urls, url), again;

	if (known == NULL)
		return (false);
	again = *known;
	take_tags(o, e, &again);
	if (again.tags == NULL || again.tags == known->tags ||
	    (known->tags != NULL && strcmp(again.tags, known->tags) == 0))
		return (false);
	known->tags = again.tags;
	return (true);
}

static void
take_feed(struct opml *o, const struct xml_element *e, struct str url)
{
	struct feedlist *l = o->loader->list;
	struct buf why = BUF_INIT(WHY_MAX);
	struct feed_spec spec;
	struct str canonical;

	arena_reset(l->scratch);
	point(o);
	if (add_folder(o, e, url))
		return;
	spec_init(&spec);
	if (feedurl_password(url)) {
		o->place.text = (struct str){ NULL, 0 };
		lines_warn(&o->place, NULL,
		    "the URL carries a password for all who read this list; "
		    "use earshot:secret");
	}
	canonical = feedurl_check(l->scratch, url, &why);
	if (canonical.p == NULL)
		lines_fault(&o->place, tag_at(o), "xmlUrl: %.*s",
		    STR_ARG(buf_str(&why)));
	take_tags(o, e, &spec);
	take_names(o, e, url, &spec);
	if (str_find(url, STR("{secret}")) != SIZE_MAX && spec.secret == NULL)
		lines_fault(&o->place, tag_at(o),
		    "{secret} in the URL takes earshot:secret=\"NAME\"");
	if (canonical.p != NULL) {
		if (spec.source == NULL)
			spec.source =
			    intern_str(&l->strings, url_host(l->scratch, url))
				.p;
		spec.url = intern_keep(&l->strings, url);
		spec.file = o->place.file;
		spec.line = o->place.line;
		o->st = feedset_append(l, &spec, canonical);
	}
	if (o->st == OK && canonical.p != NULL)
		o->st = map_put(o->urls, spec.url, feedset_last(l));
	if (o->st == E_TOO_LARGE)
		lines_fault(&o->place, NULL, "more than %d feeds", FEEDS_MAX);
	o->stop = o->st != OK || arena_failed(l->arena);
	buf_free(&why);
}

static void
on_start(void *arg, const struct xml_element *e)
{
	struct opml *o = arg;
	bool outline = str_ieq(e->name, STR("outline"));
	struct str url = { NULL, 0 }, folder = { NULL, 0 };

	if (o->depth == 0 && !str_ieq(e->name, STR("opml"))) {
		lines_fault(&o->place, NULL,
		    "this is no OPML: its first element is <%.*s>; a feed "
		    "belongs into a list by its URL",
		    STR_ARG(e->name));
		o->root_wrong = o->stop = true;
		return;
	}
	if (outline) {
		url = attribute(e, "xmlUrl");
		if (url.n > 0)
			take_feed(o, e, url);
		else {
			point(o);
			folder = attribute(e, "text");
			if (folder.n == 0)
				folder = attribute(e, "title");
		}
	}
	if (o->depth < XML_MAX_DEPTH) {
		o->folders[o->depth] = (struct str){ NULL, 0 };
		if (folder.n > 0)
			o->folders[o->depth] = arena_str(o->arena, folder);
	}
	o->depth++;
}

static void
on_end(void *arg, struct str name)
{
	struct opml *o = arg;

	(void)name;
	if (o->depth > 0)
		o->depth--;
}

static void
on_text(void *arg, struct str text)
{

	(void)arg;
	(void)text;
}

/* Cut off: what is missing would silently retire its feeds. */
static bool
is_whole(struct str text)
{
	size_t from = text.n > TAIL_BYTES ? text.n - TAIL_BYTES : 0;
	struct str tail = str_sub(text, from, text.n);

	return (str_ifind(tail, STR("</opml")) != SIZE_MAX ||
		str_ifind(tail, STR("<opml/>")) != SIZE_MAX);
}

enum status
opml_read(struct feedloader *loader, const char *path, struct str bytes,
    struct arena *a)
{
	static const struct xml_handler handler = { on_start, on_end, on_text };
	struct opml *o = arena_alloc(a, sizeof(*o));
	bool malformed = false, repaired = false;
	struct str text, charset;
	enum status st;

	if (o == NULL)
		return (E_MEMORY);
	st = charset_decode(a, bytes, (struct str){ NULL, 0 }, &text, &charset,
	    &repaired);
	if (st != OK)
		return (st);
	o->loader = loader;
	o->arena = a;
	o->place = (struct place){ loader->faults, path, 0, { NULL, 0 } };
	o->cursor.text = text;
	o->urls = map_new();
	if (o->urls == NULL)
		return (E_MEMORY);
	st = xml_read(a, text, &handler, o, &o->stop, &malformed);
	map_free(o->urls);
	o->place.line = 0;
	o->place.text = (struct str){ NULL, 0 };
	if (st != OK || o->st != OK || o->root_wrong)
		return (st != OK ? st : o->st);
	if (!is_whole(text))
		lines_fault(&o->place, NULL,
		    "this OPML ends in the middle: </opml> is missing, and "
		    "feeds may be too");
	else if (malformed)
		lines_warn(&o->place, NULL,
		    "this OPML is not well-formed XML (a bare & or a missing "
		    "end?); it was read as well as it could be");
	return (OK);
}
