/*
 * Reads XML out of the pre-scan's tokens: names, namespaces, attributes,
 * references, and nesting, which is mended here.  libxml2 is not asked: the
 * pre-scan, without which it must not be given a document (FACTS), has read
 * nearly all by then, and asking cost as much again; the tests ask it whether
 * we agree.  Not for: encodings (charset.h), what elements mean.
 */
#include "earshot/xml.h"

#include <stdlib.h>

#include <libxml/parser.h>

#include "earshot/buf.h"
#include "earshot/hash.h"

#include "ahead.h"
#include "mend.h"
#include "xmlprepare.h"
#include "xmlscope.h"
#include "xmltext.h"

enum {
	TEXT_STEP = 1 << 16, /* bytes of text with references */
	REFERENCE_MAX = 64   /* bytes of one that is not broken in two */
};

struct reader {
	const struct xml_handler *h;
	void *arg;
	const bool *stop;
	struct arena *arena;  /* addresses of namespaces that had references */
	bool has_cr;          /* somewhere in the document */
	bool root_ended;      /* </rss> was seen; held back until the end */
	struct xmltext text;  /* how text is read, */
	struct xmltext value; /* and the values of attributes */
	struct buf values;    /* of one tag, or one text, with references */
	struct mend mend;
	struct xmlscope scope;
	struct scan scan;
	struct xml_attribute attributes[SCAN_ATTRIBUTES];
};

static bool
stopped(const struct reader *r)
{

	return (r->stop != NULL && *r->stop);
}

/* ------------------------------------------------------------- attributes */

static struct str
local_name(struct str name, struct str *ret_prefix)
{
	const char *colon = memchr(name.p, ':', name.n);
	size_t n;

	*ret_prefix = (struct str){ NULL, 0 };
	if (colon == NULL)
		return (name);
	n = (size_t)(colon - name.p);
	*ret_prefix = (struct str){ name.p, n };
	return ((struct str){ colon + 1, name.n - n - 1 });
}

/* Does an attribute's value say what it means? */
static bool
is_plain(struct str v)
{
	size_t i;

	for (i = 0; i < v.n; i++)
		if (v.p[i] == '&' || (unsigned char)v.p[i] < ' ')
			return (false);
	return (true);
}

/* xmlns or xmlns:…; its prefix. */
static bool
is_declaration(struct str name, struct str *ret_prefix)
{

	if (name.n < 5 || memcmp(name.p, "xmlns", 5) != 0 ||
	    (name.n > 5 && name.p[5] != ':'))
		return (false);
	*ret_prefix = str_sub(name, 6, name.n);
	return (true);
}

static void
declare(struct reader *r, struct str prefix, struct str uri)
{

	if (!is_plain(uri)) {
		buf_clear(&r->values);
		xmltext_add(&r->value, uri, &r->values);
		uri = arena_str(r->arena, buf_str(&r->values));
	}
	if (!xmlscope_declare(&r->scope, prefix, uri))
		r->scan.mended = true;
}

/* Do two of many attributes have one name? */
static bool
many_have_twins(const struct scan_token *t)
{
	enum { SLOTS = 4 * SCAN_ATTRIBUTES };
	const struct scan_attribute *at = t->attributes;
	uint64_t slots[SLOTS] = { 0 }, hash;
	size_t i, j;

	for (i = 0; i < t->nattributes; i++) {
		hash = hash_table(at[i].name) | 1;
		for (j = hash % SLOTS; slots[j] != 0; j = (j + 1) % SLOTS)
			if (slots[j] == hash)
				return (true);
		slots[j] = hash;
	}
	return (false);
}

static bool
have_twins(const struct scan_token *t)
{
	enum { PAIRS = 24 };
	const struct scan_attribute *at = t->attributes;
	size_t i, j;

	if (t->nattributes > PAIRS)
		return (many_have_twins(t));
	for (i = 1; i < t->nattributes; i++)
		for (j = 0; j < i; j++)
			if (str_eq(at[i].name, at[j].name))
				return (true);
	return (false);
}

/* The tag's attributes that are no declarations, and which of them have their
 * value in r->values: ${from} says where it begins; SIZE_MAX: it has not. */
static void
read_values(struct reader *r, const struct scan_token *t, struct xml_element *e,
    size_t from[SCAN_ATTRIBUTES])
{
	size_t i, n = 0, left = XML_MAX_TAG;
	struct xml_attribute *a;
	struct str prefix, value;

	buf_clear(&r->values);
	for (i = 0; i < t->nattributes; i++) {
		if (is_declaration(t->attributes[i].name, &prefix))
			continue;
		value = t->attributes[i].value;
		if (value.n > left) {
			r->scan.mended = true;
			continue;
		}
		left -= value.n;
		from[n] = SIZE_MAX;
		a = &r->attributes[n];
		a->name = local_name(t->attributes[i].name, &a->prefix);
		a->ns = (struct str){ NULL, 0 };
		if (a->prefix.n > 0) {
			a->ns = xmlscope_find(&r->scope, a->prefix);
			r->scan.mended |= a->ns.p == NULL;
		}
		a->value = value;
		if (!is_plain(value)) {
			from[n] = r->values.n;
			xmltext_add(&r->value, value, &r->values);
			a->value.n = r->values.n - from[n];
		}
		n++;
	}
	e->attributes = r->attributes;
	e->nattributes = n;
}

static void
read_attributes(struct reader *r, const struct scan_token *t,
    struct xml_element *e)
{
	size_t i, from[SCAN_ATTRIBUTES];
	struct str prefix;

	for (i = 0; i < t->nattributes; i++)
		if (is_declaration(t->attributes[i].name, &prefix))
			declare(r, prefix, t->attributes[i].value);
	read_values(r, t, e, from);
	/* The buffer no longer grows, so they may point into it. */
	for (i = 0; i < e->nattributes; i++)
		if (from[i] != SIZE_MAX)
			r->attributes[i].value.p =
			    r->values.n > 0 ? r->values.p + from[i] : "";
	r->scan.mended |= have_twins(t);
}

/* ------------------------------------------------------------------- tags */

/* Elements that people leave open, and that hold no other of their kind. */
static int
left_open(struct str name)
{
	static const struct {
		char name[6];
		uint8_t n, kind;
	} rows[] = { { "p", 1, 1 }, { "li", 2, 2 }, { "dt", 2, 3 },
		{ "dd", 2, 3 }, { "br", 2, 4 }, { "hr", 2, 4 }, { "img", 3, 4 },
		{ "wbr", 3, 4 }, { "input", 5, 4 }, { "embed", 5, 4 },
		{ "param", 5, 4 } };
	size_t i;

	if (name.n > 5 || name.n == 4 || name.n == 0)
		return (0);
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (name.n == rows[i].n &&
		    memcmp(name.p, rows[i].name, name.n) == 0)
			return (rows[i].kind);
	return (0);
}

static void
end_element(struct reader *r, struct str name)
{
	struct str prefix;

	r->h->end(r->arg, local_name(name, &prefix));
}

/* The pre-scan wants to know what is open. */
static void
look_within(struct reader *r)
{
	const struct mend_open *top;

	r->scan.within = mend_top(&r->mend);
	if (r->mend.depth > 0) {
		top = &r->mend.open[r->mend.depth - 1];
		r->scan.within_hash = top->hash;
	}
}

static void
pop(struct reader *r)
{
	struct str name = mend_pop(&r->mend);

	if (!stopped(r))
		end_element(r, name);
	xmlscope_leave(&r->scope, r->mend.namespaces);
	look_within(r);
}

static void
pop_to(struct reader *r, size_t depth)
{

	while (r->mend.depth > depth)
		pop(r);
}

static void
take_start(struct reader *r, const struct scan_token *t)
{
	struct xml_element e = { .attributes = NULL };
	bool root = r->mend.depth == 0;
	int kind;

	r->scan.mended |= r->root_ended || !t->clean;
	kind = root ? 0 : left_open(mend_top(&r->mend));
	if (kind != 0 && kind == left_open(t->name)) {
		r->scan.mended = true;
		pop_to(r, r->mend.depth - 1);
	}
	if (r->mend.depth == MEND_DEPTH) {
		r->scan.mended = true;
		return;
	}
	if (t->nattributes > 0)
		read_attributes(r, t, &e);
	e.name = local_name(t->name, &e.prefix);
	e.ns = xmlscope_find(&r->scope, e.prefix);
	r->scan.mended |= e.prefix.n > 0 && e.ns.p == NULL;
	if (!stopped(r))
		r->h->start(r->arg, &e);
	if (t->empty && !root) {
		if (!stopped(r))
			r->h->end(r->arg, e.name);
		xmlscope_leave(&r->scope, r->mend.namespaces);
		return;
	}
	mend_push(&r->mend, t->name, t->hash, r->scope.n - r->mend.namespaces,
	    NULL);
	look_within(r);
	r->root_ended |= t->empty;
}

/* The root's end is held back: what follows a stray </channel></rss> is read
 * as well. */
static void
take_end(struct reader *r, const struct scan_token *t)
{
	size_t depth = r->mend.depth;

	if (depth > 1 && t->clean && str_eq(mend_top(&r->mend), t->name)) {
		pop(r);
		return;
	}
	depth = mend_find(&r->mend, t->name, t->hash);
	if (depth == SIZE_MAX || (depth == 0 && r->root_ended)) {
		r->scan.mended = true;
		return;
	}
	if (depth + 1 != r->mend.depth || !t->clean ||
	    !str_eq(r->mend.open[depth].name, t->name))
		r->scan.mended = true;
	if (depth == 0)
		r->root_ended = true;
	pop_to(r, depth == 0 ? 1 : depth);
}

/* ------------------------------------------------------------------- text */

static void
give(struct reader *r, struct str s)
{

	if (s.n > 0 && !stopped(r))
		r->h->text(r->arg, s);
}

/* CDATA: line ends as XML wants them, and out. */
static void
take_cdata(struct reader *r, struct str s)
{
	size_t cr;

	while (r->has_cr && (cr = str_findc(s, '\r')) != SIZE_MAX) {
		give(r, str_sub(s, 0, cr));
		s = str_sub(s, cr + 1, s.n);
		if (s.n == 0 || s.p[0] != '\n')
			give(r, STR("\n"));
	}
	give(r, s);
}

/* So much of ${s} as is read at a time: not into a reference or a line end. */
static struct str
some_text(struct str s)
{
	struct str some = str_sub(s, 0, TEXT_STEP);
	const char *amp;

	if (some.n == s.n)
		return (s);
	if (some.p[some.n - 1] == '\r')
		some.n--;
	amp = memrchr(some.p + some.n - REFERENCE_MAX, '&', REFERENCE_MAX);
	if (amp != NULL)
		some.n = (size_t)(amp - some.p);
	return (some);
}

static void
take_text(struct reader *r, struct str text)
{
	size_t at = (size_t)(text.p - r->scan.text.p);
	struct str some;

	/* "]]>" in text is a fault. */
	r->scan.mended |=
	    scan_look(&r->scan, AHEAD_CDATA_END, at) - at < text.n;
	if (!r->has_cr && memchr(text.p, '&', text.n) == NULL) {
		give(r, text);
		return;
	}
	for (; text.n > 0 && !stopped(r);
	     text = str_sub(text, some.n, text.n)) {
		some = some_text(text);
		buf_clear(&r->values);
		xmltext_add(&r->text, some, &r->values);
		give(r, buf_str(&r->values));
	}
}

/* Text outside the root is nobody's. */
static bool
outside(struct reader *r, const struct scan_token *t)
{

	if (r->mend.depth > (size_t)r->root_ended)
		return (false);
	r->scan.mended |= str_trim(t->raw).n > 0;
	return (true);
}

static void
read_tokens(struct reader *r)
{
	struct scan_token t;

	for (;;) {
		scan_next(&r->scan, &t);
		if (t.kind == SCAN_DONE || stopped(r))
			break;
		switch (t.kind) {
		case SCAN_START:
			take_start(r, &t);
			break;
		case SCAN_END:
			take_end(r, &t);
			break;
		case SCAN_TEXT:
			if (!outside(r, &t))
				take_text(r, t.raw);
			break;
		case SCAN_CDATA:
			if (!outside(r, &t))
				take_cdata(r, t.raw);
			break;
		case SCAN_LESS:
		default:
			if (!outside(r, &t))
				give(r, t.raw);
		}
	}
	if (!r->root_ended || r->mend.depth > 1)
		r->scan.mended = true;
	pop_to(r, 0);
}

enum status
xml_read(struct arena *a, struct str text, const struct xml_handler *h,
    void *arg, const bool *stop, bool *ret_malformed)
{
	struct reader *r;
	bool mended = false;
	enum status st;

	text = xmlprepare(text, &mended);
	r = malloc(sizeof(*r));
	if (r == NULL)
		return (E_MEMORY);
	memset(r, 0, offsetof(struct reader, mend));
	r->h = h;
	r->arg = arg;
	r->stop = stop;
	r->arena = a;
	r->has_cr = str_findc(text, '\r') != SIZE_MAX;
	r->text.scan = r->value.scan = &r->scan;
	r->value.attribute = true;
	buf_init(&r->values, TEXT_STEP + 2 * XMLTEXT_EXPANDED_MAX);
	mend_init(&r->mend);
	xmlscope_init(&r->scope);
	scan_init(&r->scan, text, false);
	read_tokens(r);
	*ret_malformed = mended || r->scan.mended;
	st = buf_failed(&r->values) || arena_failed(a) ? E_MEMORY : OK;
	buf_free(&r->values);
	free(r);
	return (st);
}

static xmlParserInputPtr
load_nothing(const char *url, const char *id, xmlParserCtxtPtr ctxt)
{

	(void)url;
	(void)id;
	(void)ctxt;
	return (NULL);
}

void
xml_init(void)
{

	xmlInitParser();
	xmlSetExternalEntityLoader(load_nothing);
}
