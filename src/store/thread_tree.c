/*
 * Trees of posts that answer each other: root and depth of each, and what is
 * counted of the whole.
 */
#include <stdlib.h>

#include "thread_impl.h"

/* Posts of one conversation; further ones stay where they were. */
#define TREE_MAX "100000"

/* The top of what ${id} hangs in. */
static enum status
top_of(struct threads *t, int64_t id, int64_t *ret)
{
	int64_t at = id, up = id, top = 0;
	enum status st = OK;
	size_t n = 0;

	while (top == 0) {
		bool there;

		at = up;
		if (thread_seen(t, at)->id == at) {
			top = thread_seen(t, at)->top;
			break;
		}
		if (n < THREAD_PATH)
			t->path[n++] = at;
		st = thread_parent_of(t, at, &up, &there);
		if (st != OK)
			return (st);
		if (up == 0)
			top = at;
	}
	for (size_t i = 0; i < n; i++)
		*thread_seen(t, t->path[i]) =
		    (struct thread_seen){ t->path[i], top };
	*ret = top;
	return (OK);
}

static enum status
add_top(struct threads *t, int64_t id)
{
	int64_t top = 0;
	enum status st = top_of(t, id, &top);

	if (st == OK)
		t->tops[t->ntops++] = top;
	return (st);
}

/* A post that answers another is no root; one that nobody answers has a row
 * only to say that it is closed. */
static enum status
clear_thread(struct threads *t, int64_t id)
{

	return (db_run_for(t->d, SQL_THREAD_CLEAR,
	    "DELETE FROM thread WHERE root_id = ?1 AND (closed_ts IS NULL"
	    " OR EXISTS(SELECT 1 FROM post WHERE id = ?1"
	    "  AND parent_id IS NOT NULL))",
	    id));
}

/* Nobody answered it, or nobody any more. */
static enum status
leave_alone(struct threads *t, int64_t id)
{
	enum status st = db_run_for(t->d, SQL_THREAD_ALONE,
	    "UPDATE post SET root_id = NULL, depth = 0 WHERE id = ?1"
	    " AND (root_id IS NOT NULL OR depth <> 0)",
	    id);

	return (st == OK ? clear_thread(t, id) : st);
}

static enum status
has_row(struct threads *t, int64_t root, bool *ret)
{

	return (thread_there(t, SQL_THREAD_COUNT,
	    "SELECT 1 FROM thread WHERE root_id = ?", root, ret));
}

#define HEARD(signal)                                                    \
	"coalesce(sum((SELECT count(*) FROM insight i WHERE i.post_id =" \
	" p.id AND i.signal = '" signal "' AND i.state = 'live')), 0)"

static enum status
count_thread(struct threads *t, int64_t root)
{

	return (db_run_for(t->d, SQL_THREAD_RECOUNT,
	    "WITH said AS MATERIALIZED (SELECT id, voice_id, depth, at_ts,"
	    "  staff FROM post WHERE id = ?1 OR root_id = ?1),"
	    " asked AS (SELECT min(at_ts) AS ts FROM said WHERE staff = 0)"
	    "INSERT INTO thread(root_id, posts, voices, depth, last_ts, ideas,"
	    " complaints, asked_ts, staff_replied_ts)"
	    " SELECT ?1, count(*), count(DISTINCT p.voice_id), max(p.depth),"
	    "  max(p.at_ts), " HEARD("idea") ", " HEARD(
		"complaint") ","
			     "  (SELECT ts FROM asked), min(p.at_ts) FILTER "
			     "(WHERE p.staff = 1"
			     "   AND p.id <> ?1 AND p.at_ts >= (SELECT ts FROM "
			     "asked))"
			     " FROM said p WHERE true ON CONFLICT(root_id) DO "
			     "UPDATE SET"
			     " posts = excluded.posts, voices = "
			     "excluded.voices,"
			     " depth = excluded.depth, last_ts = "
			     "excluded.last_ts,"
			     " ideas = excluded.ideas, complaints = "
			     "excluded.complaints,"
			     " asked_ts = excluded.asked_ts,"
			     " staff_replied_ts = excluded.staff_replied_ts",
	    root));
}

static enum status
hang_below(struct threads *t, int64_t root)
{
	bool answered;
	enum status st = thread_answered(t, root, &answered);

	if (st != OK || !answered)
		return (st == OK ? leave_alone(t, root) : st);
	return (db_run_for(t->d, SQL_THREAD_TREE,
	    "WITH RECURSIVE tree(id, depth) AS (SELECT ?1, 0 UNION ALL"
	    " SELECT p.id, tree.depth + 1 FROM tree JOIN post p"
	    " ON p.parent_id = tree.id LIMIT " TREE_MAX ")"
	    " UPDATE post SET root_id = ?1, depth = tree.depth"
	    " FROM tree WHERE post.id = tree.id"
	    " AND (post.root_id IS NOT ?1"
	    " OR post.depth <> tree.depth)",
	    root));
}

static enum status
count_below(struct threads *t, int64_t root)
{
	bool counts;
	enum status st = thread_answered(t, root, &counts);

	if (st == OK && !counts)
		st = has_row(t, root, &counts);
	return (st == OK && counts ? count_thread(t, root) : st);
}

/* Once for each of them. */
static enum status
each_top(struct threads *t,
    enum status (*settle)(struct threads *t, int64_t id))
{
	enum status st = OK;

	for (size_t i = 0; st == OK && i < t->ntops; i++)
		if (i == 0 || t->tops[i] != t->tops[i - 1])
			st = settle(t, t->tops[i]);
	return (st);
}

static int
by_id(const void *one, const void *other)
{
	int64_t a = *(const int64_t *)one, b = *(const int64_t *)other;

	return (a < b ? -1 : a > b);
}

/* Who answers the same as before changes nothing. */
static enum status
add_tops(struct threads *t, const struct thread_place *p)
{
	enum status st = OK;

	if (!p->there || (!p->moved && p->parent_id != 0 && p->old_root != 0))
		return (OK);
	if (p->parent_id != 0)
		st = clear_thread(t, p->id);
	if (st == OK)
		st = add_top(t, p->id);
	if (st == OK && p->old_root != 0 && p->old_root != p->id)
		st = add_top(t, p->old_root);
	return (st);
}

enum status
thread_trees(struct threads *t)
{
	enum status st = OK;

	t->ntops = 0;
	memset(t->seen, 0, sizeof(t->seen));
	for (size_t i = 0; st == OK && i < t->n; i++)
		st = add_tops(t, &t->posts[i]);
	qsort(t->tops, t->ntops, sizeof(t->tops[0]), by_id);
	/* Counted when all are where they belong: who moves to another root
	 * counts for the first as long as its row says so. */
	if (st == OK)
		st = each_top(t, hang_below);
	return (st == OK ? each_top(t, count_below) : st);
}
