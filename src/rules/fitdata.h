/*
 * A fit inside: posts as rows of evidence, one row for each signal, and what
 * was made of them.
 */
#ifndef EARSHOT_RULES_FITDATA_H
#define EARSHOT_RULES_FITDATA_H

#include "earshot/fit.h"

#include "set.h"

enum {
	FIT_POSTS_MAX = 500000,
	FIT_COPIES_MAX = 10000, /* rows that a group of sets counts as */
	FIT_SET_SMALL = 200,    /* fewer posts than this count for less */
};

/* How often a rule counted in a post: 1 for its first hit, half of that for the
 * second, and so on: what the engine said. */
struct fit_hit {
	uint32_t rule; /* its index in the set */
	float share;
};

/* One post and one signal. */
struct fit_row {
	uint32_t first, n; /* hits */
	float fixed;       /* what `near` and `when` added: not fitted */
	bool near;         /* some of it by words of the post */
	signed char y;     /* 1, 0, -1: not known */
};

struct fit_post {
	uint32_t set;
	bool abstained; /* no rule listens to its language */
	struct fit_labels labels;
	struct str text; /* for the lexicon; {NULL,0}: not kept */
};

/* A score as it is, as it would be, and as it would be had this post's group
 * of sets never been seen. */
enum fit_when { FIT_BEFORE, FIT_INSIDE, FIT_OUTSIDE, FIT_WHENS };
struct fit_score {
	float p;
	bool fired;
};

struct fit_set {
	struct str name;
	size_t group, n, abstained;
};

/* One way to fit. */
struct fit_way {
	bool hold;       /* the cut stays where it is by hand */
	double strength; /* of the weights; 0: they stay */
	double trust;    /* what the calibration by hand weighs beside the
			    groups, in groups; FIT_TRUST_ALL: it stays */
};
#define FIT_TRUST_ALL 1000.0

/* Weights of one signal. */
struct fit_model {
	double *weight; /* by rule index; nominal */
	double a, b;    /* calibration */
	double cut;     /* nominal points that fire */
	double hand_cut;
};

enum fit_verdict { FIT_KEPT, FIT_CALIBRATED, FIT_WEIGHED };

/* What came of one signal. */
struct fit_result {
	enum fit_verdict verdict;
	const char *why; /* of FIT_KEPT */
	struct fit_way way;
	size_t ngroups, groups[FIT_SETS_MAX];
	struct fit_model model;
};

struct fit_rule {
	double said; /* the weight that rules or people say */
	bool own;    /* a person's `weight` line: it stays */
	bool flipped;
	uint32_t posts, groups; /* with a hit and a label */
};

struct fit {
	struct ruleset *rs;
	struct classifier *classifier;
	struct arena *arena;   /* names and texts */
	struct arena *scratch; /* a verdict's */
	bool keep_texts;
	size_t nsets, ngroups;
	struct fit_set sets[FIT_SETS_MAX];
	struct str groups[FIT_SETS_MAX];
	size_t nposts, posts_size;
	struct fit_post *posts;
	size_t rows_size[SIGNALS];
	struct fit_row *rows[SIGNALS];
	size_t nhits, hits_size;
	struct fit_hit *hits;
	size_t scores_size[SIGNALS];
	struct fit_score *scores[SIGNALS][FIT_WHENS]; /* by post */
	struct fit_rule *rules;                       /* by index */
	struct fit_result results[SIGNALS];
};

/* fit_labelled: posts of ${group} whose ${signal} is known, yes and no. */
void fit_labelled(const struct fit *f, enum signal signal, size_t group,
    size_t ret[2]);

/* fit_copies: how often the ${i}-th of ${n} posts of a group counts, so that
 * groups weigh alike when ${most} is the largest. */
unsigned fit_copies(size_t i, size_t n, size_t most);

#endif
