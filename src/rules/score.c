/*
 * Additive in log-odds, one formula, recomputable from bias and evidence alone
 * (earshot-rules(5)).  Conditions are asked of what fired before any of them.
 */
#include "score.h"

#include <math.h>

static bool
has_span(const struct signal_verdict *s)
{

	for (size_t i = 0; i < s->nevidence; i++)
		if (s->evidence[i].end > s->evidence[i].start &&
		    s->evidence[i].points > 0)
			return (true);
	return (false);
}

/* Weights are decimal fractions, whose sum as doubles misses 0, which is a
 * score of .5, by a last bit: fired must follow from the score that people see.
 */
static double
without_last_bits(double sum)
{

	return (round(sum * 1e12) / 1e12);
}

static void
score(const struct ruleset_info *info, struct signal_verdict *s,
    enum signal signal)
{
	double sum;

	s->bias =
	    info->cal_a[signal] * info->bias[signal] + info->cal_b[signal];
	sum = s->bias;
	for (size_t i = 0; i < s->nevidence; i++)
		sum += s->evidence[i].points;
	s->score = 1 / (1 + exp(-without_last_bits(sum)));
	s->fired = s->score >= info->threshold[signal] && has_span(s);
}

static bool
heard(void *context, const struct rule *rule)
{
	const struct weighing *w = context;
	size_t n;
	const struct hit *hits;

	if (rule->off)
		return (false);
	hits = matcher_hits(w->matcher, rule->index, &n);
	for (size_t i = 0; i < n; i++)
		if (hits[i].valid)
			return (true);
	return (false);
}

static bool
mentioned(void *context, const struct list *list)
{
	const struct weighing *w = context;
	size_t n;

	return (matcher_hits(w->matcher, list->index, &n) != NULL);
}

static enum status
apply_whens(struct weighing *w, int stars)
{
	const struct ruleset *rs = w->matcher->rs;
	struct when_facts facts = { .stars = stars,
		.context = w,
		.heard = heard,
		.mentioned = mentioned };
	enum status st = OK;

	for (int s = 0; s < SIGNALS; s++)
		facts.fired[s] = w->verdict->signals[s].fired;
	for (size_t i = 0; i < rs->nwhens && st == OK; i++) {
		const struct when *said = rs->whens[i].said;
		struct evidence e = { .rule = rs->whens[i].info,
			.field = when_field(said->root),
			.weight = said->weight,
			.text = STR("") };

		if (!when_holds(said->root, &facts))
			continue;
		e.points = rs->info.cal_a[said->signal] * e.weight;
		st = weigh_add(w, &e);
	}
	return (st);
}

/* The facet and the target that the primary signal's evidence speaks for. */
static void
settle_facet(struct verdict *v)
{
	double facets[FACETS] = { 0 }, targets[TARGETS] = { 0 };
	const struct signal_verdict *s = &v->signals[v->primary];

	for (size_t i = 0; i < s->nevidence; i++) {
		facets[s->evidence[i].rule->facet] += s->evidence[i].points;
		targets[s->evidence[i].rule->target] += s->evidence[i].points;
	}
	facets[FACET_NONE] = targets[TARGET_NONE] = 0;
	for (int f = 1; f < FACETS; f++)
		if (facets[f] > facets[v->facet])
			v->facet = (enum facet)f;
	for (int t = 1; t < TARGETS; t++)
		if (targets[t] > targets[v->target])
			v->target = (enum target)t;
}

enum status
score_verdict(struct weighing *w, int stars)
{
	const struct ruleset_info *info = &w->matcher->rs->info;
	struct verdict *v = w->verdict;
	enum status st;

	for (int s = 0; s < SIGNALS; s++)
		score(info, &v->signals[s], (enum signal)s);
	st = apply_whens(w, stars);
	if (st != OK)
		return (st);
	v->primary = SIGNAL_NONE;
	for (int s = 0; s < SIGNALS; s++) {
		score(info, &v->signals[s], (enum signal)s);
		if (v->signals[s].fired &&
		    (v->primary == SIGNAL_NONE ||
			v->signals[s].score > v->signals[v->primary].score))
			v->primary = (enum signal)s;
	}
	if (v->primary != SIGNAL_NONE)
		settle_facet(v);
	return (OK);
}
