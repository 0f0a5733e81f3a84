/*
 * One signal after the other: how far may its rules go their own way?  Each
 * answer is tried on groups of sets that nothing of it has seen: neither its
 * weights, nor its calibration, nor its cut.
 */
#include <stdio.h>
#include <stdlib.h>

#include "fitmeasure.h"
#include "fitmodel.h"

enum { YES_ENOUGH = 10, STRENGTHS = 5, TRUSTS = 5 };

/* 0: the weights stay. */
static const double strengths[STRENGTHS] = { 0, 5, 20, 80, 320 };
/* The most cautious first. */
static const double trusts[TRUSTS] = { FIT_TRUST_ALL, 8, 4, 2, 1 };
/* What less cannot be told from chance: the more cautious stays. */
static const double WORTH = 0.003;

/* One way to fit, and how it judges the posts of groups that it left out. */
struct trial {
	struct fit_way way;
	double f1, ece;           /* means over the groups */
	struct fit_score *scores; /* by post; those of left-out groups */
};

struct run {
	struct fit *f;
	enum signal signal;
	struct fit_choice all;
	size_t n, groups[FIT_SETS_MAX]; /* that have enough of both kinds */
	float *sums[FIT_SETS_MAX];      /* by group left out, by post */
	bool *heard[FIT_SETS_MAX];
	float *own_sums; /* of each post, by what its group did not teach */
	bool *own_heard;
};

void
fit_labelled(const struct fit *f, enum signal signal, size_t group,
    size_t ret[2])
{

	ret[0] = ret[1] = 0;
	for (size_t i = 0; i < f->nposts; i++)
		if (f->sets[f->posts[i].set].group == group &&
		    f->rows[signal][i].y >= 0 && !f->posts[i].abstained)
			ret[f->rows[signal][i].y]++;
}

/*
 * A suggestion is an idea or an advice.  The one that the rules hear more of
 * carries it, and the other is not known; where they hear neither, the one that
 * most of the group's others speak for.
 */
static void
settle_suggestions(struct fit *f)
{
	size_t ideas[FIT_SETS_MAX] = { 0 }, advices[FIT_SETS_MAX] = { 0 };

	for (int round = 0; round < 2; round++)
		for (size_t i = 0; i < f->nposts; i++) {
			int said = f->posts[i].labels.of[FIT_SUGGESTION];
			size_t g = f->sets[f->posts[i].set].group;
			struct fit_row *idea = &f->rows[SIGNAL_IDEA][i];
			struct fit_row *advice = &f->rows[SIGNAL_ADVICE][i];
			float more = f->scores[SIGNAL_IDEA][FIT_BEFORE][i].p -
				     f->scores[SIGNAL_ADVICE][FIT_BEFORE][i].p;

			if (said < 0 || idea->y >= 0 || advice->y >= 0)
				continue;
			if (said == 0) {
				idea->y = advice->y = 0;
			} else if (idea->n + advice->n == 0 || more == 0) {
				if (round == 0)
					continue;
				if (ideas[g] >= advices[g])
					idea->y = 1;
				else
					advice->y = 1;
			} else if (more > 0) {
				idea->y = 1;
				ideas[g]++;
			} else {
				advice->y = 1;
				advices[g]++;
			}
		}
}

static void
sum_group(const struct run *r, const struct fit_model *m, size_t group,
    float *sums, bool *heard)
{
	const struct fit *f = r->f;

	for (size_t i = 0; i < f->nposts; i++)
		if (f->sets[f->posts[i].set].group == group) {
			sums[i] = (float)fit_sum(f, r->signal, m, i);
			heard[i] = fit_heard(f, r->signal, m, i);
		}
}

/* Weights without the groups ${g} and ${h}; what they make of both. */
static enum status
leave_two_out(struct run *r, const struct trial *t, size_t g, size_t h)
{
	struct fit_choice c = r->all;
	struct fit_model m;
	enum status st = fit_hand(r->f, r->signal, &m);

	c.group[g] = c.group[h] = false;
	if (st == OK && r->n > 2)
		st = fit_train(r->f, &c, t->way.strength, &m, NULL);
	if (st == OK) {
		sum_group(r, &m, h, r->sums[g], r->heard[g]);
		sum_group(r, &m, g, r->sums[h], r->heard[h]);
	}
	free(m.weight);
	return (st);
}

/* All of one group, judged by what the others teach. */
static enum status
leave_out(struct run *r, const struct trial *t, size_t g)
{
	struct fit *f = r->f;
	struct fit_choice c = r->all;
	struct fit_model m;
	enum status st = fit_hand(f, r->signal, &m);

	c.group[g] = false;
	if (st == OK)
		st = fit_train(f, &c, t->way.strength, &m, NULL);
	if (st == OK)
		st = fit_calibrate(f, &c, r->sums[g], r->heard[g], &t->way, &m);
	if (st == OK)
		sum_group(r, &m, g, r->own_sums, r->own_heard);
	for (size_t i = 0; i < f->nposts && st == OK; i++)
		if (f->sets[f->posts[i].set].group == g)
			t->scores[i] = fit_judge(f, r->signal, &m,
			    (double)r->own_sums[i], r->own_heard[i]);
	free(m.weight);
	return (st);
}

/* The mean over the groups. */
static void
measure_trial(const struct run *r, const struct fit_score *scores, double *f1,
    double *ece)
{
	const struct fit *f = r->f;

	*f1 = *ece = 0;
	for (size_t k = 0; k < r->n; k++) {
		struct measure m = { .n = 0 };
		struct figures v;

		for (size_t i = 0; i < f->nposts; i++) {
			struct fit_score other, s = scores[i];
			bool y;

			if (f->sets[f->posts[i].set].group != r->groups[k] ||
			    !fit_asked(f, r->signal, i, &y, &other))
				continue;
			s.p = s.p > other.p ? s.p : other.p;
			s.fired |= other.fired;
			measure_add(&m, s, y);
		}
		v = measure_figures(&m);
		*f1 += v.f1 / (double)r->n;
		*ece += v.ece / (double)r->n;
	}
}

static enum status
try(struct run *r, struct trial *t)
{
	enum status st = OK;

	for (size_t i = 0; i < r->n && st == OK; i++)
		for (size_t k = 0; k < i && st == OK; k++)
			st = leave_two_out(r, t, r->groups[i], r->groups[k]);
	for (size_t i = 0; i < r->n && st == OK; i++)
		st = leave_out(r, t, r->groups[i]);
	if (st == OK)
		measure_trial(r, t->scores, &t->f1, &t->ece);
	return (st);
}

static void
run_close(struct run *r)
{

	for (size_t i = 0; i < r->n; i++) {
		free(r->sums[r->groups[i]]);
		free(r->heard[r->groups[i]]);
	}
	free(r->own_sums);
	free(r->own_heard);
}

static enum status
run_open(struct fit *f, enum signal signal, struct run *r)
{
	size_t n = f->nposts + 1;
	bool ok;

	*r = (struct run){ .f = f, .signal = signal };
	r->all.signal = signal;
	for (size_t g = 0; g < f->ngroups; g++) {
		size_t kinds[2];

		fit_labelled(f, signal, g, kinds);
		if (kinds[0] < YES_ENOUGH || kinds[1] < YES_ENOUGH)
			continue;
		r->all.group[g] = true;
		r->groups[r->n++] = g;
	}
	r->own_sums = calloc(n, sizeof(*r->own_sums));
	r->own_heard = calloc(n, sizeof(*r->own_heard));
	ok = r->own_sums != NULL && r->own_heard != NULL;
	for (size_t i = 0; i < r->n && ok; i++) {
		r->sums[r->groups[i]] = calloc(n, sizeof(float));
		r->heard[r->groups[i]] = calloc(n, sizeof(bool));
		ok = r->sums[r->groups[i]] != NULL &&
		     r->heard[r->groups[i]] != NULL;
	}
	return (ok ? OK : E_MEMORY);
}

/* The weights that all groups teach, with what leaving each out taught of how
 * far they can be trusted. */
static enum status
settle(struct run *r, struct trial *t)
{
	struct fit *f = r->f;
	struct fit_result *result = &f->results[r->signal];
	size_t n = ruleset_info(f->rs)->nrules;
	bool *flipped = calloc(n + 1, sizeof(*flipped));
	enum status st = flipped != NULL ? OK : E_MEMORY;

	/* The sums that each group's own absence left, of this strength. */
	if (st == OK)
		st = try(r, t);
	if (st == OK)
		st = fit_train(f, &r->all, t->way.strength, &result->model,
		    flipped);
	if (st == OK)
		st = fit_calibrate(f, &r->all, r->own_sums, r->own_heard,
		    &t->way, &result->model);
	for (size_t i = 0; i < n && st == OK; i++)
		f->rules[i].flipped |= flipped[i];
	for (size_t i = 0; i < f->nposts && st == OK; i++) {
		struct fit_model *m = &result->model;
		size_t g = f->sets[f->posts[i].set].group;

		f->scores[r->signal][FIT_INSIDE][i] = fit_judge(f, r->signal, m,
		    fit_sum(f, r->signal, m, i), fit_heard(f, r->signal, m, i));
		f->scores[r->signal][FIT_OUTSIDE][i] =
		    r->all.group[g] ? t->scores[i]
				    : f->scores[r->signal][FIT_INSIDE][i];
	}
	free(flipped);
	return (st);
}

/* Nothing is said: all stays. */
static void
keep(struct fit *f, enum signal signal, const char *why)
{

	f->results[signal].verdict = FIT_KEPT;
	f->results[signal].why = why;
	for (int w = FIT_INSIDE; w < FIT_WHENS; w++)
		memcpy(f->scores[signal][w], f->scores[signal][FIT_BEFORE],
		    f->nposts * sizeof(struct fit_score));
}

/* How far the weights go: as far as it pays on groups left out.  The first way
 * is to leave all as it is. */
static enum status
choose_strength(struct run *r, double asked, struct trial *t)
{
	struct fit_way best = { true, 0, FIT_TRUST_ALL };
	double f1 = -1;
	enum status st = OK;

	for (size_t i = 0; i <= STRENGTHS && st == OK && asked < 0; i++) {
		t->way = (struct fit_way){ i == 0,
			i == 0 ? 0 : strengths[i - 1], FIT_TRUST_ALL };
		st = try(r, t);
		if (t->f1 > f1 + (i > 0 ? WORTH : 0)) {
			f1 = t->f1;
			best = t->way;
		}
	}
	if (asked >= 0)
		best = (struct fit_way){ false, asked, FIT_TRUST_ALL };
	t->way = best;
	return (st);
}

/* How far the calibration goes, likewise. */
static enum status
choose_trust(struct run *r, struct trial *t)
{
	double best = FIT_TRUST_ALL, ece = 2;
	enum status st = OK;

	for (size_t i = 0; i < TRUSTS && st == OK; i++) {
		t->way.trust = trusts[i];
		st = try(r, t);
		if (t->ece < ece - (i > 0 ? WORTH : 0)) {
			ece = t->ece;
			best = t->way.trust;
		}
	}
	t->way.trust = best;
	return (st);
}

static enum status
run_signal(struct fit *f, enum signal signal, double strength)
{
	struct fit_result *result = &f->results[signal];
	struct trial t = { .scores = NULL };
	struct run r;
	enum status st = run_open(f, signal, &r);

	if (st == OK)
		st = fit_hand(f, signal, &result->model);
	t.scores = calloc(f->nposts + 1, sizeof(*t.scores));
	if (t.scores == NULL)
		st = E_MEMORY;
	result->ngroups = r.n;
	memcpy(result->groups, r.groups, sizeof(result->groups));
	if (st == OK && r.n < 2)
		keep(f, signal,
		    r.n == 0 ? "no set has enough labels of both kinds"
			     : "only one collection of posts has its labels: "
			       "there is nothing to try it on");
	if (st != OK || r.n < 2)
		goto out;
	st = choose_strength(&r, strength, &t);
	if (st == OK)
		st = choose_trust(&r, &t);
	if (st == OK)
		st = settle(&r, &t);
	result->way = t.way;
	result->verdict = t.way.strength > 0 ? FIT_WEIGHED
			  : t.way.trust < FIT_TRUST_ALL ||
				  result->model.cut < result->model.hand_cut ||
				  result->model.cut > result->model.hand_cut
			      ? FIT_CALIBRATED
			      : FIT_KEPT;
	if (result->verdict == FIT_KEPT)
		result->why = "on posts of a collection left out, nothing "
			      "else was better";
out:
	free(t.scores);
	run_close(&r);
	return (st);
}

/* What each rule has to show: labelled posts of its signal with a hit. */
static enum status
count_rules(struct fit *f)
{
	uint64_t *groups = calloc(f->rs->nrules + 1, sizeof(*groups));

	if (groups == NULL)
		return (E_MEMORY);
	for (size_t i = 0; i < f->nposts * SIGNALS; i++) {
		const struct fit_post *post = &f->posts[i / SIGNALS];
		const struct fit_row *row = &f->rows[i % SIGNALS][i / SIGNALS];

		for (uint32_t k = 0; k < row->n && row->y >= 0; k++) {
			uint32_t rule = f->hits[row->first + k].rule;

			f->rules[rule].posts++;
			groups[rule] |= UINT64_C(1) << f->sets[post->set].group;
		}
	}
	for (size_t i = 0; i < f->rs->nrules; i++)
		f->rules[i].groups = (uint32_t)__builtin_popcountll(groups[i]);
	free(groups);
	return (OK);
}

enum status
fit_run(struct fit *f, const struct fit_options *o)
{
	enum status st = OK;
	bool some = false;

	if (f->nposts == 0)
		return (E_NOT_FOUND);
	settle_suggestions(f);
	st = count_rules(f);
	for (int s = 0; s < SIGNALS && st == OK; s++) {
		st = run_signal(f, (enum signal)s, o->strength);
		some |= f->results[s].ngroups > 1;
	}
	return (st != OK ? st : some ? OK : E_NOT_FOUND);
}
