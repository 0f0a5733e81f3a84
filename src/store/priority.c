/*
 * The parts of priorities: worked out again before a commit where something
 * that they are made of changed, at most so many at a time: what is left over
 * waits for the next one.
 */
#include "earshot/priority.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>

#include "priority.h"

enum { RANK_MAX = 4000, SHARES_MAX = 200 };
#define VOICES_LOG     5.  /* 32 voices are as many as count */
#define ENGAGEMENT_LOG 10. /* 1,023 answers and likes */
#define VIEWS_EACH     100.

const struct priority priority_standard = { 40, 10, 25, 15, 10, 14 * 86400 };

double
priority_of_voices(int64_t voices)
{

	return (voices < 2 ? 0 : fmin(1, log2((double)voices) / VOICES_LOG));
}

static double
positive(int64_t n)
{

	return (n > 0 ? (double)n : 0);
}

double
priority_of_engagement(int64_t answers, int64_t likes, int64_t votes,
    int64_t views)
{
	double n = positive(answers) + positive(likes) + positive(votes) +
		   positive(views) / VIEWS_EACH;

	return (fmin(1, log2(1 + n) / ENGAGEMENT_LOG));
}

/* Brought to 100 in all. */
static void
scale(struct priority *p)
{
	double *shares[] = { &p->score, &p->intensity, &p->voices,
		&p->engagement, &p->novelty };
	double sum = 0;

	for (size_t i = 0; i < 5; i++)
		sum += *shares[i];
	for (size_t i = 0; i < 5 && sum > 0; i++)
		*shares[i] *= 100 / sum;
}

static void
print_shares(const struct priority *p, char ret[SHARES_MAX])
{

	snprintf(ret, SHARES_MAX, "%.17g %.17g %.17g %.17g %.17g", p->score,
	    p->intensity, p->voices, p->engagement, p->novelty);
}

static void
read_shares(struct str s, struct priority *p)
{
	double *shares[] = { &p->score, &p->intensity, &p->voices,
		&p->engagement, &p->novelty };

	for (size_t i = 0; i < 5; i++)
		if (!str_to_double(str_word(&s), shares[i]))
			*shares[i] = 0;
}

enum status
priority_open(struct store *s)
{
	struct sql q = sql_once(&s->db,
	    "SELECT value FROM meta WHERE key = 'priority_shares'");
	enum status st;
	bool row;

	s->priority = priority_standard;
	st = sql_next(&q, &row);
	if (st == OK && row)
		read_shares(sql_get_str(&q, 0), &s->priority);
	sql_end(&q);
	return (st);
}

static enum status
set_meta(struct store *s, const char *key, const char *value)
{
	struct sql q = sql_once(&s->db,
	    "INSERT INTO meta(key, value) VALUES(?, ?) ON CONFLICT(key)"
	    " DO UPDATE SET value = excluded.value");

	sql_word(&q, key);
	sql_word(&q, value);
	return (sql_run(&q));
}

/* A database that never had shares has its parts by other ones. */
static enum status
is_other(struct store *s, const char *key, const char *value, bool *ret)
{
	struct sql q =
	    sql_once(&s->db, "SELECT 1 FROM meta WHERE key = ? AND value = ?");
	enum status st;

	sql_word(&q, key);
	sql_word(&q, value);
	st = sql_next(&q, ret);
	sql_end(&q);
	*ret = !*ret;
	return (st);
}

enum status
store_prefer(struct store *s, const struct priority *p)
{
	char shares[SHARES_MAX], half_life[32];
	struct priority scaled = *p;
	bool other = false, older = false;
	enum status st = OK;

	if (p->half_life_s <= 0)
		return (OK);
	scale(&scaled);
	print_shares(&scaled, shares);
	snprintf(half_life, sizeof(half_life), "%" PRId64, p->half_life_s);
	st = is_other(s, "priority_shares", shares, &other);
	if (st == OK)
		st = is_other(s, "priority_half_life_s", half_life, &older);
	if (st != OK || (!other && !older))
		return (st);
	st = db_exec(&s->db, "BEGIN IMMEDIATE");
	if (st == OK && older)
		st = set_meta(s, "priority_half_life_s", half_life);
	if (st == OK && other)
		st = set_meta(s, "priority_shares", shares);
	if (st == OK && other)
		st = set_meta(s, "priority_after", "0");
	if (st == OK)
		st = db_exec(&s->db, "COMMIT");
	if (st != OK)
		sqlite3_exec(s->db.handle, "ROLLBACK", NULL, NULL, NULL);
	else
		s->priority = scaled;
	return (st);
}

/* An insight with all that its parts are made of. */
struct rank {
	int64_t id, theme_id;
	double parts[5], base;
	bool live, there;
};

/* The latest numbers of a post; answers: those that it counts, or those that
 * we have, whichever are more. */
static const char ranked_text[] =
    "SELECT i.theme_id, i.score, i.intensity, i.novelty,"
    " coalesce(t.voices, 0), max(coalesce(e.comments, 0),"
    "  coalesce((SELECT posts - 1 FROM thread WHERE root_id = i.post_id), 0)),"
    " e.likes, e.votes, e.views, i.state = 'live', i.p_score, i.p_intensity,"
    " i.p_voices, i.p_engagement, i.p_novelty, i.priority_base"
    " FROM insight i LEFT JOIN theme t ON t.id = i.theme_id"
    " LEFT JOIN engagement e ON e.post_id = i.post_id AND e.taken_ts ="
    "  (SELECT max(taken_ts) FROM engagement WHERE post_id = i.post_id)"
    " WHERE i.id = ?";

static enum status
read_rank(struct store *s, int64_t id, struct rank *ret, bool *ret_same)
{
	const struct priority *p = &s->priority;
	struct sql q = sql_begin(&s->db, SQL_RANKED, ranked_text);
	enum status st;

	*ret = (struct rank){ .id = id };
	*ret_same = true;
	sql_int(&q, id);
	st = sql_next(&q, &ret->there);
	if (st == OK && ret->there) {
		ret->theme_id = sql_get_int(&q, 0);
		ret->parts[0] = p->score * sql_get_real(&q, 1);
		ret->parts[1] = p->intensity * sql_get_real(&q, 2);
		ret->parts[2] =
		    p->voices * priority_of_voices(sql_get_int(&q, 4));
		ret->parts[3] =
		    p->engagement * priority_of_engagement(sql_get_int(&q, 5),
					sql_get_int(&q, 6), sql_get_int(&q, 7),
					sql_get_int(&q, 8));
		ret->parts[4] =
		    p->novelty * fmax(0, fmin(1, sql_get_real(&q, 3)));
		ret->live = sql_get_int(&q, 9) != 0;
		for (int i = 0; i < 5; i++) {
			*ret_same &= sql_get_real(&q, 10 + i) == ret->parts[i];
			ret->base += ret->parts[i];
		}
	}
	sql_end(&q);
	return (st);
}

/* The member that speaks for its theme is the one to look at first. */
static enum status
tell_theme(struct store *s, const struct rank *r)
{
	struct sql q = sql_begin(&s->db, SQL_RANK_BEST,
	    "UPDATE theme SET priority_base = ?2, best_id = ?3 WHERE id = ?1"
	    " AND merged_into IS NULL AND (best_id IS NULL OR best_id = ?3"
	    " OR priority_base < ?2)"
	    " AND (priority_base <> ?2 OR best_id IS NOT ?3)"
	    " AND (best_id IS NOT ?3 OR priority_base <= ?2)");
	enum status st;

	sql_int(&q, r->theme_id);
	sql_real(&q, r->base);
	sql_int(&q, r->id);
	st = sql_run(&q);
	if (st != OK)
		return (st);
	/* It spoke for it, and counts less than it did. */
	q = sql_begin(&s->db, SQL_RANK_LESS,
	    "INSERT OR IGNORE INTO uncounted SELECT id FROM theme"
	    " WHERE id = ?1 AND best_id = ?3 AND priority_base > ?2");
	sql_int(&q, r->theme_id);
	sql_real(&q, r->base);
	sql_int(&q, r->id);
	return (sql_run(&q));
}

static enum status
rank_one(struct store *s, int64_t id)
{
	struct rank r;
	bool same;
	enum status st = read_rank(s, id, &r, &same);
	struct sql q;

	if (st != OK || !r.there)
		return (st);
	if (!same) {
		q = sql_begin(&s->db, SQL_RANK_PUT,
		    "UPDATE insight SET p_score = ?, p_intensity = ?,"
		    " p_voices = ?, p_engagement = ?, p_novelty = ?,"
		    " priority_base = ? WHERE id = ?");
		for (int i = 0; i < 5; i++)
			sql_real(&q, r.parts[i]);
		sql_real(&q, r.base);
		sql_int(&q, id);
		st = sql_run(&q);
	}
	return (st == OK && r.live && r.theme_id != 0 ? tell_theme(s, &r) : st);
}

static enum status
read_ids(struct sql *q, int64_t *ids, size_t max, size_t *ret_n)
{
	size_t n = 0;
	enum status st;
	bool row;

	while ((st = sql_next(q, &row)) == OK && row && n < max)
		ids[n++] = sql_get_int(q, 0);
	sql_end(q);
	*ret_n = n;
	return (st);
}

static enum status
rank_changed(struct store *s, int64_t *ids, size_t *left)
{
	struct sql q = sql_begin(&s->db, SQL_UNRANKED,
	    "SELECT insight_id FROM unranked ORDER BY insight_id LIMIT ?");
	size_t n = 0;
	enum status st;

	sql_int(&q, (int64_t)*left);
	st = read_ids(&q, ids, *left, &n);
	for (size_t i = 0; st == OK && i < n; i++)
		st = rank_one(s, ids[i]);
	*left -= n;
	if (st != OK || n == 0)
		return (st);
	q = sql_begin(&s->db, SQL_UNRANKED_CLEAR,
	    "DELETE FROM unranked WHERE insight_id <= ?");
	sql_int(&q, ids[n - 1]);
	return (sql_run(&q));
}

static enum status
next_theme(struct store *s, int64_t *ret_theme, int64_t *ret_after)
{
	struct sql q = sql_begin(&s->db, SQL_RERANKED,
	    "SELECT theme_id, insight_id FROM reranked"
	    " ORDER BY theme_id LIMIT 1");
	enum status st;
	bool row;

	st = sql_next(&q, &row);
	*ret_theme = st == OK && row ? sql_get_int(&q, 0) : 0;
	*ret_after = st == OK && row ? sql_get_int(&q, 1) : 0;
	sql_end(&q);
	return (st);
}

/* ${after}: the last one that was done; 0: that were all. */
static enum status
move_on(struct store *s, int64_t theme_id, int64_t after)
{
	struct sql q;

	if (after == 0)
		q = sql_begin(&s->db, SQL_RERANKED_DONE,
		    "DELETE FROM reranked WHERE theme_id = ?");
	else
		q = sql_begin(&s->db, SQL_RERANKED_MOVE,
		    "UPDATE reranked SET insight_id = ?2 WHERE theme_id = ?1");
	sql_int(&q, theme_id);
	if (after != 0)
		sql_int(&q, after);
	return (sql_run(&q));
}

/* The members of themes whose voices became more or fewer. */
static enum status
rank_members(struct store *s, int64_t *ids, size_t *left)
{
	int64_t theme_id, after;
	enum status st = next_theme(s, &theme_id, &after);
	size_t n = 0;

	while (st == OK && theme_id != 0 && *left > 0) {
		struct sql q = sql_begin(&s->db, SQL_RANK_MEMBERS,
		    "SELECT id FROM insight WHERE theme_id = ? AND id > ?"
		    " ORDER BY id LIMIT ?");

		sql_int(&q, theme_id);
		sql_int(&q, after);
		sql_int(&q, (int64_t)*left);
		st = read_ids(&q, ids, *left, &n);
		for (size_t i = 0; st == OK && i < n; i++)
			st = rank_one(s, ids[i]);
		if (st != OK)
			return (st);
		st = move_on(s, theme_id, n < *left ? 0 : ids[n - 1]);
		*left -= n;
		if (st == OK)
			st = next_theme(s, &theme_id, &after);
	}
	return (st);
}

/* Shares changed: all insights, from the oldest on. */
static enum status
rank_all(struct store *s, int64_t *ids, size_t *left)
{
	struct sql q = sql_begin(&s->db, SQL_RANK_AFTER,
	    "SELECT CAST(value AS INTEGER) FROM meta"
	    " WHERE key = 'priority_after'");
	char after[32];
	size_t n = 0;
	enum status st;
	bool row;
	int64_t from = 0;

	st = sql_next(&q, &row);
	if (st == OK && row)
		from = sql_get_int(&q, 0);
	sql_end(&q);
	if (st != OK || !row || *left == 0)
		return (st);
	q = sql_begin(&s->db, SQL_RANK_ALL,
	    "SELECT id FROM insight WHERE id > ? ORDER BY id LIMIT ?");
	sql_int(&q, from);
	sql_int(&q, (int64_t)*left);
	st = read_ids(&q, ids, *left, &n);
	for (size_t i = 0; st == OK && i < n; i++)
		st = rank_one(s, ids[i]);
	if (st != OK)
		return (st);
	if (n < *left)
		return (db_exec(&s->db,
		    "DELETE FROM meta WHERE key = 'priority_after'"));
	snprintf(after, sizeof(after), "%" PRId64, ids[n - 1]);
	*left = 0;
	return (set_meta(s, "priority_after", after));
}

enum status
priority_settle(struct store *s)
{
	int64_t ids[RANK_MAX];
	size_t left = RANK_MAX;
	enum status st = rank_changed(s, ids, &left);

	if (st == OK)
		st = rank_members(s, ids, &left);
	return (st == OK ? rank_all(s, ids, &left) : st);
}
