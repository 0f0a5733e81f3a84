/*
 * The form of a URL by which posts are told apart: what leads to the same post
 * is the same, whatever road it was linked by.
 */
#include <unicase.h>

#include <curl/curl.h>

#include "earshot/buf.h"
#include "earshot/url.h"
#include "earshot/utf8.h"

/*
 * Parameters that say how somebody came, or who, not where to.  One that ends
 * with a star stands for all that begin so.
 */
static const char *const tracking[] = { "utm_*", "fbclid", "gclid", "gclsrc",
	"dclid", "gbraid", "wbraid", "msclkid", "yclid", "ysclid", "twclid",
	"ttclid", "li_fat_id", "igshid", "igsh", "mc_cid", "mc_eid", "mkt_tok",
	"_hsenc", "_hsmi", "__hs*", "hsctatracking", "vero_id", "vero_conv",
	"oly_enc_id", "oly_anon_id", "_openstat", "wickedid", "rb_clickid",
	"s_cid", "wt_mc", "wt.*", "ref_src", "ref_url", "_ga", "_gl", "ga_*",
	"at_medium", "at_campaign", "at_custom*", "xtor", "ns_mchannel",
	"ns_source", "ns_campaign", "ns_linkname", "ns_fee", "pk_*", "mtm_*",
	"piwik_*", "matomo_*", "trk_*", "sc_campaign", "sc_channel",
	"sc_content", "sc_medium", "sc_outcome", "sc_geo", "sc_country",
	"fb_action_ids", "fb_action_types", "fb_source", "fb_ref",
	"__twitter_impression", "guccounter", "guce_*", "spm", "sms_ss",
	"awesm", "soc_src", "soc_trk", "cmpid", "rss", "jsessionid",
	"phpsessid", "aspsessionid*", NULL };

/* Parameters that track when their value says that a feed was the road. */
static const char *const roads[] = { "source", "src", "ref", "from", "feature",
	"via", NULL };

/* What a fragment begins with that names one comment, and not a section. */
static const char *const comments[] = { "comment", "comments", "cmt",
	"li-comment", "div-comment", "issuecomment", "discussioncomment",
	"discussion_r", "idcomment", "dsq-comment", "reply", "replies",
	"response", "answer", "msg", "message", "post", "pid", "note", "review",
	"entry", "c", "p", "a", "r", "m", NULL };

static bool
in_list(struct str name, const char *const *list)
{
	struct str s;

	for (; *list != NULL; list++) {
		s = str_of(*list);
		if (s.p[s.n - 1] == '*'
			? str_istarts(name, str_sub(s, 0, s.n - 1))
			: str_ieq(name, s))
			return (true);
	}
	return (false);
}

static bool
tracks(struct str parameter)
{
	struct str value = parameter, name = str_cut(&value, '=');

	if (in_list(name, tracking))
		return (true);
	return (in_list(name, roads) && (str_istarts(value, STR("rss")) ||
					    str_istarts(value, STR("feed")) ||
					    str_istarts(value, STR("atom"))));
}

static bool
is_hex(char c)
{

	return (
	    (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f'));
}

static unsigned
hex_value(char c)
{

	return (
	    c <= '9' ? (unsigned)(c - '0') : (unsigned)(c | 0x20) - 'a' + 10);
}

/* Letters that mean the same with and without percent (RFC 3986, 2.3); not the
 * dot, which makes folders of a path. */
static bool
unreserved(unsigned c)
{

	return ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
		(c >= '0' && c <= '9') || c == '-' || c == '_' || c == '~');
}

/* Adds ${s} with one way of writing each character. */
static void
add_normal(struct buf *out, struct str s)
{
	unsigned char c;
	unsigned v;
	size_t i;

	for (i = 0; i < s.n; i++) {
		c = (unsigned char)s.p[i];
		if (c == '%' && i + 2 < s.n && is_hex(s.p[i + 1]) &&
		    is_hex(s.p[i + 2])) {
			v = hex_value(s.p[i + 1]) << 4 | hex_value(s.p[i + 2]);
			if (unreserved(v))
				buf_addc(out, (char)v);
			else
				buf_printf(out, "%%%02X", v);
			i += 2;
		} else if (c <= ' ' || c >= 0x7f || c == '%')
			buf_printf(out, "%%%02X", (unsigned)c);
		else
			buf_addc(out, (char)c);
	}
}

static void
add_query(struct buf *out, struct str query)
{
	struct str parameter;
	char mark = '?';

	while (query.n > 0) {
		parameter = str_cut(&query, '&');
		/* "&amp;" left in a link: the name begins behind it. */
		while (str_starts(parameter, STR("amp;")))
			parameter = str_sub(parameter, 4, parameter.n);
		if (parameter.n == 0 || tracks(parameter))
			continue;
		buf_addc(out, mark);
		buf_add(out, parameter);
		mark = '&';
	}
}

static bool
names_comment(struct str fragment)
{
	const char *const *list;
	struct str rest;
	bool digit = false;
	size_t i;

	for (list = comments; *list != NULL; list++) {
		if (!str_istarts(fragment, str_of(*list)))
			continue;
		rest = str_sub(fragment, strlen(*list), fragment.n);
		if (rest.n > 0 && strchr("-_=/:", rest.p[0]) != NULL)
			rest = str_sub(rest, 1, rest.n);
		/* "#comments" names them all, "#page-2" a section. */
		for (i = 0; i < rest.n; i++) {
			digit = digit || (rest.p[i] >= '0' && rest.p[i] <= '9');
			if (!is_hex(rest.p[i]) && rest.p[i] != '-' &&
			    rest.p[i] != '_')
				break;
		}
		if (digit && i == rest.n)
			return (true);
	}
	return (false);
}

/* Is something escaped in the host? No site's name is. */
static bool
escaped_host(struct str url)
{
	size_t i = str_find(url, STR("//")) + 2;

	for (; i < url.n && strchr("/?#", url.p[i]) == NULL; i++) {
		if (url.p[i] == '%')
			return (true);
	}
	return (false);
}

static bool
host_letter(unsigned char c)
{

	return (c >= 0x80 || (c >= '0' && c <= '9') ||
		((c | 0x20) >= 'a' && (c | 0x20) <= 'z') ||
		(c != '\0' && strchr("-._:[]", c) != NULL));
}

/*
 * The host in small letters, without the root's dot.  Not as punycode: libcurl
 * makes that by the locale, and identity must not hang on it.
 */
static bool
add_host(struct buf *out, CURLU *u)
{
	char *host = NULL, four[4];
	struct str s;
	size_t at, n;

	if (curl_url_get(u, CURLUPART_HOST, &host, 0) != CURLUE_OK)
		return (false);
	s = str_of(host);
	n = s.n;
	while (n > 0 && s.p[n - 1] == '.')
		n--;
	/* "6." is a name, "6" an address. */
	if (n == 0 || s.p[n - 1] < '0' || s.p[n - 1] > '9')
		s.n = n;
	for (at = 0; at < s.n && host_letter((unsigned char)s.p[at]); at++)
		;
	if (at < s.n || !utf8_valid(s))
		s.n = 0; /* libcurl takes nearly anything for a host */
	for (at = 0; at < s.n;)
		buf_add(out,
		    (struct str){ four,
			utf8_put(uc_tolower(utf8_next(s, &at)), four) });
	curl_free(host);
	return (s.n > 0);
}

/* The path, query or fragment with each character in its one form; what is
 * dropped is looked for in that.  ${scratch} holds it. */
static struct str
normal(struct buf *scratch, CURLU *u, CURLUPart which, bool *ok)
{
	char *s = NULL;

	buf_clear(scratch);
	if (curl_url_get(u, which, &s, 0) == CURLUE_OK)
		add_normal(scratch, str_of(s));
	curl_free(s);
	*ok = *ok && !buf_failed(scratch);
	return (buf_str(scratch));
}

/* What stands before a session's number, but not dots: as folders they would
 * mean something. */
static struct str
without_session(struct str path)
{
	struct str s = str_sub(path, 0, str_ifind(path, STR(";jsessionid=")));

	return (str_ends(s, STR("/.")) || str_ends(s, STR("/..")) ? path : s);
}

static bool
add_parts(struct buf *out, CURLU *u)
{
	struct buf scratch = BUF_INIT(URL_MAX * 3 + 16);
	char *port = NULL;
	struct str s;
	bool ok = true;

	if (curl_url_get(u, CURLUPART_PORT, &port, 0) == CURLUE_OK &&
	    strcmp(port, "80") != 0 && strcmp(port, "443") != 0)
		buf_printf(out, ":%s", port);
	curl_free(port);
	s = normal(&scratch, u, CURLUPART_PATH, &ok);
	buf_add(out, without_session(s));
	add_query(out, normal(&scratch, u, CURLUPART_QUERY, &ok));
	s = normal(&scratch, u, CURLUPART_FRAGMENT, &ok);
	if (names_comment(s)) {
		buf_addc(out, '#');
		buf_add(out, s);
	}
	buf_free(&scratch);
	return (ok);
}

struct str
url_canonical(struct arena *a, struct str url)
{
	struct buf out = BUF_INIT(URL_MAX);
	struct str ret = { NULL, 0 }, copy;
	CURLU *u = NULL;

	url = str_trim(url);
	if (!url_http(url) || memchr(url.p, '\0', url.n) != NULL ||
	    escaped_host(url))
		return (ret);
	copy = arena_str(a, url);
	if (copy.p == NULL || (u = curl_url()) == NULL)
		goto out;
	if (curl_url_set(u, CURLUPART_URL, copy.p, CURLU_ALLOW_SPACE) !=
	    CURLUE_OK)
		goto out;
	/* One scheme for both: most sites answer alike on either. */
	buf_adds(&out, "http://");
	if (!add_host(&out, u) || !add_parts(&out, u))
		goto out;
	if (!buf_failed(&out))
		ret = arena_str(a, buf_str(&out));
out:
	curl_url_cleanup(u);
	buf_free(&out);
	return (ret);
}
