/*
 * The smallest parts of a pattern: a letter, some letters, an escape, a class,
 * flags.
 */
#include "literal_atoms.h"

#include "earshot/utf8.h"

static bool
alphanumeric(char c)
{

	return ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
		(c >= 'A' && c <= 'Z'));
}

/* One literal character. */
void
literal_letter(struct literal_reader *r, struct part *p, struct str c)
{
	char lower, pair[2][4];
	uint32_t code;
	size_t at = 0, n;

	part_nothing(p);
	p->max = 1;
	if (c.n == 1 && (c.p[0] == ' ' || (c.p[0] >= '\t' && c.p[0] <= '\r'))) {
		p->strings[0] = STR(" ");
		p->empty = false;
		return;
	}
	p->min = 1;
	p->empty = false;
	p->opens = p->closes =
	    c.n == 1 && c.p[0] != '_' && !alphanumeric(c.p[0]);
	if (c.n == 1) {
		lower =
		    (char)(c.p[0] >= 'A' && c.p[0] <= 'Z' ? c.p[0] + ('a' - 'A')
							  : c.p[0]);
		p->strings[0] = arena_str(r->a, (struct str){ &lower, 1 });
		r->given_up |= p->strings[0].p == NULL;
		return;
	}
	code = utf8_next(c, &at);
	/* The prefilter is shown k and s for K (Kelvin) and ſ, and a space for
	 * each of its kin. */
	if (!r->caseless && code != 0x212a && code != 0x17f && code != 0x85 &&
	    code != 0xa0 &&
	    (code < 0x1680 || code > 0x3000 ||
		(code > 0x205f && code < 0x3000))) {
		p->strings[0] = c;
		return;
	}
	/* Pictures have no case. */
	if ((code >= 0x2600 && code <= 0x27bf) ||
	    (code >= 0x1f300 && code <= 0x1faff)) {
		p->strings[0] = c;
		return;
	}
	/* Latin-1 letters have exactly one other case (å and ß have more). */
	if (code < 0xc0 || code > 0xfe || (code & 0xdf) == 0xc5 ||
	    code == 0xd7 || code == 0xf7 || code == 0xdf) {
		part_anything(p, 1);
		return;
	}
	n = utf8_put(code & ~0x20u, pair[0]);
	p->strings[0] = arena_str(r->a, (struct str){ pair[0], n });
	n = utf8_put(code | 0x20u, pair[1]);
	p->strings[1] = arena_str(r->a, (struct str){ pair[1], n });
	p->nstrings = 2;
	r->given_up |= p->strings[0].p == NULL || p->strings[1].p == NULL;
}

void
literal_give_up(struct literal_reader *r, struct part *p)
{

	r->given_up = true;
	part_anything(p, PART_NO_BOUND);
}

/* \p{…}, \x{…}: behind the letter. */
static void
skip_braces(struct literal_reader *r)
{

	if (r->at < r->s.n && r->s.p[r->at] == '{') {
		while (r->at < r->s.n && r->s.p[r->at] != '}')
			r->at++;
		r->at += r->at < r->s.n;
	} else if (r->at < r->s.n)
		r->at++;
}

static bool
hex(char c)
{

	return ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') ||
		(c >= 'A' && c <= 'F'));
}

/* Behind a backslash. */
void
literal_escape(struct literal_reader *r, struct part *p)
{
	size_t from = r->at;
	char c;

	if (r->at >= r->s.n) {
		literal_give_up(r, p);
		return;
	}
	c = r->s.p[r->at++];
	if ((unsigned char)c >= 0x80) {
		r->at = from;
		utf8_next(r->s, &r->at);
		literal_letter(r, p, str_sub(r->s, from, r->at));
	} else if (!alphanumeric(c))
		literal_letter(r, p, str_sub(r->s, from, r->at));
	else if (c == 's') {
		/* White space of any length is one space to the prefilter. */
		part_nothing(p);
		p->strings[0] = STR(" ");
		p->max = 1;
		p->empty = false;
		p->space = true;
	} else if (strchr("wWdDShHvVNtnrfea", c) != NULL) {
		part_anything(p, 1);
		p->min = c == 'w' || c == 'd';
		p->empty = false;
		p->opens = p->closes = c == 'W';
	} else if (strchr("bBAZz", c) != NULL)
		part_nothing(p);
	else if (c == 'R')
		part_anything(p, 2);
	else if (c == 'p' || c == 'P') {
		skip_braces(r);
		part_anything(p, 1);
	} else if (c == 'x') {
		if (r->at < r->s.n && r->s.p[r->at] == '{')
			skip_braces(r);
		else
			for (int i = 0;
			     i < 2 && r->at < r->s.n && hex(r->s.p[r->at]); i++)
				r->at++;
		part_anything(p, 1);
	} else
		literal_give_up(r, p);
}

/* [:alpha:] in a class; what only looks like one is not for us. */
static void
skip_posix(struct literal_reader *r)
{
	struct str rest = str_sub(r->s, r->at + 1, r->s.n);
	size_t n = 1;

	if (rest.n == 0 || strchr(":.=", rest.p[0]) == NULL)
		return;
	while (n < rest.n &&
	       (rest.p[n] == '^' || (rest.p[n] >= 'a' && rest.p[n] <= 'z')))
		n++;
	if (n > 1 && str_starts(str_sub(rest, n, rest.n), STR(":]")))
		r->at += n + 2;
	else
		r->given_up = true;
}

/* [ … ]: a few plain letters are worth knowing. */
void
literal_class(struct literal_reader *r, struct part *p)
{
	size_t start = r->at, letters = 0;
	bool simple = true;

	if (r->at < r->s.n && r->s.p[r->at] == '^') {
		simple = false;
		r->at++;
	}
	part_nothing(p);
	p->nstrings = 0;
	for (start = r->at; r->at < r->s.n; r->at++) {
		char c = r->s.p[r->at];

		if (c == ']' && r->at > start)
			break;
		if (c == '\\') {
			simple = false;
			r->at++;
			/* These change what ends the class. */
			if (r->at < r->s.n &&
			    strchr("QEc", r->s.p[r->at]) != NULL)
				r->given_up = true;
		} else if (c == '[') {
			simple = false;
			skip_posix(r);
		} else if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')))
			simple = false;
		else if (++letters <= 4 && simple) {
			char lower = (char)(c | 0x20);

			part_string(p,
			    arena_str(r->a, (struct str){ &lower, 1 }));
		}
	}
	r->at += r->at < r->s.n;
	p->min = 1;
	p->empty = p->opens = p->closes = false;
	if (!simple || letters > 4 || arena_failed(r->a))
		part_anything(p, 1);
	p->max = 1;
}

/* (?i-s) and kin up to : or ); false: something else. */
bool
literal_flags(struct literal_reader *r)
{
	bool on = true;

	for (; r->at < r->s.n; r->at++) {
		char c = r->s.p[r->at];

		if (c == ':' || c == ')')
			return (true);
		if (c == '-')
			on = false;
		else if (c == 'i')
			r->caseless = on;
		else if (strchr("smJUn", c) == NULL)
			return (false);
	}
	return (false);
}

/* Plain letters and digits in a row, of which none repeats: they are read at
 * once, as most of a pattern is such (a third less time for all patterns). */
bool
literal_plain(struct literal_reader *r, struct part *p)
{
	char small[LITERAL_MAX];
	size_t n = 0;
	char c;

	while (n < LITERAL_MAX && r->at + n < r->s.n &&
	       alphanumeric(c = r->s.p[r->at + n]))
		small[n++] = (char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
	if (n > 0 && r->at + n < r->s.n &&
	    strchr("?*+{", r->s.p[r->at + n]) != NULL)
		n--;
	if (n == 0)
		return (false);
	part_nothing(p);
	p->strings[0] = arena_str(r->a, (struct str){ small, n });
	p->min = p->max = (uint32_t)n;
	p->empty = p->opens = p->closes = false;
	r->given_up |= p->strings[0].p == NULL;
	r->at += n;
	return (true);
}
