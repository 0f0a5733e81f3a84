/*
 * Names of forgotten people in the posts of others: found by the full text,
 * crossed out in title, text and tags, with the evidence that quotes them.
 */
#include "earshot/clock.h"

#include "forget.h"
#include "redact.h"
#include "tombstone.h"

enum { PAGE_MENTIONS = 50, PHRASE_MAX = 8192 };

struct sql
forget_candidates(struct db *d, struct str name, int64_t after, int64_t max)
{
	struct buf phrase = BUF_INIT(PHRASE_MAX);
	struct sql q =
	    sql_once(d, "SELECT rowid FROM post_fts WHERE post_fts MATCH ?1"
			" AND rowid > ?2 ORDER BY rowid LIMIT ?3");

	buf_addc(&phrase, '"');
	for (size_t i = 0; i < name.n; i++)
		buf_adds(&phrase,
		    name.p[i] == '"' ? "\"\"" : (char[]){ name.p[i], '\0' });
	buf_addc(&phrase, '"');
	if (buf_failed(&phrase))
		buf_clear(&phrase);
	/* SQLite keeps a copy: the phrase goes out of scope. */
	if (q.stmt != NULL && q.st == OK)
		q.st = db_status(d, sqlite3_bind_text64(q.stmt, ++q.at,
					phrase.n > 0 ? phrase.p : "", phrase.n,
					SQLITE_TRANSIENT, SQLITE_UTF8));
	sql_int(&q, after);
	sql_int(&q, max);
	buf_free(&phrase);
	return (q);
}

/* The insights of the post say other words now: whoever copied them is told. */
enum status
forget_tell_change(struct store *s, int64_t post_id)
{
	struct sql q = sql_once(&s->db,
	    "UPDATE evidence SET text = (SELECT CAST(substr(CAST("
	    "  CASE evidence.field WHEN 'title' THEN p.title"
	    "  WHEN 'text' THEN p.text ELSE p.tags END AS BLOB),"
	    "  evidence.start_byte + 1, evidence.end_byte -"
	    "  evidence.start_byte) AS TEXT) FROM post p WHERE p.id = ?1)"
	    " WHERE field IN ('title', 'text', 'tags') AND start_byte IS NOT"
	    " NULL AND insight_id IN (SELECT id FROM insight"
	    " WHERE post_id = ?1)");
	enum status st;

	sql_int(&q, post_id);
	st = sql_run(&q);
	if (st != OK)
		return (st);
	/* At most six insights a post: one number each. */
	q = sql_once(&s->db,
	    "UPDATE insight SET changed_ts = ?2, changed_seq = ?3 +"
	    " (SELECT count(*) FROM insight o WHERE o.post_id = ?1"
	    "  AND o.id < insight.id) WHERE post_id = ?1");
	sql_int(&q, post_id);
	sql_int(&q, clock_now());
	sql_int(&q, s->next_seq);
	st = sql_run(&q);
	s->next_seq += sqlite3_changes(s->db.handle);
	return (st);
}

/* *${ret_first}: it had all its words until now. */
static enum status
keep_edits_out(struct store *s, int64_t post_id, bool *ret_first)
{
	struct sql q = sql_once(&s->db, "SELECT uid FROM post WHERE id = ?");
	unsigned char uid[16];
	struct tomb t = { TOMB_REDACTED, 0, { TOMB_HASH(uid) } };
	int64_t at_ts = NO_TIME;
	bool row, forgotten;
	enum status st;

	sql_int(&q, post_id);
	st = sql_next(&q, &row);
	row = st == OK && row && sql_get_hash(&q, 0, uid);
	sql_end(&q);
	if (row)
		st = tombstone_at(&s->db, &t, &at_ts, &forgotten);
	*ret_first = at_ts == NO_TIME;
	return (row && st == OK ? tombstone_put(s, &t, true) : st);
}

/* ${fields}: title, text, tags; those that are not there are {NULL,0}. */
static size_t
cross_out(struct buf *fields, struct str name)
{
	size_t times = 0;

	for (int i = 0; i < 3; i++)
		if (fields[i].n > 0)
			times += redact_text(fields[i].p, fields[i].n, name);
	return (times);
}

static enum status
read_fields(struct store *s, int64_t post_id, struct buf *fields)
{
	struct sql q =
	    sql_once(&s->db, "SELECT title, text, tags FROM post WHERE id = ?");
	enum status st;
	bool row;

	sql_int(&q, post_id);
	st = sql_next(&q, &row);
	for (int i = 0; st == OK && row && i < 3; i++) {
		buf_add(&fields[i], sql_get_str(&q, i));
		if (buf_failed(&fields[i]))
			st = db_fail(&s->db, E_MEMORY, "out of memory");
	}
	sql_end(&q);
	return (st);
}

/* The subject of a comment that named them. */
static enum status
drop_subject(struct store *s, int64_t post_id, struct str name)
{
	struct sql q =
	    sql_once(&s->db, "DELETE FROM reply WHERE post_id = ?"
			     " AND instr(lower(word), lower(?)) > 0");

	sql_int(&q, post_id);
	sql_text(&q, name);
	return (sql_run(&q));
}

static enum status
redact_post(struct store *s, struct forget *f, int64_t post_id, struct str name)
{
	struct buf fields[3] = { BUF_INIT(1 << 20), BUF_INIT(1 << 20),
		BUF_INIT(1 << 20) };
	enum status st = read_fields(s, post_id, fields);
	bool first = false;
	struct sql q;

	if (st == OK && cross_out(fields, name) > 0) {
		q = sql_once(&s->db,
		    "UPDATE post SET title = ?, text = ?, tags = ?"
		    " WHERE id = ?");
		for (int i = 0; i < 3; i++)
			sql_str(&q, buf_str(&fields[i]));
		sql_int(&q, post_id);
		st = sql_run(&q);
		if (st == OK)
			st = drop_subject(s, post_id, name);
		if (st == OK)
			st = forget_tell_change(s, post_id);
		if (st == OK)
			st = keep_edits_out(s, post_id, &first);
		f->counts.redacted += first;
	}
	for (int i = 0; i < 3; i++)
		buf_free(&fields[i]);
	return (st);
}

/* Is it one of those that go anyway? */
static enum status
is_own(struct store *s, const struct forget *f, int64_t post_id, bool *ret)
{
	struct sql q = forget_posts(&s->db, f, post_id - 1, 1);
	enum status st = sql_next(&q, ret);

	*ret = st == OK && *ret && sql_get_int(&q, 0) == post_id;
	sql_end(&q);
	return (st);
}

enum status
forget_mentions(struct store *s, struct forget *f, bool *ret_done)
{
	struct str rest = buf_str(&f->names), name = { NULL, 0 };
	int64_t ids[PAGE_MENTIONS];
	enum status st = OK;
	struct sql q;
	size_t n = 0;
	bool row, own;

	for (int i = 0; i <= f->tries; i++)
		name = str_cut(&rest, '\n');
	*ret_done = !f->mentions || name.n == 0;
	if (*ret_done) {
		f->tries = 0;
		return (OK);
	}
	q = forget_candidates(&s->db, name, f->at, PAGE_MENTIONS);
	while ((st = sql_next(&q, &row)) == OK && row)
		ids[n++] = sql_get_int(&q, 0);
	sql_end(&q);
	for (size_t i = 0; st == OK && i < n; i++) {
		st = is_own(s, f, ids[i], &own);
		if (st == OK && !own)
			st = redact_post(s, f, ids[i], name);
	}
	if (n > 0)
		f->at = ids[n - 1];
	if (n < PAGE_MENTIONS) {
		f->at = 0;
		f->tries++;
	}
	return (st);
}
