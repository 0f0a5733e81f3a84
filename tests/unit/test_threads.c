/*
 * Conversations: the same tree whatever came first, counts that follow, and
 * chains and circles that harm nobody.
 */
#include "earshot/retain.h"

#include "../../src/store/remove.h"
#include "threadbox.h"

static void
a_conversation_that_comes_at_once_is_a_tree(void **state)
{

	(void)state;
	box_begin();
	hear(talk, 6);
	assert_string_equal(box_text(TREE), TALK_TREE);
	assert_string_equal(box_text(COUNTS), TALK_COUNTS);
	assert_int_equal(box_int("SELECT count(*) FROM unthreaded"), 0);
	box_sound();
}

static void
a_title_leads_to_the_only_article_that_has_it(void **state)
{
	const struct said s[] = {
		{ "1", "https://b.example/1", "Tea", "one", "Ann", NULL, 100,
		    false, false, false, "https://b.example/1#c" },
		{ "2", NULL, "Re: Tea", "two", "Ben", NULL, 200, true, false,
		    false, NULL },
		{ "3", "https://b.example/3", "Tea", "three", "Ann", NULL, 300,
		    false, false, false, "https://b.example/3#c" },
		{ "4", NULL, "Comment on Tea by Cy", "four", "Cy", NULL, 400,
		    true, false, false, NULL },
	};

	(void)state;
	box_begin();
	hear(s + 1, 1);
	assert_int_equal(box_int("SELECT count(*) FROM thread"), 0);
	hear(s, 1);
	assert_int_equal(box_int("SELECT posts FROM thread"), 2);
	hear(s + 2, 2);
	assert_int_equal(box_int("SELECT count(*) FROM thread"), 0);
	box_sound();
}

static void
a_feed_of_one_posts_comments_knows_which(void **state)
{
	const struct said s = { "2", NULL, "By: Ben", "two", "Ben", NULL, 200,
		true, false, false, NULL };

	(void)state;
	box_begin();
	hear(talk, 1);
	box_run("UPDATE feed SET parent_post_id = 1 WHERE id = 2");
	hear_in(1, &s, 1);
	assert_string_equal(box_text(TREE), "A<-:0:A By: Ben<A:1:A");
	box_sound();
}

static void
partners_are_kept_but_are_no_staff(void **state)
{
	struct said s = talk[2];

	(void)state;
	box_begin();
	hear(talk, 2);
	box_run("UPDATE voice SET kind = 'partner' WHERE name = 'Ann'");
	box.feeds[0].spec.partner = "Ann";
	hear(&s, 1);
	assert_int_equal(box_int("SELECT posts FROM v_thread"), 3);
	assert_string_equal(box_text("SELECT staff_replied_ts FROM v_thread"),
	    "(null)");
	assert_string_equal(box_text("SELECT author_kind FROM v_post"
				     " WHERE title = 'C'"),
	    "partner");
	assert_int_equal(box_int("SELECT count(*) FROM v_insight_all"
				 " WHERE author = 'Ann'"),
	    0);
	box_sound();
}

static void
closed_is_remembered(void **state)
{
	struct said s[] = { talk[0], talk[1] };

	(void)state;
	box_begin();
	s[0].closed = true;
	hear(s, 1);
	assert_int_equal(box_int("SELECT open FROM v_thread"), 0);
	assert_int_equal(box_int("SELECT posts FROM v_thread"), 1);
	hear(s + 1, 1);
	assert_int_equal(box_int("SELECT open FROM v_thread"), 0);
	assert_int_equal(box_int("SELECT posts FROM v_thread"), 2);
	box_sound();
}

static void
what_changes_an_insight_changes_its_thread(void **state)
{
	struct said s = talk[1];

	(void)state;
	box_begin();
	hear(talk, 6);
	s.text = "It works now";
	hear(&s, 1);
	assert_int_equal(box_int("SELECT edited_ts IS NOT NULL FROM post"
				 " WHERE title = 'B'"),
	    1);
	assert_int_equal(box_int("SELECT complaints FROM v_thread"), 0);
	box_sound();
}

static void
drop(const char *title)
{
	struct retain_counts counts;
	char sql[80];
	int64_t id;

	memset(&counts, 0, sizeof(counts));
	snprintf(sql, sizeof(sql), "SELECT id FROM post WHERE title = '%s'",
	    title);
	id = box_int(sql);
	assert_int_equal(remove_begin(box.store), OK);
	assert_int_equal(remove_end(box.store,
			     remove_posts(box.store, &id, 1, false, &counts)),
	    OK);
}

static void
who_answered_what_is_gone_moves_up(void **state)
{

	(void)state;
	box_begin();
	hear(talk, 6);
	drop("B");
	assert_string_equal(box_text(TREE),
	    "A<-:0:A C<A:1:A D<C:2:A E<A:1:A F<A:1:A");
	assert_int_equal(box_int("SELECT posts FROM v_thread"), 5);
	box_sound();
	drop("A");
	assert_string_equal(box_text(TREE), "C<-:0:C D<C:1:C E<-:0:- F<-:0:-");
	assert_int_equal(box_int("SELECT count(*) FROM thread"), 1);
	box_sound();
	drop("D");
	assert_int_equal(box_int("SELECT count(*) FROM thread"), 0);
	assert_int_equal(box_int("SELECT count(*) FROM reply WHERE post_id"
				 " NOT IN (SELECT id FROM post)"),
	    0);
	box_sound();
}

static void
who_moves_to_another_conversation_is_counted_there_only(void **state)
{
	static const struct said first[] = {
		{ "a", "https://b.example/a", "A", "An article", "Ann", NULL,
		    100, false, false, false, NULL },
		{ "c1", "https://b.example/a#comment-1", "B", "So it is", "Ben",
		    NULL, 200, true, false, false, NULL },
		{ "c2", "https://b.example/a#comment-2", "C", "Not so", "Cy",
		    "later", 300, true, false, false, NULL },
	};
	static const struct said second[] = {
		{ "later", "https://b.example/later", "X", "Another", "Ann",
		    NULL, 150, false, false, false, NULL },
	};

	(void)state;
	box_begin();
	hear(first, 3);
	assert_string_equal(box_text(TREE), "A<-:0:A B<A:1:A C<A:1:A");
	/* What it names first came last. */
	hear(second, 1);
	assert_string_equal(box_text(TREE), "A<-:0:A B<A:1:A C<X:1:X X<-:0:X");
	assert_string_equal(box_text("SELECT group_concat(posts, ' ') FROM "
				     "(SELECT posts FROM thread"
				     " ORDER BY root_id)"),
	    "2 2");
	box_sound();
}

static void
a_visit_that_is_undone_leaves_no_place(void **state)
{
	struct batch *b;
	struct serve served = { .guid = "c1",
		.link = "https://b.example/a#comment-1",
		.title = "B",
		.text = "It is broken" };

	(void)state;
	box_begin();
	hear(talk, 1);
	b = box_batch(0, &served, 1);
	assert_int_equal(store_begin(box.store), OK);
	assert_int_equal(store_visit_begin(box.store), OK);
	assert_int_equal(store_posts(box.store, b, &toy_ruleset), OK);
	assert_int_equal(store_visit_end(box.store, false), OK);
	assert_int_equal(store_commit(box.store), OK);
	batch_free(b);
	assert_int_equal(box_int("SELECT count(*) FROM thread"), 0);
	assert_int_equal(box_int("SELECT count(*) FROM post"), 1);
	box_sound();
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		BOX_TEST(a_conversation_that_comes_at_once_is_a_tree),
		BOX_TEST(a_title_leads_to_the_only_article_that_has_it),
		BOX_TEST(a_feed_of_one_posts_comments_knows_which),
		BOX_TEST(partners_are_kept_but_are_no_staff),
		BOX_TEST(closed_is_remembered),
		BOX_TEST(what_changes_an_insight_changes_its_thread),
		BOX_TEST(who_answered_what_is_gone_moves_up),
		BOX_TEST(
		    who_moves_to_another_conversation_is_counted_there_only),
		BOX_TEST(a_visit_that_is_undone_leaves_no_place),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
