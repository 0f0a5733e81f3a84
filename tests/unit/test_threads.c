/*
 * Conversations: the same tree whatever came first, counts that follow, and
 * chains and circles that harm nobody.
 */
#include "earshot/replies.h"
#include "earshot/retain.h"

#include "../../src/store/remove.h"
#include "storebox.h"

/* A post as a test writes it: ${to}: the guid that it answers. */
struct said {
	const char *guid, *link, *title, *text, *author, *to;
	int64_t at_ts;
	bool comment, staff, closed;
	const char *comments; /* the page of its comments */
};

static void
hear_in(size_t feed, const struct said *list, size_t n)
{
	struct serve *served = calloc(n, sizeof(*served));
	struct batch *b;

	assert_non_null(served);
	for (size_t i = 0; i < n; i++)
		served[i] = (struct serve){ .guid = list[i].guid,
			.link = list[i].link,
			.title = list[i].title,
			.text = list[i].text,
			.author = list[i].author,
			.published_ts = list[i].at_ts,
			.staff = list[i].staff };
	b = box_batch(feed, served, n);
	for (size_t i = 0; i < n; i++) {
		struct post *p = &b->posts[i];
		struct reply_feed f = { { NULL, 0 }, { NULL, 0 } };
		struct replies found;

		p->kind = list[i].comment ? POST_COMMENT : POST_ARTICLE;
		p->closed = list[i].closed;
		p->comments_url = box_str(b->arena, list[i].comments);
		p->reply_to_id = box_str(b->arena, list[i].to);
		assert_int_equal(replies_find(b->arena, p, &f, &found), OK);
		p->replies =
		    arena_array(b->arena, found.n + 1, sizeof(*p->replies));
		memcpy(p->replies, found.keys, found.n * sizeof(*p->replies));
		p->nreplies = found.n;
	}
	assert_int_equal(store_begin(box.store), OK);
	box_write(b);
	if (store_commit(box.store) != OK)
		fail_msg("%s", store_error(box.store));
	batch_free(b);
	free(served);
}

static void
hear(const struct said *list, size_t n)
{

	hear_in(0, list, n);
}

#define TREE                                                                  \
	"SELECT group_concat(c.title || '<' || coalesce(p.title, '-') || ':'" \
	" || c.depth || ':' || coalesce(r.title, '-'), ' ') FROM (SELECT *"   \
	" FROM post ORDER BY title) c LEFT JOIN post p ON p.id = c.parent_id" \
	" LEFT JOIN post r ON r.id = c.root_id"

static const struct said talk[] = {
	{ "a", "https://b.example/a", "A", "An article", "Ann", NULL, 100,
	    false, true, false, NULL },
	{ "c1", "https://b.example/a#comment-1", "B", "It is broken", "Ben",
	    NULL, 200, true, false, false, NULL },
	{ "c2", "https://b.example/a#comment-2", "C", "We look", "Ann", "c1",
	    500, true, true, false, NULL },
	{ "c3", "https://b.example/a#comment-3", "D", "I wish", "Ben", "c2",
	    600, true, false, false, NULL },
	{ "c4", "https://b.example/a#comment-4", "E", "Mine too", "Cy", "c1",
	    700, true, false, false, NULL },
	{ "c5", "https://b.example/a#comment-5", "F", "Nice", "Di", NULL, 800,
	    true, false, false, NULL },
};
#define TALK_TREE "A<-:0:A B<A:1:A C<B:2:A D<C:3:A E<B:2:A F<A:1:A"
#define COUNTS                                                             \
	"SELECT posts || ' ' || voices || ' ' || depth || ' ' || last_ts"  \
	" || ' ' || ideas || ' ' || complaints || ' ' || staff_replied_ts" \
	" || ' ' || reply_wait_s || ' ' || open FROM v_thread"
#define TALK_COUNTS "6 4 3 800 1 1 500 300 1"

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

/* The next order of ${a}; false: that was the last one. */
static bool
next_order(int *a, int n)
{
	int i = n - 2, j = n - 1, swap;

	while (i >= 0 && a[i] > a[i + 1])
		i--;
	if (i < 0)
		return (false);
	while (a[j] < a[i])
		j--;
	swap = a[i];
	a[i] = a[j];
	a[j] = swap;
	for (int l = i + 1, r = n - 1; l < r; l++, r--) {
		int t = a[l];

		a[l] = a[r];
		a[r] = t;
	}
	return (true);
}

/* Each order in a source's own names, one commit a post; the article comes
 * first, last, and at every place between. */
static void
every_order_of_arrival_gives_the_same_tree(void **state)
{
	int order[5] = { 1, 2, 3, 4, 5 }, n = 0;

	(void)state;
	box_begin();
	do {
		char guids[6][24], links[6][80], to[6][24];
		int at = n % 6;

		for (int i = 0; i < 6; i++) {
			int who = i < at    ? order[i]
				  : i == at ? 0
					    : order[i - 1];
			struct said s = talk[who];

			snprintf(guids[i], sizeof(guids[i]), "%d-%s", n,
			    s.guid);
			snprintf(links[i], sizeof(links[i]),
			    "https://b.example/%d%s", n, s.link + 17);
			s.guid = guids[i];
			s.link = links[i];
			if (s.to != NULL) {
				snprintf(to[i], sizeof(to[i]), "%d-%s", n,
				    s.to);
				s.to = to[i];
			}
			hear(&s, 1);
		}
		if (strcmp(box_text(TREE), TALK_TREE) != 0)
			fail_msg("order %d: %s", n, box_text(TREE));
		assert_string_equal(box_text(COUNTS), TALK_COUNTS);
		/* What was is not the next order's business. */
		box_run("DELETE FROM evidence; DELETE FROM insight;"
			" DELETE FROM mention; DELETE FROM post_topic;"
			" DELETE FROM thread; DELETE FROM reply;"
			" DELETE FROM post_feed; DELETE FROM post;"
			" DELETE FROM unsettled; DELETE FROM unthreaded");
		n++;
	} while (next_order(order, 5));
	assert_int_equal(n, 120);
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
	box.feeds[0].spec.partner = STR("Ann");
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
circles_are_cut(void **state)
{
	const struct said s[] = {
		{ "x", "https://b.example/x", "X", "one", "Ann", "y", 100, true,
		    false, false, NULL },
		{ "y", "https://b.example/y", "Y", "two", "Ben", "z", 200, true,
		    false, false, NULL },
		{ "z", "https://b.example/z", "Z", "three", "Cy", "x", 300,
		    true, false, false, NULL },
		{ "s", "https://b.example/s", "S", "self", "Di", "s", 400, true,
		    false, false, NULL },
	};

	(void)state;
	box_begin();
	hear(s, 4);
	assert_int_equal(box_int("SELECT count(*) FROM post"
				 " WHERE parent_id IS NULL"),
	    2);
	assert_int_equal(box_int("SELECT posts FROM thread"), 3);
	assert_int_equal(box_int("SELECT max(depth) FROM post"), 2);
	box_sound();
}

static void
a_chain_is_followed_so_far_and_no_further(void **state)
{
	enum { LINKS = 600 };
	static char names[LINKS + 1][16], urls[LINKS + 1][40];
	static struct said s[LINKS];

	(void)state;
	box_begin();
	for (int i = 0; i <= LINKS; i++) {
		snprintf(names[i], sizeof(names[i]), "n%d", i);
		snprintf(urls[i], sizeof(urls[i]), "https://b.example/n%d", i);
	}
	for (int i = 0; i < LINKS; i++)
		s[i] = (struct said){ names[i], urls[i], names[i], "word",
			"Ann", i > 0 ? names[i - 1] : NULL, 100 + i, true,
			false, false, NULL };
	hear(s, LINKS);
	assert_int_equal(box_int("SELECT max(depth) FROM post"), 256);
	assert_int_equal(box_int("SELECT sum(posts) FROM thread"), LINKS);
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
		BOX_TEST(every_order_of_arrival_gives_the_same_tree),
		BOX_TEST(a_title_leads_to_the_only_article_that_has_it),
		BOX_TEST(a_feed_of_one_posts_comments_knows_which),
		BOX_TEST(partners_are_kept_but_are_no_staff),
		BOX_TEST(circles_are_cut),
		BOX_TEST(a_chain_is_followed_so_far_and_no_further),
		BOX_TEST(closed_is_remembered),
		BOX_TEST(what_changes_an_insight_changes_its_thread),
		BOX_TEST(who_answered_what_is_gone_moves_up),
		BOX_TEST(a_visit_that_is_undone_leaves_no_place),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
