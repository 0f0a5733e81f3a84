/*
 * From the first bytes to the format; junk before a feed is passed over.
 */
#include "sniff.h"

#include "earshot/html.h"

enum { LOOK_MAX = 65536, DOCTYPES_MAX = 4 };

/* The end of what begins at ${at} and ends with ${mark}; the text's if it has
 * none. */
static size_t
past(struct str s, size_t at, struct str mark)
{
	size_t found = str_find(str_sub(s, at, s.n), mark);

	return (found == SIZE_MAX ? s.n : at + found + mark.n);
}

/* Past <!DOCTYPE …>, with its internal subset, quoted parts and comments. */
static size_t
past_doctype(struct str s, size_t from)
{
	char quote = '\0';
	bool subset = false;

	for (size_t at = from; at < s.n; at++) {
		char c = s.p[at];

		if (quote != '\0') {
			if (c == quote)
				quote = '\0';
		} else if (c == '<' &&
			   str_starts(str_sub(s, at, at + 4), STR("<!--")))
			at = past(s, at + 4, STR("-->")) - 1;
		else if (c == '"' || c == '\'')
			quote = c;
		else if (c == '[')
			subset = true;
		else if (c == ']')
			subset = false;
		else if (c == '>' && !subset)
			return (at + 1);
	}
	/* Never closed: up to the first mark that could have been its end. */
	return (past(s, from, STR(">")));
}

/* Past a start tag; quoted values may hold '>'. */
static size_t
past_tag(struct str s, size_t at)
{
	char quote = '\0';

	for (; at < s.n; at++) {
		char c = s.p[at];

		if (quote != '\0') {
			if (c == quote)
				quote = '\0';
		} else if (c == '"' || c == '\'')
			quote = c;
		else if (c == '>')
			return (at + 1);
	}
	return (s.n);
}

static bool
is_name_byte(unsigned char c)
{

	return ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

struct head {
	size_t prolog;   /* where the markup before it begins: <?xml,
			    DOCTYPE, comments */
	size_t root;     /* where the first tag stands; SIZE_MAX */
	struct str name; /* its local name */
	struct str tag;
	bool text; /* text stood before it */
	bool html_doctype;
};

/* The first start tag of ${s} at or after ${at}.  A DOCTYPE that never ends is
 * read to the end of all, so there may not be many. */
static struct head
read_head(struct str s, size_t at)
{
	struct head h = { .prolog = at, .root = SIZE_MAX };
	struct str rest;
	unsigned doctypes = 0;
	size_t end;

	/* Junk is looked at for so long; markup before the root may be long. */
	for (size_t steps = 0; at < s.n && steps < LOOK_MAX; steps++) {
		rest = str_sub(s, at, s.n);
		if (rest.p[0] != '<') {
			if (rest.p[0] != ' ' && rest.p[0] != '\n' &&
			    rest.p[0] != '\t' && rest.p[0] != '\r') {
				h.text = true;
				h.prolog = at + 1;
			}
			at++;
		} else if (str_starts(rest, STR("<?"))) {
			if (str_istarts(rest, STR("<?xml ")))
				h.prolog = at; /* it comes first */
			at = past(s, at, STR(">"));
		} else if (str_starts(rest, STR("<!--")))
			at = past(s, at + 4, STR("-->"));
		else if (doctypes < DOCTYPES_MAX &&
			 str_istarts(rest, STR("<!DOCTYPE"))) {
			doctypes++;
			rest = str_trim(str_sub(rest, 9, 64));
			h.html_doctype = str_istarts(rest, STR("html"));
			at = past_doctype(s, at);
		} else if (rest.n > 1 &&
			   is_name_byte((unsigned char)rest.p[1])) {
			for (end = 1;
			     end < rest.n && end < 256 && rest.p[end] != '>' &&
			     rest.p[end] != '/' && rest.p[end] != '<' &&
			     (unsigned char)rest.p[end] > ' ';)
				end++;
			h.root = at;
			h.name = str_sub(rest, 1, end);
			end = str_findc(h.name, ':');
			if (end != SIZE_MAX)
				h.name = str_sub(h.name, end + 1, h.name.n);
			h.tag = str_sub(s, at, past_tag(s, at));
			return (h);
		} else {
			h.text = true;
			h.prolog = ++at;
		}
	}
	return (h);
}

static bool
is_feed_root(struct str name)
{

	/* CDF's root is CHANNEL, and that is no RSS. */
	return (str_ieq(name, STR("rss")) || str_ieq(name, STR("rdf")) ||
		str_ieq(name, STR("feed")) || str_eq(name, STR("channel")) ||
		str_eq(name, STR("entry")));
}

static bool
is_page_root(const struct head *h)
{

	return (h->html_doctype || str_ieq(h->name, STR("html")) ||
		str_ieq(h->name, STR("head")) || str_ieq(h->name, STR("body")));
}

/* Warnings of a script, or worse, before the feed: where it may begin. */
static bool
find_later(struct str s, const struct head *first, struct head *ret)
{
	static const char *const marks[] = { "<?xml", "<rss", "<feed",
		"<rdf:RDF" };
	struct str look = str_sub(s, 0, LOOK_MAX);

	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
		size_t from = first->root + 1, at;

		at = str_find(str_sub(look, from, look.n), str_of(marks[i]));
		if (at == SIZE_MAX)
			continue;
		*ret = read_head(s, from + at);
		if (ret->root != SIZE_MAX && is_feed_root(ret->name))
			return (true);
	}
	return (false);
}

struct sniff
sniff(struct str text)
{
	struct sniff is = { .is = SNIFF_NOTHING };
	struct head head, later;
	bool late = text.n > 0 && text.p[0] != '<';

	text = str_trim(text);
	is.text = text;
	if (text.n == 0) {
		is.why = "an empty document";
		return (is);
	}
	if (text.p[0] == '{') {
		is.is = SNIFF_JSON;
		return (is);
	}
	head = read_head(text, 0);
	if (head.root == SIZE_MAX) {
		is.why = text.p[0] == '['   ? "JSON, but no JSON Feed"
			 : text.p[0] == '<' ? "XML without a root element"
					    : "neither XML nor JSON";
		return (is);
	}
	if (!is_feed_root(head.name) && is_page_root(&head)) {
		is.is = SNIFF_HTML;
		is.why = "an HTML page";
		return (is);
	}
	if (!is_feed_root(head.name)) {
		if (!find_later(text, &head, &later)) {
			if (html_known_tag(head.name))
				is.is = SNIFF_HTML;
			is.why = is.is == SNIFF_HTML ? "a piece of HTML"
						     : "XML of another kind";
			return (is);
		}
		head = later;
		is.junk = true;
	}
	is.is = SNIFF_XML;
	/* An XML declaration stands first or is none (XML 1.0, 2.8). */
	is.junk =
	    is.junk || head.text || (late && str_starts(text, STR("<?xml")));
	is.text = str_trim(str_sub(text, head.prolog, text.n));
	is.root_tag = head.tag;
	return (is);
}
