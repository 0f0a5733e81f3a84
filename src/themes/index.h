/*
 * The inside of the index of who says what, for those who fill it and those who
 * ask it.
 */
#ifndef THEMES_INDEX_H
#define THEMES_INDEX_H

#include "earshot/theme.h"

#include "ids.h"

#define INDEX_NONE UINT32_MAX

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

/* index_word: where ${word} stands, or would; NULL: there is none at all. */
struct word *index_word(const struct themes *t, uint32_t word);
/* index_weight: what ${word} counts, squared.  ${t} may be NULL. */
double index_weight(const struct themes *t, uint32_t word);
/* index_kept: what is kept of a theme, or NULL. */
struct kept *index_kept(const struct themes *t, int64_t theme_id);

#endif
