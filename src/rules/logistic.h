/*
 * Logistic regression over sparse rows, by liblinear: rows are added one by
 * one, each so many times, then solved for as often as one likes.  Knows
 * nothing of rules or posts.
 */
#ifndef EARSHOT_RULES_LOGISTIC_H
#define EARSHOT_RULES_LOGISTIC_H

#include <stdbool.h>
#include <stddef.h>

#include "earshot/status.h"

struct logistic;

enum logistic_kind { LOGISTIC_RIDGE, LOGISTIC_LASSO };

/* logistic_available: false: built without liblinear, and logistic_solve
 * returns E_NOT_FOUND. */
bool logistic_available(void);

/* logistic_new: ${n} features, numbered from 0.  NULL if memory is out. */
struct logistic *logistic_new(size_t n);
void logistic_free(struct logistic *l);

/* logistic_loose: ${feature} is hardly drawn to 0. */
void logistic_loose(struct logistic *l, size_t feature);

/* logistic_value: a value of the row that logistic_row then ends; features in
 * rising order, each once.  ${copies}: how often the row counts; 0 drops it. */
void logistic_value(struct logistic *l, size_t feature, double value);
void logistic_row(struct logistic *l, bool yes, unsigned copies);

/*
 * logistic_solve: minimises |w|²/2 (lasso: |w|) + c × loss.  ${ret_w}: n
 * coefficients; *${ret_constant}: the intercept.  E_NOT_FOUND: there is nothing
 * to learn (rows of one kind only); E_MEMORY, also for a failure before.
 */
enum status logistic_solve(const struct logistic *l, enum logistic_kind kind,
    double c, double *ret_w, double *ret_constant) MUST_USE;

#endif
