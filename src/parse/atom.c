/*
 * What Atom 0.3 and 1.0 say in ways of their own: text constructs, links,
 * people, threads.  RSS borrows all of it.
 */
#include "earshot/utf8.h"

#include "base64.h"
#include "line.h"
#include "person.h"
#include "xmlfeed.h"

OPENED(root_feed)
{
	struct parsed *p = r->b->p;
	struct str v = str_trim(xmlfeed_attribute(e, "version", false));

	p->format = FORMAT_ATOM;
	if (str_ifind(e->ns, STR("w3.org/2005/")) != SIZE_MAX)
		p->version = STR("1.0");
	else if (str_eq(v, STR("1.0")))
		p->version = STR("1.0");
	else if (str_eq(v, STR("0.3")) || (v.n == 0 && f->ns == NS_ATOM))
		p->version = STR("0.3");
	xmlfeed_native(r, f, e);
	r->doubtful = f->ns == NS_UNKNOWN && v.n == 0;
	if (f->lang.p != NULL)
		builder_language(r->b, 5, f->lang);
}

/* An entry that is a document of its own (RFC 4287, 2). */
OPENED(root_entry)
{

	root_feed(r, f, e);
	open_item(r, f, e);
}

static bool
is_xml_type(struct str type)
{

	return (str_iends(type, STR("+xml")) || str_iends(type, STR("/xml")));
}

/* Atom's type and mode to what the value is (RFC 4287, 3.1.1 and 4.1.3). */
static void
atom_kind(struct xmlfeed *r, struct frame *f, struct str type, struct str mode)
{
	bool old = str_eq(r->b->p->version, STR("0.3")) || mode.n > 0;
	struct str bare = str_trim(str_cut(&type, ';'));

	f->inner = INNER_MARKUP;
	if (str_ieq(bare, STR("html")) || str_ieq(bare, STR("text/html"))) {
		f->kind = MARKUP_HTML;
		f->escape = str_ieq(mode, STR("xml"));
	} else if (str_ieq(bare, STR("xhtml")) || is_xml_type(bare)) {
		f->kind = MARKUP_HTML;
		f->escape = !str_ieq(mode, STR("escaped")) && !f->base64;
	} else if (str_ieq(bare, STR("text/plain")) && old) {
		f->kind = MARKUP_TEXT;
	} else if (bare.n == 0 && old) {
		/* text/plain by the letter; HTML as often as not */
		f->kind =
		    f->kind == MARKUP_HTML && str_ieq(mode, STR("escaped"))
			? MARKUP_HTML
			: MARKUP_TITLE;
	} else if (bare.n == 0 || str_ieq(bare, STR("text")) ||
		   str_istarts(bare, STR("text/"))) {
		f->kind = MARKUP_TEXT;
		f->inner = INNER_TEXT;
	} else if (memchr(bare.p, '/', bare.n) != NULL) {
		f->kind = MARKUP_TEXT;
		f->inner = INNER_TEXT;
		f->base64 = true;
	}
	/* else a word that is no type: as if it were RSS */
}

OPENED(open_text)
{
	struct str mode = str_trim(xmlfeed_attribute(e, "mode", false));

	f->base64 = str_ieq(mode, STR("base64"));
	if (f->ns == NS_ATOM ||
	    (f->ns == NS_NATIVE && r->b->p->format == FORMAT_ATOM))
		atom_kind(r, f, str_trim(xmlfeed_attribute(e, "type", false)),
		    mode);
	else if (f->ns == NS_XHTML)
		f->escape = true;
}

CLOSED(close_text)
{
	struct str decoded;

	if (!builder_wants(r->b, f->field->slot, xmlfeed_rank(f)))
		return;
	if (f->base64) {
		decoded = base64_decode(r->scratch, value);
		if (decoded.n > 0)
			value = utf8_valid(decoded)
				    ? utf8_clean(r->scratch, decoded, NULL)
				    : (struct str){ NULL, 0 };
	}
	if (f->field->slot != SLOT_SOURCE_TITLE) {
		builder_markup(r->b, f->field->slot, xmlfeed_rank(f), f->kind,
		    f->base, value);
		return;
	}
	if (f->kind == MARKUP_HTML) {
		struct markup m = { value, f->base, MARKUP_HTML };
		struct html_text text;

		if (parse_text(r->scratch, &m, &text) != OK)
			return;
		value = text.text;
	}
	builder_id(r->b, SLOT_SOURCE_TITLE, xmlfeed_rank(f),
	    f->kind == MARKUP_TITLE ? line_plain(r->scratch, value) : value);
}

static bool
is_html_type(struct str type)
{

	return (str_istarts(type, STR("text/html")) ||
		str_istarts(type, STR("application/xhtml")));
}

/* A link of rel="replies" (RFC 4685, 4). */
static void
take_replies(struct xmlfeed *r, const struct frame *f,
    const struct xml_element *e, struct str href, struct str type)
{
	unsigned rank = xmlfeed_rank(f);

	if (is_html_type(type))
		builder_comments(r->b, rank, f->base, href);
	else
		builder_url(r->b, SLOT_COMMENTS_FEED, rank, f->base, href);
	builder_count(r->b, rank + 1, xmlfeed_attribute(e, "count", true));
}

static void
take_link(struct xmlfeed *r, struct frame *f, const struct xml_element *e,
    struct str rel, struct str href)
{
	struct builder *b = r->b;
	struct str type = str_trim(xmlfeed_attribute(e, "type", false));
	unsigned rank = xmlfeed_rank(f);
	bool source = f->field->slot == SLOT_SOURCE_LINK;

	if (str_istarts(rel, STR("http://www.iana.org/assignments/relation/")))
		rel = str_sub(rel, 41, rel.n);
	if (str_ieq(rel, STR("alternate"))) {
		if (type.n > 0 && !is_html_type(type))
			rank++;
		builder_url(b, f->field->slot, rank, f->base, href);
	} else if (source) {
		if (str_ieq(rel, STR("self")))
			builder_url(b, f->field->slot, rank + 2, f->base, href);
	} else if (b->e != NULL) {
		if (str_ieq(rel, STR("enclosure")))
			builder_enclosure(b, f->base, href, type,
			    count_of(xmlfeed_attribute(e, "length", false)));
		else if (str_ieq(rel, STR("replies")))
			take_replies(r, f, e, href, type);
	} else if (str_ieq(rel, STR("self")))
		builder_url(b, SLOT_SELF, rank, f->base, href);
	else if (str_ieq(rel, STR("hub")))
		builder_hub(b, f->base, href);
	else if (str_ieq(rel, STR("next")))
		builder_url(b, SLOT_NEXT, rank, f->base, href);
	else if (str_ieq(rel, STR("prev-archive")))
		builder_url(b, SLOT_PREV_ARCHIVE, rank, f->base, href);
}

/* rel holds one relation; some write several. */
OPENED(open_link)
{
	struct str href = xmlfeed_attribute(e, "href", false);
	struct str rels = str_trim(xmlfeed_attribute(e, "rel", false)), rel;

	if (rels.n == 0)
		rels = STR("alternate");
	if (line_trim(href).n == 0) {
		/* Then its text may be the address, as in RSS. */
		f->denied = !str_iends(rels, STR("alternate"));
		return;
	}
	f->done = true;
	for (unsigned i = 0; i < 8 && (rel = str_word(&rels)).n > 0; i++)
		take_link(r, f, e, rel, href);
}

CLOSED(close_link)
{

	if (!f->done && !f->denied)
		take_url(r, f, value);
}

OPENED(open_person)
{

	(void)f;
	(void)e;
	r->person = (struct person){ 0 };
}

CLOSED(close_person)
{
	struct person who = r->person, split;
	struct builder *b = r->b;
	struct people *list = b->e != NULL ? &b->authors : &b->feed_authors;

	if (r->frames[r->depth - 1].inside == IN_SOURCE)
		list = &b->source_authors;
	if (who.name.n == 0 && who.email.n == 0 && who.url.n == 0) {
		who = person_read(value);
	} else if (who.name.n > 0) {
		split = person_read(who.name);
		if (split.name.n > 0 && split.email.n > 0) {
			who.name = split.name;
			if (who.email.n == 0)
				who.email = split.email;
		}
	}
	builder_person(b, list, xmlfeed_rank(f), f->base, who);
	r->person = (struct person){ 0 };
}

/* The first of each kind that is not blank. */
static void
take_person_part(struct xmlfeed *r, struct str *to, struct str value)
{

	value = line_trim(value);
	if (to->n == 0 && value.n > 0)
		*to = arena_str(r->scratch, value);
}

CLOSED(close_person_name)
{

	(void)f;
	take_person_part(r, &r->person.name, value);
}

CLOSED(close_person_email)
{
	struct str mail = person_mail(value);

	(void)f;
	take_person_part(r, &r->person.email, mail.n > 0 ? mail : value);
}

CLOSED(close_person_url)
{

	/* Its own xml:base may differ from the person's. */
	if (r->person.url.n == 0)
		r->person.url = builder_resolve(r->b, f->base, value);
}

OPENED(open_category)
{
	struct str word = line_trim(xmlfeed_attribute(e, "label", false));

	if (word.n == 0)
		word = line_trim(xmlfeed_attribute(e, "term", false));
	if (word.n == 0)
		return;
	f->done = true;
	builder_category(r->b, word);
}

OPENED(open_reply)
{

	builder_reply(r->b, f->base, xmlfeed_attribute(e, "ref", false),
	    xmlfeed_attribute(e, "href", false));
}

/* RFC 5005, 2: what is not in this document is not in the feed any more. */
OPENED(open_complete)
{

	(void)f;
	(void)e;
	r->b->p->feed.complete = true;
}

/* RFC 6721: an entry that is no more. */
OPENED(open_deleted)
{

	(void)f;
	builder_deleted(r->b, xmlfeed_attribute(e, "ref", false));
}
