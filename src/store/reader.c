/*
 * A reading connection: it can neither write nor checkpoint, and no question
 * holds its place in the WAL past the deadline.
 */
#include "earshot/reader.h"

#include <stdlib.h>

#include "earshot/clock.h"

#include "identity.h"
#include "place.h"
#include "reader_impl.h"
#include "schema.h"

static enum status
open_place(struct reader *r, const struct place *place, struct buf *reterr)
{
	enum place_state state;
	int64_t version = 0;
	enum status st = place_look(place, &state, reterr);

	if (st != OK)
		return (st);
	if (state != PLACE_OURS) {
		buf_printf(reterr, "there is no database at %s yet",
		    place->path);
		return (E_NOT_FOUND);
	}
	st = db_open(&r->db, place->path, DB_READ);
	if (st == OK)
		st = db_number(&r->db, "PRAGMA user_version", &version);
	if (st != OK) {
		buf_adds(reterr, db_error(&r->db));
		return (st);
	}
	/* The header may lag behind the WAL. */
	if (version == 0) {
		buf_printf(reterr, "%s is just being made", place->path);
		return (E_NOT_FOUND);
	}
	return (schema_refuse(place->path, version, reterr));
}

enum status
reader_open(const char *url, int64_t deadline_ms, struct reader **ret,
    struct buf *reterr)
{
	struct place place = { NULL, NULL };
	struct reader *r = calloc(1, sizeof(*r));
	enum status st;

	if (r == NULL) {
		buf_adds(reterr, "out of memory");
		return (E_MEMORY);
	}
	r->deadline_ms = deadline_ms;
	st = place_find(url, false, &place, reterr);
	if (st == OK)
		st = open_place(r, &place, reterr);
	place_free(&place);
	if (st != OK) {
		reader_close(r);
		return (st);
	}
	*ret = r;
	return (OK);
}

void
reader_close(struct reader *r)
{

	if (r == NULL)
		return;
	db_close(&r->db);
	free(r);
}

void
reader_rest(struct reader *r)
{

	db_rest(&r->db);
}

const char *
reader_error(const struct reader *r)
{

	return (db_error(&r->db));
}

void
reader_ask(struct reader *r)
{

	r->db.deadline_ms =
	    r->deadline_ms > 0 ? clock_mono_ms() + r->deadline_ms : 0;
}

enum status
reader_begin(struct reader *r)
{
	struct sql q = sql_begin(&r->db, SQL_READ, "BEGIN");
	enum status st;

	reader_ask(r);
	st = sql_run(&q);
	r->held = st == OK;
	return (st);
}

void
reader_end(struct reader *r)
{

	if (!r->held)
		return;
	r->held = false;
	if (sqlite3_get_autocommit(r->db.handle) == 0)
		sqlite3_exec(r->db.handle, "ROLLBACK", NULL, NULL, NULL);
}

enum status
reader_serves(struct reader *r, int64_t feed_id, bool *ret)
{
	struct sql q = sql_begin(&r->db, SQL_SERVES,
	    "SELECT 1 FROM post_feed WHERE feed_id = ? LIMIT 1");

	if (!r->held)
		reader_ask(r);
	sql_int(&q, feed_id);
	return (sql_there(&q, ret));
}

enum status
reader_known(struct reader *r, int64_t feed_id, struct post *p, bool *ret_known)
{
	struct identity id;
	enum status st;

	if (!r->held)
		reader_ask(r);
	st = identity_known(&r->db, feed_id, p, &id);
	if (st != OK)
		return (st);
	*ret_known = id.post_id != 0;
	if (*ret_known)
		p->post_id = id.post_id;
	return (OK);
}

enum status
reader_identify(struct reader *r, int64_t feed_id, struct post *p)
{
	struct identity id;
	enum status st;

	if (!r->held)
		reader_ask(r);
	st = identity_find(&r->db, feed_id, p, &id);
	if (st != OK)
		return (st);
	p->seen = id.post_id == 0 ? SEEN_NEW
		  : id.changed    ? SEEN_EDITED
				  : SEEN_KNOWN;
	if (id.post_id != 0)
		p->post_id = id.post_id;
	return (OK);
}

enum status
reader_root(struct reader *r, struct arena *a, int64_t feed_id,
    struct str *ret_link, struct str *ret_title)
{
	struct sql q = sql_begin(&r->db, SQL_FOUND_ROOT,
	    "SELECT p.url, p.title FROM feed f JOIN post p ON p.id = "
	    "f.parent_post_id"
	    " WHERE f.id = ?");
	enum status st;
	bool row;

	if (!r->held)
		reader_ask(r);
	sql_int(&q, feed_id);
	st = sql_next(&q, &row);
	*ret_link = *ret_title = (struct str){ NULL, 0 };
	if (st == OK && row) {
		*ret_link = arena_str(a, sql_get_str(&q, 0));
		*ret_title = arena_str(a, sql_get_str(&q, 1));
	}
	sql_end(&q);
	return (st);
}
