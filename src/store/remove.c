/*
 * Removing posts: in one group, from the counts down to the row itself.  Which
 * posts, and when, others say.
 */
#include "remove.h"

#include <inttypes.h>

#include "earshot/clock.h"
#include "earshot/words.h"

#include "rollup.h"
#include "tombstone.h"

enum { LIST_BYTES = REMOVE_MAX * 24 };

/* ?1: the posts, as JSON. */
#define THESE    "(SELECT value FROM json_each(?1))"
#define INSIGHTS "(SELECT id FROM insight WHERE post_id IN " THESE ")"

/* Comment feeds whose post is gone, and all that they served. */
#define ORPHANS                                                      \
	"(SELECT f.id FROM feed f INDEXED BY feed_orphan"            \
	" WHERE f.found_by IS NOT NULL AND f.parent_post_id IS NULL" \
	" AND NOT EXISTS(SELECT 1 FROM post_feed WHERE feed_id = f.id))"

enum status
remove_begin(struct store *s)
{
	enum status st = db_exec(&s->db, "PRAGMA foreign_keys = OFF");

	return (st == OK ? store_begin(s) : st);
}

enum status
remove_end(struct store *s, enum status st)
{
	enum status after;

	st = store_end(s, store_check(s, st));
	after = db_exec(&s->db, "PRAGMA foreign_keys = ON");
	return (st != OK ? st : after);
}

static enum status
on_these(struct store *s, const char *text, struct str list)
{
	struct sql q = sql_once(&s->db, text);

	sql_text(&q, list);
	return (sql_run(&q));
}

static void
print_list(const int64_t *ids, size_t n, struct buf *out)
{

	buf_addc(out, '[');
	for (size_t i = 0; i < n; i++)
		buf_printf(out, "%s%" PRId64, i > 0 ? "," : "", ids[i]);
	buf_addc(out, ']');
}

/* The counts of all of them in one go where no other post stands between. */
static enum status
uncount(struct store *s, const int64_t *ids, size_t n)
{
	struct sql q = sql_once(&s->db,
	    "SELECT count(*) FROM post WHERE id BETWEEN ? AND ?");
	int64_t between = 0;
	enum status st;
	bool row;

	sql_int(&q, ids[0]);
	sql_int(&q, ids[n - 1]);
	st = sql_next(&q, &row);
	if (st == OK && row)
		between = sql_get_int(&q, 0);
	sql_end(&q);
	if (st == OK && between == (int64_t)n)
		return (rollup_count(&s->db, ids[0] - 1, ids[n - 1], -1,
		    s->zone_s));
	for (size_t i = 0; st == OK && i < n; i++)
		st = rollup_count(&s->db, ids[i] - 1, ids[i], -1, s->zone_s);
	return (st);
}

static enum status
leave_names(struct store *s, struct str list, bool forgotten,
    struct retain_counts *counts)
{
	struct sql q = sql_once(&s->db,
	    "INSERT INTO gone(changed_seq, ref, signal, why, at_ts)"
	    " SELECT ?2 + row_number() OVER (ORDER BY changed_seq) - 1, ref,"
	    " signal, ?3, ?4 FROM insight WHERE post_id IN " THESE);
	enum status st;
	int64_t n;

	sql_text(&q, list);
	sql_int(&q, s->next_seq);
	sql_word(&q, forgotten ? "forgotten" : "pruned");
	sql_int(&q, clock_now());
	st = sql_run(&q);
	if (st != OK)
		return (st);
	n = sqlite3_changes(s->db.handle);
	s->next_seq += n;
	counts->insights += n;
	return (OK);
}

/* Does another post go by this name as well?  Then the name tells nothing. */
static enum status
shared(struct store *s, const char *text, int64_t post_id, int64_t number,
    struct str word, bool *ret)
{
	struct sql q = sql_once(&s->db, text);

	sql_int(&q, post_id);
	sql_int(&q, number);
	sql_text(&q, word);
	return (sql_there(&q, ret));
}

struct served_row {
	int64_t post_id, feed_id, link_key, words_key;
	struct str guid, url;
	unsigned char entry[16], content[16];
};

static void
take_row(const struct sql *q, struct served_row *r)
{

	r->post_id = sql_get_int(q, 0);
	r->feed_id = sql_get_int(q, 1);
	r->guid = sql_get_str(q, 2);
	r->url = sql_get_str(q, 3);
	r->link_key = sql_get_int(q, 4);
	r->words_key = sql_get_int(q, 5);
	if (!sql_get_hash(q, 6, r->entry))
		memset(r->entry, 0, sizeof(r->entry));
	if (!sql_get_hash(q, 7, r->content))
		memset(r->content, 0, sizeof(r->content));
}

/* On request also by names that an edited entry would still have. */
static enum status
bury_for_good(struct store *s, const struct served_row *r)
{
	struct tomb guid = { TOMB_GUID, r->feed_id, { r->guid } };
	struct tomb link = { TOMB_LINK, r->link_key, { STR("") } };
	struct tomb words = { TOMB_WORDS, r->feed_id,
		{ { (const char *)&r->words_key, sizeof(r->words_key) } } };
	bool other = false;
	enum status st = OK;

	if (r->guid.n > 0)
		st = shared(s,
		    "SELECT 1 FROM post_feed WHERE post_id <> ? AND feed_id = ?"
		    " AND guid = ?",
		    r->post_id, r->feed_id, r->guid, &other);
	if (st == OK && r->guid.n > 0 && !other)
		st = tombstone_put(s, &guid, true);
	if (st == OK && r->link_key != 0)
		st = shared(s,
		    "SELECT 1 FROM post_feed WHERE post_id <> ?"
		    " AND link_key = ? AND ?3 = ''",
		    r->post_id, r->link_key, STR(""), &other);
	if (st == OK && r->link_key != 0 && !other)
		st = tombstone_put(s, &link, true);
	if (st == OK && r->words_key != 0)
		st = tombstone_put(s, &words, true);
	return (st);
}

static enum status
bury(struct store *s, const struct served_row *r, bool forgotten)
{
	struct tomb entry = { TOMB_ENTRY, r->feed_id, { TOMB_HASH(r->entry) } };
	struct tomb same = { TOMB_SAME, r->feed_id,
		{ r->guid, r->url, TOMB_HASH(r->content) } };
	enum status st = tombstone_put(s, &entry, forgotten);

	if (st == OK && (r->guid.n > 0 || r->url.n > 0))
		st = tombstone_put(s, &same, forgotten);
	if (st == OK && forgotten)
		st = bury_for_good(s, r);
	return (st);
}

static enum status
bury_entries(struct store *s, struct str list, bool forgotten)
{
	struct sql q = sql_once(&s->db,
	    "SELECT post_id, feed_id, guid, url, link_key, words_key,"
	    " entry_hash, content_hash FROM post_feed WHERE post_id IN " THESE);
	enum status st;
	bool row;

	sql_text(&q, list);
	while ((st = sql_next(&q, &row)) == OK && row) {
		struct served_row r;

		take_row(&q, &r);
		st = bury(s, &r, forgotten);
		if (st != OK)
			break;
	}
	sql_end(&q);
	return (st);
}

/* The same words in another feed are theirs, if they are many. */
static enum status
bury_words(struct store *s, struct str list)
{
	struct sql q = sql_once(&s->db,
	    "SELECT content_hash, title, text FROM post WHERE id IN " THESE);
	enum status st;
	bool row;

	sql_text(&q, list);
	while ((st = sql_next(&q, &row)) == OK && row) {
		unsigned char content[16];
		struct tomb t = { TOMB_CONTENT, 0, { TOMB_HASH(content) } };

		if (!sql_get_hash(&q, 0, content) ||
		    words_count(sql_get_str(&q, 1)) +
			    words_count(sql_get_str(&q, 2)) <
			TOMB_WORDS_MIN)
			continue;
		st = tombstone_put(s, &t, true);
		if (st != OK)
			break;
	}
	sql_end(&q);
	return (st);
}

static enum status
list_voices(struct store *s, struct str list, struct buf *out)
{
	struct sql q = sql_once(&s->db,
	    "SELECT DISTINCT voice_id FROM post WHERE voice_id IS NOT NULL"
	    " AND id IN " THESE);
	enum status st;
	bool row;

	buf_addc(out, '[');
	sql_text(&q, list);
	while ((st = sql_next(&q, &row)) == OK && row)
		buf_printf(out, "%s%" PRId64, out->n > 1 ? "," : "",
		    sql_get_int(&q, 0));
	sql_end(&q);
	buf_addc(out, ']');
	return (st);
}

static enum status
delete_rows(struct store *s, struct str list)
{
	static const char *const steps[] = {
		"DELETE FROM evidence WHERE insight_id IN " INSIGHTS,
		"DELETE FROM judgement WHERE insight_id IN " INSIGHTS,
		"DELETE FROM mark WHERE insight_id IN " INSIGHTS,
		"DELETE FROM insight WHERE post_id IN " THESE,
		"DELETE FROM post_topic WHERE post_id IN " THESE,
		"DELETE FROM mention WHERE post_id IN " THESE,
		"DELETE FROM engagement WHERE post_id IN " THESE,
		/* Who stays in their conversations is looked at again. */
		"INSERT OR IGNORE INTO unthreaded SELECT id FROM post"
		" WHERE root_id IN " THESE " OR parent_id IN " THESE,
		"INSERT OR IGNORE INTO unthreaded SELECT root_id FROM post"
		" WHERE id IN " THESE " AND root_id IS NOT NULL",
		"DELETE FROM unthreaded WHERE post_id IN " THESE,
		"DELETE FROM reply WHERE post_id IN " THESE,
		"DELETE FROM thread WHERE root_id IN " THESE,
		"DELETE FROM post_feed WHERE post_id IN " THESE,
		"UPDATE feed SET parent_post_id = NULL"
		" WHERE parent_post_id IN " THESE,
		"UPDATE post SET root_id = NULL WHERE root_id IN " THESE,
		"UPDATE post SET parent_id = NULL WHERE parent_id IN " THESE,
		"UPDATE post SET duplicate_of = NULL,"
		" duplicate_distance = NULL WHERE duplicate_of IN " THESE,
		"DELETE FROM post WHERE id IN " THESE,
		/* Conversations of which nothing is left. */
		"DELETE FROM visit WHERE feed_id IN " ORPHANS " AND ?1 <> ''",
		"DELETE FROM feed WHERE id IN " ORPHANS " AND ?1 <> ''",
	};
	enum status st = OK;

	for (size_t i = 0; st == OK && i < sizeof(steps) / sizeof(steps[0]);
	     i++)
		st = on_these(s, steps[i], list);
	return (st);
}

/* Who repeats what goes has another first. */
static enum status
bequeath(struct store *s, const int64_t *ids, size_t n, struct str list)
{
	enum status st = OK;

	for (size_t i = 0; st == OK && i < n; i++)
		st = echoes_bequeath(s, ids[i], list);
	return (st);
}

enum status
remove_posts(struct store *s, const int64_t *ids, size_t n, bool forgotten,
    struct retain_counts *counts)
{
	struct buf list = BUF_INIT(LIST_BYTES), voices = BUF_INIT(LIST_BYTES);
	enum status st = OK;

	if (n == 0)
		return (OK);
	print_list(ids, n, &list);
	st = list_voices(s, buf_str(&list), &voices);
	if (st == OK && (buf_failed(&list) || buf_failed(&voices)))
		st = db_fail(&s->db, E_MEMORY, "out of memory");
	if (st == OK)
		st = uncount(s, ids, n);
	if (st == OK)
		st = leave_names(s, buf_str(&list), forgotten, counts);
	if (st == OK)
		st = bury_entries(s, buf_str(&list), forgotten);
	if (st == OK && forgotten)
		st = bury_words(s, buf_str(&list));
	if (st == OK)
		st = bequeath(s, ids, n, buf_str(&list));
	if (st == OK)
		st = delete_rows(s, buf_str(&list));
	/* A person's other names go with the person. */
	if (st == OK)
		st = on_these(s,
		    "DELETE FROM voice WHERE person_id IN " THESE
		    " AND NOT EXISTS(SELECT 1 FROM post"
		    " WHERE voice_id = voice.person_id)",
		    buf_str(&voices));
	if (st == OK) {
		counts->posts += (int64_t)n;
		st = on_these(s,
		    "DELETE FROM voice WHERE id IN " THESE " AND NOT EXISTS("
		    "SELECT 1 FROM post WHERE voice_id = voice.id)",
		    buf_str(&voices));
	}
	if (st == OK)
		counts->voices += sqlite3_changes(s->db.handle);
	buf_free(&list);
	buf_free(&voices);
	return (st);
}
