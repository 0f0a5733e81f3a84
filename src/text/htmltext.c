/*
 * Plain text as it is built.  White space is owed until a character follows,
 * so that nothing starts or ends with it and every offset is right at once.
 */
#include "htmltext.h"

#include <stdlib.h>

#include "quoted.h"

#define T(s)                     \
	{                        \
		s, sizeof(s) - 1 \
	}

/* Bytes of text beyond those of the markup: for nothing in particular. */
enum { SPARE = 16 };

enum { PLAIN, SPACE, ODD };

/* ODD: the first byte of what may be white space beyond ASCII. */
static const uint8_t class[256] = { ['\t'] = SPACE,
	['\n'] = SPACE,
	['\v'] = SPACE,
	['\f'] = SPACE,
	['\r'] = SPACE,
	[' '] = SPACE,
	[0xc2] = ODD,
	[0xe2] = ODD,
	[0xef] = ODD };

void
htmltext_init(struct htmltext *t, struct arena *a, size_t most)
{

	*t = (struct htmltext){ .arena = a };
	t->out = malloc(most + SPARE);
	if (t->out == NULL)
		t->failed = true;
	else
		t->size = most + SPARE;
}

void
htmltext_free(struct htmltext *t)
{

	map_free(t->seen);
	free(t->out);
}

void
htmltext_reset(struct htmltext *t)
{

	map_free(t->seen);
	*t = (struct htmltext){ .arena = t->arena,
		.out = t->out,
		.size = t->size,
		.failed = t->out == NULL };
}

/* What is owed before a character. */
static void
pay(struct htmltext *t)
{

	if (t->line || t->space) {
		if (t->n > 0 && t->n < t->size)
			t->out[t->n++] = t->line ? '\n' : ' ';
		t->line = t->space = false;
	}
	if (t->quote_next) {
		t->quote_next = false;
		t->quoting = true;
		t->quote_start = t->n;
	}
}

/*
 * Bytes at ${p} that are white space beyond ASCII (*${kind} 1), a line end (2)
 * or invisible (3); 0: neither.
 */
static size_t
odd_space(const unsigned char *p, size_t n, int *kind)
{
	static const struct {
		unsigned char bytes[3];
		uint8_t n, kind;
	} rows[] = {
		{ { 0xc2, 0xa0 }, 2, 1 },       /* no-break space */
		{ { 0xc2, 0xad }, 2, 3 },       /* soft hyphen */
		{ { 0xe2, 0x80, 0x8b }, 3, 3 }, /* zero width space */
		{ { 0xe2, 0x80, 0xa8 }, 3, 2 }, /* line separator */
		{ { 0xe2, 0x80, 0xa9 }, 3, 2 }, /* paragraph separator */
		{ { 0xe2, 0x81, 0xa0 }, 3, 3 }, /* word joiner */
		{ { 0xef, 0xbb, 0xbf }, 3, 3 }, /* byte order mark */
	};
	size_t i;

	if (p[0] != 0xc2 && p[0] != 0xe2 && p[0] != 0xef)
		return (0);
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (n < rows[i].n || memcmp(p, rows[i].bytes, rows[i].n) != 0)
			continue;
		*kind = rows[i].kind;
		return (rows[i].n);
	}
	return (0);
}

/*
 * How many of the eight bytes at ${p} are characters, or single spaces between
 * them, of ASCII: all, all but a space at their end, or 0: look closer.
 */
static size_t
plain_eight(const unsigned char *p)
{
	const uint64_t ones = 0x0101010101010101, high = ones * 0x80;
	uint64_t x, spaces;

	memcpy(&x, p, sizeof(x));
	if ((x & high) || ((x - ones * ' ') & high))
		return (0);
	spaces = x ^ ones * ' ';
	spaces = ~(spaces + ones * 0x7f) & high;
	if (spaces & spaces << 8)
		return (0);
	return (p[7] == ' ' ? 7 : 8);
}

/* Characters without odd ones from ${s}; how many.  A single space between two
 * of them needs no debt. */
static size_t
add_run(struct htmltext *t, struct str s)
{
	const unsigned char *p = (const unsigned char *)s.p;
	size_t i = 0, n, stop;
	char *out;

	if (t->line || t->space || t->quote_next)
		pay(t);
	if (s.n > t->size - t->n)
		s.n = t->size - t->n;
	out = t->out + t->n;
	while (i < s.n) {
		n = s.n - i >= 8 ? plain_eight(p + i) : 0;
		if (n > 0) {
			memcpy(out + i, p + i, 8);
			i += n;
			continue;
		}
		stop = s.n - i > 8 ? i + 8 : s.n;
		for (; i < stop; i++) {
			if (class[p[i]] != PLAIN &&
			    (p[i] != ' ' || i + 1 == s.n ||
				class[p[i + 1]] != PLAIN))
				goto out;
			out[i] = s.p[i];
		}
	}
out:
	t->n += i;
	return (i);
}

void
htmltext_add(struct htmltext *t, struct str s)
{
	const unsigned char *p = (const unsigned char *)s.p;
	size_t i = 0, n;
	int kind = 0;

	if (t->drop.name.p != NULL)
		return;
	while (i < s.n) {
		switch (class[p[i]]) {
		case SPACE:
			t->space = true;
			if (t->lines > 0 && p[i] == '\n')
				t->line = true;
			i++;
			continue;
		case ODD:
			n = odd_space(p + i, s.n - i, &kind);
			t->space |= n > 0 && kind == 1;
			t->line |= n > 0 && kind == 2;
			i += n;
			if (n > 0)
				continue;
			/* An ordinary character after all: its first byte,
			 * and on. */
			pay(t);
			if (t->n < t->size)
				t->out[t->n++] = s.p[i];
			i++;
			continue;
		default:
			n = add_run(t, str_sub(s, i, s.n));
			if (n == 0) {
				t->failed = true;
				return;
			}
			i += n;
		}
	}
}

void
htmltext_line(struct htmltext *t)
{

	if (t->drop.name.p == NULL)
		t->line = true;
}

/* ${words}, separated by white space: is ${word} one of them? */
static bool
has_word(struct str words, struct str word)
{
	struct str w;

	while ((w = str_word(&words)).n > 0)
		if (str_ieq(w, word))
			return (true);
	return (false);
}

static bool
one_of(struct str words, const struct str *list, size_t n)
{
	size_t i;

	for (i = 0; i < n && words.n > 0; i++)
		if (str_ifind(words, list[i]) != SIZE_MAX &&
		    has_word(words, list[i]))
			return (true);
	return (false);
}

/* Does a style say that nobody sees it? */
static bool
style_hides(struct str style)
{
	static const struct {
		struct str name, value;
	} rows[] = { { T("display"), T("none") },
		{ T("visibility"), T("hidden") }, { T("mso-hide"), T("all") } };
	struct str one, name;
	size_t i;

	while (style.n > 0) {
		one = str_cut(&style, ';');
		name = str_trim(str_cut(&one, ':'));
		one = str_cut(&one, '!');
		for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
			if (str_ieq(name, rows[i].name) &&
			    str_ieq(str_trim(one), rows[i].value))
				return (true);
	}
	return (false);
}

static bool
is_dropped(const struct htmltag *tag)
{
	static const struct str classes[] = { T("preheader"),
		T("preheader-text"), T("preview-text") };

	if (tag->element != NULL && (tag->element->flags & ELEMENT_DROP))
		return (true);
	if (tag->hidden)
		return (true);
	return (
	    style_hides(tag->style) ||
	    one_of(tag->class, classes, sizeof(classes) / sizeof(classes[0])));
}

/* Mail and forum programs say by a class that this was quoted. */
static bool
is_cited(const struct htmltag *tag)
{
	static const struct str classes[] = { T("quote"), T("gmail_quote"),
		T("gmail_attr"), T("yahoo_quoted"), T("moz-cite-prefix"),
		T("protonmail_quote"), T("bbcode_quote"), T("bbcodeblock"),
		T("quoteheader"), T("quotetitle"), T("quotecontent") };

	return (
	    one_of(tag->class, classes, sizeof(classes) / sizeof(classes[0])));
}

static void
add_link(struct htmltext *t, struct str href)
{
	struct str *links;

	href = str_trim(href);
	if (href.n == 0 || t->nlinks == HTML_MAX_LINKS)
		return;
	if (t->seen == NULL && (t->seen = map_new()) == NULL) {
		t->failed = true;
		return;
	}
	if (map_get(t->seen, href) != NULL)
		return;
	href = arena_str(t->arena, href);
	links = arena_grow(t->arena, t->links, t->nlinks, &t->links_cap,
	    sizeof(*links));
	if (href.p == NULL || links == NULL ||
	    map_put(t->seen, href, t) != OK) {
		t->failed = true;
		return;
	}
	t->links = links;
	t->links[t->nlinks++] = href;
}

static void
quote_begin(struct htmltext *t)
{

	if (t->quoted++ == 0)
		t->quote_next = true;
}

static void
quote_finish(struct htmltext *t)
{
	struct quote *q;

	if (t->quoted == 0 || --t->quoted > 0)
		return;
	t->quote_next = false;
	if (!t->quoting)
		return;
	t->quoting = false;
	q = arena_grow(t->arena, t->quotes, t->nquotes, &t->quotes_cap,
	    sizeof(*q));
	if (q == NULL) {
		t->failed = true;
		return;
	}
	t->quotes = q;
	t->quotes[t->nquotes++] =
	    (struct quote){ (uint32_t)t->quote_start, (uint32_t)t->n };
}

/* Opens ${r} or counts one more of its kind in it. */
static void
region_start(struct htmltext *t, struct htmlregion *r, struct str name,
    bool open)
{

	if (r->name.p != NULL) {
		if (str_ieq(r->name, name))
			r->open++;
		return;
	}
	if (!open)
		return;
	r->name = arena_str(t->arena, name);
	r->open = 1;
	if (r->name.p == NULL)
		t->failed = true;
}

/* true: this was its end. */
static bool
region_end(struct htmlregion *r, struct str name)
{

	if (r->name.p == NULL || !str_ieq(r->name, name) || --r->open > 0)
		return (false);
	r->name = (struct str){ NULL, 0 };
	return (true);
}

void
htmltext_start(struct htmltext *t, const struct htmltag *tag)
{
	unsigned flags = tag->element != NULL ? tag->element->flags : 0;
	bool cited;

	if (!(flags & ELEMENT_VOID))
		region_start(t, &t->drop, tag->name, is_dropped(tag));
	if (t->drop.name.p != NULL)
		return;
	if (flags & ELEMENT_BLOCK)
		t->line = true;
	if (flags & ELEMENT_CELL)
		t->space = true;
	if (flags & ELEMENT_VOID)
		return;
	if (flags & ELEMENT_LINES)
		t->lines++;
	cited = t->cited.name.p == NULL && is_cited(tag);
	region_start(t, &t->cited, tag->name, cited);
	if (cited)
		quote_begin(t);
	if (flags & ELEMENT_QUOTE)
		quote_begin(t);
	if (tag->href.p != NULL && tag->name.n == 1 &&
	    (tag->name.p[0] | 0x20) == 'a')
		add_link(t, tag->href);
}

void
htmltext_end(struct htmltext *t, struct str name, const struct element *e)
{
	unsigned flags = e != NULL ? e->flags : 0;

	if (t->drop.name.p != NULL) {
		/* Words on both sides of what was dropped stay apart. */
		if (region_end(&t->drop, name)) {
			t->space = true;
			t->line |= (flags & ELEMENT_BLOCK) != 0;
		}
		return;
	}
	if (flags & ELEMENT_QUOTE)
		quote_finish(t);
	if (region_end(&t->cited, name))
		quote_finish(t);
	if ((flags & ELEMENT_LINES) && t->lines > 0)
		t->lines--;
	if (flags & ELEMENT_BLOCK)
		t->line = true;
	if (flags & ELEMENT_CELL)
		t->space = true;
}

enum status
htmltext_finish(struct htmltext *t, struct html_text *ret)
{

	while (t->quoted > 0)
		quote_finish(t);
	ret->text = arena_str(t->arena, (struct str){ t->out, t->n });
	if (t->failed || ret->text.p == NULL)
		return (E_MEMORY);
	ret->nlinks = t->nlinks;
	ret->links = t->links;
	return (quoted_lines(t->arena, ret->text, t->quotes, t->nquotes,
	    &ret->quotes, &ret->nquotes));
}
