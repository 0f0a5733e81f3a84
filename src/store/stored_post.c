/*
 * One stored post with its insights, for `explain`; the numbers for `status`;
 * copies.
 */
#include "stored_post.h"

#include <sys/stat.h>

#include <stdio.h>

#include "earshot/copied.h"
#include "earshot/insight.h"
#include "earshot/query.h"
#include "earshot/url.h"

#include "identity.h"
#include "snapshot.h"

enum { INSIGHTS_MAX = 16 };

/* The first number of ${q}'s answer; 0: none. */
static enum status
first_id(struct sql *q, int64_t *ret)
{
	bool row;
	enum status st = sql_next(q, &row);

	if (st == OK && row)
		*ret = sql_get_int(q, 0);
	sql_end(q);
	return (st);
}

static enum status
by_ref(struct db *d, struct str word, int64_t *ret)
{
	char ref[INSIGHT_REF];
	struct sql q;

	if (!insight_ref_read(word, ref))
		return (OK);
	q = sql_once(d, "SELECT post_id FROM insight WHERE ref = ?");
	sql_word(&q, ref);
	return (first_id(&q, ret));
}

static enum status
by_id(struct db *d, struct str word, int64_t *ret)
{
	int64_t id;
	struct sql q;

	if (!str_to_i64(word, &id))
		return (OK);
	q = sql_once(d, "SELECT id FROM post WHERE id = ?");
	sql_int(&q, id);
	return (first_id(&q, ret));
}

static enum status
by_url(struct db *d, struct arena *a, struct str word, int64_t *ret)
{
	struct str canonical = url_canonical(a, word);
	struct sql q;

	if (canonical.n == 0)
		return (OK);
	q = sql_once(d, "SELECT post_id FROM post_feed WHERE link_key = ?"
			" ORDER BY post_id LIMIT 1");
	sql_int(&q, identity_link_key(canonical));
	return (first_id(&q, ret));
}

/* "12-80 100-140" as posts.c wrote it. */
void
stored_post_quotes(struct arena *a, struct str text, struct post *p)
{
	size_t size = 0;

	while (text.n > 0) {
		struct str pair = str_cut(&text, ' '), start;
		struct quote *quotes = arena_grow(a, p->quotes, p->nquotes,
		    &size, sizeof(*quotes));
		int64_t from, to;

		start = str_cut(&pair, '-');
		if (quotes == NULL)
			return;
		p->quotes = quotes;
		if (!str_to_i64(start, &from) || !str_to_i64(pair, &to) ||
		    from < 0 || to < from || to > UINT32_MAX)
			continue;
		quotes[p->nquotes++] =
		    (struct quote){ (uint32_t)from, (uint32_t)to };
	}
}

enum post_kind
stored_post_kind(struct str word)
{

	for (enum post_kind k = 0; k < POST_KINDS; k++)
		if (str_eq(word, str_of(post_kind_word(k))))
			return (k);
	return (POST_ARTICLE);
}

/* {NULL,0} stays what it is. */
static struct str
keep(struct arena *a, const struct sql *q, int column)
{
	struct str s = sql_get_str(q, column);

	return (s.p != NULL ? arena_str(a, s) : s);
}

/* A comment may have come before the post that it answers: what it repeats of
 * that is found when it is read. */
static void
mark_copies(const struct sql *q, struct arena *a, struct post *p)
{
	struct str title = sql_get_str(q, 27), text = sql_get_str(q, 28);
	struct copied *words;

	if (p->kind != POST_COMMENT && p->kind != POST_ANSWER)
		return;
	p->title_taken =
	    p->title.n > 0 &&
	    (str_ieq(p->title, sql_get_str(q, 26)) || str_ieq(p->title, title));
	if (text.n == 0 || p->text.n == 0)
		return;
	/* The arena remembers a failure. */
	words = copied_new(a, text);
	if (words == NULL || copied_find(a, words, p->text, p->quotes,
				 p->nquotes, &p->quotes, &p->nquotes) != OK)
		return;
}

void
stored_post_read(const struct sql *q, struct arena *a, struct stored_post *ret)
{
	struct post *p = &ret->post;

	*ret = (struct stored_post){ .post_id = sql_get_int(q, 0),
		.at_ts = sql_get_int(q, 25) };
	p->post_id = ret->post_id;
	p->seen = SEEN_KNOWN;
	p->comments = -1;
	p->kind = stored_post_kind(sql_get_str(q, 1));
	p->title = keep(a, q, 2);
	p->text = keep(a, q, 3);
	p->lang = keep(a, q, 4);
	p->author = keep(a, q, 5);
	p->author_uri = keep(a, q, 6);
	p->link = keep(a, q, 7);
	p->tags = keep(a, q, 8);
	p->published_ts = sql_get_time(q, 9);
	p->updated_ts = sql_get_time(q, 10);
	p->stars = (int)sql_get_int(q, 11);
	p->recovered = sql_get_int(q, 12) != 0;
	p->repaired = sql_get_int(q, 13) != 0;
	p->moderated = sql_get_int(q, 14) != 0;
	p->staff = sql_get_int(q, 15) != 0;
	sql_get_hash(q, 16, p->content_hash);
	p->comments_url = keep(a, q, 17);
	p->comments_feed = keep(a, q, 18);
	p->reply_to_id = keep(a, q, 19);
	p->reply_to_link = keep(a, q, 20);
	stored_post_quotes(a, sql_get_str(q, 21), p);
	ret->source = keep(a, q, 22);
	ret->feed_url = keep(a, q, 23);
	p->guid = keep(a, q, 24);
	mark_copies(q, a, p);
}

static enum status
load_post(struct db *d, struct arena *a, int64_t id, struct stored_post *ret)
{
	struct sql q = sql_once(d, STORED_POST " WHERE p.id = ?");
	enum status st;
	bool row;

	sql_int(&q, id);
	st = sql_next(&q, &row);
	if (st == OK && row)
		stored_post_read(&q, a, ret);
	sql_end(&q);
	return (st == OK && !row ? E_NOT_FOUND : st);
}

static enum status
load_insights(struct db *d, struct arena *a, struct stored_post *ret)
{
	struct sql q = sql_once(d,
	    "SELECT id, ref, signal, score, state, coalesce(novelty, -1),"
	    " coalesce(novelty_voice, -1), coalesce(novelty_place, -1),"
	    " coalesce(novelty_words, -1) FROM insight"
	    " WHERE post_id = ? ORDER BY state <> 'live', score DESC");
	enum status st;
	bool row;

	ret->insights = arena_array(a, INSIGHTS_MAX, sizeof(*ret->insights));
	sql_int(&q, ret->post_id);
	while ((st = sql_next(&q, &row)) == OK && row &&
	       ret->insights != NULL && ret->ninsights < INSIGHTS_MAX) {
		struct stored_insight *i = &ret->insights[ret->ninsights];
		struct str ref = sql_get_str(&q, 1);
		int signal = signal_of(sql_get_str(&q, 2));

		if (signal < 0 || ref.n >= sizeof(i->ref))
			continue;
		i->insight_id = sql_get_int(&q, 0);
		memcpy(i->ref, ref.p, ref.n);
		i->signal = (enum signal)signal;
		i->score = sql_get_real(&q, 3);
		i->state = keep(a, &q, 4);
		i->novelty =
		    (struct novelty){ sql_get_real(&q, 5), sql_get_real(&q, 6),
			    sql_get_real(&q, 7), sql_get_real(&q, 8) };
		ret->ninsights++;
	}
	sql_end(&q);
	return (st);
}

enum status
query_post(struct reader *r, struct arena *a, struct str ref,
    struct stored_post *ret)
{
	struct db *d = &r->db;
	int64_t id = 0;
	enum status st;

	reader_ask(r);
	ref = str_trim(ref);
	st = by_ref(d, ref, &id);
	if (st == OK && id == 0)
		st = by_id(d, ref, &id);
	if (st == OK && id == 0)
		st = by_url(d, a, ref, &id);
	if (st != OK)
		return (st);
	if (id == 0)
		return (db_fail(d, E_NOT_FOUND,
		    "no insight, post or address %.*s is stored",
		    STR_ARG(ref)));
	st = load_post(d, a, id, ret);
	if (st == OK)
		st = load_insights(d, a, ret);
	if (st == OK && arena_failed(a))
		st = db_fail(d, E_MEMORY, "out of memory");
	return (st);
}

enum { JUDGED_MEMORY = 4 << 20 };

enum status
query_judgements(struct reader *r, query_judged *take, void *arg)
{
	struct arena *a = arena_new(JUDGED_MEMORY);
	struct stored_post sp;
	struct sql q;
	enum status st;
	bool row;

	if (a == NULL)
		return (E_MEMORY);
	reader_ask(r);
	q = sql_once(&r->db,
	    "SELECT i.post_id, i.signal, j.answer FROM judgement j"
	    " JOIN insight i ON i.id = j.insight_id WHERE j.id ="
	    " (SELECT l.id FROM judgement l WHERE l.insight_id = j.insight_id"
	    " ORDER BY l.at_ts DESC, l.id DESC LIMIT 1) ORDER BY j.id");
	while ((st = sql_next(&q, &row)) == OK && row) {
		int signal = signal_of(sql_get_str(&q, 1));
		bool right = str_eq(sql_get_str(&q, 2), STR("right"));

		arena_reset(a);
		st = load_post(&r->db, a, sql_get_int(&q, 0), &sp);
		if (st == OK && arena_failed(a))
			st = E_MEMORY;
		if (st == OK && signal >= 0)
			st = take(arg, &sp.post, (enum signal)signal, right);
		if (st != OK && st != E_NOT_FOUND)
			break;
	}
	sql_end(&q);
	arena_free(a);
	return (st);
}

static enum status
count_feeds(struct db *d, struct store_status *ret)
{
	struct sql q = sql_once(d,
	    "SELECT iif(found_by IS NULL, status, iif(asleep, 'asleep',"
	    " 'found')) AS word, count(*) FROM feed WHERE retired_ts IS NULL"
	    " GROUP BY word");
	enum status st;
	bool row;

	while ((st = sql_next(&q, &row)) == OK && row) {
		struct str word = sql_get_str(&q, 0);
		int status = feed_status_of(word);

		if (str_eq(word, STR("found")))
			ret->found = sql_get_int(&q, 1);
		else if (str_eq(word, STR("asleep")))
			ret->found_asleep = sql_get_int(&q, 1);
		else if (status >= 0)
			ret->feeds_by_status[status] = sql_get_int(&q, 1);
	}
	sql_end(&q);
	return (st);
}

static enum status
read_ruleset(struct db *d, struct arena *a, struct store_status *ret)
{
	struct sql q = sql_once(d,
	    "SELECT hash, (SELECT count(*) FROM rule WHERE ruleset_id = g.id)"
	    " FROM ruleset g ORDER BY loaded_ts DESC, id DESC LIMIT 1");
	enum status st;
	bool row;

	st = sql_next(&q, &row);
	if (st == OK && row) {
		ret->ruleset = keep(a, &q, 0);
		ret->rules = sql_get_int(&q, 1);
	}
	sql_end(&q);
	return (st);
}

static int64_t
wal_bytes(const char *path)
{
	struct buf name = BUF_INIT(8192);
	struct stat sb;
	int64_t bytes = 0;

	buf_printf(&name, "%s-wal", path);
	if (!buf_failed(&name) && stat(buf_str(&name).p, &sb) == 0)
		bytes = (int64_t)sb.st_size;
	buf_free(&name);
	return (bytes);
}

enum status
query_status(struct reader *r, struct arena *a, struct store_status *ret)
{
	struct db *d = &r->db;
	int64_t pages = 0, page_bytes = 0;
	/* Whole-table counts come from the roll-ups. */
	const struct {
		const char *sql;
		int64_t *to;
	} numbers[] = {
		{ "SELECT coalesce(sum(posts), 0) FROM coverage_daily",
		    &ret->posts },
		{ "SELECT coalesce(sum(n), 0) FROM signal_daily",
		    &ret->insights },
		{ "SELECT max(visited_ts) FROM feed", &ret->last_visit_ts },
		{ "SELECT first_seen_ts FROM post ORDER BY id DESC LIMIT 1",
		    &ret->last_post_ts },
		{ "PRAGMA page_count", &pages },
		{ "PRAGMA page_size", &page_bytes },
		{ "PRAGMA user_version", &ret->schema },
	};
	enum status st = OK;

	*ret = (struct store_status){ .last_visit_ts = NO_TIME,
		.last_post_ts = NO_TIME };
	reader_ask(r);
	for (size_t i = 0; st == OK && i < sizeof(numbers) / sizeof(numbers[0]);
	     i++)
		st = db_number(d, numbers[i].sql, numbers[i].to);
	if (st == OK)
		st = count_feeds(d, ret);
	if (st == OK)
		st = read_ruleset(d, a, ret);
	ret->bytes = pages * page_bytes;
	ret->wal_bytes = wal_bytes(d->path);
	return (st);
}

enum status
query_snapshot(struct reader *r, const char *path, struct buf *reterr)
{
	enum status st;

	r->db.deadline_ms = 0; /* as long as it takes */
	st = snapshot_write(&r->db, path, false);
	if (st != OK)
		buf_adds(reterr, db_error(&r->db));
	return (st);
}
