/*
 * The control socket: reload, poll and status for people on this machine, by
 * peer credentials.
 */
#ifndef DAEMON_CONTROL_H
#define DAEMON_CONTROL_H

#include "daemon.h"

struct control;
struct batch;

/* control_new: listens at ${path}; a stale socket there is replaced.  E_BUSY:
 * somebody answers there; E_CORRUPT: what is there is no socket. */
enum status control_new(struct daemon *d, const char *path,
    struct control **ret) MUST_USE;
/* control_visited: tells those who wait for a poll of theirs. */
void control_visited(struct control *c, const struct batch *b);
/* control_reloaded: feeds that somebody waits for may be gone: they are told
 * what came so far.  NULL is fine. */
void control_reloaded(struct control *c);
/* control_restored: tells who asked for it, before the socket goes. */
void control_restored(struct control *c, bool yes, struct str text);
void control_free(struct control *c);

#endif
