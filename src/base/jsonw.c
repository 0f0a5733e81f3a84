/*
 * The escaping JSON writer.
 */
#include "earshot/jsonw.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>

#include "earshot/sixteen.h"

void
jsonw_init(struct jsonw *j, struct buf *out)
{

	*j = (struct jsonw){ .out = out };
}

/* What stands before a value: a comma, unless it is the first or has a key. */
static void
before(struct jsonw *j)
{

	if (j->after_key) {
		j->after_key = false;
		return;
	}
	if (j->depth > 0) {
		if (j->some[j->depth - 1])
			buf_addc(j->out, ',');
		j->some[j->depth - 1] = true;
	}
}

static void
open_with(struct jsonw *j, char c)
{

	before(j);
	buf_addc(j->out, c);
	assert(j->depth < JSONW_MAX_DEPTH);
	j->some[j->depth++] = false;
}

static void
close_with(struct jsonw *j, char c)
{

	assert(j->depth > 0);
	j->depth--;
	buf_addc(j->out, c);
}

void
jsonw_object(struct jsonw *j)
{

	open_with(j, '{');
}

void
jsonw_end_object(struct jsonw *j)
{

	close_with(j, '}');
}

void
jsonw_array(struct jsonw *j)
{

	open_with(j, '[');
}

void
jsonw_end_array(struct jsonw *j)
{

	close_with(j, ']');
}

/* How many bytes from ${at} are one well-formed UTF-8 character; 0: none. */
static size_t
utf8_length(struct str s, size_t at)
{
	const unsigned char *p = (const unsigned char *)s.p + at;
	size_t left = s.n - at, n;
	uint32_t c;

	if (p[0] < 0x80)
		return (1);
	if (p[0] >= 0xc2 && p[0] <= 0xdf)
		n = 2;
	else if ((p[0] & 0xf0) == 0xe0)
		n = 3;
	else if (p[0] >= 0xf0 && p[0] <= 0xf4)
		n = 4;
	else
		return (0);
	if (left < n)
		return (0);
	c = p[0] & (0xffu >> (n + 1));
	for (size_t i = 1; i < n; i++) {
		if ((p[i] & 0xc0) != 0x80)
			return (0);
		c = c << 6 | (p[i] & 0x3f);
	}
	if ((n == 3 && (c < 0x800 || (c >= 0xd800 && c <= 0xdfff))) ||
	    (n == 4 && (c < 0x10000 || c > 0x10ffff)))
		return (0);
	return (n);
}

static void
add_escape(struct buf *out, unsigned char c)
{
	static const char hex[] = "0123456789abcdef";
	char text[] = "\\u00xx";

	switch (c) {
	case '"':
		buf_add(out, STR("\\\""));
		return;
	case '\\':
		buf_add(out, STR("\\\\"));
		return;
	case '\n':
		buf_add(out, STR("\\n"));
		return;
	case '\t':
		buf_add(out, STR("\\t"));
		return;
	case '\r':
		buf_add(out, STR("\\r"));
		return;
	default:
		break;
	}
	if (c >= 0x80) {
		buf_add(out, STR("\xef\xbf\xbd"));
		return;
	}
	text[4] = hex[c >> 4];
	text[5] = hex[c & 0xf];
	buf_add(out, (struct str){ text, 6 });
}

/* Which of sixteen bytes may not stand as they are, or are not ASCII. */
static inline sixteen
special(sixteen v)
{

	return ((sixteen)((sixteen_signed)v < 0x20) | (sixteen)(v == 0x7f) |
		(sixteen)(v == '"') | (sixteen)(v == '\\'));
}

static bool
is_special(unsigned char c)
{

	return (c < 0x20 || c >= 0x7f || c == '"' || c == '\\');
}

/*
 * Copies what of ${s} may stand as it is to ${to}, which has room for SIXTEEN
 * more: bytes that may not are written, too, and then written over.  How many;
 * the next one, if there is one, wants an escape.
 */
static size_t
copy_plain(char *to, struct str s)
{
	size_t at = 0, n;

	for (;;) {
		for (; s.n - at >= SIXTEEN; at += SIXTEEN) {
			sixteen v = sixteen_load(s.p + at), m = special(v);

			sixteen_store(to + at, v);
			if (sixteen_any(m)) {
				at += sixteen_first(m);
				break;
			}
		}
		do {
			if (at == s.n)
				return (at);
			if ((unsigned char)s.p[at] >= 0x80)
				n = utf8_length(s, at);
			else
				n = !is_special((unsigned char)s.p[at]);
			if (n == 0)
				return (at);
			for (; n > 0; n--, at++)
				to[at] = s.p[at];
		} while (at == s.n || (unsigned char)s.p[at] >= 0x80);
	}
}

void
jsonw_quote(struct buf *out, struct str s)
{
	size_t at = 0, n;
	char *to;

	buf_addc(out, '"');
	while (at < s.n) {
		to = buf_reserve(out, s.n - at + SIXTEEN);
		if (to == NULL)
			return;
		n = copy_plain(to, str_sub(s, at, s.n));
		buf_advance(out, n);
		at += n;
		if (at < s.n)
			add_escape(out, (unsigned char)s.p[at++]);
	}
	buf_addc(out, '"');
}

void
jsonw_key(struct jsonw *j, const char *key)
{

	before(j);
	jsonw_quote(j->out, str_of(key));
	buf_addc(j->out, ':');
	j->after_key = true;
}

void
jsonw_ready_key(struct jsonw *j, struct str key)
{

	before(j);
	buf_add(j->out, key);
	j->after_key = true;
}

void
jsonw_str(struct jsonw *j, struct str s)
{

	before(j);
	if (s.p == NULL)
		buf_add(j->out, STR("null"));
	else
		jsonw_quote(j->out, s);
}

void
jsonw_int(struct jsonw *j, int64_t v)
{
	char text[24];
	size_t at = sizeof(text);
	uint64_t u = v < 0 ? -(uint64_t)v : (uint64_t)v;

	before(j);
	do {
		text[--at] = (char)('0' + u % 10);
		u /= 10;
	} while (u > 0);
	if (v < 0)
		text[--at] = '-';
	buf_add(j->out, (struct str){ text + at, sizeof(text) - at });
}

/* ${v} with ${digits} behind the point as a whole number, where a double holds
 * it exactly enough; else UINT64_MAX. */
static uint64_t
scaled(double v, int digits)
{
	static const double tens[] = { 1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6 };

	if (digits < 0 || digits > 6 || v >= 1e9)
		return (UINT64_MAX);
	return ((uint64_t)(v * tens[digits] + 0.5));
}

/* ${whole} before ${end}, a point before its last ${digits}, without zeros at
 * its end; where it begins. */
static char *
put_real(uint64_t whole, int digits, char *end)
{

	while (digits > 0 && whole % 10 == 0) {
		whole /= 10;
		digits--;
	}
	for (int i = 0; i < digits; i++, whole /= 10)
		*--end = (char)('0' + whole % 10);
	if (digits > 0)
		*--end = '.';
	do
		*--end = (char)('0' + whole % 10);
	while ((whole /= 10) > 0);
	return (end);
}

void
jsonw_real(struct jsonw *j, double v, int digits)
{
	char text[64], *p = text, *end = text + sizeof(text);
	uint64_t whole;

	before(j);
	if (!isfinite(v) || fabs(v) > 1e15) {
		buf_add(j->out, STR("null"));
		return;
	}
	whole = scaled(fabs(v), digits);
	if (whole != UINT64_MAX) {
		p = put_real(whole, digits, end);
		if (v < 0 && whole > 0)
			*--p = '-';
	} else {
		end = text + snprintf(text, sizeof(text), "%.*f", digits, v);
		while (digits > 0 && end > text + 1 && end[-1] == '0')
			end--;
		if (digits > 0 && end[-1] == '.')
			end--;
	}
	buf_add(j->out, (struct str){ p, (size_t)(end - p) });
}

void
jsonw_bool(struct jsonw *j, bool v)
{

	before(j);
	buf_adds(j->out, v ? "true" : "false");
}

void
jsonw_null(struct jsonw *j)
{

	before(j);
	buf_add(j->out, STR("null"));
}

void
jsonw_kstr(struct jsonw *j, const char *key, struct str s)
{

	jsonw_key(j, key);
	jsonw_str(j, s);
}

void
jsonw_kint(struct jsonw *j, const char *key, int64_t v)
{

	jsonw_key(j, key);
	jsonw_int(j, v);
}

void
jsonw_kreal(struct jsonw *j, const char *key, double v, int digits)
{

	jsonw_key(j, key);
	jsonw_real(j, v, digits);
}

void
jsonw_kbool(struct jsonw *j, const char *key, bool v)
{

	jsonw_key(j, key);
	jsonw_bool(j, v);
}
