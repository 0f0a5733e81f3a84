/*
 * By the same shapes as what a feed serves today, in a group of its own each
 * piece.
 */
#include "refill.h"

#include "earshot/log.h"
#include "earshot/replies.h"
#include "earshot/replyfill.h"

enum { PIECE = 1000, PIECE_BYTES = 64 << 20 };

static enum status
put(struct store *s, struct arena *a, struct unfilled *u)
{
	struct reply_feed feed = { { NULL, 0 }, u->feed_title };
	struct replies found;
	enum status st = replies_find(a, &u->post, &feed, &found);

	u->post.replies = found.keys;
	u->post.nreplies = found.n;
	return (st == OK ? replyfill_put(s, &u->post) : st);
}

static enum status
fill_piece(struct refill *r, struct store *s, struct arena *a)
{
	int64_t from = r->left > PIECE ? r->left - PIECE : 0;
	struct unfilled *list = NULL;
	size_t n = 0;
	enum status st = replyfill_read(s, a, from, r->left, &list, &n);

	if (st != OK)
		return (st);
	st = store_begin(s);
	for (size_t i = 0; st == OK && i < n; i++)
		st = put(s, a, &list[i]);
	if (st == OK)
		st = replyfill_done(s, from);
	st = store_end(s, st);
	if (st == OK)
		r->left = from;
	return (st);
}

bool
refill_some(struct refill *r, struct store *s)
{
	struct arena *a;
	enum status st = OK;

	if (r->over)
		return (false);
	if (!r->begun)
		st = replyfill_left(s, &r->left);
	r->begun = st == OK;
	if (st == OK && r->left > 0) {
		a = arena_new(PIECE_BYTES);
		st = a != NULL ? fill_piece(r, s, a) : E_MEMORY;
		arena_free(a);
	}
	if (st != OK)
		log_line(LOG_WARN, "replies_not_filled status=%s %s",
		    status_word(st), store_error(s));
	r->over = st != OK || r->left <= 0;
	return (!r->over);
}
