/*
 * The index: points, words with the points that have them (the newest first),
 * and what is kept of each theme.  A point that is dropped leaves its place in
 * the lists of its words, where it is passed over.
 */
#include "earshot/theme.h"

#include <math.h>
#include <stdlib.h>

#include "ids.h"

enum {
	NONE = UINT32_MAX,
	WORDS_ASKED = 8, /* the rarest */
	WALK_MAX = 64,   /* along one word's list */
	THEMES_TRIED = 8,
	ALONE_TRIED = 16,
	EACH_OTHER = 8, /* members of each of two themes */
	EPOCH = 1024    /* points, more of which change weights */
};
#define WEAK      .35 /* what everybody's word counts */
#define FEW       64. /* insights, before rarity tells much */
#define SLACK     1.2 /* weights move */
#define NODES_MAX ((size_t)THEME_POINTS * 16)

/* A word: how many points have it, and the newest of them. */
struct word {
	uint32_t word; /* 0: free */
	uint32_t n;
	uint32_t head; /* node, or NONE */
	/* its weight, and of which n and state of the index that is */
	double weight;
	uint32_t weight_n, weight_epoch;
};

struct node {
	uint32_t point, next;
};

struct point {
	int64_t insight_id; /* 0: dropped */
	int64_t theme_id;
	uint32_t seen; /* by the latest question, */
	double shared; /* which shares so much of its weight with it, */
	double norm;   /* of so much; as it was when it came */
	uint32_t about;
	uint8_t signal, n;
	uint32_t words[TELLING_MAX];
};

struct kept {
	size_t n;
	uint32_t points[THEME_KEPT];
};

struct themes {
	struct word *words;
	size_t words_size, nwords; /* size: a power of two */
	struct node *nodes;
	size_t nnodes, nodes_size;
	struct point *points;
	size_t npoints, points_size, live;
	struct kept *kept;
	size_t nkept, kept_size;
	struct ids by_insight, by_theme;
	uint32_t asked;
};

struct themes *
themes_new(void)
{

	return (calloc(1, sizeof(struct themes)));
}

void
themes_free(struct themes *t)
{

	if (t == NULL)
		return;
	free(t->words);
	free(t->nodes);
	free(t->points);
	free(t->kept);
	ids_free(&t->by_insight);
	ids_free(&t->by_theme);
	free(t);
}

size_t
themes_count(const struct themes *t)
{

	return (t->live);
}

static struct word *
find_word(const struct themes *t, uint32_t word)
{
	size_t at;

	if (t->words_size == 0)
		return (NULL);
	at = (word * 2654435761U) & (t->words_size - 1);
	while (t->words[at].word != 0 && t->words[at].word != word)
		at = (at + 1) & (t->words_size - 1);
	return (&t->words[at]);
}

static bool
grow_words(struct themes *t)
{
	size_t size = t->words_size > 0 ? 2 * t->words_size : 4096;
	struct word *old = t->words;
	size_t n = t->words_size;

	if (3 * t->nwords < 2 * t->words_size)
		return (true);
	t->words = calloc(size, sizeof(*t->words));
	if (t->words == NULL) {
		t->words = old;
		return (false);
	}
	t->words_size = size;
	for (size_t i = 0; i < n; i++)
		if (old[i].word != 0)
			*find_word(t, old[i].word) = old[i];
	free(old);
	return (true);
}

/* Room for one more of ${size} bytes. */
static bool
grow(void *array, size_t n, size_t *room, size_t size)
{
	void **at = array, *more;
	size_t wanted = *room > 0 ? 2 * *room : 1024;

	if (n < *room)
		return (true);
	more = reallocarray(*at, wanted, size);
	if (more == NULL)
		return (false);
	*at = more;
	*room = wanted;
	return (true);
}

/* By how few have it, squared as the cosine wants it.  It moves so slowly that
 * it is worked out again only when the index has grown by some. */
static double
weigh(const struct themes *t, uint32_t word, double n)
{
	double all = t != NULL ? (double)t->live : 0;
	double weight = log2((all + FEW) / (n < all ? n + 1 : all + 1));

	weight = weight < .1 ? .1 : weight;
	if ((word & 1) != 0)
		weight *= WEAK;
	return (weight * weight);
}

static double
weight_of(const struct themes *t, uint32_t word)
{
	struct word *w = t != NULL ? find_word(t, word) : NULL;
	uint32_t epoch;

	if (w == NULL || w->word == 0)
		return (weigh(t, word, 0));
	epoch = t->live < EPOCH ? (uint32_t)t->live
				: (uint32_t)(EPOCH + t->live / EPOCH);
	if (w->weight_n != w->n || w->weight_epoch != epoch) {
		w->weight = weigh(t, word, w->n);
		w->weight_n = w->n;
		w->weight_epoch = epoch;
	}
	return (w->weight);
}

static double
alike(const struct themes *t, const uint32_t *a, size_t na, const uint32_t *b,
    size_t nb)
{
	double both = 0, one = 0, other = 0, cosine;
	unsigned shared = 0;
	size_t i = 0, j = 0;

	while (i < na && j < nb) {
		shared += a[i] == b[j] && (a[i] & 1) == 0;
		if (a[i] == b[j])
			i++, j++;
		else if (a[i] < b[j])
			i++;
		else
			j++;
	}
	if (shared == 0)
		return (0);
	for (i = j = 0; i < na || j < nb;) {
		bool in_a = i < na && (j == nb || a[i] <= b[j]);
		bool in_b = j < nb && (i == na || b[j] <= a[i]);
		double w = weight_of(t, in_a ? a[i] : b[j]);

		one += in_a ? w : 0;
		other += in_b ? w : 0;
		both += in_a && in_b ? w : 0;
		i += in_a;
		j += in_b;
	}
	cosine = both / sqrt(one * other);
	return (shared > 1 || cosine >= THEME_SAME ? cosine : 0);
}

double
themes_alike(const struct themes *t, const struct telling *a,
    const struct telling *b)
{

	return (alike(t, a->words, a->n, b->words, b->n));
}

static bool
may_meet(const struct point *a, const struct theme_point *p)
{

	return (a->insight_id != 0 && a->insight_id != p->insight_id &&
		a->signal == (uint8_t)p->signal &&
		(a->about == 0 || p->about == 0 || a->about == p->about));
}

static double
alike_to(const struct themes *t, const struct theme_point *p, uint32_t at)
{
	const struct point *o = &t->points[at];

	return (alike(t, p->telling->words, p->telling->n, o->words, o->n));
}

static struct kept *
find_kept(const struct themes *t, int64_t theme_id)
{
	uint32_t at = ids_get(&t->by_theme, theme_id);

	return (at == IDS_NONE ? NULL : &t->kept[at]);
}

/* The mean over what is kept of a theme, and the nearest of them. */
static double
fit(const struct themes *t, const struct theme_point *p, const struct kept *k,
    double *ret_best)
{
	double sum = 0, best = 0;
	size_t n = 0;

	for (size_t i = 0; k != NULL && i < k->n; i++) {
		double d;

		if (!may_meet(&t->points[k->points[i]], p))
			continue;
		d = alike_to(t, p, k->points[i]);
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
	const struct kept *k = find_kept(t, p->theme_id);
	double best, mean = fit(t, p, k, &best);
	size_t others = 0;

	for (size_t i = 0; k != NULL && i < k->n; i++)
		others += t->points[k->points[i]].insight_id != p->insight_id;
	return (others == 0 || (best >= THEME_ALIKE && mean >= THEME_FITS));
}

/* Does what is kept of one fit what is kept of the other? */
static bool
fit_each_other(const struct themes *t, int64_t a, int64_t b)
{
	const struct kept *one = find_kept(t, a), *other = find_kept(t, b);
	double sum = 0;
	size_t n = 0;

	if (one == NULL || other == NULL)
		return (false);
	for (size_t i = 0; i < one->n && i < EACH_OTHER; i++)
		for (size_t j = 0; j < other->n && j < EACH_OTHER; j++) {
			const struct point *x = &t->points[one->points[i]];
			const struct point *y = &t->points[other->points[j]];

			if (x->about != 0 && y->about != 0 &&
			    x->about != y->about)
				return (false);
			sum += alike(t, x->words, x->n, y->words, y->n);
			n++;
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

		for (int steps = 0; at != NONE && steps < WALK_MAX;
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
find_near(struct themes *t, const struct theme_point *p,
    struct near ret[THEME_LOOKS])
{
	struct asked_word words[TELLING_MAX];
	uint32_t sharing[THEME_LOOKS];
	size_t nwords = 0, nsharing, n = 0;
	double norm = 0, rest = 0;

	for (size_t i = 0; i < p->telling->n; i++) {
		const struct word *w = find_word(t, p->telling->words[i]);
		double weight = weight_of(t, p->telling->words[i]);

		norm += weight;
		rest += weight;
		if (w != NULL && w->word != 0 && w->head != NONE)
			words[nwords++] =
			    (struct asked_word){ w->n, w->head, weight };
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

		if (may * may < THEME_ALIKE * THEME_ALIKE * norm * o->norm)
			continue;
		d = alike_to(t, p, sharing[i]);
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
    const struct near *near, size_t n, struct theme_choice *ret)
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
		mean = fit(t, p, find_kept(t, id), &best);
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
	const struct kept *k = find_kept(t, ret->theme_id);
	uint32_t in[THEME_ALONE];
	int tried = 0;

	for (size_t i = 0;
	     i < n && ret->nalone < THEME_ALONE && tried < ALONE_TRIED; i++) {
		const struct point *o = &t->points[near[i].point];
		struct telling words = { .n = o->n };
		struct theme_point q = { o->insight_id, 0, p->signal, o->about,
			&words };
		double sum = near[i].alike, best, mean = 1;
		size_t others = 1;

		if (o->theme_id != 0)
			continue;
		tried++;
		memcpy(words.words, o->words, sizeof(o->words));
		for (size_t j = 0; j < ret->nalone; j++, others++)
			sum += may_meet(&t->points[in[j]], &q)
				   ? alike_to(t, &q, in[j])
				   : 0;
		if (k != NULL)
			mean = fit(t, &q, k, &best);
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
	size_t n;

	*ret = (struct theme_choice){ .theme_id = 0 };
	n = find_near(t, p, near);
	if (n == 0)
		return;
	choose_themes(t, p, near, n, ret);
	choose_alone(t, p, near, n, ret);
}

static bool
put_word(struct themes *t, uint32_t word, uint32_t point)
{
	struct word *w;

	if (!grow_words(t) ||
	    !grow(&t->nodes, t->nnodes, &t->nodes_size, sizeof(*t->nodes)))
		return (false);
	w = find_word(t, word);
	if (w->word == 0) {
		*w = (struct word){ .word = word, .head = NONE };
		t->nwords++;
	}
	w->n++;
	/* By everybody's words nobody is looked for. */
	if ((word & 1) == 0) {
		t->nodes[t->nnodes] = (struct node){ point, w->head };
		w->head = (uint32_t)t->nnodes++;
	}
	return (true);
}

/* Is it as one that is kept already, or are there enough? */
static bool
is_spare(const struct themes *t, const struct theme_point *p)
{
	const struct kept *k =
	    p->theme_id != 0 ? find_kept(t, p->theme_id) : NULL;

	if (k != NULL && k->n == THEME_KEPT)
		return (true);
	for (size_t i = 0; k != NULL && i < k->n; i++) {
		const struct point *o = &t->points[k->points[i]];

		if (o->n == p->telling->n && o->about == p->about &&
		    memcmp(o->words, p->telling->words,
			o->n * sizeof(o->words[0])) == 0)
			return (true);
	}
	return (false);
}

static bool
keep(struct themes *t, int64_t theme_id, uint32_t point)
{
	struct kept *k = find_kept(t, theme_id);

	if (k == NULL) {
		if (!grow(&t->kept, t->nkept, &t->kept_size, sizeof(*t->kept)))
			return (false);
		if (!ids_put(&t->by_theme, theme_id, (uint32_t)t->nkept))
			return (false);
		k = &t->kept[t->nkept++];
		k->n = 0;
	}
	if (k->n < THEME_KEPT)
		k->points[k->n++] = point;
	return (true);
}

enum status
themes_add(struct themes *t, const struct theme_point *p)
{
	struct point *o;
	uint32_t at;

	themes_drop(t, p->insight_id);
	if (p->telling->n == 0 || is_spare(t, p))
		return (OK);
	if (t->npoints == THEME_POINTS || t->nnodes >= NODES_MAX)
		return (E_TOO_LARGE);
	if (!grow(&t->points, t->npoints, &t->points_size, sizeof(*t->points)))
		return (E_MEMORY);
	at = (uint32_t)t->npoints;
	o = &t->points[at];
	*o = (struct point){ .insight_id = p->insight_id,
		.theme_id = p->theme_id,
		.about = p->about,
		.signal = (uint8_t)p->signal,
		.n = (uint8_t)p->telling->n };
	memcpy(o->words, p->telling->words, sizeof(o->words));
	if (!ids_put(&t->by_insight, p->insight_id, at))
		return (E_MEMORY);
	t->npoints++;
	t->live++;
	for (size_t i = 0; i < p->telling->n; i++)
		if (!put_word(t, p->telling->words[i], at))
			return (E_MEMORY);
		else
			t->points[at].norm +=
			    weight_of(t, p->telling->words[i]);
	if (p->theme_id != 0 && !keep(t, p->theme_id, at))
		return (E_MEMORY);
	return (OK);
}

static void
unkeep(struct themes *t, int64_t theme_id, uint32_t point)
{
	struct kept *k = theme_id != 0 ? find_kept(t, theme_id) : NULL;

	for (size_t i = 0; k != NULL && i < k->n; i++)
		if (k->points[i] == point) {
			k->points[i] = k->points[--k->n];
			return;
		}
}

void
themes_drop(struct themes *t, int64_t insight_id)
{
	uint32_t at = ids_get(&t->by_insight, insight_id);
	struct point *o;

	if (at == IDS_NONE)
		return;
	o = &t->points[at];
	for (size_t i = 0; i < o->n; i++) {
		struct word *w = find_word(t, o->words[i]);

		if (w != NULL && w->n > 0)
			w->n--;
	}
	unkeep(t, o->theme_id, at);
	ids_remove(&t->by_insight, insight_id);
	o->insight_id = 0;
	o->n = 0;
	t->live--;
}

enum status
themes_move(struct themes *t, int64_t insight_id, int64_t theme_id)
{
	uint32_t at = ids_get(&t->by_insight, insight_id);
	struct telling words = { .n = 0 };
	struct theme_point p;
	struct point *o;

	if (at == IDS_NONE)
		return (OK);
	o = &t->points[at];
	if (o->theme_id == theme_id)
		return (OK);
	words.n = o->n;
	memcpy(words.words, o->words, sizeof(o->words));
	p = (struct theme_point){ insight_id, theme_id, (enum signal)o->signal,
		o->about, &words };
	if (theme_id != 0 && is_spare(t, &p)) {
		themes_drop(t, insight_id);
		return (OK);
	}
	unkeep(t, o->theme_id, at);
	o->theme_id = theme_id;
	return (theme_id == 0 || keep(t, theme_id, at) ? OK : E_MEMORY);
}

enum status
themes_merge(struct themes *t, int64_t from, int64_t into)
{
	struct kept *k = find_kept(t, from);
	enum status st = OK;

	/* Each move takes one out of it. */
	while (st == OK && k != NULL && k->n > 0) {
		st = themes_move(t, t->points[k->points[0]].insight_id, into);
		k = find_kept(t, from);
	}
	return (st);
}
