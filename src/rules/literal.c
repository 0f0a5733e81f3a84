/*
 * Reads PCRE2's syntax just far enough to say what must be there.  Whatever it
 * does not know makes it give up: then the pattern is always run.
 */
#include "literal.h"

#include "earshot/utf8.h"

#include "literal_atoms.h"

enum { DEPTH_MAX = 40 };

static void read_alternatives(struct literal_reader *r, struct part *ret);

/* Behind "(?" or "(*".  *${inside}: a part follows up to the parenthesis;
 * *${width}: it takes room in the match. */
static void
read_special(struct literal_reader *r, bool *inside, bool *width)
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
	} else if (literal_flags(r)) {
		*inside = r->s.p[r->at] == ':';
		*width = *inside;
		r->at += *inside;
	} else
		r->given_up = true;
}

static void
read_group(struct literal_reader *r, struct part *p)
{
	bool caseless = r->caseless, inside = true, width = true;
	char c = r->at < r->s.n ? r->s.p[r->at] : '\0';

	if (++r->depth > DEPTH_MAX) {
		literal_give_up(r, p);
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
read_count(struct literal_reader *r, uint32_t *low, uint32_t *high)
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
read_repeat(struct literal_reader *r, struct part *p)
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
read_atom(struct literal_reader *r, struct part *p)
{
	size_t from = r->at;
	char c = r->s.p[r->at];

	if (literal_plain(r, p))
		return;

	switch (c) {
	case '\\':
		r->at++;
		literal_escape(r, p);
		break;
	case '[':
		r->at++;
		literal_class(r, p);
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
		literal_give_up(r, p);
		return;
	default:
		utf8_next(r->s, &r->at);
		literal_letter(r, p, str_sub(r->s, from, r->at));
	}
	read_repeat(r, p);
}

static void
read_sequence(struct literal_reader *r, struct part *seq)
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
read_alternatives(struct literal_reader *r, struct part *ret)
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

static void
bound_branch(struct literal_branch *b, bool before, bool after)
{

	for (unsigned i = 0; i < b->n; i++) {
		b->clauses[i].at_start &= !before;
		b->clauses[i].at_end &= !after;
	}
}

/* Does ${s}, an alternative as it is written, end with \b? */
static bool
ends_bound(struct str s)
{
	size_t n = 0;

	if (!str_ends(s, STR("b")))
		return (false);
	while (n + 1 < s.n && s.p[s.n - 2 - n] == '\\')
		n++;
	return (n % 2 == 1);
}

/* One alternative of the whole pattern, from byte ${from} on; false: it says
 * nothing. */
static bool
add_branch(struct literal_reader *r, struct literals *ret, size_t *size,
    struct part *p, size_t from)
{
	struct str said = str_sub(r->s, from, r->at);
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
	/* A letter, digit or _ at \b has none before it, or behind it. */
	bound_branch(&ret->branches[ret->n++], str_starts(said, STR("\\b")),
	    ends_bound(said));
	return (true);
}

enum status
literals_of(struct arena *a, struct str regex, bool caseless,
    struct literals *ret)
{
	struct literal_reader r = { .a = a, .s = regex, .caseless = caseless };
	struct part *p = part_new(a);
	size_t size = 0;
	bool known = true;

	memset(ret, 0, sizeof(*ret));
	ret->start = true;
	while (p != NULL && !r.given_up) {
		size_t from = r.at;

		ret->start &= r.at < regex.n && regex.p[r.at] == '^';
		read_sequence(&r, p);
		known &= add_branch(&r, ret, &size, p, from);
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

void
literals_bound(struct literals *known, bool before, bool after)
{

	for (unsigned i = 0; i < known->n; i++)
		bound_branch(&known->branches[i], before, after);
}
