/*
 * Fingerprints in and out of the table of posts, and who repeats whom.
 */
#include "earshot/echoes.h"

#include <stdio.h>

#include "store_impl.h"
#include "stored_post.h"

enum { MOVED = 256, ANCHOR_BYTES = 4 * FINGERPRINT_ANCHORS };

enum status
echoes_last(struct store *s, int64_t *ret)
{

	*ret = 0;
	return (db_number(&s->db, "SELECT max(id) FROM post", ret));
}

/* In the order of bytes that every machine writes. */
static void
pack(const struct fingerprint *f, unsigned char ret[ANCHOR_BYTES])
{

	for (size_t i = 0; i < ANCHOR_BYTES; i++)
		ret[i] = (unsigned char)(f->anchors[i / 4] >> (8 * (i % 4)));
}

static bool
unpack(struct str bytes, struct fingerprint *ret)
{

	if (bytes.n != ANCHOR_BYTES)
		return (false);
	memset(ret->anchors, 0, sizeof(ret->anchors));
	for (size_t i = 0; i < ANCHOR_BYTES; i++)
		ret->anchors[i / 4] |= (uint32_t)(unsigned char)bytes.p[i]
				       << (8 * (i % 4));
	return (true);
}

void
echoes_bind(struct sql *q, const struct post *p,
    unsigned char bytes[ANCHOR_BYTES])
{

	if (!p->has_print) {
		sql_null(q);
		sql_null(q);
		return;
	}
	pack(&p->print, bytes);
	sql_int(q, (int64_t)p->print.simhash);
	sql_bytes(q, bytes, ANCHOR_BYTES);
}

enum status
echoes_list(struct store *s, int64_t after_id, struct print_row *rows,
    size_t max, size_t *ret_n)
{
	/* From the index alone: the texts are not walked through. */
	struct sql q = sql_begin(&s->db, SQL_ECHO_LIST,
	    "SELECT id, simhash, anchors FROM post INDEXED BY post_print"
	    " WHERE simhash IS NOT NULL AND id > ? ORDER BY id LIMIT ?");
	size_t n = 0;
	enum status st;
	bool row;

	sql_int(&q, after_id);
	sql_int(&q, (int64_t)max);
	while ((st = sql_next(&q, &row)) == OK && row && n < max) {
		struct print_row *to = &rows[n++];

		*to = (struct print_row){ .post_id = sql_get_int(&q, 0) };
		to->print.simhash = (uint64_t)sql_get_int(&q, 1);
		unpack(sql_get_str(&q, 2), &to->print);
	}
	sql_end(&q);
	*ret_n = n;
	return (st);
}

static enum status
read_ids(struct sql *q, int64_t *ids, size_t max, size_t *ret_n)
{
	enum status st;
	size_t n = 0;
	bool row;

	sql_int(q, (int64_t)max);
	while ((st = sql_next(q, &row)) == OK && row && n < max)
		ids[n++] = sql_get_int(q, 0);
	sql_end(q);
	*ret_n = n;
	return (st);
}

enum status
echoes_ids(struct store *s, int64_t after_id, int64_t *ids, size_t max,
    size_t *ret_n)
{
	struct sql q = sql_begin(&s->db, SQL_ECHO_IDS,
	    "SELECT id FROM post WHERE id > ? ORDER BY id LIMIT ?");

	sql_int(&q, after_id);
	return (read_ids(&q, ids, max, ret_n));
}

enum status
echoes_due(struct store *s, int64_t *ret)
{

	*ret = -1;
	return (db_number(&s->db,
	    "SELECT CAST(value AS INTEGER) FROM meta WHERE key = 'echoes_due'",
	    ret));
}

enum status
echoes_set_due(struct store *s, int64_t after_id)
{
	struct sql q = sql_once(&s->db,
	    after_id < 0 ? "DELETE FROM meta WHERE key = 'echoes_due'"
			 : "INSERT OR REPLACE INTO meta(key, value)"
			   " VALUES('echoes_due', ?)");
	char text[32];

	snprintf(text, sizeof(text), "%lld", (long long)after_id);
	if (after_id >= 0)
		sql_word(&q, text);
	return (store_check(s, sql_run(&q)));
}

enum status
echoes_first(struct store *s, int64_t post_id, int64_t *ret)
{
	struct sql q = sql_begin(&s->db, SQL_ECHO_FIRST,
	    "SELECT coalesce(duplicate_of, id) FROM post"
	    " WHERE id = ? AND state = 'live'");

	sql_int(&q, post_id);
	return (sql_one(&q, ret));
}

enum status
echoes_post(struct store *s, struct arena *a, int64_t post_id, struct post *ret,
    bool *ret_there)
{
	struct sql q = sql_begin(&s->db, SQL_ECHO_POST,
	    "SELECT simhash, anchors, kind, stars, quotes, title, text"
	    " FROM post WHERE id = ? AND state = 'live'");
	enum status st;

	*ret = (struct post){ .post_id = post_id };
	sql_int(&q, post_id);
	st = sql_next(&q, ret_there);
	if (st == OK && *ret_there) {
		ret->print.simhash = (uint64_t)sql_get_int(&q, 0);
		ret->has_print = unpack(sql_get_str(&q, 1), &ret->print);
		ret->kind = stored_post_kind(sql_get_str(&q, 2));
		ret->stars = (int)sql_get_int(&q, 3);
		stored_post_quotes(a, sql_get_str(&q, 4), ret);
		ret->title = arena_str(a, sql_get_str(&q, 5));
		ret->text = arena_str(a, sql_get_str(&q, 6));
	}
	sql_end(&q);
	return (st == OK && arena_failed(a)
		    ? db_fail(&s->db, E_MEMORY, "out of memory")
		    : st);
}

enum status
echoes_put(struct store *s, const struct print_row *row)
{
	struct post p = { .print = row->print, .has_print = true };
	unsigned char bytes[ANCHOR_BYTES];
	struct sql q = sql_begin(&s->db, SQL_ECHO_PUT,
	    "UPDATE post SET simhash = ?, anchors = ? WHERE id = ?");

	echoes_bind(&q, &p, bytes);
	sql_int(&q, row->post_id);
	return (store_check(s, sql_run(&q)));
}

static enum status
point(struct store *s, int64_t post_id, int64_t first_id, unsigned distance)
{
	struct sql q = sql_begin(&s->db, SQL_ECHO_MARK,
	    "UPDATE post SET duplicate_of = ?, duplicate_distance = ?"
	    " WHERE id = ?");

	sql_positive(&q, first_id);
	if (first_id > 0)
		sql_int(&q, (int64_t)distance);
	else
		sql_null(&q);
	sql_int(&q, post_id);
	return (store_check(s, sql_run(&q)));
}

static enum status
simhash_of(struct store *s, int64_t post_id, uint64_t *ret)
{
	struct sql q = sql_begin(&s->db, SQL_ECHO_SIMHASH,
	    "SELECT simhash FROM post WHERE id = ?");
	enum status st;
	bool row;

	*ret = 0;
	sql_int(&q, post_id);
	st = sql_next(&q, &row);
	if (st == OK && row)
		*ret = (uint64_t)sql_get_int(&q, 0);
	sql_end(&q);
	return (st);
}

/* Bits between two posts, or 0 where one of them has too few words by now. */
static enum status
distance_of(struct store *s, int64_t one, int64_t other, unsigned *ret)
{
	uint64_t a, b = 0;
	enum status st = simhash_of(s, one, &a);

	if (st == OK)
		st = simhash_of(s, other, &b);
	*ret = (unsigned)__builtin_popcountll(a ^ b);
	return (st);
}

/* Whoever repeats ${from} repeats ${to} from now on. */
static enum status
move(struct store *s, int64_t from, int64_t to)
{
	int64_t ids[MOVED];
	enum status st;
	size_t n;

	do {
		st = echoes_of(s, from, 0, ids, MOVED, &n);
		for (size_t i = 0; st == OK && i < n; i++) {
			unsigned distance = 0;

			st = distance_of(s, ids[i], to, &distance);
			if (st == OK)
				st = point(s, ids[i], to, distance);
		}
	} while (st == OK && n == MOVED);
	return (st);
}

enum status
echoes_mark(struct store *s, const struct print_row *row, int64_t first_id)
{
	unsigned distance;
	enum status st = distance_of(s, row->post_id, first_id, &distance);

	if (st == OK)
		st = point(s, row->post_id, first_id, distance);
	return (st == OK ? move(s, row->post_id, first_id) : st);
}

enum status
echoes_free(struct store *s, int64_t post_id)
{

	return (point(s, post_id, 0, 0));
}

enum status
echoes_of(struct store *s, int64_t first_id, int64_t after_id, int64_t *ids,
    size_t max, size_t *ret_n)
{
	struct sql q = sql_begin(&s->db, SQL_ECHO_OF,
	    "SELECT id FROM post WHERE duplicate_of = ? AND id > ?"
	    " ORDER BY id LIMIT ?");

	sql_int(&q, first_id);
	sql_int(&q, after_id);
	return (read_ids(&q, ids, max, ret_n));
}

/* The oldest of those that repeat ${first_id} and do not go themselves. */
static enum status
find_heir(struct store *s, int64_t first_id, struct str going, int64_t *ret)
{
	struct sql q = sql_begin(&s->db, SQL_ECHO_HEIR,
	    "SELECT id FROM post WHERE duplicate_of = ?1 AND state = 'live'"
	    " AND id NOT IN (SELECT value FROM json_each(?2))"
	    " ORDER BY at_ts, id LIMIT 1");

	sql_int(&q, first_id);
	sql_text(&q, going);
	return (sql_one(&q, ret));
}

enum status
echoes_bequeath(struct store *s, int64_t first_id, struct str going)
{
	int64_t heir;
	enum status st = find_heir(s, first_id, going, &heir);

	if (st != OK || heir == 0)
		return (st);
	st = echoes_free(s, heir);
	return (st == OK ? move(s, first_id, heir) : st);
}
