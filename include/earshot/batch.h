/*
 * A batch is one visit to one feed on its journey: what was fetched, the posts
 * in it, the verdict on each.  Everything it points to lives in its arena, but
 * for the body, which is freed right after parsing.  One owner at a time;
 * handing it to a queue gives it away.
 */
#ifndef EARSHOT_BATCH_H
#define EARSHOT_BATCH_H

#include "earshot/arena.h"
#include "earshot/buf.h"
#include "earshot/found.h"
#include "earshot/post.h"

struct backfill;
struct ruleset;
struct stale;

enum outcome {
	OUTCOME_NEW,       /* a document came and was stored */
	OUTCOME_UNCHANGED, /* 304, or the same body again */
	OUTCOME_FAILED,    /* see status and error */
};
const char *outcome_word(enum outcome o);

struct batch {
	struct arena *arena;
	struct ruleset *ruleset; /* a reference; unref'd by whoever frees it
				    (ingest), before batch_free */
	int64_t feed_id, source_id;
	int64_t found_by;      /* see struct feed; 0: it is listed */
	struct feed_spec spec; /* copied into the arena */
	/* What was known at the start, and from the writer on what this visit
	 * made of it.  Its strings are the arena's here, not malloc'd.  Its
	 * validators are those that were sent, until cadence_learn. */
	struct feed_facts facts;

	/* A page of the feed's past is asked for instead of the feed: then no
	 * fact of the feed is learned.  The arena's; NULL: the feed itself. */
	struct backfill *backfill;

	/* the request, and what came of it */
	int64_t started_ts; /* Unix seconds */
	int64_t ms;         /* how long the fetch took */
	bool conditional;   /* validators were sent */
	bool replayed;      /* no fetch: from a file or the store */
	bool rows;          /* of a table: see post.guid_tells */
	bool solicited;     /* its posts answer a question of ours */
	void *asker;        /* who waits for what of a file is under way on a
			       road; NULL: nobody */
	const struct stale *stale;    /* of what is stored, nothing else: what;
					 outlives the batch; NULL: a visit */
	int64_t stale_from, stale_to; /* the ids of posts: after, up to */
	enum outcome outcome;
	enum status status; /* OK, or why it failed */
	struct str error;   /* one sentence for people; {NULL,0}: none */
	bool ours;          /* it failed by our own network: nobody's fault */
	int http_status;    /* 0: no answer */
	int redirects;
	struct str final_url; /* where the body came from */
	struct str moved_url; /* a permanent new address, or {NULL,0} */
	struct str secret;    /* its value, so that links are kept without it;
				 never shown; {NULL,0}: none */
	struct str content_type;
	struct str etag, last_modified; /* as served; {NULL,0}: none came */
	int64_t retry_after_s;          /* 0: not asked */
	int64_t max_age_s;              /* Cache-Control or Expires; 0: none */
	struct buf body;                /* inflated */
	size_t bytes; /* of the body, kept after it is freed */
	unsigned char body_hash[16];

	/* the document */
	bool malformed, truncated;
	struct str feed_title, feed_link, feed_lang, hub;
	int64_t update_interval_s; /* ttl and the like; 0: none */
	uint32_t skip_hours;       /* bit h, UTC */
	uint8_t skip_days;         /* bit d, Sunday is 0 */
	bool complete;             /* what is not in it, its feed has taken
				      away */
	size_t ndeleted;           /* guids of what it says is no more */
	struct str *deleted;
	size_t nposts;
	struct post *posts; /* document order */

	/* counted by the writer */
	int64_t new_posts, edited_posts, known_posts, new_insights;
	/* of stored posts: scored again; another verdict meanwhile */
	int64_t rescored_posts, overtaken_posts;
	int64_t changed_insights, withdrawn_insights;
	int64_t taken_posts; /* that no feed serves any more */
	bool doubtful;       /* what it seems to say is asked for once more */
	int64_t next_ts;     /* when it is due again; NO_TIME: never */
	/* of a feed that was found: how its conversation stands now */
	enum found_turn turn;
	/* comment feeds that its posts led to; the newest first */
	size_t nfound;
	struct found_feed *found;
	enum status stored; /* OK: committed */
};

/*
 * batch_new: an empty batch for ${feed}.  ${cap}: bytes that its arena may
 * ever hold; ${body_cap}: likewise for the body.  NULL if memory is out.
 */
struct batch *batch_new(const struct feed *feed, size_t cap, size_t body_cap);
/* batch_free: NULL is fine.  The rule set's reference must be gone already. */
void batch_free(struct batch *b);

/* batch_fail: remember why; the first reason stands. */
void batch_fail(struct batch *b, enum status st, const char *fmt, ...)
    PRINTF(3, 4);

#endif
