/*
 * Pruning: what is old goes with all that belongs to it, what people said
 * something of stays, and nothing comes back.
 */
#include "earshot/retain.h"

#include "storebox.h"

enum { A_DAY = 86400 };

static struct retain_counts
prune(int64_t posts_days, int64_t visits_days)
{
	struct prune p = { .keep_posts_s = posts_days * A_DAY,
		.keep_visits_s = visits_days * A_DAY };

	for (int i = 0; !p.done; i++) {
		assert_true(i < 1000);
		if (store_prune(box.store, &p) != OK)
			fail_msg("%s", store_error(box.store));
	}
	return (p.counts);
}

static const struct serve old_posts[] = {
	{ .guid = "1",
	    .link = "https://blog.example/1",
	    .title = "Lid",
	    .text = "The lid is broken, Acme.",
	    .author = "Ann" },
	{ .guid = "2",
	    .link = "https://blog.example/2",
	    .title = "Wish",
	    .text = "I wish the battery were bigger.",
	    .author = "Ben" },
	{ .guid = "3",
	    .link = "https://blog.example/3",
	    .title = "Nothing",
	    .text = "Nothing at all.",
	    .author = "Ann",
	    .comments = 4 },
};
static const struct serve new_post = { .guid = "4",
	.link = "https://blog.example/4",
	.title = "New",
	.text = "The handle is broken.",
	.author = "Ann" };

static void
old_posts_go_with_all_that_belongs_to_them(void **state)
{
	struct retain_counts n;

	(void)state;
	box_begin();
	assert_told(box_visit(0, old_posts, 3), 3, 0, 0);
	clock_advance(401 * (int64_t)A_DAY * 1000);
	assert_told(box_visit(0, &new_post, 1), 1, 0, 0);
	n = prune(400, 0);
	assert_int_equal(n.posts, 3);
	assert_int_equal(n.insights, 2);
	assert_int_equal(n.voices, 1); /* Ann still speaks */
	assert_int_equal(box_int("SELECT count(*) FROM v_post"), 1);
	assert_int_equal(box_int("SELECT count(*) FROM post_fts"
				 " WHERE post_fts MATCH 'battery'"),
	    0);
	assert_int_equal(box_int("SELECT count(*) FROM v_voice"), 1);
	assert_int_equal(box_int("SELECT count(*) FROM evidence"), 1);
	assert_int_equal(box_int("SELECT count(*) FROM engagement"), 0);
	assert_int_equal(box_int("SELECT count(*) FROM signal_daily"), 1);
	box_sound();
}

static void
an_insight_leaves_its_ref_its_why_and_a_new_changed_seq(void **state)
{
	char ref[64];
	int64_t seq;

	(void)state;
	box_begin();
	box_visit(0, old_posts, 1);
	strcpy(ref, box_text("SELECT ref FROM v_insight"));
	seq = box_int("SELECT max(changed_seq) FROM v_insight_all");
	clock_advance(401 * (int64_t)A_DAY * 1000);
	prune(400, 0);
	assert_string_equal(box_text("SELECT ref || ' ' || state || ' ' || "
				     "state_why || ' ' ||"
				     " signal FROM v_insight_all"),
	    strcat(ref, " removed pruned complaint"));
	assert_int_equal(box_int("SELECT changed_seq FROM v_insight_all"),
	    seq + 1);
	/* The count goes on after a restart. */
	box_close();
	box_begin();
	box_visit(0, &new_post, 1);
	assert_int_equal(box_int("SELECT changed_seq FROM v_insight"), seq + 2);
}

static void
what_is_still_served_does_not_come_back(void **state)
{
	struct serve edited = old_posts[0];

	(void)state;
	box_begin();
	box_visit(0, old_posts, 3);
	clock_advance(401 * (int64_t)A_DAY * 1000);
	prune(400, 0);
	assert_told(box_visit(0, old_posts, 3), 0, 0, 3);
	box_close();
	box_begin();
	assert_told(box_visit(0, old_posts, 3), 0, 0, 3);
	/* Another word is another thing to hear. */
	edited.text = "The lid is broken again.";
	assert_told(box_visit(0, &edited, 1), 1, 0, 0);
	box_sound();
}

static void
tombstones_go_when_nobody_serves_the_post_any_more(void **state)
{

	(void)state;
	box_begin();
	box_visit(0, old_posts, 2);
	clock_advance(401 * (int64_t)A_DAY * 1000);
	prune(400, 0);
	clock_advance(300 * (int64_t)A_DAY * 1000);
	box_visit(0, old_posts, 1);
	clock_advance(101 * (int64_t)A_DAY * 1000);
	prune(400, 0);
	assert_told(box_visit(0, old_posts, 1), 0, 0, 1);
	assert_told(box_visit(0, &old_posts[1], 1), 1, 0, 0);
	assert_int_equal(box_int("SELECT count(*) FROM gone"), 0);
}

static void
what_is_judged_marked_or_answered_stays(void **state)
{

	(void)state;
	box_begin();
	box_visit(0, old_posts, 3);
	box_run("INSERT INTO judgement(insight_id, answer, at_ts)"
		" VALUES(1, 'wrong', 5)");
	clock_advance(401 * (int64_t)A_DAY * 1000);
	box_visit(0, &new_post, 1);
	box_run("UPDATE post SET root_id = (SELECT id FROM post WHERE title ="
		" 'Nothing') WHERE title = 'New'");
	prune(400, 0);
	assert_int_equal(box_int("SELECT count(*) FROM v_insight_all WHERE"
				 " judged = 'wrong'"),
	    1);
	assert_int_equal(box_int("SELECT count(*) FROM v_post"), 3);
	box_run("DELETE FROM judgement; INSERT INTO mark(insight_id, kind,"
		" at_ts) VALUES(1, 'later', 5)");
	prune(400, 0);
	assert_int_equal(box_int("SELECT count(*) FROM v_post"), 3);
	box_run("DELETE FROM mark; UPDATE post SET root_id = NULL");
	prune(400, 0);
	assert_int_equal(box_int("SELECT count(*) FROM v_post"), 1);
	box_sound();
}

static void
an_edit_makes_a_post_young_and_0_keeps_all(void **state)
{
	struct serve edited = old_posts[0];

	(void)state;
	box_begin();
	box_visit(0, old_posts, 3);
	clock_advance(300 * (int64_t)A_DAY * 1000);
	edited.text = "The lid is broken, and the cup.";
	assert_told(box_visit(0, &edited, 1), 0, 1, 0);
	clock_advance(101 * (int64_t)A_DAY * 1000);
	assert_int_equal(prune(0, 0).posts, 0);
	assert_int_equal(prune(400, 0).posts, 2);
	assert_int_equal(box_int("SELECT count(*) FROM v_post"), 1);
}

static void
the_line_of_a_feed_wins(void **state)
{
	static const struct serve other = { .guid = "x",
		.link = "https://mirror.example/x",
		.title = "Other",
		.text = "The cup is broken.",
		.author = "Cleo" };

	(void)state;
	box_open();
	box_list(box_urls, 3);
	box.feeds[0].spec.keep_s = 30 * A_DAY;
	box.feeds[1].spec.keep_s = 9000 * (int64_t)A_DAY;
	assert_int_equal(store_feeds_sync(box.store, box.feeds, 3), OK);
	box_visit(0, old_posts, 3);
	box_visit(1, &other, 1);
	clock_advance(31 * (int64_t)A_DAY * 1000);
	assert_int_equal(prune(400, 0).posts, 3);
	clock_advance(1000 * (int64_t)A_DAY * 1000);
	assert_int_equal(prune(400, 0).posts, 0);
	assert_string_equal(box_text("SELECT title FROM v_post"), "Other");
	box_sound();
}

static void
visits_of_long_ago_go(void **state)
{

	(void)state;
	box_begin();
	box_visit(0, old_posts, 3);
	clock_advance(91 * (int64_t)A_DAY * 1000);
	box_visit(0, &new_post, 1);
	assert_int_equal(box_int("SELECT count(*) FROM visit"), 2);
	assert_int_equal(prune(400, 90).visits, 1);
	assert_int_equal(box_int("SELECT count(*) FROM visit"), 1);
	assert_int_equal(prune(400, 90).visits, 0);
}

static void
a_clock_that_was_ahead_ends_nothing(void **state)
{
	enum { MANY = 600 };
	static struct serve many[MANY];
	static char guids[MANY][16];

	(void)state;
	for (int i = 0; i < MANY; i++) {
		snprintf(guids[i], sizeof(guids[i]), "g%d", i);
		many[i] = (struct serve){ .guid = guids[i], .title = guids[i] };
	}
	box_begin();
	clock_advance(4000 * (int64_t)A_DAY * 1000);
	assert_told(box_visit(0, many, MANY), MANY, 0, 0);
	clock_advance(-4000 * (int64_t)A_DAY * 1000);
	box_visit(1, old_posts, 3);
	clock_advance(401 * (int64_t)A_DAY * 1000);
	assert_int_equal(prune(400, 0).posts, 3);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		BOX_TEST(old_posts_go_with_all_that_belongs_to_them),
		BOX_TEST(
		    an_insight_leaves_its_ref_its_why_and_a_new_changed_seq),
		BOX_TEST(what_is_still_served_does_not_come_back),
		BOX_TEST(tombstones_go_when_nobody_serves_the_post_any_more),
		BOX_TEST(what_is_judged_marked_or_answered_stays),
		BOX_TEST(an_edit_makes_a_post_young_and_0_keeps_all),
		BOX_TEST(the_line_of_a_feed_wins),
		BOX_TEST(visits_of_long_ago_go),
		BOX_TEST(a_clock_that_was_ahead_ends_nothing),
	};

	return (RUN_TESTS(tests));
}
