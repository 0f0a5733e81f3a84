/*
 * A backfill: the older pages of a feed, each asked for once, because a person
 * wants its past.  The record that travels with a page's batch and is kept in
 * the store; what a page teaches stands in pages.h.
 */
#ifndef EARSHOT_BACKFILL_H
#define EARSHOT_BACKFILL_H

#include "earshot/arena.h"
#include "earshot/clock.h"

enum { BACKFILL_PAGES_MAX = 200 };

/* Why it is over. */
enum backfill_end {
	BACKFILL_GOES_ON,
	BACKFILL_SPAN,        /* the next page is older than was asked for */
	BACKFILL_LAST,        /* this page names no older one */
	BACKFILL_NOTHING_NEW, /* it brought nothing, and led no further back */
	BACKFILL_AGAIN,       /* the next page is one that was there already */
	BACKFILL_ELSEWHERE,   /* the next page is not on the feed's host */
	BACKFILL_MANY,        /* BACKFILL_PAGES_MAX */
	BACKFILL_FAILED,      /* a page cannot be had */
	BACKFILL_ENDS
};
/* backfill_end_word: for the table and the log; backfill_end_text: for people,
 * "its last page was read". */
const char *backfill_end_word(enum backfill_end e);
const char *backfill_end_text(enum backfill_end e);

struct backfill {
	int64_t since_ts;      /* what is older is not wanted */
	struct str page;       /* to be asked next, {secret} not filled in */
	int64_t pages;         /* that came so far */
	int64_t posts;         /* new ones in them */
	int64_t oldest_ts;     /* of all their entries; NO_TIME: no dates */
	int64_t not_before_ts; /* after a failure; NO_TIME */
	int64_t tries;         /* of `page`, in vain */
	enum backfill_end end;
	size_t nseen;
	uint64_t seen[BACKFILL_PAGES_MAX]; /* hashes of pages that came */

	/* what the page at hand said */
	struct str older;       /* the page it names; {NULL,0}: none that may be
				   followed */
	enum backfill_end why;  /* then: why not */
	size_t ndated, npast;   /* entries with a date; too old ones of them */
	int64_t page_oldest_ts; /* NO_TIME */
};

/* backfill_copy: with its strings, in ${a}; NULL at the cap. */
struct backfill *backfill_copy(struct arena *a, const struct backfill *from);

#endif
