/*
 * Which post is it?  Visits as feeds in the wild make them; what counts is how
 * many posts there are afterwards.
 */
#include "../../src/store/identity.h"
#include "storebox.h"

#define POSTS   box_int("SELECT count(*) FROM post")
#define SERVED  box_int("SELECT count(*) FROM post_feed")
#define N(list) (sizeof(list) / sizeof((list)[0]))

static const char forty[] =
    "one two three four five six seven eight nine ten eleven twelve thirteen "
    "fourteen fifteen sixteen seventeen eighteen nineteen twenty again one two "
    "three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen twenty and that is it";

static void
a_second_poll_adds_nothing_and_writes_nothing(void **state)
{
	static const struct serve posts[] = {
		{ .guid = "1", .link = "https://b.example/1", .text = "one" },
		{ .guid = "2", .link = "https://b.example/2", .text = "two" },
	};
	const char *before;

	(void)state;
	box_begin();
	assert_told(box_visit(0, posts, 2), 2, 0, 0);
	before = box_text("SELECT group_concat(last_seen_ts) FROM post_feed");
	clock_advance(3600 * 1000);
	assert_told(box_visit(0, posts, 2), 0, 0, 2);
	assert_string_equal(before,
	    box_text("SELECT group_concat(last_seen_ts) FROM post_feed"));
	/* Once a day it is noted that they are still there. */
	clock_advance(86400 * 1000);
	assert_told(box_visit(0, posts, 2), 0, 0, 2);
	assert_int_equal(box_int("SELECT min(last_seen_ts) FROM post_feed"),
	    BOX_NOW + 3600 + 86400);
	box_sound();
}

static void
a_guid_that_changes_with_every_poll_adds_nothing(void **state)
{
	struct serve posts[] = {
		{ .guid = "a1", .link = "https://b.example/1", .text = "one" },
		{ .guid = "a2", .link = "https://b.example/2", .text = "two" },
	};

	(void)state;
	box_begin();
	box_visit(0, posts, 2);
	posts[0].guid = "b1";
	posts[1].guid = "b2";
	assert_told(box_visit(0, posts, 2), 0, 0, 2);
	posts[0].guid = "c1";
	posts[1].guid = "c2";
	assert_told(box_visit(0, posts, 2), 0, 0, 2);
	assert_int_equal(POSTS, 2);
	assert_int_equal(SERVED, 2);
	/* The row follows, so that the next look finds it at once. */
	assert_string_equal(box_text(
				"SELECT group_concat(guid) FROM post_feed"),
	    "c1,c2");
}

static void
a_guid_that_changes_where_all_links_point_home_adds_nothing(void **state)
{
	struct serve posts[] = {
		{ .guid = "a1",
		    .link = "https://b.example/",
		    .text = "one",
		    .published_ts = BOX_NOW - 100 },
		{ .guid = "a2",
		    .link = "https://b.example/",
		    .text = "two",
		    .published_ts = BOX_NOW - 200 },
	};

	(void)state;
	box_begin();
	assert_told(box_visit(0, posts, 2), 2, 0, 0);
	posts[0].guid = "b1";
	posts[1].guid = "b2";
	assert_told(box_visit(0, posts, 2), 0, 0, 2);
	assert_int_equal(POSTS, 2);
}

static void
http_that_became_https_is_the_same_post(void **state)
{
	struct serve posts[] = {
		{ .guid = "http://b.example/1",
		    .link = "http://b.example/1",
		    .text = "one" },
		{ .guid = "http://b.example/2",
		    .link = "http://b.example/2",
		    .text = "two" },
	};

	(void)state;
	box_begin();
	box_visit(0, posts, 2);
	posts[0].guid = posts[0].link = "https://b.example/1";
	posts[1].guid = posts[1].link = "https://b.example/2";
	assert_told(box_visit(0, posts, 2), 0, 0, 2);
	assert_int_equal(POSTS, 2);
	assert_int_equal(SERVED, 2);
}

static void
a_constant_guid_does_not_make_one_post_of_many(void **state)
{
	static const struct serve posts[] = {
		{ .guid = "post",
		    .link = "https://b.example/1",
		    .text = "one" },
		{ .guid = "post",
		    .link = "https://b.example/2",
		    .text = "two" },
		{ .guid = "post",
		    .link = "https://b.example/3",
		    .text = "three" },
	};

	(void)state;
	box_begin();
	assert_told(box_visit(0, posts, 3), 3, 0, 0);
	assert_told(box_visit(0, posts, 3), 0, 0, 3);
}

static void
a_constant_guid_served_alone_does_not_swallow_the_next_post(void **state)
{
	static const struct serve one = { .guid = "post",
		.link = "https://b.example/1",
		.text = "one" };
	static const struct serve two = { .guid = "post",
		.link = "https://b.example/2",
		.text = "two" };

	(void)state;
	box_begin();
	assert_told(box_visit(0, &one, 1), 1, 0, 0);
	assert_told(box_visit(0, &two, 1), 1, 0, 0);
	assert_told(box_visit(0, &one, 1), 0, 0, 1);
}

static void
constant_guids_and_links_leave_only_the_words(void **state)
{
	struct serve posts[] = {
		{ .guid = "x", .link = "https://b.example/", .text = "one" },
		{ .guid = "x", .link = "https://b.example/", .text = "two" },
		{ .guid = "x", .link = "https://b.example/", .text = "three" },
	};

	(void)state;
	box_begin();
	assert_told(box_visit(0, posts, 3), 3, 0, 0);
	assert_told(box_visit(0, posts, 3), 0, 0, 3);
	posts[0].text = "four";
	assert_told(box_visit(0, posts, 3), 1, 0, 2);
	assert_int_equal(POSTS, 4);
	box_sound();
}

static void
entries_that_differ_in_the_fragment_only(void **state)
{
	static const struct serve comments[] = {
		{ .guid = "https://b.example/1#comment-1",
		    .link = "https://b.example/1#comment-1",
		    .text = "yes" },
		{ .guid = "https://b.example/1#comment-2",
		    .link = "https://b.example/1#comment-2",
		    .text = "no" },
	};

	(void)state;
	box_begin();
	assert_told(box_visit(0, comments, 2), 2, 0, 0);
	assert_told(box_visit(0, comments, 2), 0, 0, 2);
}

static void
an_entry_served_twice_in_one_document_is_one_post(void **state)
{
	static const struct serve posts[] = {
		{ .guid = "1", .link = "https://b.example/1", .text = "one" },
		{ .guid = "1", .link = "https://b.example/1", .text = "one" },
		{ .guid = "2", .link = "https://b.example/2", .text = "two" },
	};

	(void)state;
	box_begin();
	assert_told(box_visit(0, posts, 3), 2, 0, 1);
	assert_told(box_visit(0, posts, 3), 0, 0, 3);
	assert_int_equal(SERVED, 2);
}

static void
without_guid_the_link_tells(void **state)
{
	struct serve posts[] = {
		{ .link = "https://b.example/1", .text = "one" },
		{ .link = "https://b.example/2", .text = "two" },
	};

	(void)state;
	box_begin();
	assert_told(box_visit(0, posts, 2), 2, 0, 0);
	posts[0].text = "one, put better";
	assert_told(box_visit(0, posts, 2), 0, 1, 1);
	assert_int_equal(POSTS, 2);
}

static void
without_guid_and_link_words_author_and_date_tell(void **state)
{
	struct serve posts[] = {
		{ .text = "same", .author = "Jo", .published_ts = 1000 },
		{ .text = "same", .author = "Al", .published_ts = 1000 },
		{ .text = "same", .author = "Al", .published_ts = 2000 },
	};

	(void)state;
	box_begin();
	assert_told(box_visit(0, posts, 3), 3, 0, 0);
	assert_told(box_visit(0, posts, 3), 0, 0, 3);
}

static void
two_undated_alike_comments_below_one_article_are_two_posts(void **state)
{
	static const struct serve posts[] = {
		{ .guid = "1", .link = "https://b.example/1", .text = "+1" },
		{ .guid = "2", .link = "https://b.example/1", .text = "+1" },
	};

	(void)state;
	box_begin();
	assert_told(box_visit(0, posts, 2), 2, 0, 0);
	assert_told(box_visit(0, posts, 2), 0, 0, 2);
}

static void
a_link_that_moved_keeps_the_post_while_its_words_stay(void **state)
{
	struct serve post = { .guid = "tag:1",
		.link = "https://b.example/?p=1",
		.text = "one" };

	(void)state;
	box_begin();
	box_visit(0, &post, 1);
	post.link = "https://b.example/a-better-name";
	assert_told(box_visit(0, &post, 1), 0, 0, 1);
	assert_int_equal(POSTS, 1);
}

static void
one_story_in_three_feeds_is_one_post(void **state)
{
	static const struct serve story[] = {
		{ .guid = "a",
		    .link = "https://b.example/1",
		    .title = "News",
		    .text = "It is broken." },
		{ .guid = "b",
		    .link = "https://b.example/1?",
		    .title = "News",
		    .text = "It is broken." },
		{ .guid = "c",
		    .link = "https://b.example/1",
		    .title = "News",
		    .text = "It is broken." },
	};

	(void)state;
	box_begin();
	assert_told(box_visit(0, &story[0], 1), 1, 0, 0);
	assert_told(box_visit(1, &story[2], 1), 0, 0, 1);
	assert_told(box_visit(2, &story[2], 1), 0, 0, 1);
	assert_told(box_visit(2, &story[2], 1), 0, 0, 1);
	assert_int_equal(POSTS, 1);
	assert_int_equal(SERVED, 3);
	assert_int_equal(box_int("SELECT count(*) FROM v_post"), 1);
	assert_int_equal(box_int("SELECT count(*) FROM v_insight"), 1);
	assert_int_equal(box_int("SELECT sum(n) FROM v_signal_daily"), 1);
	assert_int_equal(box_int("SELECT copies FROM v_insight"), 2);
	assert_string_equal(box_text("SELECT source FROM v_insight"),
	    "Acme blog");
	assert_string_equal(box_text("SELECT feed_url FROM v_insight"),
	    "https://blog.example/feed");
	box_sound();
}

static void
forty_words_alike_are_an_echo_under_any_address(void **state)
{
	struct serve here = { .guid = "1",
		.link = "https://b.example/1",
		.text = forty };
	struct serve there = { .guid = "9",
		.link = "https://mirror.example/copy",
		.text = forty };

	(void)state;
	box_begin();
	assert_told(box_visit(0, &here, 1), 1, 0, 0);
	assert_told(box_visit(1, &there, 1), 0, 0, 1);
	/* Few words are no proof. */
	here = (struct serve){ .guid = "2",
		.link = "https://b.example/2",
		.text = "Thanks!" };
	there = (struct serve){ .guid = "8",
		.link = "https://mirror.example/other",
		.text = "Thanks!" };
	assert_told(box_visit(0, &here, 1), 1, 0, 0);
	assert_told(box_visit(1, &there, 1), 1, 0, 0);
	assert_int_equal(POSTS, 3);
}

static void
forty_words_twice_in_one_feed_are_two_posts(void **state)
{
	static const struct serve posts[] = {
		{ .guid = "1", .link = "https://b.example/1", .text = forty },
		{ .guid = "2", .link = "https://b.example/2", .text = forty },
	};

	(void)state;
	box_begin();
	assert_told(box_visit(0, posts, 2), 2, 0, 0);
	assert_told(box_visit(0, posts, 2), 0, 0, 2);
}

static void
mirrored_comments_find_each_its_own(void **state)
{
	static const struct serve here[] = {
		{ .guid = "1",
		    .link = "https://b.example/1",
		    .text = "+1",
		    .author = "Jo" },
		{ .guid = "2",
		    .link = "https://b.example/1",
		    .text = "+1",
		    .author = "Al" },
	};
	static const struct serve there[] = {
		{ .guid = "m1",
		    .link = "https://b.example/1",
		    .text = "+1",
		    .author = "Jo" },
		{ .guid = "m2",
		    .link = "https://b.example/1",
		    .text = "+1",
		    .author = "Al" },
	};

	(void)state;
	box_begin();
	assert_told(box_visit(0, here, 2), 2, 0, 0);
	assert_told(box_visit(1, there, 2), 0, 0, 2);
	assert_int_equal(POSTS, 2);
	assert_int_equal(box_int("SELECT count(DISTINCT post_id) FROM post_feed"
				 " WHERE feed_id = 2"),
	    2);
}

static void
a_mirror_that_lags_behind_undoes_no_edit(void **state)
{
	struct serve here = { .guid = "1",
		.link = "https://b.example/1",
		.text = "It is broken." };
	struct serve there = { .guid = "m",
		.link = "https://b.example/1",
		.text = "It is broken." };

	(void)state;
	box_begin();
	box_visit(0, &here, 1);
	box_visit(1, &there, 1);
	here.text = "It is mended.";
	assert_told(box_visit(0, &here, 1), 0, 1, 0);
	/* The mirror shows the old words with another date. */
	there.published_ts = BOX_NOW - 50;
	assert_told(box_visit(1, &there, 1), 0, 0, 1);
	assert_string_equal(box_text("SELECT text FROM v_post"),
	    "It is mended.");
	there.text = "It is mended.";
	assert_told(box_visit(1, &there, 1), 0, 0, 1);
	box_sound();
}

static void
a_uid_comes_from_what_the_post_was_at_first_sight(void **state)
{
	struct serve post = { .guid = "1",
		.link = "https://b.example/1",
		.text = "It is broken." };
	const char *uid, *ref;

	(void)state;
	box_begin();
	box_visit(0, &post, 1);
	uid = box_text("SELECT hex(uid) FROM post");
	ref = box_text("SELECT ref FROM insight");
	post.text = "It is quite broken.";
	post.guid = "other";
	box_visit(0, &post, 1);
	assert_string_equal(box_text("SELECT hex(uid) FROM post"), uid);
	assert_string_equal(box_text("SELECT ref FROM insight"), ref);
	box_close();
	/* A rebuild from the feeds, found by another one first. */
	assert_int_equal(unlink(box.path), 0);
	box_begin();
	box_visit(2, &post, 1);
	assert_string_equal(box_text("SELECT ref FROM insight"), ref);
}

static void
thousands_of_alike_entries_stay_cheap(void **state)
{
	enum { MANY = 2000 };
	static struct serve posts[MANY];
	static char names[MANY][48];

	(void)state;
	for (size_t i = 0; i < MANY; i++) {
		snprintf(names[i], sizeof(names[i]), "https://b.example/%zu",
		    i);
		posts[i] = (struct serve){ .guid = names[i],
			.link = "https://b.example/",
			.text = "" };
	}
	box_begin();
	/* If it were not linear it would meet the deadline of every test. */
	assert_told(box_visit(0, posts, MANY), MANY, 0, 0);
	assert_told(box_visit(0, posts, MANY), 0, 0, MANY);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		BOX_TEST(a_second_poll_adds_nothing_and_writes_nothing),
		BOX_TEST(a_guid_that_changes_with_every_poll_adds_nothing),
		BOX_TEST(
		    a_guid_that_changes_where_all_links_point_home_adds_nothing),
		BOX_TEST(http_that_became_https_is_the_same_post),
		BOX_TEST(a_constant_guid_does_not_make_one_post_of_many),
		BOX_TEST(
		    a_constant_guid_served_alone_does_not_swallow_the_next_post),
		BOX_TEST(constant_guids_and_links_leave_only_the_words),
		BOX_TEST(entries_that_differ_in_the_fragment_only),
		BOX_TEST(an_entry_served_twice_in_one_document_is_one_post),
		BOX_TEST(without_guid_the_link_tells),
		BOX_TEST(without_guid_and_link_words_author_and_date_tell),
		BOX_TEST(
		    two_undated_alike_comments_below_one_article_are_two_posts),
		BOX_TEST(a_link_that_moved_keeps_the_post_while_its_words_stay),
		BOX_TEST(one_story_in_three_feeds_is_one_post),
		BOX_TEST(forty_words_alike_are_an_echo_under_any_address),
		BOX_TEST(forty_words_twice_in_one_feed_are_two_posts),
		BOX_TEST(mirrored_comments_find_each_its_own),
		BOX_TEST(a_mirror_that_lags_behind_undoes_no_edit),
		BOX_TEST(a_uid_comes_from_what_the_post_was_at_first_sight),
		BOX_TEST(thousands_of_alike_entries_stay_cheap),
	};

	return (RUN_TESTS(tests));
}
