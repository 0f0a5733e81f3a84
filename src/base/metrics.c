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

static const struct {
	const char *name, *help;
	double bounds[HISTOGRAM_BOUNDS];
} histograms[HISTOGRAM_COUNT] = {
#define X(id, name, help, ...) { name, help, { __VA_ARGS__ } },
	HISTOGRAMS(X)
#undef X
};

/* The last of ${counts}: more than every bound. */
static struct {
	_Atomic uint64_t counts[HISTOGRAM_BOUNDS + 1], microseconds;
} observed[HISTOGRAM_COUNT];

void
metrics_observe(enum histogram h, double seconds)
{
	size_t i = 0;

	if (!(seconds >= 0))
		seconds = 0;
	while (i < HISTOGRAM_BOUNDS && seconds > histograms[h].bounds[i])
		i++;
	atomic_fetch_add_explicit(&observed[h].counts[i], 1,
	    memory_order_relaxed);
	atomic_fetch_add_explicit(&observed[h].microseconds,
	    (uint64_t)(seconds * 1e6), memory_order_relaxed);
}

/* The buckets add up, as Prometheus wants them. */
static void
histogram_text(enum histogram h, struct buf *out)
{
	const char *name = histograms[h].name;
	uint64_t n = 0;

	buf_printf(out, "# HELP earshot_%s %s\n# TYPE earshot_%s histogram\n",
	    name, histograms[h].help, name);
	for (size_t i = 0; i <= HISTOGRAM_BOUNDS; i++) {
		n += atomic_load_explicit(&observed[h].counts[i],
		    memory_order_relaxed);
		if (i < HISTOGRAM_BOUNDS)
			buf_printf(out,
			    "earshot_%s_bucket{le=\"%g\"} %" PRIu64 "\n", name,
			    histograms[h].bounds[i], n);
		else
			buf_printf(out,
			    "earshot_%s_bucket{le=\"+Inf\"} %" PRIu64 "\n",
			    name, n);
	}
	buf_printf(out, "earshot_%s_sum %.6f\nearshot_%s_count %" PRIu64 "\n",
	    name,
	    (double)atomic_load_explicit(&observed[h].microseconds,
		memory_order_relaxed) /
		1e6,
	    name, n);
}

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
	for (int h = 0; h < HISTOGRAM_COUNT; h++)
		histogram_text((enum histogram)h, out);
}
