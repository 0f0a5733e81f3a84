/*
 * One-line texts: trimming and collapsing with Unicode's white space.
 */
#include "line.h"

#include "earshot/html.h"

/* What may begin white space. */
static const bool may_be[256] = { ['\t' ... '\r'] = true,
	[' '] = true,
	[0xc2] = true,
	[0xe2] = true,
	[0xe3] = true };

/* How many bytes of white space begin at ${p} (of ${n}); 0: none. */
static inline size_t
space_at(const char *s, size_t n)
{
	const unsigned char *p = (const unsigned char *)s;

	if (!may_be[p[0]])
		return (0);
	if (p[0] == ' ' || (p[0] >= '\t' && p[0] <= '\r'))
		return (1);
	if (n >= 2 && p[0] == 0xc2 && (p[1] == 0x85 || p[1] == 0xa0))
		return (2);
	if (n < 3)
		return (0);
	if (p[0] == 0xe2 && p[1] == 0x80 &&
	    (p[2] <= 0x8a || p[2] == 0xa8 || p[2] == 0xa9 || p[2] == 0xaf))
		return (3);
	if ((p[0] == 0xe2 && p[1] == 0x81 && p[2] == 0x9f) ||
	    (p[0] == 0xe3 && p[1] == 0x80 && p[2] == 0x80))
		return (3);
	return (0);
}

struct str
line_trim(struct str s)
{
	size_t n;

	while (s.n > 0 && (n = space_at(s.p, s.n)) > 0) {
		s.p += n;
		s.n -= n;
	}
	for (;;) {
		if (s.n >= 1 && space_at(s.p + s.n - 1, 1) == 1)
			s.n -= 1;
		else if (s.n >= 2 && space_at(s.p + s.n - 2, 2) == 2)
			s.n -= 2;
		else if (s.n >= 3 && space_at(s.p + s.n - 3, 3) == 3)
			s.n -= 3;
		else
			return (s);
	}
}

struct str
line_collapse(struct arena *a, struct str s)
{
	size_t at = 0, n, out = 0;
	bool gap = false;
	struct str copy;
	char *p;

	s = line_trim(s);
	while (at < s.n) {
		n = space_at(s.p + at, s.n - at);
		if (n > 0 && (gap || s.p[at] != ' '))
			break;
		gap = n > 0;
		at++;
	}
	if (at >= s.n)
		return (s);

	copy = arena_str(a, s);
	if (copy.p == NULL)
		return (s);
	/* The copy is ours and only shrinks. */
	p = (char *)(uintptr_t)copy.p;
	gap = false;
	for (at = 0; at < copy.n;) {
		n = space_at(p + at, copy.n - at);
		if (n == 0) {
			p[out++] = p[at++];
			gap = false;
			continue;
		}
		if (!gap)
			p[out++] = ' ';
		gap = true;
		at += n;
	}
	p[out] = '\0';
	copy.n = out;
	return (copy);
}

struct str
line_plain(struct arena *a, struct str s)
{

	if (s.n > 0 &&
	    (memchr(s.p, '<', s.n) != NULL || memchr(s.p, '&', s.n) != NULL))
		s = html_title(a, s);
	return (line_collapse(a, s));
}
