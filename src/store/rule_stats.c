/*
 * What rules did: how often each counted, and which counted together.  Rules
 * are told apart by name: every load of the files gives them other rows.
 */
#include "earshot/clock.h"

#include "reader_impl.h"

/* Evidence that counted, in what is live. */
static void
add_said(struct question *q, const struct query_filter *f)
{

	buf_adds(&q->sql,
	    " FROM insight i JOIN evidence e ON e.insight_id = i.id"
	    " JOIN rule r ON r.id = e.rule_id"
	    " JOIN post p ON p.id = i.post_id");
	question_and(q, "i.state = 'live' AND e.points <> 0");
	question_filter(q, f->signal, "i.signal = lower(?)");
	question_filter(q, f->source,
	    "p.source_id IN (SELECT id FROM source WHERE name = ?"
	    " COLLATE NOCASE)");
	question_filter(q, f->lang, "p.lang = ? COLLATE NOCASE");
	question_span(q, "i.at_ts >= ?", f->since_ts, "i.at_ts < ?",
	    f->until_ts);
}

enum status
query_rule_stats(struct reader *r, const struct query_filter *f,
    struct result **ret, struct buf *reterr)
{
	struct question q;
	enum status st;

	question_init(&q);
	buf_adds(&q.sql,
	    "WITH said AS MATERIALIZED (SELECT r.name, i.signal, i.id,"
	    " i.post_id, p.source_id, i.at_ts, count(*) AS n");
	add_said(&q, f);
	buf_adds(&q.sql,
	    " GROUP BY r.name, i.id), last AS MATERIALIZED"
	    " (SELECT insight_id, answer FROM judgement j WHERE id = (SELECT"
	    "  l.id FROM judgement l WHERE l.insight_id = j.insight_id"
	    "  ORDER BY l.at_ts DESC, l.id DESC LIMIT 1))"
	    " SELECT a.name AS rule, a.signal AS signal, sum(a.n) AS hits,"
	    " count(DISTINCT a.post_id) AS posts,"
	    " count(DISTINCT a.source_id) AS sources,"
	    " min(a.at_ts) AS first_ts, max(a.at_ts) AS last_ts,"
	    " count(j.answer) AS judged,"
	    " count(CASE j.answer WHEN 'wrong' THEN 1 END) AS wrong"
	    " FROM said a LEFT JOIN last j ON j.insight_id = a.id"
	    " GROUP BY a.name");
	st = result_ask(r, &q, NULL, ret, reterr);
	question_free(&q);
	return (st);
}

enum status
query_rule_pairs(struct reader *r, const struct query_filter *f,
    struct result **ret, struct buf *reterr)
{
	struct question q;
	enum status st;

	question_init(&q);
	buf_adds(&q.sql,
	    "WITH said AS MATERIALIZED (SELECT DISTINCT i.id, i.signal,"
	    " r.name");
	add_said(&q, f);
	buf_adds(&q.sql,
	    "), many AS MATERIALIZED"
	    " (SELECT name, count(*) AS n FROM said GROUP BY name),"
	    " pair AS (SELECT a.name AS one, b.name AS two, a.signal,"
	    "  count(*) AS n FROM said a JOIN said b ON b.id = a.id AND"
	    "  b.name > a.name GROUP BY 1, 2)"
	    " SELECT one AS rule, two AS other, signal, p.n AS together,"
	    " x.n AS rule_posts, y.n AS other_posts,"
	    " p.n * 1.0 / min(x.n, y.n) AS share"
	    " FROM pair p JOIN many x ON x.name = one"
	    " JOIN many y ON y.name = two");
	st = result_ask(r, &q, NULL, ret, reterr);
	question_free(&q);
	return (st);
}
