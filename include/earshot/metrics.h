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
	X(FOLLOWED_NEW, "followed_total{outcome=\"new\"}",                    \
	    "Visits to comment feeds that posts led to, by outcome")          \
	X(FOLLOWED_UNCHANGED, "followed_total{outcome=\"unchanged\"}", "")    \
	X(FOLLOWED_FAILED, "followed_total{outcome=\"failed\"}", "")          \
	X(BYTES_FETCHED, "fetched_bytes_total", "Body bytes after inflation") \
	X(POSTS_NEW, "posts_total{seen=\"new\"}", "Posts by what they were")  \
	X(POSTS_EDITED, "posts_total{seen=\"edited\"}", "")                   \
	X(POSTS_KNOWN, "posts_total{seen=\"known\"}", "")                     \
	X(INSIGHTS_NEW, "insights_total", "Insights stored")                  \
	X(HEARD_IDEA, "heard_total{signal=\"idea\"}",                         \
	    "Signals that fired in new and edited posts")                     \
	X(HEARD_COMPLAINT, "heard_total{signal=\"complaint\"}", "")           \
	X(HEARD_PRAISE, "heard_total{signal=\"praise\"}", "")                 \
	X(HEARD_QUESTION, "heard_total{signal=\"question\"}", "")             \
	X(HEARD_ADVICE, "heard_total{signal=\"advice\"}", "")                 \
	X(HEARD_SPAM, "heard_total{signal=\"spam\"}", "")                     \
	X(RULE_HITS, "rule_hits_total", "Matches that are evidence")          \
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

/* How often a measure stayed under each of these bounds, in seconds. */
enum { HISTOGRAM_BOUNDS = 8 };
#define HISTOGRAMS(X)                                                          \
	X(COMMIT, "commit_seconds", "How long a transaction's end takes",      \
	    .001, .005, .01, .05, .1, .5, 1, 5)                                \
	X(LAG, "visit_lag_seconds", "How late a visit begins", 1, 10, 60, 300, \
	    900, 3600, 21600, 86400)

enum histogram {
#define X(id, ...) H_##id,
	HISTOGRAMS(X)
#undef X
	    HISTOGRAM_COUNT
};

void metrics_observe(enum histogram h, double seconds);

void metrics_add(enum metric m, uint64_t n);
uint64_t metrics_get(enum metric m);
/* metrics_text: all of them in Prometheus' text format. */
void metrics_text(struct buf *out);

#endif
