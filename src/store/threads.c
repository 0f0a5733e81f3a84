/*
 * Conversations: which stored post a comment answers, and what follows from
 * that for roots, depths and counts.  By which names a post may be answered is
 * said elsewhere (replies.h); here they meet the posts that have them, whoever
 * came first, so that the order of arrival does not matter.
 */
#include <stdlib.h>

#include "earshot/hash.h"

#include "thread_impl.h"

static int64_t
word_key(enum reply_how how, struct str word)
{

	return ((int64_t)(hash_stable64(word) ^ ((uint64_t)(how + 1) << 56)));
}

int64_t
thread_key(const struct reply_key *k)
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
look_at(struct store *s, int64_t post_id)
{
	struct sql q = sql_begin(&s->db, SQL_UNTHREADED_ADD,
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
	return (st == OK ? look_at(x->s, post_id) : st);
}

enum status
threads_keys(struct store *s, int64_t post_id, const struct reply_key *keys,
    size_t n)
{
	enum status st = OK;

	for (size_t i = 0; st == OK && i < n; i++) {
		struct sql q = sql_begin(&s->db, SQL_REPLY_ADD,
		    "INSERT INTO reply(post_id, rank, how, key, word)"
		    " VALUES(?, ?, ?, ?, ?)");

		sql_int(&q, post_id);
		sql_int(&q, (int64_t)i);
		sql_int(&q, keys[i].how);
		sql_int(&q, thread_key(&keys[i]));
		sql_str(&q, keys[i].word);
		st = sql_run(&q);
		s->replies = true;
	}
	return (st == OK && n > 0 ? look_at(s, post_id) : st);
}

enum status
threads_put(struct posting *x, int64_t post_id, const struct post *p)
{

	return (threads_keys(x->s, post_id, p->replies, p->nreplies));
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

enum status
threads_renamed(struct posting *x, int64_t row_id, const struct post *p,
    bool *ret)
{
	struct sql q;
	enum status st;
	bool same;

	*ret = p->closed;
	if (*ret || !x->s->replies)
		return (OK);
	q = sql_begin(x->d, SQL_REPLY_RENAMED,
	    "SELECT 1 FROM post_feed o JOIN post p ON p.id = o.post_id"
	    " WHERE o.id = ? AND o.guid IS ? AND o.link_key IS ?"
	    " AND p.title IS ?");
	sql_int(&q, row_id);
	sql_str(&q, p->guid);
	bind_key(&q, post_link_key(p->canonical));
	sql_str(&q, p->title);
	st = sql_next(&q, &same);
	sql_end(&q);
	*ret = st == OK && !same;
	return (st);
}

struct thread_place *
thread_find(struct threads *t, int64_t id)
{
	size_t low = 0, high = t->n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (t->posts[mid].id < id)
			low = mid + 1;
		else
			high = mid;
	}
	return (low < t->n && t->posts[low].id == id ? &t->posts[low] : NULL);
}

struct thread_seen *
thread_seen(struct threads *t, int64_t id)
{

	return (&t->seen[(uint64_t)id % THREAD_SEEN]);
}

enum status
thread_there(struct threads *t, enum sql_name name, const char *text,
    int64_t id, bool *ret)
{
	struct sql q = sql_begin(t->d, name, text);

	sql_int(&q, id);
	return (sql_there(&q, ret));
}

static enum status
read_chunk(struct threads *t)
{
	struct sql q = sql_begin(t->d, SQL_UNTHREADED,
	    "SELECT post_id FROM unthreaded ORDER BY post_id LIMIT ?");
	enum status st;
	bool row;

	t->n = 0;
	sql_int(&q, THREAD_CHUNK);
	while ((st = sql_next(&q, &row)) == OK && row && t->n < THREAD_CHUNK)
		t->posts[t->n++] =
		    (struct thread_place){ .id = sql_get_int(&q, 0) };
	sql_end(&q);
	return (st);
}

static enum status
settle_chunk(struct threads *t)
{
	enum status st = OK;

	memset(t->known, 0, sizeof(t->known));
	memset(t->seen, 0, sizeof(t->seen));
	for (size_t i = 0; st == OK && i < t->n; i++)
		st = thread_place(t, &t->posts[i]);
	/* Only now is it known who is at the top. */
	return (st == OK ? thread_trees(t) : st);
}

static enum status
settle_all(struct threads *t)
{
	enum status st;

	do {
		st = read_chunk(t);
		if (st == OK)
			st = settle_chunk(t);
		if (st == OK && t->n > 0)
			st = db_run_for(t->d, SQL_UNTHREADED_CLEAR,
			    "DELETE FROM unthreaded WHERE post_id <= ?",
			    t->posts[t->n - 1].id);
	} while (st == OK && t->n == THREAD_CHUNK);
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
	st = settle_all(t);
	free(t);
	return (st);
}
