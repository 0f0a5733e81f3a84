/*
 * A stored post whose rules changed: only what they say otherwise is written,
 * so that most posts cost a look and a number, and the same rules nothing.
 */
#include "store_impl.h"

/* What the rules said of it last. */
struct scored {
	struct str lang, primary, need;
	double sentiment, intensity;
	bool abstained, truncated;
	int64_t ruleset_id; /* 0: none did */
};

/* Borrowed strings until the next look-up: copies go into the arena. */
static enum status
load_scored(struct posting *x, int64_t post_id, struct scored *ret)
{
	struct arena *a = x->b->arena;
	struct sql q = sql_begin(x->d, SQL_POST_SCORED,
	    "SELECT p.lang, p.primary_signal, p.sentiment, p.intensity,"
	    " p.abstained, p.truncated, p.ruleset_id, f.need"
	    " FROM post p LEFT JOIN feed f ON f.id = p.feed_id WHERE p.id = ?");
	enum status st;
	bool row;

	*ret = (struct scored){ .ruleset_id = 0 };
	sql_int(&q, post_id);
	st = sql_next(&q, &row);
	if (st == OK && row) {
		ret->lang = arena_str(a, sql_get_str(&q, 0));
		ret->primary = arena_str(a, sql_get_str(&q, 1));
		ret->sentiment = sql_get_real(&q, 2);
		ret->intensity = sql_get_real(&q, 3);
		ret->abstained = sql_get_int(&q, 4) != 0;
		ret->truncated = sql_get_int(&q, 5) != 0;
		ret->ruleset_id = sql_get_int(&q, 6);
		ret->need = arena_str(a, sql_get_str(&q, 7));
	}
	sql_end(&q);
	if (st == OK && arena_failed(a))
		st = db_fail(x->d, E_MEMORY, "out of memory");
	return (st);
}

/* What the counts of posts go by. */
static bool
counts_alike(const struct scored *was, const struct verdict *v)
{

	return (was->ruleset_id != 0 && was->abstained == v->abstained &&
		was->truncated == v->truncated &&
		str_eq(was->lang, v->lang.n > 0 ? v->lang : STR("und")));
}

static bool
row_alike(const struct posting *x, const struct scored *was,
    const struct verdict *v)
{

	return (was->ruleset_id == x->ruleset_id &&
		was->sentiment == v->sentiment &&
		was->intensity == v->intensity &&
		str_eq(was->primary, str_of(signal_word(v->primary))));
}

static enum status
put(struct posting *x, const struct stored *row, struct post *p)
{
	struct scored was;
	bool counts, parts = false;
	enum status st = load_scored(x, row->post_id, &was);

	if (st == OK)
		st = parts_alike(x, row->post_id, p->verdict, &parts);
	if (st != OK)
		return (st);
	x->need = was.need;
	counts = counts_alike(&was, p->verdict);
	if (!counts || !parts)
		st = posts_lift(x, row->post_id);
	if (st == OK && (!counts || !row_alike(x, &was, p->verdict)))
		st = posts_rescore(x, row, p);
	if (st == OK && !parts)
		st = parts_put(x, row, p);
	if (st == OK)
		st = insights_put(x, row, p);
	if (st == OK)
		st = posts_drop(x, row->post_id);
	if (st == OK)
		x->b->rescored_posts++;
	return (st);
}

enum status
rescored_put(struct posting *x, struct post *p)
{
	struct stored row;
	bool there;
	enum status st = posts_load(x, p->post_id, p, &row, &there);

	if (st != OK || p->verdict == NULL)
		return (st);
	/* Gone, or a visit brought other words since it was read: what was
	 * heard in the old ones is of no use. */
	if (!there || row.removed || row.edited) {
		x->b->overtaken_posts += there && !row.removed;
		return (OK);
	}
	p->staff = row.side != 0;
	return (put(x, &row, p));
}
