/*
 * Comments that were stored before it was kept what they may answer: they get
 * their names late, from the newest on, piece by piece.  For the one writer.
 */
#ifndef EARSHOT_REPLYFILL_H
#define EARSHOT_REPLYFILL_H

#include "earshot/arena.h"
#include "earshot/store.h"

/* Such a comment, as far as it says what it answers. */
struct unfilled {
	struct post post; /* kind, guid, link, title, author, reply_to_… */
	struct str feed_title;
};

/* replyfill_left: posts up to this id are still to be looked at; 0: none. */
enum status replyfill_left(struct store *s, int64_t *ret) MUST_USE;

/* replyfill_read: those of ids in (${from}, ${to}] that have no names yet;
 * strings in ${a}. */
enum status replyfill_read(struct store *s, struct arena *a, int64_t from,
    int64_t to, struct unfilled **ret, size_t *ret_n) MUST_USE;

/* replyfill_put: in a group: what p->post_id may answer; it finds its place at
 * the commit. */
enum status replyfill_put(struct store *s, const struct post *p) MUST_USE;

/* replyfill_done: in that group: nothing behind ${left} is to be looked at any
 * more. */
enum status replyfill_done(struct store *s, int64_t left) MUST_USE;

#endif
