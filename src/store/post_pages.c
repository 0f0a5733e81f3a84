/*
 * All that customers wrote, page by page, newest first: for looking at a whole
 * history without holding a place in the WAL.
 */
#include "earshot/clock.h"

#include "stored_post.h"

/* What the page after *${at} and the count ask for. */
static void
add_filters(struct question *q, const struct query_filter *f)
{

	question_and(q, "p.state = 'live' AND p.staff = 0");
	question_span(q, "p.at_ts >= ?", f->since_ts, "p.at_ts < ?",
	    f->until_ts);
	question_filter(q, f->source, "s.name = ? COLLATE NOCASE");
	question_filter(q, f->lang, "p.lang = ? COLLATE NOCASE");
}

enum status
query_posts(struct reader *r, struct arena *a, const struct query_filter *f,
    size_t max, struct query_place *at, struct stored_post **ret, size_t *ret_n)
{
	struct stored_post *list = arena_array(a, max, sizeof(*list));
	struct question q;
	struct sql sql;
	enum status st;
	size_t n = 0;
	bool row;

	if (list == NULL)
		return (db_fail(&r->db, E_MEMORY, "out of memory"));
	question_init(&q);
	buf_adds(&q.sql, STORED_POST);
	add_filters(&q, f);
	question_and(&q, "(p.at_ts, p.id) < (?, ?)");
	question_int(&q, at->at_ts);
	question_int(&q, at->post_id);
	buf_adds(&q.sql, " ORDER BY p.at_ts DESC, p.id DESC LIMIT ?");
	question_int(&q, (int64_t)max);
	st = question_begin(r, &q, &sql);
	if (st != OK)
		goto out;
	while ((st = sql_next(&sql, &row)) == OK && row && n < max)
		stored_post_read(&sql, a, &list[n++]);
	sql_end(&sql);
	if (st == OK && arena_failed(a))
		st = db_fail(&r->db, E_MEMORY, "out of memory");
	if (st != OK)
		goto out;
	if (n > 0)
		*at = (struct query_place){ list[n - 1].at_ts,
			list[n - 1].post_id };
	*ret = list;
	*ret_n = n;
out:
	question_free(&q);
	return (st);
}

enum status
query_posts_count(struct reader *r, const struct query_filter *f, int64_t *ret)
{
	struct question q;
	struct sql sql;
	enum status st;
	bool row;

	question_init(&q);
	buf_adds(&q.sql, "SELECT count(*) FROM post p");
	if (f->source.n > 0)
		buf_adds(&q.sql, " JOIN source s ON s.id = p.source_id");
	add_filters(&q, f);
	st = question_begin(r, &q, &sql);
	if (st == OK) {
		st = sql_next(&sql, &row);
		if (st == OK && row)
			*ret = sql_get_int(&sql, 0);
		sql_end(&sql);
	}
	question_free(&q);
	return (st);
}
