/*
 * The numbers that come with a post as a series: a row each time one of them
 * changed.  A row has all that was ever said, the latest word of each.
 */
#include "earshot/kudos.h"

#include "store_impl.h"

enum { HOUR_S = 3600, DAY_S = 86400, HOURLY_S = 2 * DAY_S };

/* comments, then one for each kudo: the columns' order. */
enum { NUMBERS = 1 + KUDOS };

struct row {
	int64_t taken_ts, first_ts; /* NO_TIME: there is none */
	int64_t n[NUMBERS];         /* -1: not said */
	double rating;              /* 0: not said */
};

static bool
says_anything(const struct post *p)
{

	return (p->comments >= 0 || p->kudos.said != 0 || p->kudos.rating > 0);
}

/* Only whoever brought the post knows its numbers: another place that carries
 * the same words has its own readers.  So no row for a post of elsewhere. */
static enum status
last_row(struct posting *x, int64_t post_id, struct row *ret, bool *ret_ours)
{
	struct sql q = sql_begin(x->d, SQL_ENGAGEMENT_LAST,
	    "SELECT e.taken_ts, (SELECT min(taken_ts) FROM engagement"
	    "  WHERE post_id = p.id), e.comments, e.likes, e.views, e.votes,"
	    " e.rating FROM post p LEFT JOIN engagement e ON e.post_id = p.id"
	    " WHERE p.id = ?1 AND (p.source_id = ?2 OR p.feed_id = ?3)"
	    " ORDER BY e.taken_ts DESC LIMIT 1");
	enum status st;

	*ret = (struct row){ .taken_ts = NO_TIME, .first_ts = NO_TIME };
	for (int i = 0; i < NUMBERS; i++)
		ret->n[i] = -1;
	sql_int(&q, post_id);
	sql_int(&q, x->b->source_id);
	sql_int(&q, x->b->feed_id);
	st = sql_next(&q, ret_ours);
	if (st == OK && *ret_ours) {
		ret->taken_ts = sql_get_time(&q, 0);
		ret->first_ts = sql_get_time(&q, 1);
		for (int i = 0; i < NUMBERS; i++) {
			int64_t n = sql_get_time(&q, 2 + i);

			ret->n[i] = n != NO_TIME ? n : -1;
		}
		ret->rating = sql_get_real(&q, 2 + NUMBERS);
	}
	sql_end(&q);
	return (st);
}

/* What ${p} says, onto the last row; false: nothing new. */
static bool
add_said(struct row *r, const struct post *p)
{
	struct row old = *r;

	if (p->comments >= 0 && p->comments <= KUDOS_MAX)
		r->n[0] = p->comments;
	for (int k = 0; k < KUDOS; k++)
		if ((p->kudos.said & 1u << k) != 0)
			r->n[1 + k] = p->kudos.n[k];
	if (p->kudos.rating > 0)
		r->rating = p->kudos.rating;
	return (
	    memcmp(old.n, r->n, sizeof(old.n)) != 0 || old.rating != r->rating);
}

static enum status
drop(struct posting *x, int64_t post_id, int64_t taken_ts)
{
	struct sql q = sql_begin(x->d, SQL_ENGAGEMENT_DROP,
	    "DELETE FROM engagement WHERE post_id = ? AND taken_ts = ?");

	sql_int(&q, post_id);
	sql_int(&q, taken_ts);
	return (sql_run(&q));
}

/*
 * Of each day that is two days past the last of its rows stays, and the first
 * of all: those that became so old since the row before are looked at.
 */
static enum status
thin_out(struct posting *x, int64_t post_id, const struct row *last,
    int64_t now)
{
	int64_t from = last->taken_ts - HOURLY_S;
	struct sql q;

	if (last->first_ts >= now - HOURLY_S)
		return (OK);
	q = sql_begin(x->d, SQL_ENGAGEMENT_THIN,
	    "DELETE FROM engagement AS e WHERE post_id = ?1"
	    " AND taken_ts >= ?2 AND taken_ts < ?3 AND taken_ts > ?4"
	    " AND EXISTS(SELECT 1 FROM engagement l WHERE l.post_id = ?1"
	    " AND l.taken_ts > e.taken_ts"
	    " AND l.taken_ts < e.taken_ts - e.taken_ts % 86400 + 86400)");
	sql_int(&q, post_id);
	sql_int(&q, from - from % DAY_S);
	sql_int(&q, now - HOURLY_S);
	sql_int(&q, last->first_ts);
	return (sql_run(&q));
}

static void
put_number(struct sql *q, int64_t n)
{

	sql_time(q, n >= 0 ? n : NO_TIME);
}

/* The insights of a post that was there before are ranked again; those of a new
 * one come later, and are ranked anyway. */
static enum status
add_row(struct posting *x, int64_t post_id, bool is_new, const struct row *r)
{
	struct sql q = sql_begin(x->d, SQL_ENGAGEMENT_ADD,
	    "INSERT INTO engagement(post_id, taken_ts, comments, likes, views,"
	    " votes, rating) VALUES(?, ?, ?, ?, ?, ?, ?)"
	    " ON CONFLICT(post_id, taken_ts) DO UPDATE SET"
	    " comments = excluded.comments, likes = excluded.likes,"
	    " views = excluded.views, votes = excluded.votes,"
	    " rating = excluded.rating");
	enum status st;

	sql_int(&q, post_id);
	sql_int(&q, r->taken_ts);
	for (int i = 0; i < NUMBERS; i++)
		put_number(&q, r->n[i]);
	if (r->rating > 0)
		sql_real(&q, r->rating);
	else
		sql_null(&q);
	st = sql_run(&q);
	if (st != OK || is_new)
		return (st);
	return (db_run_for(x->d, SQL_ENGAGEMENT_NOTE,
	    "INSERT OR IGNORE INTO unranked SELECT id FROM insight"
	    " WHERE post_id = ?",
	    post_id));
}

enum status
engagement_put(struct posting *x, int64_t post_id, bool is_new,
    const struct post *p)
{
	struct row last = { .taken_ts = NO_TIME, .first_ts = NO_TIME }, next;
	enum status st = OK;
	bool ours = true;

	if (!says_anything(p))
		return (OK);
	for (int i = 0; i < NUMBERS; i++)
		last.n[i] = -1;
	if (!is_new)
		st = last_row(x, post_id, &last, &ours);
	next = last;
	if (st != OK || !ours || !add_said(&next, p))
		return (st);
	next.taken_ts = x->now;
	if (last.taken_ts == NO_TIME)
		return (add_row(x, post_id, is_new, &next));
	/* A clock that went back moves no row before the last one. */
	if (next.taken_ts < last.taken_ts)
		next.taken_ts = last.taken_ts;
	/* Of an hour the last row stays, and the first of all. */
	if (last.taken_ts > last.first_ts &&
	    last.taken_ts / HOUR_S == next.taken_ts / HOUR_S)
		st = drop(x, post_id, last.taken_ts);
	if (st == OK)
		st = add_row(x, post_id, is_new, &next);
	return (st == OK ? thin_out(x, post_id, &last, next.taken_ts) : st);
}
