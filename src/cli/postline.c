/*
 * An object of strings, short whole numbers, true, false and null, and of
 * objects of these.  Not here: lists, what is nested deeper, fractions,
 * characters beyond the first 65,536 as escapes, and what is no JSON.
 */
#include "postline.h"

#include "earshot/utf8.h"

enum { DIGITS_MAX = 15 };

enum kind { STRING, NUMBER, WORD, OBJECT };

struct value {
	enum kind kind;
	struct str raw; /* as it is written; of a string between its quotes */
	bool escaped;
	struct str string; /* of a string: without its escapes */
};

struct line {
	struct arena *arena;
	const char *at, *end;
};

/* What ends a run of plain characters in a string. */
static const bool
    special[256] = { [0x00 ... 0x1f] = true, ['"'] = true, ['\\'] = true };

static void
skip_space(struct line *l)
{

	while (l->at < l->end && (*l->at == ' ' || *l->at == '\t' ||
				     *l->at == '\n' || *l->at == '\r'))
		l->at++;
}

static bool
take(struct line *l, char c)
{

	skip_space(l);
	if (l->at == l->end || *l->at != c)
		return (false);
	l->at++;
	return (true);
}

/* Behind the quote that opens it. */
static bool
read_string(struct line *l, struct value *ret)
{
	const char *from = l->at;

	ret->kind = STRING;
	ret->escaped = false;
	for (;;) {
		while (l->at < l->end && !special[(unsigned char)*l->at])
			l->at++;
		if (l->at == l->end)
			return (false);
		if (*l->at == '"')
			break;
		/* A backslash and what it is of; unescape looks at that. */
		if (*l->at != '\\' || l->end - l->at < 2)
			return (false);
		ret->escaped = true;
		l->at += 2;
	}
	ret->raw = (struct str){ from, (size_t)(l->at++ - from) };
	return (true);
}

static bool
read_number(struct line *l, struct value *ret)
{
	const char *from = l->at;

	while (l->at < l->end && *l->at >= '0' && *l->at <= '9')
		l->at++;
	ret->kind = NUMBER;
	ret->raw = (struct str){ from, (size_t)(l->at - from) };
	if (ret->raw.n > DIGITS_MAX || (ret->raw.n > 1 && *from == '0'))
		return (false);
	/* 1.5, 1e3 */
	return (l->at < l->end && strchr(".eE", *l->at) == NULL);
}

/* Of an object only the brace that opens it. */
static bool
read_value(struct line *l, struct value *ret)
{
	static const struct str words[] = { { "true", 4 }, { "false", 5 },
		{ "null", 4 } };
	struct str rest;

	skip_space(l);
	rest = (struct str){ l->at, (size_t)(l->end - l->at) };
	if (rest.n > 0 && *l->at >= '0' && *l->at <= '9')
		return (read_number(l, ret));
	if (take(l, '"'))
		return (read_string(l, ret));
	if (take(l, '{')) {
		ret->kind = OBJECT;
		return (true);
	}
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (str_starts(rest, words[i])) {
			ret->kind = WORD;
			ret->raw = words[i];
			l->at += words[i].n;
			return (true);
		}
	return (false);
}

/* Of \u: its four digits at ${p} as UTF-8; 0: NUL, half of a pair, or wrong. */
static size_t
put_code(const char *p, char out[4])
{
	uint32_t code = 0;

	for (int i = 0; i < 4; i++) {
		char c = p[i], lower = (char)(c | 0x20);

		if (c >= '0' && c <= '9')
			code = code * 16 + (uint32_t)(c - '0');
		else if (lower >= 'a' && lower <= 'f')
			code = code * 16 + (uint32_t)(lower - 'a' + 10);
		else
			return (0);
	}
	return (code == 0 || (code >= 0xd800 && code <= 0xdfff)
		    ? 0
		    : utf8_put(code, out));
}

/* ${raw} without its escapes; false: one is not for us. */
static bool
unescape(struct arena *a, struct str raw, struct str *ret)
{
	static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
	char *out = arena_alloc(a, raw.n);
	size_t n = 0, i = 0, width;

	if (out == NULL)
		return (false);
	while (i < raw.n) {
		const char *known;

		if (raw.p[i] != '\\') {
			out[n++] = raw.p[i++];
			continue;
		}
		/* read_string saw what is behind each backslash. */
		if (raw.p[i + 1] == 'u') {
			if (raw.n - i < 6)
				return (false);
			width = put_code(raw.p + i + 2, out + n);
			if (width == 0)
				return (false);
			n += width;
			i += 6;
			continue;
		}
		known = memchr(from, raw.p[i + 1], sizeof(from) - 1);
		if (known == NULL)
			return (false);
		out[n++] = to[known - from];
		i += 2;
	}
	*ret = (struct str){ out, n };
	return (true);
}

/* One member, and what is right with it, be it asked for or not: jansson
 * refuses what is wrong. */
static bool
read_member(struct line *l, struct value *key, struct value *v)
{

	v->string = (struct str){ NULL, 0 };
	if (!take(l, '"') || !read_string(l, key) || key->escaped ||
	    !take(l, ':') || !read_value(l, v))
		return (false);
	if (v->kind != STRING)
		return (true);
	v->string = v->raw;
	return (!v->escaped || unescape(l->arena, v->raw, &v->string));
}

/* Behind the brace that opens an object which nobody asks for. */
static bool
skip_object(struct line *l)
{
	struct value key, v;

	if (take(l, '}'))
		return (true);
	do
		if (!read_member(l, &key, &v) || v.kind == OBJECT)
			return (false);
	while (take(l, ','));
	return (take(l, '}'));
}

/* One member that is asked for, or not. */
static bool
keep(struct str key, const struct value *v, struct postline *ret)
{
	const struct {
		struct str name;
		struct str *to;
	} strings[] = { { STR("text"), &ret->text },
		{ STR("title"), &ret->title }, { STR("lang"), &ret->lang },
		{ STR("context"), &ret->context } };

	for (size_t i = 0; i < sizeof(strings) / sizeof(strings[0]); i++)
		if (str_eq(key, strings[i].name))
			*strings[i].to = v->string;
	if (str_eq(key, STR("id"))) {
		/* Written as jansson would write it? */
		if (v->kind == OBJECT || (v->kind == STRING && v->escaped))
			return (false);
		ret->id = v->kind == STRING
			      ? (struct str){ v->raw.p - 1, v->raw.n + 2 }
			      : v->raw;
	}
	if (str_eq(key, STR("stars"))) {
		ret->stars = 0;
		if (v->kind == NUMBER) {
			ret->stars = v->raw.p[0] - '0';
			if (v->raw.n > 1 || ret->stars < 1 || ret->stars > 5)
				return (false);
		}
	}
	return (true);
}

bool
postline_read(struct arena *a, struct str line, struct postline *ret)
{
	struct line l = { a, line.p, line.p + line.n };
	struct value key, v;

	*ret = (struct postline){ .id = STR("null") };
	if (!utf8_valid(line) || !take(&l, '{'))
		return (false);
	do
		if (!read_member(&l, &key, &v) ||
		    (v.kind == OBJECT && !skip_object(&l)) ||
		    !keep(key.raw, &v, ret))
			return (false);
	while (take(&l, ','));
	return (take(&l, '}') && l.at == l.end && ret->text.p != NULL);
}

/* Any value, up to the comma or brace behind it; false: there is none. */
static bool
pass_value(struct line *l, struct str *ret)
{
	const char *from;
	struct value string;
	size_t depth = 0;

	skip_space(l);
	for (from = l->at; l->at < l->end; l->at++) {
		char c = *l->at;

		if (depth == 0 && (c == ',' || c == '}')) {
			*ret = str_trim(
			    (struct str){ from, (size_t)(l->at - from) });
			return (true);
		}
		if (c == '{' || c == '[')
			depth++;
		else if ((c == '}' || c == ']') && depth-- == 0)
			return (false);
		if (c == '"') {
			l->at++;
			if (!read_string(l, &string))
				return (false);
			l->at--;
		}
	}
	return (false);
}

struct str
postline_id(struct str line)
{
	struct line l = { NULL, line.p, line.p + line.n };
	struct str id = { NULL, 0 }, value;
	struct value key;

	if (!take(&l, '{'))
		return (id);
	do {
		if (!take(&l, '"') || !read_string(&l, &key) ||
		    !take(&l, ':') || !pass_value(&l, &value))
			break;
		if (str_eq(key.raw, STR("id")))
			id = value;
	} while (take(&l, ','));
	return (id);
}
