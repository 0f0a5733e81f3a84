/*
 * What a visit's end says in the log.
 */
#ifndef INGEST_OUTCOME_H
#define INGEST_OUTCOME_H

#include "earshot/batch.h"

/* outcome_url: the feed's address for people, without its secrets. */
struct str outcome_url(const struct batch *b);
/* outcome_log: one line a visit: `visit feed=12 status=200 …`. */
void outcome_log(const struct batch *b);

#endif
