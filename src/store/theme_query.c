/*
 * Questions about themes, and about what a priority is made of.
 */
#include <stdlib.h>

#include "earshot/priority.h"

#include "reader_impl.h"

static const char *const states[] = { "live", "merged", "empty", "all", NULL };

/* What only insights have. */
static bool
asks_for_insights(const struct query_filter *f)
{

	return (f->topic.n > 0 || f->brand.n > 0 || f->source.n > 0 ||
		f->lang.n > 0 || f->facet.n > 0 || f->target.n > 0 ||
		f->min_score >= 0 || f->unjudged);
}

static enum status
add_insights(struct question *q, const struct query_filter *f,
    struct buf *reterr)
{
	struct query_filter of = *f;

	if (!asks_for_insights(f))
		return (OK);
	of.signal = of.state = of.theme = (struct str){ NULL, 0 };
	of.min_priority = -1;
	of.since_ts = of.until_ts = NO_TIME;
	return (question_insights(q, "v_insight v", "v.theme_id = t.theme_id",
	    &of, reterr));
}

static enum status
add_filters(struct question *q, const struct query_filter *f,
    struct buf *reterr)
{
	enum status st = question_word(q, "signal", f->signal, query_signals,
	    "t.signal = ?", reterr);

	if (st == OK && f->state.n == 0 && f->theme.n == 0)
		question_and(q, "t.state = 'live' AND t.insights > 1");
	else if (st == OK && !str_ieq(f->state, STR("all")))
		st = question_word(q, "state", f->state, states, "t.state = ?",
		    reterr);
	if (f->theme.n > 0) {
		question_and(q, "t.theme_id IN (SELECT coalesce(merged_into,"
				" id) FROM theme WHERE ref = upper(?) OR"
				" id = ?)");
		question_text(q, f->theme);
		question_text(q, f->theme);
	}
	if (f->min_priority >= 0) {
		question_and(q, "t.priority >= ?");
		question_real(q, f->min_priority);
	}
	question_span(q, "t.last_ts >= ?", f->since_ts, "t.last_ts < ?",
	    f->until_ts);
	return (st == OK ? add_insights(q, f, reterr) : st);
}

enum status
query_themes(struct reader *r, const struct query_filter *f,
    struct result **ret, struct buf *reterr)
{
	const struct view *view = views_find(STR("v_theme"));
	struct str sort = f->sort.n > 0 ? f->sort : STR("-priority");
	struct question q;
	enum status st;

	question_init(&q);
	/* The sort is by `v'. */
	buf_adds(&q.sql, "SELECT * FROM (SELECT * FROM v_theme t");
	st = add_filters(&q, f, reterr);
	buf_adds(&q.sql, ") v");
	if (st == OK)
		st = question_order(&q, view, sort, "theme_id", reterr);
	question_limit(&q, f->limit);
	if (st == OK)
		st = result_ask(r, &q, view, ret, reterr);
	question_free(&q);
	return (st);
}

enum status
query_theme(struct reader *r, struct arena *a, struct str ref,
    struct theme_head *ret)
{
	struct sql q;
	enum status st;
	bool row;

	reader_ask(r);
	q = sql_once(&r->db,
	    "SELECT v.theme_id, nullif(w.ref, v.ref), v.ref, v.signal, v.title,"
	    " v.places, v.state, v.marks, v.priority, v.insights, v.voices,"
	    " v.sources, v.first_ts, v.last_ts FROM theme w JOIN v_theme v"
	    " ON v.theme_id = coalesce(w.merged_into, w.id)"
	    " WHERE w.ref = upper(?)");
	sql_text(&q, str_trim(ref));
	st = sql_next(&q, &row);
	*ret = (struct theme_head){ .theme_id = 0 };
	if (st == OK && row) {
		struct str *words[] = { &ret->asked, &ret->ref, &ret->signal,
			&ret->title, &ret->places, &ret->state, &ret->marks };

		ret->theme_id = sql_get_int(&q, 0);
		for (int i = 0; i < 7; i++)
			*words[i] = arena_str(a, sql_get_str(&q, i + 1));
		ret->priority = sql_get_real(&q, 8);
		ret->insights = sql_get_int(&q, 9);
		ret->voices = sql_get_int(&q, 10);
		ret->sources = sql_get_int(&q, 11);
		ret->first_ts = sql_get_time(&q, 12);
		ret->last_ts = sql_get_time(&q, 13);
	}
	sql_end(&q);
	if (st == OK && arena_failed(a))
		st = db_fail(&r->db, E_MEMORY, "out of memory");
	return (st == OK && !row ? E_NOT_FOUND : st);
}

/* What each part is a share of, as far as the parts say. */
static void
read_shares(struct str s, struct priority_told *ret)
{

	for (int i = 0; i < PRIORITY_PARTS; i++) {
		double share = 0;

		if (str_to_double(str_word(&s), &share) && share > 0)
			ret->of[i] = ret->parts[i] / share;
	}
}

enum status
query_priority(struct reader *r, struct arena *a, int64_t insight_id,
    struct priority_told *ret)
{
	struct sql q;
	enum status st;
	bool row;

	reader_ask(r);
	q = sql_once(&r->db,
	    "SELECT v.priority, i.priority_base, v.p_score, v.p_intensity,"
	    " v.p_voices, v.p_engagement, v.p_novelty, t.ref, t.title,"
	    " t.voices, t.insights,"
	    " (SELECT value FROM meta WHERE key = 'priority_shares'),"
	    " (SELECT CAST(value AS INTEGER) FROM meta WHERE key ="
	    "  'priority_half_life_s')"
	    " FROM v_insight_all v JOIN insight i ON i.id = v.insight_id"
	    " LEFT JOIN v_theme t ON t.theme_id = v.theme_id"
	    " WHERE v.insight_id = ?");
	sql_int(&q, insight_id);
	st = sql_next(&q, &row);
	*ret = (struct priority_told){ .now = 0 };
	if (st == OK && row) {
		ret->now = sql_get_real(&q, 0);
		ret->base = sql_get_real(&q, 1);
		for (int i = 0; i < PRIORITY_PARTS; i++)
			ret->parts[i] = sql_get_real(&q, 2 + i);
		ret->theme = arena_str(a, sql_get_str(&q, 7));
		ret->theme_title = arena_str(a, sql_get_str(&q, 8));
		ret->theme_voices = sql_get_int(&q, 9);
		ret->theme_insights = sql_get_int(&q, 10);
		read_shares(sql_get_str(&q, 11), ret);
		ret->half_life_s = sql_get_int(&q, 12);
	}
	sql_end(&q);
	return (st == OK && !row ? E_NOT_FOUND : st);
}
