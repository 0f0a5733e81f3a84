/*
 * Comment feeds that were found, kept over restarts.  What they mean others
 * say.
 */
#include "earshot/found_rows.h"

#include "earshot/clock.h"
#include "earshot/url.h"

#include "feed_columns.h"
#include "store_impl.h"

enum {
	/* Asleep for so long, and nobody will ever speak there again. */
	FORGOTTEN_AFTER_S = 180 * 86400
};

#define ROW_COLUMNS                                                   \
	"id, source_id, parent_post_id, comments, comments_seen, "    \
	"comments_tries,"                                             \
	" asleep, retired_ts, status, shape, last_ok_ts, visited_ts," \
	" changed_ts, not_before_ts, posts_per_day, added_ts, held_ts, url"

static int64_t
count_or(const struct sql *q, int column)
{
	int64_t n = sql_get_time(q, column);

	return (n == NO_TIME ? -1 : n);
}

static enum status
take_row(struct sql *q, struct arena *a, struct found_row *r)
{
	bool row;
	enum status st = sql_next(q, &row);
	int status, shape;

	*r = (struct found_row){ .feed_id = 0 };
	if (st != OK || !row) {
		sql_end(q);
		return (st);
	}
	status = feed_status_of(sql_get_str(q, 8));
	shape = found_shape_of(sql_get_str(q, 9));
	*r = (struct found_row){ .feed_id = sql_get_int(q, 0),
		.source_id = sql_get_int(q, 1),
		.post_id = sql_get_int(q, 2),
		.comments = count_or(q, 3),
		.seen = count_or(q, 4),
		.tries = sql_get_int(q, 5),
		.asleep = sql_get_int(q, 6) != 0,
		.retired = sql_get_time(q, 7) != NO_TIME,
		.status = status >= 0 ? (enum feed_status)status : FEED_ACTIVE,
		.shape = shape >= 0 ? (enum found_shape)shape : FOUND_NAMED };
	r->facts = (struct feed_facts){
		.status =
		    (feed_word)(sql_get_time(q, 16) != NO_TIME ? FEED_PAUSED
							       : FEED_ACTIVE),
		.comments = (int32_t)r->comments,
		.ok_ts = sql_get_time(q, 10),
		.full_ts = NO_TIME,
		.visited_ts = sql_get_time(q, 11),
		.changed_ts = sql_get_time(q, 12),
		.not_before_ts = sql_get_time(q, 13),
		.posts_per_day = sql_get_real(q, 14),
		.added_ts = sql_get_int(q, 15),
	};
	r->none =
	    r->retired && r->shape != FOUND_NAMED && r->facts.ok_ts == NO_TIME;
	if (a != NULL)
		r->url = arena_str(a, sql_get_str(q, 17));
	sql_end(q);
	return (OK);
}

enum status
store_found_of(struct store *s, struct arena *a, int64_t post_id,
    struct found_row *ret)
{
	struct sql q = sql_begin(&s->db, SQL_FOUND_OF,
	    "SELECT " ROW_COLUMNS " FROM feed WHERE parent_post_id = ?"
	    " AND found_by IS NOT NULL LIMIT 1");

	sql_int(&q, post_id);
	return (store_check(s, take_row(&q, a, ret)));
}

enum status
store_found_row(struct store *s, int64_t feed_id, struct found_row *ret)
{
	struct sql q = sql_begin(&s->db, SQL_FOUND_ROW,
	    "SELECT " ROW_COLUMNS " FROM feed WHERE id = ?"
	    " AND found_by IS NOT NULL");

	sql_int(&q, feed_id);
	return (store_check(s, take_row(&q, NULL, ret)));
}

enum status
store_found_at(struct store *s, struct str url, bool *ret)
{
	struct sql q = sql_begin(&s->db, SQL_FOUND_AT,
	    "SELECT 1 FROM feed WHERE url = ? AND found_by IS NOT NULL");

	sql_text(&q, url);
	return (store_check(s, sql_there(&q, ret)));
}

enum status
store_found_taken(struct store *s, int64_t post_id, struct str url, bool *ret)
{
	struct sql q = sql_begin(&s->db, SQL_FOUND_URL,
	    "SELECT 1 FROM feed WHERE listed_url = ?1 AND retired_ts IS NULL"
	    " UNION ALL SELECT 1 FROM feed WHERE url = ?1"
	    " AND found_by IS NOT NULL UNION ALL SELECT 1 FROM thread"
	    " WHERE root_id = ?2 AND closed_ts IS NOT NULL LIMIT 1");

	sql_text(&q, url);
	sql_int(&q, post_id);
	return (store_check(s, sql_there(&q, ret)));
}

enum status
store_found_awake(struct store *s, int64_t site, int64_t *ret)
{
	struct sql q = sql_begin(&s->db, SQL_FOUND_AWAKE,
	    "SELECT count(*) FROM feed INDEXED BY feed_awake WHERE site = ?"
	    " AND found_by IS NOT NULL AND asleep = 0 AND retired_ts IS NULL");

	sql_int(&q, site);
	return (store_check(s, sql_one(&q, ret)));
}

enum status
store_found_count_all(struct store *s, int64_t *ret)
{

	*ret = 0;
	return (
	    store_check(s, db_number(&s->db,
			       "SELECT count(*) FROM feed INDEXED BY feed_awake"
			       " WHERE found_by IS NOT NULL AND asleep = 0"
			       " AND retired_ts IS NULL",
			       ret)));
}

static void
bind_count(struct sql *q, int64_t n)
{

	sql_time(q, n >= 0 ? n : NO_TIME);
}

/* Its address for people, where that differs. */
static void
bind_shown(struct sql *q, struct arena *a, struct str url)
{
	struct str shown = url_mask(a, url);

	sql_str(q, str_eq(shown, url) ? (struct str){ NULL, 0 } : shown);
}

enum status
store_found_add(struct store *s, struct batch *b, const struct found_new *n,
    int64_t *ret_id)
{
	struct sql q = sql_begin(&s->db, SQL_FOUND_ADD,
	    "INSERT INTO feed(source_id, url, role, origin, parent_post_id,"
	    " lang, need, status, since_ts, added_ts, next_ts, changed_ts,"
	    " keep_s, shown_url, found_by, site, shape, comments)"
	    " VALUES(?1, ?2, 'thread', 'discovered', ?3, ?4, ?5, 'active', ?6,"
	    " ?6, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)");
	enum status st;

	sql_int(&q, b->source_id);
	sql_text(&q, n->url);
	sql_int(&q, n->post_id);
	sql_word(&q, b->spec.lang);
	sql_word(&q, b->spec.need);
	sql_int(&q, clock_now());
	sql_time(&q, n->last_ts);
	sql_positive(&q, b->spec.keep_s);
	bind_shown(&q, b->arena, n->url);
	sql_int(&q, b->feed_id);
	sql_int(&q, n->site);
	sql_word(&q, found_shape_word(n->shape));
	bind_count(&q, n->comments);
	st = sql_run(&q);
	*ret_id = sqlite3_last_insert_rowid(s->db.handle);
	return (store_check(s, st));
}

enum status
store_found_count(struct store *s, int64_t feed_id, int64_t comments,
    int64_t seen)
{
	struct sql q = sql_begin(&s->db, SQL_FOUND_COUNT,
	    "UPDATE feed SET comments = ?, comments_seen = ? WHERE id = ?");

	bind_count(&q, comments);
	bind_count(&q, seen);
	sql_int(&q, feed_id);
	return (store_check(s, sql_run(&q)));
}

enum status
store_found_wake(struct store *s, struct batch *b, int64_t feed_id,
    int64_t comments, struct str url, enum found_shape shape)
{
	struct sql q = sql_begin(&s->db, SQL_FOUND_WAKE,
	    "UPDATE feed SET comments = ?1, asleep = 0, retired_ts = NULL,"
	    " comments_tries = 0, failures = 0, cause = NULL, next_ts = ?2,"
	    " since_ts = iif(status = 'active', since_ts, ?2),"
	    " status = iif(held_ts > 0, status, 'active'),"
	    " url = coalesce(?3, url), shape = iif(?3 IS NULL, shape, ?4),"
	    " shown_url = iif(?3 IS NULL, shown_url, ?5),"
	    " moved_url = iif(?3 IS NULL, moved_url, NULL), found_by = ?6"
	    " WHERE id = ?7");

	bind_count(&q, comments);
	sql_int(&q, clock_now());
	sql_str(&q, url);
	sql_word(&q, found_shape_word(shape));
	bind_shown(&q, b->arena, url);
	sql_int(&q, b->feed_id);
	sql_int(&q, feed_id);
	return (store_check(s, sql_run(&q)));
}

enum status
store_found_turn(struct store *s, int64_t feed_id, enum found_turn turn,
    int64_t seen, int64_t tries, const char *why)
{
	struct sql q = sql_begin(&s->db, SQL_FOUND_TURN,
	    "UPDATE feed SET asleep = ?1, retired_ts = ?2, comments_seen = ?3,"
	    " comments_tries = ?4, cause = coalesce(?5, cause),"
	    " next_ts = iif(?6, next_ts, NULL) WHERE id = ?7");

	sql_int(&q, turn == FOUND_SLEEPS);
	sql_time(&q, turn == FOUND_OVER ? clock_now() : NO_TIME);
	bind_count(&q, seen);
	sql_int(&q, tries);
	sql_word(&q, why);
	sql_int(&q, turn == FOUND_GOES_ON);
	sql_int(&q, feed_id);
	return (store_check(s, sql_run(&q)));
}

enum status
store_found_closes(struct store *s, int64_t post_id)
{
	struct sql q = sql_begin(&s->db, SQL_FOUND_CLOSES,
	    "INSERT INTO thread(root_id, closed_ts)"
	    " SELECT coalesce(root_id, id), ?2 FROM post WHERE id = ?1"
	    " ON CONFLICT(root_id) DO UPDATE"
	    " SET closed_ts = coalesce(closed_ts, excluded.closed_ts)");
	enum status st;

	sql_int(&q, post_id);
	sql_int(&q, clock_now());
	st = sql_run(&q);
	if (st != OK)
		return (store_check(s, st));
	q = sql_begin(&s->db, SQL_FOUND_LOOK,
	    "INSERT OR IGNORE INTO unthreaded(post_id)"
	    " SELECT coalesce(root_id, id) FROM post WHERE id = ?");
	sql_int(&q, post_id);
	return (store_check(s, sql_run(&q)));
}

static enum status
leave(struct store *s, int64_t feed_id)
{
	struct sql q = sql_begin(&s->db, SQL_FOUND_LEAVE,
	    "UPDATE feed SET retired_ts = ?, next_ts = NULL WHERE id = ?");

	sql_int(&q, clock_now());
	sql_int(&q, feed_id);
	return (sql_run(&q));
}

static enum status
take_stored(const struct sql *q, struct found_stored *f)
{
	enum { URL = FEED_COLUMN_COUNT, FOUND_BY, SITE, ASLEEP, COMMENTS };

	*f = (struct found_stored){ .feed.id = sql_get_int(q, COL_ID),
		.feed.source_id = sql_get_int(q, COL_SOURCE),
		.feed.found_by = sql_get_int(q, FOUND_BY),
		.site = sql_get_int(q, SITE),
		.asleep = sql_get_int(q, ASLEEP) != 0 };
	if (!feed_row_facts(q, &f->feed.facts)) {
		feed_facts_free(&f->feed.facts);
		return (E_MEMORY);
	}
	f->feed.facts.comments = (int32_t)count_or(q, COMMENTS);
	f->feed.spec.url = sql_get_str(q, URL);
	return (OK);
}

static enum status
walk(struct store *s,
    enum status (*each)(void *arg, struct found_stored *f, bool *ret_taken,
	bool *ret_leave),
    void *arg)
{
	int64_t old = clock_now() - FORGOTTEN_AFTER_S;
	struct sql q = sql_begin(&s->db, SQL_FOUND_ALL,
	    "SELECT " FEED_COLUMNS ", url, found_by, site, asleep, comments"
	    " FROM feed WHERE found_by IS NOT NULL AND retired_ts IS NULL"
	    " ORDER BY id DESC");
	enum status st;
	bool row;

	while ((st = sql_next(&q, &row)) == OK && row) {
		bool taken = false, gone = false;
		struct found_stored f;

		st = take_stored(&q, &f);
		if (st != OK)
			break;
		gone = f.asleep && f.feed.facts.visited_ts < old;
		if (!gone)
			st = each(arg, &f, &taken, &gone);
		if (!taken)
			feed_facts_free(&f.feed.facts);
		if (st == OK && gone)
			st = leave(s, f.feed.id);
		if (st != OK)
			break;
	}
	sql_end(&q);
	return (st);
}

enum status
store_found_all(struct store *s,
    enum status (*each)(void *arg, struct found_stored *f, bool *ret_taken,
	bool *ret_leave),
    void *arg)
{
	enum status st = store_begin(s);

	if (st == OK)
		st = store_check(s, walk(s, each, arg));
	return (store_end(s, st));
}
