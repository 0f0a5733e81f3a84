/*
 * Stored posts that are to be read again: those that other rules scored than
 * today's, piece by piece, for the workers.
 */
#ifndef EARSHOT_STALE_H
#define EARSHOT_STALE_H

#include "earshot/query.h"

struct stale {
	struct query_filter filter; /* source, lang, since, until: of the
				       posts; the rest: of their insights,
				       whatever their state */
	bool again;                 /* also what today's rules scored */
};

/* stale_check: E_USAGE and a sentence when a word of the filter is unknown. */
enum status stale_check(const struct stale *what, struct buf *reterr) MUST_USE;

/*
 * stale_read: those of ids in (${from}, ${to}] that the rules of ${hash} did
 * not score; as the classifier takes them, seen SEEN_EDITED; strings in ${a}.
 * Staff's posts are among them, removed ones are not.
 */
enum status stale_read(struct reader *r, struct arena *a,
    const struct stale *what, const char *hash, int64_t from, int64_t to,
    struct post **ret, size_t *ret_n) MUST_USE;

/* stale_last: the greatest id of a post; 0: there is none. */
enum status stale_last(struct reader *r, int64_t *ret) MUST_USE;

#endif
