/*
 * What feeds take away, and what becomes of it.
 */
#include "storebox.h"

#define LINK "https://b.example/"
#define DAY  (86400 * INT64_C(1000))

static const struct serve entries[] = {
	{ .guid = "1",
	    .link = LINK "1",
	    .text = "My battery is broken, Acme",
	    .published_ts = BOX_NOW - 300 },
	{ .guid = "2",
	    .link = LINK "2",
	    .text = "I wish it had a lid",
	    .published_ts = BOX_NOW - 200 },
	{ .guid = "3",
	    .link = LINK "3",
	    .text = "Nice weather",
	    .published_ts = BOX_NOW - 100 },
};

/* A document of ${feed} that is all that the feed has, and says of
 * ${deleted} (NULL: of none) that it is no more. */
static struct told
say(size_t feed, const struct serve *served, size_t n, bool complete,
    const char *deleted, bool *ret_doubtful)
{
	struct batch *b = box_batch(feed, served, n);
	struct str word = str_of(deleted);
	struct told told;

	b->complete = complete;
	b->deleted = &word;
	b->ndeleted = deleted != NULL;
	assert_int_equal(store_begin(box.store), OK);
	assert_int_equal(store_visit_begin(box.store), OK);
	assert_int_equal(store_posts(box.store, b, &toy_ruleset), OK);
	if (store_taken(box.store, b) != OK)
		fail_msg("%s", store_error(box.store));
	assert_int_equal(store_facts(box.store, b), OK);
	assert_int_equal(store_visit_end(box.store, true), OK);
	assert_int_equal(store_commit(box.store), OK);
	told = (struct told){ b->new_posts, b->taken_posts, b->known_posts,
		b->changed_insights };
	if (ret_doubtful != NULL)
		*ret_doubtful = b->doubtful;
	batch_free(b);
	return (told);
}

static int64_t
taken(size_t feed, const struct serve *served, size_t n)
{

	return (say(feed, served, n, true, NULL, NULL).edited);
}

static const char *
states(void)
{

	return (box_text("SELECT group_concat(state, ' ') FROM"
			 " (SELECT state FROM v_post ORDER BY post_id)"));
}

static void
what_a_complete_document_lacks_is_removed(void **state)
{
	(void)state;
	box_begin();
	assert_int_equal(taken(0, entries, 3), 0);
	assert_int_equal(box_int("SELECT count(*) FROM v_insight"), 2);
	assert_int_equal(taken(0, entries + 1, 2), 1);
	assert_string_equal(states(), "removed live live");
	assert_string_equal(box_text("SELECT state || ' ' || state_why || ' ' "
				     "|| changed_seq"
				     " FROM v_insight_all WHERE post_id = 1"),
	    "removed removed 3");
	assert_int_equal(box_int("SELECT count(*) FROM v_insight"), 1);
	assert_int_equal(box_int("SELECT coalesce(sum(n), 0)"
				 " FROM v_signal_daily"),
	    1);
	box_sound();
	/* And that is that. */
	assert_int_equal(taken(0, entries + 1, 2), 0);
	assert_int_equal(box_int("SELECT max(changed_seq) FROM v_insight_all"),
	    3);
}

static void
a_document_that_is_not_complete_removes_nothing(void **state)
{

	(void)state;
	box_begin();
	box_visit(0, entries, 3);
	assert_int_equal(say(0, entries + 2, 1, false, NULL, NULL).edited, 0);
	assert_string_equal(states(), "live live live");
}

static void
what_comes_back_is_live_again(void **state)
{

	(void)state;
	box_begin();
	taken(0, entries, 3);
	taken(0, entries + 1, 2);
	assert_int_equal(taken(0, entries, 3), 0);
	assert_string_equal(states(), "live live live");
	assert_string_equal(
	    box_text("SELECT state || ' ' || coalesce(state_why, '-') || ' ' ||"
		     " changed_seq FROM v_insight_all WHERE post_id = 1"),
	    "live - 4");
	assert_int_equal(box_int("SELECT sum(n) FROM v_signal_daily"), 2);
	assert_int_equal(box_int("SELECT count(*) FROM post_feed"
				 " WHERE taken_ts IS NOT NULL"),
	    0);
	box_sound();
}

/* In other words: revived, then edited. */
static void
what_comes_back_edited_keeps_its_name(void **state)
{
	struct serve edited[] = { entries[0], entries[1] };
	const char *ref;

	(void)state;
	box_begin();
	taken(0, entries, 2);
	ref = box_text("SELECT ref FROM v_insight WHERE post_id = 1");
	taken(0, entries + 1, 1);
	edited[0].text = "The battery is broken again and again";
	taken(0, edited, 2);
	assert_string_equal(box_text(
				"SELECT ref FROM v_insight WHERE post_id = 1"),
	    ref);
	assert_string_equal(states(), "live live");
	box_sound();
}

/* What people took away is another matter. */
static void
an_insight_that_people_took_away_stays_away(void **state)
{

	(void)state;
	box_begin();
	taken(0, entries, 3);
	box_run("UPDATE insight SET state = 'removed', state_why = 'by Jo'"
		" WHERE post_id = 1");
	box_run("UPDATE signal_daily SET n = 0, score_sum = 0"
		" WHERE signal = 'complaint'");
	taken(0, entries + 1, 2);
	taken(0, entries, 3);
	assert_string_equal(states(), "live live live");
	assert_string_equal(box_text("SELECT state || ' ' || state_why FROM "
				     "v_insight_all"
				     " WHERE post_id = 1"),
	    "removed by Jo");
}

static void
what_another_feed_serves_stays(void **state)
{

	(void)state;
	box_begin();
	taken(0, entries, 3);
	box_visit(1, entries, 1);
	assert_int_equal(box_int("SELECT count(*) FROM v_post"), 3);
	assert_int_equal(taken(0, entries + 1, 2), 0);
	assert_string_equal(states(), "live live live");
	assert_int_equal(taken(1, entries + 1, 1), 1);
	assert_string_equal(states(), "removed live live");
	/* A third feed has it. */
	box_visit(2, entries, 1);
	assert_string_equal(states(), "live live live");
	box_sound();
}

static void
a_tombstone_removes_one(void **state)
{

	(void)state;
	box_begin();
	box_visit(0, entries, 3);
	box_visit(1, entries + 2, 1);
	assert_int_equal(say(0, entries + 2, 1, false, "2", NULL).edited, 1);
	assert_string_equal(states(), "live removed live");
	/* It names nothing, something of another feed, or what is here. */
	assert_int_equal(say(0, entries + 2, 1, false, "9", NULL).edited, 0);
	assert_int_equal(say(2, entries + 1, 0, false, "1", NULL).edited, 0);
	assert_int_equal(say(0, entries + 2, 1, false, "3", NULL).edited, 0);
	assert_string_equal(states(), "live removed live");
	box_sound();
}

/* A broken site says so, too; a day later it is believed. */
static void
a_feed_that_is_suddenly_empty_is_asked_again(void **state)
{
	bool doubtful = false;

	(void)state;
	box_begin();
	assert_int_equal(say(0, entries, 3, true, NULL, &doubtful).edited, 0);
	assert_false(doubtful);
	assert_int_equal(say(0, entries, 0, true, NULL, &doubtful).edited, 0);
	assert_true(doubtful);
	clock_advance(DAY - 1000);
	assert_int_equal(say(0, entries, 0, true, NULL, &doubtful).edited, 0);
	assert_true(doubtful);
	/* It was broken: the day begins anew. */
	assert_int_equal(say(0, entries, 3, true, NULL, &doubtful).edited, 0);
	clock_advance(2000);
	assert_int_equal(say(0, entries, 0, true, NULL, &doubtful).edited, 0);
	assert_string_equal(states(), "live live live");
	clock_advance(DAY);
	assert_int_equal(say(0, entries, 0, true, NULL, &doubtful).edited, 3);
	assert_false(doubtful);
	assert_string_equal(states(), "removed removed removed");
	assert_int_equal(box_int("SELECT count(*) FROM v_insight"), 0);
	box_sound();
}

static void
a_visit_that_is_undone_removes_nothing(void **state)
{
	struct batch *b;

	(void)state;
	box_begin();
	taken(0, entries, 3);
	b = box_batch(0, entries + 1, 2);
	b->complete = true;
	assert_int_equal(store_begin(box.store), OK);
	assert_int_equal(store_visit_begin(box.store), OK);
	assert_int_equal(store_posts(box.store, b, &toy_ruleset), OK);
	assert_int_equal(store_taken(box.store, b), OK);
	assert_int_equal(b->taken_posts, 1);
	assert_int_equal(store_visit_end(box.store, false), OK);
	assert_int_equal(store_commit(box.store), OK);
	batch_free(b);
	assert_string_equal(states(), "live live live");
	box_sound();
}

static void
when_the_first_is_taken_away_an_echo_takes_its_place(void **state)
{

	(void)state;
	box_begin();
	taken(0, entries, 3);
	box_run("UPDATE post SET simhash = 5;"
		"UPDATE post SET duplicate_of = 1, duplicate_distance = 0"
		" WHERE id > 1;"
		"UPDATE post SET at_ts = at_ts - 150 WHERE id = 3");
	taken(0, entries + 1, 2);
	assert_string_equal(
	    box_text("SELECT group_concat(coalesce(duplicate_of, '-'), ' ')"
		     " FROM (SELECT duplicate_of FROM v_post"
		     " ORDER BY post_id)"),
	    "- 3 -");
}

static void
a_restart_knows_what_was_removed(void **state)
{

	(void)state;
	box_begin();
	taken(0, entries, 3);
	taken(0, entries + 1, 2);
	box_close();
	box_begin();
	box_visit(1, entries, 1);
	assert_string_equal(states(), "live live live");
	box_sound();
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		BOX_TEST(what_a_complete_document_lacks_is_removed),
		BOX_TEST(a_document_that_is_not_complete_removes_nothing),
		BOX_TEST(what_comes_back_is_live_again),
		BOX_TEST(what_comes_back_edited_keeps_its_name),
		BOX_TEST(an_insight_that_people_took_away_stays_away),
		BOX_TEST(what_another_feed_serves_stays),
		BOX_TEST(a_tombstone_removes_one),
		BOX_TEST(a_feed_that_is_suddenly_empty_is_asked_again),
		BOX_TEST(a_visit_that_is_undone_removes_nothing),
		BOX_TEST(when_the_first_is_taken_away_an_echo_takes_its_place),
		BOX_TEST(a_restart_knows_what_was_removed),
	};

	return (RUN_TESTS(tests));
}
