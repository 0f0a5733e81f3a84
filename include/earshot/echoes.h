/*
 * Posts that say nearly what an earlier one says, as the store keeps them:
 * post.simhash and post.duplicate_of.  What is near, others say.  For the one
 * writer.  An echo's insights stay its own; whoever counts voices that say the
 * same (themes, priority) leaves out posts whose duplicate_of is set.
 */
#ifndef EARSHOT_ECHOES_H
#define EARSHOT_ECHOES_H

#include "earshot/store.h"

struct print_row {
	int64_t post_id;
	uint64_t simhash;
};

/* echoes_last: the highest id of a post; 0: there is none. */
enum status echoes_last(struct store *s, int64_t *ret) MUST_USE;
/* echoes_list: at most ${max} fingerprinted posts behind ${after_id} that are
 * nobody's echo, by id. */
enum status echoes_list(struct store *s, int64_t after_id,
    struct print_row *rows, size_t max, size_t *ret_n) MUST_USE;
/* echoes_first: ${post_id} as it stands now.  false: it is gone, or an echo
 * itself, or has too few words. */
enum status echoes_first(struct store *s, int64_t post_id, uint64_t *ret,
    bool *ret_there) MUST_USE;
/* echoes_mark: ${row} repeats ${first_id}, ${distance} bits apart; in the
 * group.  Nothing, if it says something else by now or is marked. */
enum status echoes_mark(struct store *s, const struct print_row *row,
    int64_t first_id, unsigned distance) MUST_USE;

#endif
