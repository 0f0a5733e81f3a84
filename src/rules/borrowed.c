/*
 * Looks for a few marks only, each line once; most posts have none of them and
 * pay for one look.
 */
#include "borrowed.h"

#include <stdlib.h>

#include "marker.h"

enum { BLOCK = 64 };

struct finder {
	struct str text;
	struct quote *list;
	size_t n;
};

static void
add(struct finder *f, size_t start, size_t end)
{

	if (start < end && f->n < BORROWED_MAX)
		f->list[f->n++] =
		    (struct quote){ (uint32_t)start, (uint32_t)end };
}

/* The offset behind ${mark}, looked for from ${from} on; the end if absent. */
static size_t
behind(struct str text, size_t from, struct str mark)
{
	size_t at = str_ifind(str_sub(text, from, text.n), mark);

	return (at == SIZE_MAX ? text.n : from + at + mark.n);
}

/* "[quote]", "[quote=Ann]", "[quote author=Ann]" */
static bool
opens_quote(struct str s)
{

	return (s.n > 6 && str_istarts(s, STR("[quote")) &&
		strchr("]=: ", s.p[6]) != NULL && s.p[6] != '\0');
}

/* The offset behind the bracket that closes the one at ${at}, which others may
 * stand in; the end if none does. */
static size_t
behind_quote(struct str text, size_t at)
{
	size_t open = 0;

	for (size_t i = at; i < text.n; i++) {
		struct str rest;

		if (text.p[i] != '[')
			continue;
		rest = str_sub(text, i, text.n);
		if (opens_quote(rest))
			open++;
		else if (str_istarts(rest, STR("[/quote]")) && --open == 0)
			return (i + 8);
	}
	return (text.n);
}

/* What opens at the start of a line or anywhere; where it ends, or 0. */
static size_t
stretch_at(struct str text, size_t at, bool line_start)
{
	struct str rest = str_sub(text, at, text.n);
	size_t line;

	if (line_start && (rest.p[0] == '>' || str_starts(rest, STR("```")))) {
		line = str_findc(rest, '\n');
		line = line == SIZE_MAX ? text.n : at + line;
		return (
		    rest.p[0] == '>' ? line : behind(text, line, STR("\n```")));
	}
	if (str_starts(rest, STR("<!--")))
		return (behind(text, at, STR("-->")));
	if (opens_quote(rest))
		return (behind_quote(text, at));
	return (0);
}

/* Is one of the bytes that begin a mark there at all?  In blocks, so that it
 * becomes vector code. */
static bool
has_marks(struct str s)
{
	unsigned char found = 0;
	size_t i = 0;

	for (; s.n - i >= BLOCK; i += BLOCK)
		for (size_t k = i; k < i + BLOCK; k++)
			found |=
			    (unsigned char)((s.p[k] == '>') | (s.p[k] == '<') |
					    (s.p[k] == '[') | (s.p[k] == '`'));
	for (; i < s.n; i++)
		found |= (unsigned char)((s.p[i] == '>') | (s.p[i] == '<') |
					 (s.p[i] == '[') | (s.p[i] == '`'));
	return (found != 0);
}

static int
by_start(const void *pa, const void *pb)
{
	const struct quote *a = pa, *b = pb;

	return (a->start < b->start ? -1 : a->start > b->start);
}

/* Overlapping stretches become one. */
static size_t
merge(struct quote *list, size_t n)
{
	size_t kept = 0;

	for (size_t i = 0; i < n; i++) {
		if (kept > 0 && list[i].start <= list[kept - 1].end) {
			if (list[i].end > list[kept - 1].end)
				list[kept - 1].end = list[i].end;
		} else
			list[kept++] = list[i];
	}
	return (kept);
}

enum status
borrowed_find(struct arena *a, struct str text, const struct quote *quotes,
    size_t nquotes, struct borrowed *ret)
{
	struct finder f = { .text = text };
	bool line_start = true;

	*ret = (struct borrowed){ .n = nquotes, .list = quotes };
	if (!has_marks(text))
		return (OK);
	f.list = arena_array(a, BORROWED_MAX + nquotes, sizeof(*f.list));
	if (f.list == NULL)
		return (E_MEMORY);
	for (size_t at = 0; at < text.n && f.n < BORROWED_MAX;) {
		char c = text.p[at];
		size_t end = 0;

		if (c == '`' || c == '>' || c == '<' || c == '[')
			end = stretch_at(text, at, line_start);
		if (c == '[' && end == 0 && ret->nmarkers < BORROWED_MARKERS &&
		    (end = marker_at(text, at)) > 0)
			ret->markers[ret->nmarkers++] =
			    (struct quote){ (uint32_t)at, (uint32_t)end };
		if (end > at) {
			add(&f, at, end);
			at = end;
			line_start = false;
			continue;
		}
		line_start = c == '\n' || (line_start && c == ' ');
		at++;
	}
	if (f.n == 0)
		return (OK);
	if (nquotes > 0)
		memcpy(f.list + f.n, quotes, nquotes * sizeof(*quotes));
	qsort(f.list, f.n + nquotes, sizeof(*f.list), by_start);
	ret->list = f.list;
	ret->n = merge(f.list, f.n + nquotes);
	return (OK);
}
