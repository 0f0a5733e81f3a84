/*
 * The index: points, words with the points that have them (the newest first),
 * and what is kept of each theme.  A point that is dropped leaves its place in
 * the lists of its words, where it is passed over.
 */
#include "earshot/theme.h"

#include <math.h>
#include <stdlib.h>

#include "index.h"

enum { EPOCH = 1024 }; /* points, more of which change weights */
#define WEAK      .35  /* what everybody's word counts */
#define FEW       64.  /* insights, before rarity tells much */
#define NODES_MAX ((size_t)THEME_POINTS * 16)

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

struct word *
index_word(const struct themes *t, uint32_t word)
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
			*index_word(t, old[i].word) = old[i];
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

double
index_weight(const struct themes *t, uint32_t word)
{
	struct word *w = t != NULL ? index_word(t, word) : NULL;
	uint32_t epoch;

	if (telling_mark(word))
		return (0);
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

struct kept *
index_kept(const struct themes *t, int64_t theme_id)
{
	uint32_t at = ids_get(&t->by_theme, theme_id);

	return (at == IDS_NONE ? NULL : &t->kept[at]);
}

static bool
put_word(struct themes *t, uint32_t word, uint32_t point)
{
	struct word *w;

	if (!grow_words(t) ||
	    !grow(&t->nodes, t->nnodes, &t->nodes_size, sizeof(*t->nodes)))
		return (false);
	w = index_word(t, word);
	if (w->word == 0) {
		*w = (struct word){ .word = word, .head = INDEX_NONE };
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
	    p->theme_id != 0 ? index_kept(t, p->theme_id) : NULL;

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
	struct kept *k = index_kept(t, theme_id);

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
		if (telling_mark(p->telling->words[i]))
			continue;
		else if (!put_word(t, p->telling->words[i], at))
			return (E_MEMORY);
		else
			t->points[at].norm +=
			    index_weight(t, p->telling->words[i]);
	if (p->theme_id != 0 && !keep(t, p->theme_id, at))
		return (E_MEMORY);
	return (OK);
}

static void
unkeep(struct themes *t, int64_t theme_id, uint32_t point)
{
	struct kept *k = theme_id != 0 ? index_kept(t, theme_id) : NULL;

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
		struct word *w = index_word(t, o->words[i]);

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
	struct kept *k = index_kept(t, from);
	enum status st = OK;

	/* Each move takes one out of it. */
	while (st == OK && k != NULL && k->n > 0) {
		st = themes_move(t, t->points[k->points[0]].insight_id, into);
		k = index_kept(t, from);
	}
	return (st);
}
