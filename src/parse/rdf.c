/*
 * What RSS 0.90 and 1.0 say in ways of their own.
 */
#include "xmlfeed.h"

/* Does the root declare ${uri}, whole? */
static bool
declares(struct str tag, struct str uri)
{
	size_t at;

	while ((at = str_ifind(tag, uri)) != SIZE_MAX) {
		tag = str_sub(tag, at + uri.n, tag.n);
		if (tag.n > 0 && tag.p[0] == '/')
			tag = str_sub(tag, 1, tag.n);
		if (tag.n > 0 && (tag.p[0] == '"' || tag.p[0] == '\''))
			return (true);
	}
	return (false);
}

struct str
rdf_version(struct str declared)
{

	if (declares(declared, STR("://purl.org/rss/1.0")))
		return (STR("1.0"));
	if (declares(declared, STR("://my.netscape.com/rdf/simple/0.9")) ||
	    declares(declared, STR("://channel.netscape.com/rdf/simple/0.9")))
		return (STR("0.90"));
	return ((struct str){ NULL, 0 });
}

/* RDF is a feed only with RSS in it. */
OPENED(root_rdf)
{

	(void)e;
	r->found = true;
	r->b->p->format = FORMAT_RDF;
	r->b->p->version = rdf_version(r->root_tag);
	r->doubtful = r->b->p->version.n == 0;
	if (f->lang.p != NULL)
		builder_language(r->b, 5, f->lang);
}

/* A channel or item says which RSS it is when the root did not. */
void
rdf_note(struct xmlfeed *r, const struct xml_element *e)
{

	if (r->b->p->format != FORMAT_RDF)
		return;
	r->doubtful = false;
	if (r->b->p->version.n > 0)
		return;
	if (str_ifind(e->ns, STR("purl.org/rss/1.0")) != SIZE_MAX)
		r->b->p->version = STR("1.0");
	else if (str_ifind(e->ns, STR("netscape.com/rdf")) != SIZE_MAX)
		r->b->p->version = STR("0.90");
}
