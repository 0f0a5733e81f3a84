/*
 * The pre-scan's looks ahead, each remembered, and the shape of names.
 */
#include "ahead.h"

#include "earshot/utf8.h"

enum { START = 1, NAME = 2, COLON = 4, HIGH = 8 };

/* What may stand in a name; bytes over 0x7f are looked at one by one. */
static const uint8_t class[256] = {
	['a' ... 'z'] = START | NAME,
	['A' ... 'Z'] = START | NAME,
	['_'] = START | NAME,
	[':'] = START | NAME | COLON,
	['0' ... '9'] = NAME,
	['-'] = NAME,
	['.'] = NAME,
	[0x80 ... 0xff] = START | NAME | HIGH,
};

/* XML 1.0, production 4, past ASCII; but U+FFFD, which is what could not be
 * decoded, is no letter. */
static const struct {
	uint32_t from, to;
} letters[] = { { 0xc0, 0xd6 }, { 0xd8, 0xf6 }, { 0xf8, 0x2ff },
	{ 0x370, 0x37d }, { 0x37f, 0x1fff }, { 0x200c, 0x200d },
	{ 0x2070, 0x218f }, { 0x2c00, 0x2fef }, { 0x3001, 0xd7ff },
	{ 0xf900, 0xfdcf }, { 0xfdf0, 0xfffc }, { 0x10000, 0xeffff } };

/* What is looked ahead for, and which of its bytes is rare in texts. */
static const struct {
	const char *mark;
	uint8_t n, rare;
} marks[SCAN_AHEADS] = {
	[AHEAD_LESS] = { "<", 1, 0 },
	[AHEAD_GREATER] = { ">", 1, 0 },
	[AHEAD_QUOTE] = { "\"", 1, 0 },
	[AHEAD_APOSTROPHE] = { "'", 1, 0 },
	[AHEAD_COMMENT] = { "-->", 3, 2 },
	[AHEAD_PI] = { "?>", 2, 1 },
	[AHEAD_CDATA_END] = { "]]>", 3, 0 },
	[AHEAD_CDATA] = { "<![CDATA[", 9, 2 },
};

/* Up to eight bytes as a number. */
static uint64_t
load_some(const char *p, size_t n)
{
	uint64_t v = 0;
	uint32_t head, tail;
	size_t i;

	if (n == 8)
		memcpy(&v, p, 8);
	else if (n >= 4) {
		/* They overlap; each name gives one number all the same. */
		memcpy(&head, p, 4);
		memcpy(&tail, p + n - 4, 4);
		v = head | (uint64_t)tail << 32;
	} else
		for (i = 0; i < n; i++)
			v = v << 8 | (unsigned char)p[i];
	return (v);
}

uint32_t
scan_hash(struct str name)
{
	const uint64_t small = 0x2020202020202020u;
	uint64_t h = name.n;
	size_t i, n;

	for (i = 0; i < name.n; i += n) {
		n = name.n - i < 8 ? name.n - i : 8;
		h = (h ^ (load_some(name.p + i, n) | small)) *
		    0x9e3779b97f4a7c15u;
		h ^= h >> 32;
	}
	return ((uint32_t)h);
}

size_t
scan_look(struct scan *s, int what, size_t from)
{
	struct scan_ahead *a = &s->ahead[what];
	size_t n = marks[what].n, rare = marks[what].rare, at = from;
	const char *mark = marks[what].mark, *p;

	if (from >= a->from && from <= a->at)
		return (a->at);
	a->from = from;
	a->at = s->text.n;
	while (s->text.n - at >= n) {
		p = memchr(s->text.p + at + rare, mark[rare],
		    s->text.n - at - n + 1);
		if (p == NULL)
			break;
		p -= rare;
		at = (size_t)(p - s->text.p);
		if (n == 1 || memcmp(p, mark, n) == 0) {
			a->at = at;
			break;
		}
		at++;
	}
	return (a->at);
}

static bool
is_letter(uint32_t c)
{
	size_t i;

	if (c < 0x80)
		return (true);
	for (i = 0; i < sizeof(letters) / sizeof(letters[0]); i++)
		if (c <= letters[i].to)
			return (c >= letters[i].from);
	return (false);
}

size_t
scan_name(const struct scan *s, size_t at)
{
	const unsigned char *p = (const unsigned char *)s->text.p;
	struct str name;
	size_t end = at, i, colons = 0;
	unsigned seen = 0;

	if (at >= s->text.n || !(class[p[at]] & START))
		return (at);
	for (; end < s->text.n && (class[p[end]] & NAME); end++) {
		seen |= class[p[end]];
		colons += p[end] == ':';
	}
	if (end - at > SCAN_NAME_MAX)
		return (at);
	/* <http://…> is an address, not an element. */
	if ((seen & COLON) &&
	    (colons > 1 || p[at] == ':' || p[end - 1] == ':' ||
		!(class[p[at + str_findc(str_sub(s->text, at, end), ':') + 1]] &
		    START)))
		return (at);
	if (seen & HIGH) {
		name = str_sub(s->text, at, end);
		for (i = 0; i < name.n;)
			if (!is_letter(utf8_next(name, &i)))
				return (at);
	}
	return (end);
}

bool
scan_name_start(char c)
{

	return ((class[(unsigned char)c] & START) != 0);
}
