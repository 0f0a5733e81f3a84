/*
 * Tombstones carried over, and what lies under them taken away again: voices,
 * posts, and names crossed out in what others wrote.
 */
#include "restore_forgotten.h"

#include <glob.h>
#include <stdlib.h>
#include <unistd.h>

#include "forget.h"
#include "remove.h"
#include "scrub.h"
#include "tombstone.h"

enum { PAGE_ROWS = 100 };

/* How many of them the copy did not know. */
static enum status
carry_over(struct db *old, struct store *s, int64_t *ret_new)
{
	struct sql from = sql_once(old, "SELECT uid_hash, at_ts FROM tombstone"
					" WHERE reason = 'forgotten'");
	enum status st;
	bool row;

	while ((st = sql_next(&from, &row)) == OK && row) {
		struct str key = sql_get_str(&from, 0);
		struct sql to = sql_once(&s->db,
		    "INSERT OR IGNORE INTO tombstone(uid_hash, at_ts, reason)"
		    " VALUES(?, ?, 'forgotten')");

		sql_bytes(&to, (const unsigned char *)key.p, key.n);
		sql_int(&to, sql_get_int(&from, 1));
		st = sql_run(&to);
		if (st != OK)
			break;
		*ret_new += sqlite3_changes(s->db.handle);
	}
	sql_end(&from);
	return (st);
}

static enum status
is_forgotten(struct store *s, const struct tomb *t, bool *ret)
{
	int64_t at_ts;
	bool forgotten = false;
	enum status st = tombstone_at(&s->db, t, &at_ts, &forgotten);

	*ret = at_ts != NO_TIME && forgotten;
	return (st);
}

/* The first voice after ${after} that is to be forgotten; 0: none. */
static enum status
next_voice(struct store *s, int64_t after, int64_t *ret)
{
	struct sql q = sql_once(&s->db,
	    "SELECT id, source_id, name, uri, key FROM voice WHERE id > ?"
	    " ORDER BY id");
	bool row, yes = false;
	enum status st = OK;

	*ret = 0;
	sql_int(&q, after);
	while (!yes && (st = sql_next(&q, &row)) == OK && row) {
		struct str uri = sql_get_str(&q, 3);
		struct tomb voice = { TOMB_VOICE, sql_get_int(&q, 1),
			{ sql_get_str(&q, 2), uri } };
		struct tomb everywhere = { TOMB_URI, 0, { uri } };
		struct tomb person = { TOMB_PERSON, sql_get_int(&q, 4),
			{ STR("") } };

		st = is_forgotten(s, &voice, &yes);
		if (st == OK && !yes && uri.n > 0)
			st = is_forgotten(s, &everywhere, &yes);
		if (st == OK && !yes && person.number != 0)
			st = is_forgotten(s, &person, &yes);
		if (st != OK)
			break;
		if (yes)
			*ret = sql_get_int(&q, 0);
	}
	sql_end(&q);
	return (st);
}

static enum status
forget_voices_again(struct store *s)
{
	int64_t voice = 0;
	enum status st = next_voice(s, 0, &voice);

	while (st == OK && voice != 0) {
		struct forget f = { .voice_id = voice, .rows_only = true };

		while (st == OK && !f.done)
			st = store_forget(s, &f);
		forget_free(&f);
		if (st == OK)
			st = next_voice(s, voice, &voice);
	}
	return (st);
}

static int
by_id(const void *one, const void *other)
{
	int64_t a = *(const int64_t *)one, b = *(const int64_t *)other;

	return (a < b ? -1 : a > b);
}

/* A page of entries; those of posts that go are one removal. */
static enum status
forget_entries(struct store *s, int64_t *at, bool *ret_done)
{
	struct sql q = sql_once(&s->db,
	    "SELECT id, post_id, feed_id, entry_hash FROM post_feed"
	    " WHERE id > ? ORDER BY id LIMIT ?");
	struct retain_counts counts = { 0, 0, 0, 0, 0 };
	int64_t ids[PAGE_ROWS];
	size_t n = 0, kept = 0, looked = 0;
	unsigned char entry[16];
	enum status st;
	bool row, yes;

	sql_int(&q, *at);
	sql_int(&q, PAGE_ROWS);
	while ((st = sql_next(&q, &row)) == OK && row) {
		struct tomb t = { TOMB_ENTRY, sql_get_int(&q, 2),
			{ TOMB_HASH(entry) } };

		looked++;
		*at = sql_get_int(&q, 0);
		if (!sql_get_hash(&q, 3, entry))
			continue;
		st = is_forgotten(s, &t, &yes);
		if (st != OK)
			break;
		if (yes)
			ids[n++] = sql_get_int(&q, 1);
	}
	sql_end(&q);
	*ret_done = looked < PAGE_ROWS;
	qsort(ids, n, sizeof(ids[0]), by_id);
	for (size_t i = 0; i < n; i++)
		if (kept == 0 || ids[kept - 1] != ids[i])
			ids[kept++] = ids[i];
	return (st == OK ? remove_posts(s, ids, kept, true, &counts) : st);
}

/* The words as the old one has them, where it has the post. */
static enum status
take_words(struct db *old, struct store *s, int64_t post_id, struct str uid)
{
	struct sql from =
	    sql_once(old, "SELECT title, text, tags FROM post WHERE uid = ?");
	enum status st;
	bool row;

	sql_bytes(&from, (const unsigned char *)uid.p, uid.n);
	st = sql_next(&from, &row);
	if (st == OK && row) {
		struct sql to = sql_once(&s->db,
		    "UPDATE post SET title = ?, text = ?, tags = ?"
		    " WHERE id = ? AND length(CAST(coalesce(title, '') AS"
		    " BLOB)) = length(CAST(coalesce(?1, '') AS BLOB)) AND"
		    " length(CAST(coalesce(text, '') AS BLOB)) ="
		    " length(CAST(coalesce(?2, '') AS BLOB))");

		for (int i = 0; i < 3; i++)
			sql_str(&to, sql_get_str(&from, i));
		sql_int(&to, post_id);
		st = sql_run(&to);
		if (st == OK && sqlite3_changes(s->db.handle) > 0)
			st = forget_tell_change(s, post_id);
	}
	sql_end(&from);
	return (st);
}

static enum status
cross_out_again(struct db *old, struct store *s, int64_t *at, bool *ret_done)
{
	struct sql q = sql_once(&s->db,
	    "SELECT id, uid FROM post WHERE id > ? ORDER BY id LIMIT ?");
	size_t looked = 0;
	enum status st;
	bool row, yes;

	sql_int(&q, *at);
	sql_int(&q, PAGE_ROWS);
	while ((st = sql_next(&q, &row)) == OK && row) {
		struct tomb t = { TOMB_REDACTED, 0, { sql_get_str(&q, 1) } };

		looked++;
		*at = sql_get_int(&q, 0);
		st = is_forgotten(s, &t, &yes);
		if (st == OK && yes)
			st = take_words(old, s, *at, t.texts[0]);
		if (st != OK)
			break;
	}
	sql_end(&q);
	*ret_done = looked < PAGE_ROWS;
	return (st);
}

static enum status
in_groups(struct db *old, struct store *s)
{
	enum status st = OK;

	for (int part = 0; part < 2; part++) {
		bool done = false;
		int64_t at = 0;

		while (st == OK && !done) {
			st = remove_begin(s);
			if (st == OK)
				st = part == 0
					 ? forget_entries(s, &at, &done)
					 : cross_out_again(old, s, &at, &done);
			st = remove_end(s, st);
		}
	}
	return (st);
}

static enum status
forget_again(struct db *old, struct store *s)
{
	struct forget rest;
	int64_t fresh = 0;
	enum status st = remove_begin(s);

	if (st == OK)
		st = carry_over(old, s, &fresh);
	if (st == OK && fresh > 0)
		st = scrub_mark(s);
	st = remove_end(s, st);
	if (st != OK || fresh == 0)
		return (st);
	st = forget_voices_again(s);
	if (st == OK)
		st = in_groups(old, s);
	forget_resume(&rest);
	while (st == OK && !rest.done)
		st = store_forget(s, &rest);
	return (st);
}

/* A copy that had to be brought forward was copied before: nobody asked for
 * that one. */
static void
remove_leavings(const char *ready)
{
	static const char *const patterns[] = { ".before-*", ".lock", "-wal",
		"-shm" };

	for (size_t i = 0; i < sizeof(patterns) / sizeof(patterns[0]); i++) {
		struct buf b = BUF_INIT(8192);
		glob_t found;

		buf_printf(&b, "%s%s", ready, patterns[i]);
		if (!buf_failed(&b) && glob(b.p, 0, NULL, &found) == 0) {
			for (size_t j = 0; j < found.gl_pathc; j++)
				unlink(found.gl_pathv[j]);
			globfree(&found);
		}
		buf_free(&b);
	}
}

enum status
restore_forgotten(const char *old_path, const char *ready, struct buf *reterr)
{
	struct store_options o = { .url = ready };
	struct store *s = NULL;
	int64_t any = 0;
	enum status st = OK;
	struct db old;

	if (access(old_path, R_OK) != 0)
		return (OK);
	if (db_open(&old, old_path, DB_READ) == OK &&
	    db_number(&old,
		"SELECT EXISTS(SELECT 1 FROM tombstone"
		" WHERE reason = 'forgotten')",
		&any) == OK &&
	    any != 0) {
		st = store_open(&o, &s, reterr);
		if (st == OK) {
			st = forget_again(&old, s);
			/* Its WAL is about to go. */
			if (st == OK)
				st = db_status(&s->db,
				    sqlite3_wal_checkpoint_v2(s->db.handle,
					"main", SQLITE_CHECKPOINT_TRUNCATE,
					NULL, NULL));
			if (st != OK)
				buf_adds(reterr, store_error(s));
			store_close(s);
		}
		remove_leavings(ready);
	}
	db_close(&old);
	return (st);
}
