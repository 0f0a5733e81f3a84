/*
 * Base64 (RFC 4648) to bytes.
 */
#include "base64.h"

static int
digit_of(unsigned char c)
{

	if (c >= 'A' && c <= 'Z')
		return (c - 'A');
	if (c >= 'a' && c <= 'z')
		return (c - 'a' + 26);
	if (c >= '0' && c <= '9')
		return (c - '0' + 52);
	if (c == '+' || c == '-')
		return (62);
	if (c == '/' || c == '_')
		return (63);
	return (-1);
}

struct str
base64_decode(struct arena *a, struct str s)
{
	struct str none = { NULL, 0 };
	uint32_t bits = 0;
	size_t digits = 0, out = 0;
	bool ended = false;
	char *p = arena_alloc(a, s.n / 4 * 3 + 4);

	if (p == NULL)
		return (none);
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		int d;

		if (c == ' ' || (c >= '\t' && c <= '\r'))
			continue;
		if (c == '=') {
			ended = true;
			continue;
		}
		d = digit_of(c);
		if (d < 0 || ended)
			return (none);
		bits = bits << 6 | (uint32_t)d;
		if (++digits % 4 != 0)
			continue;
		p[out++] = (char)(bits >> 16 & 0xff);
		p[out++] = (char)(bits >> 8 & 0xff);
		p[out++] = (char)(bits & 0xff);
	}
	if (digits == 0 || digits % 4 == 1)
		return (none);
	if (digits % 4 == 2)
		p[out++] = (char)(bits >> 4 & 0xff);
	else if (digits % 4 == 3) {
		p[out++] = (char)(bits >> 10 & 0xff);
		p[out++] = (char)(bits >> 2 & 0xff);
	}
	return ((struct str){ p, out });
}
