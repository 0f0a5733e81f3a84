/*
 * Weights round what the rules say.  The log-odds of a row are
 *   a × (sum of what its rules say) + Σ v × (hits) + c of its group
 * where only the v are penalised: a rule that has little to show keeps its
 * share of the whole, and a group that has more ideas than others does not
 * make its rules stronger.
 */
#include "fitmodel.h"

#include <math.h>
#include <stdlib.h>

#include "logistic.h"

/* How weak what the rules say may be taken, taken together. */
static const double SCALE_LEAST = 0.2;
static const double WEIGHT_MOST = 6, A_LEAST = 0.05, A_MOST = 20;
/* How far the cut may move from what it is by hand, 2.1 usually: a strong rule
 * (2.5) still fires alone, two hints (0.7 + 0.35) still do not. */
static const double CUT_DOWN = 0.7, CUT_STEP = 0.05;
/* Sums are kept as floats: what is just enough stays so. */
static const double SLIP = 0.00001;
/* An F1 that is hardly better is no reason to leave it. */
static const double CUT_WORTH = 0.002;

enum { ROUNDS = 5, CUTS = 22, CALIBRATION_ROWS = 40000 };

static bool
labelled(const struct fit *f, enum signal s, size_t post)
{

	return (f->rows[s][post].y >= 0 && !f->posts[post].abstained);
}

static size_t
group_of(const struct fit *f, size_t post)
{

	return (f->sets[f->posts[post].set].group);
}

struct fit_walk
fit_walk(const struct fit *f, const struct fit_choice *c)
{
	struct fit_walk w = { .f = f, .choice = *c };

	for (size_t i = 0; i < f->nposts; i++)
		if (labelled(f, c->signal, i) && c->group[group_of(f, i)])
			w.n[group_of(f, i)]++;
	for (size_t g = 0; g < f->ngroups; g++)
		if (w.n[g] > w.most)
			w.most = w.n[g];
	if (w.most > FIT_COPIES_MAX)
		w.most = FIT_COPIES_MAX;
	return (w);
}

bool
fit_walk_next(struct fit_walk *w)
{

	for (; w->next < w->f->nposts; w->next++) {
		size_t g = group_of(w->f, w->next), n = w->n[g], most, i;

		if (!labelled(w->f, w->choice.signal, w->next) ||
		    !w->choice.group[g])
			continue;
		most =
		    n < FIT_SET_SMALL ? w->most * n / FIT_SET_SMALL : w->most;
		i = w->at[g]++;
		w->copies = (unsigned)((i + 1) * most / n - i * most / n);
		w->post = w->next++;
		return (true);
	}
	return (false);
}

/* The other one as it was settled, if it was: ideas are fitted first. */
bool
fit_asked(const struct fit *f, enum signal signal, size_t post, bool *ret_y,
    struct fit_score *ret_other)
{
	const struct fit_labels *labels = &f->posts[post].labels;
	bool advice = signal == SIGNAL_ADVICE;

	*ret_other = (struct fit_score){ 0, false };
	*ret_y = f->rows[signal][post].y == 1;
	if ((signal != SIGNAL_IDEA && !advice) ||
	    labels->of[FIT_SUGGESTION] < 0 || labels->of[signal] >= 0)
		return (labelled(f, signal, post));
	*ret_y = labels->of[FIT_SUGGESTION] == 1;
	*ret_other = f->scores[advice ? SIGNAL_IDEA : SIGNAL_ADVICE]
			      [advice ? FIT_OUTSIDE : FIT_BEFORE][post];
	return (!f->posts[post].abstained);
}

enum status
fit_hand(const struct fit *f, enum signal signal, struct fit_model *ret)
{
	size_t n = ruleset_info(f->rs)->nrules;
	const struct ruleset_info *info = ruleset_info(f->rs);
	double t = info->threshold[signal], a = info->cal_a[signal];
	double b = info->cal_b[signal];

	*ret = (struct fit_model){ .a = a,
		.b = b,
		.hand_cut = (log(t / (1 - t)) - b) / a - info->bias[signal] };
	ret->cut = ret->hand_cut;
	ret->weight = calloc(n + 1, sizeof(*ret->weight));
	if (ret->weight == NULL)
		return (E_MEMORY);
	for (size_t i = 0; i < n; i++)
		ret->weight[i] = f->rules[i].said;
	return (OK);
}

/* What training needs by rule. */
struct course {
	const struct fit *f;
	const struct fit_choice *choice;
	size_t nrules, nfeatures;
	uint32_t *feature; /* 0: none of its own */
	bool *flipped;
	double *w; /* by feature */
	struct logistic *l;
	size_t first_group, dummy[FIT_SETS_MAX];
	double scale; /* a, as far as it is known: what is penalised is how far
			 weights move, not how far log-odds do */
};

/* Rules with enough to show get a coefficient of their own. */
static enum status
enrol(struct course *c)
{
	uint32_t *posts = calloc(c->nrules + 1, sizeof(*posts));
	uint64_t *groups = calloc(c->nrules + 1, sizeof(*groups));
	struct fit_walk w = fit_walk(c->f, c->choice);
	enum status st = posts != NULL && groups != NULL ? OK : E_MEMORY;

	while (st == OK && fit_walk_next(&w)) {
		const struct fit_row *row =
		    &c->f->rows[c->choice->signal][w.post];

		for (uint32_t i = 0; i < row->n; i++) {
			uint32_t rule = c->f->hits[row->first + i].rule;

			posts[rule]++;
			groups[rule] |= UINT64_C(1) << group_of(c->f, w.post);
		}
	}
	c->nfeatures = 1;
	for (size_t i = 0; i < c->nrules && st == OK; i++)
		if (posts[i] >= FIT_POSTS_ENOUGH && !c->f->rules[i].own &&
		    __builtin_popcountll(groups[i]) >= FIT_GROUPS_ENOUGH)
			c->feature[i] = (uint32_t)c->nfeatures++;
	c->first_group = c->nfeatures;
	for (size_t g = 0, first = 1; g < c->f->ngroups; g++) {
		if (w.n[g] == 0 || !c->choice->group[g])
			continue;
		c->dummy[g] = first ? 0 : c->nfeatures++;
		first = 0;
	}
	free(posts);
	free(groups);
	return (st);
}

static int
by_feature(const void *pa, const void *pb)
{
	const double *a = pa, *b = pb;

	return (a[0] < b[0] ? -1 : a[0] > b[0]);
}

/* One row: what the rules say together, each rule, the group. */
static void
enter(struct course *c, const struct fit_walk *w)
{
	const struct fit_row *row = &c->f->rows[c->choice->signal][w->post];
	double pairs[256][2], said = (double)row->fixed;
	size_t n = 0, g = group_of(c->f, w->post);

	for (uint32_t i = 0; i < row->n; i++) {
		const struct fit_hit *h = &c->f->hits[row->first + i];

		if (c->flipped[h->rule])
			continue;
		said += (double)h->share * c->f->rules[h->rule].said;
		if (c->feature[h->rule] == 0 || n == 256)
			continue;
		pairs[n][0] = c->feature[h->rule];
		pairs[n++][1] = (double)h->share;
	}
	qsort(pairs, n, sizeof(pairs[0]), by_feature);
	logistic_value(c->l, 0, said);
	for (size_t i = 0; i < n; i++)
		logistic_value(c->l, (size_t)pairs[i][0],
		    c->scale * pairs[i][1]);
	if (c->dummy[g] > 0)
		logistic_value(c->l, c->dummy[g], 1);
	logistic_row(c->l, row->y == 1, w->copies);
}

/* The rules' weights out of the coefficients; true: ask again. */
static bool
read_weights(struct course *c, struct fit_model *m)
{
	double a = c->w[0] > SCALE_LEAST ? c->w[0] : SCALE_LEAST;
	bool again;

	m->a = a;
	again = !(fabs(a - c->scale) < 0.02 * a);
	for (size_t i = 0; i < c->nrules; i++) {
		double said = c->f->rules[i].said, v;

		if (c->flipped[i]) {
			m->weight[i] = 0;
			continue;
		}
		if (c->feature[i] == 0)
			continue;
		/* As the file of weights will have it. */
		v = round((said + c->scale * c->w[c->feature[i]] / a) * 100) /
		    100;
		if (v * said < 0) {
			c->flipped[i] = again = true;
			v = 0;
		}
		m->weight[i] = fmax(-WEIGHT_MOST, fmin(WEIGHT_MOST, v));
	}
	c->scale = a;
	return (again);
}

static enum status
solve(struct course *c, double strength, struct fit_model *m, bool *ret_again)
{
	struct fit_walk w = fit_walk(c->f, c->choice);
	double constant;
	enum status st;

	c->l = logistic_new(c->nfeatures);
	if (c->l == NULL)
		return (E_MEMORY);
	logistic_loose(c->l, 0);
	for (size_t i = c->first_group; i < c->nfeatures; i++)
		logistic_loose(c->l, i);
	while (fit_walk_next(&w))
		enter(c, &w);
	st = logistic_solve(c->l, LOGISTIC_RIDGE,
	    strength / (double)(w.most > 0 ? w.most : 1), c->w, &constant);
	logistic_free(c->l);
	if (st == OK)
		*ret_again = read_weights(c, m);
	return (st);
}

enum status
fit_train(const struct fit *f, const struct fit_choice *choice, double strength,
    struct fit_model *ret, bool *flipped)
{
	size_t n = ruleset_info(f->rs)->nrules;
	struct course c = { .f = f, .choice = choice, .nrules = n, .scale = 1 };
	enum status st = E_MEMORY;
	bool again = strength > 0;

	c.feature = calloc(n + 1, sizeof(*c.feature));
	c.flipped = calloc(n + 1, sizeof(*c.flipped));
	c.w = calloc(n + FIT_SETS_MAX + 2, sizeof(*c.w));
	if (c.feature != NULL && c.flipped != NULL && c.w != NULL)
		st = enrol(&c);
	/* What flips is held at 0, and the others are asked again; also while a
	 * is not known. */
	for (int i = 0; i < ROUNDS && st == OK && again; i++)
		st = solve(&c, strength, ret, &again);
	if (st == OK && flipped != NULL)
		memcpy(flipped, c.flipped, n * sizeof(*flipped));
	free(c.feature);
	free(c.flipped);
	free(c.w);
	return (st);
}

double
fit_sum(const struct fit *f, enum signal signal, const struct fit_model *m,
    size_t post)
{
	const struct fit_row *row = &f->rows[signal][post];
	double sum = (double)row->fixed;

	for (uint32_t i = 0; i < row->n; i++) {
		const struct fit_hit *h = &f->hits[row->first + i];

		sum += (double)h->share * m->weight[h->rule];
	}
	return (sum);
}

bool
fit_heard(const struct fit *f, enum signal signal, const struct fit_model *m,
    size_t post)
{
	const struct fit_row *row = &f->rows[signal][post];

	for (uint32_t i = 0; i < row->n; i++)
		if (m->weight[f->hits[row->first + i].rule] > 0)
			return (true);
	return (row->near);
}

struct fit_score
fit_judge(const struct fit *f, enum signal signal, const struct fit_model *m,
    double sum, bool heard)
{
	double bias = ruleset_info(f->rs)->bias[signal];
	double p = 1 / (1 + exp(-(m->a * (bias + sum) + m->b)));

	return ((struct fit_score){ (float)p, heard && sum >= m->cut - SLIP });
}

double
fit_threshold(const struct fit *f, enum signal signal,
    const struct fit_model *m)
{

	return ((double)fit_judge(f, signal, m, m->cut, true).p);
}

/* The mean of the groups' F1 for each cut. */
static void
try_cuts(const struct fit *f, const struct fit_choice *choice,
    const float *sums, const bool *heard, double least, double ret[CUTS])
{
	double(*hits)[CUTS][3] = calloc(FIT_SETS_MAX, sizeof(*hits));
	size_t groups = 0;

	memset(ret, 0, CUTS * sizeof(*ret));
	if (hits == NULL)
		return;
	for (size_t post = 0; post < f->nposts; post++) {
		size_t g = group_of(f, post);
		struct fit_score other;
		bool y;

		if (!choice->group[g] ||
		    !fit_asked(f, choice->signal, post, &y, &other))
			continue;
		for (int i = 0; i < CUTS; i++) {
			bool fired =
			    other.fired ||
			    (heard[post] && (double)sums[post] >=
						least + i * CUT_STEP - SLIP);

			hits[g][i][0] += y && fired;
			hits[g][i][1] += fired;
			hits[g][i][2] += y;
		}
	}
	for (size_t g = 0; g < f->ngroups; g++) {
		if (hits[g][0][2] == 0)
			continue;
		groups++;
		for (int i = 0; i < CUTS; i++)
			ret[i] +=
			    2 * hits[g][i][0] / (hits[g][i][1] + hits[g][i][2]);
	}
	for (int i = 0; i < CUTS && groups > 0; i++)
		ret[i] /= (double)groups;
	free(hits);
}

/* Of the cuts that are as good as any, the one nearest to the usual. */
static double
choose_cut(const double f1[CUTS], double hand)
{
	double smooth[CUTS], best = 0, cut = hand;
	double nearest = HUGE_VAL;

	for (int i = 0; i < CUTS; i++) {
		double left = f1[i > 0 ? i - 1 : i];
		double right = f1[i < CUTS - 1 ? i + 1 : i];

		smooth[i] = (left + 2 * f1[i] + right) / 4;
		best = fmax(best, smooth[i]);
	}
	for (int i = 0; i < CUTS; i++) {
		double v = hand - CUT_DOWN + i * CUT_STEP;

		if (smooth[i] >= best - CUT_WORTH && fabs(v - hand) < nearest) {
			nearest = fabs(v - hand);
			cut = v;
		}
	}
	return (cut);
}

/* Sums by class of width STEP: how much says yes, how much no. */
enum { CLASSES = 400 };
static const double CLASS_STEP = 0.05, CLASS_FIRST = -8;

static void
class_add(double classes[CLASSES][2], double sum, bool yes, double weight)
{
	double at = (sum - CLASS_FIRST) / CLASS_STEP + 0.5;

	classes[at < 0              ? 0
		: at >= CLASSES - 1 ? CLASSES - 1
				    : (size_t)at][yes] += weight;
}

/*
 * The rows' sums, and beside them, as if they were ${trust} groups more,
 * the same posts as the scores say by hand: so few groups are not believed more
 * than they can know.
 */
static void
fill_classes(const struct fit *f, const struct fit_choice *choice,
    const float *sums, double trust, double classes[CLASSES][2])
{
	const struct ruleset_info *info = ruleset_info(f->rs);
	enum signal s = choice->signal;
	struct fit_walk w = fit_walk(f, choice);
	double groups = 0;

	for (size_t g = 0; g < f->ngroups; g++)
		groups += w.n[g] > 0;
	while (fit_walk_next(&w)) {
		double sum = (double)sums[w.post], copies = w.copies;
		double said =
		    info->cal_a[s] * (info->bias[s] + sum) + info->cal_b[s];
		double p = 1 / (1 + exp(-said));

		copies *= trust / groups;
		class_add(classes, sum, f->rows[s][w.post].y == 1, w.copies);
		class_add(classes, sum, true, copies * p);
		class_add(classes, sum, false, copies * (1 - p));
	}
}

static enum status
calibrate(const struct fit *f, const struct fit_choice *choice,
    const float *sums, double trust, struct fit_model *m)
{
	double bias = ruleset_info(f->rs)->bias[choice->signal];
	double(*classes)[2] = calloc(CLASSES, sizeof(*classes));
	struct logistic *l = logistic_new(1);
	double a = 1, b = 0, total = 0;
	enum status st = E_MEMORY;

	if (l == NULL || classes == NULL)
		goto out;
	fill_classes(f, choice, sums, trust, classes);
	for (int i = 0; i < CLASSES; i++)
		total += classes[i][0] + classes[i][1];
	logistic_loose(l, 0);
	for (int i = 0; i < 2 * CLASSES && total > 0; i++) {
		double n = classes[i / 2][i % 2] * CALIBRATION_ROWS / total;

		logistic_value(l, 0, CLASS_FIRST + (i / 2) * CLASS_STEP);
		logistic_row(l, i % 2 == 1, (unsigned)(n + 0.5));
	}
	st = logistic_solve(l, LOGISTIC_RIDGE, 1, &a, &b);
	if (st != OK)
		goto out;
	m->a = fmax(A_LEAST, fmin(A_MOST, a));
	m->b = fmax(-A_MOST, fmin(A_MOST, b - m->a * bias));
out:
	logistic_free(l);
	free(classes);
	return (st);
}

enum status
fit_calibrate(const struct fit *f, const struct fit_choice *choice,
    const float *sums, const bool *heard, const struct fit_way *way,
    struct fit_model *m)
{
	const struct ruleset_info *info = ruleset_info(f->rs);
	double f1[CUTS];

	m->a = info->cal_a[choice->signal];
	m->b = info->cal_b[choice->signal];
	m->cut = m->hand_cut;
	if (!way->hold) {
		try_cuts(f, choice, sums, heard, m->hand_cut - CUT_DOWN, f1);
		m->cut = choose_cut(f1, m->hand_cut);
	}
	if (way->trust >= FIT_TRUST_ALL)
		return (OK);
	return (calibrate(f, choice, sums, way->trust, m));
}
