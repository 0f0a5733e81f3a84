/*
 * Do the lists that feeds need exist?  Feeds and rules know nothing of each
 * other; here both are at hand.
 */
#ifndef SETUP_NEEDS_H
#define SETUP_NEEDS_H

#include "earshot/fault.h"
#include "earshot/feedlist.h"
#include "earshot/ruleset.h"

/* needs_check: a warning for each `need` of ${feeds} that no post can meet, at
 * the first feed that has it. */
void needs_check(const struct feedlist *feeds, const struct ruleset *rules,
    struct faults *faults);

#endif
