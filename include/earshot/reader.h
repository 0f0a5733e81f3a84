/*
 * Reading the store: query_only connections with a deadline, one a thread.
 */
#ifndef EARSHOT_READER_H
#define EARSHOT_READER_H

#include "earshot/arena.h"
#include "earshot/buf.h"
#include "earshot/post.h"
#include "earshot/status.h"

struct reader;

/* reader_open: E_NOT_FOUND, E_NEWER, E_CORRUPT, E_DENIED with a sentence in
 * *${reterr}.  ${deadline_ms}: for one question; 0: none. */
enum status reader_open(const char *url, int64_t deadline_ms,
    struct reader **ret, struct buf *reterr) MUST_USE;
void reader_close(struct reader *r);
/* reader_rest: as store_rest. */
void reader_rest(struct reader *r);
/* reader_error: the last failure in one sentence; "" if none. */
const char *reader_error(const struct reader *r);

/*
 * reader_begin, reader_end: what is asked in between sees one moment of the
 * store, and costs one look at its locks.  For a document's look-ups: the WAL
 * cannot be emptied meanwhile, so not for long.
 */
enum status reader_begin(struct reader *r) MUST_USE;
void reader_end(struct reader *r);

/* reader_serves: is anything stored that this feed served?  If not, none of its
 * posts need be looked up: all are new. */
enum status reader_serves(struct reader *r, int64_t feed_id,
    bool *ret) MUST_USE;

/*
 * reader_known: was this very entry served by this feed before (entry_hash)?
 * Then post_id is set and nothing more need be done.  Right without a lock:
 * a feed has one batch in flight.
 */
enum status reader_known(struct reader *r, int64_t feed_id, struct post *p,
    bool *ret_known) MUST_USE;

/* reader_identify: identity within the feed (contracts/sql.md: which post is
 * it?), after cleaning: sets seen and post_id. */
enum status reader_identify(struct reader *r, int64_t feed_id,
    struct post *p) MUST_USE;

/* reader_root: of a feed that was found: link and title of the post that it
 * is all about, in ${a}; {NULL,0}: unknown. */
enum status reader_root(struct reader *r, struct arena *a, int64_t feed_id,
    struct str *ret_link, struct str *ret_title) MUST_USE;

#endif
