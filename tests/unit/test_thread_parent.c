/*
 * What a post answers: the same tree in every order of arrival, over several
 * visits, feeds and restarts, and when posts are edited; circles that begin
 * with their oldest.
 */
#include "../../src/store/store_impl.h"
#include "threadbox.h"

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

#define PAGE  "https://b.example/a"
#define AT(n) "https://b.example/a#comment-" #n

static const struct said article = { "a", PAGE, "A", "An article", "Ann", NULL,
	100, false, true, false, NULL };

static const struct shape {
	struct said posts[6];
	const char *tree, *counts;
} shapes[] = {
	/* The talk of the box. */
	{ .tree = TALK_TREE, .counts = TALK_COUNTS },
	/* Each answers the one before. */
	{ { { "a", PAGE, "A", "I wish", "Ann", NULL, 100, false, false, false,
		NULL },
	      { "1", AT(1), "B", "one", "Ben", "a", 200, true, false, false,
		  NULL },
	      { "2", AT(2), "C", "two", "Cy", "1", 300, true, false, false,
		  NULL },
	      { "3", AT(3), "D", "three", "Di", "2", 400, true, true, false,
		  NULL },
	      { "4", AT(4), "E", "four", "Ben", "3", 500, true, false, false,
		  NULL },
	      { "5", AT(5), "F", "It is broken", "Cy", "4", 600, true, false,
		  false, NULL } },
	    "A<-:0:A B<A:1:A C<B:2:A D<C:3:A E<D:4:A F<E:5:A",
	    "6 4 5 600 1 1 400 300 1" },
	/* All answer the article, by guid or by page. */
	{ { { "a", PAGE, "A", "An article", "Ann", NULL, 100, false, true,
		false, NULL },
	      { "1", AT(1), "B", "It is broken", "Ben", "a", 300, true, false,
		  false, NULL },
	      { "2", AT(2), "C", "It is broken", "Cy", NULL, 200, true, false,
		  false, NULL },
	      { "3", AT(3), "D", "Sorry", "Ann", NULL, 150, true, true, false,
		  NULL },
	      { "4", AT(4), "E", "I wish", "Di", PAGE, 500, true, false, false,
		  NULL },
	      { "5", AT(5), "F", "I see", "Ann", "a", 900, true, true, false,
		  NULL } },
	    "A<-:0:A B<A:1:A C<A:1:A D<A:1:A E<A:1:A F<A:1:A",
	    "6 4 1 900 1 2 900 700 1" },
	/* Two branches, one of a comment that nobody has. */
	{ { { "a", PAGE, "A", "An article", "Ann", NULL, 100, false, true,
		false, NULL },
	      { "1", AT(1), "B", "one", "Ben", NULL, 200, true, false, false,
		  NULL },
	      { "2", AT(2), "C", "two", "Cy", "1", 300, true, false, false,
		  NULL },
	      { "3", AT(3), "D", "three", "Di", "1", 400, true, false, false,
		  NULL },
	      { "4", AT(4), "E", "four", "Ann", "9", 500, true, true, false,
		  NULL },
	      { "5", AT(5), "F", "five", "Ben", "4", 600, true, false, false,
		  NULL } },
	    "A<-:0:A B<A:1:A C<B:2:A D<B:2:A E<A:1:A F<E:2:A",
	    "6 4 2 600 0 0 500 300 1" },
	/* Three that answer each other in a circle, and who answers them. */
	{ { { "a", PAGE, "A", "An article", "Ann", NULL, 100, false, true,
		false, NULL },
	      { "1", AT(1), "B", "one", "Ben", "3", 300, true, false, false,
		  NULL },
	      { "2", AT(2), "C", "two", "Cy", "1", 200, true, false, false,
		  NULL },
	      { "3", AT(3), "D", "three", "Di", "2", 400, true, false, false,
		  NULL },
	      { "4", AT(4), "E", "four", "Ann", "3", 500, true, true, false,
		  NULL },
	      { "5", AT(5), "F", "five", "Ben", "5", 600, true, false, false,
		  NULL } },
	    "A<-:0:A B<D:3:A C<A:1:A D<C:2:A E<D:3:A F<A:1:A",
	    "6 4 3 600 0 0 500 300 1" },
};
enum { SHAPES = sizeof(shapes) / sizeof(shapes[0]) };

/* What was is not the next order's business. */
static void
begin_anew(void)
{

	box_run("DELETE FROM evidence; DELETE FROM insight;"
		" DELETE FROM mention; DELETE FROM post_topic;"
		" DELETE FROM thread; DELETE FROM reply;"
		" DELETE FROM post_feed; DELETE FROM post;"
		" DELETE FROM unsettled; DELETE FROM unthreaded;"
		" DELETE FROM voice");
}

/* Nothing here is about power cuts. */
static void
in_haste(void)
{

	assert_int_equal(db_exec(&box.store->db, "PRAGMA synchronous = OFF"),
	    OK);
}

/* The whole of a shape but for its place in the order. */
static struct said
take(const struct shape *shape, int n)
{

	return (shape == shapes ? talk[n] : shape->posts[n]);
}

/* One post a visit; the article comes first, last, and at every place
 * between. */
static void
arrange(const int *comments, int at, int *ret)
{

	for (int i = 0; i < 6; i++)
		ret[i] = i < at ? comments[i] : i == at ? 0 : comments[i - 1];
}

static void
check(const struct shape *shape, int n, const char *when)
{

	if (strcmp(box_text(TREE), shape->tree) != 0)
		fail_msg("shape %d, order %d, %s: %s", (int)(shape - shapes), n,
		    when, box_text(TREE));
	if (strcmp(box_text(COUNTS), shape->counts) != 0)
		fail_msg("shape %d, order %d, %s: %s", (int)(shape - shapes), n,
		    when, box_text(COUNTS));
	assert_int_equal(box_int("SELECT count(*) FROM unthreaded"), 0);
}

static void
try_shape(const struct shape *shape)
{
	int comments[5] = { 1, 2, 3, 4, 5 }, order[6], n = 0;

	do {
		arrange(comments, n % 6, order);
		for (int i = 0; i < 6; i++) {
			struct said s = take(shape, order[i]);

			hear(&s, 1);
		}
		check(shape, n, "one by one");
		begin_anew();
		n++;
	} while (next_order(comments, 5));
	assert_int_equal(n, 120);
}

static void
every_order_of_arrival_gives_the_same_tree(void **state)
{

	(void)state;
	box_begin();
	in_haste();
	for (int i = 0; i < SHAPES; i++)
		try_shape(&shapes[i]);
}

/* Two feeds of one source: who is listed where changes with the order; both
 * may bring the same post. */
static void
so_it_does_over_feeds_and_restarts_and_edits(void **state)
{
	int comments[5] = { 1, 2, 3, 4, 5 }, order[6], n = 0;

	(void)state;
	box_begin();
	box.feeds[1].spec.source = box.feeds[0].spec.source;
	assert_int_equal(store_feeds_sync(box.store, box.feeds, box.nfeeds),
	    OK);
	in_haste();
	do {
		const struct shape *shape = &shapes[n % SHAPES];
		struct said s[6], edited;

		arrange(comments, n / 3 % 6, order);
		for (int i = 0; i < 6; i++)
			s[i] = take(shape, order[i]);
		hear_in(0, s, 2);
		if (n % 3 == 0) {
			box_close();
			box_open();
			in_haste();
			assert_int_equal(store_feeds_sync(box.store, box.feeds,
					     box.nfeeds),
			    OK);
		}
		hear_in(1, s + 2, 1);
		edited = s[n % 3];
		edited.text = "other words, which say nothing";
		hear_in(n % 3 == 2, &edited, 1);
		hear_in(0, s + 3, 3);
		hear_in(n % 3 == 2, s + n % 3, 1);
		check(shape, n, "by two feeds");
		if (n == 0)
			box_sound();
		begin_anew();
		n++;
	} while (next_order(comments, 5));
	assert_int_equal(n, 120);
}

static void
circles_begin_with_their_oldest(void **state)
{
	const struct said s[] = {
		{ "x", "https://b.example/x", "X", "one", "Ann", "y", 300, true,
		    false, false, NULL },
		{ "y", "https://b.example/y", "Y", "two", "Ben", "z", 100, true,
		    false, false, NULL },
		{ "z", "https://b.example/z", "Z", "three", "Cy", "x", 200,
		    true, false, false, NULL },
		{ "s", "https://b.example/s", "S", "self", "Di", "s", 400, true,
		    false, false, NULL },
	};

	(void)state;
	box_begin();
	hear(s, 4);
	assert_string_equal(box_text(TREE), "S<-:0:- X<Y:1:Y Y<-:0:Y Z<X:2:Y");
	assert_int_equal(box_int("SELECT posts FROM thread"), 3);
	box_sound();
}

static void
two_circles_that_share_a_post_are_both_cut(void **state)
{
	/* y answers z or, if it may not, x; w answers y; x answers w. */
	const struct said s[] = {
		{ "w", "https://b.example/w", "W", "one", "Ann", "y", 50, true,
		    false, false, NULL },
		{ "x", "https://b.example/x", "X", "two", "Ben", "w", 300, true,
		    false, false, NULL },
		{ "y", "https://b.example/y", "Y", "three", "Cy", "z", 100,
		    true, false, false, NULL },
		{ "z", "https://b.example/z", "Z", "four", "Di", "y", 200, true,
		    false, false, NULL },
	};

	(void)state;
	box_begin();
	for (size_t i = 0; i < 4; i++)
		hear(&s[3 - i], 1);
	box_run("INSERT INTO reply SELECT post_id, 9, 0, 1, 'x' FROM reply"
		" WHERE word = 'z'");
	box_run("INSERT INTO unthreaded SELECT id FROM post");
	assert_int_equal(store_begin(box.store), OK);
	assert_int_equal(store_commit(box.store), OK);
	assert_string_equal(box_text(TREE), "W<-:0:W X<W:1:W Y<X:2:W Z<Y:3:W");
	assert_int_equal(box_int("SELECT posts FROM thread"), 4);
	box_sound();
}

static void
the_oldest_of_several_holders_is_answered(void **state)
{
	const struct said s[] = {
		{ "2", "https://b.example/p", "Later", "one", "Ann", NULL, 200,
		    false, false, false, NULL },
		{ "1", "https://b.example/p", "Earlier", "two", "Ann", NULL,
		    100, false, false, false, NULL },
		{ "3", "https://b.example/p#comment-1", "X", "three", "Cy",
		    NULL, 300, true, false, false, NULL },
	};

	(void)state;
	box_begin();
	box.feeds[1].spec.source = box.feeds[0].spec.source;
	assert_int_equal(store_feeds_sync(box.store, box.feeds, box.nfeeds),
	    OK);
	hear(s, 1);
	hear_in(1, s + 2, 1);
	assert_string_equal(box_text(TREE), "Later<-:0:Later X<Later:1:Later");
	hear_in(1, s + 1, 1);
	assert_string_equal(box_text(TREE),
	    "Earlier<-:0:Earlier Later<-:0:- X<Earlier:1:Earlier");
	box_sound();
}

static void
an_article_under_another_title_keeps_what_answers_its_page(void **state)
{
	struct said s[] = { article, { "1", AT(1), "Re: A", "one", "Ben", NULL,
					 200, true, false, false, NULL } };

	(void)state;
	box_begin();
	hear(s, 2);
	s[0].title = "A, and more";
	hear(s, 1);
	assert_string_equal(box_text(TREE),
	    "A, and more<-:0:A, and more Re: A<A, and more:1:A, and more");
	box_sound();
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		BOX_TEST(every_order_of_arrival_gives_the_same_tree),
		BOX_TEST(so_it_does_over_feeds_and_restarts_and_edits),
		BOX_TEST(circles_begin_with_their_oldest),
		BOX_TEST(two_circles_that_share_a_post_are_both_cut),
		BOX_TEST(the_oldest_of_several_holders_is_answered),
		BOX_TEST(
		    an_article_under_another_title_keeps_what_answers_its_page),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
