/*
 * Comment feeds that were found, in the store: they come with a post, sleep,
 * wake, end, and go with what they served.
 */
#include "earshot/found_rows.h"
#include "earshot/retain.h"

#include "storebox.h"

static const struct serve a_post = { .guid = "1",
	.link = "https://blog.example/1",
	.title = "Lid",
	.text = "The lid is broken, Acme.",
	.author = "Ann" };

/* The one post of the first feed is there, and its comment feed; its id. */
static int64_t
add_found(const char *url, int64_t comments)
{
	struct batch *b = batch_new(&box.feeds[0], 1 << 20, 1 << 20);
	struct found_new n = { .post_id = 1,
		.site = 77,
		.comments = comments,
		.last_ts = BOX_NOW - 3600,
		.url = str_of(url),
		.shape = FOUND_NAMED };
	int64_t id = 0;

	assert_non_null(b);
	assert_int_equal(store_begin(box.store), OK);
	assert_int_equal(store_found_add(box.store, b, &n, &id), OK);
	assert_int_equal(store_commit(box.store), OK);
	batch_free(b);
	assert_true(id > 0);
	return (id);
}

static void
begin_with_post(void)
{

	box_begin();
	assert_told(box_visit(0, &a_post, 1), 1, 0, 0);
	assert_int_equal(box_int("SELECT id FROM post"), 1);
}

static struct found_row
row_of(int64_t feed_id)
{
	struct found_row r;

	assert_int_equal(store_found_row(box.store, feed_id, &r), OK);
	return (r);
}

static void
a_found_feed_is_known_by_its_post_and_its_address(void **state)
{
	struct arena *a = arena_new(1 << 16);
	struct found_row r;
	int64_t id, n;
	bool there;

	(void)state;
	begin_with_post();
	assert_int_equal(store_found_of(box.store, a, 1, &r), OK);
	assert_int_equal(r.feed_id, 0);
	id = add_found("https://blog.example/1/feed?key=abc", 3);
	assert_int_equal(store_found_of(box.store, a, 1, &r), OK);
	assert_int_equal(r.feed_id, id);
	assert_int_equal(r.comments, 3);
	assert_int_equal(r.seen, -1);
	assert_false(r.asleep || r.retired || r.none);
	assert_true(str_eq(r.url, STR("https://blog.example/1/feed?key=abc")));
	assert_int_equal(store_found_at(box.store, r.url, &there), OK);
	assert_true(there);
	assert_int_equal(store_found_taken(box.store, 9, r.url, &there), OK);
	assert_true(there);
	/* A listed one is taken, too; a stranger is not. */
	assert_int_equal(store_found_taken(box.store, 9,
			     STR("https://mirror.example/feed"), &there),
	    OK);
	assert_true(there);
	assert_int_equal(store_found_taken(box.store, 9,
			     STR("https://blog.example/2/feed"), &there),
	    OK);
	assert_false(there);
	assert_int_equal(store_found_awake(box.store, 77, &n), OK);
	assert_int_equal(n, 1);
	assert_int_equal(store_found_awake(box.store, 78, &n), OK);
	assert_int_equal(n, 0);
	assert_int_equal(store_found_count_all(box.store, &n), OK);
	assert_int_equal(n, 1);
	/* What may be secret is not shown. */
	assert_int_equal(box_int("SELECT count(*) FROM v_feed_health"
				 " WHERE origin = 'found' AND post_id = 1"
				 " AND url NOT LIKE '%abc%'"),
	    1);
	assert_int_equal(box_int("SELECT count(*) FROM event WHERE what "
				 "LIKE '%/1/%'"),
	    0);
	arena_free(a);
}

static void
a_post_that_is_closed_takes_no_comment_feed(void **state)
{
	bool taken;

	(void)state;
	begin_with_post();
	assert_int_equal(store_found_closes(box.store, 1), OK);
	assert_int_equal(store_found_taken(box.store, 1,
			     STR("https://blog.example/1/feed"), &taken),
	    OK);
	assert_true(taken);
	assert_int_equal(box_int(
			     "SELECT count(*) FROM v_thread WHERE root_id = 1"
			     " AND open = 0 AND closed_ts IS NOT NULL"),
	    1);
}

static void
it_sleeps_wakes_and_ends(void **state)
{
	struct arena *a = arena_new(1 << 16);
	struct found_row r;
	struct batch *b;
	int64_t id, n;

	(void)state;
	begin_with_post();
	b = batch_new(&box.feeds[1], 1 << 20, 1 << 20);
	assert_non_null(b);
	id = add_found("https://blog.example/1/feed", 3);
	assert_int_equal(store_found_turn(box.store, id, FOUND_SLEEPS, 3, 0,
			     NULL),
	    OK);
	r = row_of(id);
	assert_true(r.asleep && !r.retired);
	assert_int_equal(r.seen, 3);
	assert_int_equal(store_found_count_all(box.store, &n), OK);
	assert_int_equal(n, 0);
	assert_int_equal(box_int("SELECT count(*) FROM v_feed_health WHERE"
				 " cause LIKE '%count%' AND next_ts IS"
				 " NULL"),
	    1);
	assert_int_equal(store_found_wake(box.store, b, id, 5,
			     (struct str){ NULL, 0 }, FOUND_NAMED),
	    OK);
	r = row_of(id);
	assert_true(!r.asleep && !r.retired);
	assert_int_equal(r.comments, 5);
	assert_int_equal(r.seen, 3);
	assert_int_equal(store_found_turn(box.store, id, FOUND_OVER, 5, 0,
			     "it is over"),
	    OK);
	r = row_of(id);
	assert_true(r.retired);
	assert_false(r.none);
	/* At another address it is another try. */
	assert_int_equal(store_found_wake(box.store, b, id, 6,
			     STR("https://blog.example/one/feed"),
			     FOUND_WORDPRESS),
	    OK);
	assert_int_equal(store_found_of(box.store, a, 1, &r), OK);
	assert_true(str_eq(r.url, STR("https://blog.example/one/feed")));
	assert_int_equal(r.shape, FOUND_WORDPRESS);
	/* A guess that was never read is remembered as none. */
	assert_int_equal(store_found_turn(box.store, id, FOUND_OVER, 6, 0,
			     NULL),
	    OK);
	assert_true(row_of(id).none);
	batch_free(b);
	arena_free(a);
}

struct seen_feeds {
	size_t n;
	int64_t leave; /* of this feed */
};

static enum status
see(void *arg, struct found_stored *f, bool *ret_taken, bool *ret_leave)
{
	struct seen_feeds *s = arg;

	*ret_taken = false;
	s->n++;
	assert_int_equal(f->feed.found_by, box.feeds[0].id);
	assert_int_equal(f->feed.facts.comments, 3);
	assert_int_equal(f->site, 77);
	*ret_leave = f->feed.found_by == s->leave;
	return (OK);
}

static void
after_a_restart_they_are_there_until_nobody_lists_their_feed(void **state)
{
	struct seen_feeds s = { 0, 0 };
	int64_t id;

	(void)state;
	begin_with_post();
	id = add_found("https://blog.example/1/feed", 3);
	box_close();
	box_begin();
	assert_int_equal(store_found_all(box.store, see, &s), OK);
	assert_int_equal(s.n, 1);
	s.leave = box.feeds[0].id;
	assert_int_equal(store_found_all(box.store, see, &s), OK);
	assert_true(row_of(id).retired);
	assert_int_equal(store_found_all(box.store, see, &s), OK);
	assert_int_equal(s.n, 2);
}

static void
what_slept_for_half_a_year_is_left_alone(void **state)
{
	struct seen_feeds s = { 0, 0 };
	int64_t id;

	(void)state;
	begin_with_post();
	id = add_found("https://blog.example/1/feed", 3);
	assert_int_equal(store_found_turn(box.store, id, FOUND_SLEEPS, 3, 0,
			     NULL),
	    OK);
	clock_advance((int64_t)200 * 86400 * 1000);
	assert_int_equal(store_found_all(box.store, see, &s), OK);
	assert_int_equal(s.n, 0);
	assert_true(row_of(id).retired);
}

static void
with_its_post_and_its_comments_it_goes(void **state)
{
	struct prune p = { .keep_posts_s = (int64_t)400 * 86400 };
	int64_t id;

	(void)state;
	begin_with_post();
	id = add_found("https://blog.example/1/feed", 3);
	clock_advance((int64_t)401 * 86400 * 1000);
	while (!p.done)
		assert_int_equal(store_prune(box.store, &p), OK);
	assert_int_equal(p.counts.posts, 1);
	assert_int_equal(row_of(id).feed_id, 0);
	assert_int_equal(box_int(
			     "SELECT count(*) FROM pragma_foreign_key_check"),
	    0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define T(f) cmocka_unit_test_setup_teardown(f, box_make, box_remove)
		T(a_found_feed_is_known_by_its_post_and_its_address),
		T(a_post_that_is_closed_takes_no_comment_feed),
		T(it_sleeps_wakes_and_ends),
		T(after_a_restart_they_are_there_until_nobody_lists_their_feed),
		T(what_slept_for_half_a_year_is_left_alone),
		T(with_its_post_and_its_comments_it_goes),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
