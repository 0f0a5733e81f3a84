/*
 * Any bytes as XML: elements end as they start, strings are what they are said
 * to be, no text is made up, and what libxml2 finds well-formed says the same
 * by both.
 */
#include <stdlib.h>

#include "earshot/utf8.h"
#include "earshot/xml.h"

#include "../support/xmloracle.h"
#include "fuzz.h"

enum {
	ARENA_MAX = 64 << 20,
	OUT_MAX = 64 << 20,
	DEPTH_MAX = XML_MAX_DEPTH,
	AGREE_MAX = 2048 /* bytes: none of our caps bites */
};

struct heard {
	size_t depth, text, bytes;
	bool stop;
};

static void
on_start(void *arg, const struct xml_element *e)
{
	struct heard *h = arg;

	if (e->name.n == 0 || e->nattributes > XML_MAX_ATTRIBUTES ||
	    ++h->depth > DEPTH_MAX)
		abort();
	for (size_t i = 0; i < e->nattributes; i++)
		h->bytes += e->attributes[i].name.n + e->attributes[i].value.n;
}

static void
on_end(void *arg, struct str name)
{
	struct heard *h = arg;

	if (name.n == 0 || h->depth-- == 0)
		abort();
}

static void
on_text(void *arg, struct str text)
{
	struct heard *h = arg;

	if (text.n == 0 || h->depth == 0)
		abort();
	for (size_t i = 0; i < text.n; i++)
		h->bytes += (size_t)(text.p[i] != 0);
	h->text += text.n;
}

/* A processing instruction with tags in it: to us one that was never closed. */
static bool
holds_tags(struct str doc)
{
	size_t at, end;

	while ((at = str_find(doc, STR("<?"))) != SIZE_MAX) {
		doc = str_sub(doc, at + 2, doc.n);
		end = str_find(doc, STR("?>"));
		if (str_findc(doc, '<') < end || str_findc(doc, '>') < end)
			return (true);
	}
	return (false);
}

/* Where we read otherwise on purpose: DOCTYPE is passed over, what could not
 * be decoded is no letter, &#146; is meant as in windows-1252, and what stands
 * before a declaration is junk. */
static bool
ours_alone(struct str doc)
{
	size_t declaration = str_find(doc, STR("<?xml "));

	return (str_find(doc, STR("<!DOCTYPE")) != SIZE_MAX ||
		str_find(doc, STR("\xef\xbf\xbd")) != SIZE_MAX ||
		str_find(doc, STR("&#")) != SIZE_MAX ||
		(declaration != SIZE_MAX && declaration > 0) ||
		holds_tags(doc));
}

static void
agree(struct arena *a, struct str doc)
{
	struct buf ours = BUF_INIT(OUT_MAX), theirs = BUF_INIT(OUT_MAX);
	bool malformed;

	if (!ours_alone(doc) && xmloracle_theirs(doc, &theirs) &&
	    xmloracle_ours(a, doc, &ours, &malformed) == OK &&
	    (malformed || !str_eq(buf_str(&ours), buf_str(&theirs))))
		abort();
	buf_free(&ours);
	buf_free(&theirs);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct xml_handler handler = { on_start, on_end, on_text };
	struct str text = { (const char *)data, size };
	struct arena *a = arena_new(ARENA_MAX);
	struct heard h = { 0 };
	bool malformed;

	xml_init();
	/* What is no UTF-8 may end early, but not badly. */
	if (a != NULL && size % 4 != 0)
		text = utf8_clean(a, text, NULL);
	if (a != NULL &&
	    xml_read(a, text, &handler, &h, &h.stop, &malformed) == OK &&
	    h.depth != 0)
		abort();
	if (a != NULL && text.n < AGREE_MAX && utf8_span(text) == text.n)
		agree(a, text);
	arena_free(a);
	return (0);
}
