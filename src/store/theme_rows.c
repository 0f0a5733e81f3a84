/*
 * Insights that wait for their theme, and themes as rows.  What a join changes
 * in a theme is added up here; whatever else changes it is counted anew before
 * the commit (theme_count.c).
 */
#include "earshot/theme_rows.h"

#include <stdio.h>

#include "earshot/hash.h"
#include "earshot/insight.h"

#include "store_impl.h"
#include "theme_count.h"

enum { REF_MAX = 24, REF_TRIES = 64 };

enum status
theme_rows_next(struct store *s, int64_t *ret_ids, size_t max, size_t *ret_n)
{
	struct sql q = sql_begin(&s->db, SQL_UNTHEMED,
	    "SELECT insight_id FROM (SELECT insight_id FROM unthemed"
	    " ORDER BY insight_id LIMIT ?1) UNION SELECT id FROM (SELECT id"
	    " FROM insight WHERE id > (SELECT insight_id FROM themed)"
	    " ORDER BY id LIMIT ?1) ORDER BY 1 LIMIT ?1");
	size_t n = 0;
	enum status st;
	bool row;

	sql_int(&q, (int64_t)max);
	while ((st = sql_next(&q, &row)) == OK && row && n < max)
		ret_ids[n++] = sql_get_int(&q, 0);
	sql_end(&q);
	*ret_n = n;
	return (st);
}

enum status
theme_rows_done(struct store *s, int64_t insight_id)
{
	enum status st = db_run_for(&s->db, SQL_UNTHEMED_CLEAR,
	    "DELETE FROM unthemed WHERE insight_id <= ?", insight_id);

	if (st == OK)
		st = db_run_for(&s->db, SQL_THEMED,
		    "UPDATE themed SET insight_id = ?1 WHERE insight_id < ?1",
		    insight_id);
	return (store_check(s, st));
}

static struct theme_place
get_place(const struct sql *q)
{

	return ((struct theme_place){
	    str_eq(sql_get_str(q, 2), STR("title")) ? FIELD_TITLE : FIELD_TEXT,
	    (uint32_t)sql_get_int(q, 3), (uint32_t)sql_get_int(q, 4),
	    sql_get_real(q, 5) });
}

/* The words that prove it, and the names in its post: those of one list in
 * order, so that the same ones give the same. */
static enum status
read_places(struct store *s, int64_t post_id, struct theme_insight *in)
{
	struct sql q = sql_begin(&s->db, SQL_THEME_PLACES,
	    "SELECT NULL, n, field, start_byte, end_byte, points FROM evidence"
	    " WHERE insight_id = ?1 AND points > 0 AND field IN"
	    " ('title', 'text') UNION ALL SELECT list, nth, field, start_byte,"
	    " end_byte, 0.0 FROM mention WHERE post_id = ?2"
	    " AND start_byte IS NOT NULL"
	    " AND (list GLOB 'brand.*' OR list GLOB 'product.*')");
	enum status st;
	bool row;

	sql_int(&q, in->insight_id);
	sql_int(&q, post_id);
	while ((st = sql_next(&q, &row)) == OK && row) {
		struct str list = sql_get_str(&q, 0);

		if (list.n == 0 && in->nplaces < THEME_ROWS_PLACES)
			in->places[in->nplaces++] = get_place(&q);
		if (list.n == 0)
			continue;
		if (sql_get_int(&q, 1) == 0 && str_starts(list, STR("brand.")))
			in->about = in->about * 31 +
				    (uint32_t)(hash_stable64(list) >> 32);
		if (in->nnames < THEME_ROWS_PLACES)
			in->names[in->nnames++] = get_place(&q);
	}
	sql_end(&q);
	return (st);
}

enum status
theme_rows_read(struct store *s, struct arena *a, int64_t insight_id,
    struct theme_insight *ret, bool *ret_there)
{
	/* A comment's title is its conversation's. */
	struct sql q = sql_begin(&s->db, SQL_THEME_INSIGHT,
	    "SELECT i.signal, i.state = 'live', i.theme_id, p.title, p.text,"
	    " p.lang, p.kind NOT IN ('comment', 'answer'), t.words,"
	    " s.name, p.id, s.id FROM insight i JOIN post p ON p.id = i.post_id"
	    " JOIN source s ON s.id = p.source_id"
	    " LEFT JOIN telling t ON t.insight_id = i.id WHERE i.id = ?");
	enum status st;
	int signal;

	*ret = (struct theme_insight){ .insight_id = insight_id };
	sql_int(&q, insight_id);
	st = sql_next(&q, ret_there);
	if (st == OK && *ret_there) {
		signal = signal_of(sql_get_str(&q, 0));
		ret->signal = signal < 0 ? SIGNAL_NONE : (enum signal)signal;
		ret->live = sql_get_int(&q, 1) != 0;
		ret->theme_id = sql_get_int(&q, 2);
		if (ret->live) {
			ret->title = arena_str(a, sql_get_str(&q, 3));
			ret->text = arena_str(a, sql_get_str(&q, 4));
			ret->lang = arena_str(a, sql_get_str(&q, 5));
		}
		ret->titled = sql_get_int(&q, 6) != 0;
		ret->words = arena_str(a, sql_get_str(&q, 7));
		ret->source = arena_str(a, sql_get_str(&q, 8));
		ret->post_id = sql_get_int(&q, 9);
		ret->source_id = sql_get_int(&q, 10);
	}
	sql_end(&q);
	if (st == OK && arena_failed(a))
		st = db_fail(&s->db, E_MEMORY, "out of memory");
	if (st == OK && *ret_there && ret->live)
		st = read_places(s, ret->post_id, ret);
	return (store_check(s, st));
}

enum status
theme_rows_told(struct store *s, int64_t insight_id,
    const struct theme_told *told)
{
	struct sql q;

	if (told->words.n == 0)
		return (store_check(s,
		    db_run_for(&s->db, SQL_TELLING_CLEAR,
			"DELETE FROM telling WHERE insight_id = ?",
			insight_id)));
	q = sql_begin(&s->db, SQL_TELLING_PUT,
	    "INSERT OR REPLACE INTO telling(insight_id, words, about, field,"
	    " start_byte, end_byte) VALUES(?, ?, ?, ?, ?, ?)");
	sql_int(&q, insight_id);
	sql_bytes(&q, (const unsigned char *)told->words.p, told->words.n);
	sql_int(&q, told->about);
	sql_word(&q, field_word(told->field));
	sql_int(&q, told->start);
	sql_int(&q, told->end);
	return (store_check(s, sql_run(&q)));
}

enum status
theme_rows_alone(struct store *s, int64_t insight_id, bool *ret)
{
	/* Told: else it is another one that has the number of a removed one,
	 * and waits itself. */
	struct sql q = sql_begin(&s->db, SQL_THEME_ALONE,
	    "SELECT 1 FROM insight i JOIN telling t ON t.insight_id = i.id"
	    " WHERE i.id = ? AND i.state = 'live' AND i.theme_id IS NULL");

	sql_int(&q, insight_id);
	return (store_check(s, sql_there(&q, ret)));
}

enum status
theme_rows_waiting(struct store *s, bool *ret)
{
	struct sql q = sql_begin(&s->db, SQL_THEME_WAITING,
	    "SELECT 1 WHERE EXISTS(SELECT 1 FROM unthemed)"
	    " OR (SELECT max(id) FROM insight) >"
	    " (SELECT insight_id FROM themed)"
	    " OR EXISTS(SELECT 1 FROM uncounted)"
	    " OR EXISTS(SELECT 1 FROM unranked)"
	    " OR EXISTS(SELECT 1 FROM reranked)"
	    " OR EXISTS(SELECT 1 FROM meta WHERE key = 'priority_after')");

	return (store_check(s, sql_there(&q, ret)));
}

static enum status
is_taken(struct store *s, const char *ref, bool *ret)
{
	struct sql q = sql_begin(&s->db, SQL_THEME_TAKEN,
	    "SELECT 1 FROM theme WHERE ref = ?");

	sql_word(&q, ref);
	return (store_check(s, sql_there(&q, ret)));
}

/* T- and the elder's reference; where that theme is there (the insight has
 * gone from it), the other's; else with a number. */
static enum status
free_ref(struct store *s, int64_t one, int64_t other, char ret[REF_MAX])
{
	char refs[2][INSIGHT_REF] = { "", "" };
	struct sql q = sql_begin(&s->db, SQL_THEME_ELDER,
	    "SELECT ref FROM insight WHERE id IN (?, ?) ORDER BY at_ts, ref");
	bool row, taken = true;
	enum status st;

	sql_int(&q, one);
	sql_int(&q, other);
	for (size_t i = 0; (st = sql_next(&q, &row)) == OK && row && i < 2;
	     i++) {
		struct str ref =
		    str_sub(sql_get_str(&q, 0), 0, INSIGHT_REF - 1);

		memcpy(refs[i], ref.p, ref.n);
		refs[i][ref.n] = '\0';
	}
	sql_end(&q);
	for (int i = 0; st == OK && taken && i < REF_TRIES; i++) {
		if (i < 2)
			snprintf(ret, REF_MAX, "T-%s", refs[i]);
		else
			snprintf(ret, REF_MAX, "T-%s-%d", refs[0], i);
		st = is_taken(s, ret, &taken);
	}
	return (st == OK && taken ? db_fail(&s->db, E_INTERNAL,
					"no free reference for a theme")
				  : st);
}

enum status
theme_rows_found(struct store *s, int64_t one, int64_t other,
    int64_t *ret_theme_id)
{
	char ref[REF_MAX];
	struct sql q;
	enum status st = free_ref(s, one, other, ref);

	if (st != OK)
		return (store_check(s, st));
	q = sql_begin(&s->db, SQL_THEME_ADD,
	    "INSERT INTO theme(ref, signal, changed_seq)"
	    " SELECT ?, signal, ? FROM insight WHERE id = ?");
	sql_word(&q, ref);
	sql_int(&q, s->next_seq++);
	sql_int(&q, one);
	st = sql_run(&q);
	*ret_theme_id = sqlite3_last_insert_rowid(s->db.handle);
	if (st == OK)
		st = theme_rows_join(s, *ret_theme_id, one);
	if (st == OK)
		st = theme_rows_join(s, *ret_theme_id, other);
	return (store_check(s, st));
}

/* Whose voice counts, and what it adds. */
struct joining {
	int64_t source_id, voice_id, at_ts;
	bool counts, there;
};

static enum status
read_joining(struct store *s, int64_t insight_id, struct joining *ret)
{
	struct sql q = sql_begin(&s->db, SQL_THEME_JOINING,
	    "SELECT p.source_id, coalesce(i.voice_id, 0), i.at_ts,"
	    " " THEME_COUNTS " FROM insight i JOIN post p ON p.id = i.post_id"
	    " LEFT JOIN voice v ON v.id = i.voice_id WHERE i.id = ?");
	enum status st;

	*ret = (struct joining){ .there = false };
	sql_int(&q, insight_id);
	st = sql_next(&q, &ret->there);
	if (st == OK && ret->there) {
		ret->source_id = sql_get_int(&q, 0);
		ret->voice_id = sql_get_int(&q, 1);
		ret->at_ts = sql_get_int(&q, 2);
		ret->counts = sql_get_int(&q, 3) != 0;
	}
	sql_end(&q);
	return (st);
}

/* *${ret_voices}, *${ret_sources}: 1 where it is a new one. */
static enum status
add_voice(struct store *s, int64_t theme_id, const struct joining *j,
    int64_t *ret_voices, int64_t *ret_sources)
{
	struct sql q = sql_begin(&s->db, SQL_THEME_SOURCE,
	    "SELECT 1 FROM theme_from WHERE theme_id = ? AND source_id = ?"
	    " LIMIT 1");
	bool there;
	enum status st;

	*ret_voices = *ret_sources = 0;
	if (!j->counts) {
		sql_end(&q);
		return (OK);
	}
	sql_int(&q, theme_id);
	sql_int(&q, j->source_id);
	st = sql_next(&q, &there);
	sql_end(&q);
	if (st != OK)
		return (st);
	*ret_sources = !there;
	q = sql_begin(&s->db, SQL_THEME_VOICE,
	    "INSERT INTO theme_from(theme_id, source_id, voice_id, n)"
	    " VALUES(?, ?, ?, 1) ON CONFLICT DO UPDATE SET n = n + 1"
	    " RETURNING n");
	sql_int(&q, theme_id);
	sql_int(&q, j->source_id);
	sql_int(&q, j->voice_id);
	st = sql_next(&q, &there);
	if (st == OK && there)
		*ret_voices = sql_get_int(&q, 0) == 1;
	if (st == OK && there)
		st = sql_next(&q, &there);
	sql_end(&q);
	return (st);
}

static enum status
put_theme(struct store *s, int64_t theme_id, int64_t insight_id)
{
	struct sql q = sql_begin(&s->db, SQL_THEME_PUT,
	    "UPDATE insight SET theme_id = ? WHERE id = ?");

	sql_positive(&q, theme_id);
	sql_int(&q, insight_id);
	return (sql_run(&q));
}

enum status
theme_rows_join(struct store *s, int64_t theme_id, int64_t insight_id)
{
	int64_t voices = 0, sources = 0;
	struct joining j;
	struct sql q;
	enum status st = read_joining(s, insight_id, &j);

	if (st != OK || !j.there)
		return (store_check(s, st));
	st = put_theme(s, theme_id, insight_id);
	if (st == OK)
		st = add_voice(s, theme_id, &j, &voices, &sources);
	if (st != OK)
		return (store_check(s, st));
	q = sql_begin(&s->db, SQL_THEME_GROW,
	    "UPDATE theme SET insights = insights + 1, voices = voices + ?2,"
	    " sources = sources + ?3, state = 'live',"
	    " first_ts = min(coalesce(first_ts, ?4), ?4),"
	    " last_ts = max(coalesce(last_ts, ?4), ?4), changed_seq = ?5"
	    " WHERE id = ?1");
	sql_int(&q, theme_id);
	sql_int(&q, voices);
	sql_int(&q, sources);
	sql_int(&q, j.at_ts);
	sql_int(&q, s->next_seq++);
	st = sql_run(&q);
	if (st == OK && voices > 0)
		st = theme_count_voices(s, theme_id);
	return (store_check(s, st));
}

enum status
theme_rows_leave(struct store *s, int64_t insight_id)
{
	enum status st = db_run_for(&s->db, SQL_THEME_LEFT,
	    "INSERT OR IGNORE INTO uncounted SELECT theme_id FROM insight"
	    " WHERE id = ? AND theme_id IS NOT NULL",
	    insight_id);

	if (st == OK)
		st = put_theme(s, 0, insight_id);
	return (store_check(s, st));
}

/* The younger of the two, if it can be moved. */
static enum status
find_younger(struct store *s, int64_t one, int64_t other, int64_t *ret_into,
    int64_t *ret_from)
{
	struct sql q = sql_begin(&s->db, SQL_THEME_YOUNGER,
	    "SELECT id, insights FROM theme WHERE id IN (?, ?)"
	    " AND merged_into IS NULL ORDER BY first_ts DESC, id DESC");
	int64_t ids[2] = { 0, 0 }, n = 0;
	enum status st;
	bool row;

	*ret_into = *ret_from = 0;
	sql_int(&q, one);
	sql_int(&q, other);
	for (size_t i = 0; (st = sql_next(&q, &row)) == OK && row && i < 2;
	     i++) {
		ids[i] = sql_get_int(&q, 0);
		if (i == 0)
			n = sql_get_int(&q, 1);
	}
	sql_end(&q);
	if (st == OK && ids[1] != 0 && n <= THEME_ROWS_MOVED) {
		*ret_from = ids[0];
		*ret_into = ids[1];
	}
	return (st);
}

/* ?1: what becomes part of ?2. */
static const struct {
	enum sql_name name;
	const char *text;
} merge_steps[] = {
	{ SQL_THEME_MOVE, "UPDATE insight SET theme_id = ?2"
			  " WHERE theme_id = ?1" },
	{ SQL_THEME_MARKS, "UPDATE mark SET theme_id = ?2"
			   " WHERE theme_id = ?1" },
	/* Whatever pointed to it points on: no chains. */
	{ SQL_THEME_POINT, "UPDATE theme SET merged_into = ?2"
			   " WHERE merged_into = ?1" },
	{ SQL_THEME_EMPTY, "DELETE FROM theme_from WHERE theme_id = ?1"
			   " AND ?2 > 0" },
	{ SQL_THEME_AGAIN, "INSERT OR IGNORE INTO uncounted SELECT ?2"
			   " WHERE ?1 > 0" },
};

enum status
theme_rows_merge(struct store *s, int64_t one, int64_t other, int64_t *ret_into,
    int64_t *ret_from)
{
	enum status st = find_younger(s, one, other, ret_into, ret_from);
	struct sql q;

	if (st != OK || *ret_into == 0)
		return (store_check(s, st));
	for (size_t i = 0;
	     st == OK && i < sizeof(merge_steps) / sizeof(merge_steps[0]);
	     i++) {
		q = sql_begin(&s->db, merge_steps[i].name, merge_steps[i].text);
		sql_int(&q, *ret_from);
		sql_int(&q, *ret_into);
		st = sql_run(&q);
	}
	if (st != OK)
		return (store_check(s, st));
	q = sql_begin(&s->db, SQL_THEME_MERGED,
	    "UPDATE theme SET merged_into = ?2, state = 'merged',"
	    " insights = 0, voices = 0, sources = 0, priority_base = 0,"
	    " best_id = NULL, changed_seq = ?3 WHERE id = ?1");
	sql_int(&q, *ret_from);
	sql_int(&q, *ret_into);
	sql_int(&q, s->next_seq++);
	return (store_check(s, sql_run(&q)));
}
