/*
 * Telling that a database is being worked on, from SQLite's progress handler.
 */
#include "working.h"

#include <stdarg.h>
#include <stdio.h>

#include "earshot/clock.h"

/* SQLite asks after so many steps of its machine, some .2 ms. */
enum { ASK_STEPS = 10000 };

static void
tell(struct working *w)
{

	w->told_ms = clock_mono_ms();
	w->tell(w->arg, w->what);
}

static int
on_progress(void *arg)
{
	struct working *w = arg;

	if (clock_mono_ms() - w->told_ms >= w->every_ms)
		tell(w);
	return (0);
}

void
working_begin(struct db *d, struct working *w, const char *what)
{

	if (w->tell == NULL || d->handle == NULL)
		return;
	d->working = w;
	snprintf(w->what, sizeof(w->what), "%s", what);
	w->told_ms = clock_mono_ms();
	sqlite3_progress_handler(d->handle, ASK_STEPS, on_progress, w);
}

void
working_at(struct db *d, const char *fmt, ...)
{
	va_list ap;

	if (d->working == NULL)
		return;
	va_start(ap, fmt);
	vsnprintf(d->working->what, sizeof(d->working->what), fmt, ap);
	va_end(ap);
	tell(d->working);
}

void
working_end(struct db *d)
{

	if (d->working == NULL)
		return;
	d->working = NULL;
	sqlite3_progress_handler(d->handle, 0, NULL, NULL);
}
