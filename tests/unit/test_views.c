/*
 * The contract: the views and columns that it names are there, the dictionary
 * explains each of them and nothing else, and values are of the types it says.
 */
#include "../../src/store/views.h"
#include "storebox.h"

/* As the contract lists them; further columns may follow. */
static const struct {
	const char *view;
	const char *columns;
} contract[] = {
	{ "v_insight",
	    "insight_id ref post_id theme_id voice_id signal score priority "
	    "state published_ts published_at seen_ts seen_at changed_seq "
	    "source source_kind feed_url post_kind lang stars title snippet "
	    "url author author_kind sentiment intensity facet target topics "
	    "brands novelty thread_root_id thread_posts staff_replied_ts "
	    "staff_replied_at reason_rule reason_about reason_text judged "
	    "copies" },
	{ "v_insight_all", "insight_id ref copies state_why" },
	{ "v_insight_topic",
	    "insight_id ref signal topic post_id voice_id source published_ts "
	    "published_at" },
	{ "v_mention",
	    "post_id list term field start_byte end_byte source published_ts "
	    "published_at" },
	{ "v_evidence",
	    "insight_id ref post_id signal rule pack about file line field "
	    "start_byte end_byte text weight points bias sentence negated "
	    "vetoed_by" },
	{ "v_post",
	    "post_id kind root_id parent_id depth title text url lang author "
	    "voice_id author_kind stars published_ts published_at "
	    "first_seen_ts first_seen_at edited_ts edited_at state backlog "
	    "moderated recovered repaired duplicate_of source feed_url" },
	{ "v_thread",
	    "root_id title url posts voices depth open closed_ts closed_at "
	    "last_ts last_at ideas complaints staff_replied_ts "
	    "staff_replied_at reply_wait_s" },
	{ "v_theme",
	    "theme_id ref signal title first_ts first_at last_ts last_at "
	    "insights voices sources priority state merged_into changed_seq" },
	{ "v_voice",
	    "voice_id name uri kind sources posts ideas complaints praise "
	    "first_ts first_at last_ts last_at" },
	{ "v_signal_daily", "day signal source lang n voices mean_score" },
	{ "v_signal_hourly",
	    "hour_ts hour_at signal source lang n voices mean_score" },
	{ "v_topic_daily", "day topic signal source lang n voices mean_score" },
	{ "v_brand_daily", "day brand signal n voices" },
	{ "v_trend",
	    "at_ts at_at topic signal n_24h mean_7d sd_7d z voices_24h" },
	{ "v_facet", "facet target signal n voices mean_score" },
	{ "v_feed_health",
	    "feed_id url source role status cause since_ts since_at "
	    "last_ok_ts last_ok_at last_post_ts last_post_at posts_per_day "
	    "next_ts next_at lag_s http_status failures" },
	{ "v_rule_quality",
	    "rule pack signal hits_30d judged_n judged_wrong precision "
	    "last_hit_ts last_hit_at" },
	{ "v_coverage", "day source lang posts scored abstained truncated" },
	{ "v_event", "at_ts at_at kind what" },
	{ "v_engagement",
	    "post_id taken_ts taken_at comments likes views rating votes "
	    "comments_per_h likes_per_h views_per_h votes_per_h" },
	{ "v_duplicates",
	    "post_id first_post_id distance source url published_ts "
	    "published_at" },
	{ "v_quarantine",
	    "post_id why signal title url published_ts published_at" },
};
enum { CONTRACT = sizeof(contract) / sizeof(contract[0]) };

static void
every_view_and_column_of_the_contract_is_there(void **state)
{

	(void)state;
	box_begin();
	for (size_t i = 0; i < CONTRACT; i++) {
		struct str rest = str_of(contract[i].columns), name;
		bool all = strcmp(contract[i].view, "v_insight_all") == 0;
		char sql[200];
		int at = 0;

		while ((name = str_word(&rest)).n > 0) {
			snprintf(sql, sizeof(sql),
			    "SELECT count(*) FROM pragma_table_info('%s')"
			    " WHERE name = '%.*s'",
			    contract[i].view, STR_ARG(name));
			if (box_int(sql) != 1)
				fail_msg("%s has no %.*s", contract[i].view,
				    STR_ARG(name));
			/* What joined them stands behind, for those who read
			 * by position. */
			snprintf(sql, sizeof(sql),
			    "SELECT cid FROM pragma_table_info('%s')"
			    " WHERE name = '%.*s'",
			    contract[i].view, STR_ARG(name));
			if (!all && box_int(sql) != at++)
				fail_msg("%s: %.*s is out of its place",
				    contract[i].view, STR_ARG(name));
		}
		/* And each can be asked for everything. */
		snprintf(sql, sizeof(sql), "SELECT * FROM %s",
		    contract[i].view);
		box_text(sql);
	}
	assert_int_equal(box_int("SELECT count(*) FROM sqlite_schema"
				 " WHERE type = 'view'"),
	    CONTRACT);
}

static void
the_dictionary_explains_the_views_and_nothing_else(void **state)
{

	(void)state;
	box_begin();
	assert_string_equal(
	    box_text("SELECT group_concat(m.name || '.' || c.name) FROM"
		     " sqlite_schema m JOIN pragma_table_info(m.name) c"
		     " WHERE m.type = 'view' AND NOT EXISTS(SELECT 1 FROM"
		     " dictionary d WHERE d.view_name = m.name"
		     " AND d.column_name = c.name)"),
	    "(null)");
	assert_string_equal(
	    box_text("SELECT group_concat(view_name || '.' || column_name)"
		     " FROM dictionary d WHERE NOT EXISTS(SELECT 1 FROM"
		     " pragma_table_info(d.view_name) c"
		     " WHERE c.name = d.column_name)"),
	    "(null)");
	assert_string_equal(
	    box_text("SELECT group_concat(view_name || '.' || column_name)"
		     " FROM dictionary WHERE meaning = '' OR type NOT IN"
		     " ('integer', 'real', 'text')"
		     " OR (column_name GLOB '*_ts' AND (type <> 'integer' OR"
		     " unit <> 'Unix seconds'))"
		     " OR (column_name GLOB '*_at' AND (type <> 'text' OR"
		     " unit <> 'ISO 8601, UTC'))"),
	    "(null)");
	/* Each moment stands twice. */
	assert_int_equal(
	    box_int("SELECT count(*) FROM dictionary d WHERE column_name GLOB"
		    " '*_ts' AND NOT EXISTS(SELECT 1 FROM dictionary e WHERE"
		    " e.view_name = d.view_name AND e.column_name ="
		    " replace(d.column_name, '_ts', '_at'))"),
	    0);
}

static void
values_are_of_the_types_that_the_dictionary_says(void **state)
{
	static const struct serve posts[] = {
		{ .guid = "1",
		    .link = "https://b.example/1",
		    .title = "Acme",
		    .text = "The battery is broken",
		    .author = "Jo",
		    .published_ts = BOX_NOW - 3600,
		    .stars = 2,
		    .comments = 4 },
		{ .guid = "2",
		    .link = "https://b.example/2",
		    .text = "I wish",
		    .author = "Al",
		    .published_ts = BOX_NOW - 3600 * 24 * 9 },
		{ .guid = "3",
		    .link = "https://b.example/3",
		    .text = "CASINO CASINO wish" },
	};
	const struct view *v;

	(void)state;
	box_begin();
	box_visit(0, posts, 3);
	box_run("INSERT INTO judgement(insight_id, answer, at_ts) VALUES"
		" (1, 'right', 5), (2, 'wrong', 6), (2, 'right', 7);"
		"UPDATE post SET duplicate_of = 1, duplicate_distance = 2"
		" WHERE id = 2;"
		"INSERT INTO thread(root_id, last_ts, staff_replied_ts)"
		" VALUES(1, 1773144000, 1773144000);"
		"INSERT INTO theme(ref, signal, title, first_ts, last_ts,"
		" priority_base, changed_seq) VALUES('A', 'idea', 't', 1, 2,"
		" 50, 900)");
	for (size_t at = 0; (v = views_next(&at)) != NULL;) {
		char name[VIEWS_NAME], sql[400];

		for (size_t i = 0; views_column(v, i, name) != NULL; i++) {
			snprintf(sql, sizeof(sql),
			    "SELECT typeof(%s) || ' is not ' || d.type FROM %s,"
			    " dictionary d WHERE d.view_name = '%s' AND"
			    " d.column_name = '%s' AND %s IS NOT NULL AND"
			    " typeof(%s) <> d.type",
			    name, v->name, v->name, name, name, name);
			if (strcmp(box_text(sql), "(null)") != 0)
				fail_msg("%s.%s: %s", v->name, name,
				    box_text(sql));
		}
		snprintf(sql, sizeof(sql), "SELECT count(*) FROM %s", v->name);
		if (box_int(sql) == 0)
			fail_msg("%s shows nothing", v->name);
	}
}

static void
a_view_has_one_row_for_what_its_name_says(void **state)
{
	static const struct serve here = { .guid = "1",
		.link = "https://b.example/1",
		.text = "The battery of my Acme is broken, broken, broken",
		.author = "Jo" };
	static const struct {
		const char *view;
		int rows;
	} table[] = {
		{ "v_post", 1 },
		{ "v_insight", 1 },
		{ "v_insight_all", 1 },
		{ "v_insight_topic", 1 },
		{ "v_mention", 1 },
		{ "v_evidence", 3 },
		{ "v_voice", 1 },
		{ "v_signal_daily", 1 },
		{ "v_signal_hourly", 1 },
		{ "v_topic_daily", 2 },
		{ "v_brand_daily", 2 },
		{ "v_trend WHERE at_ts = (SELECT max(at_ts) FROM"
		  " topic_hourly)",
		    1 },
		{ "v_facet", 1 },
		{ "v_coverage", 1 },
		{ "v_feed_health", 3 },
		{ "v_rule_quality", 4 },
	};

	(void)state;
	clock_freeze((int64_t)time(NULL));
	box_begin();
	for (size_t feed = 0; feed < 3; feed++)
		box_visit(feed, &here, 1);
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		char sql[100];

		snprintf(sql, sizeof(sql), "SELECT count(*) FROM %s",
		    table[i].view);
		if (box_int(sql) != table[i].rows)
			fail_msg("%s has %lld rows", table[i].view,
			    (long long)box_int(sql));
	}
}

static void
rules_are_judged_by_what_was_said_last(void **state)
{
	struct serve posts[4] = { 0 };

	(void)state;
	for (int i = 0; i < 4; i++)
		posts[i] = (struct serve){ .text = "It is broken",
			.published_ts = BOX_NOW - i };
	clock_freeze((int64_t)time(NULL));
	box_begin();
	box_visit(0, posts, 4);
	assert_int_equal(box_int("SELECT hits_30d FROM v_rule_quality"
				 " WHERE rule = 'toy.broken'"),
	    4);
	assert_string_equal(box_text("SELECT precision FROM v_rule_quality"
				     " WHERE rule = 'toy.broken'"),
	    "(null)");
	box_run("INSERT INTO judgement(insight_id, answer, at_ts) VALUES"
		" (1, 'wrong', 5), (1, 'right', 6), (2, 'wrong', 6)");
	assert_string_equal(box_text("SELECT judged_n || ' ' || judged_wrong "
				     "|| ' ' ||"
				     " precision FROM v_rule_quality"
				     " WHERE rule = 'toy.broken'"),
	    "2 1 0.5");
	assert_string_equal(box_text(
				"SELECT group_concat(judged) FROM v_insight"),
	    "right,wrong");
	assert_int_equal(box_int("SELECT hits_30d FROM v_rule_quality"
				 " WHERE rule = 'toy.wish'"),
	    0);
}

static void
a_trend_is_what_is_unusual(void **state)
{
	struct serve posts[17] = { 0 };
	/* The view asks what time it is. */
	int64_t now = (int64_t)time(NULL) / 3600 * 3600;
	size_t n = 0;

	(void)state;
	/* One a day for a week, then six within an hour. */
	for (int day = 1; day <= 7; day++)
		posts[n++] = (struct serve){ .text = "The battery is broken",
			.author = "Jo",
			.published_ts = now - 86400 * day };
	for (int i = 0; i < 6; i++)
		posts[n++] = (struct serve){ .text = "The battery is broken",
			.author = i < 3 ? "Al" : "Bo",
			.published_ts = now - 60 * i };
	box_begin();
	/* Seen when they came, or they would be backlog. */
	for (size_t i = 0; i < n; i++) {
		clock_freeze(posts[i].published_ts);
		box_visit(0, &posts[i], 1);
	}
	assert_string_equal(box_text("SELECT n_24h || ' ' || mean_7d || ' ' || "
				     "sd_7d || ' ' ||"
				     " z || ' ' || voices_24h FROM v_trend"
				     " ORDER BY at_ts DESC LIMIT 1"),
	    "6 1.0 0.0 5.0 2");
	assert_string_equal(box_text(
				"SELECT z FROM v_trend ORDER BY at_ts LIMIT 1"),
	    "(null)");
	box_sound();
}

static void
views_of_another_version_are_made_anew(void **state)
{

	(void)state;
	box_begin();
	box_close();
	box_run("DROP VIEW v_event; CREATE VIEW v_old AS SELECT 1;"
		"UPDATE meta SET value = 'x' WHERE key = 'views'");
	box_begin();
	assert_true(box_int("SELECT count(*) FROM v_event") > 0);
	assert_int_equal(box_int("SELECT count(*) FROM sqlite_schema"
				 " WHERE name = 'v_old'"),
	    0);
	assert_string_equal(
	    box_text("SELECT value FROM meta WHERE key = 'contract'"), "1");
	box_sound();
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		BOX_TEST(every_view_and_column_of_the_contract_is_there),
		BOX_TEST(the_dictionary_explains_the_views_and_nothing_else),
		BOX_TEST(values_are_of_the_types_that_the_dictionary_says),
		BOX_TEST(a_view_has_one_row_for_what_its_name_says),
		BOX_TEST(rules_are_judged_by_what_was_said_last),
		BOX_TEST(a_trend_is_what_is_unusual),
		BOX_TEST(views_of_another_version_are_made_anew),
	};

	return (RUN_TESTS(tests));
}
