/*
 * What the two files about staff share.
 */
#ifndef STORE_STAFF_H
#define STORE_STAFF_H

#include "earshot/voice.h"

#include "store_impl.h"

struct staff_list {
	int64_t source_id;
	struct str staff, partner;
};

/* staff_list_key: a hash of both lists; 0: both are empty; -1: no memory. */
int64_t staff_list_key(const struct feed_spec *spec);
/* The lists that stand in the feed list now: begun anew, one added for each
 * source that has one or was changed.  staff_lists_find: NULL: not there. */
enum status staff_lists_begin(struct store *s) MUST_USE;
enum status staff_lists_add(struct store *s, int64_t source_id,
    const struct feed_spec *spec) MUST_USE;
const struct staff_list *staff_lists_find(const struct store *s,
    int64_t source_id);

/* staff_move_post: ${post_id} is staff's, a partner's or a customer's from now
 * on; adds to *${insights} how many changed with it. */
enum status staff_move_post(struct store *s, int64_t post_id,
    enum voice_side side, int64_t *insights) MUST_USE;

#endif
