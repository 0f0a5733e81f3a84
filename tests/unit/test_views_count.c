/*
 * The views that count.
 */
#include "storebox.h"

static void
fill(void)
{

	box_begin();
	box_visit(0,
	    (struct serve[]){ { .guid = "1",
				  .text = "Acme battery broken",
				  .author = "Jo",
				  .published_ts = BOX_NOW - 60 },
		{ .guid = "2",
		    .text = "still broken",
		    .author = "Jo",
		    .published_ts = BOX_NOW - 120 },
		{ .guid = "3",
		    .text = "broken here too",
		    .author = "Al",
		    .published_ts = BOX_NOW - 7200 },
		{ .guid = "4",
		    .text = "Acme battery is fine",
		    .published_ts = BOX_NOW - 90 } },
	    4);
}

static void
insights_are_counted_by_day_and_hour(void **state)
{

	(void)state;
	fill();
	assert_string_equal(
	    box_text("SELECT day || ' ' || signal || ' ' || source || ' ' ||"
		     " lang || ' ' || n || ' ' || voices FROM v_signal_daily"),
	    "2026-03-10 complaint Acme blog en 3 2");
	assert_string_equal(
	    box_text("SELECT group_concat(hour_at || ' ' || n || ' ' || voices)"
		     " FROM (SELECT * FROM v_signal_hourly ORDER BY hour_ts)"),
	    "2026-03-10T10:00:00Z 1 1,2026-03-10T11:00:00Z 2 1");
}

static void
a_mean_is_that_of_the_insights(void **state)
{

	(void)state;
	fill();
	assert_string_equal(
	    box_text("SELECT abs(d.mean_score - (SELECT avg(score) FROM"
		     " v_insight)) < 0.00001 FROM v_signal_daily d"),
	    "1");
	assert_string_equal(box_text("SELECT facet || ' ' || target || ' ' || "
				     "signal || ' ' ||"
				     " n || ' ' || voices FROM v_facet"),
	    "lack product complaint 3 2");
}

static void
topics_and_brands_count_their_own_posts(void **state)
{

	(void)state;
	fill();
	/* "any" are all posts that speak of it. */
	assert_string_equal(
	    box_text("SELECT group_concat(topic || ' ' || signal || ' ' || n)"
		     " FROM (SELECT * FROM v_topic_daily ORDER BY signal)"),
	    "battery any 2,battery complaint 1");
	assert_string_equal(
	    box_text("SELECT group_concat(brand || ' ' || signal || ' ' || n)"
		     " FROM (SELECT * FROM v_brand_daily ORDER BY signal)"),
	    "brand.acme any 2,brand.acme complaint 1");
}

static void
coverage_counts_every_post(void **state)
{

	(void)state;
	fill();
	assert_string_equal(
	    box_text("SELECT day || ' ' || source || ' ' || posts || ' ' ||"
		     " scored || ' ' || abstained || ' ' || truncated"
		     " FROM v_coverage"),
	    "2026-03-10 Acme blog 4 4 0 0");
}

int
main(void)
{
	const struct CMUnitTest views_that_count[] = {
		BOX_TEST(insights_are_counted_by_day_and_hour),
		BOX_TEST(a_mean_is_that_of_the_insights),
		BOX_TEST(topics_and_brands_count_their_own_posts),
		BOX_TEST(coverage_counts_every_post),
	};

	return (RUN_TESTS(views_that_count));
}
