/*
 * Plain text as it is built.  White space is owed until a character follows,
 * so that nothing starts or ends with it and every offset is right at once.
 */
#include "htmltext.h"

#include <stdlib.h>

#include "earshot/sixteen.h"

#include "quoted.h"

#define T(s)                     \
	{                        \
		s, sizeof(s) - 1 \
	}

/* Bytes of text beyond those of the markup: for nothing in particular. */
enum { SPARE = 16 };

/* So many links of a text are told apart without a map. */
enum { LINKS_COMPARED = 16 };

/* Texts up to this size are built in memory that the thread keeps. */
enum { SPARE_ROOM = 16384 };

static _Thread_local struct {
	bool taken;
	char bytes[SPARE_ROOM];
} spare;

enum { PLAIN, MARK, SPACE, ODD };

/* MARK: a character only in text without markup.  ODD: the first byte of what
 * may be white space beyond ASCII. */
static const uint8_t class[256] = { ['\t'] = SPACE,
	['\n'] = SPACE,
	['\v'] = SPACE,
	['\f'] = SPACE,
	['\r'] = SPACE,
	[' '] = SPACE,
	['&'] = MARK,
	['<'] = MARK,
	[0xc2] = ODD,
	[0xe2] = ODD,
	[0xef] = ODD };

void
htmltext_init(struct htmltext *t, struct arena *a, size_t most)
{

	*t = (struct htmltext){ .arena = a, .size = most + SPARE };
	if (t->size <= SPARE_ROOM && !spare.taken) {
		spare.taken = true;
		t->out = spare.bytes;
		return;
	}
	t->out = malloc(t->size);
	if (t->out == NULL) {
		t->failed = true;
		t->size = 0;
	}
}

void
htmltext_free(struct htmltext *t)
{

	map_free(t->seen);
	if (t->out == spare.bytes)
		spare.taken = false;
	else
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
static inline void
pay(struct htmltext *t)
{
	unsigned owed = t->owed;

	if (owed == 0)
		return;
	t->owed = 0;
	if ((owed & (OWED_LINE | OWED_SPACE)) && t->n > 0 && t->n < t->size)
		t->out[t->n++] = owed & OWED_LINE ? '\n' : ' ';
	if (owed & OWED_QUOTE) {
		t->quoting = true;
		t->quote_start = t->n;
	}
}

/*
 * Bytes at ${p} that are white space beyond ASCII (*${kind} 1: no-break
 * space), a line end (2) or invisible (3: soft hyphen and such); 0: neither.
 */
static inline size_t
odd_space(const unsigned char *p, size_t n, int *kind)
{

	*kind = 0;
	if (p[0] == 0xc2 && n >= 2)
		*kind = p[1] == 0xa0 ? 1 : p[1] == 0xad ? 3 : 0;
	else if (n >= 3 && p[0] == 0xe2 && p[1] == 0x80)
		/* zero width space; line and paragraph separators */
		*kind = p[2] == 0x8b ? 3 : p[2] == 0xa8 || p[2] == 0xa9 ? 2 : 0;
	else if (n >= 3 && ((p[0] == 0xe2 && p[1] == 0x81 && p[2] == 0xa0) ||
			       (p[0] == 0xef && p[1] == 0xbb && p[2] == 0xbf)))
		*kind = 3; /* word joiner, byte order mark */
	return (*kind == 0 ? 0 : p[0] == 0xc2 ? 2 : 3);
}

/* Which of the sixteen bytes at ${p} end a run; a space does if another one
 * is behind it, so the byte after them is looked at as well. */
static inline sixteen
run_stops(sixteen v, const unsigned char *p, bool markup)
{
	sixteen stops = ((sixteen)(v == ' ') & (sixteen_load(p + 1) == ' ')) |
			(sixteen)((v - '\t') <= '\r' - '\t') |
			(sixteen)((v & 0xdf) == 0xc2) | (sixteen)(v == 0xef);

	if (markup)
		stops |= (sixteen)(v == '<') | (sixteen)(v == '&');
	return (stops);
}

/* Characters at ${p}, the first no white space, up to white space other than
 * single spaces; in ${markup} also up to a mark.  How many bytes. */
static inline __attribute__((always_inline)) size_t
add_run(struct htmltext *t, const unsigned char *p, size_t n, bool markup)
{
	unsigned char *out;
	sixteen v, stops;
	size_t i = 0;
	int kind;

	pay(t);
	if (n > t->size - t->n)
		n = t->size - t->n;
	out = (unsigned char *)t->out + t->n;
	while (i < n) {
		if (n - i > SIXTEEN) {
			v = sixteen_load(p + i);
			sixteen_store(out + i, v);
			stops = run_stops(v, p + i, markup);
			if (!sixteen_any(stops)) {
				i += SIXTEEN;
				continue;
			}
			i += sixteen_first(stops);
		}
		if (class[p[i]] == ODD) {
			if (odd_space(p + i, n - i, &kind) > 0)
				break;
		} else if (class[p[i]] == SPACE) {
			if (p[i] != ' ' || i + 1 == n || p[i + 1] == ' ')
				break;
		} else if (markup && class[p[i]] == MARK)
			break;
		out[i] = p[i];
		i++;
	}
	t->n += i;
	/* It was single, but nothing followed. */
	if (i > 0 && out[i - 1] == ' ') {
		t->n--;
		t->owed |= OWED_SPACE;
	}
	return (i);
}

static inline __attribute__((always_inline)) size_t
add(struct htmltext *t, const char *text, size_t n, bool markup)
{
	const unsigned char *p = (const unsigned char *)text;
	size_t i = 0, run;
	int kind = 0;

	while (i < n) {
		if (class[p[i]] == SPACE) {
			t->owed |= OWED_SPACE;
			if (t->lines > 0 && p[i] == '\n')
				t->owed |= OWED_LINE;
			i++;
			continue;
		}
		if (class[p[i]] == ODD &&
		    (run = odd_space(p + i, n - i, &kind)) > 0) {
			t->owed |= kind == 1   ? OWED_SPACE
				   : kind == 2 ? OWED_LINE
					       : 0;
			i += run;
			continue;
		}
		if (markup && class[p[i]] == MARK)
			break;
		run = add_run(t, p + i, n - i, markup);
		if (run == 0) {
			t->failed = true;
			return (n);
		}
		i += run;
	}
	return (i);
}

void
htmltext_add(struct htmltext *t, struct str s)
{

	if (t->drop.name.p == NULL)
		add(t, s.p, s.n, false);
}

size_t
htmltext_markup(struct htmltext *t, const char *p, size_t n)
{

	return (add(t, p, n, true));
}

void
htmltext_line(struct htmltext *t)
{

	if (t->drop.name.p == NULL)
		t->owed |= OWED_LINE;
}

/* ${words}, separated by white space: is one of them in ${list}? */
static bool
one_of(struct str words, const struct str *list, size_t n)
{
	struct str w;
	size_t i;

	while ((w = str_word(&words)).n > 0)
		for (i = 0; i < n; i++)
			if (w.n == list[i].n &&
			    ((w.p[0] ^ list[i].p[0]) & ~0x20) == 0 &&
			    str_ieq(w, list[i]))
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

/* Was ${href} said before?  A few are compared, many have a map. */
static bool
link_known(struct htmltext *t, struct str href)
{
	size_t i;

	if (t->seen != NULL)
		return (map_get(t->seen, href) != NULL);
	for (i = 0; i < t->nlinks; i++)
		if (str_eq(t->links[i], href))
			return (true);
	if (t->nlinks < LINKS_COMPARED)
		return (false);
	t->seen = map_new();
	for (i = 0; i < t->nlinks && t->seen != NULL; i++)
		t->failed |= map_put(t->seen, t->links[i], t) != OK;
	t->failed |= t->seen == NULL;
	return (false);
}

static void
add_link(struct htmltext *t, struct str href)
{
	struct str *links;

	href = str_trim(href);
	if (href.n == 0 || t->nlinks == HTML_MAX_LINKS || link_known(t, href) ||
	    t->failed)
		return;
	href = arena_str(t->arena, href);
	links = arena_grow(t->arena, t->links, t->nlinks, &t->links_cap,
	    sizeof(*links));
	if (href.p == NULL || links == NULL ||
	    (t->seen != NULL && map_put(t->seen, href, t) != OK)) {
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
		t->owed |= OWED_QUOTE;
}

static void
quote_finish(struct htmltext *t)
{
	struct quote *q;

	if (t->quoted == 0 || --t->quoted > 0)
		return;
	t->owed &= ~(unsigned)OWED_QUOTE;
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
		t->owed |= OWED_LINE;
	if (flags & ELEMENT_CELL)
		t->owed |= OWED_SPACE;
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
			t->owed |= OWED_SPACE;
			t->owed |= flags & ELEMENT_BLOCK ? OWED_LINE : 0;
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
		t->owed |= OWED_LINE;
	if (flags & ELEMENT_CELL)
		t->owed |= OWED_SPACE;
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
