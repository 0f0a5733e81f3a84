/*
 * How far the past of each feed has come; a row advances with its page's posts.
 */
#include "earshot/backfill.h"
#include "earshot/clock.h"

#include "store_impl.h"

enum status
store_backfill(struct store *s, int64_t feed_id, const struct backfill *f)
{
	struct sql q;
	enum status st = store_begin(s);

	if (st != OK)
		return (st);
	q = sql_begin(&s->db, SQL_BACKFILL_BEGIN,
	    "INSERT INTO backfill(feed_id, since_ts, page, begun_ts)"
	    " VALUES(?1, ?2, ?3, ?4) ON CONFLICT(feed_id) DO UPDATE SET"
	    " since_ts = iif(ended IS NULL, min(since_ts, ?2), ?2),"
	    " page = iif(ended IS NULL, page, ?3),"
	    " pages = iif(ended IS NULL, pages, 0),"
	    " posts = iif(ended IS NULL, posts, 0),"
	    " oldest_ts = iif(ended IS NULL, oldest_ts, NULL),"
	    " seen = iif(ended IS NULL, seen, NULL),"
	    " begun_ts = iif(ended IS NULL, begun_ts, ?4),"
	    " not_before_ts = NULL, tries = 0, ended = NULL, ended_ts = NULL");
	sql_int(&q, feed_id);
	sql_int(&q, f->since_ts);
	sql_text(&q, f->page);
	sql_int(&q, clock_now());
	st = sql_run(&q);
	return (store_end(s, st));
}

enum status
store_backfill_page(struct store *s, const struct batch *b)
{
	const struct backfill *f = b->backfill;
	bool over = f->end != BACKFILL_GOES_ON;
	struct sql q = sql_begin(&s->db, SQL_BACKFILL_PAGE,
	    "UPDATE backfill SET page = ?, pages = ?, posts = ?, oldest_ts = ?,"
	    " not_before_ts = ?, tries = ?, seen = ?, ended = ?, ended_ts = ?"
	    " WHERE feed_id = ?");

	sql_text(&q, f->page);
	sql_int(&q, f->pages);
	sql_int(&q, f->posts);
	sql_time(&q, f->oldest_ts);
	sql_time(&q, f->not_before_ts);
	sql_int(&q, f->tries);
	sql_bytes(&q, (const unsigned char *)f->seen,
	    f->nseen * sizeof(f->seen[0]));
	sql_word(&q, over ? backfill_end_word(f->end) : NULL);
	sql_time(&q, over ? clock_now() : NO_TIME);
	sql_int(&q, b->feed_id);
	return (store_check(s, sql_run(&q)));
}

static void
read_seen(const struct sql *q, int column, struct backfill *f)
{
	const void *p = sqlite3_column_blob(q->stmt, column);
	size_t n = (size_t)sqlite3_column_bytes(q->stmt, column);

	f->nseen = n / sizeof(f->seen[0]);
	if (f->nseen > BACKFILL_PAGES_MAX)
		f->nseen = BACKFILL_PAGES_MAX;
	if (p != NULL)
		memcpy(f->seen, p, f->nseen * sizeof(f->seen[0]));
}

enum status
store_backfills(struct store *s,
    enum status (*each)(void *arg, int64_t feed_id, struct str url,
	const struct backfill *f),
    void *arg)
{
	struct sql q = sql_begin(&s->db, SQL_BACKFILLS,
	    "SELECT b.feed_id, f.listed_url, b.since_ts, b.page, b.pages,"
	    " b.posts, b.oldest_ts, b.not_before_ts, b.tries, b.seen"
	    " FROM backfill b JOIN feed f ON f.id = b.feed_id"
	    " WHERE b.ended IS NULL AND f.retired_ts IS NULL"
	    " AND f.origin = 'listed' ORDER BY b.begun_ts, b.feed_id");
	enum status st;
	bool row;

	while ((st = sql_next(&q, &row)) == OK && row) {
		struct backfill f = { .since_ts = sql_get_int(&q, 2),
			.page = sql_get_str(&q, 3),
			.pages = sql_get_int(&q, 4),
			.posts = sql_get_int(&q, 5),
			.oldest_ts = sql_get_time(&q, 6),
			.not_before_ts = sql_get_time(&q, 7),
			.tries = sql_get_int(&q, 8),
			.page_oldest_ts = NO_TIME };

		read_seen(&q, 9, &f);
		st = each(arg, sql_get_int(&q, 0), sql_get_str(&q, 1), &f);
		if (st != OK)
			break;
	}
	sql_end(&q);
	return (st);
}
