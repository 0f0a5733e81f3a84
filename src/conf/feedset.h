/*
 * The inside of a feed list: what its readers and writers share.
 */
#ifndef CONF_FEEDSET_H
#define CONF_FEEDSET_H

#include "earshot/feedlist.h"

#include "intern.h"

enum { FEEDS_MAX = 2000000, FEEDS_IN_CHUNK = 1024 };

/* By which doubles are found: 16 bytes a feed, not a table of strings. */
struct seen {
	uint64_t hash; /* of the canonical URL */
	uint32_t feed; /* index in the list */
};

struct feedlist {
	struct arena *arena; /* all strings */
	struct arena *scratch;
	struct intern strings;
	struct feed_spec **chunks; /* FEEDS_IN_CHUNK each */
	size_t nchunks;
	struct seen *seen; /* in order of the hash once loading is done */
	size_t size;       /* room in seen */
	size_t n;
};

/* A list being read from files. */
struct feedloader {
	struct feedlist *list;
	struct faults *faults;
	struct map *sources; /* name to struct said, of every header */
};

/* feedset_append: one more feed, whose strings live in the list's arena.
 * E_TOO_LARGE past FEEDS_MAX. */
enum status feedset_append(struct feedlist *l, const struct feed_spec *spec,
    struct str canonical) MUST_USE;
/* feedset_last: the one that was appended last; it stays where it is. */
struct feed_spec *feedset_last(struct feedlist *l);

/*
 * feedfile_read: the feeds of one file, a list or OPML, whichever it is.
 * Faults are noted; E_MEMORY, E_TOO_LARGE (more than FEEDS_MAX; a fault too).
 */
enum status feedfile_read(struct feedloader *loader, const char *path,
    struct str bytes) MUST_USE;
/* feedset_settle: in order for feedlist_add; doubled feeds are faults. */
enum status feedset_settle(struct feedlist *l, struct faults *faults) MUST_USE;

#endif
