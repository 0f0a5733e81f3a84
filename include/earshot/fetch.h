/*
 * One conditional GET to a batch: validators out, status, validators, body and
 * what the server asked for in.  Follows redirects itself, each hop checked.
 */
#ifndef EARSHOT_FETCH_H
#define EARSHOT_FETCH_H

#include "earshot/batch.h"
#include "earshot/http.h"

/* The batch comes back with outcome, status, error and the answer's fields
 * set; OUTCOME_NEW means a 2xx with a body (body_hash is left to a worker).
 * b->error never holds a secret or a control character. */
typedef void fetch_done(struct batch *b, void *arg);

/*
 * fetch_start: visits b->spec.url (or b->facts' moved address), conditional
 * unless ${unconditional}.  ${done} is never called before this returns, and
 * exactly once, on the loop; it owns the batch then.  On an error return the
 * batch is still the caller's.
 */
enum status fetch_start(struct http *h, struct batch *b, bool unconditional,
    fetch_done *done, void *arg) MUST_USE;
/* fetch_release: the batch is worked off, or soon freed (http_options.
 * hold_large). */
void fetch_release(struct http *h, struct batch *b);
/* fetch_cancel_all: every batch under way comes back, E_CANCELLED, at once. */
void fetch_cancel_all(struct http *h);

#endif
