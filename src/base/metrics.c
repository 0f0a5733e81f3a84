/*
 * Counters.
 */
#include "earshot/metrics.h"

#include <inttypes.h>
#include <stdatomic.h>

static _Atomic uint64_t values[METRIC_COUNT];

static const struct {
	const char *name, *help;
} table[METRIC_COUNT] = {
#define X(id, name, help) { name, help },
	METRICS(X)
#undef X
};

void
metrics_add(enum metric m, uint64_t n)
{

	atomic_fetch_add_explicit(&values[m], n, memory_order_relaxed);
}

uint64_t
metrics_get(enum metric m)
{

	return (atomic_load_explicit(&values[m], memory_order_relaxed));
}

void
metrics_text(struct buf *out)
{

	for (size_t i = 0; i < METRIC_COUNT; i++) {
		struct str name = str_of(table[i].name);
		struct str family = str_cut(&name, '{');

		/* Rows of one family stand together; the first has the help. */
		if (table[i].help[0] != '\0')
			buf_printf(out,
			    "# HELP earshot_%.*s %s\n"
			    "# TYPE earshot_%.*s counter\n",
			    STR_ARG(family), table[i].help, STR_ARG(family));
		buf_printf(out, "earshot_%s %" PRIu64 "\n", table[i].name,
		    metrics_get((enum metric)i));
	}
}
