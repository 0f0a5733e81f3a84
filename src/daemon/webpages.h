/*
 * What the daemon serves over HTTP and leaves in a file: /healthz, /readyz and
 * /metrics.
 */
#ifndef DAEMON_WEBPAGES_H
#define DAEMON_WEBPAGES_H

#include "daemon.h"

struct webpages;

/* webpages_new: whatever cannot be had is said in the log: the daemon listens
 * to feeds all the same.  NULL: nothing is to be served, or nothing could. */
struct webpages *webpages_new(struct daemon *d);
/* webpages_work: what the loop waits for goes on; any thread, NULL is fine. */
void webpages_work(struct webpages *p);
/* webpages_ready: as /readyz says at this moment; from the loop. */
bool webpages_ready(struct webpages *p, struct buf *out);
void webpages_free(struct webpages *p); /* NULL is fine; before the road goes */

#endif
