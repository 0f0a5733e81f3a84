/*
 * Which post is it?  The rules of the contract (earshot-sql, identity), asked
 * by the workers over their reading connections and by the writer over its
 * own, so that both come to the same answer.
 */
#ifndef STORE_IDENTITY_H
#define STORE_IDENTITY_H

#include "earshot/post.h"

#include "db.h"

/* A post that was found, and the row by which its feed serves it. */
struct identity {
	int64_t post_id; /* 0: not found */
	int64_t row_id;  /* in post_feed */
	bool changed;    /* says something else than it did */
};

/* identity_known: the very entry that this feed served before. */
enum status identity_known(struct db *d, int64_t feed_id, const struct post *p,
    struct identity *ret) MUST_USE;

/*
 * identity_find: within the feed, in this order: (guid, link) · guid, if
 * unique in the document and the link the same in canonical form, or the words
 * the same · canonical link, if unique in the document · words, author and
 * date, where guid or link is missing or stands for several entries.
 */
enum status identity_find(struct db *d, int64_t feed_id, const struct post *p,
    struct identity *ret) MUST_USE;

/* identity_echo: the same story carried by another feed: canonical link and
 * words, or 40 words and more alike.  row_id is 0. */
enum status identity_echo(struct db *d, int64_t feed_id, const struct post *p,
    struct identity *ret) MUST_USE;

/* identity_alone: no other entry of its document can be the same post: guid
 * and link are there, and each only once. */
bool identity_alone(const struct post *p);

/* identity_link_key: of a URL in canonical form; 0 for {NULL,0}. */
int64_t identity_link_key(struct str canonical);

/* identity_words_key: of words, author and date, where these may tell which
 * post it is; 0: they may not.  E_MEMORY. */
enum status identity_words_key(const struct post *p, int64_t *ret) MUST_USE;

/*
 * identity_uid: 128 bits of SHA-256 of what tells the post apart at first
 * sight: its canonical link, else feed and guid, else its words.  ${attempt}:
 * 0, or 1.. when that uid is taken by another post.  E_MEMORY.
 */
enum status identity_uid(struct str feed_url, const struct post *p,
    unsigned attempt, unsigned char ret[16]) MUST_USE;

#endif
