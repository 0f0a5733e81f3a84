/*
 * From a response body to entries: RSS 0.9x/2.0, RDF, Atom 0.3/1.0, JSON Feed.
 * The contract is earshot-parse's: every field of `earshot parse` stands here.
 * Texts stay as served (raw, with their kind) until somebody asks: a known
 * entry costs no HTML parsing.
 */
#ifndef EARSHOT_PARSE_H
#define EARSHOT_PARSE_H

#include <stdio.h>

#include "earshot/arena.h"
#include "earshot/buf.h"
#include "earshot/feed.h"
#include "earshot/html.h"
#include "earshot/kudos.h"

struct parse_options {
	struct str base_url;     /* where the body came from; {NULL,0} */
	struct str content_type; /* the header's value; {NULL,0} */
	size_t max_bytes;        /* of the body, inflated; 0: 16 MB */
	size_t max_entries;      /* 0: 10,000 */
};

enum format { FORMAT_RSS, FORMAT_RDF, FORMAT_ATOM, FORMAT_JSON, FORMATS };
const char *format_word(enum format f);

enum markup_kind {
	MARKUP_TEXT,
	MARKUP_HTML,
	MARKUP_TITLE /* plain, may carry
HTML */
};

/* A text as served.  raw.p == NULL: absent. */
struct markup {
	struct str raw;
	struct str base; /* xml:base in scope, for its links */
	enum markup_kind kind;
};

struct person {
	struct str name, email, url;
};

struct enclosure {
	struct str url, type;
	int64_t length; /* -1: not said */
};

struct reply_to {
	struct str id, link;
};

struct entry {
	struct str id, link;
	struct markup title, summary, content;
	size_t nauthors;
	struct person *authors;
	int64_t published_ts, updated_ts; /* NO_TIME */
	struct str language;
	size_t ncategories;
	struct str *categories;
	struct str comments, comments_feed;
	int64_t comments_count; /* -1: not said */
	size_t nreplies;
	struct reply_to *replies;
	size_t nenclosures;
	struct enclosure *enclosures;
	struct str image;
	bool has_rating, has_rating_min, has_rating_max;
	bool rating_of_many; /* a mean; else what one person gave */
	double rating, rating_min, rating_max;
	struct kudos kudos; /* rating: not filled here */
	bool has_source;
	struct str source_id, source_title, source_link;
};

struct channel {
	struct str id, link, language, image, self, next, prev_archive;
	struct markup title, description;
	size_t nauthors;
	struct person *authors;
	int64_t published_ts, updated_ts;
	int64_t update_interval_s; /* -1: not said */
	size_t nskip_hours, nskip_days;
	int skip_hours[24];
	struct str skip_days[7];
	size_t nhubs;
	struct str *hubs;
	bool complete;   /* all that the feed has is here (RFC 5005, 2) */
	size_t ndeleted; /* ids of entries that are no more (RFC 6721) */
	struct str *deleted;
};

struct parsed {
	enum format format;
	struct str version; /* {NULL,0}: unknown */
	struct str encoding;
	bool malformed, truncated;
	struct channel feed;
	size_t nentries;
	struct entry *entries; /* document order */
};

/* parse_init: once, before threads and before anything is locked in: what is
 * opened or computed at first use. */
void parse_init(void);

/*
 * parse_document: everything in ${a}; ${body} may be freed afterwards (nothing
 * points into it).  E_NOT_FEED with a one-line reason in *${ret_why} (static or
 * in ${a}); E_TOO_LARGE; E_MEMORY.  One bad entry loses only itself.
 */
enum status parse_document(struct arena *a, struct str body,
    const struct parse_options *o, struct parsed **ret,
    struct str *ret_why) MUST_USE;

/* parse_text: ${m} as plain text with its links (absolute) and quotes. */
enum status parse_text(struct arena *a, const struct markup *m,
    struct html_text *ret) MUST_USE;

/*
 * parse_print: the JSON object of the contract, newline at the end, in ${out}.
 * ${to}: what is there is written to it, piece after piece, so that a document
 * is never held twice; NULL: all of it stays in ${out}.
 */
enum status parse_print(const struct parsed *p, struct buf *out,
    FILE *to) MUST_USE;

#endif
