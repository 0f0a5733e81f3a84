/*
 * What came of a fit: the report for people, the file of weights for the rule
 * reader.
 */
#include <math.h>
#include <stdio.h>

#include "fitmeasure.h"
#include "fitmodel.h"

/* Sums, by set, of one signal's posts or (FIT_SUGGESTION) of the better of two.
 */
static void
measure_set(const struct fit *f, int label, size_t set,
    struct measure ret[FIT_WHENS])
{

	memset(ret, 0, FIT_WHENS * sizeof(*ret));
	for (size_t i = 0; i < f->nposts; i++) {
		const struct fit_post *p = &f->posts[i];
		int y = label == FIT_SUGGESTION ? p->labels.of[label]
						: f->rows[label][i].y;

		if (p->set != set || p->abstained || y < 0)
			continue;
		for (int w = 0; w < FIT_WHENS; w++) {
			const struct fit_score *idea, *advice;
			struct fit_score s;

			idea = &f->scores[SIGNAL_IDEA][w][i];
			advice = &f->scores[SIGNAL_ADVICE][w][i];
			if (label == FIT_SUGGESTION)
				s = (struct fit_score){ fmaxf(idea->p,
							    advice->p),
					idea->fired || advice->fired };
			else
				s = f->scores[label][w][i];
			measure_add(&ret[w], s, y == 1);
		}
	}
}

static void
print_figures(const struct figures *v, struct buf *out)
{

	buf_printf(out, "  %.3f %.3f %.3f %.3f", v->precision, v->recall, v->f1,
	    v->ece);
}

static void
print_head(const char *what, struct buf *out)
{

	buf_printf(out,
	    "%-22s  posts   yes  as it is                 fitted           "
	    "        fitted without it\n%-22s               P     R    F1   "
	    "ECE     P     R    F1   ECE     P     R    F1   ECE\n",
	    what, "");
}

static void
add_figures(struct figures *to, const struct figures *v)
{

	to->precision += v->precision;
	to->recall += v->recall;
	to->f1 += v->f1;
	to->ece += v->ece;
}

/* Every set with the label, and their mean. */
static void
print_sets(const struct fit *f, int label, const char *what, struct buf *out)
{
	struct figures mean[FIT_WHENS];
	size_t n = 0;

	memset(mean, 0, sizeof(mean));
	for (size_t set = 0; set < f->nsets; set++) {
		struct measure m[FIT_WHENS];

		measure_set(f, label, set, m);
		if (m[0].yes == 0)
			continue;
		if (n++ == 0)
			print_head(what, out);
		buf_printf(out, "  %-20.*s %6.0f %5.0f",
		    STR_ARG(f->sets[set].name), m[0].n, m[0].yes);
		for (int w = 0; w < FIT_WHENS; w++) {
			struct figures v = measure_figures(&m[w]);

			print_figures(&v, out);
			add_figures(&mean[w], &v);
		}
		buf_addc(out, '\n');
	}
	if (n < 2)
		return;
	buf_printf(out, "  %-20s %12s", "mean of the sets", "");
	for (int w = 0; w < FIT_WHENS; w++) {
		mean[w].precision /= (double)n;
		mean[w].recall /= (double)n;
		mean[w].f1 /= (double)n;
		mean[w].ece /= (double)n;
		print_figures(&mean[w], out);
	}
	buf_addc(out, '\n');
}

static bool
moved(const struct fit *f, enum signal s, size_t rule)
{
	const struct ruleset_info *info = ruleset_info(f->rs);

	return (rule < f->rs->nrules && info->rules[rule]->signal == s &&
		fabs(f->results[s].model.weight[rule] - f->rules[rule].said) >
		    0.005);
}

static void
print_rules(const struct fit *f, enum signal s, struct buf *out)
{
	const struct ruleset_info *info = ruleset_info(f->rs);
	size_t same = 0, own = 0;

	for (size_t i = 0; i < f->rs->nrules; i++) {
		const struct fit_rule *r = &f->rules[i];

		if (info->rules[i]->signal != s)
			continue;
		own += r->own;
		same += !r->own && !moved(f, s, i);
		if (r->flipped)
			buf_printf(out,
			    "  suspicious: %.*s (%u posts) speaks %s %s here, "
			    "not "
			    "%s it as it says: held at 0\n",
			    STR_ARG(info->rules[i]->name), r->posts,
			    r->said > 0 ? "against" : "for", signal_word(s),
			    r->said > 0 ? "for" : "against");
		else if (moved(f, s, i))
			buf_printf(out,
			    "  %-32.*s %5.2f -> %5.2f  (%u posts, %u "
			    "collections)\n",
			    STR_ARG(info->rules[i]->name), r->said,
			    f->results[s].model.weight[i], r->posts, r->groups);
	}
	if (same > 0)
		buf_printf(out,
		    "  %zu rules keep their weight (%d posts in %d "
		    "collections are the least to go by)\n",
		    same, FIT_POSTS_ENOUGH, FIT_GROUPS_ENOUGH);
	if (own > 0)
		buf_printf(out,
		    "  %zu rules have a weight of yours: it stays\n", own);
}

static void
print_signal(const struct fit *f, enum signal s, struct buf *out)
{
	const struct fit_result *r = &f->results[s];
	const struct fit_model *m = &r->model;

	print_sets(f, (int)s, signal_word(s), out);
	if (r->verdict == FIT_KEPT && r->ngroups == 0)
		return;
	if (r->verdict == FIT_KEPT)
		buf_printf(out, "  weights and calibration stay: %s\n", r->why);
	else if (r->verdict == FIT_CALIBRATED)
		buf_adds(out, "  the weights stay: none were better on a "
			      "collection left out\n");
	if (r->verdict != FIT_KEPT)
		buf_printf(out,
		    "  calibrate %.3f %.3f, fires from %.2f points (score "
		    "%.2f; by hand %.2f points); strength %g\n",
		    m->a, m->b, m->cut, fit_threshold(f, s, m), m->hand_cut,
		    r->way.strength);
	if (r->verdict == FIT_WEIGHED)
		print_rules(f, s, out);
	buf_addc(out, '\n');
}

void
fit_report(const struct fit *f, struct buf *out)
{
	size_t abstained = 0;

	buf_printf(out, "%zu posts in %zu sets of %zu collections\n", f->nposts,
	    f->nsets, f->ngroups);
	for (size_t i = 0; i < f->nsets; i++)
		if (f->sets[i].abstained > 0)
			buf_printf(out,
			    "  %.*s: %zu of %zu posts are in a language that "
			    "no "
			    "rule listens to: left out\n",
			    STR_ARG(f->sets[i].name), f->sets[i].abstained,
			    f->sets[i].n);
	for (size_t i = 0; i < f->nposts; i++)
		abstained += f->posts[i].abstained;
	if (abstained == f->nposts)
		buf_adds(out, "  so there is nothing to learn from\n");
	buf_addc(out, '\n');
	for (int s = 0; s < SIGNALS; s++)
		print_signal(f, (enum signal)s, out);
	print_sets(f, FIT_SUGGESTION, "idea or advice", out);
}

/* 0.4567 becomes 0.456: what just fires still does. */
static double
down(double v, double step)
{

	return (floor(v / step) * step);
}

static void
weights_of_signal(const struct fit *f, enum signal s, struct buf *out)
{
	const struct ruleset_info *info = ruleset_info(f->rs);
	const struct fit_result *r = &f->results[s];
	double threshold = down(fit_threshold(f, s, &r->model), 0.0001);

	if (r->verdict == FIT_KEPT)
		return;
	buf_printf(out, "\n# %s: by %zu collections, strength %g, trust %g\n",
	    signal_word(s), r->ngroups, r->way.strength, r->way.trust);
	buf_printf(out, "calibrate %s %.4f %.4f\n", signal_word(s), r->model.a,
	    r->model.b);
	buf_printf(out, "threshold %s %.4f\n", signal_word(s),
	    fmax(0.01, fmin(0.99, threshold)));
	for (size_t i = 0; i < f->rs->nrules; i++)
		if (moved(f, s, i))
			buf_printf(out, "weight %.*s %.2f%s\n",
			    STR_ARG(info->rules[i]->name), r->model.weight[i],
			    f->rules[i].flipped ? "  # suspicious" : "");
}

void
fit_weights(const struct fit *f, struct buf *out)
{

	buf_adds(out,
	    "# Written by `earshot rules fit`; run it again rather than edit "
	    "this.\n# These win over a rule's own weight; a `weight` line of "
	    "yours wins over these.\n");
	for (int s = 0; s < SIGNALS; s++)
		weights_of_signal(f, (enum signal)s, out);
}
