/*
 * One line on standard error, drawn over and over.
 */
#include "bar.h"

#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

#include "earshot/clock.h"

enum { BAR_WIDTH = 30, BAR_EVERY_MS = 100 };

void
bar_init(struct bar *bar, const struct cli *c, const char *what)
{

	*bar = (struct bar){ .what = what };
	bar->on = !c->request.quiet && !c->request.verbose &&
		  cli_is_terminal(STDERR_FILENO);
}

void
bar_draw(struct bar *bar, uint64_t done, uint64_t all)
{
	int64_t now = bar->on ? clock_mono_ms() : 0;
	int filled;

	if (!bar->on ||
	    (bar->drawn_ms != 0 && now - bar->drawn_ms < BAR_EVERY_MS))
		return;
	bar->drawn_ms = now;
	filled = all > 0 ? (int)(done * BAR_WIDTH / all) : 0;
	if (filled > BAR_WIDTH)
		filled = BAR_WIDTH;
	fprintf(stderr, "\r[%.*s%*s] %" PRIu64 " of %" PRIu64 " %s", filled,
	    "##############################", BAR_WIDTH - filled, "", done, all,
	    bar->what);
}

void
bar_clear(const struct bar *bar)
{

	if (bar->on)
		fputs("\r\033[K", stderr);
}
