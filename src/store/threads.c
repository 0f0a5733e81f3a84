/*
 * Conversations: which stored post a comment answers, and what follows from
 * that for roots, depths and counts.  By which names a post may be answered is
 * said elsewhere (replies.h); here they meet the posts that have them, whoever
 * came first, so that the order of arrival does not matter.
 */
#include <stdlib.h>

#include "earshot/hash.h"

#include "identity.h"
#include "store_impl.h"

enum {
	CHUNK = 1000,
	CHAIN_MAX = 256, /* answers to answers below which nobody is put */
	CLIMB_MAX = 4096,
	TREE_MAX = 100000,
	KNOWN = 256 /* names whose holder is remembered within a chunk */
};
#define TREE_MAX_TEXT "100000"
_Static_assert(TREE_MAX == 100000, "as it stands in the question");

/* Who holds a name; the same hundred comments ask for the same article. */
struct known {
	enum reply_how how;
	int64_t key, feed_id;
	int64_t holder; /* 0: nobody */
	bool there;
};

/* A post whose place is looked at. */
struct place_of {
	int64_t id, parent_id, old_root;
	bool there;
};

struct threads {
	struct db *d;
	size_t n, ntops;
	struct place_of posts[CHUNK];
	int64_t tops[2 * CHUNK];
	struct known known[KNOWN];
};

static int64_t
word_key(enum reply_how how, struct str word)
{

	return ((int64_t)(hash_stable64(word) ^ ((uint64_t)(how + 1) << 56)));
}

static int64_t
key_of(const struct reply_key *k)
{

	return (k->word.n > 0 ? word_key(k->how, k->word) : k->link_key);
}

enum status
threads_count(struct store *s)
{
	struct sql q = sql_once(&s->db, "SELECT 1 FROM reply LIMIT 1");
	enum status st = sql_next(&q, &s->replies);

	sql_end(&q);
	return (st);
}

static enum status
look_at(struct posting *x, int64_t post_id)
{
	struct sql q = sql_begin(x->d, SQL_UNTHREADED_ADD,
	    "INSERT OR IGNORE INTO unthreaded(post_id) VALUES(?)");

	sql_int(&q, post_id);
	return (sql_run(&q));
}

static enum status
close_thread(struct posting *x, int64_t post_id)
{
	struct sql q = sql_begin(x->d, SQL_THREAD_CLOSED,
	    "INSERT INTO thread(root_id, closed_ts) VALUES(?, ?)"
	    " ON CONFLICT(root_id) DO UPDATE"
	    " SET closed_ts = coalesce(closed_ts, excluded.closed_ts)");
	enum status st;

	sql_int(&q, post_id);
	sql_int(&q, x->now);
	st = sql_run(&q);
	return (st == OK ? look_at(x, post_id) : st);
}

enum status
threads_put(struct posting *x, int64_t post_id, const struct post *p)
{
	enum status st = OK;

	for (size_t i = 0; st == OK && i < p->nreplies; i++) {
		const struct reply_key *k = &p->replies[i];
		struct sql q = sql_begin(x->d, SQL_REPLY_ADD,
		    "INSERT INTO reply(post_id, rank, how, key, word)"
		    " VALUES(?, ?, ?, ?, ?)");

		sql_int(&q, post_id);
		sql_int(&q, (int64_t)i);
		sql_int(&q, k->how);
		sql_int(&q, key_of(k));
		sql_str(&q, k->word);
		st = sql_run(&q);
		x->s->replies = true;
	}
	if (st == OK && p->nreplies > 0)
		st = look_at(x, post_id);
	return (st);
}

/* No name is nobody's: what waits for its feed's own post has key 0. */
static void
bind_key(struct sql *q, int64_t key)
{

	sql_time(q, key != 0 ? key : NO_TIME);
}

enum status
threads_named(struct posting *x, int64_t post_id, const struct post *p)
{
	struct sql q;
	enum status st;

	if (p->closed && p->kind == POST_ARTICLE) {
		st = close_thread(x, post_id);
		if (st != OK)
			return (st);
	}
	if (!x->s->replies)
		return (OK);
	q = sql_begin(x->d, SQL_REPLY_WAITING,
	    "INSERT OR IGNORE INTO unthreaded(post_id)"
	    " SELECT post_id FROM reply WHERE key IN (?, ?, ?)");
	bind_key(&q, post_link_key(p->canonical));
	bind_key(&q, p->guid.n > 0 ? word_key(REPLY_ID, p->guid) : 0);
	bind_key(&q, p->title.n > 0 && p->kind == POST_ARTICLE
			 ? word_key(REPLY_TITLE, p->title)
			 : 0);
	return (sql_run(&q));
}

/* The first of several by a rule that knows nothing of when they came: the
 * same source, then the oldest. */
#define FIRST " ORDER BY p.source_id = ?2 DESC, p.at_ts, p.uid LIMIT 1"

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
	    " ORDER BY f.id = ?3 DESC, p.at_ts, p.uid LIMIT 1" },
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

struct asks {
	int64_t source_id, feed_id, feed_post_id;
};

static enum status
ask_holder(struct threads *t, enum reply_how how, int64_t key, struct str word,
    const struct asks *by, int64_t *ret)
{
	struct sql q = sql_begin(t->d, look_ups[how].name, look_ups[how].text);
	enum status st;
	bool row;

	if (how == REPLY_LINK || how == REPLY_PAGE)
		sql_int(&q, key);
	else
		sql_text(&q, word);
	sql_int(&q, by->source_id);
	sql_int(&q, by->feed_id);
	st = sql_next(&q, &row);
	*ret = st == OK && row ? sql_get_int(&q, 0) : 0;
	sql_end(&q);
	return (st);
}

static enum status
find_holder(struct threads *t, enum reply_how how, int64_t key, struct str word,
    const struct asks *by, int64_t *ret)
{
	struct known *k = &t->known[((uint64_t)key ^ how) % KNOWN];
	enum status st = OK;

	if (how == REPLY_POST) {
		*ret = by->feed_post_id;
		return (OK);
	}
	if (!k->there || k->how != how || k->key != key ||
	    k->feed_id != by->feed_id) {
		*k = (struct known){ how, key, by->feed_id, 0, true };
		st = ask_holder(t, how, key, word, by, &k->holder);
		k->there = st == OK;
	}
	*ret = k->holder;
	return (st);
}

static enum status
parent_of(struct threads *t, int64_t id, int64_t *ret, bool *ret_there)
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

/* May ${id} hang on ${parent}?  Not on itself, not below itself, and not at
 * the end of a chain that nobody would follow. */
static enum status
may_hang(struct threads *t, int64_t id, int64_t parent, bool *ret)
{
	int64_t at = parent;
	enum status st = OK;
	bool there = true;

	*ret = false;
	for (int i = 0; at != 0 && at != id; i++) {
		if (i == CHAIN_MAX)
			return (OK);
		st = parent_of(t, at, &at, &there);
		if (st != OK || !there)
			return (st);
	}
	*ret = at == 0;
	return (st);
}

/* The first of its names that somebody has. */
static enum status
find_parent(struct threads *t, int64_t id, const struct asks *by, int64_t *ret)
{
	struct sql q = sql_begin(t->d, SQL_REPLY_KEYS,
	    "SELECT how, key, word FROM reply WHERE post_id = ?"
	    " ORDER BY rank");
	enum status st;
	bool row, may = false;

	*ret = 0;
	sql_int(&q, id);
	while ((st = sql_next(&q, &row)) == OK && row) {
		int64_t how = sql_get_int(&q, 0), holder = 0;

		if (how < 0 || how > REPLY_TITLE)
			continue;
		st = find_holder(t, (enum reply_how)how, sql_get_int(&q, 1),
		    sql_get_str(&q, 2), by, &holder);
		if (st == OK && holder != 0)
			st = may_hang(t, id, holder, &may);
		if (st != OK)
			break;
		if (holder != 0 && may) {
			*ret = holder;
			break;
		}
	}
	sql_end(&q);
	return (st);
}

static enum status
put_parent(struct threads *t, const struct place_of *p)
{
	struct sql q = sql_begin(t->d, SQL_THREAD_PARENT_PUT,
	    "UPDATE post SET parent_id = ? WHERE id = ?");

	sql_positive(&q, p->parent_id);
	sql_int(&q, p->id);
	return (sql_run(&q));
}

static enum status
put_in_place(struct threads *t, struct place_of *p)
{
	struct sql q = sql_begin(t->d, SQL_THREAD_POST,
	    "SELECT p.parent_id, p.root_id, p.source_id, p.feed_id,"
	    " f.parent_post_id FROM post p JOIN feed f ON f.id = p.feed_id"
	    " WHERE p.id = ?");
	struct asks by = { 0, 0, 0 };
	int64_t before = 0;
	enum status st;

	sql_int(&q, p->id);
	st = sql_next(&q, &p->there);
	if (st == OK && p->there) {
		before = sql_get_int(&q, 0);
		p->old_root = sql_get_int(&q, 1);
		by = (struct asks){ sql_get_int(&q, 2), sql_get_int(&q, 3),
			sql_get_int(&q, 4) };
	}
	sql_end(&q);
	if (st != OK || !p->there)
		return (st);
	st = find_parent(t, p->id, &by, &p->parent_id);
	if (st == OK && p->parent_id != before)
		st = put_parent(t, p);
	return (st);
}

/* The top of what ${id} hangs in is counted again. */
static enum status
add_top(struct threads *t, int64_t id)
{
	int64_t up = id;
	enum status st = OK;
	bool there = true;

	for (int i = 0; i < CLIMB_MAX && up != 0; i++) {
		id = up;
		st = parent_of(t, id, &up, &there);
		if (st != OK || !there)
			return (st);
	}
	if (up == 0)
		t->tops[t->ntops++] = id;
	return (st);
}

static enum status
on_root(struct threads *t, enum sql_name name, const char *text, int64_t id)
{
	struct sql q = sql_begin(t->d, name, text);

	sql_int(&q, id);
	return (sql_run(&q));
}

static enum status
is_there(struct threads *t, enum sql_name name, const char *text, int64_t id,
    bool *ret)
{
	struct sql q = sql_begin(t->d, name, text);
	enum status st;

	sql_int(&q, id);
	st = sql_next(&q, ret);
	sql_end(&q);
	return (st);
}

/* A post that answers another is no root; one that nobody answers has a row
 * only to say that it is closed. */
static enum status
clear_thread(struct threads *t, int64_t id)
{

	return (on_root(t, SQL_THREAD_CLEAR,
	    "DELETE FROM thread WHERE root_id = ?1 AND (closed_ts IS NULL"
	    " OR EXISTS(SELECT 1 FROM post WHERE id = ?1"
	    "  AND parent_id IS NOT NULL))",
	    id));
}

/* Nobody answered it, or nobody any more. */
static enum status
leave_alone(struct threads *t, int64_t id)
{
	enum status st = on_root(t, SQL_THREAD_ALONE,
	    "UPDATE post SET root_id = NULL, depth = 0 WHERE id = ?1"
	    " AND (root_id IS NOT NULL OR depth <> 0)",
	    id);

	return (st == OK ? clear_thread(t, id) : st);
}

static enum status
count_thread(struct threads *t, int64_t root)
{

	return (on_root(t, SQL_THREAD_RECOUNT,
	    "INSERT INTO thread(root_id, posts, voices, depth, last_ts, ideas,"
	    " complaints, asked_ts, staff_replied_ts)"
	    " SELECT ?1, posts, voices, depth, last_ts, ideas, complaints,"
	    "  asked_ts, (SELECT min(p.at_ts) FROM post p"
	    "   WHERE p.root_id = ?1 AND p.id <> ?1 AND p.staff = 1"
	    "   AND p.at_ts >= asked_ts)"
	    " FROM (SELECT count(*) AS posts,"
	    "  count(DISTINCT voice_id) AS voices, max(depth) AS depth,"
	    "  max(at_ts) AS last_ts,"
	    "  min(at_ts) FILTER (WHERE staff = 0) AS asked_ts,"
	    "  coalesce(sum((SELECT count(*) FROM insight i"
	    "   WHERE i.post_id = p.id AND i.signal = 'idea'"
	    "   AND i.state = 'live')), 0) AS ideas,"
	    "  coalesce(sum((SELECT count(*) FROM insight i"
	    "   WHERE i.post_id = p.id AND i.signal = 'complaint'"
	    "   AND i.state = 'live')), 0) AS complaints"
	    "  FROM post p WHERE p.id = ?1 OR p.root_id = ?1) WHERE true"
	    " ON CONFLICT(root_id) DO UPDATE SET posts = excluded.posts,"
	    " voices = excluded.voices, depth = excluded.depth,"
	    " last_ts = excluded.last_ts, ideas = excluded.ideas,"
	    " complaints = excluded.complaints, asked_ts = excluded.asked_ts,"
	    " staff_replied_ts = excluded.staff_replied_ts",
	    root));
}

static enum status
settle_top(struct threads *t, int64_t root)
{
	bool answered, kept = false;
	enum status st = is_there(t, SQL_THREAD_CHILD,
	    "SELECT 1 FROM post WHERE parent_id = ? LIMIT 1", root, &answered);

	if (st == OK && !answered) {
		st = leave_alone(t, root);
		if (st == OK)
			st = is_there(t, SQL_THREAD_COUNT,
			    "SELECT 1 FROM thread WHERE root_id = ?", root,
			    &kept);
	} else if (st == OK)
		st = on_root(t, SQL_THREAD_TREE,
		    "WITH RECURSIVE tree(id, depth) AS (SELECT ?1, 0 UNION ALL"
		    " SELECT p.id, tree.depth + 1 FROM tree JOIN post p"
		    " ON p.parent_id = tree.id LIMIT " TREE_MAX_TEXT ")"
		    " UPDATE post SET root_id = ?1, depth = tree.depth"
		    " FROM tree WHERE post.id = tree.id"
		    " AND (post.root_id IS NOT ?1"
		    " OR post.depth <> tree.depth)",
		    root);
	return (st == OK && (answered || kept) ? count_thread(t, root) : st);
}

static int
by_id(const void *one, const void *other)
{
	int64_t a = *(const int64_t *)one, b = *(const int64_t *)other;

	return (a < b ? -1 : a > b);
}

static enum status
settle_chunk(struct threads *t)
{
	enum status st = OK;

	memset(t->known, 0, sizeof(t->known));
	t->ntops = 0;
	for (size_t i = 0; st == OK && i < t->n; i++)
		st = put_in_place(t, &t->posts[i]);
	/* Only now is it known who is at the top. */
	for (size_t i = 0; st == OK && i < t->n; i++) {
		const struct place_of *p = &t->posts[i];

		if (!p->there)
			continue;
		if (p->parent_id != 0)
			st = clear_thread(t, p->id);
		if (st == OK)
			st = add_top(t, p->id);
		if (st == OK && p->old_root != 0 && p->old_root != p->id)
			st = add_top(t, p->old_root);
	}
	qsort(t->tops, t->ntops, sizeof(t->tops[0]), by_id);
	for (size_t i = 0; st == OK && i < t->ntops; i++)
		if (i == 0 || t->tops[i] != t->tops[i - 1])
			st = settle_top(t, t->tops[i]);
	return (st);
}

static enum status
read_chunk(struct threads *t)
{
	struct sql q = sql_begin(t->d, SQL_UNTHREADED,
	    "SELECT post_id FROM unthreaded ORDER BY post_id LIMIT ?");
	enum status st;
	bool row;

	t->n = 0;
	sql_int(&q, CHUNK);
	while ((st = sql_next(&q, &row)) == OK && row && t->n < CHUNK)
		t->posts[t->n++] =
		    (struct place_of){ .id = sql_get_int(&q, 0) };
	sql_end(&q);
	return (st);
}

enum status
threads_settle(struct store *s)
{
	struct sql q = sql_begin(&s->db, SQL_UNTHREADED,
	    "SELECT post_id FROM unthreaded ORDER BY post_id LIMIT ?");
	struct threads *t;
	enum status st;
	bool row;

	sql_int(&q, 1);
	st = sql_next(&q, &row);
	sql_end(&q);
	if (st != OK || !row)
		return (st);
	t = calloc(1, sizeof(*t));
	if (t == NULL)
		return (db_fail(&s->db, E_MEMORY, "out of memory"));
	t->d = &s->db;
	do {
		st = read_chunk(t);
		if (st == OK)
			st = settle_chunk(t);
		if (st == OK && t->n > 0)
			st = on_root(t, SQL_UNTHREADED_CLEAR,
			    "DELETE FROM unthreaded WHERE post_id <= ?",
			    t->posts[t->n - 1].id);
	} while (st == OK && t->n == CHUNK);
	free(t);
	return (st);
}
