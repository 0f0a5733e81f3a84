/*
 * The table of elements: namespace, name and place to the slot they fill, and
 * with what rank.  Adding an element is adding a row.
 */
#include <pthread.h>

#include "xmlfeed.h"

#define FEED_OR_ENTRY (IN_FEED | IN_ENTRY)
#define ANYWHERE      (IN_FEED | IN_ENTRY | IN_SOURCE)

/* The kinds of rows: a plain value, a text, a person in one string, and what
 * holds fields. */
#define VALUE(ns, name, where, closed, slot, rank)                        \
	{                                                                 \
		ns, name, where, NULL, closed, slot, rank, INNER_SKIP, 0, \
		    MARKUP_TEXT                                           \
	}
#define TEXT(ns, name, where, slot, rank, kind)                     \
	{                                                           \
		ns, name, where, open_text, close_text, slot, rank, \
		    INNER_MARKUP, 0, kind                           \
	}
#define PERSON(ns, name, where, rank)                                \
	{                                                            \
		ns, name, where, NULL, take_author, SLOT_NONE, rank, \
		    INNER_TEXT, 0, MARKUP_TEXT                       \
	}
#define HOLDER(ns, name, where, inside)                                  \
	{                                                                \
		ns, name, where, NULL, NULL, SLOT_NONE, 0, INNER_FIELDS, \
		    inside, MARKUP_TEXT                                  \
	}

/* Ranks: of one slot the lowest wins.  10 and up: other vocabularies; an
 * Atom element in RSS counts 5 more than its row says. */
static const struct field fields[] = {
	/* roots */
	{ NS_NATIVE, "rss", IN_DOCUMENT, root_rss, NULL, SLOT_NONE, 0,
	    INNER_FIELDS, IN_FEED, MARKUP_TEXT },
	{ NS_NATIVE, "channel", IN_DOCUMENT, root_channel, NULL, SLOT_NONE, 0,
	    INNER_FIELDS, IN_FEED, MARKUP_TEXT },
	{ NS_NATIVE, "rdf", IN_DOCUMENT, root_rdf, NULL, SLOT_NONE, 0,
	    INNER_FIELDS, IN_FEED, MARKUP_TEXT },
	{ NS_RDF, "rdf", IN_DOCUMENT, root_rdf, NULL, SLOT_NONE, 0,
	    INNER_FIELDS, IN_FEED, MARKUP_TEXT },
	{ NS_NATIVE, "feed", IN_DOCUMENT, root_feed, NULL, SLOT_NONE, 0,
	    INNER_FIELDS, IN_FEED, MARKUP_TEXT },
	{ NS_NATIVE, "entry", IN_DOCUMENT, root_entry, close_item, SLOT_NONE, 0,
	    INNER_FIELDS, IN_ENTRY, MARKUP_TEXT },
	/* the feed and its entries */
	{ NS_NATIVE, "channel", IN_FEED, open_channel, NULL, SLOT_NONE, 0,
	    INNER_FIELDS, IN_FEED, MARKUP_TEXT },
	{ NS_NATIVE, "item", IN_FEED | IN_ENTRY | IN_UNKNOWN, open_item,
	    close_item, SLOT_NONE, 0, INNER_FIELDS, IN_ENTRY, MARKUP_TEXT },
	{ NS_NATIVE, "entry", IN_FEED | IN_ENTRY | IN_UNKNOWN, open_item,
	    close_item, SLOT_NONE, 0, INNER_FIELDS, IN_ENTRY, MARKUP_TEXT },
	/* RSS and Atom; each vocabulary is understood in the other, too */
	VALUE(NS_NATIVE, "id", FEED_OR_ENTRY, take_id, SLOT_ID, 2),
	VALUE(NS_NATIVE, "id", IN_SOURCE, take_id, SLOT_SOURCE_ID, 1),
	{ NS_NATIVE, "guid", IN_ENTRY, open_guid, close_guid, SLOT_ID, 1,
	    INNER_SKIP, 0, MARKUP_TEXT },
	TEXT(NS_NATIVE, "title", FEED_OR_ENTRY, SLOT_TITLE, 1, MARKUP_TITLE),
	TEXT(NS_NATIVE, "title", IN_SOURCE, SLOT_SOURCE_TITLE, 1, MARKUP_TITLE),
	{ NS_NATIVE, "link", FEED_OR_ENTRY, open_link, close_link, SLOT_LINK, 2,
	    INNER_SKIP, 0, MARKUP_TEXT },
	{ NS_NATIVE, "link", IN_SOURCE, open_link, close_link, SLOT_SOURCE_LINK,
	    2, INNER_SKIP, 0, MARKUP_TEXT },
	TEXT(NS_NATIVE, "description", FEED_OR_ENTRY, SLOT_SUMMARY, 1,
	    MARKUP_HTML),
	TEXT(NS_NATIVE, "summary", FEED_OR_ENTRY, SLOT_SUMMARY, 1, MARKUP_HTML),
	TEXT(NS_NATIVE, "subtitle", FEED_OR_ENTRY, SLOT_SUMMARY, 2,
	    MARKUP_HTML),
	TEXT(NS_NATIVE, "tagline", IN_FEED, SLOT_SUMMARY, 1, MARKUP_HTML),
	TEXT(NS_NATIVE, "content", IN_ENTRY, SLOT_CONTENT, 1, MARKUP_HTML),
	TEXT(NS_NATIVE, "fullitem", IN_ENTRY, SLOT_CONTENT, 12, MARKUP_HTML),
	TEXT(NS_NATIVE, "body", IN_ENTRY, SLOT_CONTENT, 13, MARKUP_HTML),
	{ NS_NATIVE, "author", ANYWHERE, open_person, close_person, SLOT_NONE,
	    1, INNER_TEXT, IN_PERSON, MARKUP_TEXT },
	PERSON(NS_NATIVE, "managingeditor", IN_FEED, 2),
	{ NS_NATIVE, "name", IN_PERSON, NULL, close_person_name, SLOT_NONE, 1,
	    INNER_MARKUP, 0, MARKUP_TITLE },
	{ NS_NATIVE, "email", IN_PERSON, NULL, close_person_email, SLOT_NONE, 1,
	    INNER_TEXT, 0, MARKUP_TEXT },
	VALUE(NS_NATIVE, "uri", IN_PERSON, close_person_url, SLOT_NONE, 1),
	VALUE(NS_NATIVE, "url", IN_PERSON, close_person_url, SLOT_NONE, 1),
	VALUE(NS_NATIVE, "homepage", IN_PERSON, close_person_url, SLOT_NONE, 1),
	VALUE(NS_NATIVE, "pubdate", FEED_OR_ENTRY, take_time, SLOT_PUBLISHED,
	    1),
	VALUE(NS_NATIVE, "published", FEED_OR_ENTRY, take_time, SLOT_PUBLISHED,
	    1),
	VALUE(NS_NATIVE, "issued", FEED_OR_ENTRY, take_time, SLOT_PUBLISHED, 2),
	VALUE(NS_NATIVE, "created", FEED_OR_ENTRY, take_time, SLOT_PUBLISHED,
	    3),
	VALUE(NS_NATIVE, "updated", FEED_OR_ENTRY, take_time, SLOT_UPDATED, 1),
	VALUE(NS_NATIVE, "modified", FEED_OR_ENTRY, take_time, SLOT_UPDATED, 2),
	VALUE(NS_NATIVE, "lastbuilddate", FEED_OR_ENTRY, take_time,
	    SLOT_UPDATED, 3),
	VALUE(NS_NATIVE, "date", IN_FEED, take_time, SLOT_UPDATED, 11),
	VALUE(NS_NATIVE, "date", IN_ENTRY, take_time, SLOT_DATE, 11),
	VALUE(NS_NATIVE, "language", FEED_OR_ENTRY, take_language,
	    SLOT_LANGUAGE, 2),
	{ NS_NATIVE, "image", IN_FEED, open_image, close_image, SLOT_IMAGE, 5,
	    INNER_SKIP, IN_IMAGE, MARKUP_TEXT },
	VALUE(NS_NATIVE, "url", IN_IMAGE, take_url, SLOT_IMAGE, 3),
	{ NS_NATIVE, "image", IN_ENTRY, open_image, close_image, SLOT_IMAGE, 15,
	    INNER_SKIP, IN_ENTRY_IMAGE, MARKUP_TEXT },
	VALUE(NS_NATIVE, "url", IN_ENTRY_IMAGE, take_url, SLOT_IMAGE, 14),
	VALUE(NS_NATIVE, "logo", IN_FEED, take_url, SLOT_IMAGE, 3),
	VALUE(NS_NATIVE, "icon", IN_FEED, take_url, SLOT_IMAGE, 4),
	VALUE(NS_NATIVE, "ttl", IN_FEED, close_ttl, SLOT_INTERVAL, 1),
	HOLDER(NS_NATIVE, "skiphours", IN_FEED, IN_HOURS),
	VALUE(NS_NATIVE, "hour", IN_HOURS, close_hour, SLOT_NONE, 0),
	HOLDER(NS_NATIVE, "skipdays", IN_FEED, IN_DAYS),
	VALUE(NS_NATIVE, "day", IN_DAYS, close_day, SLOT_NONE, 0),
	{ NS_NATIVE, "category", IN_ENTRY, open_category, take_category,
	    SLOT_NONE, 1, INNER_SKIP, 0, MARKUP_TEXT },
	VALUE(NS_NATIVE, "comments", IN_ENTRY, close_comments, SLOT_COMMENTS,
	    1),
	{ NS_NATIVE, "enclosure", IN_ENTRY, open_enclosure, close_enclosure,
	    SLOT_NONE, 0, INNER_SKIP, 0, MARKUP_TEXT },
	{ NS_NATIVE, "source", IN_ENTRY, open_rss_source, close_source,
	    SLOT_SOURCE_TITLE, 1, INNER_SKIP, IN_SOURCE, MARKUP_TITLE },
	{ NS_NATIVE, "rating", IN_ENTRY, open_rating, close_rating, SLOT_RATING,
	    6, INNER_SKIP, IN_RATING, MARKUP_TEXT },
	/* RSS 1.0 and its modules */
	TEXT(NS_CONTENT, "encoded", IN_ENTRY, SLOT_CONTENT, 2, MARKUP_HTML),
	HOLDER(NS_CONTENT, "items", IN_ENTRY, IN_ITEMS),
	HOLDER(NS_CONTENT, "item", IN_ITEMS, IN_ITEMS),
	HOLDER(NS_RDF, "bag", IN_ITEMS, IN_ITEMS),
	HOLDER(NS_RDF, "seq", IN_ITEMS, IN_ITEMS),
	HOLDER(NS_RDF, "li", IN_ITEMS, IN_ITEMS),
	TEXT(NS_RDF, "value", IN_ITEMS, SLOT_CONTENT, 11, MARKUP_HTML),
	VALUE(NS_SY, "updateperiod", IN_FEED, close_period, SLOT_NONE, 0),
	VALUE(NS_SY, "updatefrequency", IN_FEED, close_frequency, SLOT_NONE, 0),
	VALUE(NS_SLASH, "comments", IN_ENTRY, take_count, SLOT_COUNT, 1),
	VALUE(NS_WFW, "commentrss", IN_ENTRY, take_url, SLOT_COMMENTS_FEED, 1),
	/* Dublin Core */
	TEXT(NS_DC, "title", FEED_OR_ENTRY, SLOT_TITLE, 10, MARKUP_TITLE),
	TEXT(NS_DC, "description", FEED_OR_ENTRY, SLOT_SUMMARY, 10,
	    MARKUP_HTML),
	PERSON(NS_DC, "creator", FEED_OR_ENTRY, 10),
	PERSON(NS_DC, "author", FEED_OR_ENTRY, 10),
	VALUE(NS_DC, "date", IN_FEED, take_time, SLOT_UPDATED, 10),
	VALUE(NS_DC, "date", IN_ENTRY, take_time, SLOT_DATE, 10),
	VALUE(NS_DC, "language", FEED_OR_ENTRY, take_language, SLOT_LANGUAGE,
	    3),
	{ NS_DC, "subject", IN_ENTRY, NULL, take_category, SLOT_NONE, 2,
	    INNER_TEXT, 0, MARKUP_TEXT },
	VALUE(NS_DC, "identifier", IN_ENTRY, take_id, SLOT_ID, 12),
	TEXT(NS_DCTERMS, "title", FEED_OR_ENTRY, SLOT_TITLE, 11, MARKUP_TITLE),
	TEXT(NS_DCTERMS, "description", FEED_OR_ENTRY, SLOT_SUMMARY, 11,
	    MARKUP_HTML),
	TEXT(NS_DCTERMS, "abstract", FEED_OR_ENTRY, SLOT_SUMMARY, 12,
	    MARKUP_HTML),
	PERSON(NS_DCTERMS, "creator", FEED_OR_ENTRY, 11),
	VALUE(NS_DCTERMS, "created", FEED_OR_ENTRY, take_time, SLOT_PUBLISHED,
	    11),
	VALUE(NS_DCTERMS, "issued", FEED_OR_ENTRY, take_time, SLOT_PUBLISHED,
	    10),
	VALUE(NS_DCTERMS, "modified", FEED_OR_ENTRY, take_time, SLOT_UPDATED,
	    12),
	VALUE(NS_DCTERMS, "date", IN_FEED, take_time, SLOT_UPDATED, 13),
	VALUE(NS_DCTERMS, "date", IN_ENTRY, take_time, SLOT_DATE, 12),
	VALUE(NS_DCTERMS, "language", FEED_OR_ENTRY, take_language,
	    SLOT_LANGUAGE, 4),
	VALUE(NS_DCTERMS, "subject", IN_ENTRY, take_category, SLOT_NONE, 2),
	VALUE(NS_DCTERMS, "identifier", IN_ENTRY, take_id, SLOT_ID, 13),
	VALUE(NS_PRISM, "publicationdate", IN_ENTRY, take_time, SLOT_PUBLISHED,
	    14),
	/* threads */
	{ NS_HISTORY, "complete", IN_FEED, open_complete, NULL, SLOT_NONE, 0,
	    INNER_SKIP, 0, MARKUP_TEXT },
	{ NS_TOMBSTONES, "deleted-entry", IN_FEED, open_deleted, NULL,
	    SLOT_NONE, 0, INNER_SKIP, 0, MARKUP_TEXT },
	VALUE(NS_THR, "total", IN_ENTRY, take_count, SLOT_COUNT, 2),
	{ NS_THR, "in-reply-to", IN_ENTRY, open_reply, NULL, SLOT_NONE, 0,
	    INNER_SKIP, 0, MARKUP_TEXT },
	/* Media RSS */
	HOLDER(NS_MEDIA, "group", IN_ENTRY, IN_ENTRY),
	{ NS_MEDIA, "content", IN_ENTRY, open_media_content, NULL, SLOT_NONE, 0,
	    INNER_FIELDS, IN_ENTRY, MARKUP_TEXT },
	HOLDER(NS_MEDIA, "community", IN_ENTRY, IN_ENTRY),
	{ NS_MEDIA, "starrating", IN_ENTRY, open_rating, close_mean,
	    SLOT_RATING, 1, INNER_SKIP, 0, MARKUP_TEXT },
	{ NS_MEDIA, "statistics", IN_ENTRY, open_statistics, NULL, SLOT_NONE, 1,
	    INNER_SKIP, 0, MARKUP_TEXT },
	{ NS_MEDIA, "thumbnail", IN_ENTRY, open_href_image, close_href_image,
	    SLOT_IMAGE, 1, INNER_SKIP, 0, MARKUP_TEXT },
	{ NS_MEDIA, "thumbnail", IN_FEED, open_href_image, close_href_image,
	    SLOT_IMAGE, 14, INNER_SKIP, 0, MARKUP_TEXT },
	{ NS_MEDIA, "title", FEED_OR_ENTRY, open_media_text, close_text,
	    SLOT_TITLE, 14, INNER_MARKUP, 0, MARKUP_TITLE },
	{ NS_MEDIA, "description", FEED_OR_ENTRY, open_media_text, close_text,
	    SLOT_SUMMARY, 14, INNER_MARKUP, 0, MARKUP_TITLE },
	{ NS_MEDIA, "category", IN_ENTRY, open_media_category, take_category,
	    SLOT_NONE, 3, INNER_SKIP, 0, MARKUP_TEXT },
	/* podcasts */
	TEXT(NS_ITUNES, "title", FEED_OR_ENTRY, SLOT_TITLE, 15, MARKUP_TITLE),
	PERSON(NS_ITUNES, "author", FEED_OR_ENTRY, 12),
	TEXT(NS_ITUNES, "summary", FEED_OR_ENTRY, SLOT_SUMMARY, 15,
	    MARKUP_HTML),
	TEXT(NS_ITUNES, "subtitle", FEED_OR_ENTRY, SLOT_SUMMARY, 16,
	    MARKUP_HTML),
	{ NS_ITUNES, "image", FEED_OR_ENTRY, open_href_image, close_href_image,
	    SLOT_IMAGE, 10, INNER_SKIP, 0, MARKUP_TEXT },
	{ NS_ITUNES, "link", FEED_OR_ENTRY, open_itunes_link, NULL, SLOT_IMAGE,
	    11, INNER_SKIP, 0, MARKUP_TEXT },
	{ NS_ITUNES, "category", IN_ENTRY, open_itunes_category, NULL,
	    SLOT_NONE, 0, INNER_FIELDS, IN_ENTRY, MARKUP_TEXT },
	PERSON(NS_PLAY, "author", FEED_OR_ENTRY, 13),
	TEXT(NS_PLAY, "description", FEED_OR_ENTRY, SLOT_SUMMARY, 17,
	    MARKUP_HTML),
	{ NS_PLAY, "image", FEED_OR_ENTRY, open_href_image, close_href_image,
	    SLOT_IMAGE, 12, INNER_SKIP, 0, MARKUP_TEXT },
	/* others */
	VALUE(NS_FEEDBURNER, "origlink", IN_ENTRY, take_url, SLOT_LINK, 1),
	VALUE(NS_FEEDBURNER, "origenclosurelink", IN_ENTRY,
	    close_enclosure_origin, SLOT_NONE, 0),
	TEXT(NS_XHTML, "body", IN_ENTRY, SLOT_CONTENT, 10, MARKUP_HTML),
	TEXT(NS_XHTML, "div", IN_ENTRY, SLOT_CONTENT, 11, MARKUP_HTML),
	{ NS_GD, "rating", IN_ENTRY, open_rating, close_mean, SLOT_RATING, 2,
	    INNER_SKIP, 0, MARKUP_TEXT },
	HOLDER(NS_GD, "comments", IN_ENTRY, IN_COMMENTS),
	{ NS_GD, "feedlink", IN_COMMENTS, open_count_hint, NULL, SLOT_NONE, 4,
	    INNER_SKIP, 0, MARKUP_TEXT },
	{ NS_YT, "statistics", IN_ENTRY, open_statistics, NULL, SLOT_NONE, 3,
	    INNER_SKIP, 0, MARKUP_TEXT },
	{ NS_YT, "rating", IN_ENTRY, open_thumbs, NULL, SLOT_NONE, 2,
	    INNER_SKIP, 0, MARKUP_TEXT },
	{ NS_RANK, "rank", IN_ENTRY, open_rank, close_rank, SLOT_NONE, 4,
	    INNER_SKIP, 0, MARKUP_TEXT },
	{ NS_IM, "rating", IN_ENTRY, open_rating, close_rating, SLOT_RATING, 3,
	    INNER_SKIP, 0, MARKUP_TEXT },
	/* on the review itself, by who read it */
	VALUE(NS_IM, "votesum", IN_ENTRY, take_likes, SLOT_NONE, 3),
	VALUE(NS_IM, "votecount", IN_ENTRY, take_votes, SLOT_NONE, 3),
	HOLDER(NS_REVIEW, "review", IN_ENTRY, IN_ENTRY),
	HOLDER(NS_REVIEW, "hasreview", IN_ENTRY, IN_ENTRY),
	{ NS_REVIEW, "rating", IN_ENTRY, open_rating, close_rating, SLOT_RATING,
	    4, INNER_SKIP, IN_RATING, MARKUP_TEXT },
	VALUE(NS_REVIEW, "value", IN_RATING, close_rating_value, SLOT_NONE, 0),
	VALUE(NS_REVIEW, "maximum", IN_RATING, close_rating_max, SLOT_NONE, 0),
	VALUE(NS_REVIEW, "maxrating", IN_RATING | IN_ENTRY, close_rating_max,
	    SLOT_NONE, 0),
	VALUE(NS_NATIVE, "value", IN_RATING, close_rating_value, SLOT_NONE, 0),
	VALUE(NS_NATIVE, "max", IN_RATING, close_rating_max, SLOT_NONE, 0),
	VALUE(NS_NATIVE, "maximum", IN_RATING, close_rating_max, SLOT_NONE, 0),
};

enum { NFIELDS = sizeof(fields) / sizeof(fields[0]), BUCKETS = 512 };

/* Rows by name: 1 + index of the first, and of the next with this hash. */
static unsigned char first[BUCKETS], next[NFIELDS], length[NFIELDS];
static pthread_once_t once = PTHREAD_ONCE_INIT;

_Static_assert(NFIELDS < 255, "an index is one byte");

static unsigned
hash_name(struct str name)
{
	unsigned h = (unsigned)name.n;

	for (size_t i = 0; i < name.n; i++)
		h = h * 31 + ((unsigned char)name.p[i] | 0x20u);
	return ((h ^ h >> 9) % BUCKETS);
}

static void
index_fields(void)
{

	for (unsigned i = NFIELDS; i-- > 0;) {
		struct str name = str_of(fields[i].name);
		unsigned h = hash_name(name);

		length[i] = (unsigned char)name.n;
		next[i] = first[h];
		first[h] = (unsigned char)(i + 1);
	}
}

const struct field *
feedfields_find(enum ns ns, struct str name, unsigned where)
{

	if (name.n > 20)
		return (NULL);
	pthread_once(&once, index_fields);
	for (unsigned i = first[hash_name(name)]; i > 0; i = next[i - 1]) {
		const struct field *f = &fields[i - 1];

		if (f->ns == ns && (f->where & where) != 0 &&
		    str_ieq(name, (struct str){ f->name, length[i - 1] }))
			return (f);
	}
	return (NULL);
}
