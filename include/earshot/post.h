/*
 * A post: one entry as we keep it: article, comment, review, question.  All
 * strings live in the batch's arena, UTF-8, cleaned.
 */
#ifndef EARSHOT_POST_H
#define EARSHOT_POST_H

#include "earshot/feed.h"
#include "earshot/found.h"
#include "earshot/kudos.h"
#include "earshot/status.h"
#include "earshot/str.h"

struct verdict;

enum {
	POST_TITLE_MAX = 1024, /* bytes kept */
	POST_TEXT_MAX = 65536,
	POST_WORDS_MAX = 64 /* counted; identity asks for no more */
};

enum post_kind {
	POST_ARTICLE,
	POST_COMMENT,
	POST_REVIEW,
	POST_QUESTION,
	POST_ANSWER,
	POST_KINDS
};
const char *post_kind_word(enum post_kind k);

/* What a look into the store said of it. */
enum post_seen {
	SEEN_NEW,    /* not there */
	SEEN_EDITED, /* there, with another title or text */
	SEEN_KNOWN,  /* there, unchanged: costs nothing more */
};

/* How a comment names what it answers (replies.h). */
enum reply_how {
	REPLY_ID,   /* a guid, as a feed of the same source serves it */
	REPLY_LINK, /* the link of a post or comment */
	REPLY_PAGE, /* the link of a post that is no comment itself */
	REPLY_POST, /* the post that its feed is all about */
	REPLY_TITLE /* of an article of the source, if only one has it */
};
struct reply_key {
	enum reply_how how;
	int64_t link_key; /* REPLY_LINK, REPLY_PAGE: post_link_key */
	struct str word;  /* REPLY_ID, REPLY_TITLE */
};

/* post_link_key: by which a URL in canonical form is looked up; 0 for
 * {NULL,0}, and for nothing else. */
int64_t post_link_key(struct str canonical);

/* By what posts that say nearly the same are found (fingerprint.h). */
enum { FINGERPRINT_ANCHORS = 4 };
struct fingerprint {
	uint64_t simhash;
	uint32_t anchors[FINGERPRINT_ANCHORS];
};

struct post {
	/* as served: what identity is decided by */
	struct str guid;      /* verbatim; {NULL,0}: none */
	struct str link;      /* absolute, as served */
	struct str canonical; /* canonical form of link; {NULL,0}: none, or
				 the feed's own */
	bool guid_unique;     /* in this document */
	bool guid_tells;      /* in its feed ids tell posts apart, and nothing
				 else does: a table's rows */
	bool link_unique;     /* canonical form, in this document */
	unsigned char entry_hash[16];   /* of all that was served */
	unsigned char content_hash[16]; /* of title and text as stored */

	/* as kept */
	enum post_kind kind;
	struct str title, text, lang;
	struct str author, author_uri;
	struct str tags; /* comma-separated categories */
	struct str comments_url, comments_feed;
	struct str reply_to_id, reply_to_link; /* thr:in-reply-to */
	struct str thread_feed;           /* where its comments are, if they are
					     to be followed; {NULL,0}: nowhere */
	enum found_shape thread_shape;    /* how we know */
	int64_t comments;                 /* count as served; -1: not said */
	int64_t published_ts, updated_ts; /* NO_TIME: not said */
	struct kudos kudos;               /* the other numbers, as served */
	int stars;                        /* 1..5; 0: none */
	size_t nquotes;
	struct quote *quotes;
	struct fingerprint print; /* of its words */
	bool has_print;           /* there were enough of them */
	size_t words;   /* in title and text, POST_WORDS_MAX at most */
	bool recovered; /* from a document that had to be repaired */
	bool repaired;  /* mis-decoded text was put right */
	bool moderated; /* carried a moderator's removal marker */
	bool staff;     /* said by the source's staff or partners */
	bool partner;   /* of these, a partner */
	bool closed;    /* said that nobody can comment any more */
	size_t nsaid;
	uint32_t *said; /* the words it is made of (lexis.h) */
	size_t nreplies;
	struct reply_key *replies; /* what it may answer, the surest first */
	bool title_taken;          /* that is what it answers called as well */

	/* found out on the way */
	enum post_seen seen;
	int64_t post_id;         /* when EDITED or KNOWN */
	struct verdict *verdict; /* NULL when KNOWN */
	/* The writer made its row; changed its words; found that it was taken
	 * away and is served again. */
	bool added, edited, back;
};

#endif
