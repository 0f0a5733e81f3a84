/*
 * HTML to plain text.  Elements that are nested in order are read straight from
 * the pre-scan: what is in what needs no guessing, and that is four times as
 * fast.  All others go through libxml2's HTML push SAX; the pre-scan gives it
 * tags that are balanced and hold only the attributes that matter, so that it
 * has nothing to search for.  What is hostile goes to the stripper.
 * Not for: building the text (htmltext.c), titles (title.c).
 */
#include "earshot/html.h"

#include <libxml/HTMLparser.h>

#include "earshot/metrics.h"

#include "chunks.h"
#include "entities.h"
#include "htmltext.h"
#include "mend.h"
#include "plain.h"
#include "strip.h"
#include "tidy.h"

#define T(s)                     \
	{                        \
		s, sizeof(s) - 1 \
	}

/* What libxml2 may have to do, in steps, for each byte so far and to begin
 * with: a text for people comes to one or two for each byte. */
enum { WORK_PER_BYTE = 2, WORK_FIRST = 2048, WORK_TAG = 16, WORK_LESS = 24 };

/* No post is so long: a longer one in disorder is stripped at once. */
enum { SOUP_MAX = 1 << 20 };

struct reader {
	struct htmltext *text;
	htmlParserCtxtPtr ctxt;
	size_t work;
	bool hostile;
	struct mend mend;
	struct scan scan;
	struct chunks chunks;
};

static struct str
str_xml(const xmlChar *s)
{

	return (str_of((const char *)s));
}

static void
on_start(void *arg, const xmlChar *name, const xmlChar **attributes)
{
	struct reader *r = arg;
	struct htmltag tag = { .name = str_xml(name) };
	size_t i;

	tag.element = element_find(tag.name);
	for (i = 0; attributes != NULL && attributes[i] != NULL; i += 2) {
		/* Only four were let through: h-r-ef, s-t-yle, c-l-ass. */
		switch (attributes[i][1]) {
		case 'r':
			tag.href = str_xml(attributes[i + 1]);
			break;
		case 't':
			tag.style = str_xml(attributes[i + 1]);
			break;
		case 'l':
			tag.class = str_xml(attributes[i + 1]);
			break;
		default:
			tag.hidden = true;
		}
	}
	htmltext_start(r->text, &tag);
}

static void
on_end(void *arg, const xmlChar *name)
{
	struct reader *r = arg;

	htmltext_end(r->text, str_xml(name), element_find(str_xml(name)));
}

static void
on_text(void *arg, const xmlChar *text, int n)
{
	struct reader *r = arg;

	if (n > 0)
		htmltext_add(r->text,
		    (struct str){ (const char *)text, (size_t)n });
}

static void
on_error(void *arg, xmlErrorPtr e)
{

	(void)arg;
	(void)e;
}

static bool
push(void *arg, struct str bytes)
{
	struct reader *r = arg;

	htmlParseChunk(r->ctxt, bytes.p, (int)bytes.n, 0);
	/* Given up by libxml2 (memory): the stripper needs none. */
	r->hostile |= r->ctxt->disableSAX != 0;
	return (!r->hostile);
}

static void
add_escaped(struct reader *r, struct str s)
{
	struct chunks *c = &r->chunks;
	size_t i;

	for (i = 0; i < s.n; i++) {
		if (s.p[i] == '<')
			chunks_add(c, STR("&lt;"));
		else if (s.p[i] == '&')
			chunks_add(c, STR("&amp;"));
		else if (s.p[i] == '"')
			chunks_add(c, STR("&quot;"));
		else
			chunks_add(c, (struct str){ s.p + i, 1 });
	}
	r->work += WORK_LESS;
}

/* Text; every reference is decoded here, with what HTML 5 and windows-1252
 * have beyond libxml2's. */
static void
write_text(struct reader *r, struct str s)
{
	struct chunks *c = &r->chunks;
	struct reference ref;
	size_t at = 0, from = 0;
	const char *p;

	while (at < s.n && !c->stopped) {
		p = memchr(s.p + at, '&', s.n - at);
		if (p == NULL)
			break;
		at = (size_t)(p - s.p);
		chunks_keep(c, str_sub(s, from, at));
		if (!reference_read(s, at, &ref)) {
			ref.out[0] = '&';
			ref.n = ref.length = 1;
		}
		if (ref.n == 1)
			add_escaped(r, (struct str){ ref.out, 1 });
		else
			chunks_add(c, (struct str){ ref.out, ref.n });
		from = at += ref.length;
	}
	chunks_keep(c, str_sub(s, from, s.n));
}

/* name="value" of the tag, if it has it. */
static void
write_attribute(struct reader *r, const struct scan_attribute *a)
{
	static const struct str wanted[] = { T("href"), T("style"), T("class"),
		T("hidden") };
	struct reference ref;
	size_t i, at;

	for (i = 0; i < sizeof(wanted) / sizeof(wanted[0]); i++)
		if (str_ieq(a->name, wanted[i]))
			break;
	if (i == sizeof(wanted) / sizeof(wanted[0]) ||
	    a->value.n > HTML_MAX_TAG / 8)
		return;
	chunks_add(&r->chunks, STR(" "));
	chunks_add(&r->chunks, wanted[i]);
	chunks_add(&r->chunks, STR("=\""));
	for (at = 0; at < a->value.n;) {
		if (a->value.p[at] == '&' &&
		    reference_read(a->value, at, &ref)) {
			add_escaped(r, (struct str){ ref.out, ref.n });
			at += ref.length;
		} else {
			add_escaped(r, str_sub(a->value, at, at + 1));
			at++;
		}
	}
	chunks_add(&r->chunks, STR("\""));
}

static void
pop_to(struct reader *r, size_t depth)
{
	struct str name;

	while (r->mend.depth > depth) {
		name = mend_pop(&r->mend);
		r->work += WORK_TAG;
		chunks_add(&r->chunks, STR("</"));
		chunks_add(&r->chunks, name);
		chunks_add(&r->chunks, STR(">"));
	}
}

static void
take_start(struct reader *r, const struct scan_token *t)
{
	const struct element *e = element_find(t->name), *top;
	size_t i;

	if (strip_never_ends(&r->scan, t, e))
		return;
	while (e != NULL && e->ends != 0 && r->mend.depth > 0) {
		top = mend_top_element(&r->mend);
		if (top == NULL || !(top->kind & e->ends))
			break;
		pop_to(r, r->mend.depth - 1);
	}
	if (r->mend.depth == HTML_MAX_DEPTH) {
		r->hostile = true;
		return;
	}
	r->work += WORK_TAG + r->mend.depth;
	if (e != NULL && (e->flags & ELEMENT_RAW) && !t->empty) {
		scan_skip_raw(&r->scan, t->name);
		chunks_add(&r->chunks, STR(" "));
		return;
	}
	if (t->nattributes == 0 && !t->empty && t->clean)
		chunks_keep(&r->chunks, t->raw);
	else {
		chunks_room(&r->chunks);
		chunks_add(&r->chunks, STR("<"));
		chunks_add(&r->chunks, t->name);
		for (i = 0; i < t->nattributes; i++)
			write_attribute(r, &t->attributes[i]);
		chunks_add(&r->chunks, t->empty ? STR("/>") : STR(">"));
	}
	if (t->empty || (e != NULL && (e->flags & ELEMENT_VOID)))
		return;
	mend_push(&r->mend, t->name, t->hash, 0, e);
}

static void
take_end(struct reader *r, const struct scan_token *t)
{
	const struct element *e = element_find(t->name), *inner;
	size_t depth = mend_find(&r->mend, t->name, t->hash), i;

	if (e != NULL && (e->flags & ELEMENT_BLOCK) && depth == SIZE_MAX) {
		/* </p> and </br> of nothing still part words. */
		chunks_add(&r->chunks, STR("<br>"));
		r->work += WORK_TAG;
		return;
	}
	if (depth == SIZE_MAX)
		return;
	r->work += r->mend.depth - depth;
	/* </b> ends no block, even if the <b> is outside of it. */
	for (i = depth + 1; e != NULL && !(e->flags & ELEMENT_BLOCK) &&
			    !(e->flags & ELEMENT_CELL) && i < r->mend.depth;
	     i++) {
		inner = r->mend.open[i].element;
		if (inner != NULL &&
		    (inner->flags & (ELEMENT_BLOCK | ELEMENT_CELL)))
			return;
	}
	pop_to(r, depth);
}

/* All of the scan through libxml2, unless it turns out hostile. */
static void
read_tokens(struct reader *r)
{
	struct scan_token t;
	struct str cut;

	/* Inside something, libxml2 makes up no elements of its own. */
	chunks_add(&r->chunks, STR("<div>"));
	while (!r->hostile && !r->chunks.stopped) {
		scan_next(&r->scan, &t);
		if (t.kind == SCAN_DONE)
			break;
		if (t.kind == SCAN_START)
			take_start(r, &t);
		else if (t.kind == SCAN_END)
			take_end(r, &t);
		else if (t.kind == SCAN_TEXT)
			write_text(r, t.raw);
		else
			add_escaped(r, t.raw);
		r->hostile |= r->work > WORK_FIRST + WORK_PER_BYTE * r->scan.at;
	}
	if (r->hostile)
		return;
	cut = strip_cut(&r->scan);
	add_escaped(r, str_sub(cut, 0, 1));
	write_text(r, str_sub(cut, 1, cut.n));
	pop_to(r, 0);
	chunks_flush(&r->chunks);
	htmlParseChunk(r->ctxt, NULL, 0, 1);
}

static enum status
read_html(struct reader *r, struct str html)
{
	htmlSAXHandler sax = { .startElement = on_start,
		.endElement = on_end,
		.characters = on_text,
		.ignorableWhitespace = on_text,
		.cdataBlock = on_text,
		.serror = on_error,
		.initialized = XML_SAX2_MAGIC };

	r->work = 0;
	r->hostile = false;
	mend_init(&r->mend);
	scan_init(&r->scan, html, true);
	chunks_init(&r->chunks, push, r);
	r->ctxt = htmlCreatePushParserCtxt(&sax, r, "", 0, NULL,
	    XML_CHAR_ENCODING_UTF8);
	if (r->ctxt == NULL)
		return (E_MEMORY);
	htmlCtxtUseOptions(r->ctxt,
	    HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING |
		HTML_PARSE_NONET | HTML_PARSE_NOIMPLIED | HTML_PARSE_NODEFDTD |
		HTML_PARSE_IGNORE_ENC);
	read_tokens(r);
	htmlFreeParserCtxt(r->ctxt);
	return (OK);
}

/* What each thread keeps for all its texts: no memory is asked for, and of
 * what is here only what was used is ever touched. */
static _Thread_local struct {
	struct tidy tidy;
	struct reader reader;
} kept;

/* Markup by the cheapest reader that understands it. */
static enum status
read_markup(struct str html, struct htmltext *text, bool *ret_stripped)
{
	struct reader *r = &kept.reader;
	enum status st;

	scan_init(&r->scan, html, true);
	if (tidy_markup(&kept.tidy, &r->scan, text))
		return (OK);
	r->text = text;
	if (html.n <= SOUP_MAX) {
		htmltext_reset(text);
		st = read_html(r, html);
		if (st != OK || !r->hostile)
			return (st);
	}
	*ret_stripped = true;
	metrics_add(M_MARKUP_STRIPPED, 1);
	htmltext_reset(text);
	scan_init(&r->scan, html, true);
	strip_markup(&r->scan, text);
	return (OK);
}

enum status
html_to_text(struct arena *a, struct str html, struct html_text *ret)
{
	struct htmltext text;
	enum status st = OK;

	*ret = (struct html_text){ 0 };
	htmltext_init(&text, a, html.n);
	if (html.n == 0 || memchr(html.p, '<', html.n) == NULL)
		plain_add(&text, html_unescape(a, html));
	else
		st = read_markup(html, &text, &ret->stripped);
	if (st == OK)
		st = htmltext_finish(&text, ret);
	htmltext_free(&text);
	return (st);
}

enum status
html_plain(struct arena *a, struct str s, struct html_text *ret)
{
	struct htmltext text;
	enum status st;

	*ret = (struct html_text){ 0 };
	htmltext_init(&text, a, s.n);
	plain_add(&text, s);
	st = htmltext_finish(&text, ret);
	htmltext_free(&text);
	return (st);
}
