/*
 * Where sentences end: at stops that are not an abbreviation's, an initial's
 * or a number's, and at line breaks.  Linear: what a decision looks at is a
 * word back and the white space ahead.
 */
#include "earshot/sentence.h"

#include <unictype.h>

#include "earshot/utf8.h"

#include "sentence_words.h"

enum { TOKEN_MAX = 12 }; /* longer words before a stop are only words */

struct splitter {
	struct str s;
	size_t start; /* of the sentence; behind its white space */
	struct span *spans;
	size_t n, cap, max;
	struct arena *arena;
};

static bool
is_space(char c)
{

	return (c == ' ' || (c >= '\t' && c <= '\r'));
}

/* The width of white space at ${at}, line breaks not counted; 0: none. */
static size_t
space_at(struct str s, size_t at)
{
	struct str rest = str_sub(s, at, s.n);

	if (rest.n == 0)
		return (0);
	if (rest.p[0] != '\n' && rest.p[0] != '\r' && is_space(rest.p[0]))
		return (1);
	if (str_starts(rest, STR("\xc2\xa0")))
		return (2);
	return (str_starts(rest, STR("\xe3\x80\x80")) ? 3 : 0);
}

/* The width of a line break at ${at}; 0: none. */
static size_t
break_at(struct str s, size_t at)
{
	struct str rest = str_sub(s, at, s.n);

	if (rest.n == 0)
		return (0);
	if (rest.p[0] == '\n' || rest.p[0] == '\r')
		return (1);
	return (str_starts(rest, STR("\xe2\x80\xa8")) ||
			str_starts(rest, STR("\xe2\x80\xa9"))
		    ? 3
		    : 0);
}

enum stop {
	STOP_NONE,
	STOP_DOT,
	STOP_DOTS, /* an ellipsis */
	STOP_MARK, /* ! ? and their kin */
	STOP_EAST, /* needs no white space behind it */
};

static enum stop
stop_of(uint32_t c)
{

	switch (c) {
	case '.':
		return (STOP_DOT);
	case 0x2026: /* … */
		return (STOP_DOTS);
	case '!':
	case '?':
	case 0x203c: /* ‼ */
	case 0x203d: /* ‽ */
	case 0x2047: /* ⁇ */
	case 0x2048: /* ⁈ */
	case 0x2049: /* ⁉ */
	case 0x061f: /* Arabic question mark */
	case 0x06d4: /* Arabic full stop */
	case 0x0589: /* Armenian full stop */
	case 0x0964: /* danda */
	case 0x0965: /* double danda */
	case 0x1362: /* Ethiopic full stop */
	case 0x037e: /* Greek question mark */
		return (STOP_MARK);
	case 0x3002: /* 。 */
	case 0xff01: /* ！ */
	case 0xff0e: /* ． */
	case 0xff1f: /* ？ */
	case 0xff61: /* ｡ */
		return (STOP_EAST);
	default:
		return (STOP_NONE);
	}
}

static bool
is_closer(uint32_t c)
{

	switch (c) {
	case '"':
	case '\'':
	case ')':
	case ']':
	case '}':
	case 0x00bb: /* » */
	case 0x00ab: /* « closes in German */
	case 0x2018: /* ‘ closes in German */
	case 0x2019:
	case 0x201c: /* “ closes in German */
	case 0x201d:
	case 0x203a:
	case 0x300d: /* 」 */
	case 0x300f: /* 』 */
	case 0x3011: /* 】 */
	case 0x300b: /* 》 */
	case 0xff09: /* ） */
		return (true);
	default:
		return (false);
	}
}

/* A run of stops and what closes behind it. */
struct ending {
	enum stop stop; /* the strongest in the run */
	size_t dots;
	bool closed; /* a quote or bracket was closed */
	size_t end;
};

static struct ending
read_ending(struct str s, size_t at)
{
	struct ending e = { STOP_NONE, 0, false, at };
	enum stop stop;
	size_t next;
	uint32_t c;

	for (; e.end < s.n; e.end = next) {
		next = e.end;
		stop = stop_of(utf8_next(s, &next));
		if (stop == STOP_NONE)
			break;
		e.dots += stop == STOP_DOT;
		if (stop > e.stop)
			e.stop = stop;
	}
	if (e.stop == STOP_DOT && e.dots > 1)
		e.stop = STOP_DOTS;
	for (; e.end < s.n; e.end = next) {
		next = e.end;
		c = utf8_next(s, &next);
		if (!is_closer(c))
			break;
		e.closed = true;
	}
	return (e);
}

/*
 * The word before the stop at ${at}, small letters, inner stops kept, back to
 * white space or an opening sign; empty when it is too long to be known.
 * *${from}: where it begins.
 */
static struct str
word_before(const struct splitter *sp, size_t at, char out[TOKEN_MAX],
    size_t *from)
{
	size_t i = at, n = 0, k;
	char c;

	while (i > sp->start && n <= TOKEN_MAX) {
		c = sp->s.p[i - 1];
		if (is_space(c) || strchr("(\"'[{,;:/-", c) != NULL ||
		    (unsigned char)c == 0xa0)
			break;
		i--;
		n++;
	}
	*from = i;
	if (n == 0 || n > TOKEN_MAX)
		return ((struct str){ out, 0 });
	for (k = 0; k < n; k++) {
		c = sp->s.p[i + k];
		out[k] = c >= 'A' && c <= 'Z' ? (char)(c + 'a' - 'A') : c;
	}
	return ((struct str){ out, n });
}

/* "u.s", "e.u", "b.b.c": single letters between stops. */
static bool
is_dotted(struct str word)
{
	size_t i;

	for (i = 0; i < word.n; i++) {
		if (i % 2 == 0 ? (word.p[i] < 'a' || word.p[i] > 'z')
			       : word.p[i] != '.')
			return (false);
	}
	return (word.n >= 3 && word.n % 2 == 1);
}

/* What follows a stop and its white space. */
struct ahead {
	bool small, big, digit; /* its first letter, behind opening signs */
	size_t at;              /* where that stands */
};

static struct ahead
look_ahead(struct str s, size_t at)
{
	struct ahead a = { false, false, false, at };
	size_t next = at, skipped;
	uint32_t c;

	/* A quote or bracket or two may open. */
	for (skipped = 0; at < s.n && skipped < 3; skipped++) {
		next = at;
		c = utf8_next(s, &next);
		if (c < 0x80 ? strchr("\"'([{", (int)c) == NULL || c == 0
			     : c != 0x201c && c != 0x201e && c != 0x2018 &&
				   c != 0xab && c != 0xbb)
			break;
		at = next;
	}
	a.at = next = at;
	if (at == s.n)
		return (a);
	c = utf8_next(s, &next);
	a.digit = c >= '0' && c <= '9';
	a.small = c < 0x80 ? c >= 'a' && c <= 'z' : uc_is_lower(c);
	a.big = c < 0x80 ? c >= 'A' && c <= 'Z' : uc_is_upper(c);
	return (a);
}

/* Is the sentence so far only a number or letter, as before a list's item? */
static bool
is_marker(const struct splitter *sp, size_t at)
{
	size_t i, n = at - sp->start;
	char c;

	if (n == 0 || n > 3)
		return (false);
	for (i = sp->start; i < at; i++) {
		c = sp->s.p[i];
		if ((c < '0' || c > '9') &&
		    (n > 1 || (c | 0x20) < 'a' || (c | 0x20) > 'z'))
			return (false);
	}
	return (true);
}

/* One letter and a stop: "J. Smith", "vitamin C. It works", "so do I." */
static bool
initial_ends(const struct splitter *sp, size_t from, const struct ahead *a)
{
	size_t i = from;
	char c = sp->s.p[from];

	if (c == 'I' || c == 'i')
		return (true);
	if (c >= 'a' && c <= 'z')
		return (!a->small);
	if (!a->big)
		return (true);
	if (sentence_starter(sp->s, a->at))
		return (true);
	/* A name before it makes it a middle initial. */
	while (i > sp->start && is_space(sp->s.p[i - 1]))
		i--;
	while (i > sp->start && !is_space(sp->s.p[i - 1]))
		i--;
	c = sp->s.p[i];
	return (c >= 'a' && c <= 'z');
}

/* Does one full stop at ${at}, with white space behind, end the sentence? */
static bool
dot_ends(const struct splitter *sp, size_t at, size_t ahead_at,
    const struct ahead *a)
{
	char out[TOKEN_MAX + 1];
	size_t from;
	struct str word = word_before(sp, at, out, &from);

	if (is_marker(sp, at))
		return (false);
	if (word.n == 0)
		return (true);
	switch (sentence_after(word)) {
	case AFTER_GOES_ON:
		return (false);
	case AFTER_BIG:
		return (a->big || (!a->small && !a->digit));
	case AFTER_NUMBER:
		return (!a->digit && !a->small);
	case AFTER_NO:
		return (!a->digit);
	case AFTER_UNKNOWN:
		break;
	}
	if (word.n == 1 && (word.p[0] < '0' || word.p[0] > '9'))
		return (initial_ends(sp, from, a));
	if (is_dotted(word))
		return (a->big ? sentence_starter(sp->s, a->at)
			       : !a->small && !a->digit);
	if (word.n <= 2 && word.p[0] >= '0' && word.p[0] <= '9')
		return (!a->small && !sentence_german_month(sp->s, ahead_at));
	return (true);
}

/* Is the end of ${e} the end of a sentence? */
static bool
ends_here(const struct splitter *sp, size_t at, const struct ending *e)
{
	size_t next = e->end, width;
	struct ahead a;

	if (e->stop == STOP_EAST || e->end == sp->s.n)
		return (true);
	if (space_at(sp->s, next) == 0) {
		if (break_at(sp->s, next) > 0)
			return (true);
		/* "Great!Thanks": but not "?Query" in an address. */
		return (e->stop == STOP_MARK && !e->closed &&
			look_ahead(sp->s, next).big && at > sp->start &&
			(sp->s.p[at - 1] | 0x20) >= 'a' &&
			(sp->s.p[at - 1] | 0x20) <= 'z' && sp->s.p[at] != '?');
	}
	while ((width = space_at(sp->s, next)) > 0)
		next += width;
	if (next == sp->s.n || break_at(sp->s, next) > 0)
		return (true);
	a = look_ahead(sp->s, next);
	/* "Really?" he asked. (What a day!) it was. */
	if (e->closed && a.small)
		return (false);
	if (e->stop == STOP_DOTS)
		return (!a.small);
	if (e->stop == STOP_MARK)
		return (true);
	return (dot_ends(sp, at, next, &a));
}

/* The sentence from start to ${end}, without white space at its end. */
static bool
add(struct splitter *sp, size_t end)
{
	struct span *spans;

	while (end > sp->start && is_space(sp->s.p[end - 1]))
		end--;
	if (end == sp->start)
		return (true);
	spans =
	    arena_grow(sp->arena, sp->spans, sp->n, &sp->cap, sizeof(*spans));
	if (spans == NULL)
		return (false);
	sp->spans = spans;
	spans[sp->n++] = (struct span){ (uint32_t)sp->start, (uint32_t)end };
	return (true);
}

/* Moves the start to the first byte from ${at} that is not white space. */
static size_t
begin(struct splitter *sp, size_t at)
{

	while (at < sp->s.n && is_space(sp->s.p[at]))
		at++;
	sp->start = at;
	return (at);
}

/* Some byte of ${v} is ${c}; a false alarm only costs the closer look. */
static uint64_t
has(uint64_t v, unsigned char c)
{
	const uint64_t ones = 0x0101010101010101U;

	v ^= ones * c;
	return ((v - ones) & ~v);
}

static bool
plain_eight(const char *p)
{
	uint64_t v;

	memcpy(&v, p, sizeof(v));
	return (((v | has(v, '.') | has(v, '!') | has(v, '?') | has(v, '\n') |
		     has(v, '\r')) &
		    0x8080808080808080U) == 0);
}

/* Nothing that interests us before: letters, commas, spaces. */
static size_t
skip_plain(struct str s, size_t at)
{
	unsigned char c;

	while (s.n - at >= 8 && plain_eight(s.p + at))
		at += 8;
	for (; at < s.n; at++) {
		c = (unsigned char)s.p[at];
		if (c >= 0x80 || c == '.' || c == '!' || c == '?' ||
		    c == '\n' || c == '\r')
			break;
	}
	return (at);
}

enum status
sentence_split(struct arena *a, struct str text, size_t max, struct span **ret,
    size_t *ret_n)
{
	struct splitter sp = { .s = text, .arena = a, .max = max };
	struct ending e;
	size_t at, width;

	*ret = NULL;
	*ret_n = 0;
	if (text.n >= UINT32_MAX)
		return (E_MEMORY);
	at = begin(&sp, 0);
	while (at < text.n && sp.n + 1 < sp.max) {
		at = skip_plain(text, at);
		if (at == text.n)
			break;
		if ((width = break_at(text, at)) > 0) {
			if (!add(&sp, at))
				return (E_MEMORY);
			at = begin(&sp, at + width);
			continue;
		}
		e = read_ending(text, at);
		if (e.stop == STOP_NONE) {
			utf8_next(text, &at);
			continue;
		}
		if (!ends_here(&sp, at, &e)) {
			at = e.end;
			continue;
		}
		if (!add(&sp, e.end))
			return (E_MEMORY);
		at = begin(&sp, e.end);
	}
	if (max > 0 && !add(&sp, text.n))
		return (E_MEMORY);
	*ret = sp.spans;
	*ret_n = sp.n;
	return (OK);
}
