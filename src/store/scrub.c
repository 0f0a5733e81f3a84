/*
 * Scrubbing.  DELETE alone leaves words in free pages, in the slack of others,
 * in the segments of the full text and in the WAL.
 */
#include "scrub.h"

#include <stdlib.h>

#include "snapshot.h"

enum {
	MERGE_PAGES = 500,
	MERGE_STEPS = 100000,
	WAL_TRIES = 100,
	WAL_WAIT_MS = 100,
	CANCEL_STEPS = 100000
};

enum status
scrub_mark(struct store *s)
{

	return (db_exec(&s->db,
	    "INSERT OR REPLACE INTO meta(key, value) VALUES('scrub', 'due')"));
}

enum status
store_scrub_due(struct store *s, bool *ret)
{
	int64_t there = 0;
	enum status st = db_number(&s->db,
	    "SELECT EXISTS(SELECT 1 FROM meta WHERE key = 'scrub')", &there);

	*ret = there != 0;
	return (st);
}

/* Of an earlier one only the WAL may be left. */
static enum status
only_wal(struct store *s, bool *ret)
{
	int64_t there = 0;
	enum status st = db_number(&s->db,
	    "SELECT EXISTS(SELECT 1 FROM meta WHERE key = 'scrub'"
	    " AND value = 'wal')",
	    &there);

	*ret = there != 0;
	return (st);
}

/* All segments into one: only then the words of deleted rows are gone from
 * them.  The first step says so (a negative number), the others go on. */
static enum status
merge(struct store *s, struct forget *f, bool *ret_done)
{
	int before = sqlite3_total_changes(s->db.handle);
	struct sql q = sql_once(&s->db,
	    "INSERT INTO post_fts(post_fts, rank) VALUES('merge', ?)");
	enum status st;

	sql_int(&q, f->tries == 0 ? -MERGE_PAGES : MERGE_PAGES);
	st = sql_run(&q);
	f->tries++;
	*ret_done = sqlite3_total_changes(s->db.handle) - before < 2 ||
		    f->tries > MERGE_STEPS;
	return (st);
}

static int
ask_cancelled(void *arg)
{
	struct forget *f = arg;

	return (f->cancelled != NULL && f->cancelled(f->arg));
}

static enum status
vacuum(struct store *s, struct forget *f)
{
	struct str folder = str_of(s->db.path);
	char *name;
	enum status st;

	while (folder.n > 1 && folder.p[folder.n - 1] != '/')
		folder.n--;
	name = str_dup(folder);
	if (name == NULL)
		return (db_fail(&s->db, E_MEMORY, "out of memory"));
	st = snapshot_room(&s->db, name);
	free(name);
	if (st != OK)
		return (st);
	sqlite3_progress_handler(s->db.handle, CANCEL_STEPS, ask_cancelled, f);
	st = db_exec(&s->db, "VACUUM");
	sqlite3_progress_handler(s->db.handle, 0, NULL, NULL);
	return (st == E_TIMEOUT ? E_CANCELLED : st);
}

static enum status
empty_wal(struct store *s, struct forget *f, bool *ret_done)
{
	int code;

	sqlite3_busy_timeout(s->db.handle, WAL_WAIT_MS);
	code = sqlite3_wal_checkpoint_v2(s->db.handle, "main",
	    SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
	sqlite3_busy_timeout(s->db.handle, DB_BUSY_MS);
	*ret_done = code == SQLITE_OK;
	if ((code & 0xff) != SQLITE_BUSY)
		return (db_status(&s->db, code));
	if (++f->tries < (f->wal_tries > 0 ? f->wal_tries : WAL_TRIES))
		return (OK);
	return (db_fail(&s->db, E_BUSY,
	    "%s: removed, but a program that reads it keeps old words in the "
	    "-wal file; end that program, then `earshot db prune` cleans up",
	    s->db.path));
}

enum status
scrub_step(struct store *s, struct forget *f, enum scrub_phase *phase)
{
	bool done = true, wal = false;
	enum status st = OK;

	switch (*phase) {
	case SCRUB_MERGE:
		st = f->tries == 0 ? only_wal(s, &wal) : OK;
		if (wal)
			*phase = SCRUB_WAL - 1;
		else if (st == OK)
			st = merge(s, f, &done);
		break;
	case SCRUB_VACUUM:
		st = vacuum(s, f);
		if (st == OK)
			st = db_exec(&s->db, "UPDATE meta SET value = 'wal'"
					     " WHERE key = 'scrub'");
		break;
	case SCRUB_WAL:
		st = empty_wal(s, f, &done);
		if (st == OK && done)
			st = db_exec(&s->db,
			    "DELETE FROM meta WHERE key = 'scrub'");
		break;
	case SCRUB_DONE:
		break;
	}
	if (st == OK && done) {
		(*phase)++;
		f->tries = 0;
	}
	return (st);
}
