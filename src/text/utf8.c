/*
 * UTF-8: one scan that the compiler vectorises where text is plain ASCII, a
 * small decoder for the rest.  Not for other encodings: see charset.
 */
#include "earshot/utf8.h"

#include "earshot/buf.h"
#include "earshot/sixteen.h"

enum { BLOCK = 64, REPLACEMENT = 0xfffd };

/* Has ${p}[0..BLOCK) nothing but ASCII that XML allows? No early exit, so
 * that this becomes vector code. */
static inline bool
block_plain(const unsigned char *p)
{
	unsigned char bad = 0, c;
	int i;

	for (i = 0; i < BLOCK; i++) {
		c = p[i];
		bad |= (unsigned char)((c >= 0x80) |
				       ((c < 0x20) & (c != '\t') & (c != '\n') &
					   (c != '\r')));
	}
	return (bad == 0);
}

static inline bool
block_ascii(const unsigned char *p)
{
	unsigned char bits = 0;
	int i;

	for (i = 0; i < BLOCK; i++)
		bits |= p[i];
	return (bits < 0x80);
}

static inline bool
trails(unsigned char c)
{

	return ((c & 0xc0) == 0x80);
}

/*
 * The sequence of two to four bytes at ${p} (Unicode table 3-7): its length
 * and character, or 0 when it is not well-formed.
 */
static inline size_t
sequence(const unsigned char *p, size_t n, uint32_t *ret)
{
	uint32_t c = p[0];

	if (c < 0xc2 || c > 0xf4 || n < 2 || !trails(p[1]))
		return (0);
	if (c < 0xe0) {
		*ret = (c & 0x1f) << 6 | (p[1] & 0x3fU);
		return (2);
	}
	if (n < 3 || !trails(p[2]))
		return (0);
	if (c < 0xf0) {
		c = (c & 0x0f) << 12 | (p[1] & 0x3fU) << 6 | (p[2] & 0x3fU);
		if (c < 0x800 || (c >= 0xd800 && c <= 0xdfff))
			return (0);
		*ret = c;
		return (3);
	}
	if (n < 4 || !trails(p[3]))
		return (0);
	c = (c & 0x07) << 18 | (p[1] & 0x3fU) << 12 | (p[2] & 0x3fU) << 6 |
	    (p[3] & 0x3fU);
	if (c < 0x10000 || c > 0x10ffff)
		return (0);
	*ret = c;
	return (4);
}

bool
utf8_ascii(struct str s)
{
	const unsigned char *p = (const unsigned char *)s.p;
	size_t i = 0;

	for (; s.n - i >= BLOCK; i += BLOCK) {
		if (!block_ascii(p + i))
			return (false);
	}
	for (; i < s.n; i++) {
		if (p[i] >= 0x80)
			return (false);
	}
	return (true);
}

bool
utf8_valid(struct str s)
{
	const unsigned char *p = (const unsigned char *)s.p;
	size_t i = 0, len, end;
	uint32_t c;

	while (i < s.n) {
		if (s.n - i >= BLOCK && block_ascii(p + i)) {
			i += BLOCK;
			continue;
		}
		/* A block that is not plain is walked to its end. */
		end = s.n - i > BLOCK ? i + BLOCK : s.n;
		while (i < end) {
			if (p[i] < 0x80) {
				i++;
				continue;
			}
			if ((len = sequence(p + i, s.n - i, &c)) == 0)
				return (false);
			i += len;
		}
	}
	return (true);
}

/* Characters that XML 1.0 (section 2.2) does not allow, ASCII aside. */
static inline bool
forbidden(uint32_t c)
{

	return (c == 0xfffe || c == 0xffff);
}

/* Which of the bytes are not ASCII, or not allowed in XML. */
static inline sixteen
sixteen_odd(sixteen v)
{

	/* Of signed bytes, those over 0x7f are below all others. */
	return ((sixteen)((sixteen_signed)v < 0x20) & (sixteen)(v != '\t') &
		(sixteen)(v != '\n') & (sixteen)(v != '\r'));
}

size_t
utf8_span(struct str s)
{
	const unsigned char *p = (const unsigned char *)s.p;
	size_t i = 0, len;
	sixteen odd;
	uint32_t c;

	while (i < s.n) {
		if (s.n - i >= BLOCK && block_plain(p + i)) {
			i += BLOCK;
			continue;
		}
		if (s.n - i >= SIXTEEN) {
			odd = sixteen_odd(sixteen_load(p + i));
			if (!sixteen_any(odd)) {
				i += SIXTEEN;
				continue;
			}
			i += sixteen_first(odd);
		}
		/* Where there is one that is not plain, others follow. */
		do {
			if (p[i] < 0x80) {
				if (p[i] < 0x20 && p[i] != '\t' &&
				    p[i] != '\n' && p[i] != '\r')
					return (i);
				i++;
				continue;
			}
			len = sequence(p + i, s.n - i, &c);
			if (len == 0 || forbidden(c))
				return (i);
			i += len;
		} while (i < s.n && (p[i] >= 0x80 || s.n - i < SIXTEEN));
	}
	return (i);
}

uint32_t
utf8_next(struct str s, size_t *at)
{
	const unsigned char *p = (const unsigned char *)s.p + *at;
	uint32_t c = REPLACEMENT;
	size_t len;

	if (p[0] < 0x80) {
		(*at)++;
		return (p[0]);
	}
	len = sequence(p, s.n - *at, &c);
	*at += len != 0 ? len : 1;
	return (c);
}

size_t
utf8_put(uint32_t c, char out[4])
{

	if (c < 0x80) {
		out[0] = (char)c;
		return (1);
	}
	if (c < 0x800) {
		out[0] = (char)(0xc0 | c >> 6);
		out[1] = (char)(0x80 | (c & 0x3f));
		return (2);
	}
	if (c >= 0xd800 && c <= 0xdfff)
		return (0);
	if (c < 0x10000) {
		out[0] = (char)(0xe0 | c >> 12);
		out[1] = (char)(0x80 | (c >> 6 & 0x3f));
		out[2] = (char)(0x80 | (c & 0x3f));
		return (3);
	}
	if (c > 0x10ffff)
		return (0);
	out[0] = (char)(0xf0 | c >> 18);
	out[1] = (char)(0x80 | (c >> 12 & 0x3f));
	out[2] = (char)(0x80 | (c >> 6 & 0x3f));
	out[3] = (char)(0x80 | (c & 0x3f));
	return (4);
}

size_t
utf8_floor(struct str s, size_t at)
{
	size_t back = 0;

	if (at >= s.n)
		return (s.n);
	/* At most three steps: stray trail bytes are no character's. */
	while (back < 3 && at > back && trails((unsigned char)s.p[at - back]))
		back++;
	return (trails((unsigned char)s.p[at - back]) ? at : at - back);
}

struct str
utf8_cut(struct str s, size_t max)
{

	return ((struct str){ s.p, utf8_floor(s, max) });
}

size_t
utf8_columns(struct str s, size_t at)
{
	size_t i, count = 0;

	if (at > s.n)
		at = s.n;
	for (i = 0; i < at; i++)
		count += !trails((unsigned char)s.p[i]);
	return (count);
}

/*
 * How many bytes the bad place at ${p} takes, and what should stand there:
 * *${c} is 0 for nothing.  A sequence that was cut short is one bad place, as
 * Unicode (3.9, maximal subparts) advises.
 */
static size_t
mend(const unsigned char *p, size_t n, uint32_t *c)
{
	uint32_t high;
	size_t len;

	*c = 0;
	if (p[0] < 0x80)
		return (1);
	if (sequence(p, n, &high) == 3)
		return (3); /* U+FFFE, U+FFFF */
	*c = REPLACEMENT;
	if (p[0] == 0xed && n >= 6 && (p[1] & 0xf0) == 0xa0 && trails(p[2]) &&
	    p[3] == 0xed && (p[4] & 0xf0) == 0xb0 && trails(p[5])) {
		/* UTF-16 halves, each in three bytes (CESU-8): Java, MySQL. */
		high = (p[1] & 0x0fU) << 6 | (p[2] & 0x3fU);
		*c = 0x10000 +
		     (high << 10 | (p[4] & 0x0fU) << 6 | (p[5] & 0x3fU));
		return (6);
	}
	if (p[0] < 0xc2 || p[0] > 0xf4 || n < 2 || !trails(p[1]))
		return (1);
	if ((p[0] == 0xe0 && p[1] < 0xa0) || (p[0] == 0xed && p[1] > 0x9f) ||
	    (p[0] == 0xf0 && p[1] < 0x90) || (p[0] == 0xf4 && p[1] > 0x8f))
		return (1);
	for (len = 2; len < n && len < 3 && trails(p[len]); len++)
		;
	return (p[0] < 0xf0 ? 2 : len);
}

/* What ${s} becomes, to ${out} unless NULL; its length. */
static size_t
rewrite(struct str s, char *out)
{
	size_t i = 0, n = 0, run;
	struct str rest;
	char four[4];
	uint32_t c;

	while (i < s.n) {
		rest = str_sub(s, i, s.n);
		run = utf8_span(rest);
		if (out != NULL && run > 0)
			memcpy(out + n, rest.p, run);
		n += run;
		i += run;
		if (i == s.n)
			break;
		i += mend((const unsigned char *)s.p + i, s.n - i, &c);
		if (c == 0)
			continue;
		run = utf8_put(c, four);
		if (out != NULL)
			memcpy(out + n, four, run);
		n += run;
	}
	return (n);
}

struct str
utf8_clean(struct arena *a, struct str s, bool *changed)
{
	struct str ret = s;
	char *p;

	if (changed != NULL)
		*changed = false;
	if (utf8_span(s) == s.n)
		return (s);
	ret.n = rewrite(s, NULL);
	if ((p = arena_alloc(a, ret.n + 1)) == NULL)
		return ((struct str){ NULL, 0 });
	rewrite(s, p);
	ret.p = p;
	if (changed != NULL)
		*changed = true;
	return (ret);
}

/* Does a terminal obey it, or does it turn what stands beside it? */
static bool
is_obeyed(uint32_t c)
{

	return (c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x061c ||
		c == 0x200e || c == 0x200f || (c >= 0x2028 && c <= 0x202e) ||
		(c >= 0x2066 && c <= 0x2069) || c == 0xfeff);
}

void
utf8_plain(struct str s, bool lines, struct buf *out)
{

	for (size_t at = 0, from = 0; at < s.n; from = at) {
		uint32_t c = utf8_next(s, &at);

		if (c == '\n' && lines)
			buf_addc(out, '\n');
		else if (is_obeyed(c))
			buf_addc(out, ' ');
		else if (c == 0xfffd)
			buf_adds(out, "\xef\xbf\xbd");
		else
			buf_add(out, str_sub(s, from, at));
	}
}
