/*
 * Forgetting on request, step by step: tombstones, names in other people's
 * posts, posts, voices, and at last the file itself.
 */
#include "forget.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "earshot/clock.h"
#include "earshot/url.h"

#include "identity.h"
#include "redact.h"
#include "remove.h"
#include "rollup.h"
#include "scrub.h"
#include "tombstone.h"

enum { PAGE_POSTS = 100, PAGE_MENTIONS = 100, URL_MEMORY = 1 << 16 };

enum phase {
	PHASE_BURY,
	PHASE_MENTIONS,
	PHASE_POSTS,
	PHASE_VOICES,
	PHASE_COUNTS,
	PHASE_SCRUB /* and its own phases behind it */
};

void
forget_free(struct forget *f)
{

	buf_free(&f->names);
}

void
forget_resume(struct forget *f)
{

	*f = (struct forget){ .phase = PHASE_SCRUB };
}

struct sql
forget_voices(struct db *d, const struct forget *f, const char *text)
{
	struct sql q = sql_once(d, text);

	sql_int(&q, f->voice_id);
	sql_text(&q, f->uri);
	return (q);
}

int64_t
forget_link_key(const struct forget *f)
{
	struct arena *a = f->uri.n > 0 ? arena_new(URL_MEMORY) : NULL;
	int64_t key = 0;

	if (a != NULL)
		key = identity_link_key(url_canonical(a, f->uri));
	arena_free(a);
	return (key);
}

static bool
is_plain(struct str s)
{

	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] < ' ' || s.p[i] == 0x7f)
			return (false);
	return (true);
}

/* What may stand in the texts of others: name, URI, and the address in it. */
void
forget_add_names(struct str name, struct str uri, struct buf *out)
{
	struct str list[3] = { name, uri, uri };

	if (str_istarts(uri, STR("mailto:")))
		list[2] = str_sub(uri, 7, uri.n);
	else
		list[2].n = 0;
	for (size_t i = 0; i < 3; i++)
		if (redact_worth(list[i]) && is_plain(list[i]))
			buf_printf(out, "%.*s\n", STR_ARG(list[i]));
}

/* The voices are told apart for ever, before anything else. */
static enum status
bury(struct store *s, struct forget *f)
{
	struct sql q = forget_voices(&s->db, f,
	    "SELECT source_id, name, uri, key FROM voice WHERE " FORGET_VOICES);
	struct tomb uri = { TOMB_URI, 0, { f->uri } };
	bool row, any = false;
	enum status st;

	buf_free(&f->names);
	f->names = (struct buf)BUF_INIT(RETAIN_NAMES_MAX);
	while ((st = sql_next(&q, &row)) == OK && row) {
		struct tomb t = { TOMB_VOICE, sql_get_int(&q, 0),
			{ sql_get_str(&q, 1), sql_get_str(&q, 2) } };
		struct tomb person = { TOMB_PERSON, sql_get_int(&q, 3),
			{ STR("") } };

		any = true;
		forget_add_names(t.texts[0], t.texts[1], &f->names);
		st = tombstone_put(s, &t, true);
		if (st == OK && person.number != 0)
			st = tombstone_put(s, &person, true);
		if (st != OK)
			break;
	}
	sql_end(&q);
	if (st == OK && f->uri.n > 0)
		st = tombstone_put(s, &uri, true);
	if (st == OK && !any && f->uri.n > 0) {
		q = forget_posts(&s->db, f, 0, 1);
		st = sql_next(&q, &any);
		sql_end(&q);
	}
	if (st == OK && !any)
		st = db_fail(&s->db, E_NOT_FOUND,
		    "there is no such voice, and nothing at that address");
	return (st == OK ? scrub_mark(s) : st);
}

struct sql
forget_posts(struct db *d, const struct forget *f, int64_t after, int64_t max)
{
	int64_t key = forget_link_key(f);
	struct sql q = forget_voices(d, f,
	    "SELECT id FROM post WHERE id > ?3 AND (voice_id IN (SELECT id"
	    " FROM voice WHERE " FORGET_VOICES ") OR id IN (SELECT post_id"
	    " FROM post_feed WHERE link_key = ?4)) ORDER BY id LIMIT ?5");

	sql_int(&q, after);
	if (key != 0)
		sql_int(&q, key);
	else
		sql_null(&q);
	sql_int(&q, max);
	return (q);
}

static enum status
posts(struct store *s, struct forget *f, bool *ret_done)
{
	struct sql q = forget_posts(&s->db, f, 0, PAGE_POSTS);
	int64_t ids[PAGE_POSTS];
	enum status st;
	size_t n = 0;
	bool row;

	while ((st = sql_next(&q, &row)) == OK && row)
		ids[n++] = sql_get_int(&q, 0);
	sql_end(&q);
	*ret_done = n < PAGE_POSTS;
	return (st == OK ? remove_posts(s, ids, n, true, &f->counts) : st);
}

/* A voice goes with its last post; one that never had any goes here. */
static enum status
voices(struct store *s, struct forget *f)
{
	struct sql q = forget_voices(&s->db, f,
	    "DELETE FROM voice WHERE (" FORGET_VOICES ") AND NOT EXISTS("
	    "SELECT 1 FROM post WHERE voice_id = voice.id)");
	char what[200];
	enum status st = sql_run(&q);

	if (st != OK)
		return (st);
	f->counts.voices += sqlite3_changes(s->db.handle);
	snprintf(what, sizeof(what),
	    "on request: %" PRId64 " voices, %" PRId64 " posts and %" PRId64
	    " insights removed, names crossed out in %" PRId64 " posts",
	    f->counts.voices, f->counts.posts, f->counts.insights,
	    f->counts.redacted);
	return (store_tell(s, "forget", what));
}

/* One group. */
static enum status
in_group(struct store *s, struct forget *f, bool *ret_done)
{

	*ret_done = true;
	switch ((enum phase)f->phase) {
	case PHASE_BURY:
		return (bury(s, f));
	case PHASE_MENTIONS:
		return (forget_mentions(s, f, ret_done));
	case PHASE_POSTS:
		return (posts(s, f, ret_done));
	case PHASE_VOICES:
		return (voices(s, f));
	case PHASE_COUNTS:
		return (rollup_sweep(&s->db, f->at++, s->zone_s, INT32_MAX,
		    ret_done));
	default:
		return (db_fail(&s->db, E_INTERNAL, "no such phase"));
	}
}

enum status
store_forget(struct store *s, struct forget *f)
{
	struct retain_counts before = f->counts;
	enum scrub_phase scrub;
	int64_t at = f->at;
	bool done = false;
	enum status st;

	if (f->phase >= PHASE_SCRUB && f->rows_only) {
		f->done = true;
		return (OK);
	}
	if (f->phase >= PHASE_SCRUB) {
		scrub = (enum scrub_phase)(f->phase - PHASE_SCRUB);
		st = scrub_step(s, f, &scrub);
		f->phase = PHASE_SCRUB + (int)scrub;
		f->done = scrub == SCRUB_DONE;
		return (st);
	}
	st = remove_begin(s);
	if (st == OK)
		st = in_group(s, f, &done);
	st = remove_end(s, st);
	if (st != OK) {
		f->counts = before;
		f->at = at;
	} else if (done) {
		f->phase++;
		f->at = 0;
	}
	return (st);
}
