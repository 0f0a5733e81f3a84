/*
 * One SQLite connection with its prepared statements and its last error: what
 * the writer and the readers have in common.  Not thread-safe: one connection,
 * one thread at a time.
 */
#ifndef STORE_DB_H
#define STORE_DB_H

#include <sqlite3.h>

#include "earshot/buf.h"
#include "earshot/feed.h"
#include "earshot/status.h"
#include "earshot/str.h"

enum {
	DB_APPLICATION_ID = 0x45525348, /* "ERSH", in the file's header */
	DB_BUSY_MS = 5000
};

/* Statements that are kept prepared.  Their text stands where they are used,
 * always the same for one name. */
enum sql_name {
	/* identity */
	SQL_SERVES,
	SQL_KNOWN,
	SQL_BY_PAIR,
	SQL_BY_GUID,
	SQL_BY_LINK,
	SQL_BY_WORDS,
	SQL_ECHOES,
	/* posts */
	SQL_POST_ADD,
	SQL_POST_OLD,
	SQL_POST_EDIT,
	SQL_POST_RESCORE,
	SQL_POST_SCORED,
	SQL_ECHO_LIST,
	SQL_ECHO_IDS,
	SQL_ECHO_FIRST,
	SQL_ECHO_POST,
	SQL_ECHO_PUT,
	SQL_ECHO_MARK,
	SQL_ECHO_SIMHASH,
	SQL_ECHO_OF,
	SQL_ECHO_HEIR,
	SQL_SERVED,
	SQL_SERVED_TOUCH,
	SQL_SERVED_ADD,
	SQL_SERVED_MOVE,
	SQL_TAKEN_POST,
	SQL_TAKEN_INSIGHTS,
	SQL_TAKEN_TURN,
	SQL_TAKEN_SERVED,
	SQL_TAKEN_ROW,
	SQL_TAKEN_MISSING,
	SQL_TAKEN_GUID,
	SQL_TAKEN_EMPTIED,
	SQL_TAKEN_EMPTY,
	SQL_TAKEN_IS,
	SQL_VOICE_FIND,
	SQL_VOICE_ADD,
	SQL_VOICE_KIND,
	SQL_VOICE_PERSON,
	SQL_VOICE_KEY,
	SQL_VOICE_SIDE,
	SQL_VOICE_POSTS,
	/* staff listed later */
	SQL_STAFF_STALE,
	SQL_STAFF_NEXT,
	SQL_STAFF_VOICES,
	SQL_STAFF_NAMES,
	SQL_STAFF_POSTS,
	SQL_STAFF_NOBODY,
	SQL_STAFF_POST,
	SQL_STAFF_INSIGHTS,
	SQL_STAFF_INSIGHT,
	SQL_STAFF_THREAD,
	SQL_STAFF_KIND,
	SQL_STAFF_DONE,
	SQL_FAMILIAR_FIND,
	SQL_FAMILIAR_PUT,
	SQL_TOPIC_FIND,
	SQL_TOPIC_ADD,
	SQL_POST_TOPIC_ADD,
	SQL_POST_TOPIC_CLEAR,
	SQL_POST_TOPIC_OLD,
	SQL_MENTION_ADD,
	SQL_MENTION_CLEAR,
	SQL_MENTION_OLD,
	SQL_ENGAGEMENT_LAST,
	SQL_ENGAGEMENT_ADD,
	SQL_ENGAGEMENT_NOTE,
	SQL_ENGAGEMENT_DROP,
	SQL_ENGAGEMENT_THIN,
	/* conversations */
	SQL_REPLY_ADD,
	SQL_REPLY_KEYS,
	SQL_REPLY_WAITING,
	SQL_REPLY_RENAMED,
	SQL_REPLY_BY_ID,
	SQL_REPLY_BY_LINK,
	SQL_REPLY_BY_PAGE,
	SQL_REPLY_BY_TITLE,
	SQL_UNTHREADED,
	SQL_UNTHREADED_ADD,
	SQL_UNTHREADED_CLEAR,
	SQL_THREAD_POST,
	SQL_FEED_OF_POST,
	SQL_POST_WORDS,
	SQL_THREAD_PARENT,
	SQL_THREAD_PARENT_PUT,
	SQL_THREAD_OLDEST,
	SQL_THREAD_CHILD,
	SQL_THREAD_TREE,
	SQL_THREAD_ALONE,
	SQL_THREAD_COUNT,
	SQL_THREAD_RECOUNT,
	SQL_THREAD_CLEAR,
	SQL_THREAD_CLOSED,
	/* insights */
	SQL_REF_TAKEN,
	SQL_INSIGHT_ADD,
	SQL_NOTE_RANK,
	SQL_NOTE_THEME,
	SQL_NOTE_THREAD,
	SQL_INSIGHT_FIND,
	SQL_INSIGHT_CHANGE,
	SQL_INSIGHT_RESCORED,
	SQL_EVIDENCE_ADD,
	SQL_EVIDENCE_CLEAR,
	SQL_EVIDENCE_OLD,
	/* themes and priorities */
	SQL_UNTHEMED,
	SQL_UNTHEMED_CLEAR,
	SQL_THEMED,
	SQL_THEME_INSIGHT,
	SQL_THEME_PLACES,
	SQL_THEME_ALONE,
	SQL_THEME_WAITING,
	SQL_THEME_TAKEN,
	SQL_THEME_ELDER,
	SQL_THEME_ADD,
	SQL_THEME_JOINING,
	SQL_THEME_SOURCE,
	SQL_THEME_VOICE,
	SQL_THEME_PUT,
	SQL_THEME_GROW,
	SQL_THEME_LEFT,
	SQL_THEME_YOUNGER,
	SQL_THEME_MOVE,
	SQL_THEME_MARKS,
	SQL_THEME_POINT,
	SQL_THEME_EMPTY,
	SQL_THEME_AGAIN,
	SQL_THEME_MERGED,
	SQL_TELLING_PUT,
	SQL_TELLING_CLEAR,
	SQL_UNCOUNTED,
	SQL_UNCOUNTED_ANY,
	SQL_UNCOUNTED_CLEAR,
	SQL_UNCOUNTED_MERGED,
	SQL_COUNT_MEMBERS,
	SQL_COUNT_CLEAR,
	SQL_COUNT_VOICES,
	SQL_COUNT_FROM,
	SQL_COUNT_BEST,
	SQL_COUNT_OLD,
	SQL_COUNT_PUT,
	SQL_RANKED,
	SQL_RANK_PUT,
	SQL_RANK_BEST,
	SQL_RANK_LESS,
	SQL_RANK_MEMBERS,
	SQL_RANK_AFTER,
	SQL_RANK_ALL,
	SQL_UNRANKED,
	SQL_UNRANKED_CLEAR,
	SQL_RERANK,
	SQL_RERANKED,
	SQL_RERANKED_MOVE,
	SQL_RERANKED_DONE,
	/* what is not kept */
	SQL_TOMB_FIND,
	SQL_TOMB_ADD,
	SQL_TOMB_TOUCH,
	/* rule sets */
	SQL_RULESET_FIND,
	SQL_RULESET_ADD,
	SQL_RULESET_AGAIN,
	SQL_RULESET_SIGNAL_ADD,
	SQL_RULE_FIND,
	SQL_RULE_ADD,
	SQL_RULE_CLAIM,
	/* feeds */
	SQL_FEEDS,
	SQL_FEED_ADD,
	SQL_FEED_LISTED,
	SQL_FEED_RETIRE,
	SQL_FEED_FACTS,
	SQL_FEED_FACTS_SAME,
	SQL_FEED_NEXT,
	SQL_FEED_PAUSE,
	SQL_FEED_RESUME,
	SQL_FEED_REVIVE,
	SQL_SOURCES,
	SQL_SOURCE_ADD,
	SQL_SOURCE_CHANGE,
	SQL_FEED_FORGIVE,
	/* comment feeds that were found */
	SQL_FOUND_OF,
	SQL_FOUND_ROW,
	SQL_FOUND_AT,
	SQL_FOUND_URL,
	SQL_FOUND_AWAKE,
	SQL_FOUND_ADD,
	SQL_FOUND_WAKE,
	SQL_FOUND_COUNT,
	SQL_FOUND_TURN,
	SQL_FOUND_CLOSES,
	SQL_FOUND_LOOK,
	SQL_FOUND_ALL,
	SQL_FOUND_LEAVE,
	SQL_FOUND_ROOT,
	SQL_BACKFILLS,
	SQL_BACKFILL_BEGIN,
	SQL_BACKFILL_PAGE,
	SQL_VISIT_PUT,
	SQL_EVENT_ADD,
	/* the group */
	SQL_BEGIN,
	SQL_READ,
	SQL_COMMIT,
	SQL_ROLLBACK,
	SQL_SAVE,
	SQL_RELEASE,
	SQL_UNDO,
	SQL_SETTLE,
	SQL_FTS_ADD,
	SQL_UNSETTLED,
	SQL_FTS_TAKE,
	SQL_FTS_AGAIN,
	SQL_UNSETTLED_CLEAR,
	SQL_ROLLUP,
	SQL_ROLLUP_LAST = SQL_ROLLUP + 15,
	SQL_NAMES
};

struct working; /* working.h */

struct db {
	sqlite3 *handle;
	sqlite3_stmt *kept[SQL_NAMES];
	char *path; /* absolute */
	struct buf error;
	int64_t deadline_ms; /* of the present question, monotonic; 0: none */
	struct working *working; /* NULL: nobody waits for it to open */
};

enum db_use { DB_WRITE, DB_READ };

/*
 * db_header: the first ${n} bytes of a file, *${ret_n} of them (0: it is
 * shorter); no lock is taken and nothing else touched.  By SQLite's descriptor:
 * closing one of our own would drop every lock that this process has on the
 * file, and the next program that closes it would take itself for the last one
 * and delete the -wal of a running daemon
 * (https://sqlite.org/howtocorrupt.html, 2.2).  0, or an errno.
 */
int db_header(const char *path, unsigned char *ret, size_t n,
    size_t *ret_n) MUST_USE;

/*
 * db_open: the file must exist (empty is fine).  With all that a connection
 * needs to be safe; E_CORRUPT, E_DENIED, E_MEMORY …, and db_error says why.
 * ${d} may be db_close'd whatever came of it.
 */
enum status db_open(struct db *d, const char *path, enum db_use use) MUST_USE;
void db_close(struct db *d);
/* db_rest: lets the pages go that it keeps: there is nothing to do for now. */
void db_rest(struct db *d);
const char *db_error(const struct db *d);

/* db_status: SQLite's ${code} in our words, and a sentence for db_error. */
enum status db_status(struct db *d, int code);
/* db_fail: ${st} with a sentence of our own. */
enum status db_fail(struct db *d, enum status st, const char *fmt, ...)
    PRINTF(3, 4);

/* db_exec: statements without answers, not kept prepared. */
enum status db_exec(struct db *d, const char *sql) MUST_USE;
/* db_number: the first column of the first row; *${ret} stays when there is
 * none or it is NULL. */
enum status db_number(struct db *d, const char *sql, int64_t *ret) MUST_USE;

/*
 * One use of a statement: sql_begin, then a value for each ?, in order; then
 * sql_run, sql_there, sql_one, or sql_next until it gives no row (sql_end when
 * leaving earlier).  The values are borrowed until then.  A failure is
 * remembered and told by these.
 */
struct sql {
	struct db *db;
	sqlite3_stmt *stmt; /* NULL: could not be prepared */
	int at;             /* the last ? that has its value */
	bool kept;
	enum status st;
};

struct sql sql_begin(struct db *d, enum sql_name name, const char *text);
/* sql_once: a statement that is not kept; sql_end frees it. */
struct sql sql_once(struct db *d, const char *text);
/* db_run_for: a whole use: ${text}, whose one ? is ${id}. */
enum status db_run_for(struct db *d, enum sql_name name, const char *text,
    int64_t id) MUST_USE;
void sql_int(struct sql *q, int64_t v);
void sql_time(struct sql *q, int64_t v);     /* NO_TIME is NULL */
void sql_positive(struct sql *q, int64_t v); /* 0 and less are NULL */
void sql_real(struct sql *q, double v);
void sql_str(struct sql *q, struct str s);   /* without bytes: NULL */
void sql_text(struct sql *q, struct str s);  /* without bytes: '' */
void sql_word(struct sql *q, const char *s); /* NULL is NULL */
void sql_bytes(struct sql *q, const unsigned char *p, size_t n);
void sql_null(struct sql *q);

enum status sql_run(struct sql *q) MUST_USE;
enum status sql_next(struct sql *q, bool *ret_row) MUST_USE;
/* Of what has one row or none, to its end.  sql_there: is there one?  sql_one:
 * its first column; 0: it is NULL, or there is no row. */
enum status sql_there(struct sql *q, bool *ret) MUST_USE;
enum status sql_one(struct sql *q, int64_t *ret) MUST_USE;
void sql_end(struct sql *q);

/* The present row; text is borrowed until the next sql_next or sql_end. */
int64_t sql_get_int(const struct sql *q, int column); /* NULL: 0 */
int64_t sql_get_time(const struct sql *q, int column);
double sql_get_real(const struct sql *q, int column);
struct str sql_get_str(const struct sql *q, int column); /* NULL: {NULL,0} */
bool sql_get_hash(const struct sql *q, int column, unsigned char ret[16]);

#endif
