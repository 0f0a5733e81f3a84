/*
 * libxml2's push SAX behind the pre-scan: what it is given is well-formed,
 * whatever the document was, and small in every way that costs it time.
 * Names, namespaces, attributes and references are read by libxml2; nesting is
 * mended here.  Not for: encodings (charset.h), what elements mean.
 */
#include "earshot/xml.h"

#include <stdlib.h>

#include <libxml/parser.h>
#include <libxml/parserInternals.h>

#include "earshot/utf8.h"

#include "mend.h"
#include "rewrite.h"
#include "xmlprepare.h"

#define T(s)                     \
	{                        \
		s, sizeof(s) - 1 \
	}

enum { CDATA_DIRECT = 256 }; /* so long a section goes past libxml2 */

/* Comparisons that libxml2 may make for attributes and namespaces, beyond some
 * for every byte: what no document meant to be read comes near. */
static const uint64_t WORK_MAX = 100 * 1000 * 1000;

struct reader {
	const struct xml_handler *h;
	void *arg;
	const bool *stop;
	xmlParserCtxtPtr ctxt;
	bool stopped;     /* *stop was seen */
	bool over;        /* WORK_MAX */
	bool root_pushed; /* there is one */
	bool root_ended;  /* </rss> was seen; held back until the end */
	bool malformed;   /* seen in what libxml2 said */
	uint64_t work;
	struct scan scan;
	struct mend mend;
	struct rewrite out;
	struct xml_attribute attributes[SCAN_ATTRIBUTES];
};

static struct str
str_xml(const xmlChar *s)
{

	return (str_of((const char *)s));
}

/* After a fault libxml2 drops every &lt; that follows; the fault is noted, and
 * over. */
static void
look_fault(struct reader *r)
{

	if (!r->ctxt->wellFormed) {
		r->malformed = true;
		r->ctxt->wellFormed = 1;
	}
}

/* Did the callback that just returned want no more? */
static void
look_stop(struct reader *r)
{

	if (r->stop != NULL && *r->stop && !r->stopped) {
		r->stopped = true;
		xmlStopParser(r->ctxt);
	}
}

/*
 * libxml2 writes "&#38;" for every '&' in an attribute, so that is what all of
 * them are put right from.  Such a value is a string of its own that libxml2
 * frees when we return; it may be written to.
 */
static struct str
attribute_value(const xmlChar *from, const xmlChar *end)
{
	struct str v = { (const char *)from, (size_t)(end - from) };
	char *p = memchr((char *)(uintptr_t)from, '&', v.n);
	size_t at, n;

	if (p == NULL)
		return (v);
	for (at = n = (size_t)(p - v.p), p = (char *)(uintptr_t)from;
	     at < v.n;) {
		p[n++] = v.p[at];
		at += str_starts(str_sub(v, at, v.n), STR("&#38;")) ? 5 : 1;
	}
	return ((struct str){ v.p, n });
}

static void
on_start(void *arg, const xmlChar *name, const xmlChar *prefix,
    const xmlChar *uri, int nnamespaces, const xmlChar **namespaces,
    int nattributes, int ndefaulted, const xmlChar **attributes)
{
	struct reader *r = arg;
	struct xml_element e = { 0 };
	struct xml_attribute *a;
	const xmlChar **row;
	int i;

	(void)nnamespaces;
	(void)namespaces;
	(void)ndefaulted;
	if (r->stopped)
		return;
	look_fault(r);
	e.name = str_xml(name);
	e.prefix = str_xml(prefix);
	e.ns = str_xml(uri);
	if (prefix != NULL && uri == NULL)
		r->malformed = true;
	for (i = 0; i < nattributes && i < SCAN_ATTRIBUTES; i++) {
		row = attributes + (ptrdiff_t)i * 5;
		a = &r->attributes[i];
		a->name = str_xml(row[0]);
		a->prefix = str_xml(row[1]);
		a->ns = str_xml(row[2]);
		a->value = attribute_value(row[3], row[4]);
		if (row[1] != NULL && row[2] == NULL)
			r->malformed = true;
	}
	e.nattributes = (size_t)i;
	e.attributes = r->attributes;
	r->h->start(r->arg, &e);
	look_stop(r);
}

static void
on_end(void *arg, const xmlChar *name, const xmlChar *prefix,
    const xmlChar *uri)
{
	struct reader *r = arg;

	(void)prefix;
	if (r->stopped)
		return;
	look_fault(r);
	r->h->end(r->arg, str_xml(name), str_xml(uri));
	look_stop(r);
}

static void
on_text(void *arg, const xmlChar *text, int n)
{
	struct reader *r = arg;

	if (r->stopped || n <= 0)
		return;
	look_fault(r);
	r->h->text(r->arg, (struct str){ (const char *)text, (size_t)n });
	look_stop(r);
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

	xmlParseChunk(r->ctxt, bytes.p, (int)bytes.n, 0);
	return (!r->ctxt->disableSAX && !r->stopped);
}

/* ----------------------------------------------------------------- tokens */

/* Elements that people leave open, and that hold no other of their kind. */
static int
left_open(struct str name)
{
	static const struct {
		struct str name;
		int kind;
	} rows[] = { { T("p"), 1 }, { T("li"), 2 }, { T("dt"), 3 },
		{ T("dd"), 3 }, { T("br"), 4 }, { T("hr"), 4 }, { T("img"), 4 },
		{ T("wbr"), 4 }, { T("input"), 4 }, { T("embed"), 4 },
		{ T("param"), 4 } };
	size_t i;

	if (name.n > 5)
		return (0);
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (name.p[0] == rows[i].name.p[0] &&
		    str_eq(name, rows[i].name))
			return (rows[i].kind);
	return (0);
}

static void
pop_to(struct reader *r, size_t depth)
{

	while (r->mend.depth > depth)
		rewrite_end(&r->out, mend_pop(&r->mend));
	r->scan.within = mend_top(&r->mend);
}

static void
take_start(struct reader *r, const struct scan_token *t)
{
	size_t namespaces, scope = r->mend.namespaces;
	bool root = r->mend.depth == 0;
	int kind;

	if (r->root_ended)
		r->scan.mended = true;
	kind = root ? 0 : left_open(mend_top(&r->mend));
	if (kind != 0 && kind == left_open(t->name)) {
		r->scan.mended = true;
		pop_to(r, r->mend.depth - 1);
	}
	if (r->mend.depth == MEND_DEPTH || !rewrite_name(&r->out, t->hash)) {
		r->scan.mended = true;
		return;
	}
	namespaces = rewrite_start(&r->out, t, t->empty && !root,
	    XML_MAX_NAMESPACES - scope);
	r->work += t->nattributes * t->nattributes / 2 +
		   (t->nattributes + 1) * (scope + namespaces);
	if (t->empty && !root)
		return;
	mend_push(&r->mend, t->name, t->hash, namespaces, NULL);
	r->scan.within = t->name;
	r->root_pushed = true;
	r->root_ended |= t->empty;
}

/* The root's end is held back: what follows a stray </channel></rss> is read
 * as well. */
static void
take_end(struct reader *r, const struct scan_token *t)
{
	size_t depth = mend_find(&r->mend, t->name, t->hash);

	if (depth == SIZE_MAX || (depth == 0 && r->root_ended)) {
		r->scan.mended = true;
		return;
	}
	if (depth + 1 != r->mend.depth || !t->clean ||
	    !str_eq(r->mend.open[depth].name, t->name))
		r->scan.mended = true;
	if (depth == 0) {
		pop_to(r, 1);
		r->root_ended = true;
		return;
	}
	if (depth + 1 == r->mend.depth && t->clean &&
	    str_eq(r->mend.open[depth].name, t->name)) {
		mend_pop(&r->mend);
		r->scan.within = mend_top(&r->mend);
		rewrite_settle(&r->out);
		chunks_keep(&r->out.chunks, t->raw);
		return;
	}
	pop_to(r, depth);
}

/* Hands on what was written; has libxml2 read all of it? */
static bool
all_read(struct reader *r)
{

	rewrite_settle(&r->out);
	chunks_flush(&r->out.chunks);
	return (r->out.chunks.stopped ||
		r->ctxt->input->cur >= r->ctxt->input->end);
}

/* Line ends as XML wants them, and out. */
static void
give_text(struct reader *r, struct str s)
{
	size_t cr;

	while (s.n > 0 && !r->stopped) {
		cr = str_findc(s, '\r');
		if (cr != 0)
			on_text(r, (const xmlChar *)s.p,
			    (int)(cr < s.n ? cr : s.n));
		if (cr == SIZE_MAX)
			break;
		s = str_sub(s, cr + 1, s.n);
		if (s.n == 0 || s.p[0] != '\n')
			on_text(r, (const xmlChar *)"\n", 1);
	}
}

/*
 * CDATA needs no parser.  libxml2 looks through a long section again with each
 * chunk, and ends the document in one of 10 MB: it gets short ones only.
 */
static void
take_cdata(struct reader *r, const struct scan_token *t)
{
	struct chunks *c = &r->out.chunks;
	struct str rest = t->raw, piece;

	/* Text before it waits for the next '<'. */
	if (rest.n >= CDATA_DIRECT && !all_read(r))
		chunks_add(c, STR("<![CDATA[]]>"));
	if (rest.n >= CDATA_DIRECT && all_read(r)) {
		if (c->stopped || r->ctxt->nameNr == 0)
			return;
		give_text(r, rest);
		c->stopped |= r->stopped;
		return;
	}
	rewrite_settle(&r->out);
	while (rest.n > 0 && !c->stopped) {
		piece = utf8_cut(rest, CHUNK_BYTES / 2);
		if (piece.n == 0)
			piece = rest;
		chunks_room(c);
		chunks_add(c, STR("<![CDATA["));
		chunks_add(c, piece);
		chunks_add(c, STR("]]>"));
		rest = str_sub(rest, piece.n, rest.n);
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
	uint64_t most = WORK_MAX + 8 * r->scan.text.n;

	for (;;) {
		scan_next(&r->scan, &t);
		if (t.kind == SCAN_DONE || r->out.chunks.stopped)
			break;
		switch (t.kind) {
		case SCAN_TEXT:
			if (!outside(r, &t))
				rewrite_text(&r->out, t.raw);
			break;
		case SCAN_LESS:
			if (!outside(r, &t))
				rewrite_literal(&r->out, t.raw);
			break;
		case SCAN_CDATA:
			if (!outside(r, &t))
				take_cdata(r, &t);
			break;
		case SCAN_START:
			take_start(r, &t);
			break;
		case SCAN_END:
		default:
			take_end(r, &t);
		}
		if (r->work > most) {
			r->over = true;
			break;
		}
	}
	if (!r->root_ended || r->mend.depth > 1)
		r->scan.mended = true;
	if (r->mend.depth > 0 && !r->over)
		pop_to(r, 0);
	rewrite_settle(&r->out);
	chunks_flush(&r->out.chunks);
}

enum status
xml_read(struct arena *a, struct str text, const struct xml_handler *h,
    void *arg, const bool *stop, bool *ret_malformed)
{
	xmlSAXHandler sax = { .initialized = XML_SAX2_MAGIC,
		.startElementNs = on_start,
		.endElementNs = on_end,
		.characters = on_text,
		.ignorableWhitespace = on_text,
		.cdataBlock = on_text,
		.serror = on_error };
	struct reader *r = NULL;
	enum status st = E_MEMORY;
	bool mended = false;

	if (!xmlprepare(a, &text, &mended))
		goto out;
	r = malloc(sizeof(*r));
	if (r == NULL)
		goto out;
	memset(r, 0, offsetof(struct reader, scan));
	r->h = h;
	r->arg = arg;
	r->stop = stop;
	scan_init(&r->scan, text, false);
	mend_init(&r->mend);
	rewrite_init(&r->out, &r->scan, push, r);
	r->ctxt = xmlCreatePushParserCtxt(&sax, r, NULL, 0, NULL);
	if (r->ctxt == NULL)
		goto out;
	xmlCtxtUseOptions(r->ctxt,
	    XML_PARSE_RECOVER | XML_PARSE_NONET | XML_PARSE_NOCDATA |
		XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_IGNORE_ENC);
	read_tokens(r);
	if (r->root_pushed && !r->stopped && !r->over)
		xmlParseChunk(r->ctxt, NULL, 0, 1);
	mended |= r->scan.mended || r->malformed || !r->ctxt->wellFormed;
	*ret_malformed = mended;
	st = OK;
	if (r->ctxt->errNo == XML_ERR_NO_MEMORY)
		st = E_MEMORY;
	else if (r->over ||
		 ((r->ctxt->disableSAX || r->ctxt->nameNr > 0) && !r->stopped))
		st = E_CORRUPT;
out:
	if (r != NULL && r->ctxt != NULL)
		xmlFreeParserCtxt(r->ctxt);
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
