/*
 * What systemd and the journal are told of the daemon: how it is, what it is at
 * work on, why it cannot go on.  What happens is logged where it happens.
 */
#ifndef DAEMON_TELL_H
#define DAEMON_TELL_H

#include "daemon.h"

struct faults;

/* tell_log: what of it is logged, from now on, and how. */
void tell_log(const struct setup *s, const struct setup_request *r);

/* tell_fault: one sentence on why it cannot go on; tell_faults: all of them,
 * each with its line, as a person reads them. */
void tell_fault(struct str why);
void tell_faults(const struct faults *faults);

/* tell_status: the line that "systemctl status" shows; ${first}: "READY=1\n" or
 * nothing.  tell_changes: the same, if it is no longer what was told. */
void tell_status(struct daemon *d, const char *first);
void tell_changes(struct daemon *d);

/* tell_work: what loop and writer wait for goes on: a start is given more time,
 * and nobody takes us for hung. */
void tell_work(const struct daemon *d);

#endif
