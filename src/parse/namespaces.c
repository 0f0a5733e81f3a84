/*
 * Namespaces by URI, whatever the prefix; by prefix where none was declared.
 */

#include "xmlfeed.h"

/* Lower case, without scheme "http://" or "https://", without "/" and "#" at
 * the end.  A "*" at the end: any continuation. */
static const struct {
	const char *uri;
	enum ns ns;
} uris[] = {
	{ "www.w3.org/2005/atom", NS_ATOM },
	{ "purl.org/atom/ns*", NS_ATOM },
	{ "purl.org/rss/1.0", NS_RSS },
	{ "backend.userland.com/rss*", NS_RSS },
	{ "blogs.law.harvard.edu/tech/rss*", NS_RSS },
	{ "cyber.law.harvard.edu/rss*", NS_RSS },
	{ "www.rssboard.org/rss-specification", NS_RSS },
	{ "my.netscape.com/rdf/simple/0.9", NS_RSS },
	{ "channel.netscape.com/rdf/simple/0.9", NS_RSS },
	{ "my.netscape.com/publish/formats/rss-0.91.dtd", NS_RSS },
	{ "purl.org/net/rss1.1", NS_RSS },
	{ "www.w3.org/1999/02/22-rdf-syntax-ns", NS_RDF },
	{ "purl.org/dc/elements/1.1", NS_DC },
	{ "purl.org/dc/elements/1.0", NS_DC },
	{ "dublincore.org/documents/dcmi-namespace", NS_DC },
	{ "purl.org/dc/terms", NS_DCTERMS },
	{ "purl.org/rss/1.0/modules/dcterms", NS_DCTERMS },
	{ "purl.org/rss/1.0/modules/content", NS_CONTENT },
	{ "purl.org/rss/1.0/modules/slash", NS_SLASH },
	{ "purl.org/rss/1.0/modules/syndication", NS_SY },
	{ "wellformedweb.org/commentapi", NS_WFW },
	{ "purl.org/syndication/thread/1.0", NS_THR },
	{ "search.yahoo.com/mrss", NS_MEDIA },
	{ "search.yahoo.com/mrss/*", NS_MEDIA },
	{ "tools.search.yahoo.com/mrss", NS_MEDIA },
	{ "video.search.yahoo.com/mrss", NS_MEDIA },
	{ "www.rssboard.org/media-rss", NS_MEDIA },
	{ "www.itunes.com/dtds/podcast-1.0.dtd", NS_ITUNES },
	{ "example.com/dtds/podcast-1.0.dtd", NS_ITUNES },
	{ "rssnamespace.org/feedburner/ext/1.0", NS_FEEDBURNER },
	{ "www.w3.org/1999/xhtml", NS_XHTML },
	{ "schemas.google.com/g/2005", NS_GD },
	{ "itunes.apple.com/rss", NS_IM },
	{ "gdata.youtube.com/schemas/2007", NS_YT },
	{ "purl.org/atompub/rank/1.0", NS_RANK },
	{ "purl.org/stuff/rev", NS_REVIEW },
	{ "www.purl.org/stuff/rev", NS_REVIEW },
	{ "purl.org/net/rvw/*", NS_REVIEW },
	{ "www.google.com/schemas/play-podcasts/1.0", NS_PLAY },
	{ "prismstandard.org/namespaces/*", NS_PRISM },
	{ "purl.org/prism/*", NS_PRISM },
	{ "purl.org/syndication/history/1.0", NS_HISTORY },
	{ "purl.org/atompub/tombstones/1.0", NS_TOMBSTONES },
};

static const struct {
	const char *prefix;
	enum ns ns;
} prefixes[] = {
	{ "atom", NS_ATOM },
	{ "atom10", NS_ATOM },
	{ "a10", NS_ATOM },
	{ "rss", NS_RSS },
	{ "rdf", NS_RDF },
	{ "dc", NS_DC },
	{ "dcterms", NS_DCTERMS },
	{ "content", NS_CONTENT },
	{ "slash", NS_SLASH },
	{ "sy", NS_SY },
	{ "wfw", NS_WFW },
	{ "thr", NS_THR },
	{ "media", NS_MEDIA },
	{ "itunes", NS_ITUNES },
	{ "feedburner", NS_FEEDBURNER },
	{ "xhtml", NS_XHTML },
	{ "gd", NS_GD },
	{ "im", NS_IM },
	{ "re", NS_RANK },
	{ "review", NS_REVIEW },
	{ "googleplay", NS_PLAY },
	{ "prism", NS_PRISM },
	{ "fh", NS_HISTORY },
	{ "at", NS_TOMBSTONES },
};

static struct str
without_ends(struct str uri)
{

	uri = str_trim(uri);
	if (str_istarts(uri, STR("http://")))
		uri = str_sub(uri, 7, uri.n);
	else if (str_istarts(uri, STR("https://")))
		uri = str_sub(uri, 8, uri.n);
	while (
	    uri.n > 0 && (uri.p[uri.n - 1] == '/' || uri.p[uri.n - 1] == '#'))
		uri.n--;
	return (uri);
}

static enum ns
ns_of_uri(struct str uri)
{

	uri = without_ends(uri);
	for (size_t i = 0; i < sizeof(uris) / sizeof(uris[0]); i++) {
		struct str known = str_of(uris[i].uri);

		if (str_ends(known, STR("*"))
			? str_istarts(uri, str_sub(known, 0, known.n - 1))
			: str_ieq(uri, known))
			return (uris[i].ns);
	}
	return (NS_UNKNOWN);
}

static enum ns
ns_of_prefix(struct str prefix)
{

	for (size_t i = 0; i < sizeof(prefixes) / sizeof(prefixes[0]); i++)
		if (str_ieq(prefix, str_of(prefixes[i].prefix)))
			return (prefixes[i].ns);
	return (NS_UNKNOWN);
}

/* The few URIs of one document, each looked up once. */
static enum ns
ns_cached(struct xmlfeed *r, struct str uri)
{
	struct ns_known *at =
	    &r->known[(uri.n * 31 + (unsigned char)uri.p[uri.n - 1] +
			  (unsigned char)uri.p[uri.n / 2] * 7) %
		      NS_CACHE];
	enum ns ns;

	if (at->uri.n > 0 && str_eq(at->uri, uri))
		return (at->ns);
	ns = ns_of_uri(uri);
	if (uri.n < 256 && r->nknown < NS_KEPT) {
		r->nknown++;
		at->uri = arena_str(r->scratch, uri);
		at->ns = ns;
	}
	return (ns);
}

enum ns
ns_of(struct xmlfeed *r, const struct xml_element *e)
{
	enum ns ns;

	if (e->ns.n == 0) {
		if (e->prefix.n == 0 ||
		    (r->native_prefix[0] != '\0' &&
			str_eq(e->prefix, str_of(r->native_prefix))))
			return (NS_NATIVE);
		ns = ns_of_prefix(e->prefix);
	} else {
		ns = ns_cached(r, e->ns);
		if (ns == NS_UNKNOWN && r->native_uri.n > 0 &&
		    str_eq(e->ns, r->native_uri))
			return (NS_NATIVE);
	}
	if (ns == NS_RSS && r->found)
		return (NS_NATIVE);
	if (ns == NS_ATOM && r->found && r->b->p->format == FORMAT_ATOM)
		return (NS_NATIVE);
	/* RSS whose default namespace is somebody else's. */
	if (ns == r->native && r->native != NS_NATIVE && e->prefix.n == 0)
		return (NS_NATIVE);
	return (ns);
}
