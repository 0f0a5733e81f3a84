/*
 * What must not come back: hashes of the names by which a removed post, or a
 * voice that asked to be forgotten, would be met again.  No word can be read
 * from them.
 */
#ifndef STORE_TOMBSTONE_H
#define STORE_TOMBSTONE_H

#include "store_impl.h"

enum { TOMB_WORDS_MIN = 40 }; /* as many words are nobody else's */

enum tomb_kind {
	TOMB_ENTRY,    /* this feed's very entry */
	TOMB_SAME,     /* this feed's guid, link, title and text */
	TOMB_GUID,     /* this feed's guid */
	TOMB_WORDS,    /* this feed's words, author and date */
	TOMB_LINK,     /* a link, in whatever feed */
	TOMB_CONTENT,  /* forty words and more, in whatever feed */
	TOMB_VOICE,    /* a name and a URI in a source */
	TOMB_URI,      /* a voice's URI, in whatever source */
	TOMB_REDACTED, /* a post that lost a name */
	TOMB_PERSON,   /* whoever has this key (voice.h) */
	TOMB_KINDS
};

/* A tombstone's key is made of its kind, a number and up to three texts. */
struct tomb {
	enum tomb_kind kind;
	int64_t number; /* the feed or source, or a link's key */
	struct str texts[3];
};

/* tomb_hash: a hash or a key as a text. */
#define TOMB_HASH(h) ((struct str){ (const char *)(h), 16 })

/* tombstone_put: ${forgotten}: on request, for ever; else as long as the feed
 * may still serve it. */
enum status tombstone_put(struct store *s, const struct tomb *t,
    bool forgotten) MUST_USE;

/* tombstone_at: when it was put, and why; *${ret_ts} is NO_TIME for none. */
enum status tombstone_at(struct db *d, const struct tomb *t, int64_t *ret_ts,
    bool *ret_forgotten) MUST_USE;

#endif
