/*
 * Judging and marking: what both commands share, and what a wrong insight says
 * of its rules.
 */
#ifndef CLI_JUDGING_H
#define CLI_JUDGING_H

#include "cli.h"

/*
 * judging_say: the operands REF and WORD, with ${note} (NULL: none), to the
 * running daemon or into the database.  The exit status.
 */
int judging_say(struct cli *c, const struct setup *s, bool mark,
    const char *note);

/* judging_blame: which rules spoke for that insight, by their share of the
 * points, and the `no` line for the first of them.  Who may judge need not be
 * able to read the database: that is told, and no failure. */
void judging_blame(struct cli *c, const struct setup *s, const char *ref);

#endif
