/*
 * Feeds and their sources: the table follows the list.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "earshot/clock.h"
#include "earshot/map.h"
#include "earshot/url.h"

#include "feed_columns.h"
#include "staff.h"

enum { EVENTS_EACH = 20, NAMES_MAX = 1 << 30 };

/* A sync under way. */
struct sync {
	struct store *s;
	struct map *by_url;    /* the list's line to struct feed */
	struct map *by_source; /* a source's name to struct known_source */
	struct arena *arena;   /* for the sources' names */
	int64_t now;
	int64_t added, gone;
	bool relisted; /* a source has other people */
};

struct known_source {
	int64_t id;
	bool checked; /* kind, site and tags are as the list says */
	bool judge;
	int64_t people;
};

static enum status
no_memory(struct sync *y)
{

	return (db_fail(&y->s->db, E_MEMORY, "out of memory"));
}

static enum status
remember_source(struct sync *y, struct str name, int64_t id,
    struct known_source **ret)
{
	struct known_source *k = arena_alloc(y->arena, sizeof(*k));
	struct str copy = arena_str(y->arena, name);

	if (k == NULL || copy.p == NULL || map_put(y->by_source, copy, k) != OK)
		return (no_memory(y));
	k->id = id;
	if (ret != NULL)
		*ret = k;
	return (OK);
}

static enum status
load_sources(struct sync *y)
{
	struct known_source *k = NULL;
	struct sql q = sql_begin(&y->s->db, SQL_SOURCES,
	    "SELECT id, name, people, judge FROM source");
	enum status st;
	bool row;

	while ((st = sql_next(&q, &row)) == OK && row) {
		st = remember_source(y, sql_get_str(&q, 1), sql_get_int(&q, 0),
		    &k);
		if (st != OK)
			break;
		k->people = sql_get_int(&q, 2);
		k->judge = sql_get_int(&q, 3) != 0;
	}
	sql_end(&q);
	return (st);
}

static enum status
add_source(struct sync *y, const struct feed_spec *spec, int64_t people,
    struct known_source **ret)
{
	struct sql q = sql_begin(&y->s->db, SQL_SOURCE_ADD,
	    "INSERT INTO source(name, kind, site_url, tags, people)"
	    " VALUES(?, ?, ?, ?, ?)");
	enum status st;

	sql_text(&q, spec->source);
	sql_word(&q, source_kind_word(spec->kind));
	sql_str(&q, spec->site);
	sql_str(&q, spec->tags);
	sql_int(&q, people);
	st = sql_run(&q);
	if (st != OK)
		return (st);
	return (remember_source(y, spec->source,
	    sqlite3_last_insert_rowid(y->s->db.handle), ret));
}

/* The first of a source's lines decides on its kind, site, tags and people;
 * by other people what was said there is judged again. */
static enum status
take_source(struct sync *y, struct feed *f)
{
	struct known_source *k = map_get(y->by_source, f->spec.source);
	int64_t key = k != NULL && k->checked ? 0 : staff_list_key(&f->spec);
	struct sql q;
	enum status st = OK;

	if (k == NULL) {
		st = add_source(y, &f->spec, key, &k);
		if (st == OK)
			k->people = key;
	} else if (!k->checked) {
		q = sql_begin(&y->s->db, SQL_SOURCE_CHANGE,
		    "UPDATE source SET kind = ?1, site_url = ?2, tags = ?3,"
		    " people = ?5, judge = iif(people = ?5, judge, 1)"
		    " WHERE id = ?4 AND (kind <> ?1 OR site_url IS NOT ?2"
		    " OR tags IS NOT ?3 OR people <> ?5)");
		sql_word(&q, source_kind_word(f->spec.kind));
		sql_str(&q, f->spec.site);
		sql_str(&q, f->spec.tags);
		sql_int(&q, k->id);
		sql_int(&q, key);
		st = sql_run(&q);
	}
	if (st == OK && !k->checked && (key != 0 || k->people != 0 || k->judge))
		st = staff_lists_add(y->s, k->id, &f->spec);
	if (st != OK)
		return (st);
	y->relisted |= !k->checked && k->people != key;
	k->checked = true;
	f->source_id = k->id;
	return (OK);
}

static enum status
tell(struct sync *y, int64_t nth, const char *kind, struct str url)
{
	struct str what;

	/* A list of thousands is one piece of news, told at the end. */
	if (nth > EVENTS_EACH)
		return (OK);
	what = url_mask(y->arena, url);
	return (what.p != NULL ? store_tell(y->s, kind, what.p) : no_memory(y));
}

static char *
copy_text(const struct sql *q, int column, bool *failed)
{
	struct str s = sql_get_str(q, column);
	char *copy = s.p != NULL ? str_dup(s) : NULL;

	*failed |= s.p != NULL && copy == NULL;
	return (copy);
}

static void
read_numbers(const struct sql *q, struct feed_facts *facts)
{
	int status = feed_status_of(sql_get_str(q, COL_STATUS));

	*facts = (struct feed_facts){
		.status = (feed_word)(status >= 0 ? status : FEED_ACTIVE),
		.moved_visits = (uint8_t)sql_get_int(q, COL_MOVED_VISITS),
		.skip_days = (uint8_t)sql_get_int(q, COL_SKIP_DAYS),
		.skip_hours = (uint32_t)sql_get_int(q, COL_SKIP_HOURS),
		.ttl_s = (uint32_t)sql_get_int(q, COL_TTL),
		.comments = -1,
		.visited_ts = sql_get_time(q, COL_VISITED),
		.ok_ts = sql_get_time(q, COL_OK),
		.full_ts = sql_get_time(q, COL_FULL),
		.changed_ts = sql_get_time(q, COL_CHANGED),
		.not_before_ts = sql_get_time(q, COL_NOT_BEFORE),
		.every_s = sql_get_int(q, COL_EVERY),
		.failures = sql_get_int(q, COL_FAILURES),
		.posts_per_day = sql_get_real(q, COL_PER_DAY),
		.added_ts = sql_get_int(q, COL_ADDED),
	};
	facts->has_body_hash = sql_get_hash(q, COL_HASH, facts->body_hash);
}

bool
feed_row_facts(const struct sql *q, struct feed_facts *facts)
{
	bool failed = false;

	read_numbers(q, facts);
	facts->etag = copy_text(q, COL_ETAG, &failed);
	facts->last_modified = copy_text(q, COL_MODIFIED, &failed);
	facts->moved_url = copy_text(q, COL_MOVED, &failed);
	return (!failed);
}

/* Did a person pause it?  Then it stays so, whatever its line says. */
static bool
is_held(const struct sql *q)
{

	return (sql_get_time(q, COL_HELD) != NO_TIME);
}

/* Does the row say what the line says? */
static bool
row_follows(const struct sql *q, const struct feed *f)
{

	return (sql_get_int(q, COL_SOURCE) == f->source_id &&
		str_eq(sql_get_str(q, COL_TITLE), f->spec.title) &&
		str_eq(sql_get_str(q, COL_ROLE),
		    str_of(feed_role_word(f->spec.role))) &&
		str_eq(sql_get_str(q, COL_LANG), f->spec.lang) &&
		str_eq(sql_get_str(q, COL_NEED), f->spec.need) &&
		sql_get_int(q, COL_KEEP) == f->spec.keep_s &&
		(f->facts.status == FEED_PAUSED) ==
		    (f->spec.paused || is_held(q)) &&
		sql_get_time(q, COL_RETIRED) == NO_TIME);
}

static enum status
write_line(struct sync *y, struct feed *f, bool woken, bool held)
{
	struct sql q = sql_begin(&y->s->db, SQL_FEED_LISTED,
	    "UPDATE feed SET source_id = ?1, title = ?2, role = ?3, lang = ?4,"
	    " need = ?5, retired_ts = NULL, failures = ?6,"
	    " since_ts = iif(status = ?7, since_ts, ?8), status = ?7,"
	    " keep_s = ?10 WHERE id = ?9");

	/* A line that came back, whose pause ended, or that somebody edited
	 * after its server said 410, starts afresh. */
	if (woken || f->facts.status == FEED_GONE ||
	    (f->facts.status == FEED_PAUSED && !f->spec.paused)) {
		f->facts.status = FEED_ACTIVE;
		f->facts.failures = 0;
	}
	if (f->spec.paused || held)
		f->facts.status = FEED_PAUSED;
	sql_int(&q, f->source_id);
	sql_str(&q, f->spec.title);
	sql_word(&q, feed_role_word(f->spec.role));
	sql_str(&q, f->spec.lang);
	sql_str(&q, f->spec.need);
	sql_int(&q, f->facts.failures);
	sql_word(&q, feed_status_word(f->facts.status));
	sql_int(&q, y->now);
	sql_int(&q, f->id);
	sql_positive(&q, f->spec.keep_s);
	return (sql_run(&q));
}

static enum status
retire(struct sync *y, int64_t id, struct str url)
{
	struct sql q = sql_begin(&y->s->db, SQL_FEED_RETIRE,
	    "UPDATE feed SET retired_ts = ? WHERE id = ?");
	enum status st;

	sql_int(&q, y->now);
	sql_int(&q, id);
	st = sql_run(&q);
	return (st == OK ? tell(y, ++y->gone, "feed_gone", url) : st);
}

static enum status
follow_row(struct sync *y, const struct sql *q)
{
	struct str url = sql_get_str(q, COL_LISTED);
	struct feed *f = map_get(y->by_url, url);
	bool retired = sql_get_time(q, COL_RETIRED) != NO_TIME;
	enum status st;

	if (f == NULL)
		return (retired ? OK : retire(y, sql_get_int(q, COL_ID), url));
	f->id = sql_get_int(q, COL_ID);
	if (!feed_row_facts(q, &f->facts))
		return (no_memory(y));
	st = take_source(y, f);
	if (st != OK || row_follows(q, f))
		return (st);
	st = write_line(y, f, retired, is_held(q));
	if (st == OK && retired)
		st = tell(y, ++y->added, "feed_added", url);
	return (st);
}

/* One walk over the table: what is in both, and what is only here. */
static enum status
follow_rows(struct sync *y)
{
	struct sql q = sql_begin(&y->s->db, SQL_FEEDS,
	    "SELECT " FEED_COLUMNS " FROM feed WHERE origin = 'listed'");
	enum status st;
	bool row;

	while ((st = sql_next(&q, &row)) == OK && row) {
		st = follow_row(y, &q);
		if (st != OK)
			break;
	}
	sql_end(&q);
	return (st);
}

static enum status
add_line(struct sync *y, struct feed *f)
{
	enum feed_status status = f->spec.paused ? FEED_PAUSED : FEED_ACTIVE;
	struct sql q;
	enum status st = take_source(y, f);

	if (st != OK)
		return (st);
	q = sql_begin(&y->s->db, SQL_FEED_ADD,
	    "INSERT INTO feed(source_id, url, listed_url, title, role, origin,"
	    " lang, need, status, since_ts, added_ts, keep_s, shown_url)"
	    " VALUES(?1, ?2, ?2, ?3, ?4, 'listed', ?5, ?6, ?7, ?8, ?8, ?9,"
	    " nullif(?10, ?2))");
	sql_int(&q, f->source_id);
	sql_text(&q, f->spec.url);
	sql_str(&q, f->spec.title);
	sql_word(&q, feed_role_word(f->spec.role));
	sql_str(&q, f->spec.lang);
	sql_str(&q, f->spec.need);
	sql_word(&q, feed_status_word(status));
	sql_int(&q, y->now);
	sql_positive(&q, f->spec.keep_s);
	sql_str(&q, url_mask(y->arena, f->spec.url));
	st = sql_run(&q);
	if (st != OK)
		return (st);
	f->id = sqlite3_last_insert_rowid(y->s->db.handle);
	f->facts = (struct feed_facts){ .status = (feed_word)status,
		.visited_ts = NO_TIME,
		.ok_ts = NO_TIME,
		.full_ts = NO_TIME,
		.changed_ts = NO_TIME,
		.not_before_ts = NO_TIME,
		.added_ts = y->now };
	return (tell(y, ++y->added, "feed_added", f->spec.url));
}

static enum status
add_lines(struct sync *y, struct feed *feeds, size_t n)
{
	enum status st = OK;

	for (size_t i = 0; st == OK && i < n; i++) {
		struct feed *f = &feeds[i];

		/* Of two lines with one URL the map kept the last. */
		if (f->id == 0 && map_get(y->by_url, f->spec.url) == f)
			st = add_line(y, f);
	}
	for (size_t i = 0; st == OK && i < n; i++)
		if (feeds[i].id == 0) {
			struct feed *same =
			    map_get(y->by_url, feeds[i].spec.url);

			feeds[i].id = same->id;
			feeds[i].source_id = same->source_id;
			feeds[i].facts = same->facts;
			feeds[i].facts.etag = NULL;
			feeds[i].facts.last_modified = NULL;
			feeds[i].facts.moved_url = NULL;
		}
	return (st);
}

static enum status
tell_rest(struct sync *y, int64_t n, const char *kind)
{
	char what[60];

	if (n <= EVENTS_EACH)
		return (OK);
	snprintf(what, sizeof(what), "and %" PRId64 " more", n - EVENTS_EACH);
	return (store_tell(y->s, kind, what));
}

static enum status
sync_all(struct sync *y, struct feed *feeds, size_t n)
{
	enum status st = OK;

	for (size_t i = 0; st == OK && i < n; i++) {
		feeds[i].id = 0;
		st = map_put(y->by_url, feeds[i].spec.url, &feeds[i]);
	}
	if (st != OK)
		return (no_memory(y));
	st = staff_lists_begin(y->s);
	if (st == OK)
		st = load_sources(y);
	if (st == OK)
		st = follow_rows(y);
	if (st == OK)
		st = add_lines(y, feeds, n);
	if (st == OK)
		st = tell_rest(y, y->added, "feed_added");
	if (st == OK)
		st = tell_rest(y, y->gone, "feed_gone");
	staff_relisted(y->s, y->relisted);
	return (st);
}

void
store_works(struct store *s, const char *what)
{

	if (what != NULL)
		working_begin(&s->db, &s->working, what);
	else
		working_end(&s->db);
}

enum status
store_feeds_sync(struct store *s, struct feed *feeds, size_t n)
{
	struct sync y = { .s = s,
		.by_url = map_new(),
		.by_source = map_new(),
		.arena = arena_new(NAMES_MAX),
		.now = clock_now() };
	enum status st;

	if (y.by_url == NULL || y.by_source == NULL || y.arena == NULL)
		st = no_memory(&y);
	else
		st = store_begin(s);
	if (st == OK)
		st = store_check(s, sync_all(&y, feeds, n));
	st = store_end(s, st);
	if (st != OK) {
		for (size_t i = 0; i < n; i++)
			feed_facts_free(&feeds[i].facts);
	}
	map_free(y.by_url);
	map_free(y.by_source);
	arena_free(y.arena);
	return (st);
}
