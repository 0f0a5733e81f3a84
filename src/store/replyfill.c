/*
 * How far it went stands in meta(reply_fill), so that a restart goes on and a
 * database that is done, or never needed it, is asked one question.
 */
#include "earshot/replyfill.h"

#include <inttypes.h>
#include <stdio.h>

#include "store_impl.h"

enum status
replyfill_left(struct store *s, int64_t *ret)
{

	*ret = 0;
	return (db_number(&s->db,
	    "SELECT CAST(value AS INTEGER) FROM meta WHERE key = 'reply_fill'",
	    ret));
}

static struct str
keep(struct arena *a, const struct sql *q, int column)
{
	struct str s = sql_get_str(q, column);

	return (s.p != NULL ? arena_str(a, s) : s);
}

static void
read_row(const struct sql *q, struct arena *a, struct unfilled *ret)
{
	struct post *p = &ret->post;
	struct str kind = sql_get_str(q, 1);

	*ret = (struct unfilled){ .feed_title = keep(a, q, 8) };
	p->post_id = sql_get_int(q, 0);
	for (enum post_kind k = 0; k < POST_KINDS; k++)
		if (str_eq(kind, str_of(post_kind_word(k))))
			p->kind = k;
	p->link = keep(a, q, 2);
	p->title = keep(a, q, 3);
	p->author = keep(a, q, 4);
	p->reply_to_id = keep(a, q, 5);
	p->reply_to_link = keep(a, q, 6);
	p->guid = keep(a, q, 7);
}

enum status
replyfill_read(struct store *s, struct arena *a, int64_t from, int64_t to,
    struct unfilled **ret, size_t *ret_n)
{
	struct sql q = sql_once(&s->db,
	    "SELECT p.id, p.kind, p.url, p.title, p.author_name,"
	    " p.reply_to_id, p.reply_to_link, (SELECT guid FROM post_feed"
	    "  WHERE post_id = p.id ORDER BY id LIMIT 1), f.title FROM post p"
	    " JOIN feed f ON f.id = p.feed_id WHERE p.id > ? AND p.id <= ?"
	    " AND (p.kind IN ('comment', 'answer') OR p.reply_to_id IS NOT"
	    " NULL OR p.reply_to_link IS NOT NULL) AND NOT EXISTS("
	    " SELECT 1 FROM reply WHERE post_id = p.id)");
	struct unfilled *list = NULL;
	size_t n = 0, cap = 0;
	enum status st;
	bool row;

	sql_int(&q, from);
	sql_int(&q, to);
	while ((st = sql_next(&q, &row)) == OK && row) {
		struct unfilled *more =
		    arena_grow(a, list, n, &cap, sizeof(*list));

		if (more == NULL)
			break;
		list = more;
		read_row(&q, a, &list[n++]);
	}
	sql_end(&q);
	if (st == OK && arena_failed(a))
		st = db_fail(&s->db, E_MEMORY, "out of memory");
	*ret = list;
	*ret_n = n;
	return (st);
}

enum status
replyfill_put(struct store *s, const struct post *p)
{

	return (store_check(s,
	    threads_keys(s, p->post_id, p->replies, p->nreplies)));
}

enum status
replyfill_done(struct store *s, int64_t left)
{
	char text[100];

	if (left > 0)
		snprintf(text, sizeof(text),
		    "UPDATE meta SET value = '%" PRId64
		    "' WHERE key = 'reply_fill'",
		    left);
	else
		snprintf(text, sizeof(text),
		    "DELETE FROM meta WHERE key = 'reply_fill'");
	return (store_check(s, db_exec(&s->db, text)));
}
