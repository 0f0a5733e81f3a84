/*
 * How the daemon is, for machines: what its loop publishes every few seconds,
 * read by whoever is asked.  The loop that hangs publishes nothing, and that is
 * noticed.
 */
#ifndef EARSHOT_HEALTH_H
#define EARSHOT_HEALTH_H

#include "earshot/buf.h"
#include "earshot/feed.h"

/* A loop or a writer that has not been heard of for so long hangs. */
enum { HEALTH_HANGS_MS = 30000 };

struct health {
	size_t feeds[FEED_STATUSES]; /* by status, listed ones */
	size_t found;                /* comment feeds they led to */
	size_t visiting, waiting_work, waiting_write;
	int64_t lag_s;          /* how late the latest visit is */
	int64_t writer_beat_ms; /* monotonic: when the writer last turned */
	int64_t started_ts, loaded_ts;
	uint64_t rules;
	bool jit;
	char ill[300];    /* why the last commit failed; "" */
	char stale[300];  /* why the last good set runs; "" */
	char store[4096]; /* the database's path */
};

/* What was published last; any thread. */
struct health_board;

struct health_board *health_new(void); /* NULL if memory is out */
void health_free(struct health_board *b);
/* health_publish: from the loop. */
void health_publish(struct health_board *b, const struct health *h);
/* health_works: a long piece of work, for which loop and writer wait, goes on;
 * any thread. */
void health_works(struct health_board *b);

/* health_alive: do loop and writer turn?  health_ready: and can the database's
 * folder be written?  Both say what is wrong, or "ok", a line each. */
bool health_alive(struct health_board *b, struct buf *out);
bool health_ready(struct health_board *b, struct buf *out);
/* health_metrics: gauges and counters in Prometheus' text format. */
void health_metrics(struct health_board *b, struct buf *out);

#endif
