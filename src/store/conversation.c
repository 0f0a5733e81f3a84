/*
 * One conversation as people read it: the root, then each answer below what it
 * answers, the older first.
 */
#include "reader_impl.h"

/* Deeper and longer ones are cut; v_post has them whole. */
#define POSTS_MAX "2000"

static enum status
read_head(struct reader *r, int64_t post_id, struct thread_head *ret)
{
	struct sql q = sql_once(&r->db,
	    "SELECT p.root_id, t.posts, coalesce(t.voices, (SELECT"
	    "  count(voice_id) FROM post WHERE id = p.root_id)), t.closed_ts,"
	    " t.staff_replied_ts, t.reply_wait_s, (SELECT asked_ts FROM"
	    "  thread WHERE root_id = p.root_id) FROM (SELECT"
	    " coalesce(root_id, id) AS root_id FROM post WHERE id = ?) p"
	    " LEFT JOIN v_thread t ON t.root_id = p.root_id");
	enum status st;
	bool row;

	*ret = (struct thread_head){ .posts = 1,
		.closed_ts = NO_TIME,
		.staff_replied_ts = NO_TIME,
		.asked_ts = NO_TIME };
	sql_int(&q, post_id);
	st = sql_next(&q, &row);
	if (st == OK && row) {
		ret->root_id = sql_get_int(&q, 0);
		if (sql_get_int(&q, 1) > 0)
			ret->posts = sql_get_int(&q, 1);
		ret->voices = sql_get_int(&q, 2);
		ret->closed_ts = sql_get_time(&q, 3);
		ret->staff_replied_ts = sql_get_time(&q, 4);
		ret->reply_wait_s = sql_get_int(&q, 5);
		ret->asked_ts = sql_get_time(&q, 6);
	}
	sql_end(&q);
	return (st == OK && !row ? E_NOT_FOUND : st);
}

enum status
query_thread(struct reader *r, int64_t post_id, struct thread_head *ret_head,
    struct result **ret, struct buf *reterr)
{
	struct question q;
	enum status st;

	reader_ask(r);
	st = read_head(r, post_id, ret_head);
	if (st != OK) {
		buf_adds(reterr, db_error(&r->db));
		return (st);
	}
	question_init(&q);
	/* The deepest first: SQLite takes a post's answers before the post's
	 * younger brothers. */
	buf_adds(&q.sql,
	    "WITH RECURSIVE tree(id, depth, at_ts) AS (SELECT id, 0, at_ts"
	    "  FROM post WHERE id = ? UNION ALL SELECT p.id, tree.depth + 1,"
	    "  p.at_ts FROM tree JOIN post p ON p.parent_id = tree.id"
	    "  ORDER BY 2 DESC, 3, 1 LIMIT " POSTS_MAX ")"
	    " SELECT v.post_id, v.parent_id, tree.depth, v.kind, v.author,"
	    " v.author_kind, v.published_ts, v.published_at, v.dated,"
	    " v.state, v.duplicate_of, v.url, v.title, v.text,"
	    " (SELECT group_concat(i.signal || ' ' || i.ref, ', ')"
	    "  FROM insight i WHERE i.post_id = v.post_id"
	    "  AND i.state = 'live') AS signals"
	    " FROM tree CROSS JOIN v_post v ON v.post_id = tree.id");
	question_int(&q, ret_head->root_id);
	st = result_ask(r, &q, NULL, ret, reterr);
	question_free(&q);
	return (st);
}
