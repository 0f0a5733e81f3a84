/*
 * What a post answers: the first of the names it gives that somebody has.
 * Where posts answer each other in a circle, the oldest of them begins it,
 * whoever came first.
 */
#include "thread_impl.h"

enum { CIRCLES_MAX = 8 }; /* that placing one post may open */

/* The first of several by a rule that knows nothing of when they came: the
 * same source, then the oldest, those without a date last. */
#define FIRST                                                      \
	" ORDER BY p.source_id = ?2 DESC, p.published_ts IS NULL," \
	" p.published_ts, p.uid LIMIT 1"

/* ?1: the key or word, ?2: the source, ?3: the feed that asks. */
static const struct {
	enum sql_name name;
	const char *text;
} look_ups[] = {
	/* Feeds that were found come and go; of the listed ones there are
	 * few. */
	[REPLY_ID] = { SQL_REPLY_BY_ID,
	    "SELECT p.id FROM feed f JOIN post_feed o ON o.feed_id = f.id"
	    " AND o.guid = ?1 JOIN post p ON p.id = o.post_id"
	    " WHERE f.source_id = ?2 AND (f.id = ?3 OR f.origin = 'listed')"
	    " ORDER BY f.id = ?3 DESC, p.published_ts IS NULL,"
	    " p.published_ts, p.uid LIMIT 1" },
	[REPLY_LINK] = { SQL_REPLY_BY_LINK,
	    "SELECT p.id FROM post_feed o JOIN post p ON p.id = o.post_id"
	    " WHERE o.link_key = ?1 AND ?3 <> 0" FIRST },
	[REPLY_PAGE] = { SQL_REPLY_BY_PAGE,
	    "SELECT p.id FROM post_feed o JOIN post p ON p.id = o.post_id"
	    " WHERE o.link_key = ?1 AND ?3 <> 0"
	    " AND p.kind NOT IN ('comment', 'answer')" FIRST },
	[REPLY_TITLE] = { SQL_REPLY_BY_TITLE,
	    "SELECT min(id) FROM (SELECT id FROM post WHERE source_id = ?2"
	    "  AND title = ?1 AND ?3 <> 0 AND kind = 'article'"
	    "  AND (comments_url IS NOT NULL OR comments_feed IS NOT NULL)"
	    "  LIMIT 2) HAVING count(*) = 1" },
};

enum status
thread_holder(struct db *d, enum reply_how how, int64_t key, struct str word,
    const struct thread_asks *by, int64_t *ret)
{
	struct sql q = sql_begin(d, look_ups[how].name, look_ups[how].text);

	if (how == REPLY_LINK || how == REPLY_PAGE)
		sql_int(&q, key);
	else
		sql_text(&q, word);
	sql_int(&q, by->source_id);
	sql_int(&q, by->feed_id);
	return (sql_one(&q, ret));
}

static enum status
find_holder(struct threads *t, enum reply_how how, int64_t key, struct str word,
    const struct thread_asks *by, int64_t *ret)
{
	struct thread_known *k =
	    &t->known[((uint64_t)key ^ how) % THREAD_KNOWN];
	enum status st = OK;

	if (how == REPLY_POST) {
		*ret = by->feed_post_id;
		return (OK);
	}
	if (!k->there || k->how != how || k->key != key ||
	    k->feed_id != by->feed_id) {
		*k = (struct thread_known){ how, key, by->feed_id, 0, true };
		st = thread_holder(t->d, how, key, word, by, &k->holder);
		k->there = st == OK;
	}
	*ret = k->holder;
	return (st);
}

enum status
thread_parent_of(struct threads *t, int64_t id, int64_t *ret, bool *ret_there)
{
	struct sql q = sql_begin(t->d, SQL_THREAD_PARENT,
	    "SELECT parent_id FROM post WHERE id = ?");
	enum status st;

	sql_int(&q, id);
	st = sql_next(&q, ret_there);
	*ret = st == OK && *ret_there ? sql_get_int(&q, 0) : 0;
	sql_end(&q);
	return (st);
}

enum status
thread_answered(struct threads *t, int64_t id, bool *ret)
{

	return (thread_there(t, SQL_THREAD_CHILD,
	    "SELECT 1 FROM post WHERE parent_id = ? LIMIT 1", id, ret));
}

enum hang { HANG_NOT, HANG, HANG_CIRCLE };

/* Who has no parent stands at the top of what hangs on it, and nowhere else:
 * where a post is known to hang below another, the steps between need not be
 * taken again. */
static enum status
climb_fast(struct threads *t, int64_t at, int64_t *ret_top)
{
	enum status st = OK;
	bool there;
	size_t n = 0;

	for (int64_t up = at; up != 0;) {
		struct thread_seen *seen = thread_seen(t, up);

		at = up;
		if (seen->id == at) {
			up = seen->top;
			continue;
		}
		if (n < THREAD_PATH)
			t->path[n++] = at;
		t->climbs++;
		st = thread_parent_of(t, at, &up, &there);
		if (st != OK)
			return (st);
	}
	for (size_t i = 0; i < n; i++)
		if (t->path[i] != at)
			*thread_seen(t, t->path[i]) =
			    (struct thread_seen){ t->path[i], at };
	*ret_top = at;
	return (OK);
}

/* Step by step, for a post in the midst of what it hangs in. */
static enum status
climb(struct threads *t, int64_t id, int64_t at, int64_t *ret_top)
{
	enum status st = OK;
	int64_t up = at;
	bool there;

	while (up != 0 && at != id) {
		at = up;
		t->climbs++;
		st = thread_parent_of(t, at, &up, &there);
		if (st != OK)
			return (st);
	}
	*ret_top = at;
	return (OK);
}

/* May ${p} hang on ${parent}, or does it stand above that already?  Who is
 * answered by nobody stands above nobody.  Only what was made to cost much
 * finds no steps left. */
static enum status
may_hang(struct threads *t, const struct thread_place *p, int64_t parent,
    enum hang *ret)
{
	bool answered;
	int64_t top = 0;
	enum status st = thread_answered(t, p->id, &answered);

	*ret = answered ? HANG_NOT : HANG;
	if (st != OK || !answered || t->climbs >= THREAD_CLIMBS_MAX)
		return (st);
	if (p->parent_id == 0)
		st = climb_fast(t, parent, &top);
	else
		st = climb(t, p->id, parent, &top);
	if (st == OK)
		*ret = top == p->id ? HANG_CIRCLE : HANG;
	return (st);
}

/* Of ${parent} and those above it, up to ${id}: the one that the circle begins
 * with. */
static enum status
find_oldest(struct threads *t, int64_t id, int64_t parent, int64_t *ret)
{
	struct sql q = sql_begin(t->d, SQL_THREAD_OLDEST,
	    "WITH RECURSIVE up(id, parent_id) AS (SELECT id, parent_id"
	    "  FROM post WHERE id = ?1 UNION ALL SELECT p.id, p.parent_id"
	    "  FROM up JOIN post p ON p.id = up.parent_id WHERE up.id <> ?2"
	    "  LIMIT 100000) SELECT p.id, count(*) OVER () FROM up"
	    " JOIN post p ON p.id = up.id"
	    " ORDER BY p.published_ts IS NULL, p.published_ts, p.uid LIMIT 1");
	enum status st;
	bool row;

	sql_int(&q, parent);
	sql_int(&q, id);
	st = sql_next(&q, &row);
	*ret = st == OK && row ? sql_get_int(&q, 0) : id;
	if (st == OK && row)
		t->climbs += (size_t)sql_get_int(&q, 1);
	sql_end(&q);
	return (st);
}

struct found {
	int64_t parent_id;
	int64_t oldest_id; /* of the circle that it closes; 0: none */
};

/* May ${p} answer ${holder}?  Then ${ret} says so. */
static enum status
try_holder(struct threads *t, const struct thread_place *p, int64_t holder,
    struct found *ret)
{
	enum hang hang;
	int64_t oldest = 0;
	enum status st = may_hang(t, p, holder, &hang);

	if (st == OK && hang == HANG_CIRCLE)
		st = find_oldest(t, p->id, holder, &oldest);
	if (st == OK && hang != HANG_NOT && oldest != p->id)
		*ret = (struct found){ holder, oldest };
	return (st);
}

/* The first of its names that somebody has. */
static enum status
find_parent(struct threads *t, const struct thread_place *p,
    const struct thread_asks *by, struct found *ret)
{
	struct sql q = sql_begin(t->d, SQL_REPLY_KEYS,
	    "SELECT how, key, word FROM reply WHERE post_id = ?"
	    " ORDER BY rank");
	enum status st = OK;
	bool row;

	*ret = (struct found){ 0, 0 };
	sql_int(&q, by->post_id);
	while (ret->parent_id == 0 && (st = sql_next(&q, &row)) == OK && row) {
		int64_t how = sql_get_int(&q, 0), holder = 0;

		if (how < 0 || how > REPLY_TITLE)
			continue;
		st = find_holder(t, (enum reply_how)how, sql_get_int(&q, 1),
		    sql_get_str(&q, 2), by, &holder);
		if (st == OK && holder != 0 && holder != by->post_id)
			st = try_holder(t, p, holder, ret);
		if (st != OK)
			break;
	}
	sql_end(&q);
	return (st);
}

static enum status
put_parent(struct threads *t, int64_t id, int64_t parent_id)
{
	struct sql q = sql_begin(t->d, SQL_THREAD_PARENT_PUT,
	    "UPDATE post SET parent_id = ? WHERE id = ?");

	sql_positive(&q, parent_id);
	sql_int(&q, id);
	return (sql_run(&q));
}

static enum status
read_place(struct threads *t, struct thread_place *p, struct thread_asks *ret)
{
	struct sql q = sql_begin(t->d, SQL_THREAD_POST,
	    "SELECT p.parent_id, p.root_id, p.source_id, p.feed_id,"
	    " f.parent_post_id FROM post p JOIN feed f ON f.id = p.feed_id"
	    " WHERE p.id = ?");
	enum status st;

	sql_int(&q, p->id);
	st = sql_next(&q, &p->there);
	if (st == OK && p->there) {
		p->parent_id = sql_get_int(&q, 0);
		p->old_root = sql_get_int(&q, 1);
		*ret = (struct thread_asks){ p->id, sql_get_int(&q, 2),
			sql_get_int(&q, 3), sql_get_int(&q, 4) };
	}
	sql_end(&q);
	return (st);
}

/* A circle that is closed is opened again at its oldest post, which may answer
 * another then, and so on, but not for ever. */
enum status
thread_place(struct threads *t, struct thread_place *p)
{
	struct thread_place other, *at = p;
	enum status st = OK;

	for (int i = 0; st == OK && at != NULL; i++) {
		struct found found = { 0, 0 };
		struct thread_asks by = { 0, 0, 0, 0 };

		st = read_place(t, at, &by);
		if (st != OK || !at->there)
			return (st);
		if (i < CIRCLES_MAX)
			st = find_parent(t, at, &by, &found);
		if (st == OK && found.parent_id != at->parent_id) {
			st = put_parent(t, at->id, found.parent_id);
			/* What hung below it stands elsewhere now. */
			if (at->parent_id != 0)
				memset(t->seen, 0, sizeof(t->seen));
			at->parent_id = found.parent_id;
			at->moved = true;
		}
		if (found.oldest_id == 0)
			break;
		at = thread_find(t, found.oldest_id);
		if (at == NULL) {
			other = (struct thread_place){ .id = found.oldest_id };
			at = &other;
		}
	}
	return (st);
}
