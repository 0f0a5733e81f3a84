#include "xmloracle.h"

#include <libxml/parser.h>
#include <libxml/parserInternals.h>

#include "earshot/xml.h"

static void
write_name(struct buf *out, struct str name, struct str prefix, struct str ns)
{

	buf_printf(out, "%.*s:%.*s{%.*s}", STR_ARG(prefix), STR_ARG(name),
	    STR_ARG(ns));
}

static void
our_start(void *arg, const struct xml_element *e)
{
	struct buf *out = arg;

	buf_adds(out, "\n(");
	write_name(out, e->name, e->prefix, e->ns);
	for (size_t i = 0; i < e->nattributes; i++) {
		const struct xml_attribute *at = &e->attributes[i];

		buf_addc(out, ' ');
		write_name(out, at->name, at->prefix, at->ns);
		buf_adds(out, "=");
		buf_add(out, at->value);
	}
	buf_addc(out, '\n');
}

static void
our_end(void *arg, struct str name)
{

	buf_printf(arg, "\n)%.*s\n", STR_ARG(name));
}

static void
our_text(void *arg, struct str text)
{

	buf_add(arg, text);
}

enum status
xmloracle_ours(struct arena *a, struct str doc, struct buf *out,
    bool *ret_malformed)
{
	static const struct xml_handler handler = { our_start, our_end,
		our_text };

	buf_clear(out);
	return (xml_read(a, doc, &handler, out, NULL, ret_malformed));
}

static struct str
str_xml(const xmlChar *s)
{

	return (str_of((const char *)s));
}

/* libxml2 writes every '&' in an attribute as "&#38;". */
static void
write_value(struct buf *out, struct str v)
{
	size_t at;

	while ((at = str_find(v, STR("&#38;"))) != SIZE_MAX) {
		buf_add(out, str_sub(v, 0, at + 1));
		v = str_sub(v, at + 5, v.n);
	}
	buf_add(out, v);
}

static void
their_start(void *arg, const xmlChar *name, const xmlChar *prefix,
    const xmlChar *uri, int nnamespaces, const xmlChar **namespaces,
    int nattributes, int ndefaulted, const xmlChar **attributes)
{
	struct buf *out = arg;

	(void)nnamespaces;
	(void)namespaces;
	(void)ndefaulted;
	buf_adds(out, "\n(");
	write_name(out, str_xml(name), str_xml(prefix), str_xml(uri));
	for (int i = 0; i < nattributes; i++, attributes += 5) {
		buf_addc(out, ' ');
		write_name(out, str_xml(attributes[0]), str_xml(attributes[1]),
		    str_xml(attributes[2]));
		buf_adds(out, "=");
		write_value(out, (struct str){ (const char *)attributes[3],
				     (size_t)(attributes[4] - attributes[3]) });
	}
	buf_addc(out, '\n');
}

static void
their_end(void *arg, const xmlChar *name, const xmlChar *prefix,
    const xmlChar *uri)
{

	(void)prefix;
	(void)uri;
	our_end(arg, str_xml(name));
}

static void
their_text(void *arg, const xmlChar *text, int n)
{

	our_text(arg, (struct str){ (const char *)text, (size_t)n });
}

static void
on_error(void *arg, xmlErrorPtr e)
{

	(void)arg;
	(void)e;
}

bool
xmloracle_theirs(struct str doc, struct buf *out)
{
	xmlSAXHandler sax = { .initialized = XML_SAX2_MAGIC,
		.startElementNs = their_start,
		.endElementNs = their_end,
		.characters = their_text,
		.ignorableWhitespace = their_text,
		.cdataBlock = their_text,
		.serror = on_error };
	xmlParserCtxtPtr ctxt;
	bool well;

	/* Not the push parser: it leaves CR in CDATA as it is. */
	buf_clear(out);
	ctxt = xmlCreateMemoryParserCtxt(doc.p, (int)doc.n);
	if (ctxt == NULL)
		return (false);
	*ctxt->sax = sax;
	ctxt->userData = out;
	xmlCtxtUseOptions(ctxt,
	    XML_PARSE_NONET | XML_PARSE_NOCDATA | XML_PARSE_NOERROR |
		XML_PARSE_NOWARNING | XML_PARSE_IGNORE_ENC);
	xmlParseDocument(ctxt);
	well = ctxt->wellFormed && ctxt->nsWellFormed;
	xmlFreeParserCtxt(ctxt);
	return (well);
}
