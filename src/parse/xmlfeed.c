/*
 * The SAX side: frames, scope of xml:base and xml:lang, text of values, markup
 * inside values written out again.  What elements mean is in the table.
 */
#include "xmlfeed.h"

#include <stdlib.h>

#include "earshot/html.h"
#include "earshot/url.h"

#include "line.h"
#include "resolve.h"

enum {
	BASE_MAX = 2048, /* longer ones are ignored */
	LANG_MAX = 64,
	SCRATCH_MAX = 4 << 20,
	TEXT_SPARE = 1 << 20,
};

static bool
is_xml_ns(struct str ns)
{

	return (str_eq(ns, STR("http://www.w3.org/XML/1998/namespace")));
}

struct str
xmlfeed_attribute(const struct xml_element *e, const char *name, bool any)
{
	struct str key = str_of(name);

	for (size_t i = 0; i < e->nattributes; i++) {
		const struct xml_attribute *a = &e->attributes[i];

		if ((a->ns.n == 0 || (any && !is_xml_ns(a->ns))) &&
		    str_ieq(a->name, key))
			return (a->value);
	}
	return ((struct str){ NULL, 0 });
}

unsigned
xmlfeed_rank(const struct frame *f)
{

	return (f->field->rank + (f->ns == NS_ATOM ? 5 : 0));
}

void
xmlfeed_native(struct xmlfeed *r, const struct frame *f,
    const struct xml_element *e)
{

	r->found = true;
	if (f->ns == NS_UNKNOWN)
		r->native_uri = arena_str(r->scratch, e->ns);
	else if (f->ns != NS_NATIVE)
		r->native = f->ns;
	else if (e->ns.n == 0 && e->prefix.n > 0 &&
		 e->prefix.n < sizeof(r->native_prefix))
		memcpy(r->native_prefix, e->prefix.p, e->prefix.n);
}

/* The row for an element here.  Atom's elements mean in RSS what they mean
 * at home, only count less. */
static const struct field *
find_field(enum ns ns, struct str name, unsigned where)
{

	if (ns == NS_ATOM || (where == IN_DOCUMENT && ns != NS_RDF))
		ns = NS_NATIVE;
	return (feedfields_find(ns, name, where));
}

/* xml:base: resolved against the outer one. */
static void
enter_base(struct xmlfeed *r, struct frame *f, struct str value)
{
	struct str base;

	value = str_trim(value);
	if (value.n == 0 || value.n > BASE_MAX || str_eq(value, f->base) ||
	    r->b->budget < BASE_MAX)
		return;
	if (resolve_absolute(value) && !url_absolute(value))
		return; /* "http:///" and the like: the outer one holds */
	base = resolve_absolute(value) ? value
				       : builder_resolve(r->b, f->base, value);
	if (base.n == 0 || base.n > BASE_MAX || !resolve_absolute(base))
		return;
	r->b->budget -= base.n < r->b->budget ? base.n : r->b->budget;
	f->base = arena_str(r->b->a, base);
}

/* xml:lang: one copy of each language that a document uses. */
static void
enter_lang(struct xmlfeed *r, struct frame *f, struct str value)
{
	char text[LANG_MAX];
	struct str lang;

	value = str_trim(value);
	if (value.n > sizeof(text))
		return;
	for (size_t i = 0; i < value.n; i++)
		text[i] = value.p[i] == '_' ? '-' : value.p[i];
	lang = (struct str){ text, value.n };
	for (size_t i = 0; i < r->nlangs; i++)
		if (str_eq(r->langs[i], lang)) {
			f->lang = r->langs[i];
			return;
		}
	if (r->nlangs == LANGS_MAX)
		return;
	f->lang = arena_str(r->b->a, lang);
	if (f->lang.p != NULL)
		r->langs[r->nlangs++] = f->lang;
}

static void
enter_scope(struct xmlfeed *r, struct frame *f, const struct xml_element *e)
{

	for (size_t i = 0; i < e->nattributes; i++) {
		const struct xml_attribute *a = &e->attributes[i];

		if (!is_xml_ns(a->ns))
			continue;
		if (str_eq(a->name, STR("base")))
			enter_base(r, f, a->value);
		else if (str_eq(a->name, STR("lang")))
			enter_lang(r, f, a->value);
	}
}

/* A frame for ${e} within the innermost one. */
static struct frame *
push(struct xmlfeed *r, const struct xml_element *e)
{
	const struct frame *outer = &r->frames[r->depth];
	struct frame *f = &r->frames[++r->depth];

	/* One by one: it is done for each element. */
	f->field = NULL;
	f->base = outer->base;
	f->lang = outer->lang;
	f->at = r->text.n;
	f->entry = r->entry;
	f->inside = 0;
	f->inner = 0;
	f->ns = 0;
	f->kind = 0;
	f->collects = f->base64 = f->escape = f->done = f->denied = false;
	if (e->nattributes > 0)
		enter_scope(r, f, e);
	return (f);
}

/* ${s} where markup is expected. */
static void
add_escaped(struct buf *b, struct str s, bool attribute)
{
	size_t from = 0;

	for (size_t i = 0; i < s.n; i++) {
		const char *to = s.p[i] == '&'                ? "&amp;"
				 : s.p[i] == '<'              ? "&lt;"
				 : attribute && s.p[i] == '"' ? "&quot;"
							      : NULL;

		if (to == NULL)
			continue;
		buf_add(b, str_sub(s, from, i));
		buf_adds(b, to);
		from = i + 1;
	}
	buf_add(b, str_sub(s, from, s.n));
}

/* The start tag of an element inside a value, as HTML. */
static void
add_tag(struct xmlfeed *r, const struct frame *f, const struct xml_element *e)
{
	struct buf *to = &r->text;

	buf_addc(to, '<');
	buf_add(to, e->name);
	for (size_t i = 0; i < e->nattributes; i++) {
		const struct xml_attribute *a = &e->attributes[i];
		struct str value = a->value;

		if (a->ns.n > 0)
			continue;
		/* xml:base may hold here only: HTML does not know it. */
		if (f->base.p != r->value_base.p && f->base.n > 0 &&
		    str_eq(a->name, STR("href")) && value.n > 0 &&
		    !resolve_absolute(value))
			value = builder_resolve(r->b, f->base, value);
		buf_addc(to, ' ');
		buf_add(to, a->name);
		buf_adds(to, "=\"");
		add_escaped(to, value, true);
		buf_addc(to, '"');
	}
	buf_addc(to, '>');
}

static bool
is_void(struct str name)
{
	static const char *const voids[] = { "area", "base", "br", "col",
		"embed", "hr", "img", "input", "link", "meta", "param",
		"source", "track", "wbr" };

	for (size_t i = 0; i < sizeof(voids) / sizeof(voids[0]); i++)
		if (str_ieq(name, str_of(voids[i])))
			return (true);
	return (false);
}

/* The value of ${f} goes to its row's function. */
static void
close_value(struct xmlfeed *r, struct frame *f)
{
	struct str value = { NULL, 0 };

	if (f->field == NULL)
		return;
	if (f->field->closed != NULL && f->entry == r->entry) {
		if (f->collects && !buf_failed(&r->text))
			value = str_sub(buf_str(&r->text), f->at, r->text.n);
		f->field->closed(r, f, value);
	}
	if (r->text.n > f->at)
		r->text.n = f->at;
}

/* ${e} opens as the field ${field}. */
static void
open_field(struct xmlfeed *r, const struct field *field, enum ns ns,
    const struct xml_element *e)
{
	struct frame *f = push(r, e);

	f->field = field;
	f->ns = ns;
	f->inside = field->inside;
	f->inner = field->inner;
	f->kind = field->kind;
	r->value_base = f->base;
	f->collects = field->closed != NULL &&
		      (field->inside == 0 || field->inner != INNER_FIELDS);
	if (field->opened != NULL)
		field->opened(r, f, e);
	f->entry = r->entry;
	if (r->b->full)
		r->stop = true;
}

/*
 * Inside a value.  An element that its parent's neighbours could be means that
 * the end tag of the value was forgotten: the value ends here, and its frame
 * goes on as if it were the one around it.
 */
static void
open_inner(struct xmlfeed *r, const struct xml_element *e)
{
	struct frame *outer = &r->frames[r->depth], *f;
	const struct field *field;
	enum ns ns;

	if (outer->field != NULL && !outer->escape && r->depth > 1) {
		unsigned around = r->frames[r->depth - 1].inside;

		ns = ns_of(r, e);
		field = find_field(ns, e->name, around);
		if (field != NULL &&
		    (outer->inner != INNER_MARKUP ||
			outer->kind == MARKUP_TITLE ||
			(ns != NS_XHTML && !html_known_tag(e->name)))) {
			close_value(r, outer);
			outer->field = NULL;
			outer->inside = around;
			outer->inner = INNER_FIELDS;
			outer->collects = false;
			open_field(r, field, ns, e);
			return;
		}
	}
	if (outer->inner == INNER_SKIP || outer->inner == INNER_FIELDS) {
		r->skip = 1;
		return;
	}
	/* Text that only might be HTML has just shown that it is. */
	if (outer->kind == MARKUP_TITLE && outer->field != NULL &&
	    (outer->field->slot == SLOT_SUMMARY ||
		outer->field->slot == SLOT_CONTENT))
		outer->kind = MARKUP_HTML;
	f = push(r, e);
	f->inner = outer->inner;
	f->escape = outer->escape;
	f->kind = outer->kind;
	f->collects = outer->collects;
	if (f->inner == INNER_MARKUP)
		add_tag(r, f, e);
}

static void
on_start(void *arg, const struct xml_element *e)
{
	struct xmlfeed *r = arg;
	struct frame *outer = &r->frames[r->depth], *f;
	const struct field *field;
	enum ns ns;

	if (r->skip > 0) {
		r->skip++;
		return;
	}
	if (r->depth + 1 >= FRAMES || outer->entry != r->entry) {
		r->skip = 1;
		return;
	}
	if (outer->inside == 0) {
		open_inner(r, e);
		return;
	}
	ns = ns_of(r, e);
	field = find_field(ns, e->name, outer->inside);
	if (field == NULL && ns == NS_UNKNOWN && e->prefix.n == 0 &&
	    outer->inside == IN_FEED && !r->adopted) {
		/* RSS with a default namespace of its own below the root */
		field = feedfields_find(NS_NATIVE, e->name, IN_FEED);
		if (field != NULL && (field->opened == open_channel ||
					 field->opened == open_item)) {
			r->native_uri = arena_str(r->scratch, e->ns);
			r->adopted = true;
			ns = NS_NATIVE;
		} else
			field = NULL;
	}
	if (field != NULL)
		open_field(r, field, ns, e);
	else if (outer->inside == IN_DOCUMENT)
		r->stop = true;
	else if (outer->inner == INNER_TEXT) {
		f = push(r, e);
		f->inner = INNER_TEXT;
		f->collects = true;
	} else if (outer->inside & (IN_FEED | IN_UNKNOWN)) {
		f = push(r, e);
		f->inside = IN_UNKNOWN;
	} else
		r->skip = 1;
}

static void
on_end(void *arg, struct str name)
{
	struct xmlfeed *r = arg;
	struct frame *f = &r->frames[r->depth];

	if (r->skip > 0) {
		r->skip--;
		return;
	}
	if (r->depth == 0)
		return;
	if (f->field == NULL && f->inside == 0 && f->inner == INNER_MARKUP &&
	    !is_void(name)) {
		buf_adds(&r->text, "</");
		buf_add(&r->text, name);
		buf_addc(&r->text, '>');
	}
	close_value(r, f);
	r->depth--;
}

static void
on_text(void *arg, struct str text)
{
	struct xmlfeed *r = arg;
	const struct frame *f = &r->frames[r->depth];

	if (r->skip > 0 || !f->collects)
		return;
	if (f->escape && f->inner == INNER_MARKUP)
		add_escaped(&r->text, text, false);
	else
		buf_add(&r->text, text);
}

enum status
xmlfeed_parse(struct builder *b, struct str text, struct str root_tag,
    bool *ret_malformed)
{
	static const struct xml_handler handler = { on_start, on_end, on_text };
	struct xmlfeed *r = calloc(1, sizeof(*r));
	struct str none = { NULL, 0 };
	enum status st;

	if (r == NULL)
		return (E_MEMORY);
	r->b = b;
	r->root_tag = root_tag;
	r->rating = SCALE_NONE;
	r->frames[0].inside = IN_DOCUMENT;
	r->frames[0].base = b->base;
	buf_init(&r->text, 2 * text.n + TEXT_SPARE);
	r->scratch = arena_new(SCRATCH_MAX + text.n);
	if (r->scratch == NULL) {
		st = E_MEMORY;
		goto out;
	}
	st = xml_read(r->scratch, text, &handler, r, &r->stop, ret_malformed);
	if (st != OK)
		goto out;
	r->skip = 0;
	while (r->depth > 0)
		on_end(r, none);
	rss_finish(r);
	if (buf_failed(&r->text))
		st = E_MEMORY;
	else if (!r->found || (r->doubtful && b->p->nentries == 0))
		st = E_NOT_FEED;
out:
	buf_free(&r->text);
	arena_free(r->scratch);
	free(r);
	return (st);
}
