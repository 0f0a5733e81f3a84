/*
 * A post's own row: read, added, edited, scored anew.
 */
#include <inttypes.h>

#include "earshot/voice.h"

#include "store_impl.h"

enum { BACKLOG_S = 2 * 86400, QUOTES_MAX = 16384 };

/* Moments that `day` can name in every zone; others are no dates. */
static const int64_t first_ts = -62135510400, last_ts = 253402214400;

int64_t
posts_time(int64_t ts)
{

	return (ts < first_ts || ts > last_ts ? NO_TIME : ts);
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

/* ${quotes}: bound, and freed now. */
static enum status
run_with(struct posting *x, struct sql *q, struct buf *quotes)
{
	enum status st = buf_failed(quotes)
			     ? db_fail(x->d, E_MEMORY, "out of memory")
			     : sql_run(q);

	buf_free(quotes);
	return (st);
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

enum status
posts_insert(struct posting *x, const struct stored *row, const struct post *p,
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
	sql_time(&q, posts_time(p->published_ts));
	sql_time(&q, posts_time(p->updated_ts));
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
	st = run_with(x, &q, &quotes);
	*ret_done = st == OK && sqlite3_changes(x->d->handle) > 0;
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
enum status
posts_edit(struct posting *x, const struct stored *row, const struct post *p)
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
	sql_time(&q, posts_time(p->updated_ts));
	sql_str(&q, p->tags);
	sql_str(&q, buf_str(&quotes));
	sql_positive(&q, p->stars);
	sql_int(&q, p->moderated);
	sql_int(&q, p->repaired);
	sql_int(&q, p->recovered);
	echoes_bind(&q, p, anchors);
	sql_int(&q, side_of(p));
	sql_int(&q, row->post_id);
	st = run_with(x, &q, &quotes);
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
