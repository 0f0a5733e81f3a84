/*
 * The examples in rule files: every yes must be heard, no `no` may be.
 */
#ifndef EARSHOT_RULES_SELFTEST_H
#define EARSHOT_RULES_SELFTEST_H

#include "earshot/ruleset.h"

/* selftest_run: each example that fails is a fault at its line; one that hits
 * but stays under the threshold, a warning.  E_MEMORY. */
enum status selftest_run(struct ruleset *rs, struct faults *faults,
    size_t *ret_examples) MUST_USE;

#endif
