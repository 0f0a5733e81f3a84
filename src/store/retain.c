/*
 * Pruning: posts and visits past their time, and what is left over of them,
 * phase by phase in small groups.
 */
#include "earshot/retain.h"

#include <stdio.h>

#include "earshot/clock.h"

#include "remove.h"
#include "rollup.h"

enum {
	PAGE_POSTS = REMOVE_MAX,
	PAGE_VISITS = 20000,
	PAGE_LEFT = 5000,
	DAY_S = 86400
};

/* Somebody said something of it, or it is still talked about. */
#define STAYS                                                              \
	"(EXISTS(SELECT 1 FROM insight i WHERE i.post_id = p.id AND"       \
	" (EXISTS(SELECT 1 FROM judgement j WHERE j.insight_id = i.id)"    \
	" OR EXISTS(SELECT 1 FROM mark m WHERE m.insight_id = i.id)"       \
	" OR EXISTS(SELECT 1 FROM mark m WHERE m.theme_id = i.theme_id)))" \
	" OR EXISTS(SELECT 1 FROM post x WHERE x.root_id = p.id"           \
	" AND x.id <> p.id)"                                               \
	" OR EXISTS(SELECT 1 FROM post x WHERE x.parent_id = p.id))"
#define SINCE "max(p.first_seen_ts, coalesce(p.edited_ts, 0))"

struct page {
	int64_t ids[PAGE_POSTS];
	size_t n;      /* that go */
	size_t looked; /* that were looked at */
	bool ripe;     /* one of them was old, or has a date of its own */
	int64_t last;
};

/* ?1: after this post, ?2: the usual last moment, ?3: now. */
static enum status
read_page(struct store *s, const struct prune *p, struct page *page)
{
	struct sql q = sql_once(&s->db,
	    "SELECT p.id, " SINCE " < ?2 OR p.first_seen_ts > ?3 + 86400,"
	    " CASE WHEN " SINCE " < CASE WHEN f.keep_s > 0 THEN"
	    " ?3 - f.keep_s ELSE ?2 END THEN NOT " STAYS " ELSE 0 END"
	    " FROM post p JOIN feed f ON f.id = p.feed_id"
	    " WHERE p.id > ?1 ORDER BY p.id LIMIT ?4");
	enum status st;
	bool row;

	*page = (struct page){ .last = p->at };
	sql_int(&q, p->at);
	sql_int(&q, p->keep_posts_s > 0 ? p->now - p->keep_posts_s : INT64_MIN);
	sql_int(&q, p->now);
	sql_int(&q, PAGE_POSTS);
	while ((st = sql_next(&q, &row)) == OK && row) {
		page->looked++;
		page->last = sql_get_int(&q, 0);
		page->ripe |= sql_get_int(&q, 1) != 0;
		if (sql_get_int(&q, 2) != 0)
			page->ids[page->n++] = page->last;
	}
	sql_end(&q);
	return (st);
}

/* From the oldest on; ids grow as posts come in, so that a page without one
 * that is old is the end.  A clock that was ahead for a while ends nothing. */
static enum status
prune_posts(struct store *s, struct prune *p, bool *ret_done)
{
	struct page page;
	enum status st = read_page(s, p, &page);

	if (st == OK)
		st = remove_posts(s, page.ids, page.n, false, &p->counts);
	p->at = page.last;
	*ret_done = page.looked < PAGE_POSTS || !page.ripe;
	return (st);
}

/* A feed whose line says less than the rest. */
static enum status
next_feed(struct store *s, struct prune *p, int64_t *ret_id, int64_t *ret_keep)
{
	struct sql q = sql_once(&s->db,
	    "SELECT id, keep_s FROM feed WHERE id > ? AND keep_s > 0"
	    " AND (? = 0 OR keep_s < ?2) ORDER BY id LIMIT 1");
	enum status st;
	bool row;

	sql_int(&q, p->at);
	sql_int(&q, p->keep_posts_s);
	st = sql_next(&q, &row);
	*ret_id = st == OK && row ? sql_get_int(&q, 0) : 0;
	*ret_keep = st == OK && row ? sql_get_int(&q, 1) : 0;
	sql_end(&q);
	return (st);
}

static enum status
prune_feeds(struct store *s, struct prune *p, bool *ret_done)
{
	int64_t feed = 0, keep_s = 0;
	struct page page = { .n = 0 };
	enum status st = next_feed(s, p, &feed, &keep_s);
	struct sql q;
	bool row;

	*ret_done = feed == 0;
	if (st != OK || feed == 0)
		return (st);
	q = sql_once(&s->db,
	    "SELECT p.id FROM post p WHERE p.feed_id = ?1 AND " SINCE " < ?2"
	    " AND p.id IN (SELECT post_id FROM post_feed WHERE feed_id = ?1)"
	    " AND NOT " STAYS " ORDER BY p.id LIMIT ?3");
	sql_int(&q, feed);
	sql_int(&q, p->now - keep_s);
	sql_int(&q, PAGE_POSTS);
	while ((st = sql_next(&q, &row)) == OK && row)
		page.ids[page.n++] = sql_get_int(&q, 0);
	sql_end(&q);
	if (st == OK)
		st = remove_posts(s, page.ids, page.n, false, &p->counts);
	if (page.n < PAGE_POSTS)
		p->at = feed;
	return (st);
}

/* The ring keeps fifty a feed; those of long ago go. */
static enum status
prune_visits(struct store *s, struct prune *p, bool *ret_done)
{
	int64_t last = p->at;
	struct sql q;
	enum status st;
	bool row;

	*ret_done = true;
	if (p->keep_visits_s == 0)
		return (OK);
	q = sql_once(&s->db,
	    "SELECT max(id), count(*) FROM (SELECT id FROM visit"
	    " WHERE id > ? ORDER BY id LIMIT ?)");
	sql_int(&q, p->at);
	sql_int(&q, PAGE_VISITS);
	st = sql_next(&q, &row);
	if (st == OK && row && sql_get_int(&q, 1) > 0) {
		last = sql_get_int(&q, 0);
		*ret_done = sql_get_int(&q, 1) < PAGE_VISITS;
	}
	sql_end(&q);
	if (st != OK || last == p->at)
		return (st);
	q = sql_once(&s->db,
	    "DELETE FROM visit WHERE id > ? AND id <= ? AND started_ts < ?");
	sql_int(&q, p->at);
	sql_int(&q, last);
	sql_int(&q, p->now - p->keep_visits_s);
	st = sql_run(&q);
	p->counts.visits += sqlite3_changes(s->db.handle);
	p->at = last;
	return (st);
}

/* Names and tombstones of what was pruned go when posts of their age would;
 * a tombstone that a feed still runs into stays young. */
static enum status
prune_left(struct store *s, struct prune *p, bool *ret_done)
{
	static const char *const steps[] = {
		"DELETE FROM gone WHERE changed_seq IN (SELECT changed_seq"
		" FROM gone WHERE why = 'pruned' AND at_ts < ? LIMIT ?)",
		"DELETE FROM tombstone WHERE uid_hash IN (SELECT uid_hash"
		" FROM tombstone WHERE reason = 'pruned' AND at_ts < ?"
		" LIMIT ?)",
	};
	enum status st = OK;

	*ret_done = true;
	for (size_t i = 0; p->keep_posts_s > 0 && st == OK && i < 2; i++) {
		struct sql q = sql_once(&s->db, steps[i]);

		sql_int(&q, p->now - p->keep_posts_s);
		sql_int(&q, PAGE_LEFT);
		st = sql_run(&q);
		if (sqlite3_changes(s->db.handle) == PAGE_LEFT)
			*ret_done = false;
	}
	return (st);
}

static enum status
prune_counts(struct store *s, struct prune *p, bool *ret_done)
{

	*ret_done = true;
	if (p->counts.posts == 0)
		return (OK);
	return (rollup_sweep(&s->db, p->at++, s->zone_s, p->now, ret_done));
}

static enum status
note_done(struct store *s, struct prune *p, bool *ret_done)
{
	struct sql q = sql_once(&s->db,
	    "INSERT OR REPLACE INTO meta(key, value) VALUES('pruned_ts', ?)");
	char text[32];

	snprintf(text, sizeof(text), "%lld", (long long)p->now);
	sql_word(&q, text);
	*ret_done = true;
	return (sql_run(&q));
}

static enum status (*const phases[])(struct store *, struct prune *,
    bool *) = { prune_posts, prune_feeds, prune_visits, prune_left,
	prune_counts, note_done };
enum { PHASES = sizeof(phases) / sizeof(phases[0]) };

enum status
store_prune(struct store *s, struct prune *p)
{
	struct prune before = *p;
	bool done = false;
	enum status st = remove_begin(s);

	if (p->now == 0)
		p->now = clock_now();
	if (st == OK)
		st = phases[p->phase](s, p, &done);
	st = remove_end(s, st);
	if (st != OK) {
		*p = before;
		return (st);
	}
	if (done) {
		p->phase++;
		p->at = 0;
	}
	p->done = p->phase == PHASES;
	return (OK);
}

enum status
store_pruned_ts(struct store *s, int64_t *ret)
{

	*ret = NO_TIME;
	return (db_number(&s->db,
	    "SELECT CAST(value AS INTEGER) FROM meta WHERE key = 'pruned_ts'",
	    ret));
}
