/*
 * Where the readers of all formats put what they found.  Each single value has
 * a slot; a value of a lower rank replaces one of a higher rank, of equals the
 * first stays.  Lists keep each thing once.  What can only be known at the end
 * (the feed's own link as a base, its language and authors) is settled there.
 */
#ifndef EARSHOT_PARSE_BUILDER_H
#define EARSHOT_PARSE_BUILDER_H

#include "earshot/parse.h"

#include "resolve.h"

enum {
	LIST_MAX = 256,   /* things in one list; further ones are left out */
	UNSET_RANK = 255, /* of a slot without a value */
};

enum slot {
	SLOT_NONE,
	SLOT_ID,
	SLOT_LINK,
	SLOT_TITLE,
	SLOT_SUMMARY, /* a feed's description */
	SLOT_CONTENT,
	SLOT_PUBLISHED,
	SLOT_UPDATED,
	SLOT_DATE, /* dc:date: published where there is no other date */
	SLOT_LANGUAGE,
	SLOT_COMMENTS,
	SLOT_COMMENTS_FEED,
	SLOT_COUNT,
	SLOT_IMAGE,
	SLOT_RATING,
	SLOT_KUDOS, /* and one for each further kind */
	SLOT_KUDOS_LAST = SLOT_KUDOS + KUDOS - 1,
	SLOT_SOURCE_ID,
	SLOT_SOURCE_TITLE,
	SLOT_SOURCE_LINK,
	SLOT_SELF,
	SLOT_NEXT,
	SLOT_PREV_ARCHIVE,
	SLOT_INTERVAL,
	SLOTS
};

struct people {
	size_t n;
	unsigned rank; /* of those in the list */
	struct person list[LIST_MAX];
};

/* Things of a list by hash: is this one new? */
struct seen {
	size_t n;
	uint64_t hash[LIST_MAX];
};

struct builder {
	struct arena *a; /* what the result lives in */
	struct parsed *p;
	struct str base; /* where the body came from; {NULL,0} */
	struct resolver resolver;
	size_t max_entries;
	size_t entries_cap, deleted_cap;
	size_t budget; /* bytes (and time) that resolved URLs may add */
	bool relative; /* some URL could not be resolved yet */
	bool full;     /* max_entries reached: nothing more is wanted */

	struct entry
	    *e; /* the entry being built; NULL: values are the feed's */
	struct entry draft;
	int64_t date_ts;
	struct str lang; /* xml:lang in scope of the entry; p NULL: none */
	unsigned char rank[SLOTS], feed_rank[SLOTS];
	struct str enclosure_origin; /* where the first enclosure really is */

	size_t ncategories, nenclosures, nreplies, nhubs;
	struct seen categories_seen, hubs_seen;
	struct seen enclosures_seen;    /* in the order of enclosures */
	struct seen enclosures_written; /* URLs before they were resolved */
	uint16_t enclosures_which[LIST_MAX]; /* what those belong to */
	struct str categories[LIST_MAX];
	struct enclosure enclosures[LIST_MAX];
	struct reply_to replies[LIST_MAX];
	struct str hubs[LIST_MAX];
	struct people authors, source_authors, feed_authors;
};

/* builder_new: ${body_bytes} bounds what URLs may grow to.  NULL if memory is
 * out; free() it. */
struct builder *builder_new(struct arena *a, const struct parse_options *o,
    size_t body_bytes);

/* builder_entry: from now on values belong to a new entry, until
 * builder_entry_end.  An entry left open is ended first. */
void builder_entry(struct builder *b, struct str lang);
void builder_entry_end(struct builder *b);
/* builder_end: the last entry, and all that needed the whole document. */
enum status builder_end(struct builder *b) MUST_USE;

/* builder_wants: would a value of this rank be taken? */
bool builder_wants(const struct builder *b, enum slot slot, unsigned rank);

/* Each looks at ${value}, copies it, and leaves the slot alone when it is
 * blank or not what it should be. */
void builder_id(struct builder *b, enum slot slot, unsigned rank,
    struct str value);
void builder_line(struct builder *b, enum slot slot, unsigned rank,
    struct str value);
void builder_markup(struct builder *b, enum slot slot, unsigned rank,
    enum markup_kind kind, struct str base, struct str value);
void builder_time(struct builder *b, enum slot slot, unsigned rank,
    struct str value);
void builder_language(struct builder *b, unsigned rank, struct str value);
void builder_url(struct builder *b, enum slot slot, unsigned rank,
    struct str base, struct str value);
/* builder_comments: like builder_url, but what is no URL is nothing. */
void builder_comments(struct builder *b, unsigned rank, struct str base,
    struct str value);
void builder_count(struct builder *b, unsigned rank, struct str value);
void builder_interval(struct builder *b, unsigned rank, int64_t seconds);
/* ${of_many}: it is the mean of what people gave. */
void builder_rating(struct builder *b, unsigned rank, const struct scale *s,
    bool of_many);
/* builder_kudos: one of the numbers that say how much it is liked. */
void builder_kudos(struct builder *b, enum kudo k, unsigned rank,
    struct str value);

void builder_category(struct builder *b, struct str value);
void builder_hub(struct builder *b, struct str base, struct str value);
void builder_deleted(struct builder *b, struct str id);
void builder_reply(struct builder *b, struct str base, struct str id,
    struct str link);
void builder_enclosure(struct builder *b, struct str base, struct str url,
    struct str type, int64_t length);
/* builder_enclosure_origin: where the first enclosure really is. */
void builder_enclosure_origin(struct builder *b, struct str base,
    struct str url);

/* builder_person: ${who} into ${list}; its strings are copied, its URL is
 * resolved. */
void builder_person(struct builder *b, struct people *list, unsigned rank,
    struct str base, struct person who);
/* builder_author: a person written as one string, of the entry or feed. */
void builder_author(struct builder *b, unsigned rank, struct str value);

/* builder_resolve: ${ref} against ${base}, in the arena; as written where that
 * is impossible (then b->relative is set).  {NULL,0}: blank. */
struct str builder_resolve(struct builder *b, struct str base, struct str ref);

/* "12": not negative, at most 2^53; -1 else. */
int64_t count_of(struct str s);

#endif
