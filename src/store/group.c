/*
 * The writer's groups: one transaction each, a SAVEPOINT a visit, and what is
 * settled right before the commit.
 */
#include "earshot/clock.h"

#include "priority.h"
#include "rollup.h"
#include "store_impl.h"
#include "theme_count.h"

enum status
store_check(struct store *s, enum status st)
{

	if (st == OK || !s->in_group)
		return (st);
	/* SQLite undid everything (it may, at FULL, IOERR, NOMEM), or will
	 * fail again and again: only a new group can go on. */
	if (sqlite3_get_autocommit(s->db.handle) != 0 || st == E_FULL ||
	    st == E_IO || st == E_CORRUPT || st == E_DENIED || st == E_BUSY)
		s->lost = st;
	return (st);
}

static enum status
run(struct store *s, enum sql_name name, const char *text)
{
	struct sql q = sql_begin(&s->db, name, text);

	return (sql_run(&q));
}

enum status
store_begin(struct store *s)
{
	enum status st = OK;

	/* What could not even be rolled back, for want of memory. */
	if (sqlite3_get_autocommit(s->db.handle) == 0)
		st = run(s, SQL_ROLLBACK, "ROLLBACK");
	if (st == OK && wal_is_large(&s->wal, &s->db))
		st = wal_tend(&s->wal, &s->db);
	if (st == OK)
		st = run(s, SQL_BEGIN, "BEGIN IMMEDIATE");
	s->in_group = st == OK;
	s->in_visit = false;
	s->lost = OK;
	return (st);
}

/* The full text follows what was edited or deleted: what it still has is
 * taken out, what stands there now put in. */
static enum status
settle_changed(struct store *s)
{
	static const struct {
		enum sql_name name;
		const char *text;
	} steps[] = {
		{ SQL_FTS_TAKE,
		    "INSERT INTO post_fts(post_fts, rowid, title, text)"
		    " SELECT 'delete', post_id, title, text FROM unsettled" },
		{ SQL_FTS_AGAIN,
		    "INSERT INTO post_fts(rowid, title, text)"
		    " SELECT p.id, p.title, p.text FROM unsettled u"
		    " JOIN post p ON p.id = u.post_id" },
		{ SQL_UNSETTLED_CLEAR, "DELETE FROM unsettled" },
	};
	struct sql q =
	    sql_begin(&s->db, SQL_UNSETTLED, "SELECT 1 FROM unsettled LIMIT 1");
	bool row;
	enum status st = sql_next(&q, &row);

	sql_end(&q);
	if (st != OK || !row)
		return (st);
	for (size_t i = 0; st == OK && i < sizeof(steps) / sizeof(steps[0]);
	     i++)
		st = run(s, steps[i].name, steps[i].text);
	return (st);
}

/* Full text and counts of what the group brought, in one pass. */
static enum status
settle(struct store *s)
{
	int64_t last = s->next_post_id - 1;
	struct sql q;
	enum status st = settle_changed(s);

	if (st != OK || last <= s->settled)
		return (st);
	q = sql_begin(&s->db, SQL_FTS_ADD,
	    "INSERT INTO post_fts(rowid, title, text)"
	    " SELECT id, title, text FROM post WHERE id > ? AND id <= ?");
	sql_int(&q, s->settled);
	sql_int(&q, last);
	st = sql_run(&q);
	if (st == OK)
		st = rollup_count(&s->db, s->settled, last, 1, s->zone_s);
	if (st != OK)
		return (st);
	q = sql_begin(&s->db, SQL_SETTLE, "UPDATE settled SET post_id = ?");
	sql_int(&q, last);
	return (sql_run(&q));
}

enum status
store_commit(struct store *s)
{
	enum status st = s->lost;

	if (!s->in_group)
		return (db_fail(&s->db, E_INTERNAL, "no group is open"));
	if (st == OK && s->in_visit)
		st = store_visit_end(s, true);
	if (st == OK)
		st = familiar_settle(s);
	if (st == OK)
		st = staff_settle(s);
	if (st == OK)
		st = threads_settle(s);
	if (st == OK)
		st = theme_count(s);
	if (st == OK)
		st = priority_settle(s);
	/* Who speaks for a theme may be another one now. */
	if (st == OK)
		st = theme_count(s);
	if (st == OK)
		st = settle(s);
	if (st == OK)
		st = run(s, SQL_COMMIT, "COMMIT");
	if (st != OK) {
		store_rollback(s);
		return (st);
	}
	s->in_group = false;
	if (s->next_post_id - 1 > s->settled)
		s->settled = s->next_post_id - 1;
	return (OK);
}

enum status
store_end(struct store *s, enum status st)
{

	if (st == OK)
		return (store_commit(s));
	store_rollback(s);
	return (st);
}

void
store_rollback(struct store *s)
{

	if (!s->in_group)
		return;
	s->in_group = s->in_visit = false;
	/* What was learned, or done, may not have been. */
	familiar_drop(s);
	staff_drop(s);
	s->staff_due = true;
	/* The error that led here is what people should read. */
	if (sqlite3_get_autocommit(s->db.handle) == 0)
		sqlite3_exec(s->db.handle, "ROLLBACK", NULL, NULL, NULL);
	s->ruleset.hash[0] = '\0';
}

enum status
store_visit_begin(struct store *s)
{
	enum status st = s->lost;

	if (st == OK)
		st = store_check(s, run(s, SQL_SAVE, "SAVEPOINT visit"));
	s->in_visit = st == OK;
	return (st);
}

enum status
store_visit_end(struct store *s, bool keep)
{
	enum status st = s->lost;

	s->in_visit = false;
	if (st != OK)
		return (st);
	familiar_end(s, keep);
	if (!keep) {
		s->ruleset.hash[0] = '\0';
		st = run(s, SQL_UNDO, "ROLLBACK TO visit");
	}
	if (st == OK)
		st = run(s, SQL_RELEASE, "RELEASE visit");
	return (store_check(s, st));
}

enum status
store_tell(struct store *s, const char *kind, const char *what)
{
	struct sql q = sql_begin(&s->db, SQL_EVENT_ADD,
	    "INSERT INTO event(at_ts, kind, what) VALUES(?, ?, ?)");

	sql_int(&q, clock_now());
	sql_word(&q, kind);
	sql_word(&q, what);
	return (sql_run(&q));
}

enum status
store_event(struct store *s, const char *kind, const char *what)
{

	return (store_check(s, store_tell(s, kind, what)));
}
