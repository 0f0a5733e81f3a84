/*
 * The writer: opening and closing with its lock, and its write-ahead log.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "place.h"
#include "priority.h"
#include "rollup.h"
#include "schema.h"
#include "store_impl.h"
#include "views.h"
#include "writer_lock.h"

/* What the writer keeps in its head. */
static enum status
read_counters(struct store *s)
{
	int64_t last_post = 0, last_seq = 0, last_theme_seq = 0;
	int64_t last_gone_seq = 0;
	enum status st;

	s->ruleset.hash[0] = '\0';
	st = db_number(&s->db, "SELECT post_id FROM settled", &s->settled);
	if (st == OK)
		st = db_number(&s->db, "SELECT max(id) FROM post", &last_post);
	if (st == OK)
		st = db_number(&s->db, "SELECT max(changed_seq) FROM insight",
		    &last_seq);
	if (st == OK)
		st = db_number(&s->db, "SELECT max(changed_seq) FROM theme",
		    &last_theme_seq);
	if (st == OK)
		st = db_number(&s->db, "SELECT max(changed_seq) FROM gone",
		    &last_gone_seq);
	if (st == OK)
		st = tombstone_count(s);
	if (st == OK)
		st = threads_count(s);
	if (st == OK)
		st = taken_count(s);
	if (st != OK)
		return (st);
	if (last_theme_seq < last_gone_seq)
		last_theme_seq = last_gone_seq;
	if (last_post < s->settled)
		last_post = s->settled;
	if (last_seq < last_theme_seq)
		last_seq = last_theme_seq;
	if (s->next_post_id <= last_post)
		s->next_post_id = last_post + 1;
	if (s->next_seq <= last_seq)
		s->next_seq = last_seq + 1;
	return (OK);
}

static enum status
set_meta(struct store *s, const char *key, const char *value)
{
	struct sql q = sql_once(&s->db,
	    "INSERT INTO meta(key, value) VALUES(?, ?) ON CONFLICT(key)"
	    " DO UPDATE SET value = excluded.value WHERE value <>"
	    " excluded.value");

	sql_word(&q, key);
	sql_word(&q, value);
	return (sql_run(&q));
}

/* `day` follows the zone: in another one everything is counted again. */
static enum status
apply_zone(struct store *s, const char *zone)
{
	int64_t before = NO_TIME;
	char value[32];
	enum status st;

	snprintf(value, sizeof(value), "%lld", (long long)s->zone_s);
	st = db_number(&s->db,
	    "SELECT CAST(value AS INTEGER) FROM meta"
	    " WHERE key = 'day_zone_s'",
	    &before);
	if (st != OK || before == s->zone_s)
		return (st);
	st = db_exec(&s->db, "BEGIN IMMEDIATE");
	if (st != OK)
		return (st);
	if (before != NO_TIME) {
		working_at(&s->db, "days counted anew");
		st = rollup_rebuild(&s->db, s->settled, s->zone_s);
	}
	if (st == OK)
		st = set_meta(s, "day_zone_s", value);
	if (st == OK)
		st = set_meta(s, "day_zone",
		    zone != NULL && zone[0] != '\0' ? zone : "UTC");
	if (st == OK)
		st = db_exec(&s->db, "COMMIT");
	if (st != OK)
		sqlite3_exec(s->db.handle, "ROLLBACK", NULL, NULL, NULL);
	return (st);
}

/* The mark in the header comes first, and not through the WAL: whoever looks
 * at the file knows whose it is, whatever happens next.  Whether it is there
 * only SQLite can tell: what a look at the file saw may be half of a making
 * that was cut, which opening has just rolled back.  Posts and full text take a
 * tenth less time in pages of 8 KB than of 4; files that have those keep
 * them. */
static enum status
mark_file(struct store *s)
{
	char mark[60];
	int64_t id = 0, objects = 0;
	enum status st;

	st = db_number(&s->db, "PRAGMA application_id", &id);
	/* Reads the schema, so that a damaged file is noticed here. */
	if (st == OK)
		st = db_number(&s->db, "SELECT count(*) FROM sqlite_schema",
		    &objects);
	if (st != OK || id == DB_APPLICATION_ID)
		return (st);
	if (id != 0 || objects > 0)
		return (db_fail(&s->db, E_CORRUPT,
		    "%s is another program's database; it was left as it is",
		    s->db.path));
	snprintf(mark, sizeof(mark), "PRAGMA application_id = %d",
	    DB_APPLICATION_ID);
	st = db_exec(&s->db, "PRAGMA page_size = 8192");
	return (st == OK ? db_exec(&s->db, mark) : st);
}

static enum status
prepare_file(struct store *s)
{
	int64_t version = 0;
	enum status st = mark_file(s);

	if (st == OK)
		st = db_number(&s->db, "PRAGMA user_version", &version);
	if (st != OK)
		return (st);
	buf_clear(&s->db.error);
	st = schema_refuse(s->db.path, version, &s->db.error);
	if (st != OK)
		return (st);
	st = db_exec(&s->db, "PRAGMA journal_mode = WAL");
	if (st == OK)
		st = schema_migrate(&s->db, schema_migrations, schema_count);
	return (st);
}

/* Closing must not checkpoint a file that we refuse. */
static void
drop_db(struct store *s)
{

	if (s->db.handle != NULL)
		sqlite3_db_config(s->db.handle,
		    SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
	db_close(&s->db);
}

static void
remove_files(const char *path)
{
	static const char *const suffixes[] = { "", "-wal", "-shm", "-journal",
		".lock" };
	struct buf b = BUF_INIT(8192);

	for (size_t i = 0; i < sizeof(suffixes) / sizeof(suffixes[0]); i++) {
		buf_clear(&b);
		buf_printf(&b, "%s%s", path, suffixes[i]);
		if (!buf_failed(&b))
			unlink(buf_str(&b).p);
	}
	buf_free(&b);
}

static enum status
open_database(struct store *s, const struct store_options *o, const char *path,
    struct buf *reterr)
{
	enum status st = db_open(&s->db, path, DB_WRITE);

	s->working = (struct working){ .tell = o->working,
		.arg = o->arg,
		.every_ms = o->working_every_ms };
	working_begin(&s->db, &s->working, "opening it");
	if (st == OK)
		st = prepare_file(s);
	if (st == OK)
		st = views_refresh(&s->db);
	if (st == OK)
		st = read_counters(s);
	if (st == OK)
		st = apply_zone(s, o->day_zone);
	working_end(&s->db);
	if (st == OK)
		st = priority_open(s);
	if (st == OK)
		st = store_prefer(s, &o->priority);
	if (st == OK)
		wal_begin(&s->wal, &s->db, o->wal_max_bytes);
	if (st != OK) {
		buf_adds(reterr, db_error(&s->db));
		drop_db(s);
	}
	return (st);
}

enum status
store_open(const struct store_options *o, struct store **ret,
    struct buf *reterr)
{
	struct place place = { NULL, NULL };
	enum place_state state = PLACE_NOTHING;
	struct store *s = calloc(1, sizeof(*s));
	bool made = false;
	enum status st = E_MEMORY;

	if (s == NULL) {
		buf_adds(reterr, "out of memory");
		return (E_MEMORY);
	}
	s->lock_fd = -1;
	if (!rollup_zone(str_of(o->day_zone), &s->zone_s)) {
		buf_printf(reterr,
		    "the zone of a day is UTC or like +02:00, not %s",
		    o->day_zone);
		st = E_USAGE;
		goto out;
	}
	st = place_find(o->url, true, &place, reterr);
	if (st == OK)
		st = place_look(&place, &state, reterr);
	if (st == OK)
		st = writer_lock_take(place.path, &s->lock_fd, reterr);
	/* Again, now that nobody else can be making it. */
	if (st == OK)
		st = place_look(&place, &state, reterr);
	if (st == OK && state == PLACE_NOTHING) {
		st = place_create(place.path, true, reterr);
		made = st == OK;
	}
	if (st == OK)
		st = open_database(s, o, place.path, reterr);
out:
	if (st != OK) {
		if (made)
			remove_files(place.path);
		writer_lock_release(s->lock_fd);
		free(s);
	} else
		*ret = s;
	place_free(&place);
	return (st);
}

void
store_close(struct store *s)
{

	if (s == NULL)
		return;
	store_rollback(s);
	familiar_drop(s);
	staff_drop(s);
	staff_lists_drop(s);
	free(s->ruleset.rule_ids);
	db_close(&s->db);
	writer_lock_release(s->lock_fd);
	free(s);
}

void
store_rest(struct store *s)
{

	if (!s->in_group)
		familiar_drop(s);
	db_rest(&s->db);
}

const char *
store_error(const struct store *s)
{

	return (db_error(&s->db));
}

enum status
store_checkpoint(struct store *s, bool all)
{

	return (wal_checkpoint(&s->db, all, DB_BUSY_MS));
}

enum status
store_tend(struct store *s)
{

	return (wal_tend(&s->wal, &s->db));
}

const char *
store_wal_held(const struct store *s)
{

	return (s->wal.held);
}
