/*
 * The questions people ask every day use their indexes: nothing is read whole,
 * nothing is sorted that lies in order already.
 */
#include "storebox.h"

#define NEWEST " ORDER BY v.published_ts DESC, v.insight_id DESC LIMIT 50"

/* The steps of SQLite's plan, one a line. */
static const char *
plan(const char *sql)
{
	static char text[8192];
	sqlite3_stmt *q = NULL;
	sqlite3 *db = NULL;
	char explain[4096];
	size_t n = 0;

	snprintf(explain, sizeof(explain), "EXPLAIN QUERY PLAN %s", sql);
	assert_int_equal(sqlite3_open_v2(box.path, &db, SQLITE_OPEN_READONLY,
			     NULL),
	    SQLITE_OK);
	if (sqlite3_prepare_v2(db, explain, -1, &q, NULL) != SQLITE_OK)
		fail_msg("%s: %s", sql, sqlite3_errmsg(db));
	text[0] = '\0';
	while (sqlite3_step(q) == SQLITE_ROW)
		n += (size_t)snprintf(text + n, sizeof(text) - n, "%s\n",
		    (const char *)sqlite3_column_text(q, 3));
	sqlite3_finalize(q);
	sqlite3_close(db);
	return (text);
}

static const struct {
	const char *sql;
	const char *has;    /* in the plan */
	const char *has_no; /* NULL: anything */
} table[] = {
	/* lists */
	{ "SELECT * FROM v_insight v WHERE v.signal = 'idea'" NEWEST,
	    "SEARCH i USING INDEX insight_signal (signal=?)", "SCAN i" },
	{ "SELECT ref, title FROM v_insight v WHERE v.signal = 'idea'" NEWEST,
	    "SEARCH i USING INDEX insight_signal (signal=?)", "TEMP B-TREE" },
	{ "SELECT * FROM v_insight v WHERE v.signal = 'idea' AND"
	  " v.published_ts >= 5 AND v.published_ts < 9" NEWEST,
	    "INDEX insight_signal (signal=? AND at_ts>? AND at_ts<?)", NULL },
	{ "SELECT * FROM v_insight v" NEWEST, "SCAN i USING INDEX insight_at",
	    NULL },
	{ "SELECT ref FROM v_insight v WHERE v.published_ts >= 5" NEWEST,
	    "INDEX insight_at (at_ts>?)", "TEMP B-TREE" },
	{ "SELECT * FROM v_insight WHERE ref = 'K7QX-2MPD'", "(ref=?)",
	    "SCAN i" },
	{ "SELECT * FROM v_insight WHERE post_id = 5", "(post_id=?)",
	    "SCAN i" },
	{ "SELECT * FROM v_insight_all WHERE changed_seq > 7"
	  " ORDER BY changed_seq LIMIT 100",
	    "(changed_seq>?)", "SCAN i" },
	{ "SELECT ref, state_why, changed_seq, title FROM v_insight_all"
	  " WHERE changed_seq > 7 ORDER BY changed_seq LIMIT 100",
	    "MERGE (UNION ALL)", "TEMP B-TREE" },
	{ "SELECT * FROM v_insight_all WHERE changed_seq > 7"
	  " ORDER BY changed_seq LIMIT 100",
	    "SEARCH g USING INTEGER PRIMARY KEY (rowid>?)", "SCAN p" },
	{ "SELECT count(*) FROM v_insight WHERE signal = 'idea'",
	    "INDEX insight_signal", "voice" },
	{ "SELECT ref, score FROM v_insight WHERE signal = 'idea'",
	    "INDEX insight_signal", "SEARCH s" },
	{ "SELECT * FROM v_post WHERE post_id = 5", "PRIMARY KEY (rowid=?)",
	    "SCAN" },
	{ "SELECT * FROM v_evidence WHERE insight_id = 5",
	    "SEARCH e USING PRIMARY KEY (insight_id=?)", "SCAN" },
	{ "SELECT * FROM v_evidence WHERE ref = 'K7QX-2MPD'",
	    "SEARCH e USING PRIMARY KEY (insight_id=?)", "SCAN" },
	{ "SELECT * FROM v_insight_topic WHERE topic = 'battery'",
	    "INDEX post_topic_topic (topic_id=?)", "SCAN" },
	{ "SELECT * FROM v_mention WHERE list = 'brand.acme'",
	    "INDEX mention_list (list=?)", "SCAN" },
	{ "SELECT * FROM v_voice WHERE voice_id = 5",
	    "INDEX insight_voice (voice_id=? AND signal=?)", "SCAN" },
	/* counts */
	{ "SELECT topic, sum(n) FROM v_topic_daily WHERE signal = 'complaint'"
	  " AND day >= '2026-02-01' GROUP BY topic ORDER BY 2 DESC LIMIT 10",
	    "SEARCH d USING PRIMARY KEY (day>?)", "topic_daily_voice" },
	{ "SELECT day, sum(n) FROM v_signal_daily WHERE day >= '2026-02-01'"
	  " GROUP BY day",
	    "SEARCH d USING PRIMARY KEY (day>?)", "TEMP B-TREE" },
	{ "SELECT * FROM v_signal_hourly WHERE hour_ts > 5",
	    "SEARCH d USING PRIMARY KEY (hour_ts>?)", "SCAN" },
	{ "SELECT * FROM v_brand_daily WHERE day = '2026-02-01'",
	    "SEARCH d USING PRIMARY KEY (day=?)", "SCAN" },
	{ "SELECT * FROM v_trend WHERE at_ts >= 5",
	    "SEARCH x USING COVERING INDEX topic_hourly_topic (topic_id=?"
	    " AND signal=? AND at_ts>? AND at_ts<?)",
	    "SCAN x" },
	/* Row by row: some of them cost no more than that. */
	{ "SELECT * FROM v_trend LIMIT 100",
	    "SEARCH x USING COVERING INDEX topic_hourly_topic (topic_id=?"
	    " AND signal=? AND at_ts>? AND at_ts<?)",
	    "USE TEMP B-TREE FOR ORDER BY" },
	{ "SELECT * FROM v_trend WHERE at_ts = 3600 AND topic = 'battery'",
	    "SEARCH v USING PRIMARY KEY (topic_id=? AND signal=? AND at_ts>?"
	    " AND at_ts<?)",
	    "SCAN x" },
	{ "SELECT * FROM v_engagement WHERE post_id = 5",
	    "SEARCH b USING PRIMARY KEY (post_id=? AND taken_ts=?)", "SCAN" },
	{ "SELECT * FROM v_engagement WHERE taken_ts >= 5",
	    "INDEX engagement_taken (taken_ts>?)", "SCAN" },
	{ "SELECT * FROM v_coverage WHERE day >= '2026-02-01'",
	    "SEARCH d USING PRIMARY KEY (day>?)", "SCAN" },
	/* full text drives, newest first, without sorting */
	{ "SELECT p.* FROM post_fts f JOIN v_post p ON p.post_id = f.rowid"
	  " WHERE post_fts MATCH 'leak*' ORDER BY f.rowid DESC LIMIT 50",
	    "SCAN f VIRTUAL TABLE", "TEMP B-TREE" },
	{ "SELECT v.ref FROM post_fts f CROSS JOIN v_insight v ON v.post_id ="
	  " f.rowid WHERE post_fts MATCH 'leak' AND +v.signal = 'idea'"
	  " ORDER BY f.rowid DESC LIMIT 50",
	    "SCAN f VIRTUAL TABLE", "TEMP B-TREE" },
	/* our own look-ups */
	{ "SELECT post_id FROM post_feed WHERE feed_id = 1 AND entry_hash ="
	  " x'00'",
	    "INDEX post_feed_entry (feed_id=? AND entry_hash=?)", "SCAN" },
	{ "SELECT id FROM post_feed WHERE feed_id = 1 AND guid IS 'a' AND url"
	  " IS NULL",
	    "(feed_id=? AND guid=? AND url=?)", "SCAN" },
	{ "SELECT id FROM post_feed WHERE link_key = 5 AND feed_id = 1"
	  " ORDER BY id DESC",
	    "INDEX post_feed_link (link_key=? AND feed_id=?)", "TEMP B-TREE" },
	{ "SELECT 1 FROM post_feed WHERE post_id = 1 AND feed_id = 1",
	    "INDEX post_feed_post (post_id=? AND feed_id=?)", "SCAN" },
	{ "SELECT id FROM post_feed WHERE feed_id = 1 AND words_key = 5",
	    "INDEX post_feed_words (feed_id=? AND words_key=?)", "SCAN" },
	{ "SELECT id FROM post WHERE content_hash = x'00' ORDER BY id DESC"
	  " LIMIT 64",
	    "INDEX post_content (content_hash=?)", "TEMP B-TREE" },
	/* parents of foreign keys are left without reading their children */
	{ "SELECT 1 FROM post WHERE duplicate_of = 5", "post_duplicate",
	    "SCAN" },
	{ "SELECT 1 FROM post WHERE root_id = 5", "post_root", "SCAN" },
	{ "SELECT 1 FROM post WHERE parent_id = 5", "post_parent", "SCAN" },
	{ "SELECT 1 FROM evidence WHERE rule_id = 5", "evidence_rule", "SCAN" },
};

static void
everyday_questions_use_their_indexes(void **state)
{

	(void)state;
	box_begin();
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		const char *steps = plan(table[i].sql);

		if (strstr(steps, table[i].has) == NULL ||
		    (table[i].has_no != NULL &&
			strstr(steps, table[i].has_no) != NULL))
			fail_msg("%s\n%s", table[i].sql, steps);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		BOX_TEST(everyday_questions_use_their_indexes),
	};

	return (RUN_TESTS(tests));
}
