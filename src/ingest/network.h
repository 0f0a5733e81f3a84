/*
 * Our own network, as the road sees it: when it is down nobody is blamed, and
 * what was counted just before is taken back.  Loop thread only.
 */
#ifndef INGEST_NETWORK_H
#define INGEST_NETWORK_H

#include "earshot/ingest.h"
#include "earshot/sched.h"

struct network;

/* NULL if memory is out. */
struct network *network_new(void);
void network_free(struct network *n);

/* network_fetched: a fetch is over; sets b->ours.  ${asking}: others are being
 * asked.  True: with it our network went down. */
bool network_fetched(struct network *n, struct batch *b, bool asking);
/* network_visited: a visit's fate is known. */
void network_visited(struct network *n, const struct batch *b);
/* network_tell: after those: one log line and one event an outage; feeds are
 * forgiven when it begins, and resume when it ends. */
void network_tell(struct network *n, struct sched *s, struct ingest *in);
bool network_is_down(const struct network *n);

#endif
