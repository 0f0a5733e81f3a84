/*
 * Conversations, inside: what their files share.  A settling goes through the
 * posts in question in chunks: first each finds what it answers, then the trees
 * that changed are walked and counted.
 */
#ifndef STORE_THREAD_IMPL_H
#define STORE_THREAD_IMPL_H

#include "store_impl.h"

enum {
	THREAD_CHUNK = 1000,
	THREAD_KNOWN = 256, /* names whose holder is remembered within one */
	/* Steps upwards in search of circles in a whole settling: only chains
	 * that were made to be long, and to be hung elsewhere, need so many. */
	THREAD_CLIMBS_MAX = 2000000,
	THREAD_SEEN = 2048, /* posts of which is remembered who stands above */
	THREAD_PATH = 1024
};

/* Who holds a name; the same hundred comments ask for the same article. */
struct thread_known {
	enum reply_how how;
	int64_t key, feed_id;
	int64_t holder; /* 0: nobody */
	bool there;
};

/* A post whose place is looked at. */
struct thread_place {
	int64_t id, parent_id, old_root; /* 0: none */
	bool there, moved; /* stored; answers another post than it did */
};

struct thread_seen {
	int64_t id, top;
};

struct threads {
	struct db *d;
	size_t n, ntops, climbs;
	struct thread_place posts[THREAD_CHUNK]; /* by id */
	int64_t tops[2 * THREAD_CHUNK];
	struct thread_known known[THREAD_KNOWN];
	struct thread_seen seen[THREAD_SEEN];
	int64_t path[THREAD_PATH];
};

/* thread_key: by which a name is looked up. */
int64_t thread_key(const struct reply_key *k);

/* Who asks for it. */
struct thread_asks {
	int64_t post_id, source_id, feed_id, feed_post_id;
};

/* thread_holder: the post that goes by that name; 0: none does.  Not for
 * REPLY_POST. */
enum status thread_holder(struct db *d, enum reply_how how, int64_t key,
    struct str word, const struct thread_asks *by, int64_t *ret) MUST_USE;

/* thread_find: the post of the chunk; NULL: it is in none of them. */
struct thread_place *thread_find(struct threads *t, int64_t id);

/* thread_parent_of: what ${id} answers; 0: nothing that is known. */
enum status thread_parent_of(struct threads *t, int64_t id, int64_t *ret,
    bool *ret_there) MUST_USE;

/* thread_seen: where it is remembered of ${id}, or of another. */
struct thread_seen *thread_seen(struct threads *t, int64_t id);

/* thread_answered: does anything answer ${id}? */
enum status thread_answered(struct threads *t, int64_t id, bool *ret) MUST_USE;

/* thread_place: what ${p} answers is found and written. */
enum status thread_place(struct threads *t, struct thread_place *p) MUST_USE;

/* thread_trees: all whose posts moved are walked from the top, and counted. */
enum status thread_trees(struct threads *t) MUST_USE;

/* thread_there: does ${text} find a row for one post? */
enum status thread_there(struct threads *t, enum sql_name name,
    const char *text, int64_t id, bool *ret) MUST_USE;

#endif
