/*
 * What is kept of a text: repaired, without chrome and markers, its quotations
 * where they were.  The wordings stand in chrome.c.
 */
#include "earshot/clean.h"

#include "earshot/mojibake.h"
#include "earshot/utf8.h"

#include "chrome.h"

enum {
	LOOK_AHEAD = 4, /* times the cap that is looked at */
	WORD_MAX = 64   /* bytes given up so as not to cut a word */
};

struct cleaner {
	char *out;
	size_t n;
	const uint32_t *from;  /* the quotations' bounds in the text … */
	uint32_t *to;          /* … and in out */
	size_t nbounds, bound; /* the next one */
	bool keep_likely;      /* there was nothing else */
	bool sharing;          /* after a heading of buttons */
	bool in_tail;          /* nothing but chrome since tail_at */
	size_t tail_at;
	bool left_out; /* lines that keep_likely would keep */
	struct cleaned *ret;
};

/* Bounds up to ${at} of the text are where out ends now. */
static void
bounds_to(struct cleaner *c, size_t at)
{

	while (c->bound < c->nbounds && c->from[c->bound] <= at)
		c->to[c->bound++] = (uint32_t)c->n;
}

static bool
is_space(char ch)
{

	return (ch == ' ' || (ch >= '\t' && ch <= '\r'));
}

/* The line [from, end) of ${text}, white space in it settled. */
static void
keep_line(struct cleaner *c, struct str text, size_t from, size_t end)
{
	size_t i;

	if (c->n > 0)
		c->out[c->n++] = '\n';
	for (i = from; i < end; i++) {
		if (is_space(text.p[i]) && is_space(text.p[i + 1]))
			continue;
		bounds_to(c, i);
		c->out[c->n++] = is_space(text.p[i]) ? ' ' : text.p[i];
	}
	bounds_to(c, end);
}

/* Is the line to be left out? */
static bool
leave_out(struct cleaner *c, struct str line)
{
	enum chrome what = chrome_line(line);
	bool sharing = c->sharing;

	c->sharing =
	    what == CHROME_SHARE ||
	    (sharing && (what == CHROME_BUTTON || what == CHROME_SURE));
	if (what == CHROME_MODERATED)
		c->ret->moderated = true;
	if (what == CHROME_CLOSED)
		c->ret->closed = true;
	if (what == CHROME_MODERATED || what == CHROME_CLOSED ||
	    what == CHROME_SURE)
		return (true);
	if (what == CHROME_TAIL) {
		/* Left out if nobody says anything after it. */
		if (!c->in_tail)
			c->tail_at = c->n;
		c->in_tail = true;
		return (false);
	}
	if (what == CHROME_LIKELY || what == CHROME_SHARE ||
	    (what == CHROME_BUTTON && sharing)) {
		c->left_out = true;
		return (!c->keep_likely);
	}
	c->in_tail = false;
	return (false);
}

static void
clean_lines(struct cleaner *c, struct str text)
{
	size_t at, end, from, to;
	const char *p;

	c->n = c->bound = 0;
	c->in_tail = c->sharing = c->left_out = false;
	for (at = 0; at < text.n; at = end + 1) {
		p = memchr(text.p + at, '\n', text.n - at);
		end = p != NULL ? (size_t)(p - text.p) : text.n;
		for (from = at; from < end && is_space(text.p[from]); from++)
			;
		for (to = end; to > from && is_space(text.p[to - 1]); to--)
			;
		if (to > from && !leave_out(c, str_sub(text, from, to)))
			keep_line(c, text, from, to);
	}
	/* A text of nothing but "Tags: …" is what somebody said. */
	if (c->in_tail && c->tail_at > 0)
		c->n = c->tail_at;
	bounds_to(c, text.n);
}

/* The quotations out of their bounds, without white space at their ends. */
static enum status
keep_quotes(struct arena *a, struct cleaner *c)
{
	struct quote *q = NULL;
	size_t i, n = 0, start, end;

	if (c->nbounds > 0) {
		q = arena_array(a, c->nbounds / 2, sizeof(*q));
		if (q == NULL)
			return (E_MEMORY);
	}
	for (i = 0; i + 1 < c->nbounds; i += 2) {
		start = c->to[i] < c->n ? c->to[i] : c->n;
		end = c->to[i + 1] < c->n ? c->to[i + 1] : c->n;
		while (start < end && is_space(c->out[start]))
			start++;
		while (end > start && is_space(c->out[end - 1]))
			end--;
		if (start < end)
			q[n++] =
			    (struct quote){ (uint32_t)start, (uint32_t)end };
	}
	c->ret->quotes = q;
	c->ret->nquotes = n;
	return (OK);
}

/* At most ${max} bytes of ${s}, cut between words where there are some. */
static struct str
cut(struct str s, size_t max)
{
	struct str kept = utf8_cut(s, max);
	size_t i;

	if (kept.n == s.n)
		return (s);
	for (i = kept.n; i > 0 && kept.n - i < WORD_MAX; i--)
		if (is_space(s.p[i]))
			return (str_trim(str_sub(s, 0, i)));
	return (kept);
}

/*
 * ${text} repaired, and ${from}, the bounds in it, where they are now.  A
 * repair moves what is behind it, so it is done from bound to bound.
 */
static enum status
repair(struct arena *a, struct str *text, uint32_t *from, size_t nbounds,
    bool *ret_repaired)
{
	struct str whole = *text, *parts;
	size_t i, at = 0, end, n = 0;
	bool changed = false;
	char *out;

	*text = mojibake_repair(a, whole, &changed);
	if (text->p == NULL && whole.n > 0)
		return (E_MEMORY);
	*ret_repaired = changed;
	if (!changed || nbounds == 0)
		return (OK);
	parts = arena_array(a, nbounds + 1, sizeof(*parts));
	if (parts == NULL)
		return (E_MEMORY);
	for (i = 0; i <= nbounds; i++) {
		end = i < nbounds ? from[i] : whole.n;
		parts[i] =
		    mojibake_repair(a, str_sub(whole, at, end), &changed);
		if (parts[i].p == NULL && end > at)
			return (E_MEMORY);
		n += parts[i].n;
		if (i < nbounds)
			from[i] = (uint32_t)n;
		at = end;
	}
	out = arena_alloc(a, n + 1);
	if (out == NULL)
		return (E_MEMORY);
	for (i = n = 0; i <= nbounds; i++) {
		if (parts[i].n > 0)
			memcpy(out + n, parts[i].p, parts[i].n);
		n += parts[i].n;
	}
	*text = (struct str){ out, n };
	return (OK);
}

enum status
clean_text(struct arena *a, struct str text, const struct quote *quotes,
    size_t nquotes, size_t max, struct cleaned *ret)
{
	struct cleaner c = { .ret = ret };
	uint32_t *from = NULL;
	struct str kept;
	enum status st;
	size_t i, n = text.n;

	*ret = (struct cleaned){ 0 };
	text = utf8_cut(text,
	    max > SIZE_MAX / LOOK_AHEAD ? max : max * LOOK_AHEAD);
	ret->cut = text.n < n;
	if (nquotes > 0) {
		from = arena_array(a, nquotes * 2, sizeof(*from));
		c.to = arena_array(a, nquotes * 2, sizeof(*c.to));
		if (from == NULL || c.to == NULL)
			return (E_MEMORY);
	}
	for (i = 0; i < nquotes && quotes[i].start < text.n; i++) {
		from[2 * i] = quotes[i].start;
		from[2 * i + 1] =
		    quotes[i].end < text.n ? quotes[i].end : (uint32_t)text.n;
	}
	c.nbounds = 2 * i;
	c.from = from;
	st = repair(a, &text, from, c.nbounds, &ret->repaired);
	if (st != OK)
		return (st);
	c.out = arena_alloc(a, text.n + 1);
	if (c.out == NULL)
		return (E_MEMORY);
	clean_lines(&c, text);
	if (c.n == 0 && c.left_out) {
		c.keep_likely = true;
		clean_lines(&c, text);
	}
	kept = cut((struct str){ c.out, c.n }, max);
	ret->cut |= kept.n < c.n;
	c.n = kept.n;
	ret->text = kept;
	return (keep_quotes(a, &c));
}

struct str
clean_line(struct arena *a, struct str s, size_t max, bool *ret_repaired)
{
	bool repaired = false;
	size_t i, n;
	char *out;

	s = utf8_cut(str_trim(s),
	    max > SIZE_MAX / LOOK_AHEAD ? max : max * LOOK_AHEAD);
	s = mojibake_repair(a, s, &repaired);
	if (ret_repaired != NULL)
		*ret_repaired = repaired;
	for (i = 0; i < s.n; i++)
		if (is_space(s.p[i]) &&
		    (s.p[i] != ' ' || (i + 1 < s.n && s.p[i + 1] == ' ')))
			break;
	if (i == s.n)
		return (cut(s, max));
	out = arena_alloc(a, s.n + 1);
	if (out == NULL)
		return ((struct str){ NULL, 0 });
	for (i = n = 0; i < s.n; i++) {
		if (!is_space(s.p[i]))
			out[n++] = s.p[i];
		else if (n > 0 && out[n - 1] != ' ')
			out[n++] = ' ';
	}
	return (cut(str_trim((struct str){ out, n }), max));
}
