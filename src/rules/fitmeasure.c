/*
 * Counting right and wrong.
 */
#include "fitmeasure.h"

#include <math.h>

void
measure_add(struct measure *m, struct fit_score s, bool yes)
{
	double p = (double)s.p, told = yes ? p : 1 - p;
	int bin = (int)(p * MEASURE_BINS);

	m->n++;
	m->yes += yes;
	m->fired += s.fired;
	m->hits += yes && s.fired;
	m->bins[bin < MEASURE_BINS ? bin : MEASURE_BINS - 1] += p - yes;
	m->loss -= log(told > 1e-6 ? told : 1e-6);
}

struct figures
measure_figures(const struct measure *m)
{
	struct figures f = { 0, 0, 0, 0, 0 };

	if (m->fired > 0)
		f.precision = m->hits / m->fired;
	if (m->yes > 0)
		f.recall = m->hits / m->yes;
	if (m->fired + m->yes > 0)
		f.f1 = 2 * m->hits / (m->fired + m->yes);
	for (int i = 0; i < MEASURE_BINS && m->n > 0; i++)
		f.ece += fabs(m->bins[i]) / m->n;
	if (m->n > 0)
		f.loss = m->loss / m->n;
	return (f);
}
