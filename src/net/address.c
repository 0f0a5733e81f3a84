/*
 * Taking URLs apart over libcurl's URL API, and keeping secrets and control
 * characters out of what people read.
 */
#include "address.h"

#include <curl/curl.h>

#include "earshot/buf.h"
#include "earshot/url.h"

/* One part of a URL into the arena; {NULL,0}: it has none. */
static struct str
part(struct arena *a, CURLU *u, CURLUPart what, unsigned flags)
{
	struct str s = { NULL, 0 };
	char *text = NULL;

	if (curl_url_get(u, what, &text, flags) == CURLUE_OK && text != NULL)
		s = arena_str(a, str_of(text));
	curl_free(text);
	return (s);
}

static enum status
read_parts(struct arena *a, CURLU *u, struct address *ret)
{
	struct str port;
	int64_t n;

	ret->scheme = part(a, u, CURLUPART_SCHEME, 0);
	if (!str_eq(ret->scheme, STR("http")) &&
	    !str_eq(ret->scheme, STR("https")))
		return (E_REFUSED);
	ret->user = part(a, u, CURLUPART_USER, CURLU_URLDECODE);
	ret->password = part(a, u, CURLUPART_PASSWORD, CURLU_URLDECODE);
	if (curl_url_set(u, CURLUPART_USER, NULL, 0) != CURLUE_OK ||
	    curl_url_set(u, CURLUPART_PASSWORD, NULL, 0) != CURLUE_OK ||
	    curl_url_set(u, CURLUPART_FRAGMENT, NULL, 0) != CURLUE_OK)
		return (E_SYNTAX);
	ret->url = part(a, u, CURLUPART_URL, 0);
	ret->host = part(a, u, CURLUPART_HOST, 0);
	port = part(a, u, CURLUPART_PORT, CURLU_DEFAULT_PORT);
	if (str_starts(ret->host, STR("[")))
		ret->host =
		    arena_str(a, str_sub(ret->host, 1, ret->host.n - 1));
	for (size_t i = 0; i < ret->host.n; i++)
		if (ret->host.p[i] >= 'A' && ret->host.p[i] <= 'Z')
			((char *)(uintptr_t)ret->host.p)[i] |= 0x20;
	if (ret->host.n == 0 || ret->url.n == 0 || ret->url.n > URL_MAX ||
	    !str_to_i64(port, &n) || n < 1 || n > UINT16_MAX)
		return (E_SYNTAX);
	ret->port = (uint16_t)n;
	return (OK);
}

enum status
address_read(struct arena *a, struct str base, struct str ref,
    struct address *ret)
{
	const unsigned flags = CURLU_URLENCODE | CURLU_NON_SUPPORT_SCHEME;
	struct str base_text = arena_str(a, base), text;
	CURLU *u = NULL;
	enum status st = E_SYNTAX;

	ref = str_trim(ref);
	if (ref.n == 0 || ref.n > URL_MAX || memchr(ref.p, '\0', ref.n) != NULL)
		return (E_SYNTAX);
	text = arena_str(a, ref);
	u = curl_url();
	if (u == NULL || text.p == NULL || arena_failed(a)) {
		st = E_MEMORY;
		goto out;
	}
	*ret = (struct address){ 0 };
	if (base.p != NULL &&
	    curl_url_set(u, CURLUPART_URL, base_text.p, flags) != CURLUE_OK)
		goto out;
	if (curl_url_set(u, CURLUPART_URL, text.p, flags) == CURLUE_OK)
		st = read_parts(a, u, ret);
	if (arena_failed(a))
		st = E_MEMORY;
out:
	curl_url_cleanup(u);
	return (st);
}

bool
address_same_origin(const struct address *a, const struct address *b)
{

	return (a->port == b->port && str_eq(a->scheme, b->scheme) &&
		str_eq(a->host, b->host));
}

struct str
address_replace(struct arena *a, struct str s, struct str what, struct str by)
{
	struct buf out = BUF_INIT((size_t)URL_MAX * 4);
	struct str rest = s, result;
	size_t at;

	if (what.n == 0 || str_find(s, what) == SIZE_MAX)
		return (s);
	while ((at = str_find(rest, what)) != SIZE_MAX) {
		buf_add(&out, str_sub(rest, 0, at));
		buf_add(&out, by);
		rest = str_sub(rest, at + what.n, rest.n);
	}
	buf_add(&out, rest);
	/* Nothing is better than half a secret. */
	result = buf_failed(&out) ? by : arena_str(a, buf_str(&out));
	buf_free(&out);
	return (result);
}

struct str
address_line(struct arena *a, struct str s)
{
	char *p = arena_alloc(a, s.n + 1);

	if (p == NULL)
		return ((struct str){ NULL, 0 });
	for (size_t i = 0; i < s.n; i++)
		p[i] = (unsigned char)s.p[i] < 0x20 || s.p[i] == 0x7f ? ' '
								      : s.p[i];
	return ((struct str){ p, s.n });
}
