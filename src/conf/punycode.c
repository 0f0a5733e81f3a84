/*
 * Punycode, read only: what is written goes out through libcurl, which makes it
 * by itself.
 */
#include "punycode.h"

/* The digits of punycode (RFC 3492, 5); 36: it is none. */
static uint32_t
digit_of(char c)
{

	if (c >= '0' && c <= '9')
		return ((uint32_t)(c - '0') + 26);
	c |= 0x20;
	return (c >= 'a' && c <= 'z' ? (uint32_t)(c - 'a') : 36);
}

/* RFC 3492, 6.1 */
static uint32_t
adapt(uint32_t delta, uint32_t n, bool first)
{
	uint32_t k = 0;

	delta = first ? delta / 700 : delta / 2;
	delta += delta / n;
	for (; delta > 455; k += 36)
		delta /= 35;
	return (k + 36 * delta / (delta + 38));
}

size_t
punycode_read(struct str label, uint32_t ret[PUNYCODE_MAX])
{
	size_t basic = label.n, at, n = 0;
	uint32_t code = 128, bias = 72, i = 0;

	while (basic > 0 && label.p[basic - 1] != '-')
		basic--;
	at = basic;
	for (size_t k = 0; k + 1 < basic; k++)
		ret[n++] = (unsigned char)label.p[k];
	while (at < label.n) {
		uint32_t was = i, w = 1;

		for (uint32_t k = 36;; k += 36) {
			uint32_t d = at < label.n ? digit_of(label.p[at++])
						  : 36,
				 t = k <= bias        ? 1
				     : k >= bias + 26 ? 26
						      : k - bias;

			if (d >= 36 || w > UINT32_MAX / 36 / 36 ||
			    d * w > UINT32_MAX / 2 - i)
				return (0);
			i += d * w;
			if (d < t)
				break;
			w *= 36 - t;
		}
		if (n == PUNYCODE_MAX)
			return (0);
		n++;
		bias = adapt(i - was, (uint32_t)n, was == 0);
		code += i / (uint32_t)n;
		i %= (uint32_t)n;
		if (code > 0x10ffff)
			return (0);
		memmove(ret + i + 1, ret + i, (n - 1 - i) * sizeof(ret[0]));
		ret[i++] = code;
	}
	return (n);
}
