/*
 * Is the database sound, and does it keep the contract's promises?  Reads
 * everything; changes nothing.
 */
#include <inttypes.h>
#include <math.h>

#include "earshot/query.h"

#include "reader_impl.h"
#include "rollup.h"
#include "theme_count.h"

enum { FINDINGS_MAX = 100 };

/* Each question gives how many rows break the promise, and one of them. */
static const struct {
	const char *sql;
	const char *finding;
	const char *what; /* that one is */
} promises[] = {
	{ "SELECT count(*), min(e.insight_id) FROM evidence e"
	  " JOIN insight i ON i.id = e.insight_id JOIN post p"
	  " ON p.id = i.post_id WHERE e.start_byte IS NOT NULL AND CAST("
	  " substr(CAST(CASE e.field WHEN 'title' THEN p.title"
	  "  WHEN 'text' THEN p.text WHEN 'author' THEN p.author_name"
	  "  WHEN 'url' THEN p.url ELSE p.tags END AS BLOB),"
	  " e.start_byte + 1, e.end_byte - e.start_byte) AS TEXT)"
	  " IS NOT e.text",
	    "evidence rows are not the words that stand there", "insight" },
	{ "SELECT count(*), min(id) FROM insight i WHERE state = 'live'"
	  " AND NOT EXISTS(SELECT 1 FROM evidence WHERE insight_id = i.id"
	  " AND start_byte IS NOT NULL)",
	    "live insights have no words to show for it", "insight" },
	{ "SELECT count(*), min(id) FROM insight WHERE state <> 'live'"
	  " AND state_why IS NULL",
	    "insights are not live and do not say why", "insight" },
	{ "SELECT count(*), min(i.id) FROM insight i JOIN post p"
	  " ON p.id = i.post_id WHERE i.at_ts <> p.at_ts"
	  " OR i.voice_id IS NOT p.voice_id",
	    "insights differ from their post", "insight" },
	{ "SELECT count(*), min(id) FROM insight WHERE abs(priority_base -"
	  " p_score - p_intensity - p_voices - p_engagement - p_novelty)"
	  " > 1e-6",
	    "priorities are not the sum of their parts", "insight" },
	{ "SELECT count(*), min(id) FROM post p WHERE NOT EXISTS("
	  "SELECT 1 FROM post_feed WHERE post_id = p.id)",
	    "posts are served by no feed", "post" },
	{ "SELECT count(*), min(id) FROM post"
	  " WHERE id > (SELECT post_id FROM settled)",
	    "posts are in no full text nor count", "post" },
	{ "SELECT count(*), min(post_id) FROM unsettled",
	    "changed posts are not in the full text yet", "post" },
	{ "SELECT count(*), min(id) FROM post p WHERE id <="
	  " (SELECT post_id FROM settled) AND NOT EXISTS("
	  "SELECT 1 FROM post_fts_docsize f WHERE f.id = p.id)",
	    "posts are not in the full text", "post" },
	{ "SELECT count(*), min(id) FROM post_fts_docsize f WHERE NOT EXISTS("
	  "SELECT 1 FROM post p WHERE p.id = f.id)",
	    "posts are gone but in the full text", "post" },
	{ "SELECT count(*), min(post_id) FROM (SELECT post_id,"
	  " sum(nth = 0) AS firsts FROM post_topic GROUP BY post_id, topic_id"
	  " UNION ALL SELECT post_id, sum(nth = 0) FROM mention"
	  " GROUP BY post_id, list) WHERE firsts <> 1",
	    "topics or mentions have no first one", "post" },
	{ "SELECT count(*), min(e.post_id) FROM engagement e"
	  " LEFT JOIN post p ON p.id = e.post_id WHERE p.id IS NULL"
	  " OR min(coalesce(e.comments, 0), coalesce(e.likes, 0),"
	  "  coalesce(e.views, 0), coalesce(e.votes, 0)) < 0"
	  " OR e.rating NOT BETWEEN 1 AND 5"
	  " OR coalesce(e.comments, e.likes, e.views, e.votes, e.rating)"
	  "  IS NULL",
	    "rows of numbers belong to no post or count nothing", "post" },
	{ "SELECT count(*), min(c.id) FROM post c JOIN post p"
	  " ON p.id = c.parent_id WHERE c.root_id IS NOT p.root_id"
	  " OR c.depth <> p.depth + 1",
	    "posts stand elsewhere than below what they answer", "post" },
	{ "SELECT count(*), min(root_id) FROM thread t WHERE posts <>"
	  " (SELECT count(*) FROM post p WHERE p.root_id = t.root_id"
	  "  OR p.id = t.root_id) OR EXISTS(SELECT 1 FROM post p"
	  " WHERE p.id = t.root_id AND p.parent_id IS NOT NULL)",
	    "conversations are not what hangs below their root", "post" },
	{ "SELECT count(*), min(id) FROM post p WHERE root_id IS NOT NULL"
	  " AND NOT EXISTS(SELECT 1 FROM thread WHERE root_id = p.root_id)",
	    "posts are in conversations that are not there", "post" },
	{ "SELECT count(*), min(post_id) FROM unthreaded",
	    "posts have not found their conversation yet", "post" },
	{ "SELECT count(*), min(e.id) FROM post e JOIN post f"
	  " ON f.id = e.duplicate_of WHERE f.duplicate_of IS NOT NULL"
	  " OR f.id = e.id OR e.duplicate_distance IS NULL",
	    "posts repeat what only repeats another", "post" },
	{ "SELECT count(*), min(i.id) FROM insight i JOIN post p"
	  " ON p.id = i.post_id WHERE p.state = 'removed'"
	  " AND i.state = 'live'",
	    "insights are live in posts that feeds took away", "insight" },
	{ "SELECT count(*), min(p.id) FROM post p WHERE p.state = 'removed'"
	  " AND EXISTS(SELECT 1 FROM post_feed WHERE post_id = p.id"
	  " AND taken_ts IS NULL)",
	    "posts are removed but served", "post" },
	{ "SELECT count(*), min(i.id) FROM insight i JOIN theme t"
	  " ON t.id = i.theme_id WHERE t.merged_into IS NOT NULL"
	  " OR t.signal <> i.signal",
	    "insights are in a theme that is not theirs", "insight" },
	/* What is to be counted before the next commit is not told. */
	{ "SELECT count(*), min(id) FROM theme t WHERE merged_into IS NULL"
	  " AND NOT EXISTS(SELECT 1 FROM uncounted WHERE theme_id = t.id)"
	  " AND ((insights, voices, sources) IS NOT (SELECT count(*),"
	  "  count(DISTINCT iif(" THEME_COUNTS ", p.source_id || '.' ||"
	  "   coalesce(i.voice_id, 0), NULL)),"
	  "  count(DISTINCT iif(" THEME_COUNTS ", p.source_id, NULL))"
	  "  FROM insight i JOIN post p ON p.id = i.post_id"
	  "  LEFT JOIN voice v ON v.id = i.voice_id"
	  "  WHERE i.theme_id = t.id AND i.state = 'live')"
	  " OR (insights > 0) <> (state = 'live'))",
	    "themes differ from a fresh count", "theme" },
	{ "SELECT count(*), min(t.id) FROM theme t LEFT JOIN insight i"
	  " ON i.id = t.best_id WHERE t.merged_into IS NULL"
	  " AND NOT EXISTS(SELECT 1 FROM uncounted WHERE theme_id = t.id)"
	  " AND t.state = 'live' AND (i.id IS NULL OR i.theme_id <> t.id"
	  " OR i.state <> 'live'"
	  " OR abs(i.priority_base - t.priority_base) > 1e-6)",
	    "themes are led by an insight that is not theirs", "theme" },
	{ "SELECT count(*), min(parent_post_id) FROM (SELECT parent_post_id"
	  " FROM feed WHERE found_by IS NOT NULL AND parent_post_id IS NOT NULL"
	  " GROUP BY parent_post_id HAVING count(*) > 1)",
	    "posts have more than one comment feed", "post" },
	{ "SELECT count(*), min(id) FROM feed WHERE found_by IS NOT NULL"
	  " AND (origin <> 'discovered' OR listed_url IS NOT NULL"
	  " OR site IS NULL OR shape IS NULL OR comments_seen > comments)",
	    "comment feeds that were found are told wrongly", "feed" },
	{ "SELECT count(*), min(i.id) FROM insight i JOIN post p"
	  " ON p.id = i.post_id WHERE i.state = 'live' AND p.staff <> 0",
	    "live insights are staff's or partners' words", "insight" },
	{ "SELECT count(*), min(v.id) FROM voice v LEFT JOIN voice p"
	  " ON p.id = v.person_id WHERE v.person_id IS NOT NULL"
	  " AND (p.id IS NULL OR p.person_id IS NOT NULL)"
	  " OR (v.person_id IS NOT NULL AND EXISTS("
	  "SELECT 1 FROM post WHERE voice_id = v.id))",
	    "voices are another's second name, and posts name them", "voice" },
	{ "SELECT count(*), min(id) FROM insight WHERE novelty IS NOT NULL"
	  " AND (novelty_place IS NULL OR abs(novelty -"
	  " 0.4 * coalesce(novelty_voice, 0.5) -"
	  " 0.2 * coalesce(novelty_place, 0.5) -"
	  " 0.4 * coalesce(novelty_words, 0.5)) > 1e-6)",
	    "novelties do not follow from their parts", "insight" },
};

/* SQLite's own checks: each row that is not "ok" is a finding. */
static enum status
check_pragma(struct db *d, const char *sql, struct buf *out)
{
	struct sql q = sql_once(d, sql);
	enum status st;
	bool row;

	for (int n = 0; (st = sql_next(&q, &row)) == OK && row;) {
		struct str s = sql_get_str(&q, 0);

		if (str_eq(s, STR("ok")) || n++ >= FINDINGS_MAX)
			continue;
		/* SQLITE_NOMEM is no damage, but it is told as a finding. */
		if (str_find(s, STR("error code=7")) != SIZE_MAX) {
			st = db_status(d, SQLITE_NOMEM);
			break;
		}
		buf_printf(out, "%.*s\n", STR_ARG(s));
	}
	sql_end(&q);
	return (st);
}

static enum status
check_promise(struct db *d, size_t i, struct buf *out)
{
	struct sql q = sql_once(d, promises[i].sql);
	enum status st;
	bool row;

	st = sql_next(&q, &row);
	if (st == OK && row && sql_get_int(&q, 0) > 0)
		buf_printf(out, "%" PRId64 " %s (%s %" PRId64 ")\n",
		    sql_get_int(&q, 0), promises[i].finding, promises[i].what,
		    sql_get_int(&q, 1));
	sql_end(&q);
	return (st);
}

/* SQL has no exp() everywhere, so the formula is worked out here. */
static enum status
check_scores(struct db *d, struct buf *out)
{
	struct sql q = sql_once(d,
	    "SELECT i.id, i.score, i.bias + coalesce((SELECT sum(points)"
	    " FROM evidence WHERE insight_id = i.id), 0) FROM insight i");
	int64_t wrong = 0, first = 0;
	enum status st;
	bool row;

	while ((st = sql_next(&q, &row)) == OK && row) {
		double score = 1 / (1 + exp(-sql_get_real(&q, 2)));

		if (fabs(score - sql_get_real(&q, 1)) <= 1e-6)
			continue;
		if (wrong++ == 0)
			first = sql_get_int(&q, 0);
	}
	sql_end(&q);
	if (wrong > 0)
		buf_printf(out,
		    "%" PRId64 " scores do not follow from bias and evidence"
		    " (insight %" PRId64 ")\n",
		    wrong, first);
	return (st);
}

/* Nothing in the views that the dictionary does not explain, and no more. */
static enum status
check_dictionary(struct db *d, struct buf *out)
{
	struct sql q = sql_once(d,
	    "WITH shown AS (SELECT m.name AS v, c.name AS c"
	    "  FROM sqlite_schema m JOIN pragma_table_info(m.name) c"
	    "  WHERE m.type = 'view' AND m.name GLOB 'v_*'),"
	    " told AS (SELECT view_name, column_name FROM dictionary)"
	    " SELECT v || '.' || c || ' is not in the dictionary' FROM"
	    " (SELECT * FROM shown EXCEPT SELECT * FROM told)"
	    " UNION ALL SELECT view_name || '.' || column_name ||"
	    " ' is in the dictionary only' FROM"
	    " (SELECT * FROM told EXCEPT SELECT * FROM shown)");
	enum status st;
	bool row;

	while ((st = sql_next(&q, &row)) == OK && row)
		buf_printf(out, "%.*s\n", STR_ARG(sql_get_str(&q, 0)));
	sql_end(&q);
	return (st);
}

static enum status
check_counts(struct db *d, struct buf *out)
{
	int64_t settled = 0, zone_s = 0;
	enum status st;

	st = db_number(d, "SELECT post_id FROM settled", &settled);
	if (st == OK)
		st = db_number(d,
		    "SELECT CAST(value AS INTEGER) FROM meta"
		    " WHERE key = 'day_zone_s'",
		    &zone_s);
	return (st == OK ? rollup_check(d, settled, zone_s, out) : st);
}

static enum status
check_all(struct db *d, struct buf *out)
{
	enum status st = check_pragma(d, "PRAGMA integrity_check(100)", out);

	if (st == OK)
		st = check_pragma(d,
		    "SELECT 'row ' || rowid || ' of ' || \"table\" || ' points"
		    " to a row of ' || parent || ' that is not there'"
		    " FROM pragma_foreign_key_check LIMIT 100",
		    out);
	for (size_t i = 0;
	     st == OK && i < sizeof(promises) / sizeof(promises[0]); i++)
		st = check_promise(d, i, out);
	if (st == OK)
		st = check_scores(d, out);
	if (st == OK)
		st = check_counts(d, out);
	if (st == OK)
		st = check_dictionary(d, out);
	return (st);
}

enum status
query_check(struct reader *r, struct buf *out)
{
	size_t before = out->n;
	enum status st = reader_begin(r);

	r->db.deadline_ms = 0; /* as long as it takes */
	if (st == OK)
		st = check_all(&r->db, out);
	reader_end(r);
	if (st != OK)
		buf_printf(out, "%s\n", db_error(&r->db));
	if (st == E_CORRUPT || (st == OK && out->n > before))
		return (E_CORRUPT);
	return (st);
}
