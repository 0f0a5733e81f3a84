/*
 * By the same look-ups as the writer's, over a reading connection.
 */
#include "earshot/answered.h"

#include "reader_impl.h"
#include "thread_impl.h"

/* A feed of one post's comments says so itself. */
static enum status
post_of_feed(struct db *d, int64_t feed_id, int64_t *ret)
{
	struct sql q = sql_begin(d, SQL_FEED_OF_POST,
	    "SELECT parent_post_id FROM feed WHERE id = ?");

	sql_int(&q, feed_id);
	return (sql_one(&q, ret));
}

enum status
answered_find(struct reader *r, const struct reply_key *k, int64_t source_id,
    int64_t feed_id, int64_t *ret_post_id)
{
	struct thread_asks by = { 0, source_id, feed_id, 0 };

	if (!r->held)
		reader_ask(r);
	if (k->how == REPLY_POST)
		return (post_of_feed(&r->db, feed_id, ret_post_id));
	return (thread_holder(&r->db, k->how, thread_key(k), k->word, &by,
	    ret_post_id));
}

enum status
answered_words(struct reader *r, struct arena *a, int64_t post_id,
    struct str *ret_title, struct str *ret_text)
{
	struct sql q = sql_begin(&r->db, SQL_POST_WORDS,
	    "SELECT title, text FROM post WHERE id = ?");
	enum status st;
	bool row;

	*ret_title = *ret_text = (struct str){ NULL, 0 };
	sql_int(&q, post_id);
	st = sql_next(&q, &row);
	if (st == OK && row) {
		*ret_title = arena_str(a, sql_get_str(&q, 0));
		*ret_text = arena_str(a, sql_get_str(&q, 1));
	}
	sql_end(&q);
	return (st == OK && arena_failed(a) ? E_MEMORY : st);
}
