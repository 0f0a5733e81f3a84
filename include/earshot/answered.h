/*
 * What a comment answers, as the store has it before the writer hangs the
 * comment there: for workers, which want to know whose words it repeats.
 */
#ifndef EARSHOT_ANSWERED_H
#define EARSHOT_ANSWERED_H

#include "earshot/arena.h"
#include "earshot/reader.h"

/* answered_find: the post that goes by ${k}, asked for by a post of that
 * source and feed; 0: none does. */
enum status answered_find(struct reader *r, const struct reply_key *k,
    int64_t source_id, int64_t feed_id, int64_t *ret_post_id) MUST_USE;

/* answered_words: its title and text, in ${a}; {NULL,0}: it has none. */
enum status answered_words(struct reader *r, struct arena *a, int64_t post_id,
    struct str *ret_title, struct str *ret_text) MUST_USE;

#endif
