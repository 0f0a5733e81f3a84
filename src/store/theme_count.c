/*
 * Themes counted anew: members, voices, places, first and last, and which of
 * the members speaks for them.
 */
#include "theme_count.h"

enum { COUNT_MAX = 1000 }; /* themes, before one commit */

struct counted {
	int64_t insights, first_ts, last_ts, voices, sources, best_id;
	double base;
	bool changed;
};

enum status
theme_count_voices(struct store *s, int64_t theme_id)
{
	/* More voices than count change nothing. */
	struct sql q = sql_begin(&s->db, SQL_RERANK,
	    "INSERT INTO reranked(theme_id, insight_id) SELECT id, 0 FROM"
	    " theme WHERE id = ? AND voices <= ?"
	    " ON CONFLICT DO UPDATE SET insight_id = 0");

	sql_int(&q, theme_id);
	sql_int(&q, PRIORITY_VOICES);
	return (sql_run(&q));
}

static enum status
count_members(struct store *s, int64_t id, struct counted *ret)
{
	struct sql q = sql_begin(&s->db, SQL_COUNT_MEMBERS,
	    "SELECT count(*), min(at_ts), max(at_ts), max(priority_base)"
	    " FROM insight WHERE theme_id = ? AND state = 'live'");
	enum status st;
	bool row;

	sql_int(&q, id);
	st = sql_next(&q, &row);
	if (st == OK && row) {
		ret->insights = sql_get_int(&q, 0);
		ret->first_ts = sql_get_time(&q, 1);
		ret->last_ts = sql_get_time(&q, 2);
		ret->base = sql_get_real(&q, 3);
	}
	sql_end(&q);
	return (st);
}

static enum status
count_voices(struct store *s, int64_t id, struct counted *ret)
{
	struct sql q;
	enum status st = db_run_for(&s->db, SQL_COUNT_CLEAR,
	    "DELETE FROM theme_from WHERE theme_id = ?", id);
	bool row;

	if (st == OK)
		st = db_run_for(&s->db, SQL_COUNT_VOICES,
		    "INSERT INTO theme_from(theme_id, source_id, voice_id, n)"
		    " SELECT ?1, p.source_id, coalesce(i.voice_id, 0), count(*)"
		    " FROM insight i JOIN post p ON p.id = i.post_id"
		    " LEFT JOIN voice v ON v.id = i.voice_id"
		    " WHERE i.theme_id = ?1 AND " THEME_COUNTS " GROUP BY 2, 3",
		    id);
	if (st != OK)
		return (st);
	q = sql_begin(&s->db, SQL_COUNT_FROM,
	    "SELECT count(*), count(DISTINCT source_id) FROM theme_from"
	    " WHERE theme_id = ?");
	sql_int(&q, id);
	st = sql_next(&q, &row);
	if (st == OK && row) {
		ret->voices = sql_get_int(&q, 0);
		ret->sources = sql_get_int(&q, 1);
	}
	sql_end(&q);
	return (st);
}

static enum status
find_best(struct store *s, int64_t id, struct counted *ret)
{
	struct sql q = sql_begin(&s->db, SQL_COUNT_BEST,
	    "SELECT id FROM insight WHERE theme_id = ? AND state = 'live'"
	    " AND priority_base = ? ORDER BY id LIMIT 1");

	sql_int(&q, id);
	sql_real(&q, ret->base);
	return (sql_one(&q, &ret->best_id));
}

/* Did its members change, or only what they are worth? */
static enum status
compare(struct store *s, int64_t id, struct counted *c, bool *ret_voices)
{
	struct sql q = sql_begin(&s->db, SQL_COUNT_OLD,
	    "SELECT insights, voices, sources, state = 'live', first_ts,"
	    " last_ts FROM theme WHERE id = ?");
	enum status st;
	bool row;

	sql_int(&q, id);
	st = sql_next(&q, &row);
	if (st == OK && row) {
		*ret_voices = sql_get_int(&q, 1) != c->voices;
		c->changed =
		    *ret_voices || sql_get_int(&q, 0) != c->insights ||
		    sql_get_int(&q, 2) != c->sources ||
		    (sql_get_int(&q, 3) != 0) != (c->insights > 0) ||
		    (c->insights > 0 && (sql_get_time(&q, 4) != c->first_ts ||
					    sql_get_time(&q, 5) != c->last_ts));
	}
	sql_end(&q);
	return (st);
}

/* When it was said stays with one that is empty. */
static enum status
put(struct store *s, int64_t id, const struct counted *c)
{
	struct sql q = sql_begin(&s->db, SQL_COUNT_PUT,
	    "UPDATE theme SET insights = ?2, voices = ?3, sources = ?4,"
	    " state = iif(?2 > 0, 'live', 'empty'), priority_base = ?5,"
	    " best_id = ?6, first_ts = coalesce(?7, first_ts),"
	    " last_ts = coalesce(?8, last_ts),"
	    " changed_seq = iif(?9, ?10, changed_seq) WHERE id = ?1");

	sql_int(&q, id);
	sql_int(&q, c->insights);
	sql_int(&q, c->voices);
	sql_int(&q, c->sources);
	sql_real(&q, c->base);
	sql_positive(&q, c->best_id);
	sql_time(&q, c->first_ts);
	sql_time(&q, c->last_ts);
	sql_int(&q, c->changed);
	sql_int(&q, s->next_seq);
	s->next_seq += c->changed;
	return (sql_run(&q));
}

static enum status
count_one(struct store *s, int64_t id)
{
	struct counted c = { .best_id = 0,
		.first_ts = NO_TIME,
		.last_ts = NO_TIME };
	bool voices = false;
	enum status st = count_members(s, id, &c);

	if (st == OK)
		st = count_voices(s, id, &c);
	if (st == OK)
		st = find_best(s, id, &c);
	if (st == OK)
		st = compare(s, id, &c, &voices);
	if (st == OK)
		st = put(s, id, &c);
	if (st == OK && voices)
		st = theme_count_voices(s, id);
	return (st == OK ? db_run_for(&s->db, SQL_UNCOUNTED_CLEAR,
			       "DELETE FROM uncounted WHERE theme_id = ?", id)
			 : st);
}

/* What became part of another has no members to count. */
static enum status
pass_over_merged(struct store *s)
{
	struct sql q = sql_begin(&s->db, SQL_UNCOUNTED_MERGED,
	    "DELETE FROM uncounted WHERE theme_id IN (SELECT id FROM theme"
	    " WHERE merged_into IS NOT NULL)");

	return (sql_run(&q));
}

enum status
theme_count(struct store *s)
{
	struct sql q = sql_begin(&s->db, SQL_UNCOUNTED_ANY,
	    "SELECT 1 FROM uncounted LIMIT 1");
	int64_t ids[COUNT_MAX];
	size_t n = 0;
	bool row;
	enum status st = sql_next(&q, &row);

	sql_end(&q);
	if (st == OK && row)
		st = pass_over_merged(s);
	if (st != OK || !row)
		return (st);
	q = sql_begin(&s->db, SQL_UNCOUNTED,
	    "SELECT theme_id FROM uncounted ORDER BY theme_id LIMIT ?");
	sql_int(&q, COUNT_MAX);
	while ((st = sql_next(&q, &row)) == OK && row && n < COUNT_MAX)
		ids[n++] = sql_get_int(&q, 0);
	sql_end(&q);
	for (size_t i = 0; st == OK && i < n; i++)
		st = count_one(s, ids[i]);
	return (st);
}
