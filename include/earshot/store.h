/*
 * The store's one writer: the only connection that writes or checkpoints.  One
 * thread at a time.  A visit is a SAVEPOINT inside a group commit: its posts,
 * insights, evidence, validators and facts stand or fall together, alone.
 */
#ifndef EARSHOT_STORE_H
#define EARSHOT_STORE_H

#include "earshot/backfill.h"
#include "earshot/batch.h"
#include "earshot/priority.h"
#include "earshot/verdict.h"

struct store;

struct store_options {
	const char *url;      /* a path, or sqlite:PATH.  Its folder is made
				 (2750) when it is missing */
	const char *day_zone; /* for `day`: "UTC" or minutes, "+02:00"; NULL */
	struct priority priority; /* half_life_s 0: as the database has it */
	int64_t wal_max_bytes;    /* larger, and no group begins; 0: 1 GB */
	/* Told while store_open works long, or what stands between two calls of
	 * store_works: at each step of bringing a database forward, and every
	 * so often in between.  By the
	 * calling thread; must live as long as the store.  NULL: nobody. */
	void (*working)(void *arg, const char *what);
	void *arg;
	int64_t working_every_ms;
};

/*
 * store_open: takes the writer lock (PATH.lock, with our pid), opens or makes
 * the database, migrates it.  On failure *${reterr} gets one sentence that
 * names the file: E_BUSY ("earshotd (pid 812) is writing FILE"), E_CORRUPT (no
 * database, or not ours), E_NEWER, E_DENIED, E_FULL, E_IO.
 */
enum status store_open(const struct store_options *o, struct store **ret,
    struct buf *reterr) MUST_USE;
void store_close(struct store *s); /* commits nothing; NULL is fine */

/* store_rest: nothing to do for now: keeps no pages of the file in memory. */
void store_rest(struct store *s);
/* store_error: the last failure in one sentence; "" if none. */
const char *store_error(const struct store *s);

/* store_works: from now on it may take long, and whoever wants to know is told
 * of ${what}, which is lent; NULL: no more. */
void store_works(struct store *s, const char *what);

/*
 * store_feeds_sync: the table follows the list, in one transaction: a new line
 * is a new row, a line that went away retires its feed (history stays), one
 * that came back wakes it.  The key is the line's URL (listed_url).  Fills
 * id, source_id and facts of ${feeds}, whose specs the caller has set; facts'
 * strings are malloc'd.
 */
enum status store_feeds_sync(struct store *s, struct feed *feeds,
    size_t n) MUST_USE;

/* store_feed_wish: what feed_wish did to this feed's facts; in the group. */
enum status store_feed_wish(struct store *s, int64_t feed_id,
    enum feed_wish wish) MUST_USE;
/* store_feed_next: when a feed is next due, where that is no visit's word: the
 * list or the configuration changed.  In the group. */
enum status store_feed_next(struct store *s, int64_t feed_id,
    int64_t next_ts) MUST_USE;

/*
 * store_backfill: begins with page f->page, as far back as f->since_ts, in a
 * transaction of its own; one that is not over goes on where it is, and only
 * its span grows.  store_backfill_page: where it stands after a page
 * (b->backfill); in the visit.  store_backfills: calls ${each} for every one
 * that is not over and whose feed is listed, with strings that are borrowed
 * until it returns; not OK: that is the answer.
 */
enum status store_backfill(struct store *s, int64_t feed_id,
    const struct backfill *f) MUST_USE;
enum status store_backfill_page(struct store *s,
    const struct batch *b) MUST_USE;
enum status store_backfills(struct store *s,
    enum status (*each)(void *arg, int64_t feed_id, struct str url,
	const struct backfill *f),
    void *arg) MUST_USE;

/* The group: one transaction for what finished meanwhile.  store_begin: E_BUSY
 * while the write-ahead log is too large, as store_tend says. */
enum status store_begin(struct store *s) MUST_USE;
enum status store_commit(struct store *s) MUST_USE;
void store_rollback(struct store *s);
/* store_staff_due: the lists of staff were changed, and not all that their
 * people said before has followed: each commit takes some of it further. */
bool store_staff_due(const struct store *s);
/* store_end: commits if ${st}, what was done in the group, is OK; else undoes
 * it all.  How the whole of it went. */
enum status store_end(struct store *s, enum status st) MUST_USE;

/*
 * One visit inside the group.  store_posts: identity, then new and edited posts
 * with their signals, topics and mentions; counts in ${b}, each post's id in
 * it (post_id).  store_taken: what the document says is no more, by its word or
 * by being complete without it (b->complete), is removed where no other feed
 * serves it; b->doubtful: it should come once more.  store_facts: the feed's
 * facts (b->facts) and the row in `visit`.  store_visit_end: keeps it, or
 * undoes all since store_visit_begin. E_FULL, E_IO: the whole group must be
 * rolled back and retried later.
 */
enum status store_visit_begin(struct store *s) MUST_USE;
enum status store_posts(struct store *s, struct batch *b,
    const struct ruleset_info *rules) MUST_USE;
enum status store_taken(struct store *s, struct batch *b) MUST_USE;
enum status store_facts(struct store *s, const struct batch *b) MUST_USE;
enum status store_visit_end(struct store *s, bool keep) MUST_USE;

/* store_forgive: so many failures, this status: what a feed has left after a
 * failure that was not its own. */
enum status store_forgive(struct store *s, int64_t feed_id,
    enum feed_status status, int64_t failures) MUST_USE;
/* store_event: a row in `event` (kinds as in the contract: ruleset,
 * reload_refused, feed_added …); in the group if one is open. */
enum status store_event(struct store *s, const char *kind,
    const char *what) MUST_USE;
/* store_ruleset: `ruleset`, `ruleset_signal` and `rule` rows, once a hash. */
enum status store_ruleset(struct store *s,
    const struct ruleset_info *rules) MUST_USE;

/* store_checkpoint: between groups; all of the write-ahead log is in the
 * database and the file empty when ${all}, as far as readers allow. */
enum status store_checkpoint(struct store *s, bool all) MUST_USE;
/*
 * store_tend: between groups, and every second or so while there are none: a
 * write-ahead log that has grown is emptied.  E_BUSY while it is larger than
 * the limit because somebody reads an old state of it; store_error names them.
 */
enum status store_tend(struct store *s) MUST_USE;
enum { STORE_WAL_HELD = 400 }; /* bytes of that, with its NUL */
/* store_wal_held: after store_tend: from a quarter of that limit on the same
 * sentence, for whoever can wait; else "". */
const char *store_wal_held(const struct store *s);

#endif
