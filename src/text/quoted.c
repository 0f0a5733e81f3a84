/*
 * Quoted lines, found by their whole shape.  Only what mail programs write is
 * taken for a quotation: nobody's own words may get lost to a guess.
 */
#include "quoted.h"

#define T(s)                     \
	{                        \
		s, sizeof(s) - 1 \
	}

enum { ATTRIBUTION_MAX = 200 };

/* "On Monday, Ann wrote:" in the languages of common mail programs. */
static const struct {
	struct str first, last;
} attributions[] = {
	{ T("On "), T(" wrote:") },
	{ T("Am "), T(":") },
	{ T("Le "), T(" a \xc3\xa9"
		      "crit :") },
	{ T("Le "), T(" a \xc3\xa9"
		      "crit:") },
	{ T("El "), T(" escribi\xc3\xb3:") },
	{ T("Il "), T(" ha scritto:") },
	{ T("Op "), T(" schreef:") },
	{ T("Em "), T(" escreveu:") },
};

static const struct str originals[] = { T("Original Message"),
	T("Forwarded message"), T("Begin forwarded message:"),
	T("Urspr\xc3\xbcngliche Nachricht"), T("Message d'origine"),
	T("Mensaje original") };

/* "> so", ">> so", ">so", but not ">_<" or ">5". */
static bool
is_marked(struct str line)
{

	if (line.n < 2 || line.p[0] != '>')
		return (false);
	return (line.p[1] == ' ' || line.p[1] == '>' ||
		((line.p[1] | 0x20) >= 'a' && (line.p[1] | 0x20) <= 'z'));
}

/* It names a time or an address; "On the phone she wrote:" does not. */
static bool
is_attribution(struct str line)
{
	size_t i;

	if (line.n > ATTRIBUTION_MAX || line.n < 8 || line.p[line.n - 1] != ':')
		return (false);
	for (i = 0; i < line.n; i++)
		if ((line.p[i] >= '0' && line.p[i] <= '9') ||
		    line.p[i] == ',' || line.p[i] == '@')
			break;
	if (i == line.n)
		return (false);
	for (i = 0; i < sizeof(attributions) / sizeof(attributions[0]); i++) {
		if (!str_starts(line, attributions[i].first) ||
		    !str_ends(line, attributions[i].last))
			continue;
		/* German puts the verb before the name. */
		if (attributions[i].last.n > 1 ||
		    str_find(line, STR(" schrieb ")) != SIZE_MAX)
			return (true);
	}
	return (false);
}

/* "-----Original Message-----": all that follows was sent before. */
static bool
is_original(struct str line)
{
	size_t i, dashes;
	unsigned char last;

	if (line.n > 80 || line.n < 10)
		return (false);
	/* Without dashes it is one wording only. */
	last = (unsigned char)line.p[line.n - 1];
	if (line.p[0] != '-' && last != ':' && last > ' ')
		return (false);
	for (dashes = 0; dashes < line.n && line.p[dashes] == '-'; dashes++)
		;
	line = str_trim(str_sub(line, dashes, line.n));
	for (i = 0; i < sizeof(originals) / sizeof(originals[0]); i++)
		if (str_istarts(line, originals[i]) &&
		    (dashes >= 3 ? line.n > originals[i].n &&
				       line.p[line.n - 1] == '-'
				 : str_ends(originals[i], STR(":")) &&
				       line.n == originals[i].n))
			return (true);
	return (false);
}

struct quotes {
	struct arena *arena;
	struct quote *q;
	size_t n, cap;
	bool failed;
};

/* Appends, joined with the last one if only white space is between. */
static void
append(struct quotes *qs, struct str text, size_t start, size_t end)
{
	struct quote *q;

	if (qs->n > 0 && start <= qs->q[qs->n - 1].end + 1 &&
	    (start <= qs->q[qs->n - 1].end || text.p[start - 1] == '\n')) {
		if (end > qs->q[qs->n - 1].end)
			qs->q[qs->n - 1].end = (uint32_t)end;
		return;
	}
	q = arena_grow(qs->arena, qs->q, qs->n, &qs->cap, sizeof(*q));
	if (q == NULL) {
		qs->failed = true;
		return;
	}
	qs->q = q;
	qs->q[qs->n++] = (struct quote){ (uint32_t)start, (uint32_t)end };
}

enum status
quoted_lines(struct arena *a, struct str text, const struct quote *known,
    size_t nknown, struct quote **ret, size_t *ret_n)
{
	struct quotes qs = { .arena = a };
	size_t at = 0, end, k = 0, rest;
	struct str line;
	const char *p;
	bool original = false;

	for (; at < text.n && !original; at = end + 1) {
		p = memchr(text.p + at, '\n', text.n - at);
		end = p != NULL ? (size_t)(p - text.p) : text.n;
		/* Known ones that start before this line's end come first. */
		line = str_sub(text, at, end);
		original = is_original(line);
		if (!original && !is_marked(line) && !is_attribution(line))
			continue;
		for (; k < nknown && known[k].start <= at; k++)
			append(&qs, text, known[k].start, known[k].end);
		rest = original ? text.n : end;
		append(&qs, text, at, rest);
	}
	for (; k < nknown; k++)
		append(&qs, text, known[k].start, known[k].end);
	if (qs.failed)
		return (E_MEMORY);
	*ret = qs.q;
	*ret_n = qs.n;
	return (OK);
}
