/*
 * Relative addresses to absolute ones.
 */
#include "resolve.h"

#include "earshot/url.h"
#include "earshot/utf8.h"

bool
resolve_absolute(struct str s)
{

	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		unsigned char l = c | 0x20;

		if (l >= 'a' && l <= 'z')
			continue;
		if (i > 0 && c == ':')
			return (true);
		if (i == 0 || !((c >= '0' && c <= '9') || c == '+' ||
				  c == '-' || c == '.'))
			return (false);
	}
	return (false);
}

static bool
is_lower_hex(char c)
{

	return (c >= 'a' && c <= 'f');
}

/* No dot segments, nothing that must be quoted, no host: then resolution is
 * concatenation (RFC 3986, 5.2). */
bool
resolve_simple(struct str ref)
{
	bool path = true, start = true;

	if (ref.n == 0 || ref.n > URL_MAX / 2 ||
	    (ref.n > 1 && ref.p[0] == '/' && ref.p[1] == '/') ||
	    ref.p[0] == '?' || ref.p[0] == '#')
		return (false);
	for (size_t i = 0; i < ref.n; i++) {
		unsigned char c = (unsigned char)ref.p[i];

		if (c <= ' ' || c >= 0x7f || c == '\\' || c == '"' ||
		    c == '<' || c == '>' || c == '^' || c == '`' ||
		    (c >= '{' && c <= '}'))
			return (false);
		if (path && start && c == '.')
			return (false);
		start = c == '/';
		path = path && c != '?' && c != '#';
	}
	return (true);
}

/* What libcurl makes of ${ref}, without the "x" at its end. */
static struct str
without_x(struct arena *a, struct str base, struct str ref)
{
	struct str url = url_resolve(a, base, ref);

	return (str_sub(url, 0, url.n > 0 ? url.n - 1 : 0));
}

/* The same base as the last time is the rule. */
static void
learn(struct resolver *r, struct arena *a, struct str base)
{

	if (r->base.n > 0 && str_eq(r->base, base))
		return;
	*r = (struct resolver){ .base = arena_str(a, base) };
	if (base.n > URL_MAX / 2)
		return;
	r->root = without_x(a, base, STR("/x"));
	r->folder = without_x(a, base, STR("x"));
}

struct str
resolve_relative(struct resolver *r, struct arena *a, struct str base,
    struct str ref)
{
	struct str url, front;
	char *p;

	if (resolve_simple(ref)) {
		learn(r, a, base);
		front = ref.p[0] == '/' ? r->root : r->folder;
		if (front.n == 0)
			return ((struct str){ NULL, 0 });
		if (ref.p[0] == '/')
			ref = str_sub(ref, 1, ref.n);
		p = arena_alloc(a, front.n + ref.n + 1);
		if (p == NULL)
			return ((struct str){ NULL, 0 });
		memcpy(p, front.p, front.n);
		memcpy(p + front.n, ref.p, ref.n);
		return ((struct str){ p, front.n + ref.n });
	}
	url = url_resolve(a, base, ref);
	if (url.n == 0 ||
	    (utf8_ascii(ref) && memchr(ref.p, ' ', ref.n) == NULL))
		return (url);
	/* libcurl had to quote something. */
	url = arena_str(a, url);
	if (url.p == NULL)
		return (url);
	p = (char *)(uintptr_t)url.p;
	for (size_t i = 0; i + 2 < url.n; i++) {
		if (p[i] != '%')
			continue;
		for (size_t k = i + 1; k <= i + 2; k++)
			if (is_lower_hex(p[k]))
				p[k] = (char)(p[k] - 'a' + 'A');
	}
	return (url);
}
