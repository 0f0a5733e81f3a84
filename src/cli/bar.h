/*
 * A progress bar on a terminal; in a pipe there is none.
 */
#ifndef CLI_BAR_H
#define CLI_BAR_H

#include "cli.h"

struct bar {
	bool on;
	const char *what; /* "feeds" */
	int64_t drawn_ms; /* when last */
};

/* bar_init: on unless --quiet, --verbose, or no terminal on standard error. */
void bar_init(struct bar *bar, const struct cli *c, const char *what);
/* bar_draw: not more often than eyes can follow. */
void bar_draw(struct bar *bar, uint64_t done, uint64_t all);
/* bar_clear: its line is free for a message. */
void bar_clear(const struct bar *bar);

#endif
