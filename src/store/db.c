/*
 * A SQLite connection: opened with its defences, its statements kept, its
 * errors told in our words.  Knows no table.
 */
#include "db.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "earshot/clock.h"

enum { ERROR_MAX = 1000, DEADLINE_STEPS = 2000 };

/* What each connection is told.  A reader can neither write nor checkpoint;
 * the writer is the only one that does (FACTS: SQLite).  Twice the writer's
 * cache gained nothing and held twice the memory. */
static const char *const settings[][12] = {
	[DB_WRITE] = { "PRAGMA foreign_keys = ON", "PRAGMA synchronous = FULL",
	    "PRAGMA trusted_schema = OFF", "PRAGMA cell_size_check = ON",
	    "PRAGMA cache_size = -16000",
	    "PRAGMA journal_size_limit = 67108864",
	    "PRAGMA wal_autocheckpoint = 4000", NULL },
	[DB_READ] = { "PRAGMA query_only = ON", "PRAGMA trusted_schema = OFF",
	    "PRAGMA cell_size_check = ON", "PRAGMA wal_autocheckpoint = 0",
	    "PRAGMA cache_size = -8000", NULL },
};

enum status
db_fail(struct db *d, enum status st, const char *fmt, ...)
{
	va_list ap;

	buf_clear(&d->error);
	va_start(ap, fmt);
	buf_vprintf(&d->error, fmt, ap);
	va_end(ap);
	return (st);
}

static enum status
word_of(struct db *d, int code)
{
	int error = d->handle != NULL ? sqlite3_system_errno(d->handle) : 0;

	switch (code & 0xff) {
	case SQLITE_FULL:
		return (E_FULL);
	case SQLITE_IOERR:
		if (code == SQLITE_IOERR_NOMEM)
			return (E_MEMORY);
		return (error == ENOSPC || error == EDQUOT ? E_FULL : E_IO);
	case SQLITE_NOMEM:
		return (E_MEMORY);
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
	case SQLITE_FORMAT:
		return (E_CORRUPT);
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return (E_BUSY);
	case SQLITE_INTERRUPT:
		return (E_TIMEOUT);
	case SQLITE_READONLY:
	case SQLITE_CANTOPEN:
	case SQLITE_PERM:
	case SQLITE_AUTH:
		return (E_DENIED);
	case SQLITE_TOOBIG:
		return (E_TOO_LARGE);
	default:
		return (E_INTERNAL);
	}
}

enum status
db_status(struct db *d, int code)
{
	static const struct {
		enum status st;
		const char *sentence;
	} sentences[] = {
		{ E_FULL, "there is no space left on the disk" },
		{ E_IO, "the disk could not be read or written" },
		{ E_CORRUPT, "the database is damaged" },
		{ E_BUSY, "another program holds the database" },
		{ E_TIMEOUT, "the question took too long" },
		{ E_DENIED, "no permission to read or write it" },
		{ E_MEMORY, "out of memory" },
		{ E_TOO_LARGE, "a value is too large" },
	};
	const char *sentence = "SQLite refused";
	enum status st;

	if (code == SQLITE_OK || code == SQLITE_ROW || code == SQLITE_DONE)
		return (OK);
	st = word_of(d, code);
	for (size_t i = 0; i < sizeof(sentences) / sizeof(sentences[0]); i++)
		if (sentences[i].st == st)
			sentence = sentences[i].sentence;
	return (db_fail(d, st, "%s: %s (%s)", d->path != NULL ? d->path : "?",
	    sentence,
	    d->handle != NULL ? sqlite3_errmsg(d->handle)
			      : sqlite3_errstr(code)));
}

const char *
db_error(const struct db *d)
{

	return (d->error.p != NULL ? d->error.p : "");
}

/* SQLite asks now and then whether to go on. */
static int
past_deadline(void *arg)
{
	const struct db *d = arg;

	return (d->deadline_ms != 0 && clock_mono_ms() > d->deadline_ms);
}

static enum status
apply_settings(struct db *d, enum db_use use)
{
	int persist = 1;
	enum status st;

	sqlite3_db_config(d->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(d->handle, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0,
	    NULL);
	sqlite3_busy_timeout(d->handle, DB_BUSY_MS);
	if (use == DB_READ) {
		sqlite3_db_config(d->handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE,
		    1, NULL);
		sqlite3_progress_handler(d->handle, DEADLINE_STEPS,
		    past_deadline, d);
	} else
		/* -wal and -shm stay behind, else no reader could open the
		 * file while the daemon is stopped. */
		sqlite3_file_control(d->handle, "main",
		    SQLITE_FCNTL_PERSIST_WAL, &persist);
	for (size_t i = 0; settings[use][i] != NULL; i++) {
		st = db_exec(d, settings[use][i]);
		if (st != OK)
			return (st);
	}
	return (OK);
}

/* Nobody asks SQLite how much memory it holds; counting it would cost a lock
 * shared by all threads at each allocation. */
static void
configure(void)
{

	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

static pthread_once_t configured = PTHREAD_ONCE_INIT;

int
db_header(const char *path, unsigned char *ret, size_t n, size_t *ret_n)
{
	sqlite3 *handle = NULL;
	sqlite3_file *file = NULL;
	int code;

	pthread_once(&configured, configure);
	*ret_n = 0;
	code = sqlite3_open_v2(path, &handle,
	    SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_READONLY, NULL);
	if (code == SQLITE_OK)
		code = sqlite3_file_control(handle, "main",
		    SQLITE_FCNTL_FILE_POINTER, &file);
	if (code == SQLITE_OK)
		code = file->pMethods->xRead(file, ret, (int)n, 0);
	sqlite3_close_v2(handle);
	if (code == SQLITE_OK)
		*ret_n = n;
	if (code == SQLITE_OK || code == SQLITE_IOERR_SHORT_READ)
		return (0);
	return (code == SQLITE_NOMEM ? ENOMEM : EIO);
}

enum status
db_open(struct db *d, const char *path, enum db_use use)
{
	int flags =
	    SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE |
	    (use == DB_READ ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE);
	int code;

	pthread_once(&configured, configure);
	*d = (struct db){ .error = BUF_INIT(ERROR_MAX) };
	d->path = str_dup(str_of(path));
	if (d->path == NULL)
		return (db_fail(d, E_MEMORY, "out of memory"));
	code = sqlite3_open_v2(path, &d->handle, flags, NULL);
	if (code != SQLITE_OK)
		return (db_status(d, code));
	/* A writer that SQLite quietly opened for reading is none. */
	if (use == DB_WRITE && sqlite3_db_readonly(d->handle, "main") == 1)
		return (db_fail(d, E_DENIED, "%s: no permission to write it",
		    path));
	return (apply_settings(d, use));
}

void
db_close(struct db *d)
{

	for (size_t i = 0; i < SQL_NAMES; i++)
		sqlite3_finalize(d->kept[i]);
	sqlite3_close_v2(d->handle);
	free(d->path);
	buf_free(&d->error);
	*d = (struct db){ .handle = NULL };
}

void
db_rest(struct db *d)
{

	if (d->handle != NULL)
		sqlite3_db_release_memory(d->handle);
}

enum status
db_exec(struct db *d, const char *sql)
{

	return (db_status(d, sqlite3_exec(d->handle, sql, NULL, NULL, NULL)));
}

enum status
db_number(struct db *d, const char *sql, int64_t *ret)
{
	struct sql q = sql_once(d, sql);
	bool row = false;
	enum status st = sql_next(&q, &row);

	if (st == OK && row && sqlite3_column_type(q.stmt, 0) != SQLITE_NULL)
		*ret = sql_get_int(&q, 0);
	sql_end(&q);
	return (st);
}

static struct sql
prepare(struct db *d, sqlite3_stmt **stmt, const char *text, unsigned flags)
{
	struct sql q = { .db = d, .kept = flags != 0, .st = OK };

	if (*stmt == NULL)
		q.st = db_status(d,
		    sqlite3_prepare_v3(d->handle, text, -1, flags, stmt, NULL));
	q.stmt = *stmt;
	return (q);
}

struct sql
sql_begin(struct db *d, enum sql_name name, const char *text)
{

	return (prepare(d, &d->kept[name], text, SQLITE_PREPARE_PERSISTENT));
}

struct sql
sql_once(struct db *d, const char *text)
{
	sqlite3_stmt *stmt = NULL;

	return (prepare(d, &stmt, text, 0));
}

static void
bound(struct sql *q, int code)
{

	if (code != SQLITE_OK && q->st == OK)
		q->st = db_status(q->db, code);
}

void
sql_int(struct sql *q, int64_t v)
{

	if (q->stmt != NULL)
		bound(q, sqlite3_bind_int64(q->stmt, ++q->at, v));
}

void
sql_null(struct sql *q)
{

	if (q->stmt != NULL)
		bound(q, sqlite3_bind_null(q->stmt, ++q->at));
}

void
sql_time(struct sql *q, int64_t v)
{

	if (v == NO_TIME)
		sql_null(q);
	else
		sql_int(q, v);
}

void
sql_positive(struct sql *q, int64_t v)
{

	if (v <= 0)
		sql_null(q);
	else
		sql_int(q, v);
}

void
sql_real(struct sql *q, double v)
{

	if (q->stmt != NULL)
		bound(q, sqlite3_bind_double(q->stmt, ++q->at, v));
}

void
sql_text(struct sql *q, struct str s)
{

	if (q->stmt != NULL)
		bound(q,
		    sqlite3_bind_text64(q->stmt, ++q->at, s.n > 0 ? s.p : "",
			s.n, SQLITE_STATIC, SQLITE_UTF8));
}

void
sql_str(struct sql *q, struct str s)
{

	if (s.n == 0)
		sql_null(q);
	else
		sql_text(q, s);
}

void
sql_word(struct sql *q, const char *s)
{

	sql_str(q, str_of(s));
}

void
sql_bytes(struct sql *q, const unsigned char *p, size_t n)
{

	if (q->stmt != NULL)
		bound(q,
		    sqlite3_bind_blob64(q->stmt, ++q->at, p, n, SQLITE_STATIC));
}

enum status
sql_next(struct sql *q, bool *ret_row)
{
	int code;

	*ret_row = false;
	if (q->st != OK) {
		sql_end(q);
		return (q->st);
	}
	code = sqlite3_step(q->stmt);
	if (code == SQLITE_ROW) {
		*ret_row = true;
		return (OK);
	}
	q->st = db_status(q->db, code);
	if (q->kept)
		sqlite3_reset(q->stmt);
	return (q->st);
}

enum status
sql_run(struct sql *q)
{
	enum status st;
	bool row;

	do
		st = sql_next(q, &row);
	while (st == OK && row);
	sql_end(q);
	return (st);
}

enum status
db_run_for(struct db *d, enum sql_name name, const char *text, int64_t id)
{
	struct sql q = sql_begin(d, name, text);

	sql_int(&q, id);
	return (sql_run(&q));
}

enum status
sql_there(struct sql *q, bool *ret)
{
	enum status st = sql_next(q, ret);

	sql_end(q);
	return (st);
}

enum status
sql_one(struct sql *q, int64_t *ret)
{
	bool row;
	enum status st = sql_next(q, &row);

	*ret = st == OK && row ? sql_get_int(q, 0) : 0;
	sql_end(q);
	return (st);
}

void
sql_end(struct sql *q)
{

	if (q->kept)
		sqlite3_reset(q->stmt);
	else
		sqlite3_finalize(q->stmt);
	q->stmt = NULL;
}

int64_t
sql_get_int(const struct sql *q, int column)
{

	return (sqlite3_column_int64(q->stmt, column));
}

int64_t
sql_get_time(const struct sql *q, int column)
{

	if (sqlite3_column_type(q->stmt, column) == SQLITE_NULL)
		return (NO_TIME);
	return (sqlite3_column_int64(q->stmt, column));
}

double
sql_get_real(const struct sql *q, int column)
{

	return (sqlite3_column_double(q->stmt, column));
}

struct str
sql_get_str(const struct sql *q, int column)
{
	const void *p = sqlite3_column_blob(q->stmt, column);
	int n = sqlite3_column_bytes(q->stmt, column);

	if (sqlite3_column_type(q->stmt, column) == SQLITE_NULL)
		return ((struct str){ NULL, 0 });
	return ((struct str){ p != NULL ? p : "", (size_t)n });
}

bool
sql_get_hash(const struct sql *q, int column, unsigned char ret[16])
{
	struct str s = sql_get_str(q, column);

	if (s.n != 16)
		return (false);
	memcpy(ret, s.p, 16);
	return (true);
}
