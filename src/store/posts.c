/*
 * A visit's posts: new ones, edited ones, those that another feed brought
 * before, and those that we knew.  Which post it is says identity.c; the open
 * SAVEPOINT is the caller's.
 */
#include <inttypes.h>
#include <stdlib.h>

#include "earshot/clock.h"
#include "earshot/voice.h"

#include "identity.h"
#include "rollup.h"
#include "store_impl.h"

enum {
	DAY_S = 86400,
	BACKLOG_S = 2 * DAY_S,
	UID_TRIES = 8,
	QUOTES_MAX = 16384
};

/* Moments that `day` can name in every zone; others are no dates. */
static const int64_t first_ts = -62135510400, last_ts = 253402214400;

static int64_t
sane_time(int64_t ts)
{

	return (ts < first_ts || ts > last_ts ? NO_TIME : ts);
}

static enum status
no_memory(struct posting *x)
{

	return (db_fail(x->d, E_MEMORY, "out of memory"));
}

/* "12-80 100-140": what rules leave out, for whoever reads the text again. */
static void
print_quotes(const struct post *p, struct buf *out)
{

	for (size_t i = 0; i < p->nquotes; i++) {
		if (out->n + 24 > QUOTES_MAX)
			break;
		buf_printf(out, "%s%" PRIu32 "-%" PRIu32, i > 0 ? " " : "",
		    p->quotes[i].start, p->quotes[i].end);
	}
}

/* The values that a verdict gives a post, in this order: lang, ruleset_id,
 * primary_signal, sentiment, intensity, abstained, truncated. */
#define VERDICT_SET                                                     \
	"lang = ?, ruleset_id = ?, primary_signal = ?, sentiment = ?, " \
	"intensity = ?, abstained = ?, truncated = ?"

static void
bind_verdict(struct sql *q, const struct posting *x, const struct post *p)
{
	const struct verdict *v = p->verdict;
	struct str lang = v != NULL && v->lang.n > 0 ? v->lang : p->lang;

	sql_str(q, lang.n > 0 ? lang : STR("und"));
	if (v == NULL) {
		for (int i = 0; i < 4; i++)
			sql_null(q);
		sql_int(q, 0);
		sql_int(q, 0);
		return;
	}
	sql_positive(q, x->ruleset_id);
	sql_word(q, signal_word(v->primary));
	sql_real(q, v->sentiment);
	sql_real(q, v->intensity);
	sql_int(q, v->abstained);
	sql_int(q, v->truncated);
}

static enum voice_side
side_of(const struct post *p)
{

	return (!p->staff    ? VOICE_OTHERS
		: p->partner ? VOICE_PARTNER
			     : VOICE_STAFF);
}

static enum status
insert_row(struct posting *x, const struct stored *row, const struct post *p,
    bool *ret_done)
{
	struct buf quotes = BUF_INIT(QUOTES_MAX);
	unsigned char anchors[4 * FINGERPRINT_ANCHORS];
	enum status st;
	struct sql q = sql_begin(x->d, SQL_POST_ADD,
	    "INSERT INTO post(lang, ruleset_id, primary_signal, sentiment,"
	    " intensity, abstained, truncated, id, uid, kind, source_id,"
	    " feed_id, voice_id, published_ts, updated_ts, first_seen_ts,"
	    " at_ts, content_hash, stars, backlog, moderated, recovered,"
	    " repaired, staff, solicited, author_name, url, comments_url,"
	    " comments_feed, reply_to_id, reply_to_link, tags, quotes, title,"
	    " text, simhash, anchors)"
	    " VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
	    "?,"
	    " ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
	    " ON CONFLICT(uid) DO NOTHING");

	print_quotes(p, &quotes);
	bind_verdict(&q, x, p);
	sql_int(&q, row->post_id);
	sql_bytes(&q, row->uid, sizeof(row->uid));
	sql_word(&q, post_kind_word(p->kind));
	sql_int(&q, x->b->source_id);
	sql_int(&q, x->b->feed_id);
	sql_positive(&q, row->voice_id);
	sql_time(&q, sane_time(p->published_ts));
	sql_time(&q, sane_time(p->updated_ts));
	sql_int(&q, x->now);
	sql_int(&q, row->at_ts);
	sql_bytes(&q, p->content_hash, sizeof(p->content_hash));
	sql_positive(&q, p->stars);
	sql_int(&q, x->b->backfill != NULL || x->now - row->at_ts > BACKLOG_S);
	sql_int(&q, p->moderated);
	sql_int(&q, p->recovered);
	sql_int(&q, p->repaired);
	sql_int(&q, side_of(p));
	sql_int(&q, x->b->solicited);
	sql_str(&q, p->author);
	sql_str(&q, p->link);
	sql_str(&q, p->comments_url);
	sql_str(&q, p->comments_feed);
	sql_str(&q, p->reply_to_id);
	sql_str(&q, p->reply_to_link);
	sql_str(&q, p->tags);
	sql_str(&q, buf_str(&quotes));
	sql_str(&q, p->title);
	sql_str(&q, p->text);
	echoes_bind(&q, p, anchors);
	st = buf_failed(&quotes) ? no_memory(x) : sql_run(&q);
	*ret_done = st == OK && sqlite3_changes(x->d->handle) > 0;
	buf_free(&quotes);
	return (st);
}

static enum status
add_post(struct posting *x, struct post *p)
{
	struct stored row = { .post_id = x->s->next_post_id,
		.at_ts = sane_time(p->published_ts),
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
			st = insert_row(x, &row, p, &done);
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

enum status
posts_load(struct posting *x, int64_t post_id, const struct post *p,
    struct stored *ret, bool *ret_there)
{
	unsigned char content[16];
	struct sql q = sql_begin(x->d, SQL_POST_OLD,
	    "SELECT uid, at_ts, voice_id, content_hash, stars,"
	    " state = 'removed', source_id, staff FROM post WHERE id = ?");
	enum status st;

	*ret = (struct stored){ .post_id = post_id };
	sql_int(&q, post_id);
	st = sql_next(&q, ret_there);
	if (st == OK && *ret_there) {
		if (!sql_get_hash(&q, 0, ret->uid))
			st = db_fail(x->d, E_CORRUPT,
			    "post %" PRId64 " has no uid", post_id);
		ret->at_ts = sql_get_int(&q, 1);
		ret->voice_id = sql_get_int(&q, 2);
		ret->removed = sql_get_int(&q, 5) != 0;
		ret->source_id = sql_get_int(&q, 6);
		ret->side = (int)sql_get_int(&q, 7);
		ret->edited = !sql_get_hash(&q, 3, content) ||
			      memcmp(content, p->content_hash, 16) != 0 ||
			      (p->stars > 0 && sql_get_int(&q, 4) != p->stars);
	}
	sql_end(&q);
	return (st);
}

/* Id, uid, voice and date stay what they were at first sight. */
static enum status
write_edit(struct posting *x, const struct stored *row, const struct post *p)
{
	struct buf quotes = BUF_INIT(QUOTES_MAX);
	unsigned char anchors[4 * FINGERPRINT_ANCHORS];
	enum status st;
	struct sql q = sql_begin(x->d, SQL_POST_EDIT,
	    "UPDATE post SET " VERDICT_SET ", title = ?, text = ?,"
	    " author_name = ?, url = ?,"
	    " content_hash = ?, edited_ts = ?, updated_ts = ?, tags = ?,"
	    " quotes = ?, stars = coalesce(?, stars), moderated = ?,"
	    " repaired = ?, recovered = ?, simhash = ?, anchors = ?,"
	    " duplicate_of = NULL, duplicate_distance = NULL, staff = ?"
	    " WHERE id = ?");

	print_quotes(p, &quotes);
	bind_verdict(&q, x, p);
	sql_str(&q, p->title);
	sql_str(&q, p->text);
	sql_str(&q, p->author);
	sql_str(&q, p->link);
	sql_bytes(&q, p->content_hash, sizeof(p->content_hash));
	sql_int(&q, x->now);
	sql_time(&q, sane_time(p->updated_ts));
	sql_str(&q, p->tags);
	sql_str(&q, buf_str(&quotes));
	sql_positive(&q, p->stars);
	sql_int(&q, p->moderated);
	sql_int(&q, p->repaired);
	sql_int(&q, p->recovered);
	echoes_bind(&q, p, anchors);
	sql_int(&q, side_of(p));
	sql_int(&q, row->post_id);
	st = buf_failed(&quotes) ? no_memory(x) : sql_run(&q);
	buf_free(&quotes);
	return (st);
}

enum status
posts_rescore(struct posting *x, const struct stored *row, const struct post *p)
{
	struct sql q = sql_begin(x->d, SQL_POST_RESCORE,
	    "UPDATE post SET " VERDICT_SET " WHERE id = ?");

	bind_verdict(&q, x, p);
	sql_int(&q, row->post_id);
	return (sql_run(&q));
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
		st = row.edited ? write_edit(x, &row, p)
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
		int64_t ts = sane_time(b->posts[i].published_ts);

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
