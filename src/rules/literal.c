/*
 * Reads PCRE2's syntax just far enough to say what must be there.  Whatever it
 * does not know makes it give up: then the pattern is always run.
 */
#include "literal.h"

#include "earshot/utf8.h"

#include "parts.h"

enum { DEPTH_MAX = 40 };

struct reader {
	struct arena *a;
	struct str s;
	size_t at;
	unsigned depth;
	bool caseless;
	bool given_up;
	bool repeats;
};

static void read_alternatives(struct reader *r, struct part *ret);

/* One literal character. */
static void
literal(struct reader *r, struct part *p, struct str c)
{
	char lower, pair[2][4];
	uint32_t code;
	size_t at = 0, n;

	part_nothing(p);
	p->max = 1;
	if (c.n == 1 && (c.p[0] == ' ' || (c.p[0] >= '\t' && c.p[0] <= '\r'))) {
		p->strings[0] = STR(" ");
		return;
	}
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

static void
give_up(struct reader *r, struct part *p)
{

	r->given_up = true;
	part_anything(p, PART_NO_BOUND);
}

/* \p{…}, \x{…}: behind the letter. */
static void
skip_braces(struct reader *r)
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
static void
read_escape(struct reader *r, struct part *p)
{
	size_t from = r->at;
	char c;

	if (r->at >= r->s.n) {
		give_up(r, p);
		return;
	}
	c = r->s.p[r->at++];
	if ((unsigned char)c >= 0x80) {
		r->at = from;
		utf8_next(r->s, &r->at);
		literal(r, p, str_sub(r->s, from, r->at));
	} else if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
		       (c >= 'A' && c <= 'Z')))
		literal(r, p, str_sub(r->s, from, r->at));
	else if (c == 's') {
		/* White space of any length is one space to the prefilter. */
		part_nothing(p);
		p->strings[0] = STR(" ");
		p->max = 1;
		p->space = true;
	} else if (strchr("wWdDShHvVNtnrfea", c) != NULL)
		part_anything(p, 1);
	else if (strchr("bBAZz", c) != NULL)
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
		give_up(r, p);
}

/* [:alpha:] in a class; what only looks like one is not for us. */
static void
skip_posix(struct reader *r)
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
static void
read_class(struct reader *r, struct part *p)
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
	if (!simple || letters > 4 || arena_failed(r->a))
		part_anything(p, 1);
	p->max = 1;
}

/* (?i-s) and kin up to : or ); false: something else. */
static bool
read_flags(struct reader *r)
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

/* Behind "(?" or "(*".  *${inside}: a part follows up to the parenthesis;
 * *${width}: it takes room in the match. */
static void
read_special(struct reader *r, bool *inside, bool *width)
{
	struct str rest = str_sub(r->s, r->at, r->s.n);
	size_t end;

	*inside = *width = true;
	if (str_starts(rest, STR("*"))) {
		end = str_findc(rest, ')');
		if (end == SIZE_MAX || (!str_starts(rest, STR("*:")) &&
					   !str_starts(rest, STR("*MARK:"))))
			r->given_up = true;
		else
			r->at += end;
		*inside = *width = false;
		return;
	}
	r->at++; /* the question mark */
	rest = str_sub(rest, 1, rest.n);
	if (str_starts(rest, STR(":")) || str_starts(rest, STR(">")))
		r->at++;
	else if (str_starts(rest, STR("=")) || str_starts(rest, STR("!"))) {
		r->at++;
		*width = false;
	} else if (str_starts(rest, STR("<=")) || str_starts(rest, STR("<!"))) {
		r->at += 2;
		*width = false;
	} else if (str_starts(rest, STR("<*"))) {
		r->given_up = true;
	} else if (str_starts(rest, STR("<")) || str_starts(rest, STR("P<")) ||
		   str_starts(rest, STR("'"))) {
		char last = str_starts(rest, STR("'")) ? '\'' : '>';

		r->at += str_starts(rest, STR("P<")) ? 2 : 1;
		end = str_findc(str_sub(r->s, r->at, r->s.n), last);
		r->given_up |= end == SIZE_MAX;
		r->at += end == SIZE_MAX ? 0 : end + 1;
	} else if (str_starts(rest, STR("#"))) {
		end = str_findc(rest, ')');
		/* A repeat behind a note is of what stands before it. */
		r->given_up |= end == SIZE_MAX ||
			       (end + 1 < rest.n &&
				   strchr("?*+{", rest.p[end + 1]) != NULL);
		r->at += end == SIZE_MAX ? 0 : end;
		*inside = *width = false;
	} else if (read_flags(r)) {
		*inside = r->s.p[r->at] == ':';
		*width = *inside;
		r->at += *inside;
	} else
		r->given_up = true;
}

static void
read_group(struct reader *r, struct part *p)
{
	bool caseless = r->caseless, inside = true, width = true;
	char c = r->at < r->s.n ? r->s.p[r->at] : '\0';

	if (++r->depth > DEPTH_MAX) {
		give_up(r, p);
		return;
	}
	if (c == '?' || c == '*')
		read_special(r, &inside, &width);
	if (inside && !r->given_up)
		read_alternatives(r, p);
	else
		part_nothing(p);
	if (!width)
		part_nothing(p);
	if (r->at >= r->s.n || r->s.p[r->at] != ')')
		r->given_up = true;
	r->at++;
	r->depth--;
	/* (?i) alone goes on to the end of the group round it. */
	if (inside)
		r->caseless = caseless;
}

static bool
read_count(struct reader *r, uint32_t *low, uint32_t *high)
{
	size_t at = r->at + 1;
	uint32_t v[2] = { 0, 0 };
	bool comma = false, digits[2] = { false, false };

	for (; at < r->s.n && r->s.p[at] != '}'; at++) {
		char c = r->s.p[at];

		if (c == ',' && !comma)
			comma = true;
		else if (c >= '0' && c <= '9' && v[comma] < 100000) {
			v[comma] = v[comma] * 10 + (uint32_t)(c - '0');
			digits[comma] = true;
		} else
			return (false);
	}
	if (at >= r->s.n || !digits[0])
		return (false);
	*low = v[0];
	*high = !comma ? v[0] : digits[1] ? v[1] : PART_NO_BOUND;
	r->at = at + 1;
	return (true);
}

static void
read_repeat(struct reader *r, struct part *p)
{
	uint32_t low = 1, high = 1;

	if (r->at >= r->s.n)
		return;
	switch (r->s.p[r->at]) {
	case '?':
		low = 0;
		r->at++;
		break;
	case '*':
		low = 0;
		high = PART_NO_BOUND;
		r->at++;
		break;
	case '+':
		high = PART_NO_BOUND;
		r->at++;
		break;
	case '{':
		if (!read_count(r, &low, &high))
			return;
		break;
	default:
		return;
	}
	if (r->at < r->s.n && (r->s.p[r->at] == '?' || r->s.p[r->at] == '+'))
		r->at++;
	r->repeats |=
	    (high == PART_NO_BOUND && !p->space) || (high > 1 && p->repeated);
	part_repeat(r->a, p, low, high);
}

static void
read_atom(struct reader *r, struct part *p)
{
	size_t from = r->at;
	char c = r->s.p[r->at];

	switch (c) {
	case '\\':
		r->at++;
		read_escape(r, p);
		break;
	case '[':
		r->at++;
		read_class(r, p);
		break;
	case '(':
		r->at++;
		read_group(r, p);
		break;
	case '.':
		r->at++;
		part_anything(p, 1);
		break;
	case '^':
	case '$':
		r->at++;
		part_nothing(p);
		break;
	case '{':
	case '*':
	case '+':
	case '?':
		/* A count of a form that another PCRE2 may understand, or a
		 * repeat of nothing. */
		give_up(r, p);
		return;
	default:
		utf8_next(r->s, &r->at);
		literal(r, p, str_sub(r->s, from, r->at));
	}
	read_repeat(r, p);
}

static void
read_sequence(struct reader *r, struct part *seq)
{
	struct part *tail = part_new(r->a), *next = part_new(r->a);

	part_nothing(seq);
	if (tail == NULL || next == NULL)
		return;
	part_nothing(tail);
	while (!r->given_up && r->at < r->s.n && r->s.p[r->at] != '|' &&
	       r->s.p[r->at] != ')') {
		read_atom(r, next);
		part_append(r->a, seq, tail, next);
	}
	part_end(r->a, seq, tail);
}

static void
read_alternatives(struct reader *r, struct part *ret)
{
	struct part *one = part_new(r->a);

	read_sequence(r, ret);
	if (one == NULL)
		return;
	while (!r->given_up && r->at < r->s.n && r->s.p[r->at] == '|') {
		r->at++;
		read_sequence(r, one);
		part_either(r->a, ret, one);
	}
}

/* One alternative of the whole pattern; false: it says nothing. */
static bool
add_branch(struct reader *r, struct literals *ret, size_t *size, struct part *p)
{
	struct literal_branch *branches;

	ret->max_chars = ret->max_chars > p->max ? ret->max_chars : p->max;
	part_loosen(r->a, p);
	if (p->n == 0)
		return (false);
	branches =
	    arena_grow(r->a, ret->branches, ret->n, size, sizeof(*branches));
	if (branches == NULL)
		return (false);
	ret->branches = branches;
	ret->branches[ret->n].n = p->n;
	memcpy(ret->branches[ret->n].clauses, p->clauses, sizeof(p->clauses));
	ret->n++;
	return (true);
}

enum status
literals_of(struct arena *a, struct str regex, bool caseless,
    struct literals *ret)
{
	struct reader r = { .a = a, .s = regex, .caseless = caseless };
	struct part *p = part_new(a);
	size_t size = 0;
	bool known = true;

	memset(ret, 0, sizeof(*ret));
	ret->start = true;
	while (p != NULL && !r.given_up) {
		ret->start &= r.at < regex.n && regex.p[r.at] == '^';
		read_sequence(&r, p);
		known &= add_branch(&r, ret, &size, p);
		if (r.at >= r.s.n || r.s.p[r.at] != '|')
			break;
		r.at++;
	}
	if (arena_failed(a))
		return (E_MEMORY);
	/* A stray ) or anything unknown: say nothing at all. */
	if (r.given_up || r.at < r.s.n)
		ret->max_chars = PART_NO_BOUND;
	if (r.given_up || r.at < r.s.n || !known)
		ret->n = 0;
	ret->start &= !r.given_up && r.at >= r.s.n;
	ret->repeats = r.repeats || r.given_up;
	return (OK);
}
