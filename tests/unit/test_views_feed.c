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
	assert_string_equal(box_text("SELECT coalesce(next_ts, lag_s) FROM "
				     "v_feed_health"),
	    "(null)");
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
}

int
main(void)
{
	const struct CMUnitTest views_of_feeds[] = {
		BOX_TEST(feed_health_says_what_a_visit_left),
		BOX_TEST(rule_quality_counts_what_counted),
	};

	return (RUN_TESTS(views_of_feeds));
}
