/*
 * What becomes of a visit's posts: stored whole, edited in place, counted.
 */
#include "storebox.h"

#define LINK "https://b.example/"

static void
everything_a_post_carries_is_stored(void **state)
{
	static const struct serve served = { .guid = "1",
		.link = LINK "1",
		.title = "Zu laut",
		.text = "Die Mühle ist broken.\nSehr schade.",
		.author = "Zoë",
		.published_ts = BOX_NOW - 3600,
		.stars = 2,
		.comments = 7 };
	struct quote quotes[] = { { 0, 3 }, { 4, 10 } };
	struct stored_post post;
	struct arena *a = arena_new(1 << 20);
	struct buf why = BUF_INIT(500);
	struct reader *r = NULL;
	struct batch *b;

	(void)state;
	box_begin();
	b = box_batch(0, &served, 1);
	b->posts[0].kind = POST_REVIEW;
	b->posts[0].tags = STR("mills, noise");
	b->posts[0].author_uri = STR("https://b.example/u/zoe");
	b->posts[0].comments_url = STR("https://b.example/1#comments");
	b->posts[0].comments_feed = STR("https://b.example/1/feed");
	b->posts[0].reply_to_id = STR("urn:parent");
	b->posts[0].reply_to_link = STR("https://b.example/0");
	b->posts[0].updated_ts = BOX_NOW - 60;
	b->posts[0].quotes = quotes;
	b->posts[0].nquotes = 2;
	b->posts[0].recovered = b->posts[0].repaired = true;
	b->posts[0].moderated = true;
	assert_int_equal(store_begin(box.store), OK);
	box_write(b);
	assert_int_equal(store_commit(box.store), OK);
	assert_int_equal(b->posts[0].post_id, 1);
	batch_free(b);
	assert_int_equal(reader_open(box.path, 0, &r, &why), OK);
	assert_int_equal(query_post(r, a, STR("1"), &post), OK);
	assert_int_equal(post.post.kind, POST_REVIEW);
	assert_str(post.post.title, "Zu laut");
	assert_str(post.post.text, "Die Mühle ist broken.\nSehr schade.");
	assert_str(post.post.author, "Zoë");
	assert_str(post.post.author_uri, "https://b.example/u/zoe");
	assert_str(post.post.lang, "en");
	assert_str(post.post.link, LINK "1");
	assert_str(post.post.guid, "1");
	assert_str(post.post.tags, "mills, noise");
	assert_str(post.post.comments_url, "https://b.example/1#comments");
	assert_str(post.post.comments_feed, "https://b.example/1/feed");
	assert_str(post.post.reply_to_id, "urn:parent");
	assert_str(post.post.reply_to_link, "https://b.example/0");
	assert_int_equal(post.post.published_ts, BOX_NOW - 3600);
	assert_int_equal(post.post.updated_ts, BOX_NOW - 60);
	assert_int_equal(post.post.stars, 2);
	assert_int_equal(post.post.nquotes, 2);
	assert_int_equal(post.post.quotes[1].start, 4);
	assert_int_equal(post.post.quotes[1].end, 10);
	assert_true(post.post.recovered && post.post.repaired);
	assert_true(post.post.moderated && !post.post.staff);
	assert_str(post.source, "Acme blog");
	assert_str(post.feed_url, "https://blog.example/feed");
	assert_int_equal(post.ninsights, 1);
	assert_int_equal(post.insights[0].signal, SIGNAL_COMPLAINT);
	reader_close(r);
	arena_free(a);
	buf_free(&why);
	box_sound();
}

static void
ids_grow_with_time_though_feeds_list_the_newest_first(void **state)
{
	static const struct serve posts[] = {
		{ .guid = "3",
		    .link = LINK "3",
		    .text = "three",
		    .published_ts = BOX_NOW - 100 },
		{ .guid = "2",
		    .link = LINK "2",
		    .text = "two",
		    .published_ts = BOX_NOW - 200 },
		{ .guid = "1",
		    .link = LINK "1",
		    .text = "one",
		    .published_ts = BOX_NOW - 300 },
	};
	static const struct serve undated[] = {
		{ .guid = "5", .link = LINK "5", .text = "five" },
		{ .guid = "4", .link = LINK "4", .text = "four" },
	};

	(void)state;
	box_begin();
	box_visit(0, posts, 3);
	box_visit(0, undated, 2);
	assert_string_equal(box_text("SELECT group_concat(text) FROM"
				     " (SELECT text FROM post ORDER BY id)"),
	    "one,two,three,four,five");
}

static void
without_a_date_it_counts_from_first_sight(void **state)
{
	static const struct serve posts[] = {
		{ .guid = "1", .link = LINK "1", .text = "It is broken" },
		{ .guid = "2",
		    .link = LINK "2",
		    .text = "It is broken too",
		    .published_ts = INT64_C(999999999999) },
	};

	(void)state;
	box_begin();
	box_visit(0, posts, 2);
	assert_int_equal(box_int("SELECT count(*) FROM v_insight WHERE"
				 " published_ts = seen_ts AND dated = 0"),
	    2);
	assert_string_equal(box_text("SELECT published_at FROM v_post LIMIT 1"),
	    "2026-03-10T12:00:00Z");
	box_sound();
}

static void
what_is_old_at_first_sight_is_backlog(void **state)
{
	static const struct serve posts[] = {
		{ .guid = "1",
		    .link = LINK "1",
		    .text = "new",
		    .published_ts = BOX_NOW - 47 * 3600 },
		{ .guid = "2",
		    .link = LINK "2",
		    .text = "old",
		    .published_ts = BOX_NOW - 49 * 3600 },
	};

	(void)state;
	box_begin();
	box_visit(0, posts, 2);
	assert_string_equal(box_text("SELECT group_concat(text) FROM v_post "
				     "WHERE backlog"),
	    "old");
}

static void
staff_are_stored_but_are_no_customers(void **state)
{
	static const struct serve posts[] = {
		{ .guid = "1",
		    .link = LINK "1",
		    .text = "We know it is broken",
		    .author = "Ann",
		    .staff = true },
		{ .guid = "2",
		    .link = LINK "2",
		    .text = "It is broken",
		    .author = "Jo" },
	};

	(void)state;
	box_begin();
	box_visit(0, posts, 2);
	assert_int_equal(box_int("SELECT count(*) FROM v_post"), 2);
	assert_string_equal(box_text(
				"SELECT group_concat(author) FROM v_insight"),
	    "Jo");
	assert_string_equal(box_text("SELECT author_kind FROM v_post WHERE "
				     "author = 'Ann'"),
	    "staff");
}

static void
a_feed_that_needs_a_brand_hears_only_of_that_brand(void **state)
{
	static const struct serve posts[] = {
		{ .guid = "1", .link = LINK "1", .text = "My car is broken" },
		{ .guid = "2", .link = LINK "2", .text = "My Acme is broken" },
	};

	(void)state;
	box_begin();
	box.feeds[0].spec.need = "brand.acme";
	box_visit(0, posts, 2);
	assert_int_equal(box_int("SELECT count(*) FROM v_post"), 2);
	assert_string_equal(box_text("SELECT group_concat(snippet)"
				     " FROM v_insight"),
	    "My Acme is broken");
	box_sound();
}

static void
an_edit_keeps_post_and_insight_and_tells_of_itself(void **state)
{
	struct serve post = { .guid = "1",
		.link = LINK "1",
		.title = "Mill",
		.text = "It is broken and not broken.",
		.author = "Jo" };
	const char *ref;

	(void)state;
	box_begin();
	box_visit(0, &post, 1);
	ref = box_text("SELECT ref FROM v_insight");
	assert_string_equal(box_text("SELECT changed_seq FROM v_insight"), "1");
	clock_advance(5000);
	post.text = "The battery is broken. I wish it were not.";
	assert_told(box_visit(0, &post, 1), 0, 1, 0);
	assert_string_equal(box_text("SELECT edited_at FROM v_post"),
	    "2026-03-10T12:00:05Z");
	assert_string_equal(box_text("SELECT ref FROM v_insight WHERE signal = "
				     "'complaint'"),
	    ref);
	assert_int_equal(box_int("SELECT min(changed_seq) FROM v_insight"), 2);
	assert_int_equal(box_int("SELECT count(*) FROM v_insight"), 2);
	assert_string_equal(box_text("SELECT DISTINCT topics FROM v_insight"),
	    "battery");
	assert_int_equal(box_int("SELECT sum(n) FROM v_topic_daily"
				 " WHERE signal <> 'any'"),
	    2);
	assert_int_equal(box_int("SELECT sum(n) FROM v_topic_daily"
				 " WHERE signal = 'any'"),
	    1);
	box_sound();
}

static void
an_edit_that_takes_the_complaint_back_withdraws_it(void **state)
{
	struct serve post = { .guid = "1",
		.link = LINK "1",
		.text = "It is broken.",
		.author = "Jo" };

	(void)state;
	box_begin();
	box_visit(0, &post, 1);
	assert_int_equal(box_int("SELECT sum(n) FROM v_signal_daily"), 1);
	post.text = "It is mended.";
	box_visit(0, &post, 1);
	assert_int_equal(box_int("SELECT count(*) FROM v_insight"), 0);
	assert_string_equal(box_text("SELECT state || ' ' || state_why || ' ' "
				     "|| changed_seq"
				     " FROM v_insight_all"),
	    "withdrawn edited 2");
	assert_int_equal(box_int("SELECT count(*) FROM v_signal_daily"), 0);
	box_sound();
	/* And it lives again, under its old name. */
	post.text = "It is broken again.";
	box_visit(0, &post, 1);
	assert_int_equal(box_int("SELECT count(*) FROM v_insight"), 1);
	assert_int_equal(box_int("SELECT changed_seq FROM v_insight_all"), 3);
	assert_int_equal(box_int("SELECT voices FROM v_signal_daily"), 1);
	box_sound();
}

static void
other_stars_are_another_opinion(void **state)
{
	struct serve post = { .guid = "1",
		.link = LINK "1",
		.text = "Well, it is broken.",
		.stars = 5 };

	(void)state;
	box_begin();
	box_visit(0, &post, 1);
	post.stars = 1;
	assert_told(box_visit(0, &post, 1), 0, 1, 0);
	assert_int_equal(box_int("SELECT stars FROM v_post"), 1);
	assert_int_equal(box_int("SELECT count(*) FROM v_evidence"), 2);
	assert_int_equal(box_int("SELECT count(*) FROM v_evidence"
				 " WHERE field = 'stars' AND text IS NULL"
				 " AND start_byte IS NULL"),
	    1);
	box_sound();
}

static void
an_edit_is_found_by_its_new_words_and_not_by_its_old(void **state)
{
	struct serve post = { .guid = "1",
		.link = LINK "1",
		.text = "A leaking tank" };

	(void)state;
	box_begin();
	box_visit(0, &post, 1);
	assert_int_equal(box_int("SELECT count(*) FROM post_fts"
				 " WHERE post_fts MATCH 'leak*'"),
	    1);
	post.text = "A dripping tank";
	box_visit(0, &post, 1);
	assert_int_equal(box_int("SELECT count(*) FROM post_fts"
				 " WHERE post_fts MATCH 'leaking'"),
	    0);
	assert_int_equal(box_int("SELECT rowid FROM post_fts"
				 " WHERE post_fts MATCH 'drip* AND tank'"),
	    1);
	box_sound();
}

static void
two_edits_before_one_commit_are_followed(void **state)
{
	struct serve post = { .guid = "1",
		.link = LINK "1",
		.text = "first words" };
	struct batch *one, *two;

	(void)state;
	box_begin();
	box_visit(0, &post, 1);
	post.text = "second words broken";
	one = box_batch(0, &post, 1);
	post.text = "third words broken";
	two = box_batch(0, &post, 1);
	assert_int_equal(store_begin(box.store), OK);
	box_write(one);
	box_write(two);
	assert_int_equal(store_commit(box.store), OK);
	batch_free(one);
	batch_free(two);
	assert_int_equal(box_int("SELECT count(*) FROM post_fts WHERE post_fts"
				 " MATCH 'first OR second'"),
	    0);
	assert_int_equal(box_int("SELECT count(*) FROM post_fts WHERE post_fts"
				 " MATCH 'third'"),
	    1);
	box_sound();
}

static void
a_post_edited_in_the_group_that_brought_it_is_counted_once(void **state)
{
	struct serve post = { .guid = "1",
		.link = LINK "1",
		.text = "It is broken." };
	struct batch *one, *two;

	(void)state;
	box_begin();
	one = box_batch(0, &post, 1);
	post.text = "The battery is broken.";
	two = box_batch(0, &post, 1);
	/* The worker saw it before the first was there; the writer did not. */
	two->posts[0].seen = SEEN_EDITED;
	assert_int_equal(store_begin(box.store), OK);
	box_write(one);
	box_write(two);
	assert_int_equal(store_commit(box.store), OK);
	assert_int_equal(two->edited_posts, 1);
	batch_free(one);
	batch_free(two);
	assert_int_equal(box_int("SELECT sum(n) FROM v_topic_daily"
				 " WHERE signal = 'any'"),
	    1);
	assert_int_equal(box_int("SELECT sum(n) FROM v_signal_daily"), 1);
	box_sound();
}

static void
a_count_that_changed_is_one_more_row(void **state)
{
	struct serve post = { .guid = "1",
		.link = LINK "1",
		.text = "talk",
		.comments = 3 };

	(void)state;
	box_begin();
	box_visit(0, &post, 1);
	clock_advance(3600 * 1000);
	box_visit(0, &post, 1);
	assert_int_equal(box_int("SELECT count(*) FROM v_engagement"), 1);
	post.comments = 9;
	clock_advance(3600 * 1000);
	box_visit(0, &post, 1);
	assert_int_equal(box_int("SELECT max(comments) FROM v_engagement"), 9);
	assert_string_equal(box_text("SELECT comments_per_h FROM v_engagement "
				     "WHERE comments"
				     " = 9"),
	    "3.0");
}

static void
odd_texts_are_kept_as_they_are(void **state)
{
	static char big[POST_TEXT_MAX + 1];
	const struct serve posts[] = {
		{ .guid = "1", .link = LINK "1", .title = "", .text = "" },
		{ .guid = "2", .link = LINK "2", .text = big },
		{ .guid = "3",
		    .link = LINK "3",
		    .text = "'; DROP TABLE post; --" },
	};

	(void)state;
	memset(big, 'x', POST_TEXT_MAX);
	memcpy(big + 30000, " broken ", 8);
	box_begin();
	assert_told(box_visit(0, posts, 3), 3, 0, 0);
	assert_int_equal(box_int("SELECT count(*) FROM v_post"
				 " WHERE text IS NULL AND title IS NULL"),
	    1);
	assert_int_equal(box_int("SELECT max(length(text)) FROM v_post"),
	    POST_TEXT_MAX);
	assert_true(box_int("SELECT length(snippet) FROM v_insight") <= 240);
	box_sound();
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		BOX_TEST(everything_a_post_carries_is_stored),
		BOX_TEST(ids_grow_with_time_though_feeds_list_the_newest_first),
		BOX_TEST(without_a_date_it_counts_from_first_sight),
		BOX_TEST(what_is_old_at_first_sight_is_backlog),
		BOX_TEST(staff_are_stored_but_are_no_customers),
		BOX_TEST(a_feed_that_needs_a_brand_hears_only_of_that_brand),
		BOX_TEST(an_edit_keeps_post_and_insight_and_tells_of_itself),
		BOX_TEST(an_edit_that_takes_the_complaint_back_withdraws_it),
		BOX_TEST(other_stars_are_another_opinion),
		BOX_TEST(an_edit_is_found_by_its_new_words_and_not_by_its_old),
		BOX_TEST(two_edits_before_one_commit_are_followed),
		BOX_TEST(
		    a_post_edited_in_the_group_that_brought_it_is_counted_once),
		BOX_TEST(a_count_that_changed_is_one_more_row),
		BOX_TEST(odd_texts_are_kept_as_they_are),
	};

	return (RUN_TESTS(tests));
}
