/*
 * The gap per host: who may be asked now, and which feeds wait for a host that
 * rests or has all the connections it gets.  Feeds are numbers here.  Remembers
 * only hosts with something to remember.
 */
#ifndef SCHED_HOST_H
#define SCHED_HOST_H

#include "earshot/status.h"
#include "earshot/str.h"

struct hosts;

enum { HOST_NO_FEED = UINT32_MAX };

/* host_key: names a URL's host (case folded, without port), never 0. */
uint64_t host_key(struct str url);

/* NULL if memory is out. */
struct hosts *host_new(int64_t gap_ms, int connections);
void host_free(struct hosts *h);
/* host_reset: nobody waits any more; feeds are 0..${n} - 1 from now on.  Visits
 * under way and rests stay. */
enum status host_reset(struct hosts *h, size_t n) MUST_USE;

/* host_grow: feeds are 0..${n} - 1 from now on, where they were 0..${was} - 1;
 * all else stays. */
enum status host_grow(struct hosts *h, size_t was, size_t n) MUST_USE;

/*
 * host_start: a visit of ${feed} may start now and is counted (true), or
 * ${feed} has been queued behind its host (false).
 */
bool host_start(struct hosts *h, uint64_t key, uint32_t feed, int64_t now_ms);
/* host_ready: a feed whose host may be asked again, counted as started; or
 * HOST_NO_FEED. */
uint32_t host_ready(struct hosts *h, int64_t now_ms);
/* host_end: a visit is over.  ${rest_ms}: the host shall rest for so long. */
void host_end(struct hosts *h, uint64_t key, int64_t now_ms, int64_t rest_ms);
/* host_unasked: a start that came to nothing: the host was not asked, and may
 * be asked at once. */
void host_unasked(struct hosts *h, uint64_t key, int64_t now_ms);
/* host_answered: it gave an answer, or none.  host_answers: it did when it was
 * last asked; false as well when that was too long ago to remember. */
void host_answered(struct hosts *h, uint64_t key, bool answered);
bool host_answers(const struct hosts *h, uint64_t key);
/* host_refused: it asked us to slow down; how often in a row (0 to forget). */
unsigned host_refused(struct hosts *h, uint64_t key, bool refused);

/* host_next_ms: when host_ready may give one; INT64_MAX: not by itself. */
int64_t host_next_ms(const struct hosts *h);
/* host_first_waiting: walks the feeds that are first in their hosts' queues;
 * *${at} starts at 0; HOST_NO_FEED at the end. */
uint32_t host_first_waiting(const struct hosts *h, size_t *at);
/* host_count: hosts that are remembered just now. */
size_t host_count(const struct hosts *h);

#endif
