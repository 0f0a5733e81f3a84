/*
 * Cutting and mending JSON.
 */
#include "jsoncut.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

static bool
is_space(char c)
{

	return (c == ' ' || c == '\n' || c == '\t' || c == '\r');
}

/* Bytes of a number or word. */
static bool
is_word(char c)
{

	return ((c >= '0' && c <= '9') ||
		((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c == '-' ||
		c == '+' || c == '.' || c == '_');
}

static void
skip_space(struct jsoncut *c)
{

	while (c->at < c->text.n && is_space(c->text.p[c->at]))
		c->at++;
}

/* The offset past the string that opens at ${at}; the text's end if it has no
 * other. */
static size_t
past_string(struct str s, size_t at)
{

	for (at++; at < s.n; at++) {
		const char *quote, *escape;
		size_t left = s.n - at;

		/* Whole strings at the speed of memchr. */
		quote = memchr(s.p + at, '"', left);
		if (quote == NULL)
			return (s.n);
		escape = memchr(s.p + at, '\\', (size_t)(quote - s.p) - at);
		if (escape == NULL)
			return ((size_t)(quote - s.p) + 1);
		at = (size_t)(escape - s.p) + 1;
	}
	return (s.n);
}

/* One value from c->at on; false: there is none. */
static bool
take_value(struct jsoncut *c, struct jsonpiece *ret)
{
	struct str s = c->text;
	size_t from, depth = 0, most = 0, values = 0;

	skip_space(c);
	from = c->at;
	while (c->at < s.n) {
		char ch = s.p[c->at];

		if (ch == '"') {
			c->at = past_string(s, c->at);
			values++;
		} else if (ch == '{' || ch == '[') {
			c->at++;
			values++;
			if (++depth > most)
				most = depth;
		} else if (ch == '}' || ch == ']') {
			if (depth == 0)
				break;
			c->at++;
			depth--;
		} else if (is_word(ch)) {
			while (c->at < s.n && is_word(s.p[c->at]))
				c->at++;
			values++;
		} else {
			if (depth == 0)
				break;
			c->at++;
			continue;
		}
		if (depth == 0)
			break;
	}
	if (depth > 0)
		c->broken = true; /* cut off */
	ret->text = str_sub(s, from, c->at);
	ret->hostile = most > JSONCUT_DEPTH || values > JSONCUT_VALUES;
	return (ret->text.n > 0);
}

bool
jsoncut_enter(struct jsoncut *c, char open)
{

	skip_space(c);
	if (c->at >= c->text.n || c->text.p[c->at] != open)
		return (false);
	c->at++;
	return (true);
}

/* To the next member or item: past one comma, and past what does not belong
 * here.  False at ${close} or the end. */
static bool
next_member(struct jsoncut *c, char close, bool object)
{

	for (; c->at < c->text.n; c->at++) {
		char ch = c->text.p[c->at];

		if (ch == close) {
			c->at++;
			return (false);
		}
		if (is_space(ch) || ch == ',')
			continue;
		if (object
			? ch == '"'
			: (ch == '"' || ch == '{' || ch == '[' || is_word(ch)))
			return (true);
		c->broken = true;
	}
	c->broken = true; /* never closed */
	return (false);
}

bool
jsoncut_item(struct jsoncut *c, struct jsonpiece *ret)
{

	return (next_member(c, ']', false) && take_value(c, ret));
}

bool
jsoncut_member(struct jsoncut *c, struct str *ret_key, struct jsonpiece *ret)
{
	size_t from;

	for (;;) {
		if (!next_member(c, '}', true))
			return (false);
		from = c->at;
		c->at = past_string(c->text, c->at);
		*ret_key = str_sub(c->text, from + 1, c->at - 1);
		skip_space(c);
		if (c->at < c->text.n && c->text.p[c->at] == ':') {
			c->at++;
			if (take_value(c, ret))
				return (true);
		}
		c->broken = true;
	}
}

/* Four hexadecimal digits at ${at}; -1: not there. */
static long
hex4(struct str s, size_t at)
{
	long v = 0;

	if (at + 4 > s.n)
		return (-1);
	for (size_t i = at; i < at + 4; i++) {
		char c = s.p[i], l = (char)(c | 0x20);

		if (c >= '0' && c <= '9')
			v = v * 16 + (c - '0');
		else if (l >= 'a' && l <= 'f')
			v = v * 16 + (l - 'a' + 10);
		else
			return (-1);
	}
	return (v);
}

/* One escape at ${at} (a backslash), made good; how many bytes it took. */
static size_t
mend_escape(struct str s, size_t at, struct buf *out)
{
	long high, low;

	if (at + 1 >= s.n)
		return (1);
	if (s.p[at + 1] != 'u') {
		if (strchr("\"\\/bfnrt", s.p[at + 1]) != NULL &&
		    s.p[at + 1] != '\0') {
			buf_add(out, str_sub(s, at, at + 2));
			return (2);
		}
		buf_adds(out, "\\\\");
		return (1);
	}
	high = hex4(s, at + 2);
	if (high < 0) {
		buf_adds(out, "\\\\");
		return (1);
	}
	if (high >= 0xd800 && high < 0xdc00 && at + 8 <= s.n &&
	    s.p[at + 6] == '\\' && s.p[at + 7] == 'u') {
		low = hex4(s, at + 8);
		if (low >= 0xdc00 && low < 0xe000) {
			buf_add(out, str_sub(s, at, at + 12));
			return (12);
		}
	}
	if (high >= 0xd800 && high < 0xe000)
		buf_adds(out, "\\ufffd");
	else
		buf_add(out, str_sub(s, at, at + 6));
	return (6);
}

static void
mend_string(struct str s, struct buf *out)
{
	size_t end = s.n > 1 && s.p[s.n - 1] == '"' ? s.n - 1 : s.n;
	size_t from = 1, at = 1;

	s.n = end;
	buf_addc(out, '"');
	while (at < end) {
		unsigned char c = (unsigned char)s.p[at];

		if (c != '\\' && c >= 0x20) {
			at++;
			continue;
		}
		buf_add(out, str_sub(s, from, at));
		if (c == '\\')
			at += mend_escape(s, at, out);
		else {
			const char escape[] = { '\\', 'u', '0', '0',
				(char)('0' + (c >> 4)),
				"0123456789abcdef"[c & 15] };

			buf_add(out, (struct str){ escape, sizeof(escape) });
			at++;
		}
		from = at;
	}
	buf_add(out, str_sub(s, from, end));
	buf_addc(out, '"');
}

/* Digits, with sign, fraction and exponent as JSON has them. */
static bool
is_number(struct str s)
{
	size_t at = s.n > 0 && s.p[0] == '-', digits;

	for (digits = at; at < s.n && s.p[at] >= '0' && s.p[at] <= '9';)
		at++;
	if (at == digits || (s.p[digits] == '0' && at > digits + 1))
		return (false);
	if (at < s.n && s.p[at] == '.') {
		for (digits = ++at;
		     at < s.n && s.p[at] >= '0' && s.p[at] <= '9';)
			at++;
		if (at == digits)
			return (false);
	}
	if (at < s.n && (s.p[at] | 0x20) == 'e') {
		at++;
		if (at < s.n && (s.p[at] == '+' || s.p[at] == '-'))
			at++;
		for (digits = at; at < s.n && s.p[at] >= '0' && s.p[at] <= '9';)
			at++;
		if (at == digits)
			return (false);
	}
	return (at == s.n);
}

static void
mend_word(struct str s, struct buf *out)
{
	bool fits = false;

	if (str_eq(s, STR("true")) || str_eq(s, STR("false")) ||
	    str_eq(s, STR("null"))) {
		buf_add(out, s);
		return;
	}
	if (is_number(s)) {
		char text[64];
		int64_t i;

		if (s.n < sizeof(text)) {
			memcpy(text, s.p, s.n);
			text[s.n] = '\0';
			fits = str_to_i64(s, &i) ||
			       (strpbrk(text, ".eE") != NULL &&
				   isfinite(strtod(text, NULL)));
		}
		if (!fits)
			buf_addc(out, '"');
		buf_add(out, s);
		if (!fits)
			buf_addc(out, '"');
		return;
	}
	buf_adds(out, "null");
}

void
jsoncut_mend(struct str s, struct buf *out)
{
	bool comma = false;

	for (size_t at = 0; at < s.n;) {
		size_t from = at;
		char c = s.p[at];

		if (c == ',') {
			comma = true;
			at++;
			continue;
		}
		if (comma && c != ']' && c != '}' && !is_space(c))
			buf_addc(out, ',');
		if (!is_space(c))
			comma = false;
		if (c == '"') {
			at = past_string(s, at);
			mend_string(str_sub(s, from, at), out);
		} else if (is_word(c)) {
			while (at < s.n && is_word(s.p[at]))
				at++;
			mend_word(str_sub(s, from, at), out);
		} else {
			if (strchr("{}[]: \t\r\n", c) != NULL && c != '\0')
				buf_addc(out, c);
			at++;
		}
	}
}
