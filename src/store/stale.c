/*
 * Which stored posts are to be read again.
 */
#include "earshot/stale.h"

#include "stored_post.h"

enum { NUMBER_MAX = 1000 };

/* Does the filter ask for anything that only an insight has? */
static bool
asks_for_insights(const struct query_filter *f)
{

	return (f->signal.n > 0 || f->topic.n > 0 || f->brand.n > 0 ||
		f->facet.n > 0 || f->target.n > 0 || f->state.n > 0 ||
		f->theme.n > 0 || f->min_score >= 0 || f->min_priority >= 0 ||
		f->unjudged);
}

static enum status
add_insights(struct question *q, const struct query_filter *f,
    struct buf *reterr)
{

	if (!asks_for_insights(f))
		return (OK);
	return (question_insights(q, "v_insight_all v", "v.post_id = p.id", f,
	    reterr));
}

static enum status
ask(struct question *q, const struct stale *what, const char *hash,
    int64_t from, int64_t to, struct buf *reterr)
{
	const struct query_filter *f = &what->filter;

	buf_adds(&q->sql, STORED_POST);
	question_and(q, "p.id > ?");
	question_int(q, from);
	question_and(q, "p.id <= ?");
	question_int(q, to);
	question_and(q, "p.state = 'live'");
	if (!what->again) {
		question_and(q, "p.ruleset_id IS NOT coalesce((SELECT id FROM"
				" ruleset WHERE hash = ?), -1)");
		question_text(q, str_of(hash));
	}
	question_filter(q, f->source, "s.name = ? COLLATE NOCASE");
	question_filter(q, f->lang, "p.lang = ? COLLATE NOCASE");
	question_span(q, "p.at_ts >= ?", f->since_ts, "p.at_ts < ?",
	    f->until_ts);
	return (add_insights(q, f, reterr));
}

enum status
stale_check(const struct stale *what, struct buf *reterr)
{
	struct question q;
	enum status st;

	question_init(&q);
	st = ask(&q, what, "", 0, 0, reterr);
	if (st == OK && buf_failed(&q.sql))
		st = E_MEMORY;
	question_free(&q);
	return (st);
}

static enum status
read_rows(struct sql *sql, struct arena *a, struct post **ret, size_t *ret_n)
{
	struct post *list = NULL;
	size_t n = 0, size = 0;
	enum status st;
	bool row;

	while ((st = sql_next(sql, &row)) == OK && row && n < NUMBER_MAX) {
		struct post *more =
		    arena_grow(a, list, n, &size, sizeof(*list));
		struct stored_post sp;

		if (more == NULL) {
			st = E_MEMORY;
			break;
		}
		list = more;
		stored_post_read(sql, a, &sp);
		list[n] = sp.post;
		list[n++].seen = SEEN_EDITED;
	}
	*ret = list;
	*ret_n = n;
	return (st == OK && arena_failed(a) ? E_MEMORY : st);
}

enum status
stale_read(struct reader *r, struct arena *a, const struct stale *what,
    const char *hash, int64_t from, int64_t to, struct post **ret,
    size_t *ret_n)
{
	struct buf why = BUF_INIT(1000);
	struct question q;
	struct sql sql;
	enum status st;

	question_init(&q);
	st = ask(&q, what, hash, from, to, &why);
	if (st == OK)
		st = question_begin(r, &q, &sql);
	if (st == OK) {
		st = read_rows(&sql, a, ret, ret_n);
		sql_end(&sql);
		if (st == E_MEMORY)
			st = db_fail(&r->db, E_MEMORY, "out of memory");
	}
	question_free(&q);
	buf_free(&why);
	return (st);
}

enum status
stale_last(struct reader *r, int64_t *ret)
{

	*ret = 0;
	reader_ask(r);
	return (db_number(&r->db, "SELECT max(id) FROM post", ret));
}
