/*
 * What feeds take away: entries that a feed served and, by its own word, does
 * not serve any more.  A post that no feed serves is removed: its row stays,
 * its live insights are removed with it; and all of it comes back with the
 * entry.
 */
#include <stdlib.h>

#include "earshot/clock.h"
#include "earshot/echoes.h"

#include "store_impl.h"

enum {
	TAKEN_MAX = 10000, /* rows in one visit; the rest in the next */
	SAME_GUID_MAX = 16,
	DAY_S = 86400,
	INSIGHTS_MAX = 16
};

struct row {
	int64_t id, post_id;
};

enum status
taken_count(struct store *s)
{
	int64_t there = 0;
	enum status st = db_number(&s->db,
	    "SELECT EXISTS(SELECT 1 FROM post WHERE state = 'removed')",
	    &there);

	s->removals = there != 0;
	return (st);
}

static enum status
set_state(struct posting *x, int64_t post_id, bool removed, bool *ret_changed)
{
	struct sql q = sql_begin(x->d, SQL_TAKEN_POST,
	    "UPDATE post SET state = ?1 WHERE id = ?2 AND state <> ?1");
	enum status st;

	sql_word(&q, removed ? "removed" : "live");
	sql_int(&q, post_id);
	st = sql_run(&q);
	*ret_changed = st == OK && sqlite3_changes(x->d->handle) > 0;
	return (st);
}

/* Each with its place in changed_seq.  What people took away bears another
 * reason and stays away. */
static enum status
turn_insights(struct posting *x, int64_t post_id, bool removed)
{
	int64_t ids[INSIGHTS_MAX];
	struct sql q = sql_begin(x->d, SQL_TAKEN_INSIGHTS,
	    "SELECT id FROM insight WHERE post_id = ?1 AND iif(?2,"
	    " state = 'live', state = 'removed' AND state_why = 'removed')"
	    " ORDER BY id LIMIT ?3");
	size_t n = 0;
	enum status st;
	bool row;

	sql_int(&q, post_id);
	sql_int(&q, removed);
	sql_int(&q, INSIGHTS_MAX);
	while ((st = sql_next(&q, &row)) == OK && row && n < INSIGHTS_MAX)
		ids[n++] = sql_get_int(&q, 0);
	sql_end(&q);
	for (size_t i = 0; st == OK && i < n; i++) {
		q = sql_begin(x->d, SQL_TAKEN_TURN,
		    "UPDATE insight SET state = ?, state_why = ?,"
		    " changed_ts = ?, changed_seq = ? WHERE id = ?");
		sql_word(&q, removed ? "removed" : "live");
		sql_word(&q, removed ? "removed" : NULL);
		sql_int(&q, x->now);
		sql_int(&q, x->s->next_seq++);
		sql_int(&q, ids[i]);
		st = sql_run(&q);
		if (removed)
			x->b->withdrawn_insights++;
		else
			x->b->changed_insights++;
	}
	return (st);
}

static enum status
turn_post(struct posting *x, int64_t post_id, bool removed)
{
	bool changed = false;
	enum status st = posts_lift(x, post_id);

	if (st == OK)
		st = set_state(x, post_id, removed, &changed);
	if (st == OK && changed)
		st = turn_insights(x, post_id, removed);
	if (st == OK)
		st = posts_drop(x, post_id);
	/* Whom it repeats now is looked up. */
	if (st == OK && changed && !removed)
		st = echoes_free(x->s, post_id);
	if (st == OK && changed && removed) {
		x->s->removals = true;
		x->b->taken_posts++;
		st = echoes_bequeath(x->s, post_id, STR("[]"));
	}
	return (st);
}

static enum status
is_served(struct posting *x, int64_t post_id, bool *ret)
{
	struct sql q = sql_begin(x->d, SQL_TAKEN_SERVED,
	    "SELECT 1 FROM post_feed WHERE post_id = ? AND taken_ts IS NULL"
	    " LIMIT 1");

	sql_int(&q, post_id);
	return (sql_there(&q, ret));
}

static enum status
take_row(struct posting *x, const struct row *r)
{
	struct sql q = sql_begin(x->d, SQL_TAKEN_ROW,
	    "UPDATE post_feed SET taken_ts = ? WHERE id = ?");
	bool served = false;
	enum status st;

	sql_int(&q, x->now);
	sql_int(&q, r->id);
	st = sql_run(&q);
	if (st == OK)
		st = is_served(x, r->post_id, &served);
	return (st == OK && !served ? turn_post(x, r->post_id, true) : st);
}

static int
by_number(const void *one, const void *other)
{
	int64_t a = *(const int64_t *)one, b = *(const int64_t *)other;

	return (a < b ? -1 : a > b);
}

/* The posts of this document, sorted.  *${ret_sure}: each is known. */
static enum status
list_here(struct posting *x, int64_t **ret, bool *ret_sure)
{
	const struct batch *b = x->b;
	int64_t *ids = arena_array(b->arena, b->nposts + 1, sizeof(*ids));

	if (ids == NULL)
		return (db_fail(x->d, E_MEMORY, "out of memory"));
	*ret_sure = true;
	for (size_t i = 0; i < b->nposts; i++) {
		ids[i] = b->posts[i].post_id;
		if (ids[i] == 0 && b->posts[i].seen == SEEN_KNOWN)
			*ret_sure = false;
	}
	qsort(ids, b->nposts, sizeof(*ids), by_number);
	*ret = ids;
	return (OK);
}

static bool
is_here(const struct posting *x, const int64_t *here, int64_t post_id)
{

	return (bsearch(&post_id, here, x->b->nposts, sizeof(*here),
		    by_number) != NULL);
}

/* Rows of ${q} whose posts are not in the document; *${ret_more}: there are
 * more of them. */
static enum status
read_missing(struct posting *x, struct sql *q, const int64_t *here, size_t max,
    struct row **ret, size_t *ret_n, bool *ret_more)
{
	struct row *rows = NULL;
	size_t n = 0, size = 0;
	enum status st;
	bool row;

	*ret_more = false;
	while ((st = sql_next(q, &row)) == OK && row) {
		struct row r = { sql_get_int(q, 0), sql_get_int(q, 1) };
		struct row *more;

		if (is_here(x, here, r.post_id))
			continue;
		*ret_more = n == max;
		if (*ret_more)
			break;
		more = arena_grow(x->b->arena, rows, n, &size, sizeof(r));
		if (more == NULL) {
			st = db_fail(x->d, E_MEMORY, "out of memory");
			break;
		}
		rows = more;
		rows[n++] = r;
	}
	sql_end(q);
	*ret = rows;
	*ret_n = n;
	return (st);
}

static enum status
take_rows(struct posting *x, struct sql *q, const int64_t *here, size_t max,
    bool *ret_more)
{
	struct row *rows;
	size_t n;
	enum status st = read_missing(x, q, here, max, &rows, &n, ret_more);

	for (size_t i = 0; st == OK && i < n; i++)
		st = take_row(x, &rows[i]);
	return (st);
}

static enum status
take_missing(struct posting *x, const int64_t *here)
{
	struct sql q = sql_begin(x->d, SQL_TAKEN_MISSING,
	    "SELECT id, post_id FROM post_feed"
	    " WHERE feed_id = ? AND taken_ts IS NULL");
	enum status st;
	bool more;

	sql_int(&q, x->b->feed_id);
	st = take_rows(x, &q, here, TAKEN_MAX, &more);
	x->b->doubtful |= more;
	return (st);
}

static enum status
take_deleted(struct posting *x, const int64_t *here)
{
	enum status st = OK;
	bool more;

	for (size_t i = 0; st == OK && i < x->b->ndeleted; i++) {
		struct sql q = sql_begin(x->d, SQL_TAKEN_GUID,
		    "SELECT id, post_id FROM post_feed WHERE feed_id = ?"
		    " AND guid = ? AND taken_ts IS NULL");

		sql_int(&q, x->b->feed_id);
		sql_str(&q, x->b->deleted[i]);
		st = take_rows(x, &q, here, SAME_GUID_MAX, &more);
	}
	return (st);
}

/* A feed that has nothing any more may just be broken: it is believed when it
 * still says so a day later. */
static enum status
note_empty(struct posting *x, bool empty, bool *ret_again)
{
	int64_t since = NO_TIME;
	struct sql q = sql_begin(x->d, SQL_TAKEN_EMPTIED,
	    "SELECT emptied_ts FROM feed WHERE id = ?");
	enum status st;
	bool row;

	sql_int(&q, x->b->feed_id);
	st = sql_next(&q, &row);
	if (st == OK && row)
		since = sql_get_time(&q, 0);
	sql_end(&q);
	*ret_again = empty && since != NO_TIME && x->now - since >= DAY_S;
	if (st != OK || (since != NO_TIME) == empty)
		return (st);
	q = sql_begin(x->d, SQL_TAKEN_EMPTY,
	    "UPDATE feed SET emptied_ts = ? WHERE id = ?");
	sql_time(&q, empty ? x->now : NO_TIME);
	sql_int(&q, x->b->feed_id);
	return (sql_run(&q));
}

enum status
store_taken(struct store *s, struct batch *b)
{
	struct posting x = { .s = s, .d = &s->db, .b = b, .now = clock_now() };
	bool sure = true, again = false;
	int64_t *here = NULL;
	enum status st;

	b->taken_posts = 0;
	b->doubtful = false;
	if (!b->complete && b->ndeleted == 0)
		return (OK);
	st = list_here(&x, &here, &sure);
	if (st == OK && b->ndeleted > 0)
		st = take_deleted(&x, here);
	if (st == OK && b->complete)
		st = note_empty(&x, b->nposts == 0, &again);
	if (st == OK && b->complete && b->nposts == 0 && !again)
		b->doubtful = true;
	else if (st == OK && b->complete && sure)
		st = take_missing(&x, here);
	return (store_check(s, st));
}

enum status
taken_back(struct posting *x, int64_t row_id, struct post *p)
{
	struct sql q;
	bool removed = false;
	enum status st;

	if (!x->s->removals && row_id == 0)
		return (OK);
	if (row_id != 0) {
		q = sql_begin(x->d, SQL_TAKEN_ROW,
		    "UPDATE post_feed SET taken_ts = ? WHERE id = ?");
		sql_null(&q);
		sql_int(&q, row_id);
		st = sql_run(&q);
		if (st != OK)
			return (st);
	}
	q = sql_begin(x->d, SQL_TAKEN_IS,
	    "SELECT 1 FROM post WHERE id = ? AND state = 'removed'");
	sql_int(&q, p->post_id);
	st = sql_next(&q, &removed);
	sql_end(&q);
	if (st != OK || !removed)
		return (st);
	p->back = true;
	return (turn_post(x, p->post_id, false));
}
