/*
 * Two posts laid side by side: the shortest way from one's words to the
 * other's (Myers 1986), either of which may end early, and what stands on that
 * way.
 */
#include "earshot/alike.h"

#include <stdlib.h>

#include "earshot/fingerprint.h"
#include "earshot/turns.h"

#include "said.h"

enum {
	WORDS_MAX = 2048, /* of each post; the rest is not looked at */
	/* Words put in or left out on the way: so many, and one in eight. */
	STEPS_LEAST = 24,
	STEPS_MAX = 96,
	TITLE_MAX = 32,
	RUN_MIN = 3,     /* fewer alike in a row at an end are chance */
	COMMON_MIN = 10, /* alike, else too little is */
	CUT_MIN = 12,    /* words missing at an end: it was cut off there */
	CLAUSE = 5,      /* missing at an end: more than a `not' */
	SHORT = 40,      /* so few that others may say them, too */
	LONG = 60        /* alike: no chance, whatever is above them */
};

struct word {
	uint64_t hash;
	struct str s;
	bool name; /* a capital where none need be, or inside */
};

struct words {
	size_t n;
	struct word list[WORDS_MAX];
};

struct alike {
	const struct post *post;
	bool by_title; /* there is no text: the title is what it says */
	struct words later, first, titles[2];
	int16_t mate[WORDS_MAX]; /* of later's words in first; -1: none */
	int16_t ways[STEPS_MAX + 1][2 * STEPS_MAX + 3];
};

/* What differs in one place: words of first and of later. */
struct gap {
	size_t a, a_end, b, b_end;
};

struct sum {
	size_t common, changed, own;
	size_t a_head, a_tail; /* of first, missing at its ends */
};

struct alike *
alike_new(void)
{

	return (calloc(1, sizeof(struct alike)));
}

void
alike_free(struct alike *a)
{

	free(a);
}

static bool
is_capital(char c)
{

	return (c >= 'A' && c <= 'Z');
}

/* Capitals inside a word are no slip: pDacl is not pSacl. */
static bool
is_coined(struct str s)
{

	for (size_t i = 1; i < s.n; i++)
		if (is_capital(s.p[i]))
			return (true);
	return (false);
}

/* Does a sentence or a quotation begin at ${word}?  Then its capital tells
 * nothing. */
static bool
begins(const struct words *w, struct str word)
{
	const char *at = w->list[w->n - 1].s.p + w->list[w->n - 1].s.n;

	for (; at < word.p; at++)
		if (strchr(".!?:;\"(\n", *at) != NULL || (*at & 0x80) != 0)
			return (true);
	return (false);
}

static bool
add_word(void *arg, const struct said *word)
{
	struct words *w = arg;
	struct word *to = &w->list[w->n];
	struct str s = word->word;

	if (w->n == WORDS_MAX)
		return (false);
	to->hash = word->hash;
	to->s = s;
	to->name = is_coined(s) ||
		   (is_capital(s.p[0]) && word->letters > 1 && w->n > 0 &&
		       s.p > w->list[w->n - 1].s.p && !begins(w, s));
	w->n++;
	return (true);
}

/* Where most words have capitals, they tell nothing. */
static void
tame_names(struct words *w)
{
	size_t capitals = 0;

	for (size_t i = 0; i < w->n; i++)
		capitals += is_capital(w->list[i].s.p[0]);
	for (size_t i = 0; capitals * 2 > w->n && i < w->n; i++)
		w->list[i].name = false;
}

static void
read_words(struct words *w, struct str text, const struct post *p)
{
	size_t n = p->quotes != NULL ? p->nquotes : 0;

	if (!said_itself(text, p->quotes, n, FINGERPRINT_WORDS_MIN))
		n = 0;
	w->n = 0;
	said_text(text, p->quotes, n, add_word, w);
	tame_names(w);
}

static void
read_title(struct words *w, const struct post *p)
{

	w->n = 0;
	if (p->kind != POST_COMMENT && p->kind != POST_ANSWER)
		said_text(p->title, NULL, 0, add_word, w);
	if (w->n > TITLE_MAX)
		w->n = TITLE_MAX;
}

void
alike_later(struct alike *a, const struct post *later)
{

	a->post = later;
	read_words(&a->later, later->text, later);
	read_title(&a->titles[1], later);
	a->by_title = a->later.n == 0;
	if (a->by_title)
		said_text(later->title, NULL, 0, add_word, &a->later);
}

/* From the end of the way back: which words are alike. */
static void
go_back(struct alike *a, int d, int x, int y)
{
	const int zero = STEPS_MAX + 1;

	memset(a->mate, -1, sizeof(a->mate));
	for (; d >= 0; d--) {
		const int16_t *v = d > 0 ? a->ways[d - 1] : NULL;
		int k = x - y, from_x = 0, from_y = 0;

		if (d > 0) {
			bool down = k == -d || (k != d && v[zero + k - 1] <
							      v[zero + k + 1]);
			int from_k = down ? k + 1 : k - 1;

			from_x = v[zero + from_k];
			from_y = from_x - from_k;
			while (x > from_x + !down && y > from_y + down)
				a->mate[--y] = (int16_t)--x;
		} else
			while (x > 0 && y > 0)
				a->mate[--y] = (int16_t)--x;
		x = from_x;
		y = from_y;
	}
}

/* Lays the words side by side until one of the two is at its end. */
static bool
lay(struct alike *a)
{
	const int zero = STEPS_MAX + 1;
	const int n = (int)a->first.n, m = (int)a->later.n;
	const int steps = STEPS_LEAST + m / 8;
	const int most = steps < STEPS_MAX ? steps : STEPS_MAX;

	for (int d = 0; d <= most; d++) {
		int16_t *v = a->ways[d];
		const int16_t *was = d > 0 ? a->ways[d - 1] : NULL;

		for (int k = -d; k <= d; k += 2) {
			int x = 0, y;

			if (d > 0 &&
			    (k == -d || (k != d && was[zero + k - 1] <
						       was[zero + k + 1])))
				x = was[zero + k + 1];
			else if (d > 0)
				x = was[zero + k - 1] + 1;
			y = x - k;
			while (x < n && y < m && y >= 0 &&
			       a->first.list[x].hash == a->later.list[y].hash) {
				x++;
				y++;
			}
			v[zero + k] = (int16_t)x;
			if (x == n || y == m) {
				go_back(a, d, x, y);
				return (true);
			}
		}
	}
	return (false);
}

/* A word or two that are alike behind a gap at either end are chance. */
static void
drop_chance(struct alike *a)
{
	size_t n = a->later.n, from = 0, to = n, run;

	while (from < n && a->mate[from] < 0)
		from++;
	for (run = from; run + 1 < n && a->mate[run + 1] == a->mate[run] + 1;)
		run++;
	if (from < n && run - from + 1 < RUN_MIN &&
	    (from > 0 || a->mate[from] > 0))
		for (size_t i = from; i <= run; i++)
			a->mate[i] = -1;
	while (to > 0 && a->mate[to - 1] < 0)
		to--;
	for (run = to; run > 1 && a->mate[run - 2] >= 0 &&
		       a->mate[run - 2] == a->mate[run - 1] - 1;)
		run--;
	if (to > 0 && to - run + 1 < RUN_MIN &&
	    (to < n || (size_t)a->mate[to - 1] + 1 < a->first.n))
		for (size_t i = run - 1; i < to; i++)
			a->mate[i] = -1;
}

/* A slip of the pen or another ending, not another word. */
static bool
spelled_alike(struct str a, struct str b)
{
	size_t most = a.n > b.n ? a.n : b.n, least = a.n + b.n - most;
	size_t front = 0, back = 0;

	if (is_coined(a) && is_coined(b))
		return (false);
	while (front < least && (a.p[front] | 0x20) == (b.p[front] | 0x20))
		front++;
	while (back < least - front &&
	       (a.p[a.n - 1 - back] | 0x20) == (b.p[b.n - 1 - back] | 0x20))
		back++;
	return (most >= 4 && front > 0 && front + back + 2 >= most);
}

static bool
any(const struct words *w, size_t from, size_t to, bool (*is)(struct str))
{

	for (size_t i = from; i < to; i++)
		if (is(w->list[i].s))
			return (true);
	return (false);
}

static bool
any_name(const struct words *w, size_t from, size_t to)
{

	for (size_t i = from; i < to; i++)
		if (w->list[i].name)
			return (true);
	return (false);
}

/* Is another word behind `my' or `the small' there?  In a few words that many
 * people could say, that is another thing. */
static bool
is_other_thing(const struct alike *a, const struct gap *g)
{

	size_t from = g->a > 2 ? g->a - 2 : 0;

	return (a->first.n < SHORT && g->a_end > g->a && g->b_end > g->b &&
		any(&a->first, from, g->a, turns_points));
}

/* Words for other words, or some more or fewer in between: may that be?  Adds
 * how many. */
static bool
may_change(const struct alike *a, const struct gap *g, size_t *changed)
{
	const struct words *first = &a->first, *later = &a->later;
	size_t na = g->a_end - g->a, nb = g->b_end - g->b;
	size_t most = na > nb ? na : nb;

	if (any(first, g->a, g->a_end, turns_negates) !=
		any(later, g->b, g->b_end, turns_negates) ||
	    any(first, g->a, g->a_end, turns_number) ||
	    any(later, g->b, g->b_end, turns_number))
		return (false);
	if (na == nb) {
		size_t alike = 0;

		for (size_t i = 0; i < na; i++)
			alike += spelled_alike(first->list[g->a + i].s,
			    later->list[g->b + i].s);
		if (alike == na)
			return (true);
	}
	if (any(first, g->a, g->a_end, turns_swaps) ||
	    any(later, g->b, g->b_end, turns_swaps))
		return (false);
	if (na > 0 && nb > 0 &&
	    (any_name(first, g->a, g->a_end) ||
		any_name(later, g->b, g->b_end) || is_other_thing(a, g)))
		return (false);
	*changed += most;
	return (true);
}

/* Does the later text say behind its word ${last} that it was cut off there? */
static bool
cut_behind(const struct alike *a, struct str text, size_t last)
{
	const struct str *word = &a->later.list[last].s;
	size_t from = (size_t)(word->p - text.p) + word->n, to = text.n;
	struct str rest;

	if (last + 1 < a->later.n)
		to = (size_t)(a->later.list[last + 1].s.p - text.p);
	rest = str_sub(text, from, to);
	return (str_findc(rest, '[') != SIZE_MAX ||
		str_find(rest, STR("...")) != SIZE_MAX ||
		str_find(rest, STR("\xe2\x80\xa6")) != SIZE_MAX);
}

/* At an end one of the two may go on alone. */
static bool
may_end(const struct alike *a, const struct gap *g, bool marked, struct sum *s)
{
	size_t na = g->a_end - g->a, nb = g->b_end - g->b;
	bool cut = na >= CUT_MIN || marked;

	if (na > 0 && nb > 0 && !cut)
		return (may_change(a, g, &s->changed));
	if (any(&a->later, g->b, g->b_end, turns_negates))
		return (false);
	return (cut || na >= CLAUSE ||
		!any(&a->first, g->a, g->a_end, turns_negates));
}

static bool
look_at_gaps(const struct alike *a, struct sum *s)
{
	const struct words *later = &a->later, *first = &a->first;
	struct str text = a->by_title ? a->post->title : a->post->text;
	struct gap g = { 0, 0, 0, 0 };
	bool ok = true;

	for (size_t i = 0; ok && i < later->n; i++) {
		if (a->mate[i] < 0)
			continue;
		g.a_end = (size_t)a->mate[i];
		g.b_end = i;
		if (g.a_end > g.a || g.b_end > g.b) {
			if (s->common == 0) {
				s->a_head = g.a_end;
				ok = may_end(a, &g, false, s);
			} else
				ok = may_change(a, &g, &s->changed);
			s->own += g.b_end - g.b;
		}
		s->common++;
		g.a = g.a_end + 1;
		g.b = i + 1;
	}
	if (!ok || s->common == 0)
		return (false);
	g.a_end = first->n;
	g.b_end = later->n;
	s->a_tail = g.a_end - g.a;
	s->own += g.b_end - g.b;
	return (may_end(a, &g, cut_behind(a, text, g.b - 1), s));
}

/* One word may be another, of more than twenty one in twenty. */
static bool
is_little(size_t changed, size_t common)
{

	return (changed <= (common < 20 ? 1 : common / 20));
}

/* Little is changed, little is added; and what it repeats is the whole of the
 * first, or all that it says itself. */
static bool
is_enough(const struct alike *a, const struct sum *s)
{

	if (s->common < COMMON_MIN || !is_little(s->changed, s->common))
		return (false);
	if (s->own >= ALIKE_OWN_WORDS && s->own > s->common / 20)
		return (false);
	if (s->common * 10 >= a->first.n * 9)
		return (true);
	return (s->own * 6 <= s->common && s->common >= FINGERPRINT_WORDS_MIN &&
		(s->a_head == 0 || s->common >= 2 * FINGERPRINT_WORDS_MIN));
}

/* The same few words below another title may speak of something else. */
static bool
titles_agree(const struct alike *a, const struct sum *s)
{
	const struct words *one = &a->titles[0], *other = &a->titles[1];
	size_t least = one->n < other->n ? one->n : other->n, common = 0;

	if (least == 0 || s->common >= LONG)
		return (true);
	for (size_t i = 0; i < one->n; i++) {
		bool both = false;

		for (size_t k = 0; k < other->n && !both; k++)
			both = one->list[i].hash == other->list[k].hash;
		if (!both && turns_number(one->list[i].s) &&
		    any(other, 0, other->n, turns_number))
			return (false);
		common += both;
	}
	return (common * 2 >= least);
}

bool
alike_is(struct alike *a, const struct post *first)
{
	struct sum s = { .common = 0 };

	if (first->stars > 0 && a->post->stars > 0 &&
	    first->stars != a->post->stars)
		return (false);
	read_words(&a->first, first->text, first);
	read_title(&a->titles[0], first);
	if ((a->first.n == 0) != a->by_title)
		return (false);
	if (a->by_title)
		said_text(first->title, NULL, 0, add_word, &a->first);
	if (!lay(a))
		return (false);
	drop_chance(a);
	if (!look_at_gaps(a, &s) || !is_enough(a, &s))
		return (false);
	return (a->by_title || titles_agree(a, &s));
}
