/*
 * The sums of parts.  Memory that runs out leaves less known, never something
 * wrong; the arena remembers it.
 */
#include "parts.h"

/* Words that stand in nearly every post. */
static const char common[][8] = { "all", "and", "any", "app", "are", "but",
	"can", "could", "for", "from", "get", "had", "has", "have", "here",
	"his", "how", "just", "like", "more", "not", "now", "one", "our", "out",
	"please", "really", "should", "some", "that", "the", "their", "them",
	"then", "there", "they", "this", "time", "use", "very", "was", "were",
	"what", "when", "which", "will", "with", "work", "would", "you",
	"your" };

static double
cost_of(struct str s)
{
	static const double by_length[] = { 1e6, 500, 200, 60, 25, 10, 5, 3 };
	double cost = s.n < 8 ? by_length[s.n] : 2;

	s = str_trim(s);
	for (size_t i = 0; i < sizeof(common) / sizeof(common[0]); i++)
		if (s.n > 2 && s.n < sizeof(common[i]) &&
		    common[i][0] == s.p[0] && common[i][s.n] == '\0' &&
		    memcmp(common[i], s.p, s.n) == 0)
			return (cost * 8);
	return (cost);
}

bool
literal_long(struct str literal)
{

	return (literal.n >= LITERAL_MIN ||
		(literal.n == 1 &&
		    strchr("?!\"$%&()*+/:;<=>@[\\]^_`{|}~#", literal.p[0]) !=
			NULL &&
		    literal.p[0] != '\0'));
}

double
literal_cost(const struct literal_clause *clause)
{
	double cost = 0;

	for (unsigned i = 0; i < clause->n; i++)
		cost += cost_of(clause->literals[i]);
	return (cost);
}

static uint32_t
add(uint32_t a, uint32_t b)
{

	return (a > PART_NO_BOUND - b ? PART_NO_BOUND : a + b);
}

static uint32_t
times(uint32_t a, uint32_t b)
{

	if (a == 0 || b == 0)
		return (0);
	return (a > PART_NO_BOUND / b ? PART_NO_BOUND : a * b);
}

void
part_anything(struct part *p, uint32_t max)
{

	/* Not all of it: parts are large, and there is one a letter. */
	p->exact = p->repeated = p->space = false;
	p->nstrings = p->n = 0;
	p->max = max;
}

void
part_nothing(struct part *p)
{

	part_anything(p, 0);
	p->exact = true;
	p->nstrings = 1;
	p->strings[0] = STR("");
}

struct part *
part_new(struct arena *a)
{

	return (arena_alloc(a, sizeof(struct part)));
}

static void
add_clause(struct part *p, const struct literal_clause *c)
{
	unsigned worst = 0;

	if (p->n < LITERAL_CLAUSES) {
		p->clauses[p->n++] = *c;
		return;
	}
	for (unsigned i = 1; i < p->n; i++)
		if (literal_cost(&p->clauses[i]) >
		    literal_cost(&p->clauses[worst]))
			worst = i;
	if (literal_cost(c) < literal_cost(&p->clauses[worst]))
		p->clauses[worst] = *c;
}

/* The strings of an exact part as a clause; false: one is too short. */
static bool
clause_of(struct arena *a, const struct part *p, struct literal_clause *ret)
{

	for (unsigned i = 0; i < p->nstrings; i++)
		if (!literal_long(p->strings[i]))
			return (false);
	ret->n = p->nstrings;
	ret->literals = arena_array(a, p->nstrings, sizeof(struct str));
	if (ret->literals == NULL)
		return (false);
	memcpy(ret->literals, p->strings, p->nstrings * sizeof(struct str));
	return (p->nstrings > 0);
}

void
part_loosen(struct arena *a, struct part *p)
{
	struct literal_clause c;

	if (!p->exact)
		return;
	p->exact = false;
	p->n = 0;
	if (clause_of(a, p, &c))
		add_clause(p, &c);
	p->nstrings = 0;
}

/* The best single clause of ${p}; false: it has none. */
static bool
best_clause(struct arena *a, const struct part *p, struct literal_clause *ret)
{
	unsigned best = 0;

	if (p->exact)
		return (clause_of(a, p, ret));
	if (p->n == 0)
		return (false);
	for (unsigned i = 1; i < p->n; i++)
		if (literal_cost(&p->clauses[i]) <
		    literal_cost(&p->clauses[best]))
			best = i;
	*ret = p->clauses[best];
	return (true);
}

void
part_string(struct part *p, struct str s)
{

	for (unsigned i = 0; i < p->nstrings; i++)
		if (str_eq(p->strings[i], s))
			return;
	p->strings[p->nstrings++] = s;
}

/* ${s}, then ${t}, two spaces between them made one; {NULL,0} if memory is
 * out.  Either may hold a NUL. */
static struct str
joined(struct arena *a, struct str s, struct str t)
{
	char *p;

	if (s.n > 0 && t.n > 0 && s.p[s.n - 1] == ' ' && t.p[0] == ' ')
		t = str_sub(t, 1, t.n);
	if (t.n == 0)
		return (s);
	p = arena_alloc(a, s.n + t.n);
	if (p == NULL)
		return ((struct str){ NULL, 0 });
	memcpy(p, s.p, s.n);
	memcpy(p + s.n, t.p, t.n);
	return ((struct str){ p, s.n + t.n });
}

/* ${p}, then ${q}: both exact, and the product is small enough. */
static bool
product(struct arena *a, struct part *p, const struct part *q)
{
	struct part both;

	if (p->nstrings * q->nstrings > PART_STRINGS)
		return (false);
	both.nstrings = 0;
	for (unsigned i = 0; i < p->nstrings; i++)
		for (unsigned j = 0; j < q->nstrings; j++) {
			struct str one;

			if (p->strings[i].n + q->strings[j].n > LITERAL_MAX)
				return (false);
			one = joined(a, p->strings[i], q->strings[j]);
			if (one.p == NULL)
				return (false);
			part_string(&both, one);
		}
	memcpy(p->strings, both.strings,
	    both.nstrings * sizeof(both.strings[0]));
	p->nstrings = both.nstrings;
	return (true);
}

void
part_append(struct arena *a, struct part *seq, struct part *tail,
    const struct part *next)
{
	seq->max = add(seq->max, next->max);
	seq->repeated |= next->repeated;
	if (next->exact && product(a, tail, next))
		return;
	seq->exact = false;
	part_loosen(a, tail);
	for (unsigned i = 0; i < tail->n; i++)
		add_clause(seq, &tail->clauses[i]);
	part_nothing(tail);
	if (next->exact) {
		tail->nstrings = next->nstrings;
		memcpy(tail->strings, next->strings,
		    next->nstrings * sizeof(next->strings[0]));
		return;
	}
	for (unsigned i = 0; i < next->n; i++)
		add_clause(seq, &next->clauses[i]);
}

void
part_either(struct arena *a, struct part *all, const struct part *one)
{
	struct literal_clause x, y, both;

	all->max = all->max > one->max ? all->max : one->max;
	all->repeated |= one->repeated;
	if (all->exact && one->exact &&
	    all->nstrings + one->nstrings <= PART_STRINGS) {
		for (unsigned i = 0; i < one->nstrings; i++)
			part_string(all, one->strings[i]);
		return;
	}
	if (!best_clause(a, all, &x) || !best_clause(a, one, &y) ||
	    x.n + y.n > LITERAL_CHOICES) {
		all->exact = false;
		all->n = 0;
		return;
	}
	both.n = x.n + y.n;
	both.literals = arena_array(a, both.n, sizeof(struct str));
	if (both.literals == NULL)
		return;
	memcpy(both.literals, x.literals, x.n * sizeof(struct str));
	memcpy(both.literals + x.n, y.literals, y.n * sizeof(struct str));
	all->exact = false;
	all->n = 1;
	all->clauses[0] = both;
}

void
part_end(struct arena *a, struct part *seq, struct part *tail)
{

	if (seq->exact) {
		seq->nstrings = tail->nstrings;
		memcpy(seq->strings, tail->strings,
		    tail->nstrings * sizeof(tail->strings[0]));
		return;
	}
	part_loosen(a, tail);
	for (unsigned i = 0; i < tail->n; i++)
		add_clause(seq, &tail->clauses[i]);
}

void
part_repeat(struct arena *a, struct part *p, uint32_t low, uint32_t high)
{

	p->repeated |= high > 1;
	if (low == 1 && high == 1)
		return;
	/* A run of white space counts one: see max_chars. */
	if (p->space && p->exact && high > 0) {
		p->max = high == PART_NO_BOUND ? 1 : high;
		p->space = false;
		if (low == 0)
			part_string(p, STR(""));
		return;
	}
	if (low == 0 && high == 1 && p->exact && p->nstrings < PART_STRINGS) {
		part_string(p, STR(""));
		return;
	}
	part_loosen(a, p);
	if (low == 0)
		p->n = 0;
	p->max = times(p->max, high);
	p->space = false;
}
