/*
 * Questions to the index: who is alike, which theme fits, who comes along.
 */
#include <math.h>
#include <stdlib.h>

#include "index.h"
#include "sides.h"

enum {
	WORDS_ASKED = 8, /* the rarest */
	WALK_MAX = 64,   /* along one word's list */
	THEMES_TRIED = 8,
	ALONE_TRIED = 16,
	EACH_OTHER = 8 /* members of each of two themes */
};
#define SLACK 1.2 /* weights move */

/* Words asked about, each with what it counts. */
struct asked {
	const uint32_t *words;
	size_t n;
	double weights[TELLING_MAX], sum;
};

static void
weigh_words(const struct themes *t, const uint32_t *words, size_t n,
    struct asked *ret)
{

	ret->words = words;
	ret->n = n;
	ret->sum = 0;
	for (size_t i = 0; i < n; i++) {
		ret->weights[i] = index_weight(t, words[i]);
		ret->sum += ret->weights[i];
	}
}

static unsigned
count_shared(const struct asked *a, const uint32_t *b, size_t nb)
{
	unsigned shared = 0;
	size_t i = 0, j = 0;

	while (i < a->n && j < nb) {
		shared += a->words[i] == b[j] && (b[j] & 1) == 0;
		if (a->words[i] == b[j])
			i++, j++;
		else if (a->words[i] < b[j])
			i++;
		else
			j++;
	}
	return (shared);
}

static double
alike(const struct themes *t, const struct asked *a, const uint32_t *b,
    size_t nb)
{
	unsigned shared = count_shared(a, b, nb);
	double both = 0, other = 0, cosine;

	if (shared == 0 || sides_contrary(a->words, a->n, b, nb))
		return (0);
	for (size_t i = 0, j = 0; j < nb; j++) {
		double w;

		while (i < a->n && a->words[i] < b[j])
			i++;
		if (i < a->n && a->words[i] == b[j]) {
			w = a->weights[i];
			both += w;
		} else
			w = index_weight(t, b[j]);
		other += w;
	}
	cosine = both / sqrt(a->sum * other);
	return (shared > 1 || cosine >= THEME_SAME ? cosine : 0);
}

double
themes_alike(const struct themes *t, const struct telling *a,
    const struct telling *b)
{
	struct asked asked;

	weigh_words(t, a->words, a->n, &asked);
	return (alike(t, &asked, b->words, b->n));
}

static bool
may_meet(const struct point *a, const struct theme_point *p)
{

	return (a->insight_id != 0 && a->insight_id != p->insight_id &&
		a->signal == (uint8_t)p->signal &&
		(a->about == 0 || p->about == 0 || a->about == p->about));
}

static double
alike_to(const struct themes *t, const struct asked *a, uint32_t at)
{
	const struct point *o = &t->points[at];

	return (alike(t, a, o->words, o->n));
}

/* The mean over what is kept of a theme, and the nearest of them. */
static double
fit(const struct themes *t, const struct theme_point *p, const struct asked *a,
    const struct kept *k, double *ret_best)
{
	double sum = 0, best = 0;
	size_t n = 0;

	for (size_t i = 0; k != NULL && i < k->n; i++) {
		double d;

		if (!may_meet(&t->points[k->points[i]], p))
			continue;
		d = alike_to(t, a, k->points[i]);
		sum += d;
		best = d > best ? d : best;
		n++;
	}
	*ret_best = best;
	return (n > 0 ? sum / (double)n : 0);
}

bool
themes_fits(struct themes *t, const struct theme_point *p)
{
	const struct kept *k = index_kept(t, p->theme_id);
	size_t others = 0;
	struct asked a;
	double best, mean;

	weigh_words(t, p->telling->words, p->telling->n, &a);
	mean = fit(t, p, &a, k, &best);
	for (size_t i = 0; k != NULL && i < k->n; i++)
		others += t->points[k->points[i]].insight_id != p->insight_id;
	/* Who says nothing has no home. */
	return (p->telling->n > 0 &&
		(others == 0 || (best >= THEME_ALIKE && mean >= THEME_FITS)));
}

/* Does what is kept of one fit what is kept of the other? */
static bool
fit_each_other(const struct themes *t, int64_t a, int64_t b)
{
	const struct kept *one = index_kept(t, a), *other = index_kept(t, b);
	double sum = 0;
	size_t n = 0;

	if (one == NULL || other == NULL)
		return (false);
	for (size_t i = 0; i < one->n && i < EACH_OTHER; i++) {
		const struct point *x = &t->points[one->points[i]];
		struct asked asked;

		weigh_words(t, x->words, x->n, &asked);
		for (size_t j = 0; j < other->n && j < EACH_OTHER; j++) {
			const struct point *y = &t->points[other->points[j]];

			if (x->about != 0 && y->about != 0 &&
			    x->about != y->about)
				return (false);
			sum += alike(t, &asked, y->words, y->n);
			n++;
		}
	}
	return (n > 0 && sum / (double)n >= THEME_FITS);
}

struct near {
	uint32_t point;
	double alike;
};

/* The most alike first; equals in the order of their insights. */
static int
by_alike(const void *one, const void *other)
{
	const struct near *a = one, *b = other;

	if (a->alike != b->alike)
		return (a->alike > b->alike ? -1 : 1);
	return (a->point < b->point ? -1 : a->point > b->point);
}

struct asked_word {
	uint32_t n, head;
	double weight;
};

static int
by_rare(const void *one, const void *other)
{
	const struct asked_word *a = one, *b = other;

	if (a->n != b->n)
		return (a->n < b->n ? -1 : 1);
	return (a->head < b->head ? -1 : a->head > b->head);
}

/* Who shares its rarer words: each is met in the list of every word, and what
 * they share is added up. */
static size_t
find_sharing(struct themes *t, const struct theme_point *p,
    const struct asked_word *words, size_t nwords, uint32_t ret[THEME_LOOKS])
{
	size_t n = 0;

	t->asked++;
	for (size_t i = 0; i < nwords; i++) {
		uint32_t at = words[i].head;

		for (int steps = 0; at != INDEX_NONE && steps < WALK_MAX;
		     steps++, at = t->nodes[at].next) {
			uint32_t point = t->nodes[at].point;
			struct point *o = &t->points[point];

			if (o->seen == t->asked) {
				o->shared += words[i].weight;
				continue;
			}
			if (n == THEME_LOOKS || !may_meet(o, p))
				continue;
			o->seen = t->asked;
			o->shared = words[i].weight;
			ret[n++] = point;
		}
	}
	return (n);
}

/* Those that are alike among them: looked at in full only where that may
 * be. */
static size_t
find_near(struct themes *t, const struct theme_point *p, const struct asked *a,
    struct near ret[THEME_LOOKS])
{
	struct asked_word words[TELLING_MAX];
	uint32_t sharing[THEME_LOOKS];
	size_t nwords = 0, nsharing, n = 0;
	double rest = a->sum;

	for (size_t i = 0; i < p->telling->n; i++) {
		const struct word *w = index_word(t, p->telling->words[i]);

		if (w != NULL && w->word != 0 && w->head != INDEX_NONE)
			words[nwords++] =
			    (struct asked_word){ w->n, w->head, a->weights[i] };
	}
	qsort(words, nwords, sizeof(words[0]), by_rare);
	if (nwords > WORDS_ASKED)
		nwords = WORDS_ASKED;
	for (size_t i = 0; i < nwords; i++)
		rest -= words[i].weight;
	nsharing = find_sharing(t, p, words, nwords, sharing);
	for (size_t i = 0; i < nsharing; i++) {
		const struct point *o = &t->points[sharing[i]];
		double may = (o->shared + rest) * SLACK, d;

		if (may * may < THEME_ALIKE * THEME_ALIKE * a->sum * o->norm)
			continue;
		d = alike_to(t, a, sharing[i]);
		if (d >= THEME_ALIKE)
			ret[n++] = (struct near){ sharing[i], d };
	}
	qsort(ret, n, sizeof(ret[0]), by_alike);
	return (n);
}

/* The themes among those that are near which it fits, each once: the best, and
 * one more. */
static void
choose_themes(const struct themes *t, const struct theme_point *p,
    const struct asked *a, const struct near *near, size_t n,
    struct theme_choice *ret)
{
	int64_t tried[THEMES_TRIED];
	double first = 0, second = 0;
	size_t ntried = 0;

	for (size_t i = 0; i < n && ntried < THEMES_TRIED; i++) {
		int64_t id = t->points[near[i].point].theme_id;
		double best, mean;
		bool again = id == 0 || id == p->theme_id;

		for (size_t j = 0; j < ntried && !again; j++)
			again = tried[j] == id;
		if (again)
			continue;
		tried[ntried++] = id;
		mean = fit(t, p, a, index_kept(t, id), &best);
		if (mean < THEME_FITS)
			continue;
		if (mean > first) {
			second = first;
			ret->merge_id = ret->theme_id;
			first = mean;
			ret->theme_id = id;
		} else if (mean > second) {
			second = mean;
			ret->merge_id = id;
		}
	}
	if (ret->merge_id != 0 &&
	    !fit_each_other(t, ret->theme_id, ret->merge_id))
		ret->merge_id = 0;
}

/* Those that stand alone: with the nearest of them, each that fits all that
 * are in already. */
static void
choose_alone(const struct themes *t, const struct theme_point *p,
    const struct near *near, size_t n, struct theme_choice *ret)
{
	const struct kept *k = index_kept(t, ret->theme_id);
	uint32_t in[THEME_ALONE];
	int tried = 0;

	for (size_t i = 0;
	     i < n && ret->nalone < THEME_ALONE && tried < ALONE_TRIED; i++) {
		const struct point *o = &t->points[near[i].point];
		struct theme_point q = { o->insight_id, 0, p->signal, o->about,
			NULL };
		double sum = near[i].alike, best, mean = 1;
		size_t others = 1;
		struct asked a;

		if (o->theme_id != 0)
			continue;
		tried++;
		weigh_words(t, o->words, o->n, &a);
		for (size_t j = 0; j < ret->nalone; j++, others++)
			sum += may_meet(&t->points[in[j]], &q)
				   ? alike_to(t, &a, in[j])
				   : 0;
		if (k != NULL)
			mean = fit(t, &q, &a, k, &best);
		if (mean < THEME_FITS || sum / (double)others < THEME_FITS)
			continue;
		in[ret->nalone] = near[i].point;
		ret->alone[ret->nalone++] = o->insight_id;
	}
}

void
themes_choose(struct themes *t, const struct theme_point *p,
    struct theme_choice *ret)
{
	struct near near[THEME_LOOKS];
	struct asked a;
	size_t n;

	*ret = (struct theme_choice){ .theme_id = 0 };
	weigh_words(t, p->telling->words, p->telling->n, &a);
	n = find_near(t, p, &a, near);
	if (n == 0)
		return;
	choose_themes(t, p, &a, near, n, ret);
	choose_alone(t, p, near, n, ret);
}
