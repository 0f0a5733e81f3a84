/*
 * The columns of a feed's row that make its facts: what the files of this
 * folder that read them share.
 */
#ifndef STORE_FEED_COLUMNS_H
#define STORE_FEED_COLUMNS_H

#include "db.h"

#define FEED_COLUMNS                                                      \
	"id, listed_url, source_id, title, role, lang, need, status,"     \
	" etag, last_modified, body_hash, every_s, not_before_ts,"        \
	" visited_ts, changed_ts, failures, posts_per_day, added_ts,"     \
	" retired_ts, last_ok_ts, full_ts, ttl_s, skip_hours, skip_days," \
	" moved_url, moved_visits, held_ts, keep_s"

/* In this order. */
enum {
	COL_ID,
	COL_LISTED,
	COL_SOURCE,
	COL_TITLE,
	COL_ROLE,
	COL_LANG,
	COL_NEED,
	COL_STATUS,
	COL_ETAG,
	COL_MODIFIED,
	COL_HASH,
	COL_EVERY,
	COL_NOT_BEFORE,
	COL_VISITED,
	COL_CHANGED,
	COL_FAILURES,
	COL_PER_DAY,
	COL_ADDED,
	COL_RETIRED,
	COL_OK,
	COL_FULL,
	COL_TTL,
	COL_SKIP_HOURS,
	COL_SKIP_DAYS,
	COL_MOVED,
	COL_MOVED_VISITS,
	COL_HELD,
	COL_KEEP,
	FEED_COLUMN_COUNT
};

/* feed_row_facts: of the present row; strings are malloc'd.  False: no memory,
 * feed_facts_free all the same. */
bool feed_row_facts(const struct sql *q, struct feed_facts *facts);

#endif
