/*
 * What forgetting and telling what would be forgotten have in common.
 */
#ifndef STORE_FORGET_H
#define STORE_FORGET_H

#include "earshot/retain.h"

#include "store_impl.h"

/* ?1: a voice or 0, ?2: a URI or ''.  The whole person, by whatever names. */
#define FORGET_VOICES                                                        \
	"coalesce(voice.person_id, voice.id) IN (SELECT coalesce(person_id," \
	" id) FROM voice WHERE id = ?1 OR (?2 <> '' AND uri = ?2))"

/* forget_voices: ${text} with ?1 and ?2 bound. */
struct sql forget_voices(struct db *d, const struct forget *f,
    const char *text);
/* forget_posts: ids of posts that go, ascending. */
struct sql forget_posts(struct db *d, const struct forget *f, int64_t after,
    int64_t max);
/* forget_link_key: of the URI as an address; 0: it is none. */
int64_t forget_link_key(const struct forget *f);
/* forget_add_names: what of a voice may stand in texts, one a line. */
void forget_add_names(struct str name, struct str uri, struct buf *out);

/* forget_candidates: posts after ${after} in which the name's words stand, by
 * id; ${name} lives until the first row. */
struct sql forget_candidates(struct db *d, struct str name, int64_t after,
    int64_t max);

/* forget_mentions: in a group: a page of posts that speak of one of f->names;
 * *${ret_done}: there are no more. */
enum status forget_mentions(struct store *s, struct forget *f,
    bool *ret_done) MUST_USE;

/* forget_tell_change: a post of another has other words: its evidence follows,
 * its insights get a new changed_seq. */
enum status forget_tell_change(struct store *s, int64_t post_id) MUST_USE;

#endif
