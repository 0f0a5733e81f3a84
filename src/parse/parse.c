/*
 * From a body to a parsed feed: inflate, decode, look what it is, hand it to
 * the reader of its format.
 */
#include "earshot/parse.h"

#include <stdlib.h>

#include <jansson.h>

#include "earshot/charset.h"
#include "earshot/gzip.h"

#include "builder.h"
#include "jsonfeed.h"
#include "line.h"
#include "resolve.h"
#include "sniff.h"
#include "xmlfeed.h"

enum {
	MAX_BYTES = 16 << 20,
	/* A decoded copy: at worst each byte becomes three (U+FFFD). */
	DECODE_FACTOR = 4,
	DECODE_SPARE = 1 << 20,
};

const char *
format_word(enum format f)
{
	static const char *const words[FORMATS] = { "rss", "rdf", "atom",
		"json" };

	return (f < FORMATS ? words[f] : "");
}

void
parse_init(void)
{

	/* jansson reads the seed of its tables from a device. */
	json_object_seed(0);
	(void)feedfields_find(NS_NATIVE, STR("rss"), IN_DOCUMENT);
}

/* The reader for what ${is}; its findings are in ${b} even when it fails. */
static enum status
read_format(struct builder *b, const struct sniff *is, struct str *ret_why)
{
	bool malformed = false;
	enum status st;

	if (is->is == SNIFF_JSON) {
		st = jsonfeed_parse(b, is->text, &malformed);
		if (st == E_NOT_FEED)
			*ret_why = STR("JSON, but no JSON Feed");
	} else {
		st = xmlfeed_parse(b, is->text, is->root_tag, &malformed);
		if (st == E_NOT_FEED)
			*ret_why = STR("XML of another kind");
	}
	if (malformed || is->junk)
		b->p->malformed = true;
	return (st);
}

enum status
parse_document(struct arena *a, struct str body, const struct parse_options *o,
    struct parsed **ret, struct str *ret_why)
{
	size_t max = o->max_bytes > 0 ? o->max_bytes : MAX_BYTES;
	struct arena *decoded = NULL;
	struct builder *b = NULL;
	struct buf inflated;
	struct str text, charset;
	struct sniff is;
	bool repaired = false, damaged = false;
	enum status st;

	buf_init(&inflated, max);
	*ret_why = (struct str){ NULL, 0 };
	if (gzip_is(body)) {
		st = gzip_inflate(body, &inflated);
		if (st == E_CORRUPT && inflated.n > 0) {
			damaged = true; /* what came before the damage stands */
			st = OK;
		}
		if (st != OK) {
			if (st == E_CORRUPT) {
				*ret_why = STR("damaged gzip");
				st = E_NOT_FEED;
			}
			goto out;
		}
		body = buf_str(&inflated);
	}
	if (body.n > max) {
		st = E_TOO_LARGE;
		goto out;
	}
	decoded = arena_new(DECODE_FACTOR * body.n + DECODE_SPARE);
	b = builder_new(a, o, body.n);
	if (decoded == NULL || b == NULL) {
		st = E_MEMORY;
		goto out;
	}
	st = charset_decode(decoded, body, o->content_type, &text, &charset,
	    &repaired);
	if (st != OK)
		goto out;
	is = sniff(text);
	if (is.why != NULL) {
		*ret_why = str_of(is.why);
		st = E_NOT_FEED;
		goto out;
	}
	st = read_format(b, &is, ret_why);
	if (st != OK)
		goto out;
	b->p->encoding = arena_str(a, charset);
	b->p->malformed = b->p->malformed || repaired || damaged;
	st = builder_end(b);
	if (st == OK)
		*ret = b->p;
out:
	free(b);
	arena_free(decoded);
	buf_free(&inflated);
	return (st);
}

/* An address in a text, absolute where that is possible. */
static struct str
resolve_link(struct resolver *r, struct arena *a, struct str base,
    struct str href)
{
	struct str url;

	href = line_trim(href);
	if (base.n == 0 || resolve_absolute(href))
		return (href);
	url = resolve_relative(r, a, base, href);
	return (url.n > 0 ? url : href);
}

/* Links to scripts are no addresses. */
static bool
is_script(struct str url)
{

	return (str_istarts(url, STR("javascript:")) ||
		str_istarts(url, STR("vbscript:")) ||
		str_istarts(url, STR("data:")));
}

/* Text that is no HTML, or only may carry some. */
static enum status
plain_text(struct arena *a, const struct markup *m, struct html_text *ret)
{
	struct str s = m->raw;

	/* Most titles need no look at tags and references. */
	if (m->kind == MARKUP_TITLE &&
	    (memchr(s.p, '<', s.n) != NULL || memchr(s.p, '&', s.n) != NULL))
		s = html_title(a, s);
	if (s.n > 0 && memchr(s.p, '\n', s.n) != NULL)
		return (html_plain(a, s, ret));
	ret->text = line_trim(s);
	return (arena_failed(a) ? E_MEMORY : OK);
}

enum status
parse_text(struct arena *a, const struct markup *m, struct html_text *ret)
{
	struct resolver resolver = { 0 };
	enum status st;
	size_t n = 0;

	*ret = (struct html_text){ 0 };
	if (m->raw.p == NULL)
		return (OK);
	if (m->kind != MARKUP_HTML)
		return (plain_text(a, m, ret));
	st = html_to_text(a, m->raw, ret);
	if (st != OK)
		return (st);
	ret->text = line_trim(ret->text);
	for (size_t i = 0; i < ret->nlinks; i++) {
		struct str link =
		    resolve_link(&resolver, a, m->base, ret->links[i]);

		if (link.n == 0 || is_script(link))
			continue;
		ret->links[n++] = link;
	}
	ret->nlinks = n;
	return (arena_failed(a) ? E_MEMORY : OK);
}
