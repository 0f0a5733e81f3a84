/*
 * How good scores are: precision, recall, F1, and how far from their word
 * (expected calibration error, ten bins).
 */
#ifndef EARSHOT_RULES_FITMEASURE_H
#define EARSHOT_RULES_FITMEASURE_H

#include "fitdata.h"

enum { MEASURE_BINS = 10 };

struct measure {
	double hits, fired, yes, n;
	double bins[MEASURE_BINS]; /* Σ (score − label) */
	double loss;               /* Σ −log p of what was so */
};

struct figures {
	double precision, recall, f1, ece, loss;
};

void measure_add(struct measure *m, struct fit_score s, bool yes);
struct figures measure_figures(const struct measure *m);

#endif
