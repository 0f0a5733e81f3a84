/*
 * URLs: what libcurl's URL API makes of them, and the little that it does not
 * (references that are a fragment only, schemes without slashes, masking).
 * The canonical form is in url_canonical.c.
 */
#include "earshot/url.h"

#include <curl/curl.h>

#include "earshot/buf.h"

static const struct str none = { NULL, 0 };

enum { CURL_FLAGS = CURLU_NON_SUPPORT_SCHEME | CURLU_ALLOW_SPACE };

/* Length of the scheme before its colon (RFC 3986, 3.1); 0: there is none. */
static size_t
scheme_length(struct str s)
{
	size_t i;
	char c;

	for (i = 0; i < s.n; i++) {
		c = (char)(s.p[i] | 0x20);
		if (c >= 'a' && c <= 'z' && (unsigned char)s.p[i] < 0x80)
			continue;
		if (i == 0 || s.p[i] == '\0' ||
		    strchr("0123456789+-.", s.p[i]) == NULL)
			break;
	}
	return (i > 0 && i < s.n && s.p[i] == ':' ? i : 0);
}

static bool
is_http_scheme(struct str scheme)
{

	return (str_ieq(scheme, STR("http")) || str_ieq(scheme, STR("https")));
}

/*
 * An absolute URL as written, but without the white space that lines and
 * pasting leave inside: browsers drop line breaks and tabs, and a space is
 * "%20".
 */
static struct str
as_written(struct arena *a, struct str s)
{
	struct buf out = BUF_INIT(URL_MAX * 3);
	struct str ret = none;
	size_t i;

	for (i = 0; i < s.n && (unsigned char)s.p[i] > ' '; i++)
		;
	if (i == s.n)
		return (arena_str(a, s));
	for (i = 0; i < s.n; i++) {
		if (s.p[i] == ' ')
			buf_adds(&out, "%20");
		else if ((unsigned char)s.p[i] > ' ')
			buf_addc(&out, s.p[i]);
	}
	if (!buf_failed(&out))
		ret = arena_str(a, buf_str(&out));
	buf_free(&out);
	return (ret);
}

/* ${ref} against ${base} by libcurl; both were looked at. */
static struct str
join(struct arena *a, struct str base, struct str ref)
{
	struct str b = arena_str(a, base), r = arena_str(a, ref), ret = none;
	CURLU *u = curl_url();
	char *url = NULL;

	if (u != NULL && b.p != NULL && r.p != NULL &&
	    curl_url_set(u, CURLUPART_URL, b.p, CURL_FLAGS) == CURLUE_OK &&
	    curl_url_set(u, CURLUPART_URL, r.p, CURL_FLAGS) == CURLUE_OK &&
	    curl_url_get(u, CURLUPART_URL, &url, 0) == CURLUE_OK)
		ret = arena_str(a, str_of(url));
	curl_free(url);
	curl_url_cleanup(u);
	return (ret);
}

struct str
url_resolve(struct arena *a, struct str base, struct str ref)
{
	size_t scheme;

	ref = str_trim(ref);
	base = str_trim(base);
	if (ref.n > URL_MAX || base.n > URL_MAX ||
	    (ref.n > 0 && memchr(ref.p, '\0', ref.n) != NULL))
		return (none);
	scheme = scheme_length(ref);
	if (scheme > 0 &&
	    (!is_http_scheme(str_sub(ref, 0, scheme)) || url_http(ref)))
		return (as_written(a, ref));
	/* "http:page" means a page in the base's folder (RFC 3986, 5.2.2). */
	if (scheme > 0 && !str_ieq(str_sub(ref, 0, scheme),
			      str_sub(base, 0, scheme_length(base))))
		return (none);
	if (scheme > 0)
		ref = str_sub(ref, scheme + 1, ref.n);
	base = str_sub(base, 0, str_findc(base, '#'));
	if (!url_absolute(base) || memchr(base.p, '\0', base.n) != NULL)
		return (none);
	if (ref.n == 0)
		return (as_written(a, base));
	/* libcurl 7.88 loses the path and query here. */
	if (ref.p[0] == '#') {
		base = as_written(a, base);
		return (arena_printf(a, "%.*s%.*s", STR_ARG(base),
		    STR_ARG(as_written(a, ref))));
	}
	return (join(a, base, as_written(a, ref)));
}

bool
url_http(struct str url)
{
	struct str rest;
	size_t scheme;

	url = str_trim(url);
	scheme = scheme_length(url);
	if (url.n > URL_MAX || !is_http_scheme(str_sub(url, 0, scheme)))
		return (false);
	rest = str_sub(url, scheme, url.n);
	if (!str_starts(rest, STR("://")))
		return (false);
	rest = str_sub(rest, 3, rest.n);
	return (rest.n > 0 && (unsigned char)rest.p[0] > ' ' &&
		strchr("/?#:@\\", rest.p[0]) == NULL);
}

bool
url_absolute(struct str url)
{
	size_t scheme;

	url = str_trim(url);
	scheme = scheme_length(url);
	if (scheme == 0 || scheme + 1 == url.n || url.n > URL_MAX)
		return (false);
	return (!is_http_scheme(str_sub(url, 0, scheme)) || url_http(url));
}

struct str
url_host(struct arena *a, struct str url)
{
	struct str copy, ret = none;
	CURLU *u = NULL;
	char *host = NULL;
	size_t i;

	url = str_trim(url);
	if (url.n == 0 || url.n > URL_MAX || memchr(url.p, '\0', url.n) != NULL)
		return (none);
	copy = arena_str(a, url);
	if (copy.p == NULL || (u = curl_url()) == NULL)
		return (none);
	if (curl_url_set(u, CURLUPART_URL, copy.p, CURL_FLAGS) == CURLUE_OK &&
	    curl_url_get(u, CURLUPART_HOST, &host, 0) == CURLUE_OK &&
	    host[0] != '\0') {
		for (i = 0; host[i] != '\0'; i++) {
			if (host[i] >= 'A' && host[i] <= 'Z')
				host[i] = (char)(host[i] + 'a' - 'A');
		}
		ret = arena_str(a, str_of(host));
	}
	curl_free(host);
	curl_url_cleanup(u);
	return (ret);
}

/* Parameters whose name holds one of these, or is one of the short ones. */
static bool
is_secret(struct str name, struct str value)
{
	static const char *const parts[] = { "token", "key", "secret", "passw",
		"passphrase", "pwd", "auth", "user", "login", "signature",
		"session", "credential", "bearer", "jwt" };
	static const char *const whole[] = { "pass", "sig", "sid", "pw",
		"cookie" };
	size_t i;

	/* Only its place. */
	if (str_eq(value, STR("{secret}")))
		return (false);
	for (i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		if (str_ifind(name, str_of(parts[i])) != SIZE_MAX)
			return (true);
	}
	for (i = 0; i < sizeof(whole) / sizeof(whole[0]); i++) {
		if (str_ieq(name, str_of(whole[i])))
			return (true);
	}
	/* Reddit's private feeds: not "rss2", but a long one. */
	return (str_ieq(name, STR("feed")) && value.n >= 16);
}

/* "user:password@host" as "***@host"; what follows the authority. */
static struct str
mask_authority(struct buf *out, struct str url)
{
	size_t from = str_find(url, STR("//")), end, at;

	if (from == SIZE_MAX)
		return (url);
	from += 2;
	for (end = from; end < url.n && url.p[end] != '\0' &&
			 strchr("/?#", url.p[end]) == NULL;)
		end++;
	for (at = end; at > from && url.p[at - 1] != '@';)
		at--;
	buf_add(out, str_sub(url, 0, from));
	if (at > from)
		buf_adds(out, "***@");
	buf_add(out, str_sub(url, at, end));
	return (str_sub(url, end, url.n));
}

struct str
url_mask(struct arena *a, struct str url)
{
	struct buf out = BUF_INIT(url.n * 2 + 16);
	struct str rest = mask_authority(&out, url), name, ret;
	size_t i = str_findc(rest, '?'), hash = str_findc(rest, '#'), end;

	if (hash < i)
		i = hash;
	buf_add(&out, str_sub(rest, 0, i));
	rest = str_sub(rest, i, rest.n);
	/* By text, not by libcurl: what is no URL is masked all the same. */
	while (rest.n > 0) {
		buf_addc(&out, rest.p[0]);
		rest = str_sub(rest, 1, rest.n);
		for (end = 0; end < rest.n && rest.p[end] != '&' &&
			      rest.p[end] != ';' && rest.p[end] != '#';)
			end++;
		name = str_sub(rest, 0, str_findc(str_sub(rest, 0, end), '='));
		if (name.n < end &&
		    is_secret(name, str_sub(rest, name.n + 1, end))) {
			buf_add(&out, name);
			buf_adds(&out, "=***");
		} else
			buf_add(&out, str_sub(rest, 0, end));
		rest = str_sub(rest, end, rest.n);
	}
	ret = buf_failed(&out) ? STR("***") : arena_str(a, buf_str(&out));
	buf_free(&out);
	return (ret);
}

static void
cover(char *text, size_t from, size_t to)
{

	if (to > from)
		memset(text + from, '*', to - from);
}

/* What stands before the last "@" and looks like "user:password", with whatever
 * a password may hold. */
static void
hide_login(char *text, size_t n)
{
	struct str whole = { text, n }, before;
	size_t at = n, from;

	while (at > 0 && text[at - 1] != '@')
		at--;
	if (at == 0)
		return;
	before = str_sub(whole, 0, at - 1);
	from = str_find(before, STR("://"));
	if (from != SIZE_MAX)
		from += 3;
	else if ((from = str_findc(before, '=')) != SIZE_MAX)
		from++;
	else
		from = 0;
	while (from < before.n && strchr(" \t\"", text[from]) != NULL)
		from++;
	if (str_findc(str_sub(before, from, before.n), ':') != SIZE_MAX)
		cover(text, from, before.n);
}

void
url_hide(char *text, size_t n)
{
	struct str whole = { text, n }, name, value;

	hide_login(text, n);
	for (size_t i = 0, end; i < n; i = end) {
		end = i + 1;
		if (strchr("?&;", text[i]) == NULL || text[i] == '\0')
			continue;
		while (end < n && text[end] != '\0' &&
		       strchr("?&;#\" \t", text[end]) == NULL)
			end++;
		value = str_sub(whole, i + 1, end);
		name = str_cut(&value, '=');
		if (value.n > 0 && is_secret(name, value))
			cover(text, end - value.n, end);
	}
}
