/*
 * One signal's weights out of rows of evidence, its calibration and the cut
 * above which it fires.  Which groups of sets are looked at is the caller's
 * business.
 */
#ifndef EARSHOT_RULES_FITMODEL_H
#define EARSHOT_RULES_FITMODEL_H

#include "fitdata.h"

enum { FIT_POSTS_ENOUGH = 10, FIT_GROUPS_ENOUGH = 2 };

/* Which rows of a signal, how often each: groups weigh alike. */
struct fit_choice {
	enum signal signal;
	bool group[FIT_SETS_MAX];
};

/* A walk over the chosen, labelled rows.  Starts as { .choice = … }. */
struct fit_walk {
	const struct fit *f;
	struct fit_choice choice;
	size_t post;     /* the present one */
	unsigned copies; /* how often it counts */
	size_t most;     /* copies that a whole group counts as */
	/* inside */
	size_t n[FIT_SETS_MAX], at[FIT_SETS_MAX], next;
};

struct fit_walk fit_walk(const struct fit *f, const struct fit_choice *c);
bool fit_walk_next(struct fit_walk *w);

/*
 * fit_asked: is ${post} one that ${signal} is measured by?  Then *${ret_y}, and
 * in *${ret_other} how the other signal is judged that may carry it as well: of
 * a suggestion, idea or advice; else a score of 0.
 */
bool fit_asked(const struct fit *f, enum signal signal, size_t post,
    bool *ret_y, struct fit_score *ret_other);

/* fit_hand: all as rules and people say.  E_MEMORY. */
enum status fit_hand(const struct fit *f, enum signal signal,
    struct fit_model *ret) MUST_USE;

/*
 * fit_train: ${ret} (as fit_hand made it): weights that move from what the
 * rules say as far as the rows and ${strength} bear out.  ${flipped} (by rule;
 * may be NULL): those that would have changed their sign.  E_NOT_FOUND: the
 * rows are of one kind only.
 */
enum status fit_train(const struct fit *f, const struct fit_choice *c,
    double strength, struct fit_model *ret, bool *flipped) MUST_USE;

/* fit_sum: nominal points of a post, without the bias. */
double fit_sum(const struct fit *f, enum signal signal,
    const struct fit_model *m, size_t post);
/* fit_heard: is there a span of its text that speaks for it? */
bool fit_heard(const struct fit *f, enum signal signal,
    const struct fit_model *m, size_t post);
struct fit_score fit_judge(const struct fit *f, enum signal signal,
    const struct fit_model *m, double sum, bool heard);

/*
 * fit_calibrate: a, b and the cut of ${m}, from sums (by post) that each came
 * of a model that had not seen the post's group, or of one that nothing was
 * fitted to.
 */
enum status fit_calibrate(const struct fit *f, const struct fit_choice *c,
    const float *sums, const bool *heard, const struct fit_way *way,
    struct fit_model *m) MUST_USE;

/* fit_threshold: the probability at which ${m} fires. */
double fit_threshold(const struct fit *f, enum signal signal,
    const struct fit_model *m);

#endif
