/*
 * Alternatives are tried in the order in which they are written, as PCRE2
 * tries them.  Recursion goes as deep as a pattern has choices, which were
 * counted when it was read.
 */
#include "phrasecode.h"

#include "phrasecode_parts.h"

enum {
	STEPS_MAX = 20000, /* of one run */
	STEP_BYTES = 16,   /* that count as one */
	GAP_WORDS = 5,
};

/* May a match of group ${s} begin with ASCII byte ${c}? */
static inline bool
allows(const struct step *s, char c)
{
	const struct group *g = (const struct group *)s;

	return ((g->may[c / 64] >> c % 64 & 1) != 0);
}

struct run {
	struct str s;
	size_t end;
	uint32_t mark; /* the last one passed */
	unsigned steps;
};

static inline char
byte_at(const struct run *r, size_t at)
{

	return (at < r->s.n ? small(r->s.p[at]) : '\0');
}

static inline bool
space(char c)
{

	return (c == ' ' || (c >= '\t' && c <= '\r'));
}

static size_t
skip_spaces(const struct run *r, size_t at)
{

	while (at < r->s.n && space(r->s.p[at]))
		at++;
	return (at);
}

/* PHRASE_AFTER: d' ends where it stands, a possessive 's is no part of the
 * word. */
static bool
ends_word(const struct run *r, size_t at)
{

	if (at > 0 && r->s.p[at - 1] == '\'')
		return (true);
	if (letter(byte_at(r, at)))
		return (false);
	return (byte_at(r, at) != '\'' || !letter(byte_at(r, at + 1)) ||
		(byte_at(r, at + 1) == 's' && !letter(byte_at(r, at + 2))));
}

static bool
text_stands(const struct run *r, size_t at, const char *text, size_t n)
{

	if (n > r->s.n - at)
		return (false);
	for (size_t i = 0; i < n; i++)
		if (small(r->s.p[at + i]) != text[i])
			return (false);
	return (true);
}

static bool match(struct run *r, const struct step *s, size_t at);

static bool
match_either(struct run *r, const struct step *s, size_t at)
{
	const struct group *g = (const struct group *)s;
	char c = byte_at(r, at);

	if (!allows(s, c))
		return (false);
	r->steps += s->n / STEP_BYTES;
	for (unsigned i = 0; i < s->n; i++) {
		unsigned where = g->words[i];
		const char *word;

		if (s->text[i] != c && s->text[i] != '\0')
			continue;
		if (where >= INNER) {
			if (match(r, g->inners[where - INNER], at))
				return (true);
			continue;
		}
		word = s->text + where;
		if (text_stands(r, at, word + 1, (size_t)word[0]) &&
		    match(r, s->next, at + (size_t)word[0]))
			return (true);
	}
	return (false);
}

/* As few words as will do. */
static bool
match_gap(struct run *r, const struct step *s, size_t at)
{
	size_t from;

	for (unsigned n = 0; n <= GAP_WORDS; n++) {
		from = at;
		while (n > 0 && at < r->s.n && !space(r->s.p[at]))
			at++;
		if (n > 0 && at == from)
			return (false);
		r->steps += (unsigned)(at - from) / STEP_BYTES;
		from = at;
		at = skip_spaces(r, at);
		if (at == from)
			return (false);
		r->steps += (unsigned)(at - from) / STEP_BYTES;
		if (match(r, s->next, at))
			return (true);
	}
	return (false);
}

/* Do the steps from ${s} on match from byte ${at} on? */
static bool
match(struct run *r, const struct step *s, size_t at)
{
	size_t from;

	for (; ++r->steps < STEPS_MAX; s = s->next) {
		from = at;
		switch (s->op) {
		case OP_TEXT:
			if (!text_stands(r, at, s->text, s->n))
				return (false);
			at += s->n;
			break;
		case OP_NEVER:
			return (false);
		case OP_EITHER:
			return (match_either(r, s, at));
		case OP_MAYBE:
			if (match_either(r, s, at))
				return (true);
			break;
		case OP_SPACE:
			at = skip_spaces(r, at);
			if (at == from)
				return (false);
			break;
		case OP_ENDING:
			while (letter(byte_at(r, at)))
				at++;
			break;
		case OP_QUOTE:
			at += byte_at(r, at) == '\'';
			break;
		case OP_JOINT:
			at = skip_spaces(r, at);
			at += at == from && byte_at(r, at) == '-';
			break;
		case OP_ELISION:
			at += byte_at(r, at) == '\'';
			at = skip_spaces(r, at);
			break;
		case OP_AFTER_ELISION:
			at = skip_spaces(r, at);
			if (at > from && match(r, s->next, at))
				return (true);
			if (from == 0 || r->s.p[from - 1] != '\'')
				return (false);
			at = from;
			break;
		case OP_GAP:
			return (match_gap(r, s, at));
		case OP_MARK:
			r->mark = s->number;
			break;
		case OP_END:
			r->end = at;
			return (ends_word(r, at));
		}
		r->steps += (unsigned)(at - from) / STEP_BYTES;
	}
	return (false);
}

enum phrasecode_answer
phrasecode_run(const struct phrasecode *c, struct str s, size_t from,
    size_t last, size_t *ret_start, size_t *ret_end, uint32_t *ret_mark)
{
	struct run r = { .s = s };

	for (size_t at = from; at < s.n && at <= last; at++) {
		if (!allows(c->first, small(s.p[at])) ||
		    (at > 0 && letter(s.p[at - 1])))
			continue;
		if (match(&r, c->first, at)) {
			*ret_start = at;
			*ret_end = r.end;
			*ret_mark = r.mark;
			return (PHRASECODE_MATCH);
		}
		if (r.steps >= STEPS_MAX)
			return (PHRASECODE_GIVE_UP);
	}
	return (PHRASECODE_NONE);
}
