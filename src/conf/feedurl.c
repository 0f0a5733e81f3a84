/*
 * Is this the URL of a feed, and if not, what was meant?
 */
#include "feedurl.h"

#include "earshot/url.h"
#include "earshot/utf8.h"

#include "punycode.h"

/* "https" of "https://…"; {NULL,0}. */
static struct str
scheme_of(struct str url)
{
	size_t n = str_find(str_sub(url, 0, 32), STR("://"));

	if (n == SIZE_MAX || n == 0)
		return ((struct str){ NULL, 0 });
	for (size_t i = 0; i < n; i++) {
		char c = url.p[i];

		if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
			(c >= '0' && c <= '9') || c == '+' || c == '-' ||
			c == '.'))
			return ((struct str){ NULL, 0 });
	}
	return (str_sub(url, 0, n));
}

static bool
is_http(struct str scheme)
{

	return (str_ieq(scheme, STR("http")) || str_ieq(scheme, STR("https")));
}

/* ${url}, canonical, with the letters that its host's xn-- labels stand for:
 * either is how people write it. */
static struct str
in_letters(struct arena *a, struct str url)
{
	size_t from = str_find(url, STR("://")) + 3, end;
	uint32_t code[PUNYCODE_MAX];
	struct buf out = BUF_INIT(URL_MAX * 2);
	struct str ret;
	char four[4];

	if (str_find(url, STR("xn--")) == SIZE_MAX)
		return (url);
	buf_add(&out, str_sub(url, 0, from));
	for (; from < url.n && memchr("/?#:", url.p[from], 4) == NULL;
	     from = end) {
		struct str label;
		size_t n = 0;

		for (end = from;
		     end < url.n && memchr("/?#:.", url.p[end], 5) == NULL;)
			end++;
		label = str_sub(url, from, end);
		if (str_starts(label, STR("xn--")) && label.n <= PUNYCODE_MAX)
			n = punycode_read(str_sub(label, 4, label.n), code);
		for (size_t i = 0; i < n; i++)
			buf_add(&out,
			    (struct str){ four, utf8_put(code[i], four) });
		if (n == 0)
			buf_add(&out, label);
		if (end < url.n && url.p[end] == '.')
			buf_addc(&out, url.p[end++]);
	}
	buf_add(&out, str_sub(url, from, url.n));
	ret = buf_failed(&out) ? url : arena_str(a, buf_str(&out));
	buf_free(&out);
	return (ret);
}

/* Something like a host stands at the front. */
static bool
host_like(struct str s)
{
	size_t dot = str_findc(s, '.'), slash = str_findc(s, '/');

	return (dot != SIZE_MAX && dot > 0 && dot + 1 < s.n && dot < slash &&
		str_findc(str_sub(s, 0, slash), '=') == SIZE_MAX &&
		s.p[0] != '"' && s.p[0] != '\\');
}

/* https//blog.example, http:/blog.example, htps://blog.example: what follows a
 * slip of the scheme; {NULL,0}. */
static struct str
behind_slip(struct str url)
{
	static const char *const schemes[] = { "http", "https", NULL };
	size_t n = 0;
	struct str rest;

	while (n < url.n && url.p[n] != ':' && url.p[n] != '/')
		n++;
	rest = str_sub(url, n, url.n);
	while (rest.n > 0 && (rest.p[0] == ':' || rest.p[0] == '/'))
		rest = str_sub(rest, 1, rest.n);
	if (n == url.n || n < 3 || !host_like(rest) ||
	    str_near(str_sub(url, 0, n), schemes) == NULL)
		return ((struct str){ NULL, 0 });
	return (rest);
}

/* <https://blog.example>: without what is round it; {NULL,0}: there is none. */
static struct str
without_quotes(struct str url)
{
	static const char pairs[][2] = { "<>", "\"\"", "''", "()" };
	struct str inside = str_sub(url, 1, url.n - 1);

	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++)
		if (url.n > 2 && url.p[0] == pairs[i][0] &&
		    url.p[url.n - 1] == pairs[i][1] &&
		    is_http(scheme_of(inside)))
			return (inside);
	return ((struct str){ NULL, 0 });
}

/* Without a scheme that we know: what was meant? */
static void
suggest(struct arena *scratch, struct str url, struct buf *why)
{
	struct str scheme = scheme_of(url), rest = url, masked, meant;

	meant = without_quotes(url);
	if (meant.p != NULL && !feedurl_password(meant)) {
		masked = url_mask(scratch, meant);
		buf_printf(why, "the URL stands alone: write %.*s",
		    STR_ARG(str_sub(masked, 0, 300)));
		return;
	}
	meant = behind_slip(url);
	if (meant.p != NULL) {
		rest = meant;
		scheme = (struct str){ NULL, 0 };
	}
	if (str_istarts(rest, STR("feed:"))) {
		rest = str_sub(rest, 5, rest.n);
		scheme = scheme_of(rest);
	}
	while (rest.n > 0 && rest.p[0] == '/')
		rest = str_sub(rest, 1, rest.n);
	if (scheme.p != NULL && !is_http(scheme)) {
		buf_printf(why,
		    "only http and https can be listened to, not %.*s",
		    STR_ARG(scheme));
		return;
	}
	if (scheme.p == NULL && !host_like(rest)) {
		buf_adds(why, "a line starts with the feed's URL, such as "
			      "https://blog.example/feed/");
		return;
	}
	if (scheme.p == NULL)
		rest = arena_printf(scratch, "https://%.*s", STR_ARG(rest));
	masked = url_mask(scratch, rest);
	if (feedurl_password(rest) || masked.p == NULL || masked.n > 300)
		buf_adds(why, "the URL must begin with https://");
	else
		buf_printf(why, "the URL must begin with https://; write %.*s",
		    STR_ARG(masked));
}

/* Port 0 is nobody's. */
static bool
port_zero(struct str authority)
{
	size_t n = authority.n;

	while (n > 0 && authority.p[n - 1] == '0')
		n--;
	return (n < authority.n && n > 0 && authority.p[n - 1] == ':');
}

/* A line ends a URL at a blank, so OPML may not have one either; and "///" is
 * a slip that libcurl forgives. */
static bool
odd(struct str url)
{
	size_t host = str_find(url, STR("://")) + 3, end = host;

	while (end < url.n && memchr("/?#", url.p[end], 3) == NULL)
		end++;
	if (port_zero(str_sub(url, host, end)))
		return (true);
	for (size_t i = 0; i < url.n; i++)
		if ((unsigned char)url.p[i] <= ' ' || url.p[i] == 0x7f)
			return (true);
	return (host < url.n && url.p[host] == '/');
}

struct str
feedurl_check(struct arena *scratch, struct str url, struct buf *why)
{
	struct str canonical = { NULL, 0 };

	if (url.n > URL_MAX) {
		buf_printf(why, "the URL is longer than %d bytes", URL_MAX);
		return (canonical);
	}
	if (!is_http(scheme_of(url))) {
		suggest(scratch, url, why);
		return (canonical);
	}
	if (!odd(url))
		canonical = url_canonical(scratch, url);
	if (canonical.p == NULL)
		buf_adds(why,
		    "this is no URL: it takes a host, and no blanks or "
		    "quotes, as in https://blog.example/feed/");
	else
		canonical = in_letters(scratch, canonical);
	return (canonical);
}

bool
feedurl_password(struct str url)
{
	size_t at = str_find(url, STR("://")), n, colon;
	struct str authority = url;

	/* Also where the scheme was forgotten. */
	if (at != SIZE_MAX)
		authority = str_sub(url, at + 3, url.n);
	for (n = 0; n < authority.n; n++)
		if (memchr("/?#", authority.p[n], 3) != NULL)
			break;
	authority.n = n;
	while (n > 0 && authority.p[n - 1] != '@')
		n--;
	if (n == 0)
		return (false);
	authority.n = n - 1;
	colon = str_findc(authority, ':');
	return (colon != SIZE_MAX && colon + 1 < authority.n &&
		str_find(authority, STR("{secret}")) == SIZE_MAX);
}
