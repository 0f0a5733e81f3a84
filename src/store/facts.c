/*
 * What a visit leaves behind: the feed's facts, with the validators, and a row
 * in the ring of its visits.  When it is next due is nobody's business here.
 */
#include "earshot/clock.h"
#include "earshot/url.h"

#include "store_impl.h"

enum { VISITS_KEPT = 50 };

/* The latest date that the document carries; a future one proves nothing. */
static int64_t
last_post_ts(const struct batch *b, int64_t now)
{
	int64_t last = NO_TIME;

	for (size_t i = 0; i < b->nposts; i++) {
		int64_t ts = b->posts[i].published_ts;

		if (ts != NO_TIME && ts <= now && ts > last)
			last = ts;
	}
	return (last == NO_TIME && b->new_posts > 0 ? now : last);
}

/* Where the feed is asked from now on, and what it is then. */
#define NEW_URL "iif(?23, ?24, coalesce(listed_url, url))"

/* What each visit may change beside the feed's status and address. */
#define FACTS_SET                                                     \
	" cause = ?3, etag = ?4, last_modified = ?5, body_hash = ?6," \
	" every_s = ?7, not_before_ts = ?8, visited_ts = ?9,"         \
	" changed_ts = ?10, last_ok_ts = ?11, full_ts = ?19,"         \
	" ttl_s = ?20, skip_hours = ?21, skip_days = ?22,"            \
	" moved_url = ?24, moved_visits = ?25,"                       \
	" last_post_ts = max(coalesce(?12, last_post_ts),"            \
	"  coalesce(last_post_ts, ?12)),"                             \
	" http_status = ?13, failures = ?14, posts_per_day = ?15,"    \
	" visits = visits + 1, unchanged = unchanged + ?16,"          \
	" hub = coalesce(?17, hub), next_ts = ?26, shown_url = ?27"   \
	" WHERE id = ?18"

static void
bind_facts(struct sql *q, const struct batch *b)
{
	const struct feed_facts *facts = &b->facts;
	int64_t now = clock_now();
	bool ok = b->outcome != OUTCOME_FAILED;
	struct str url = feed_address(&b->spec, facts);
	struct str shown = url_mask(b->arena, url);

	sql_word(q, feed_status_word(facts->status));
	sql_int(q, now);
	sql_str(q, ok ? (struct str){ NULL, 0 } : b->error);
	sql_word(q, facts->etag);
	sql_word(q, facts->last_modified);
	if (facts->has_body_hash)
		sql_bytes(q, facts->body_hash, sizeof(facts->body_hash));
	else
		sql_null(q);
	sql_int(q, facts->every_s);
	sql_time(q, facts->not_before_ts);
	sql_time(q, facts->visited_ts);
	sql_time(q, facts->changed_ts);
	sql_time(q, facts->ok_ts);
	sql_time(q, last_post_ts(b, now));
	sql_positive(q, b->http_status);
	sql_int(q, facts->failures);
	sql_real(q, facts->posts_per_day);
	sql_int(q, b->outcome == OUTCOME_UNCHANGED);
	sql_str(q, b->hub);
	sql_int(q, b->feed_id);
	sql_time(q, facts->full_ts);
	sql_int(q, facts->ttl_s);
	sql_int(q, facts->skip_hours);
	sql_int(q, facts->skip_days);
	sql_int(q, facts->moved_url != NULL &&
		       facts->moved_visits >= FEED_MOVED_VISITS);
	sql_word(q, facts->moved_url);
	sql_int(q, facts->moved_visits);
	sql_time(q, b->next_ts);
	sql_str(q, str_eq(shown, url) ? (struct str){ NULL, 0 } : shown);
}

/* Nearly always status and address stay what they are: then nobody wakes the
 * triggers that wait for a feed to be lost or found. */
static enum status
write_facts(struct store *s, const struct batch *b)
{
	struct sql q = sql_begin(&s->db, SQL_FEED_FACTS_SAME,
	    "UPDATE feed SET" FACTS_SET
	    " AND (status = ?1 OR held_ts > 0) AND url = " NEW_URL);
	enum status st;

	bind_facts(&q, b);
	st = sql_run(&q);
	if (st != OK || sqlite3_changes(s->db.handle) > 0)
		return (st);
	q = sql_begin(&s->db, SQL_FEED_FACTS,
	    "UPDATE feed SET"
	    " since_ts = iif(status = ?1 OR held_ts > 0, since_ts, ?2),"
	    " status = iif(held_ts > 0, status, ?1), url = " NEW_URL
	    "," FACTS_SET);
	bind_facts(&q, b);
	return (sql_run(&q));
}

/* Fifty rows a feed, the oldest written over: `visits` says which one that
 * is. */
static enum status
write_visit(struct store *s, const struct batch *b)
{
	struct sql q = sql_begin(&s->db, SQL_VISIT_PUT,
	    "INSERT OR REPLACE INTO visit(id, feed_id, started_ts, ms,"
	    " http_status, bytes, outcome, why, new_posts, edited_posts,"
	    " seen_posts, error)"
	    " SELECT id * ?1 + visits % ?1, id, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9,"
	    " ?10, ?11 FROM feed WHERE id = ?12");

	sql_int(&q, VISITS_KEPT);
	sql_int(&q, b->started_ts);
	sql_int(&q, b->ms);
	sql_positive(&q, b->http_status);
	sql_int(&q, (int64_t)b->bytes);
	sql_word(&q, outcome_word(b->outcome));
	sql_word(&q, b->status != OK ? status_word(b->status) : NULL);
	sql_int(&q, b->new_posts);
	sql_int(&q, b->edited_posts);
	sql_int(&q, b->known_posts);
	sql_str(&q, b->error);
	sql_int(&q, b->feed_id);
	return (sql_run(&q));
}

enum status
store_facts(struct store *s, const struct batch *b)
{
	enum status st = write_facts(s, b);

	if (st == OK && b->outcome != OUTCOME_UNCHANGED)
		st = write_visit(s, b);
	return (store_check(s, st));
}

enum status
store_forgive(struct store *s, int64_t feed_id, enum feed_status status,
    int64_t failures)
{
	struct sql q = sql_begin(&s->db, SQL_FEED_FORGIVE,
	    "UPDATE feed SET since_ts = iif(status = ?1, since_ts, ?2),"
	    " status = ?1, failures = ?3 WHERE id = ?4");

	sql_word(&q, feed_status_word(status));
	sql_int(&q, clock_now());
	sql_int(&q, failures);
	sql_int(&q, feed_id);
	return (store_check(s, sql_run(&q)));
}
