/*
 * What a visit leaves behind: facts, health, a ring of rows.
 */
#include "storebox.h"

static void
facts_come_back_byte_for_byte(void **state)
{
	static char etag[] = "W/\"\xfc \t'x'\"", modified[] = "yesterday";
	static char moved[] = "https://new.example/feed";
	struct batch *b;

	(void)state;
	box_begin();
	b = box_batch(0, NULL, 0);
	b->facts = (struct feed_facts){ .status = FEED_FAILING,
		.etag = etag,
		.last_modified = modified,
		.moved_url = moved,
		.moved_visits = FEED_MOVED_VISITS,
		.skip_days = 1 << 6,
		.skip_hours = 1u << 23,
		.ttl_s = 3600,
		.has_body_hash = true,
		.visited_ts = BOX_NOW,
		.ok_ts = BOX_NOW - 20,
		.full_ts = BOX_NOW - 30,
		.changed_ts = BOX_NOW - 10,
		.not_before_ts = BOX_NOW + 500,
		.every_s = 900,
		.failures = 3,
		.posts_per_day = 2.5,
		.added_ts = 1 };
	memset(b->facts.body_hash, 0xab, 16);
	assert_int_equal(store_begin(box.store), OK);
	assert_int_equal(store_visit_begin(box.store), OK);
	assert_int_equal(store_facts(box.store, b), OK);
	assert_int_equal(store_visit_end(box.store, true), OK);
	assert_int_equal(store_commit(box.store), OK);
	batch_free(b);
	box_close();
	box_begin();
	assert_string_equal(box.feeds[0].facts.etag, etag);
	assert_string_equal(box.feeds[0].facts.last_modified, modified);
	assert_true(box.feeds[0].facts.has_body_hash);
	assert_int_equal(box.feeds[0].facts.body_hash[15], 0xab);
	assert_int_equal(box.feeds[0].facts.visited_ts, BOX_NOW);
	assert_int_equal(box.feeds[0].facts.changed_ts, BOX_NOW - 10);
	assert_int_equal(box.feeds[0].facts.not_before_ts, BOX_NOW + 500);
	assert_int_equal(box.feeds[0].facts.every_s, 900);
	assert_int_equal(box.feeds[0].facts.failures, 3);
	assert_int_equal(box.feeds[0].facts.status, FEED_FAILING);
	assert_true(box.feeds[0].facts.posts_per_day == 2.5);
	assert_string_equal(box.feeds[0].facts.moved_url, moved);
	assert_int_equal(box.feeds[0].facts.moved_visits, FEED_MOVED_VISITS);
	assert_int_equal(box.feeds[0].facts.skip_days, 1 << 6);
	assert_int_equal(box.feeds[0].facts.skip_hours, 1u << 23);
	assert_int_equal(box.feeds[0].facts.ttl_s, 3600);
	assert_int_equal(box.feeds[0].facts.ok_ts, BOX_NOW - 20);
	assert_int_equal(box.feeds[0].facts.full_ts, BOX_NOW - 30);
	/* What is asked is shown; the line's address stays the key. */
	assert_string_equal(box_text("SELECT url FROM v_feed_health"
				     " WHERE feed_id = 1"),
	    moved);
	assert_string_equal(box_text("SELECT listed_url FROM feed"
				     " WHERE id = 1"),
	    box_urls[0]);
}

/* A visit without posts that ended like this. */
static void
visit(enum outcome outcome, enum status st, const char *error)
{
	struct batch *b = box_batch(0, NULL, 0);

	b->outcome = outcome;
	b->status = st;
	b->error = str_of(error);
	b->http_status = error != NULL ? 404 : 304;
	b->started_ts = clock_now();
	b->facts.status = error != NULL ? FEED_FAILING : FEED_ACTIVE;
	b->facts.visited_ts = clock_now();
	b->facts.failures = error != NULL;
	if (error == NULL)
		box.feeds[0].facts.ok_ts = clock_now();
	b->facts.ok_ts = box.feeds[0].facts.ok_ts;
	assert_int_equal(store_begin(box.store), OK);
	assert_int_equal(store_visit_begin(box.store), OK);
	assert_int_equal(store_facts(box.store, b), OK);
	assert_int_equal(store_visit_end(box.store, true), OK);
	assert_int_equal(store_commit(box.store), OK);
	batch_free(b);
	clock_advance(60 * 1000);
}

static void
health_says_since_when_and_why(void **state)
{

	(void)state;
	box_begin();
	visit(OUTCOME_UNCHANGED, OK, NULL);
	visit(OUTCOME_FAILED, E_STATUS, "the server answers 404");
	visit(OUTCOME_FAILED, E_STATUS, "the server answers 404 again");
	assert_string_equal(
	    box_text("SELECT status || ' ' || cause || ' ' || since_at || ' '"
		     " || last_ok_at || ' ' || http_status FROM v_feed_health"
		     " WHERE feed_id = 1"),
	    "failing the server answers 404 again 2026-03-10T12:01:00Z"
	    " 2026-03-10T12:00:00Z 404");
	visit(OUTCOME_UNCHANGED, OK, NULL);
	assert_string_equal(
	    box_text("SELECT status || ' ' || coalesce(cause, '-') || ' ' ||"
		     " since_at FROM v_feed_health WHERE feed_id = 1"),
	    "active - 2026-03-10T12:03:00Z");
}

static void
visits_are_a_ring_of_fifty_and_unchanged_ones_only_a_number(void **state)
{

	(void)state;
	box_begin();
	for (int i = 0; i < 70; i++)
		visit(OUTCOME_FAILED, E_DNS, i == 69 ? "last" : "no such host");
	for (int i = 0; i < 5; i++)
		visit(OUTCOME_UNCHANGED, OK, NULL);
	assert_int_equal(box_int("SELECT count(*) FROM visit"), 50);
	assert_int_equal(box_int("SELECT max(started_ts) - min(started_ts) "
				 "FROM visit"),
	    49 * 60);
	assert_string_equal(box_text("SELECT error || ' ' || why FROM visit"
				     " ORDER BY started_ts DESC LIMIT 1"),
	    "last dns");
	assert_string_equal(box_text(
				"SELECT visits || ' ' || unchanged FROM feed"),
	    "75 5");
}

static void
the_latest_post_is_remembered(void **state)
{
	static const struct serve posts[] = {
		{ .guid = "1",
		    .link = "https://b.example/1",
		    .text = "old",
		    .published_ts = BOX_NOW - 500 },
		{ .guid = "2",
		    .link = "https://b.example/2",
		    .text = "older",
		    .published_ts = BOX_NOW - 900 },
		{ .guid = "3",
		    .link = "https://b.example/3",
		    .text = "future",
		    .published_ts = BOX_NOW + 9999 },
	};

	(void)state;
	box_begin();
	box_visit(0, posts, 3);
	box_visit(0, &posts[1], 1);
	assert_int_equal(box_int("SELECT last_post_ts FROM v_feed_health"
				 " WHERE feed_id = 1"),
	    BOX_NOW - 500);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		BOX_TEST(facts_come_back_byte_for_byte),
		BOX_TEST(health_says_since_when_and_why),
		BOX_TEST(
		    visits_are_a_ring_of_fifty_and_unchanged_ones_only_a_number),
		BOX_TEST(the_latest_post_is_remembered),
	};

	return (RUN_TESTS(tests));
}
