/*
 * What a forget would do, told before it is done; and what was done, told to
 * whoever asks for it later.
 */
#include <sys/stat.h>

#include <dirent.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "earshot/clock.h"
#include "earshot/insight.h"
#include "earshot/url.h"

#include "forget.h"
#include "identity.h"
#include "place.h"
#include "reader_impl.h"
#include "redact.h"
#include "tombstone.h"

enum {
	POSTS_SHOWN = 20,
	MENTIONS_MAX = 10000,
	PAGE = 500,
	COPIES_MAX = 1000,
	URL_MEMORY = 1 << 16
};

/* What feeds served, without what a terminal would obey. */
static void
add_words(struct buf *out, const struct sql *q, int column)
{
	struct str s = sql_get_str(q, column);

	for (size_t i = 0; i < s.n; i++)
		buf_addc(out, (unsigned char)s.p[i] < ' ' || s.p[i] == 0x7f
				  ? '?'
				  : s.p[i]);
	buf_adds(out, "  ");
}

static enum status
tell_voices(struct db *d, const struct forget *f, struct buf *names,
    struct buf *out)
{
	struct sql q = forget_voices(d, f,
	    "SELECT voice.id, voice.name, voice.uri, s.name, voice.kind,"
	    " (SELECT count(*) FROM post p WHERE p.voice_id ="
	    " coalesce(voice.person_id, voice.id)"
	    " AND p.source_id = voice.source_id) FROM voice JOIN source s ON "
	    "s.id = voice.source_id"
	    " WHERE " FORGET_VOICES " ORDER BY voice.id");
	enum status st;
	bool row;

	while ((st = sql_next(&q, &row)) == OK && row) {
		buf_printf(out, "voice %" PRId64 "  ", sql_get_int(&q, 0));
		add_words(out, &q, 1);
		add_words(out, &q, 2);
		buf_adds(out, "\n  ");
		add_words(out, &q, 3);
		add_words(out, &q, 4);
		buf_printf(out, "%" PRId64 " posts\n", sql_get_int(&q, 5));
		forget_add_names(sql_get_str(&q, 1), sql_get_str(&q, 2), names);
	}
	sql_end(&q);
	return (st);
}

/* Perhaps the same person, perhaps not: a name is no proof. */
static enum status
tell_others(struct db *d, const struct forget *f, struct buf *out)
{
	struct sql q = forget_voices(d, f,
	    "SELECT v.id, v.name, v.uri, s.name FROM voice v"
	    " JOIN source s ON s.id = v.source_id WHERE v.id NOT IN"
	    " (SELECT id FROM voice WHERE " FORGET_VOICES ") AND ("
	    " (v.name <> '' AND v.name IN (SELECT name FROM voice"
	    "  WHERE " FORGET_VOICES ")) OR (v.uri <> '' AND v.uri IN"
	    " (SELECT uri FROM voice WHERE " FORGET_VOICES
	    "))) ORDER BY v.id LIMIT 50");
	enum status st;
	bool row;

	while ((st = sql_next(&q, &row)) == OK && row) {
		buf_printf(out,
		    "not taken: voice %" PRId64 " of the same name or URI: ",
		    sql_get_int(&q, 0));
		for (int i = 1; i < 4; i++)
			add_words(out, &q, i);
		buf_addc(out, '\n');
	}
	sql_end(&q);
	return (st);
}

static enum status
tell_post(struct db *d, int64_t id, struct buf *out)
{
	struct sql q = sql_once(d,
	    "SELECT p.at_ts, coalesce(p.title, ''), coalesce(p.url, ''),"
	    " coalesce((SELECT group_concat(ref, ' ') FROM insight"
	    " WHERE post_id = p.id), '') FROM post p WHERE p.id = ?");
	char when[CLOCK_TEXT];
	enum status st;
	bool row;

	sql_int(&q, id);
	st = sql_next(&q, &row);
	if (st == OK && row) {
		clock_local_text(sql_get_int(&q, 0), when);
		buf_printf(out, "post %" PRId64 "  %s  ", id, when);
		for (int i = 1; i < 4; i++)
			add_words(out, &q, i);
		buf_addc(out, '\n');
	}
	sql_end(&q);
	return (st);
}

static enum status
tell_posts(struct db *d, const struct forget *f, int64_t *ret_n,
    struct buf *out)
{
	int64_t after = 0, n;
	enum status st = OK;
	bool row;

	*ret_n = 0;
	do {
		struct sql q = forget_posts(d, f, after, PAGE);

		n = 0;
		while ((st = sql_next(&q, &row)) == OK && row) {
			after = sql_get_int(&q, 0);
			n++;
			if (++*ret_n <= POSTS_SHOWN)
				st = tell_post(d, after, out);
			if (st != OK)
				break;
		}
		sql_end(&q);
	} while (st == OK && n == PAGE);
	if (*ret_n > POSTS_SHOWN)
		buf_printf(out, "and %" PRId64 " posts more\n",
		    *ret_n - POSTS_SHOWN);
	return (st);
}

/* How many of the posts that ${q} gives really have the name. */
static enum status
count_mentions(struct db *d, struct str name, int64_t *ret)
{
	struct sql q = forget_candidates(d, name, 0, MENTIONS_MAX);
	enum status st;
	bool row;

	*ret = 0;
	while ((st = sql_next(&q, &row)) == OK && row)
		++*ret;
	sql_end(&q);
	return (st);
}

static enum status
tell_mentions(struct db *d, const struct forget *f, struct str names,
    struct buf *out)
{
	enum status st = OK;

	while (st == OK && names.n > 0) {
		struct str name = str_cut(&names, '\n');
		int64_t n;

		st = count_mentions(d, name, &n);
		if (st == OK && n > 0)
			buf_printf(out,
			    "\"%.*s\" stands in %" PRId64 "%s posts, their own "
			    "included; %s\n",
			    STR_ARG(name), n,
			    n == MENTIONS_MAX ? " or more" : "",
			    f->mentions
				? "it is crossed out in those of others"
				: "--mentions crosses it out in those of "
				  "others");
	}
	return (st);
}

/* A file beside the database that Earshot made, and that may hold the same. */
static bool
is_copy(const char *folder, const char *base, const char *name)
{
	static const char *const kept[] = { "feeds.good", "rules.good" };
	struct buf path = BUF_INIT(8192), why = BUF_INIT(1000);
	enum place_state state = PLACE_NOTHING;
	size_t n = strlen(base);
	bool copy = false;

	if (strcmp(name, base) == 0)
		return (false);
	for (size_t i = 0; i < 2; i++)
		copy |= strncmp(name, base, n) == 0 && name[n] == '.' &&
			strcmp(name + n + 1, kept[i]) == 0;
	buf_printf(&path, "%s/%s", folder, name);
	if (!copy && !buf_failed(&path)) {
		struct place p = { path.p, NULL };

		copy =
		    place_look(&p, &state, &why) == OK && state == PLACE_OURS;
	}
	buf_free(&path);
	buf_free(&why);
	return (copy);
}

static void
tell_copies(const char *db_path, struct buf *out)
{
	const char *slash = strrchr(db_path, '/');
	char *folder = slash != NULL ? str_dup((struct str){ db_path,
					   (size_t)(slash - db_path) + 1 })
				     : str_dup(STR("."));
	DIR *dir = folder != NULL ? opendir(folder) : NULL;
	struct dirent *e;

	for (int i = 0;
	     dir != NULL && i < COPIES_MAX && (e = readdir(dir)) != NULL; i++)
		if (e->d_type != DT_DIR && e->d_name[0] != '.' &&
		    is_copy(folder, slash != NULL ? slash + 1 : db_path,
			e->d_name))
			buf_printf(out,
			    "copy: %s%s is left as it is; delete it if it must "
			    "not know, either\n",
			    folder, e->d_name);
	if (dir != NULL)
		closedir(dir);
	free(folder);
	buf_adds(out,
	    "copies elsewhere (db snapshot, backups, exports) are yours to "
	    "find\n");
}

enum status
query_forget(struct reader *r, const struct forget *f, struct buf *out)
{
	struct buf names = BUF_INIT(RETAIN_NAMES_MAX);
	struct db *d = &r->db;
	size_t before = out->n;
	int64_t n = 0;
	enum status st;

	d->deadline_ms = 0; /* as long as it takes */
	st = tell_voices(d, f, &names, out);
	if (st == OK)
		st = tell_others(d, f, out);
	if (st == OK)
		st = tell_posts(d, f, &n, out);
	if (st == OK && out->n == before)
		st = db_fail(d, E_NOT_FOUND,
		    "there is no such voice, and nothing at that address");
	if (st == OK)
		st = tell_mentions(d, f, buf_str(&names), out);
	if (st == OK)
		tell_copies(d->path, out);
	buf_free(&names);
	return (st);
}

static void
tell_gone(struct str what, int64_t at_ts, bool forgotten, struct buf *out)
{
	char when[CLOCK_TEXT];

	clock_local_text(at_ts, when);
	buf_printf(out, "%.*s was removed %s (%s); nothing of it is kept",
	    STR_ARG(what),
	    forgotten ? "on request" : "because it was older than is kept",
	    when);
}

enum status
query_gone(struct reader *r, struct str ref, struct buf *out)
{
	struct arena *a = arena_new(URL_MEMORY);
	char name[INSIGHT_REF];
	struct tomb link = { TOMB_LINK, 0, { STR("") } };
	int64_t at_ts = NO_TIME;
	bool forgotten = false, row = false;
	enum status st = OK;

	if (a == NULL)
		return (db_fail(&r->db, E_MEMORY, "out of memory"));
	ref = str_trim(ref);
	reader_ask(r);
	if (insight_ref_read(ref, name)) {
		struct sql q = sql_once(&r->db,
		    "SELECT at_ts, why = 'forgotten' FROM gone WHERE ref = ?");

		sql_word(&q, name);
		st = sql_next(&q, &row);
		if (st == OK && row) {
			at_ts = sql_get_int(&q, 0);
			forgotten = sql_get_int(&q, 1) != 0;
		}
		sql_end(&q);
	} else {
		link.number = identity_link_key(url_canonical(a, ref));
		if (link.number != 0)
			st = tombstone_at(&r->db, &link, &at_ts, &forgotten);
	}
	if (st == OK && at_ts != NO_TIME)
		tell_gone(ref, at_ts, forgotten, out);
	arena_free(a);
	return (st);
}
