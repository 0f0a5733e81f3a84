/*
 * The sums of parts.  Memory that runs out leaves less known, never something
 * wrong; the arena remembers it.
 */
#include "parts.h"

/* How many of a thousand sentences a word stands in, where they are many;
 * sorted.  Counted in posts of many kinds. */
static const struct {
	char word[8];
	int often;
} common[] = { { "about", 14 }, { "add", 15 }, { "all", 33 }, { "also", 17 },
	{ "an", 40 }, { "and", 179 }, { "any", 14 }, { "app", 48 },
	{ "apps", 19 }, { "are", 38 }, { "as", 36 }, { "at", 32 }, { "be", 68 },
	{ "but", 63 }, { "by", 24 }, { "can", 42 }, { "como", 40 },
	{ "con", 90 }, { "could", 19 }, { "dans", 40 }, { "del", 60 },
	{ "des", 100 }, { "do", 29 }, { "does", 15 }, { "don't", 14 },
	{ "est", 130 }, { "even", 13 }, { "for", 105 }, { "from", 37 },
	{ "get", 23 }, { "go", 10 }, { "good", 21 }, { "great", 21 },
	{ "had", 11 }, { "has", 17 }, { "have", 58 }, { "here", 12 },
	{ "his", 9 }, { "how", 17 }, { "i", 157 }, { "i'm", 15 }, { "if", 50 },
	{ "in", 119 }, { "is", 133 }, { "it", 120 }, { "it's", 15 },
	{ "just", 26 }, { "las", 90 }, { "les", 120 }, { "like", 44 },
	{ "los", 100 }, { "mais", 50 }, { "make", 16 }, { "me", 24 },
	{ "more", 27 }, { "much", 12 }, { "muy", 60 }, { "my", 56 },
	{ "need", 14 }, { "new", 20 }, { "no", 28 }, { "not", 62 },
	{ "nous", 50 }, { "now", 16 }, { "of", 110 }, { "on", 79 },
	{ "one", 22 }, { "only", 20 }, { "or", 43 }, { "other", 15 },
	{ "our", 10 }, { "out", 16 }, { "para", 70 }, { "pas", 110 },
	{ "pero", 50 }, { "phone", 20 }, { "please", 27 }, { "por", 90 },
	{ "pour", 70 }, { "que", 150 }, { "qui", 60 }, { "really", 10 },
	{ "see", 20 }, { "should", 18 }, { "so", 37 }, { "some", 18 },
	{ "still", 10 }, { "than", 11 }, { "that", 72 }, { "the", 286 },
	{ "their", 9 }, { "them", 11 }, { "then", 16 }, { "there", 23 },
	{ "they", 19 }, { "this", 100 }, { "time", 20 }, { "to", 240 },
	{ "too", 9 }, { "una", 90 }, { "une", 90 }, { "up", 21 }, { "use", 26 },
	{ "using", 16 }, { "very", 22 }, { "vous", 30 }, { "want", 18 },
	{ "was", 32 }, { "way", 15 }, { "we", 31 }, { "were", 10 },
	{ "what", 22 }, { "when", 40 }, { "which", 14 }, { "will", 17 },
	{ "with", 56 }, { "work", 13 }, { "would", 39 }, { "you", 80 },
	{ "your", 26 } };

/* The same of one that is not common, by its bytes. */
static double
by_length(size_t n)
{
	static const double often[] = { 1e6, 73, 145, 28, 7, 2.4, 1.1, .7, .43,
		.26, .15 };

	return (n < sizeof(often) / sizeof(often[0]) ? often[n] : .1);
}

static double
cost_of_word(struct str s)
{
	size_t low = 0, high = sizeof(common) / sizeof(common[0]);

	if (s.n >= sizeof(common[0].word))
		return (by_length(s.n));
	while (low < high) {
		size_t mid = low + (high - low) / 2;
		int order = str_cmp(s, str_of(common[mid].word));

		if (order == 0)
			return (common[mid].often);
		if (order < 0)
			high = mid;
		else
			low = mid + 1;
	}
	return (by_length(s.n));
}

/* Two words stand together three times as often as chance would have it. */
static double
cost_of(struct str s)
{
	double cost = by_length(s.n), words = 1000;
	struct str word;

	if (s.n == 1 && s.p[0] == ' ')
		return (by_length(0));
	while ((word = str_word(&s)).n > 0)
		words *= cost_of_word(word) * 3 / 1000;
	return (words / 3 > cost ? words / 3 : cost);
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
literal_cost(struct literal_clause *c)
{

	if (c->cost == 0)
		for (unsigned i = 0; i < c->n; i++)
			c->cost += cost_of(c->literals[i]);
	return (c->cost);
}

/* A clause's array has room for so many: alternatives are added to it one by
 * one. */
static size_t
room_for(unsigned n)
{
	size_t room = 4;

	while (room < n)
		room *= 2;
	return (room);
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
	p->empty = p->at_start = p->bound_before = true;
	p->opens = p->closes = false;
	p->nstrings = p->n = 0;
	p->min = 0;
	p->max = max;
}

void
part_nothing(struct part *p)
{

	part_anything(p, 0);
	p->exact = true;
	p->opens = p->closes = true;
	p->nstrings = 1;
	p->strings[0] = STR("");
}

struct part *
part_new(struct arena *a)
{

	return (arena_alloc(a, sizeof(struct part)));
}

static void
add_clause(struct part *p, struct literal_clause *c)
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
	ret->first = ret->last = 0;
	ret->at_start = ret->at_end = true;
	ret->bound_before = ret->bound_after = true;
	ret->n = p->nstrings;
	ret->literals =
	    arena_array(a, room_for(p->nstrings), sizeof(struct str));
	if (ret->literals == NULL)
		return (false);
	memcpy(ret->literals, p->strings, p->nstrings * sizeof(struct str));
	ret->cost = 0;
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
best_clause(struct arena *a, struct part *p, struct literal_clause *ret)
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

/* Most differ in the last byte: a call for each of so many takes long. */
static inline bool
same(struct str s, struct str t)
{

	return (s.n == t.n && (s.n == 0 || (s.p[s.n - 1] == t.p[t.n - 1] &&
					       memcmp(s.p, t.p, s.n) == 0)));
}

void
part_string(struct part *p, struct str s)
{

	for (unsigned i = 0; i < p->nstrings; i++)
		if (same(p->strings[i], s))
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
	if (q->nstrings == 1 && q->strings[0].n == 0)
		return (true);
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

/* The clauses of ${p}, before which ${first} to ${last} characters stand; or
 * none (${at_start}), else the last of them ${bound} what follows. */
static void
add_clauses(struct part *seq, const struct part *p, uint32_t first,
    uint32_t last, bool at_start, bool bound)
{

	for (unsigned i = 0; i < p->n; i++) {
		struct literal_clause c = p->clauses[i];

		c.first = add(c.first, first);
		c.last = add(c.last, last);
		c.bound_before &= bound || !c.at_start;
		c.at_start &= at_start;
		add_clause(seq, &c);
	}
}

/* ${tail}, the end of ${seq} so far, cannot grow any more. */
static void
add_tail(struct arena *a, struct part *seq, struct part *tail)
{

	part_loosen(a, tail);
	add_clauses(seq, tail, seq->min - tail->min,
	    seq->max == PART_NO_BOUND ? PART_NO_BOUND : seq->max - tail->max,
	    tail->at_start, tail->bound_before);
}

/* ${next} follows: what do the clauses of ${seq} know of it? */
static void
follow(struct part *seq, const struct part *next)
{

	for (unsigned i = 0; i < seq->n; i++) {
		struct literal_clause *c = &seq->clauses[i];

		c->bound_after &= next->opens || !c->at_end;
		c->at_end &= next->empty;
	}
}

void
part_append(struct arena *a, struct part *seq, struct part *tail,
    const struct part *next)
{
	bool grown = next->exact && product(a, tail, next);

	if (!grown) {
		seq->exact = false;
		add_tail(a, seq, tail);
		part_nothing(tail);
		tail->at_start = seq->empty;
		tail->bound_before = seq->closes;
	}
	follow(seq, next);
	if (!next->exact) {
		add_clauses(seq, next, seq->min, seq->max, seq->empty,
		    seq->closes);
		tail->at_start = seq->empty && next->empty;
		tail->bound_before =
		    next->closes && (seq->closes || !next->empty);
	} else {
		tail->min = add(tail->min, next->min);
		tail->max = add(tail->max, next->max);
	}
	if (next->exact && !grown) {
		tail->nstrings = next->nstrings;
		memcpy(tail->strings, next->strings,
		    next->nstrings * sizeof(next->strings[0]));
	}
	seq->min = add(seq->min, next->min);
	seq->max = add(seq->max, next->max);
	seq->opens &= next->opens || !seq->empty;
	seq->closes = next->closes && (seq->closes || !next->empty);
	seq->empty &= next->empty;
	seq->repeated |= next->repeated;
}

void
part_either(struct arena *a, struct part *all, struct part *one)
{
	struct literal_clause x, y, both;

	all->min = all->min < one->min ? all->min : one->min;
	all->max = all->max > one->max ? all->max : one->max;
	all->opens &= one->opens;
	all->closes &= one->closes;
	all->empty |= one->empty;
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
	both.literals = x.literals;
	if (room_for(both.n) > room_for(x.n)) {
		both.literals =
		    arena_array(a, room_for(both.n), sizeof(struct str));
		if (both.literals == NULL)
			return;
		memcpy(both.literals, x.literals, x.n * sizeof(struct str));
	}
	memcpy(both.literals + x.n, y.literals, y.n * sizeof(struct str));
	both.cost = 0;
	both.at_start = x.at_start || y.at_start;
	both.at_end = x.at_end || y.at_end;
	both.bound_before = x.bound_before && y.bound_before;
	both.bound_after = x.bound_after && y.bound_after;
	both.first = x.first < y.first ? x.first : y.first;
	both.last = x.last > y.last ? x.last : y.last;
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
	add_tail(a, seq, tail);
}

void
part_repeat(struct arena *a, struct part *p, uint32_t low, uint32_t high)
{

	p->repeated |= high > 1;
	if (low == 1 && high == 1)
		return;
	p->empty |= low == 0;
	/* A run of white space counts one: see max_chars. */
	if (p->space && p->exact && high > 0) {
		p->max = high == PART_NO_BOUND ? 1 : high;
		p->space = false;
		if (low == 0)
			part_string(p, STR(""));
		return;
	}
	if (low == 0 && high == 1 && p->exact && p->nstrings < PART_STRINGS) {
		p->min = 0;
		part_string(p, STR(""));
		return;
	}
	part_loosen(a, p);
	if (low == 0)
		p->n = 0;
	/* The clauses are those of its first round. */
	for (unsigned i = 0; i < p->n && high > 1; i++)
		p->clauses[i].bound_after &= p->opens || !p->clauses[i].at_end;
	p->min = times(p->min, low);
	p->max = times(p->max, high);
	p->space = false;
}
