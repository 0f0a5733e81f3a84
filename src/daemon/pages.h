/*
 * What the daemon serves over HTTP and leaves in a file: /healthz, /readyz and
 * /metrics.
 */
#ifndef DAEMON_PAGES_H
#define DAEMON_PAGES_H

#include "daemon.h"

struct pages;

/* pages_new: whatever cannot be had is said in the log: the daemon listens to
 * feeds all the same.  NULL: nothing is to be served, or nothing could. */
struct pages *pages_new(struct daemon *d);
void pages_free(struct pages *p); /* NULL is fine; before the road goes */

#endif
