/*
 * Reading a feed in XML: one frame an open element, one table row
 * (feedfields.c) an element that we know.  A row says where the element counts,
 * what its children are and which function takes its value.
 */
#ifndef EARSHOT_PARSE_XMLFEED_H
#define EARSHOT_PARSE_XMLFEED_H

#include <math.h>

#include "earshot/xml.h"

#include "builder.h"

/* Namespaces that we know, by URI (namespaces.c).  NS_NATIVE is the format's
 * own: RSS without one, RDF's RSS, Atom's in an Atom document. */
enum ns {
	NS_NATIVE,
	NS_UNKNOWN,
	NS_RSS,
	NS_ATOM,
	NS_RDF,
	NS_DC,
	NS_DCTERMS,
	NS_CONTENT,
	NS_SLASH,
	NS_SY,
	NS_WFW,
	NS_THR,
	NS_MEDIA,
	NS_ITUNES,
	NS_FEEDBURNER,
	NS_XHTML,
	NS_GD,
	NS_IM,
	NS_REVIEW,
	NS_PLAY,
	NS_PRISM,
	NS_HISTORY,
	NS_TOMBSTONES,
	NS_YT,
	NS_RANK,
	NAMESPACES
};

/* Where an element stands: what its parent is to us.  Bits. */
enum place {
	IN_DOCUMENT = 1 << 0,
	IN_FEED = 1 << 1,
	IN_ENTRY = 1 << 2,
	IN_SOURCE = 1 << 3,
	IN_PERSON = 1 << 4,
	IN_IMAGE = 1 << 5,
	IN_HOURS = 1 << 6,
	IN_DAYS = 1 << 7,
	IN_ITEMS = 1 << 8, /* content:items of old RSS 1.0 */
	IN_RATING = 1 << 9,
	IN_ENTRY_IMAGE = 1 << 10,
	IN_COMMENTS = 1 << 12, /* gd:comments */
	IN_UNKNOWN = 1 << 11,  /* an unknown element of the feed: only entries
				  count there */
};

/* What becomes of elements inside a value. */
enum inner {
	INNER_FIELDS, /* nothing: this holds fields of its own */
	INNER_SKIP,   /* dropped */
	INNER_TEXT,   /* their text is part of the value */
	INNER_MARKUP, /* written out again: HTML not escaped, or XHTML */
};

struct xmlfeed;
struct frame;

struct field {
	enum ns ns;
	const char *name; /* lower case */
	unsigned where;   /* bits of enum place */
	void (*opened)(struct xmlfeed *r, struct frame *f,
	    const struct xml_element *e);
	void (*closed)(struct xmlfeed *r, struct frame *f, struct str value);
	enum slot slot;
	unsigned rank;
	enum inner inner;
	unsigned inside; /* the place that its children are in */
	enum markup_kind kind;
};

struct frame {
	const struct field *field; /* NULL: we do not know it */
	struct str base;           /* in scope */
	struct str lang;           /* in scope; p NULL: none; n 0: cancelled */
	size_t at;       /* where in the reader's text its value begins */
	size_t entry;    /* the number of the entry it belongs to; 0: none */
	unsigned inside; /* the place its children are in; 0: it is (part of) a
			    value */
	enum inner inner;
	enum ns ns;
	enum markup_kind kind;
	bool collects; /* its own text belongs to a value */
	bool base64;
	bool escape; /* XHTML: its text is text, never markup */
	bool done;   /* opened took the value already */
	bool denied; /* isPermaLink="false"; a link of another rel */
};

enum {
	FRAMES = XML_MAX_DEPTH + 8,
	NS_CACHE = 64,
	NS_KEPT = 1024,
	LANGS_MAX = 64
};

/* A namespace's URI once looked up. */
struct ns_known {
	struct str uri;
	enum ns ns;
};

struct xmlfeed {
	struct builder *b;
	struct arena *scratch; /* dies with the reader */
	bool stop;             /* xml_read's */
	bool found;            /* the root is a feed's */
	bool doubtful;         /* a root that other XML has, too: a feed only if
				  there is more */
	bool adopted;          /* channel or item of no known namespace */
	size_t depth, skip;
	size_t entry; /* the number of the open one; 0: none */
	size_t entries;
	struct buf text;
	struct str value_base; /* of the value that is read */
	struct str root_tag;   /* as written, for what SAX does not tell */

	enum ns native;         /* known URI that is native besides, or
				   NS_NATIVE */
	struct str native_uri;  /* unknown URI that is native, or {NULL,0} */
	char native_prefix[16]; /* undeclared prefix of the root */
	size_t nknown;          /* ever put there */
	struct ns_known known[NS_CACHE];
	size_t nlangs;
	struct str langs[LANGS_MAX];

	struct person person;         /* the open one; slices of scratch */
	struct scale rating;          /* the open one */
	int64_t period_s, per_period; /* sy:; 0: not said, -1: no period */
	struct frame frames[FRAMES];
};

#define SCALE_NONE                                    \
	(struct scale)                                \
	{                                             \
		(double)NAN, (double)NAN, (double)NAN \
	}

/* xmlfeed_parse: ${text} (UTF-8) into ${b}; ${root_tag} is a slice of it.
 * E_NOT_FEED; E_MEMORY; *${ret_malformed}: it had to be repaired. */
enum status xmlfeed_parse(struct builder *b, struct str text,
    struct str root_tag, bool *ret_malformed) MUST_USE;

/* feedfields_find: the row for this element in this place; NULL: none.  ASCII
 * case does not matter. */
const struct field *feedfields_find(enum ns ns, struct str name,
    unsigned where);

/* ns_of: of an element, by URI; by a well-known prefix without declaration. */
enum ns ns_of(struct xmlfeed *r, const struct xml_element *e);

/* xmlfeed_attribute: the value of the attribute without namespace (or of any
 * namespace, when ${any}); {NULL,0}: not there.  Borrowed. */
struct str xmlfeed_attribute(const struct xml_element *e, const char *name,
    bool any);

/* Atom counts less than RSS's own in an RSS document. */
unsigned xmlfeed_rank(const struct frame *f);

/* xmlfeed_native: what the root's namespace or prefix makes the format's own.
 */
void xmlfeed_native(struct xmlfeed *r, const struct frame *f,
    const struct xml_element *e);

/* rdf_version: of a tag with the declarations of namespaces; {NULL,0}.
 * rdf_note: a channel or item was seen.  rss_finish: at the end. */
struct str rdf_version(struct str declared);
void rdf_note(struct xmlfeed *r, const struct xml_element *e);
void rss_finish(struct xmlfeed *r);

/* What rows call (rss.c, rdf.c, atom.c, media.c, take.c). */
#define OPENED(name)                                  \
	void name(struct xmlfeed *r, struct frame *f, \
	    const struct xml_element *e)
#define CLOSED(name) \
	void name(struct xmlfeed *r, struct frame *f, struct str value)

CLOSED(take_id);
CLOSED(take_url);
CLOSED(take_time);
CLOSED(take_language);
CLOSED(take_count);
CLOSED(take_likes);
CLOSED(take_votes);
CLOSED(take_author);
CLOSED(take_category);

OPENED(root_rss);
OPENED(root_feed);
OPENED(root_entry);
OPENED(root_channel);
OPENED(open_channel);
OPENED(open_item);
CLOSED(close_item);
OPENED(open_guid);
CLOSED(close_guid);
OPENED(open_enclosure);
CLOSED(close_enclosure);
OPENED(open_rss_source);
CLOSED(close_source);
CLOSED(close_comments);
CLOSED(close_ttl);
CLOSED(close_period);
CLOSED(close_frequency);
CLOSED(close_hour);
CLOSED(close_day);
OPENED(open_image);
CLOSED(close_image);

OPENED(root_rdf);

OPENED(open_text);
CLOSED(close_text);
OPENED(open_link);
CLOSED(close_link);
OPENED(open_person);
CLOSED(close_person);
CLOSED(close_person_name);
CLOSED(close_person_email);
CLOSED(close_person_url);
OPENED(open_category);
OPENED(open_reply);
OPENED(open_complete);
OPENED(open_deleted);

OPENED(open_media_content);
OPENED(open_media_category);
OPENED(open_media_text);
OPENED(open_href_image);
CLOSED(close_href_image);
OPENED(open_itunes_link);
OPENED(open_itunes_category);
CLOSED(close_enclosure_origin);
OPENED(open_statistics);
OPENED(open_count_hint);
OPENED(open_thumbs);
OPENED(open_rank);
CLOSED(close_rank);
OPENED(open_rating);
CLOSED(close_rating);
CLOSED(close_mean);
CLOSED(close_rating_value);
CLOSED(close_rating_max);

#endif
