/*
 * Who serves a post, and by which names: the rows that identity is looked up
 * in.
 */
#include "identity.h"
#include "store_impl.h"

enum status
served_add(struct posting *x, int64_t post_id, const struct post *p)
{
	struct str none = { NULL, 0 }, guid = p->guid, url = p->link;
	int64_t words_key;
	enum status st = identity_words_key(p, &words_key);

	for (int i = 0; st == OK && i < 2; i++) {
		struct sql q = sql_begin(x->d, SQL_SERVED_ADD,
		    "INSERT INTO post_feed(post_id, feed_id, guid, url,"
		    " link_key, words_key, entry_hash, content_hash,"
		    " first_seen_ts, last_seen_ts)"
		    " VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
		    " ON CONFLICT(feed_id, guid, url) DO NOTHING");

		sql_int(&q, post_id);
		sql_int(&q, x->b->feed_id);
		sql_str(&q, guid);
		sql_str(&q, url);
		sql_time(&q, p->canonical.n > 0
				 ? identity_link_key(p->canonical)
				 : NO_TIME);
		sql_time(&q, words_key != 0 ? words_key : NO_TIME);
		sql_bytes(&q, p->entry_hash, sizeof(p->entry_hash));
		sql_bytes(&q, p->content_hash, sizeof(p->content_hash));
		sql_int(&q, x->now);
		sql_int(&q, x->now);
		st = sql_run(&q);
		if (sqlite3_changes(x->d->handle) > 0)
			break;
		/* Guid and link stand for another entry already: they are
		 * nobody's name, and this one goes by its words. */
		guid = url = none;
	}
	return (st == OK ? threads_named(x, post_id, p) : st);
}

enum status
served_move(struct posting *x, int64_t row_id, const struct post *p)
{
	bool named = (p->guid.n > 0 && p->guid_unique) ||
		     (p->canonical.n > 0 && p->link_unique);
	int64_t words_key;
	enum status st = identity_words_key(p, &words_key);
	struct sql q;

	if (st != OK)
		return (st);
	q = sql_begin(x->d, SQL_SERVED_MOVE,
	    "UPDATE post_feed SET guid = iif(?1, ?2, guid),"
	    " url = iif(?1, ?3, url), link_key = iif(?1, ?4, link_key),"
	    " words_key = ?5, entry_hash = ?6, content_hash = ?7,"
	    " last_seen_ts = ?8, taken_ts = NULL WHERE id = ?9");
	sql_int(&q, named);
	sql_str(&q, p->guid);
	sql_str(&q, p->link);
	sql_time(&q,
	    p->canonical.n > 0 ? identity_link_key(p->canonical) : NO_TIME);
	sql_time(&q, words_key != 0 ? words_key : NO_TIME);
	sql_bytes(&q, p->entry_hash, sizeof(p->entry_hash));
	sql_bytes(&q, p->content_hash, sizeof(p->content_hash));
	sql_int(&q, x->now);
	sql_int(&q, row_id);
	return (sql_run(&q));
}
