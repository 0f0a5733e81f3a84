/*
 * Rule files as editors save them: encodings, line ends, odd spaces, comments;
 * and the way from a value back to line and column.  Knows no rule words.
 */
#include "ruletext.h"

#include <stdarg.h>
#include <string.h>

#include "earshot/buf.h"
#include "earshot/charset.h"
#include "earshot/utf8.h"

/* Spaces that keyboards and word processors make, beside the plain one. */
static bool
odd_space(uint32_t c)
{

	return (c == 0xa0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200a) ||
		c == 0x202f || c == 0x205f || c == 0x3000);
}

bool
ruletext_invisible(uint32_t c)
{

	return (c == 0xfeff || (c >= 0x200b && c <= 0x200d) || c == 0x2060 ||
		c == 0xad);
}

struct str
ruletext_plain(struct arena *a, struct str bytes)
{
	struct str text = charset_text(a, bytes);
	char *to;
	size_t n = 0;

	to = arena_alloc(a, text.n + 1);
	if (to == NULL)
		return ((struct str){ NULL, 0 });
	for (size_t at = 0; at < text.n;) {
		size_t from = at;
		uint32_t c = utf8_next(text, &at);

		if (c == '\r') {
			if (at < text.n && text.p[at] == '\n')
				continue;
			to[n++] = '\n';
		} else if (odd_space(c) || (c < ' ' && c != '\n' && c != '\t'))
			to[n++] = ' ';
		else if (c == 0x2028 || c == 0x2029 || c == 0x85)
			to[n++] = '\n';
		else if (!ruletext_invisible(c)) {
			memcpy(to + n, text.p + from, at - from);
			n += at - from;
		}
	}
	return ((struct str){ to, n });
}

bool
ruletext_next(struct ruletext *t)
{

	if (t->rest.n == 0)
		return (false);
	t->line = str_cut(&t->rest, '\n');
	t->number++;
	return (true);
}

static bool
ascii_letter(char c)
{

	return ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
		(unsigned char)c >= 0x80);
}

size_t
ruletext_quote(struct str s, size_t at)
{
	uint32_t c;
	size_t next = at;

	if (s.p[at] == '"')
		return (1);
	if ((unsigned char)s.p[at] < 0x80)
		return (0);
	c = utf8_next(s, &next);
	if ((c >= 0x201c && c <= 0x201f) || c == 0xab || c == 0xbb)
		return (next - at);
	return (0);
}

struct str
ruletext_uncomment(struct str s, enum comment_style style)
{
	bool quoted = false, slashed = false, in_class = false;
	size_t quote;

	s = str_trim(s);
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		if (c == '\\' && style != COMMENT_PLAIN) {
			i++;
			continue;
		}
		if (style == COMMENT_SLASHES) {
			if (slashed && c == '[')
				in_class = true;
			else if (slashed && c == ']')
				in_class = false;
			else if (c == '/' && !in_class)
				slashed = !slashed;
		} else if (style == COMMENT_QUOTES &&
			   (quote = ruletext_quote(s, i)) > 0) {
			quoted = !quoted;
			i += quote - 1;
			continue;
		}
		if (c != '#' || quoted || slashed)
			continue;
		if (i > 0 && s.p[i - 1] != ' ' && s.p[i - 1] != '\t')
			continue;
		/* A hashtag is no comment. */
		if (i + 1 < s.n && ascii_letter(s.p[i + 1]))
			continue;
		return (str_trim(str_sub(s, 0, i)));
	}
	return (s);
}

void
value_start(struct value *v, const struct ruletext *t)
{

	*v = (struct value){ .path = t->path };
}

/* Two pieces and a space between them.  By copying: a shipped rule has dozens
 * of lines, and printf takes a tenth of the time that they load in. */
static struct str
joined(struct arena *a, struct str head, struct str tail)
{
	size_t n = head.n + 1 + tail.n;
	char *p = arena_alloc(a, n + 1);

	if (p == NULL)
		return ((struct str){ 0 });
	memcpy(p, head.p, head.n);
	p[head.n] = ' ';
	memcpy(p + head.n + 1, tail.p, tail.n);
	return ((struct str){ p, n });
}

enum status
value_add(struct arena *a, struct value *v, const struct ruletext *t,
    struct str part)
{
	struct piece *pieces;

	if (v->n == RULE_LINES_MAX)
		return (E_TOO_LARGE);
	pieces = arena_grow(a, v->pieces, v->n, &v->size, sizeof(*pieces));
	if (pieces == NULL)
		return (E_MEMORY);
	v->pieces = pieces;
	if (v->n == 0)
		v->text = part;
	else
		v->text = joined(a, v->text, part);
	if (v->text.p == NULL)
		return (E_MEMORY);
	v->pieces[v->n++] = (struct piece){ .at = v->text.n - part.n,
		.line = t->line,
		.offset = (size_t)(part.p - t->line.p),
		.number = t->number };
	return (OK);
}

/* The characters before ${at} of piece ${i}'s line; from where the last such
 * question ended, as most lie a little further on. */
static unsigned
columns_before(struct value *v, size_t i, size_t at)
{
	struct str line = v->pieces[i].line;

	if (v->seen_piece != i || v->seen_at > at)
		v->seen_at = v->seen_columns = 0;
	if (at > line.n)
		at = line.n;
	v->seen_columns +=
	    (unsigned)utf8_columns(str_sub(line, v->seen_at, line.n),
		at - v->seen_at);
	v->seen_piece = i;
	v->seen_at = at;
	return (v->seen_columns);
}

struct place
value_place(struct value *v, size_t offset)
{
	const struct piece *p;
	size_t i = v->n;

	if (v->n == 0)
		return ((struct place){ .file = v->path });
	while (i > 1 && v->pieces[i - 1].at > offset)
		i--;
	p = &v->pieces[i - 1];
	offset = p->offset + (offset > p->at ? offset - p->at : 0);
	return ((struct place){ .file = v->path,
	    .line = p->number,
	    .column = columns_before(v, i - 1, offset) + 1,
	    .text = p->line });
}

void
scan_space(struct scan *s)
{

	while (
	    s->at < s->s.n && (s->s.p[s->at] == ' ' || s->s.p[s->at] == '\t'))
		s->at++;
}

bool
scan_end(struct scan *s)
{

	scan_space(s);
	return (s->at >= s->s.n);
}

struct str
scan_peek(struct scan *s)
{
	size_t end;

	scan_space(s);
	end = s->at;
	while (end < s->s.n && s->s.p[end] != ' ' && s->s.p[end] != '\t')
		end++;
	return (str_sub(s->s, s->at, end));
}

struct str
scan_word(struct scan *s)
{
	struct str word = scan_peek(s);

	s->at += word.n;
	return (word);
}

struct str
scan_rest(struct scan *s)
{
	struct str rest;

	scan_space(s);
	rest = str_trim(str_sub(s->s, s->at, s->s.n));
	s->at = s->s.n;
	return (rest);
}

struct place
scan_place(const struct scan *s)
{

	return (value_place(s->value, s->at));
}

struct place
scan_place_at(const struct scan *s, const char *p)
{

	return (value_place(s->value, (size_t)(p - s->s.p)));
}
