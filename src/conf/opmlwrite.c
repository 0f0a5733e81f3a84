/*
 * A feed list as OPML: the first tag of a feed is its folder, what OPML has no
 * word for are `earshot:` attributes.  Other readers take what they know.
 */
#include <stdlib.h>

#include "earshot/map.h"
#include "earshot/url.h"

#include "feedset.h"
#include "keys.h"
#include "opml.h"

enum { SCRATCH_MAX = 1 << 20, VALUE_BYTES_MAX = 32768 };

/* The feeds of one folder, in the list's order, linked by their index. */
struct folder {
	struct folder *next;
	struct str name; /* {NULL,0}: the top level */
	uint32_t first, last;
};

static void
escape(struct str s, struct buf *out)
{

	for (size_t i = 0; i < s.n; i++) {
		switch (s.p[i]) {
		case '&':
			buf_adds(out, "&amp;");
			break;
		case '<':
			buf_adds(out, "&lt;");
			break;
		case '>':
			buf_adds(out, "&gt;");
			break;
		case '"':
			buf_adds(out, "&quot;");
			break;
		default:
			buf_addc(out, s.p[i]);
			break;
		}
	}
}

static void
attribute(const char *name, struct str value, struct buf *out)
{

	buf_printf(out, " %s=\"", name);
	escape(value, out);
	buf_addc(out, '"');
}

/* A key that OPML has no word for. */
static void
own_attribute(const struct key *k, const struct feed_spec *spec,
    struct buf *out)
{
	struct buf value = BUF_INIT(VALUE_BYTES_MAX);
	struct str said;

	key_print(k, spec, &value);
	said = buf_str(&value);
	/* The first tag is the folder. */
	if (k->type == KEY_TAGS)
		str_cut(&said, ',');
	if (said.n > 0) {
		buf_printf(out, " earshot:%s=\"", k->name);
		escape(said, out);
		buf_addc(out, '"');
	}
	out->failed |= buf_failed(&value);
	buf_free(&value);
}

static void
write_feed(const struct feed_spec *spec, const char *indent,
    struct arena *scratch, struct buf *out)
{
	struct str title = str_of(spec->title);
	bool odd = str_eq(title, spec->url);

	buf_printf(out, "%s<outline type=\"rss\"", indent);
	if (title.n > 0 && !odd) {
		attribute("text", title, out);
		attribute("title", title, out);
	} else
		attribute("text", spec->url, out);
	attribute("xmlUrl", spec->url, out);
	if (spec->site != NULL)
		attribute("htmlUrl", str_of(spec->site), out);
	for (const struct key *k = key_table; k->name != NULL; k++) {
		if (!key_said(k, spec) ||
		    k->field == offsetof(struct feed_spec, site))
			continue;
		if (k->field == offsetof(struct feed_spec, title) && !odd)
			continue;
		arena_reset(scratch);
		if (k->field == offsetof(struct feed_spec, source) &&
		    str_eq(str_of(spec->source), url_host(scratch, spec->url)))
			continue;
		own_attribute(k, spec, out);
	}
	buf_adds(out, "/>\n");
}

static enum status
add_to_folder(struct map *folders, struct arena *a, struct folder ***tail,
    const struct feedlist *l, uint32_t at, uint32_t *following)
{
	struct str tags = str_of(feedlist_get(l, at)->tags);
	struct str name = str_cut(&tags, ',');
	struct folder *f = map_get(folders, name);

	following[at] = UINT32_MAX;
	if (f != NULL) {
		following[f->last] = at;
		f->last = at;
		return (OK);
	}
	f = arena_alloc(a, sizeof(*f));
	if (f == NULL)
		return (E_MEMORY);
	*f = (struct folder){ NULL, name, at, at };
	**tail = f;
	*tail = &f->next;
	return (map_put(folders, name, f));
}

static void
write_folder(const struct folder *f, const struct feedlist *l,
    const uint32_t *following, struct arena *scratch, struct buf *out)
{
	bool top = f->name.n == 0;

	if (!top) {
		buf_adds(out, "    <outline");
		attribute("text", f->name, out);
		buf_adds(out, ">\n");
	}
	for (uint32_t i = f->first; i != UINT32_MAX; i = following[i])
		write_feed(feedlist_get(l, i), top ? "    " : "      ", scratch,
		    out);
	if (!top)
		buf_adds(out, "    </outline>\n");
}

void
feedlist_write_opml(const struct feedlist *l, const char *title,
    struct buf *out)
{
	struct arena *a = arena_new((size_t)1 << 28);
	struct arena *scratch = arena_new(SCRATCH_MAX);
	uint32_t *following = calloc(l->n + 1, sizeof(*following));
	struct map *folders = map_new();
	struct folder *head = NULL, **tail = &head;
	bool good = a != NULL && scratch != NULL && following != NULL &&
		    folders != NULL;

	for (uint32_t i = 0; good && i < l->n; i++)
		good = add_to_folder(folders, a, &tail, l, i, following) == OK;
	buf_adds(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
		      "<opml version=\"2.0\" xmlns:earshot=\"" OPML_NS "\">\n"
		      "  <head>\n    <title>");
	escape(str_of(title), out);
	buf_adds(out, "</title>\n  </head>\n  <body>\n");
	for (const struct folder *f = head; good && f != NULL; f = f->next)
		write_folder(f, l, following, scratch, out);
	buf_adds(out, "  </body>\n</opml>\n");
	if (!good)
		out->failed = true;
	map_free(folders);
	free(following);
	arena_free(scratch);
	arena_free(a);
}
