/*
 * Posts that say nearly what an earlier one says, as the store keeps them:
 * their fingerprints and post.duplicate_of.  What is near and what is alike,
 * others say.  For the one writer.
 *
 * An echo points to a post that is nobody's echo: of a group to the one that we
 * saw first, whatever dates their feeds give; when that one goes, to the oldest
 * of those that are left.  An echo's insights stay its own, live and counted by
 * the day; whoever counts voices that say the same (themes, priority) leaves
 * out posts whose duplicate_of is set.
 */
#ifndef EARSHOT_ECHOES_H
#define EARSHOT_ECHOES_H

#include "earshot/store.h"

struct print_row {
	int64_t post_id;
	struct fingerprint print;
};

/* echoes_last: the highest id of a post; 0: there is none. */
enum status echoes_last(struct store *s, int64_t *ret) MUST_USE;
/* echoes_list: at most ${max} fingerprinted posts behind ${after_id}, by id;
 * echoes_ids: all posts. */
enum status echoes_list(struct store *s, int64_t after_id,
    struct print_row *rows, size_t max, size_t *ret_n) MUST_USE;
enum status echoes_ids(struct store *s, int64_t after_id, int64_t *ids,
    size_t max, size_t *ret_n) MUST_USE;

/* echoes_due: posts behind *${ret} have not been looked up yet; -1: all have.
 * echoes_set_due: so from now on (-1: none are left); in the group. */
enum status echoes_due(struct store *s, int64_t *ret) MUST_USE;
enum status echoes_set_due(struct store *s, int64_t after_id) MUST_USE;

/* echoes_first: whom a post that is like ${post_id} repeats: itself, or whom it
 * repeats; 0: nobody, for it is gone or was taken away by its feed. */
enum status echoes_first(struct store *s, int64_t post_id,
    int64_t *ret) MUST_USE;
/* echoes_post: what is compared of a stored post, its fingerprint (has_print)
 * included; strings in ${a}.  E_MEMORY also where ${a} is full. */
enum status echoes_post(struct store *s, struct arena *a, int64_t post_id,
    struct post *ret, bool *ret_there) MUST_USE;
/* echoes_put: the fingerprint of a post that was stored without one. */
enum status echoes_put(struct store *s, const struct print_row *row) MUST_USE;

/* echoes_mark: ${row} repeats ${first_id}, and with it whoever repeated it; in
 * the group.  echoes_free: it repeats nobody any more. */
enum status echoes_mark(struct store *s, const struct print_row *row,
    int64_t first_id) MUST_USE;
enum status echoes_free(struct store *s, int64_t post_id) MUST_USE;
/* echoes_of: at most ${max} that repeat ${first_id}, behind ${after_id}. */
enum status echoes_of(struct store *s, int64_t first_id, int64_t after_id,
    int64_t *ids, size_t max, size_t *ret_n) MUST_USE;

#endif
