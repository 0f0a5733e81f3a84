/*
 * earshot feeds pause, resume, revive, retry, hosts.
 */
#ifndef CLI_FEEDS_WISH_H
#define CLI_FEEDS_WISH_H

#include "cli.h"

/* Each: the operands, or ${all} feeds; by the running daemon, else by
 * ourselves under the writer's lock.  The exit status. */
int feeds_wish(struct cli *c, const char *word, bool all);
int feeds_retry(struct cli *c, bool all);
/* feeds_hosts: every host:port that visits go to, for a firewall. */
int feeds_hosts(struct cli *c);

/* feeds_in_step: the road without a visit: under the writer's lock the database
 * follows the lists, then ${job}, which may be NULL, is done.  Takes ${s}'s
 * list.  The exit status. */
int feeds_in_step(struct cli *c, struct setup *s,
    int (*job)(struct cli *c, struct road *road, void *arg), void *arg);

#endif
