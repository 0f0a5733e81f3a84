/*
 * A visit's posts: new ones, edited ones, those that another feed brought
 * before, and those that we knew.  Which post it is says identity.c; the open
 * SAVEPOINT is the caller's.
 */
#include <stdlib.h>

#include "earshot/clock.h"
#include "earshot/voice.h"

#include "identity.h"
#include "rollup.h"
#include "store_impl.h"

enum { DAY_S = 86400, UID_TRIES = 8 };

static enum status
no_memory(struct posting *x)
{

	return (db_fail(x->d, E_MEMORY, "out of memory"));
}

static enum status
add_post(struct posting *x, struct post *p)
{
	struct stored row = { .post_id = x->s->next_post_id,
		.at_ts = posts_time(p->published_ts),
		.is_new = true };
	bool done = false;
	enum status st;

	if (row.at_ts == NO_TIME)
		row.at_ts = x->now;
	row.source_id = x->b->source_id;
	st = voices_find(x, p, &row);
	for (unsigned i = 0; st == OK && !done && i < UID_TRIES; i++) {
		st = identity_uid(x->b->spec.url, p, i, row.uid);
		if (st == OK)
			st = posts_insert(x, &row, p, &done);
	}
	if (st == OK && !done)
		st = db_fail(x->d, E_INTERNAL, "no free uid for a post");
	if (st != OK)
		return (st);
	x->s->next_post_id++;
	p->post_id = row.post_id;
	st = threads_put(x, row.post_id, p);
	if (st == OK)
		st = served_add(x, row.post_id, p);
	if (st == OK)
		st = parts_put(x, &row, p);
	if (st == OK)
		st = engagement_put(x, row.post_id, true, p);
	if (st == OK)
		st = insights_put(x, &row, p);
	p->added = st == OK;
	if (st == OK)
		st = familiar_learn(x, p);
	if (st == OK)
		x->b->new_posts++;
	return (st);
}

static enum status
count_again(struct posting *x, int64_t post_id, int sign)
{

	/* Posts that are not settled yet are counted at the commit. */
	if (post_id > x->s->settled)
		return (OK);
	return (rollup_count(x->d, post_id - 1, post_id, sign, x->s->zone_s));
}

enum status
posts_lift(struct posting *x, int64_t post_id)
{

	if (x->lifted)
		return (OK);
	x->lifted = true;
	return (count_again(x, post_id, -1));
}

enum status
posts_drop(struct posting *x, int64_t post_id)
{

	if (!x->lifted)
		return (OK);
	x->lifted = false;
	return (count_again(x, post_id, 1));
}

/* Whose it is stays; but who is staff only by another name's feed, or since a
 * name is hashed, is so from now on. */
static void
keep_side(struct post *p, const struct stored *row)
{

	if (row->side == VOICE_OTHERS)
		return;
	p->staff = true;
	p->partner = row->side == VOICE_PARTNER;
}

/* Its words changed: everything that follows from them is taken back and made
 * again; the insights keep their names. */
static enum status
change_post(struct posting *x, struct post *p, int64_t post_id)
{
	struct stored row;
	bool there;
	bool redacted = false;
	enum status st = posts_load(x, post_id, p, &row, &there);

	if (st == OK && there && row.edited)
		st = tombstone_redacted(x, row.uid, &redacted);
	if (st != OK || !there || redacted)
		return (st);
	keep_side(p, &row);
	st = posts_lift(x, post_id);
	if (st == OK)
		st = row.edited ? posts_edit(x, &row, p)
				: posts_rescore(x, &row, p);
	if (st == OK)
		st = parts_put(x, &row, p);
	if (st == OK)
		st = insights_put(x, &row, p);
	if (st == OK)
		st = posts_drop(x, post_id);
	if (st == OK && row.edited) {
		p->edited = true;
		x->b->edited_posts++;
	}
	return (st);
}

/* Known by a key, not by the very entry that was served before. */
static enum status
found_post(struct posting *x, struct post *p, const struct identity *id)
{
	bool renamed = false;
	enum status st = threads_renamed(x, id->row_id, p, &renamed);

	if (st == OK)
		st = served_move(x, id->row_id, p);
	p->post_id = id->post_id;
	if (st == OK)
		st = taken_back(x, 0, p);
	if (st == OK && renamed)
		st = threads_named(x, id->post_id, p);
	if (st == OK)
		st = engagement_put(x, id->post_id, false, p);
	if (st == OK && id->changed && p->verdict != NULL)
		return (change_post(x, p, id->post_id));
	x->b->known_posts++;
	return (st);
}

static enum status
new_post(struct posting *x, struct post *p)
{
	struct identity id = { 0, 0, false };
	enum status st = OK;

	/* The worker looked before this visit's own posts were there. */
	if (!identity_alone(p))
		st = identity_find(x->d, x->b->feed_id, p, &id);
	if (st == OK && id.post_id != 0)
		return (found_post(x, p, &id));
	if (st == OK)
		st = identity_echo(x->d, x->b->feed_id, p, &id);
	if (st != OK)
		return (st);
	if (id.post_id == 0) {
		bool gone;

		st = tombstone_find(x, p, &gone);
		if (st == OK && !gone)
			return (add_post(x, p));
		x->b->known_posts++;
		return (st);
	}
	p->post_id = id.post_id;
	x->b->known_posts++;
	st = served_add(x, id.post_id, p);
	return (st == OK ? taken_back(x, 0, p) : st);
}

static bool
is_cleaned(const struct post *p)
{
	static const unsigned char none[16];

	return (memcmp(p->content_hash, none, sizeof(none)) != 0);
}

/* The very entry as before: at most once a day a note that it is still there,
 * so that a poll which brings nothing new writes nothing. */
static enum status
known_post(struct posting *x, struct post *p)
{
	int64_t row_id = 0, seen_ts = 0;
	struct identity id;
	struct sql q = sql_begin(x->d, SQL_SERVED,
	    "SELECT id, post_id, last_seen_ts, taken_ts IS NOT NULL"
	    " FROM post_feed WHERE feed_id = ? AND entry_hash = ?");
	enum status st;
	bool row, taken = false;

	sql_int(&q, x->b->feed_id);
	sql_bytes(&q, p->entry_hash, sizeof(p->entry_hash));
	st = sql_next(&q, &row);
	if (st == OK && row) {
		row_id = sql_get_int(&q, 0);
		p->post_id = sql_get_int(&q, 1);
		seen_ts = sql_get_int(&q, 2);
		taken = sql_get_int(&q, 3) != 0;
	}
	sql_end(&q);
	if (st != OK)
		return (st);
	/* Cleaned: the worker knew it by a key.  Else another entry of this
	 * document has just taken its row over. */
	if (row_id == 0 && is_cleaned(p)) {
		st = identity_find(x->d, x->b->feed_id, p, &id);
		if (st == OK && id.post_id != 0)
			return (found_post(x, p, &id));
	}
	x->b->known_posts++;
	if (row_id == 0)
		return (st);
	if (taken)
		st = taken_back(x, row_id, p);
	if (st == OK && x->now - seen_ts >= DAY_S) {
		q = sql_begin(x->d, SQL_SERVED_TOUCH,
		    "UPDATE post_feed SET last_seen_ts = ? WHERE id = ?");
		sql_int(&q, x->now);
		sql_int(&q, row_id);
		st = sql_run(&q);
	}
	return (st == OK ? engagement_put(x, p->post_id, false, p) : st);
}

static enum status
edited_post(struct posting *x, struct post *p)
{
	struct identity id;
	enum status st;

	/* Born from the store: its rules changed, no feed served it. */
	if (x->b->stale != NULL && p->post_id > 0)
		return (rescored_put(x, p));
	st = identity_find(x->d, x->b->feed_id, p, &id);
	if (st == OK && id.post_id == 0)
		return (new_post(x, p));
	return (st == OK ? found_post(x, p, &id) : st);
}

struct turn {
	int64_t at_ts;
	size_t index;
};

/* Oldest first, so that ids grow with time: feeds list the newest first. */
static int
by_time(const void *one, const void *other)
{
	const struct turn *a = one, *b = other;

	if (a->at_ts != b->at_ts)
		return (a->at_ts < b->at_ts ? -1 : 1);
	return (a->index > b->index ? -1 : a->index < b->index);
}

static enum status
put_in_order(struct posting *x)
{
	static enum status (*const verbs[])(struct posting *, struct post *) = {
		[SEEN_NEW] = new_post,
		[SEEN_EDITED] = edited_post,
		[SEEN_KNOWN] = known_post,
	};
	struct batch *b = x->b;
	struct turn *turns = arena_array(b->arena, b->nposts, sizeof(*turns));
	enum status st = OK;

	if (turns == NULL)
		return (no_memory(x));
	for (size_t i = 0; i < b->nposts; i++) {
		int64_t ts = posts_time(b->posts[i].published_ts);

		turns[i] = (struct turn){ ts != NO_TIME ? ts : x->now, i };
	}
	qsort(turns, b->nposts, sizeof(*turns), by_time);
	for (size_t i = 0; st == OK && i < b->nposts; i++) {
		struct post *p = &b->posts[turns[i].index];

		st = verbs[p->seen](x, p);
	}
	return (st);
}

enum status
store_posts(struct store *s, struct batch *b, const struct ruleset_info *rules)
{
	struct posting x = { .s = s,
		.d = &s->db,
		.b = b,
		.now = clock_now(),
		.need = str_of(b->spec.need) };
	enum status st = OK;

	b->new_posts = b->edited_posts = b->known_posts = b->new_insights = 0;
	b->rescored_posts = b->overtaken_posts = 0;
	b->changed_insights = b->withdrawn_insights = 0;
	if (b->nposts == 0)
		return (OK);
	if (rules != NULL) {
		st = store_take_ruleset(s, rules);
		x.ruleset_id = s->ruleset.id;
		x.rule_ids = s->ruleset.rule_ids;
	}
	if (st == OK)
		st = put_in_order(&x);
	/* Hashes fail without a sentence, for one reason only. */
	if (st == E_MEMORY)
		st = no_memory(&x);
	return (store_check(s, st));
}
