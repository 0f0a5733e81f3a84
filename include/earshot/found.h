/*
 * Comment feeds that were found in what a feed serves: what a visit found, and
 * how a conversation stands after a visit of its feed.  The records travel in
 * a batch and are kept in the store; what they mean is decided by follow.h.
 */
#ifndef EARSHOT_FOUND_H
#define EARSHOT_FOUND_H

#include "earshot/feed.h"

/* How we know where a post's comments are. */
enum found_shape {
	FOUND_NAMED, /* its feed says so */
	FOUND_WORDPRESS,
	FOUND_BLOGGER,
	FOUND_DISCOURSE,
	FOUND_DISQUS,
	FOUND_REDDIT,
	FOUND_STACKEXCHANGE,
	FOUND_SHAPES
};
const char *found_shape_word(enum found_shape s);
/* -1: no such word. */
int found_shape_of(struct str word);

/* After a visit. */
enum found_turn {
	FOUND_GOES_ON, /* it is due again by its rhythm */
	FOUND_SLEEPS,  /* no visit until its post's count moves */
	FOUND_OVER     /* none any more; a count that grows wakes it */
};

/* A feed that this visit's posts led to, or woke; strings are the batch's. */
struct found_feed {
	int64_t id, source_id, post_id;
	struct str url;
	struct feed_facts facts; /* without strings */
	bool awake;              /* it was: only its count moved */
};

/* What the store keeps of one beside its facts. */
struct found_row {
	int64_t feed_id; /* 0: there is none */
	int64_t source_id, post_id;
	int64_t comments; /* as its post's feed said last; -1: it never did */
	int64_t seen;     /* likewise, when it was last read; -1: never */
	int64_t tries;    /* read in vain since the count grew */
	bool asleep, retired;
	bool none; /* there is no such feed, or it was only guessed */
	enum feed_status status;
	enum found_shape shape;
	struct feed_facts facts; /* numbers only */
	struct str url;          /* in an arena, see store_found_of */
};

#endif
