/*
 * The one table of what a feed list may say of a feed: keys of a line and of a
 * [source] header, `earshot:` attributes of OPML, and what is written back.
 */
#ifndef CONF_KEYS_H
#define CONF_KEYS_H

#include "earshot/buf.h"
#include "earshot/feed.h"

#include "intern.h"

enum key_type { KEY_TEXT, KEY_TAGS, KEY_WORD, KEY_DURATION, KEY_FLAG };

/* Where a key may stand. */
enum { IN_LINE = 1, IN_HEADER = 2 };

/* Does the writer lift it into the header when all feeds of a source agree? */
enum key_lift { LIFT_NEVER, LIFT_MANY, LIFT_ALWAYS };

struct key {
	const char *name;
	enum key_type type;
	unsigned where; /* IN_LINE | IN_HEADER */
	enum key_lift lift;
	size_t field;               /* offset in struct feed_spec */
	int64_t min, max;           /* seconds, or bytes of a text */
	const char *(*word)(int i); /* NULL past the last */
	int (*word_of)(struct str word);
	int standard; /* the word when nothing is said */
	bool (*check)(struct str value, struct buf *why);
};

extern const struct key key_table[]; /* the last one has name NULL */
enum { KEYS_MAX = 32 };

/* spec_init: what holds when nothing is said. */
void spec_init(struct feed_spec *spec);

const struct key *key_find(struct str name);
/* key_near: among those that may stand in ${where}; NULL. */
const char *key_near(struct str name, unsigned where);

/*
 * key_read: ${value} into ${spec}; tags add to those that are there.  An empty
 * value takes back what a header said.  false: ${why} says what is wrong.
 */
bool key_read(const struct key *k, struct str value, struct intern *strings,
    struct feed_spec *spec, struct buf *why);
/* key_said: it differs from what holds when nothing is said. */
bool key_said(const struct key *k, const struct feed_spec *spec);
bool key_same(const struct key *k, const struct feed_spec *a,
    const struct feed_spec *b);
/* key_print: the value, not quoted. */
void key_print(const struct key *k, const struct feed_spec *spec,
    struct buf *out);

#endif
