/*
 * The views of posts, and of who wrote them.
 */
#include "storebox.h"

static void
a_post_is_listed_as_it_was_served(void **state)
{

	(void)state;
	box_begin();
	box_visit(0,
	    (struct serve[]){ { .guid = "1",
		.link = "https://blog.example/p",
		.title = "Hi",
		.text = "it is broken",
		.author = "Jo",
		.published_ts = BOX_NOW - 60,
		.stars = 2 } },
	    1);
	assert_string_equal(
	    box_text("SELECT title || '|' || text || '|' || author || '|' ||"
		     " stars || '|' || published_at || '|' || source || '|' ||"
		     " feed_url || '|' || url FROM v_post"),
	    "Hi|it is broken|Jo|2|2026-03-10T11:59:00Z|Acme blog"
	    "|https://blog.example/feed|https://blog.example/p");
}

static void
a_voice_counts_its_posts_and_what_they_say(void **state)
{

	(void)state;
	box_begin();
	box_visit(0,
	    (struct serve[]){ { .guid = "1",
				  .text = "it is broken",
				  .author = "Jo",
				  .published_ts = BOX_NOW - 7200 },
		{ .guid = "2",
		    .text = "I wish it were red",
		    .author = "Jo",
		    .published_ts = BOX_NOW - 3600 },
		{ .guid = "3", .text = "hello", .author = "Al" } },
	    3);
	assert_string_equal(
	    box_text("SELECT posts || ' ' || ideas || ' ' || complaints || ' '"
		     " || praise || ' ' || first_at || ' ' || last_at"
		     " FROM v_voice WHERE name = 'Jo'"),
	    "2 1 1 0 2026-03-10T10:00:00Z 2026-03-10T11:00:00Z");
	assert_string_equal(box_text(
				"SELECT posts || ' ' || complaints FROM v_voice"
				" WHERE name = 'Al'"),
	    "1 0");
}

static void
engagement_says_how_fast_comments_come(void **state)
{
	struct serve s = { .guid = "1", .text = "hello", .comments = 4 };

	(void)state;
	box_begin();
	box_visit(0, &s, 1);
	box_run("INSERT INTO engagement(post_id, taken_ts, comments) SELECT"
		" post_id, taken_ts + 7200, comments + 5 FROM engagement");
	assert_string_equal(box_text("SELECT group_concat(comments || ' ' ||"
				     " coalesce(comments_per_h, '-')) FROM "
				     "(SELECT * FROM"
				     " v_engagement ORDER BY taken_ts)"),
	    "4 -,9 2.5");
}

int
main(void)
{
	const struct CMUnitTest views_of_posts[] = {
		BOX_TEST(a_post_is_listed_as_it_was_served),
		BOX_TEST(a_voice_counts_its_posts_and_what_they_say),
		BOX_TEST(engagement_says_how_fast_comments_come),
	};

	return (RUN_TESTS(views_of_posts));
}
