/*
 * Comment feeds that were found, in the store: rows of table feed with
 * found_by.  All within the group that is open, but for what is said otherwise.
 */
#ifndef EARSHOT_FOUND_ROWS_H
#define EARSHOT_FOUND_ROWS_H

#include "earshot/found.h"
#include "earshot/store.h"

/* store_found_of: the comment feed of that post; its url in ${a}.
 * store_found_row: that feed, without its url. */
enum status store_found_of(struct store *s, struct arena *a, int64_t post_id,
    struct found_row *ret) MUST_USE;
enum status store_found_row(struct store *s, int64_t feed_id,
    struct found_row *ret) MUST_USE;

/* store_found_at: is there one at that address, whether it is visited or
 * not? */
enum status store_found_at(struct store *s, struct str url, bool *ret) MUST_USE;
/* store_found_taken: is that address a feed already, listed or found, or can
 * nobody comment on that post any more? */
enum status store_found_taken(struct store *s, int64_t post_id, struct str url,
    bool *ret) MUST_USE;
/* store_found_awake: how many of that site are visited now;
 * store_found_count_all: of all, walks them. */
enum status store_found_awake(struct store *s, int64_t site,
    int64_t *ret) MUST_USE;
enum status store_found_count_all(struct store *s, int64_t *ret) MUST_USE;

/* A new one, for ${post_id}, in what ${b} brought. */
struct found_new {
	int64_t post_id, site;
	int64_t comments; /* -1: its feed does not say */
	int64_t last_ts;  /* when its post came out */
	struct str url;
	enum found_shape shape;
};
enum status store_found_add(struct store *s, struct batch *b,
    const struct found_new *n, int64_t *ret_id) MUST_USE;

/* store_found_count: its count moved; ${seen}: no more than that was read.
 * store_found_wake: likewise, and it is visited again, as one that ${b} led to;
 * at ${url} from now on when that is not empty. */
enum status store_found_count(struct store *s, int64_t feed_id,
    int64_t comments, int64_t seen) MUST_USE;
enum status store_found_wake(struct store *s, struct batch *b, int64_t feed_id,
    int64_t comments, struct str url, enum found_shape shape) MUST_USE;

/* store_found_turn: how it stands after a visit; after store_facts.  ${why}: it
 * is over, or NULL: the visit's own error says so. */
enum status store_found_turn(struct store *s, int64_t feed_id,
    enum found_turn turn, int64_t seen, int64_t tries,
    const char *why) MUST_USE;
/* store_found_closes: nobody can answer that post any more. */
enum status store_found_closes(struct store *s, int64_t post_id) MUST_USE;

/*
 * store_found_all: ${each} for every one that may be visited, awake ones with
 * their facts, whose strings are malloc'd: taken when *${ret_taken} is set.  In
 * a transaction of its own; those for which *${ret_leave} is set are left
 * alone from now on.
 */
struct found_stored {
	struct feed feed; /* spec.url is borrowed, the rest of spec empty */
	int64_t site;
	bool asleep;
};
enum status store_found_all(struct store *s,
    enum status (*each)(void *arg, struct found_stored *f, bool *ret_taken,
	bool *ret_leave),
    void *arg) MUST_USE;

#endif
