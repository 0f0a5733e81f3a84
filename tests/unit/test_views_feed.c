/*
 * The views of the machine itself: feeds, rules, what happened.
 */
#include "storebox.h"

static void
feed_health_says_what_a_visit_left(void **state)
{
	struct batch *b;

	(void)state;
	box_begin();
	b = box_batch(0,
	    (struct serve[]){ { .guid = "1", .text = "it is broken" } }, 1);
	b->facts.status = FEED_ACTIVE;
	b->facts.ok_ts = BOX_NOW;
	b->facts.failures = 0;
	b->facts.visited_ts = BOX_NOW;
	b->next_ts = BOX_NOW + 600;
	assert_int_equal(store_begin(box.store), OK);
	box_write(b);
	assert_int_equal(store_commit(box.store), OK);
	batch_free(b);
	assert_int_equal(box_int("SELECT count(*) FROM v_feed_health"), 3);
	assert_string_equal(
	    box_text("SELECT source || ' ' || role || ' ' || status || ' ' ||"
		     " failures || ' ' || last_ok_at FROM v_feed_health"
		     " WHERE url = 'https://blog.example/feed'"),
	    "Acme blog posts active 0 2026-03-10T12:00:00Z");
	/* One that was never visited has no such moment. */
	assert_string_equal(box_text("SELECT last_ok_ts FROM v_feed_health "
				     "WHERE url ="
				     " 'https://third.example/feed'"),
	    "(null)");
	/* That one is due since it was listed; the other as its visit said. */
	assert_int_equal(box_int("SELECT next_ts FROM v_feed_health WHERE url ="
				 " 'https://third.example/feed'"),
	    BOX_NOW);
	assert_int_equal(box_int("SELECT next_ts FROM v_feed_health WHERE url ="
				 " 'https://blog.example/feed'"),
	    BOX_NOW + 600);
	assert_int_equal(box_int("SELECT count(*) FROM v_feed_health WHERE"
				 " lag_s <> max(0, unixepoch() - next_ts)"),
	    0);
}

static void
a_feed_that_is_lost_or_found_is_news_once(void **state)
{
	static const enum feed_status days[] = { FEED_ACTIVE, FEED_FAILING,
		FEED_FAILING, FEED_ACTIVE, FEED_QUIET, FEED_GONE };

	(void)state;
	box_begin();
	for (size_t i = 0; i < sizeof(days) / sizeof(days[0]); i++) {
		struct batch *b = box_batch(0, NULL, 0);

		b->facts.status = (feed_word)days[i];
		b->facts.visited_ts = BOX_NOW;
		assert_int_equal(store_begin(box.store), OK);
		assert_int_equal(store_facts(box.store, b), OK);
		assert_int_equal(store_commit(box.store), OK);
		batch_free(b);
	}
	/* A person is not a visit. */
	assert_int_equal(store_begin(box.store), OK);
	assert_int_equal(store_feed_wish(box.store, box.feeds[0].id,
			     WISH_REVIVE),
	    OK);
	assert_int_equal(store_commit(box.store), OK);
	assert_string_equal(box_text("SELECT group_concat(kind) FROM v_event "
				     "WHERE kind IN"
				     " ('feed_lost', 'feed_found')"),
	    "feed_lost,feed_found,feed_lost");
}

static void
a_quiet_feed_says_since_when_nothing_came(void **state)
{

	(void)state;
	box_begin();
	box_run("UPDATE feed SET status = 'quiet', changed_ts = 1770000000");
	assert_string_equal(box_text("SELECT cause FROM v_feed_health"),
	    "nothing new since 2026-02-02, three times longer than usual");
}

static void
a_wish_holds_against_visits_and_lists(void **state)
{
	struct batch *b;

	(void)state;
	box_begin();
	b = box_batch(0, NULL, 0);
	assert_int_equal(store_begin(box.store), OK);
	assert_int_equal(store_feed_wish(box.store, box.feeds[0].id,
			     WISH_PAUSE),
	    OK);
	/* One that was under way when it came. */
	b->facts.status = FEED_ACTIVE;
	assert_int_equal(store_facts(box.store, b), OK);
	assert_int_equal(store_commit(box.store), OK);
	batch_free(b);
	box_list(box_urls, 3);
	assert_int_equal(box.feeds[0].facts.status, FEED_PAUSED);
	assert_string_equal(box_text("SELECT status || ', ' || cause FROM"
				     " v_feed_health WHERE url ="
				     " 'https://blog.example/feed'"),
	    "paused, paused by hand");
	assert_int_equal(store_begin(box.store), OK);
	assert_int_equal(store_feed_wish(box.store, box.feeds[0].id,
			     WISH_RESUME),
	    OK);
	assert_int_equal(store_commit(box.store), OK);
	box_list(box_urls, 3);
	assert_int_equal(box.feeds[0].facts.status, FEED_ACTIVE);
}

static void
rule_quality_counts_what_counted(void **state)
{
	char sql[200];

	(void)state;
	box_begin();
	box_visit(0,
	    (struct serve[]){ { .guid = "1", .text = "broken and broken" },
		{ .guid = "2", .text = "broken, but not broken" } },
	    2);
	/* The view's month ends now, not when the box is frozen. */
	snprintf(sql, sizeof(sql), "UPDATE insight SET created_ts = %lld",
	    (long long)time(NULL));
	box_run(sql);
	assert_string_equal(
	    box_text("SELECT hits_30d || ' ' || judged_n || ' ' || pack FROM"
		     " v_rule_quality WHERE rule = 'toy.broken'"),
	    "3 0 toy");
	assert_string_equal(box_text("SELECT precision FROM v_rule_quality"
				     " WHERE rule = 'toy.broken'"),
	    "(null)");
	assert_int_equal(box_int("SELECT hits_30d FROM v_rule_quality"
				 " WHERE rule = 'toy.wish'"),
	    0);
	assert_string_equal(
	    box_text("SELECT group_concat(last_hit_ts IS (SELECT max(i.at_ts)"
		     " FROM insight i JOIN evidence e ON e.insight_id = i.id"
		     " JOIN rule r ON r.id = e.rule_id WHERE e.points <> 0 AND"
		     " r.name = q.rule)) || count(last_hit_ts)"
		     " FROM v_rule_quality q WHERE rule IN"
		     " ('toy.broken', 'toy.wish')"),
	    "1,11");
}

int
main(void)
{
	const struct CMUnitTest views_of_feeds[] = {
		BOX_TEST(feed_health_says_what_a_visit_left),
		BOX_TEST(a_feed_that_is_lost_or_found_is_news_once),
		BOX_TEST(a_quiet_feed_says_since_when_nothing_came),
		BOX_TEST(a_wish_holds_against_visits_and_lists),
		BOX_TEST(rule_quality_counts_what_counted),
	};

	return (RUN_TESTS(views_of_feeds));
}
