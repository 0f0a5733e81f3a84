/*
 * What is not kept for ever: posts and visits past their time, and what
 * somebody asked to be forgotten.  Each works in small groups of its own, so
 * that visits go on in between; the caller turns the crank until `done`.
 */
#ifndef EARSHOT_RETAIN_H
#define EARSHOT_RETAIN_H

#include "earshot/reader.h"
#include "earshot/store.h"

enum { RETAIN_NAMES_MAX = 65536 };

/* What a prune or a forget took away so far. */
struct retain_counts {
	int64_t posts, insights, voices, visits;
	int64_t redacted; /* posts of others that lost a name */
};

struct prune {
	/* how long, in seconds, since a post was first seen or last edited,
	 * since a visit began; 0: for ever.  A feed's keep= wins. */
	int64_t keep_posts_s, keep_visits_s;
	struct retain_counts counts;
	bool done;
	/* its own */
	int phase;
	int64_t at; /* the last row that it looked at in this phase */
	int64_t now;
};

/*
 * store_prune: one group.  What is judged, marked or still answered stays; the
 * counts by day follow; each insight leaves its ref, why, and a new
 * changed_seq.  On failure nothing of this group happened.
 */
enum status store_prune(struct store *s, struct prune *p) MUST_USE;

/* store_pruned_ts: when the last prune was done; NO_TIME: never. */
enum status store_pruned_ts(struct store *s, int64_t *ret) MUST_USE;

/*
 * A forget takes one voice (by id), or all voices of a URI and what was posted
 * at that address, with all their posts; ${mentions}: their names and URIs are
 * crossed out in the posts of others, byte for byte.  Tombstones come first, so
 * that nothing comes back meanwhile; at the end no byte of it is in the file,
 * its WAL, its full text or its free pages.
 */
struct forget {
	int64_t voice_id; /* 0: by ${uri} */
	struct str uri;   /* the caller's, as long as this lasts */
	bool mentions;
	struct retain_counts counts;
	bool done;
	/* asked now and then in long steps; true: end it, E_CANCELLED */
	bool (*cancelled)(void *arg);
	void *arg;
	bool rows_only; /* the file is made clean by another one */
	int wal_tries;  /* how often a reader's end is waited for; 0: 100 */
	/* its own */
	int phase, tries;
	int64_t at;
	struct buf names; /* to cross out, one a line */
};

/* store_forget: one step.  E_NOT_FOUND: nobody and nothing of that name.
 * E_BUSY: a reader keeps the WAL, all else is done; a prune ends it later. */
enum status store_forget(struct store *s, struct forget *f) MUST_USE;
void forget_free(struct forget *f);

/* store_scrub_due: was a forget cut short before the file was clean?
 * forget_resume: what is left of it. */
enum status store_scrub_due(struct store *s, bool *ret) MUST_USE;
void forget_resume(struct forget *f);

/* query_forget: what store_forget would do, for people: voices, posts, places,
 * copies.  E_NOT_FOUND. */
enum status query_forget(struct reader *r, const struct forget *f,
    struct buf *out) MUST_USE;

/* query_gone: a sentence when ${ref} or ${ref}'s address was removed, with when
 * and why; nothing when not. */
enum status query_gone(struct reader *r, struct str ref,
    struct buf *out) MUST_USE;

#endif
