/*
 * The past of feeds: by the running daemon, or here and now.
 */
#ifndef CLI_FEEDS_BACKFILL_H
#define CLI_FEEDS_BACKFILL_H

#include "cli.h"

struct past {
	struct str url;  /* as listed */
	struct str page; /* the first older one; {NULL,0}: not known */
	int64_t days;    /* how far back it is, for the bar */
};

/* feeds_backfill_span: "90d" to seconds; 0: said, it is none. */
int64_t feeds_backfill_span(struct cli *c, const char *text);
/* feeds_backfill: the exit status. */
int feeds_backfill(struct cli *c, int64_t span_s, struct past *list, size_t n);

#endif
