/*
 * Reading a phrase's pattern: words, groups of words and the few fixed forms
 * between them that phrase.c writes.  Anything else is left to PCRE2.
 */
#include "phrase.h"
#include "phrasecode_parts.h"

enum {
	TEXT_MAX = 64,     /* bytes of a step's text */
	DEPTH_MAX = 40,    /* groups in groups */
	CHOICES_MAX = 400, /* of one pattern */
};

struct reader {
	struct arena *arena;
	struct str s;
	size_t at;
	unsigned depth, choices;
	bool given_up;
};

/* What phrase.c writes between letters; a longer form before one that it
 * begins with. */
static const struct {
	const char *text;
	enum op op;
} forms[] = {
	{ PHRASE_GAP, OP_GAP },
	{ PHRASE_SPACE, OP_SPACE },
	{ PHRASE_AFTER_ELISION, OP_AFTER_ELISION },
	{ PHRASE_JOINT, OP_JOINT },
	{ PHRASE_ELISION, OP_ELISION },
	{ PHRASE_QUOTE, OP_QUOTE },
	{ PHRASE_ENDING, OP_ENDING },
};

static struct part *read_group(struct reader *r);

static struct part *
new_part(struct reader *r, enum op op)
{
	struct part *s = arena_alloc(r->arena, sizeof(*s));

	if (s == NULL)
		r->given_up = true;
	else
		s->op = (uint8_t)op;
	return (s);
}

static bool
eat(struct reader *r, const char *text)
{

	if (!str_starts(str_sub(r->s, r->at, r->s.n), str_of(text)))
		return (false);
	r->at += strlen(text);
	return (true);
}

/* The byte at r->at, escaped or not, in lower case; 0: no plain byte. */
static char
plain_byte(const struct reader *r, size_t *ret_width)
{
	char c = r->at < r->s.n ? r->s.p[r->at] : '\0';

	*ret_width = 1;
	if (letter(c))
		return (small(c));
	if (c != '\\' || r->at + 1 >= r->s.n)
		return ('\0');
	c = r->s.p[r->at + 1];
	*ret_width = 2;
	return ((unsigned char)c < 0x80 && !letter(c) ? c : '\0');
}

static void
set_text(struct reader *r, struct part *s, struct str text)
{
	struct str copy = arena_str(r->arena, text);

	r->given_up |= copy.p == NULL;
	s->text = copy.p;
	s->n = (uint16_t)copy.n;
	s->first = text.p[0];
}

/* What group ${s} may begin with, from its alternative ${o}. */
static void
allow(struct part *s, const struct part *o)
{

	if (o->op == OP_TEXT)
		s->may[o->first / 64] |= UINT64_C(1) << o->first % 64;
	else if (o->op == OP_EITHER) {
		s->may[0] |= o->may[0];
		s->may[1] |= o->may[1];
	} else if (o->op != OP_NEVER)
		s->may[0] = s->may[1] = UINT64_MAX;
}

/* All alternatives of group ${s} are there. */
static void
close_group(struct part *s)
{

	for (const struct part *o = s->inner; o != NULL; o = o->other) {
		allow(s, o);
		s->n++;
	}
}

/* Bytes in a row; the last of them may be there or not (x?). */
static struct part *
read_text(struct reader *r)
{
	struct part *s = new_part(r, OP_TEXT), *inner;
	size_t n = 0, width, before = r->at;
	char c, text[TEXT_MAX];

	if (s == NULL)
		return (NULL);
	while (n < TEXT_MAX && (c = plain_byte(r, &width)) != '\0') {
		before = r->at;
		text[n++] = c;
		r->at += width;
	}
	if (n > 1 && r->at < r->s.n && r->s.p[r->at] == '?') {
		r->at = before;
		n--;
	} else if (n == 1 && r->at < r->s.n && r->s.p[r->at] == '?') {
		r->at++;
		r->choices++;
		inner = new_part(r, OP_TEXT);
		if (inner == NULL)
			return (NULL);
		set_text(r, inner, (struct str){ text, n });
		s->op = OP_MAYBE;
		s->inner = inner;
		close_group(s);
		return (s);
	}
	r->given_up |= n == 0 || (r->at < r->s.n && r->s.p[r->at] == '+');
	if (!r->given_up)
		set_text(r, s, (struct str){ text, n });
	return (s);
}

/* Behind "(*:". */
static struct part *
read_mark(struct reader *r)
{
	struct part *s = new_part(r, OP_MARK);
	uint32_t n = 0;

	for (; r->at < r->s.n && r->s.p[r->at] >= '0' && r->s.p[r->at] <= '9' &&
	       n < 100000000;
	     r->at++)
		n = n * 10 + (uint32_t)(r->s.p[r->at] - '0');
	r->given_up |= !eat(r, ")");
	if (s != NULL)
		s->number = n;
	return (s);
}

static struct part *
read_part(struct reader *r)
{
	struct part *s;

	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++)
		if (eat(r, forms[i].text)) {
			r->choices++;
			return (new_part(r, forms[i].op));
		}
	/* Letters of Latin-1 have no other case in ASCII. */
	if ((unsigned char)r->s.p[r->at] == 0xc3 && r->at + 1 < r->s.n) {
		r->at += 2;
		r->given_up |= r->at < r->s.n && r->s.p[r->at] == '?';
		return (new_part(r, OP_NEVER));
	}
	if (eat(r, "(*:"))
		return (read_mark(r));
	if (eat(r, "(?:")) {
		s = read_group(r);
		if (s != NULL && eat(r, "?"))
			s->op = OP_MAYBE;
		r->given_up |= r->at < r->s.n && r->s.p[r->at] == '+';
		return (s);
	}
	return (read_text(r));
}

/* Up to | or ) or the end; NULL: it is empty, or something is unknown. */
static struct part *
read_sequence(struct reader *r)
{
	struct part *first = NULL, **end = &first;

	while (!r->given_up && r->at < r->s.n && r->s.p[r->at] != '|' &&
	       r->s.p[r->at] != ')') {
		*end = read_part(r);
		if (*end == NULL)
			return (NULL);
		end = &(*end)->behind;
	}
	r->given_up |= first == NULL;
	return (first);
}

/* Behind "(?:". */
static struct part *
read_group(struct reader *r)
{
	struct part *s = new_part(r, OP_EITHER), **end;

	if (s == NULL || ++r->depth > DEPTH_MAX)
		r->given_up = true;
	r->choices++;
	for (end = s != NULL ? &s->inner : NULL; !r->given_up;) {
		*end = read_sequence(r);
		if (*end == NULL)
			break;
		end = &(*end)->other;
		if (!eat(r, "|"))
			break;
	}
	r->given_up |= !eat(r, ")");
	r->depth--;
	if (!r->given_up)
		close_group(s);
	return (r->given_up ? NULL : s);
}

struct part *
phrasecode_read(struct arena *a, struct str regex)
{
	struct reader r = { .arena = a, .s = regex };
	struct part *first;

	if (!eat(&r, PHRASE_BEFORE "(?:"))
		return (NULL);
	first = read_group(&r);
	if (!eat(&r, PHRASE_AFTER) || r.at < r.s.n || r.given_up ||
	    r.choices > CHOICES_MAX)
		return (NULL);
	return (first);
}
