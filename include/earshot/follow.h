/*
 * Comment feeds, followed where people talk: which one a post has, whether a
 * visit is worth its while, and when the next one is.  Pure functions of their
 * arguments; the records are found.h's.
 */
#ifndef EARSHOT_FOLLOW_H
#define EARSHOT_FOLLOW_H

#include "earshot/arena.h"
#include "earshot/found.h"
#include "earshot/post.h"

enum {
	/* Without a count a conversation is looked for so long after its post
	 * came out, and left alone when nobody spoke for so long. */
	FOLLOW_YOUNG_S = 14 * 86400,
	FOLLOW_STEADY_S = 21 * 86400,
	/* So many failures in a row, and it is over. */
	FOLLOW_FAILURES_MAX = 8
};

/*
 * follow_feed: where the comments on ${p} are: as its feed says, else by a
 * shape that leaves no doubt (follow.c, shapes).  {NULL,0}: nowhere that we
 * know.  The string is the arena's or the post's.
 */
struct str follow_feed(struct arena *a, const struct post *p,
    enum found_shape *ret);

/* follow_worth: is there something to read?  ${comments}: as the post's feed
 * says, -1 when it does not; ${seen}: likewise, when they were last read, -1:
 * never. */
bool follow_worth(int64_t comments, int64_t seen, bool closed);
/* follow_begins: shall one that nobody read yet be read?  ${keen}: also old
 * ones that nobody counts. */
bool follow_begins(int64_t comments, int64_t published_ts, int64_t now,
    bool closed, bool keen);

/* What a visit of a conversation's feed brought. */
struct follow_visit {
	int64_t now;
	int64_t min_interval_s;
	bool read;         /* it was: also when it is as it was */
	bool final;        /* it was not, and never will be */
	bool gone;         /* its server says that there is none */
	bool closed;       /* it says that nobody can comment any more */
	bool fresh;        /* with comments that we did not know */
	int64_t newest_ts; /* of its comments; NO_TIME: they do not say */
	int64_t last_ts;   /* when somebody last spoke, as known before */
	int64_t failures;  /* in a row, this one included */
	int64_t comments;  /* what its count was when the visit began */
	struct found_row was;
};

/* What follows from that. */
struct follow_next {
	enum found_turn turn;
	const char *why; /* it is over, in words; NULL: the visit's own error */
	bool closes;     /* nobody can comment there any more */
	int64_t every_s; /* 0: as failures go */
	int64_t last_ts;
	int64_t seen, tries;
};
void follow_next(const struct follow_visit *v, struct follow_next *ret);

/* follow_every_s: how often one is read in which nobody spoke for
 * ${silent_s}. */
int64_t follow_every_s(int64_t silent_s, int64_t min_interval_s);

/* follow_spec: the line of a feed that was found, at ${url}, which is borrowed,
 * under ${listed}, whose secret goes to its own origin only. */
void follow_spec(const struct feed_spec *listed, struct str url,
    struct feed_spec *ret);

/* follow_site: one number a host; never 0. */
int64_t follow_site(struct arena *a, struct str url);

#endif
