/*
 * The rows by which feeds serve a post follow what they serve.
 */
#include "storebox.h"

#define LINK "https://b.example/"

static void
a_row_says_what_was_served_and_when(void **state)
{
	static const struct serve post = { .guid = "1",
		.link = LINK "1",
		.text = "one" };

	(void)state;
	box_begin();
	box_visit(0, &post, 1);
	assert_string_equal(
	    box_text("SELECT feed_id || ' ' || guid || ' ' || url || ' ' ||"
		     " length(entry_hash) || ' ' || length(content_hash) || ' '"
		     " || first_seen_ts || ' ' || last_seen_ts"
		     " FROM post_feed"),
	    "1 1 " LINK "1 16 16 1773144000 1773144000");
	/* Where guid and link tell, words need not. */
	assert_string_equal(
	    box_text("SELECT coalesce(words_key, '-') FROM post_feed"), "-");
}

static void
a_name_that_stands_for_two_entries_is_nobodys(void **state)
{
	static const struct serve posts[] = {
		{ .guid = "x", .link = LINK, .text = "one" },
		{ .guid = "x", .link = LINK, .text = "two" },
	};

	(void)state;
	box_begin();
	box_visit(0, posts, 2);
	assert_int_equal(box_int("SELECT count(*) FROM post_feed"), 2);
	assert_int_equal(box_int("SELECT count(*) FROM post_feed"
				 " WHERE guid IS NULL AND url IS NULL"),
	    1);
	assert_int_equal(box_int("SELECT count(*) FROM (SELECT 1 FROM "
				 "post_feed WHERE guid"
				 " IS NOT NULL GROUP BY feed_id, guid, url"
				 " HAVING count(*) > 1)"),
	    0);
	/* Both posts keep their address all the same. */
	assert_int_equal(box_int("SELECT count(*) FROM v_post"
				 " WHERE url = '" LINK "'"),
	    2);
}

static void
another_date_alone_is_noted_and_nothing_more(void **state)
{
	struct serve post = { .guid = "1",
		.link = LINK "1",
		.text = "It is broken",
		.published_ts = BOX_NOW - 500 };
	const char *before;

	(void)state;
	box_begin();
	box_visit(0, &post, 1);
	before = box_text("SELECT hex(entry_hash) FROM post_feed");
	post.published_ts = BOX_NOW - 100;
	assert_told(box_visit(0, &post, 1), 0, 0, 1);
	assert_string_not_equal(box_text(
				    "SELECT hex(entry_hash) FROM post_feed"),
	    before);
	assert_int_equal(box_int("SELECT published_ts FROM v_post"),
	    BOX_NOW - 500);
	assert_int_equal(box_int("SELECT changed_seq FROM v_insight"), 1);
	box_sound();
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		BOX_TEST(a_row_says_what_was_served_and_when),
		BOX_TEST(a_name_that_stands_for_two_entries_is_nobodys),
		BOX_TEST(another_date_alone_is_noted_and_nothing_more),
	};

	return (RUN_TESTS(tests));
}
