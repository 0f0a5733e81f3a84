/*
 * A feed: one URL we poll, with what its line in the list says (spec) and what
 * the store remembers of it (facts).  Facts only, never plans: when a feed is
 * next due is computed from them.
 */
#ifndef EARSHOT_FEED_H
#define EARSHOT_FEED_H

#include "earshot/clock.h"
#include "earshot/status.h"
#include "earshot/str.h"

/* So many good visits through permanent redirects, and the feed has moved. */
enum { FEED_MOVED_VISITS = 2 };

enum source_kind {
	SOURCE_OWN,
	SOURCE_CUSTOMER,
	SOURCE_COMPETITOR,
	SOURCE_PRESS,
	SOURCE_COMMUNITY,
	SOURCE_INTERNAL,
	SOURCE_KINDS
};
enum feed_role {
	ROLE_POSTS,
	ROLE_COMMENTS,
	ROLE_THREAD,
	ROLE_REVIEWS,
	FEED_ROLES
};
enum feed_status {
	FEED_ACTIVE,
	FEED_QUIET,
	FEED_FAILING,
	FEED_GONE,
	FEED_CLOSED,
	FEED_PAUSED,
	FEED_STATUSES
};
enum feed_follow { FOLLOW_AUTO, FOLLOW_COMMENTS, FOLLOW_NONE, FEED_FOLLOWS };

/* The words used in lists, columns and metrics; never NULL. */
const char *source_kind_word(enum source_kind k);
const char *feed_role_word(enum feed_role r);
const char *feed_status_word(enum feed_status s);
const char *feed_follow_word(enum feed_follow f);
/* -1: no such word. */
int source_kind_of(struct str word);
int feed_role_of(struct str word);
int feed_status_of(struct str word);
int feed_follow_of(struct str word);

/* One of the enums above, in a byte: a list may be a million feeds long, and
 * so the order of the fields below leaves no holes. */
typedef uint8_t feed_word;

/* A line of a feed list, its source's header merged in.  Strings end with NUL
 * and live as long as the list; NULL: not said. */
struct feed_spec {
	struct str url; /* as written, without {secret} filled in */
	const char *title;
	const char *source; /* name; the URL's host when no header names one */
	const char *site;
	const char *tags; /* comma-separated */
	const char *lang;
	const char *need;   /* a list's name: brand.acme */
	const char *secret; /* a secret's name, never its value */
	const char *staff;  /* comma-separated names and URIs */
	const char *partner;
	int64_t every_s;  /* 0: learned */
	int64_t keep_s;   /* 0: by the store's settings */
	const char *file; /* where it stands */
	unsigned line;    /* there */
	feed_word kind;   /* enum source_kind */
	feed_word role;   /* enum feed_role */
	feed_word follow; /* enum feed_follow */
	bool paused;
};

/* What the store remembers.  The strings are malloc'd and the feed's own. */
struct feed_facts {
	char *etag;                  /* byte for byte as served; NULL: none */
	char *last_modified;         /* likewise */
	char *moved_url;             /* where permanent redirects led; NULL */
	unsigned char body_hash[16]; /* of the last body that was stored */
	bool has_body_hash;
	feed_word status;      /* enum feed_status */
	uint8_t moved_visits;  /* good visits that ended at moved_url; it is
				  asked directly from FEED_MOVED_VISITS on */
	uint8_t skip_days;     /* the document asks: bit d, Sunday is 0 */
	uint32_t skip_hours;   /* likewise: bit h, UTC */
	uint32_t ttl_s;        /* likewise: not more often; 0: not said */
	int32_t comments;      /* of a feed that was found: as many has its
				  post, says the feed that serves that; -1: it
				  does not say */
	int64_t visited_ts;    /* NO_TIME: never */
	int64_t ok_ts;         /* last visit that did not fail; NO_TIME */
	int64_t full_ts;       /* last one that brought the whole document */
	int64_t changed_ts;    /* last visit that brought something new */
	int64_t not_before_ts; /* what the server asked for; NO_TIME: nothing */
	int64_t every_s;       /* learned rhythm; 0: none yet */
	int64_t failures;      /* in a row */
	double posts_per_day;
	int64_t added_ts;
};

struct feed {
	int64_t id; /* row in table feed; 0: none (see sched_get) */
	int64_t source_id;
	int64_t found_by; /* a comment feed that was found: the listed feed that
			     serves its post; then spec.url is malloc'd and its
			     own.  0: it is listed itself */
	struct feed_spec spec;
	struct feed_facts facts;
};

/* feed_address: where a visit goes: where it moved for good, or as listed. */
struct str feed_address(const struct feed_spec *spec,
    const struct feed_facts *facts);
/*
 * What a person may want of a feed, beside what its line says; kept over
 * restarts.  feed_wants: would it change anything?  feed_wish: the facts as
 * they are then; false: it changes nothing.
 */
enum feed_wish {
	WISH_PAUSE,
	WISH_RESUME, /* never one that its line pauses */
	WISH_REVIVE, /* gone or closed: asked again */
	FEED_WISHES
};
bool feed_wants(const struct feed *feed, enum feed_wish wish);
bool feed_wish(struct feed *feed, enum feed_wish wish);
/* feed_facts_free: frees the strings, not the struct.  feed_clear: likewise of
 * the feed, what is its own. */
void feed_facts_free(struct feed_facts *facts);
void feed_clear(struct feed *feed);

#endif
