/*
 * Why a transfer failed: libcurl's codes as our status and as words for people.
 */
#ifndef NET_REASON_H
#define NET_REASON_H

#include "hop.h"

/* reason_set: fills status and words of a hop whose transfer ended with
 * hop->code, not CURLE_OK; its easy handle is still there. */
void reason_set(struct hop *hop);
/* reason_say: words of our own; the first stand. */
void reason_say(struct hop *hop, enum status st, const char *fmt, ...)
    PRINTF(3, 4);

#endif
