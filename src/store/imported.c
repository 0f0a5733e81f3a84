/*
 * Rows in `source` and `feed` for what is imported: the feed is retired from
 * its first day, so that neither health nor the scheduler knows it.
 */
#include "earshot/imported.h"

#include "earshot/clock.h"

#include "store_impl.h"

static enum status
find_source(struct db *d, struct feed *f)
{
	struct sql q =
	    sql_once(d, "SELECT id, kind FROM source WHERE name = ?");
	enum status st;
	bool row;

	sql_word(&q, f->spec.source);
	st = sql_next(&q, &row);
	if (st == OK && row) {
		struct str kind = sql_get_str(&q, 1);

		f->source_id = sql_get_int(&q, 0);
		for (int k = 0; k < SOURCE_KINDS; k++)
			if (str_eq(kind,
				str_of(source_kind_word((enum source_kind)k))))
				f->spec.kind = (feed_word)k;
	}
	sql_end(&q);
	return (st);
}

static enum status
add_source(struct db *d, struct feed *f)
{
	struct sql q =
	    sql_once(d, "INSERT INTO source(name, kind) VALUES(?, ?)");
	enum status st;

	sql_word(&q, f->spec.source);
	sql_word(&q, source_kind_word(f->spec.kind));
	st = sql_run(&q);
	f->source_id = sqlite3_last_insert_rowid(d->handle);
	return (st);
}

static enum status
find_feed(struct db *d, struct feed *f)
{
	struct sql q =
	    sql_once(d, "SELECT id FROM feed WHERE url = ? AND source_id = ?"
			" AND listed_url IS NULL ORDER BY id LIMIT 1");
	enum status st;
	bool row;

	sql_text(&q, f->spec.url);
	sql_int(&q, f->source_id);
	st = sql_next(&q, &row);
	if (st == OK && row)
		f->id = sql_get_int(&q, 0);
	sql_end(&q);
	return (st);
}

static enum status
add_feed(struct db *d, struct feed *f)
{
	struct sql q = sql_once(d,
	    "INSERT INTO feed(source_id, url, role, origin, status, cause,"
	    " since_ts, added_ts, retired_ts)"
	    " VALUES(?1, ?2, ?3, 'discovered', 'closed', 'imported from files',"
	    " ?4, ?4, ?4)");
	enum status st;

	sql_int(&q, f->source_id);
	sql_text(&q, f->spec.url);
	sql_word(&q, feed_role_word(f->spec.role));
	sql_int(&q, clock_now());
	st = sql_run(&q);
	f->id = sqlite3_last_insert_rowid(d->handle);
	return (st);
}

enum status
store_imported(struct store *s, struct feed *f)
{
	struct db *d = &s->db;
	enum status st = store_begin(s);

	f->id = f->source_id = 0;
	if (st == OK)
		st = find_source(d, f);
	if (st == OK && f->source_id == 0)
		st = add_source(d, f);
	if (st == OK)
		st = find_feed(d, f);
	if (st == OK && f->id == 0)
		st = add_feed(d, f);
	return (store_end(s, store_check(s, st)));
}
