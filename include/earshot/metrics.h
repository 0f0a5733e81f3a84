/*
 * Counters and gauges that threads share: one table, one row a metric, each
 * with its help text.  Reading gives Prometheus text; adding is one atomic add.
 */
#ifndef EARSHOT_METRICS_H
#define EARSHOT_METRICS_H

#include "earshot/buf.h"

#define METRICS(X)                                                            \
	X(VISITS_NEW, "visits_total{outcome=\"new\"}", "Visits by outcome")   \
	X(VISITS_UNCHANGED, "visits_total{outcome=\"unchanged\"}", "")        \
	X(VISITS_FAILED, "visits_total{outcome=\"failed\"}", "")              \
	X(BYTES_FETCHED, "fetched_bytes_total", "Body bytes after inflation") \
	X(POSTS_NEW, "posts_total{seen=\"new\"}", "Posts by what they were")  \
	X(POSTS_EDITED, "posts_total{seen=\"edited\"}", "")                   \
	X(POSTS_KNOWN, "posts_total{seen=\"known\"}", "")                     \
	X(INSIGHTS_NEW, "insights_total", "Insights stored")                  \
	X(COMMITS, "commits_total", "Transactions committed")                 \
	X(COMMITS_FAILED, "commits_failed_total", "Transactions rolled back") \
	X(RULE_LIMITS, "rule_limits_total", "Matches given up at a limit")    \
	X(MARKUP_STRIPPED, "markup_stripped_total",                           \
	    "Texts too nested for the HTML parser")                           \
	X(RELOADS, "reloads_total{answer=\"accepted\"}", "Reloads")           \
	X(RELOADS_REFUSED, "reloads_total{answer=\"refused\"}", "")

enum metric {
#define X(id, name, help) M_##id,
	METRICS(X)
#undef X
	    METRIC_COUNT
};

void metrics_add(enum metric m, uint64_t n);
uint64_t metrics_get(enum metric m);
/* metrics_text: all of them in Prometheus' text format. */
void metrics_text(struct buf *out);

#endif
