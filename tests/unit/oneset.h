/*
 * One set of rules for all tests of a file.
 */
#ifndef TESTS_ONESET_H
#define TESTS_ONESET_H

#include "ruleshelp.h"

static struct loaded set;

static inline int
set_make(void **state, const char *rules)
{

	if (make_rules_folder(state) != 0)
		return (1);
	load_text(rules, &set);
	return (set.rs == NULL);
}

static inline int
set_drop(void **state)
{

	unload(&set);
	return (remove_rules_folder(state));
}

#endif
