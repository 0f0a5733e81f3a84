/*
 * The table of feeds follows the list.
 */
#include "storebox.h"

static void
a_list_becomes_rows_and_comes_back_with_ids_and_facts(void **state)
{

	(void)state;
	box_begin();
	assert_int_equal(box_int("SELECT count(*) FROM feed"), 3);
	assert_int_equal(box_int("SELECT count(*) FROM source"), 2);
	for (size_t i = 0; i < 3; i++) {
		assert_true(box.feeds[i].id > 0);
		assert_true(box.feeds[i].source_id > 0);
		assert_int_equal(box.feeds[i].facts.visited_ts, NO_TIME);
		assert_int_equal(box.feeds[i].facts.added_ts, BOX_NOW);
		assert_int_equal(box.feeds[i].facts.status, FEED_ACTIVE);
	}
	assert_int_equal(box.feeds[1].source_id, box.feeds[2].source_id);
	assert_int_equal(box_int("SELECT count(*) FROM v_event"
				 " WHERE kind = 'feed_added'"),
	    3);
}

static void
the_same_list_again_writes_nothing(void **state)
{
	char wal[128];
	struct stat before, after;
	int64_t ids[3];

	(void)state;
	box_begin();
	for (size_t i = 0; i < 3; i++)
		ids[i] = box.feeds[i].id;
	snprintf(wal, sizeof(wal), "%s-wal", box.path);
	assert_int_equal(stat(wal, &before), 0);
	box_list(box_urls, 3);
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(box.feeds[i].id, ids[i]);
	assert_int_equal(box_int("SELECT count(*) FROM v_event"
				 " WHERE kind <> 'migration'"),
	    3);
	assert_int_equal(stat(wal, &after), 0);
	assert_int_equal(after.st_size, before.st_size);
}

static void
a_line_that_goes_retires_its_feed_and_one_that_returns_wakes_it(void **state)
{
	static const struct serve post = { .guid = "1",
		.link = "https://b.example/1",
		.text = "It is broken" };
	int64_t id;

	(void)state;
	box_begin();
	box_visit(0, &post, 1);
	id = box.feeds[0].id;
	box_list(&box_urls[1], 2);
	assert_int_equal(box_int("SELECT count(*) FROM v_feed_health"), 2);
	assert_int_equal(box_int("SELECT count(*) FROM feed"), 3);
	assert_int_equal(box_int("SELECT count(*) FROM v_post"), 1);
	assert_int_equal(box_int("SELECT count(*) FROM v_event"
				 " WHERE kind = 'feed_gone'"),
	    1);
	box_run("UPDATE feed SET status = 'gone', failures = 9 WHERE id = 1");
	box_list(box_urls, 3);
	assert_int_equal(box.feeds[0].id, id);
	assert_int_equal(box.feeds[0].facts.status, FEED_ACTIVE);
	assert_int_equal(box.feeds[0].facts.failures, 0);
	assert_int_equal(box_int("SELECT count(*) FROM v_feed_health"), 3);
	box_sound();
}

static void
a_line_that_changes_changes_its_row(void **state)
{
	struct feed_spec *spec = &box.feeds[0].spec;

	(void)state;
	box_begin();
	spec->role = ROLE_REVIEWS;
	spec->title = STR("Shop");
	spec->need = STR("brand.acme");
	spec->source = STR("Shop");
	spec->kind = SOURCE_OWN;
	spec->paused = true;
	assert_int_equal(store_feeds_sync(box.store, box.feeds, 3), OK);
	assert_int_equal(box.feeds[0].facts.status, FEED_PAUSED);
	assert_string_equal(
	    box_text("SELECT f.role || f.title || f.need || s.name || s.kind"
		     " || f.status FROM feed f JOIN source s ON s.id ="
		     " f.source_id WHERE f.id = 1"),
	    "reviewsShopbrand.acmeShopownpaused");
	spec->paused = false;
	assert_int_equal(store_feeds_sync(box.store, box.feeds, 3), OK);
	assert_int_equal(box.feeds[0].facts.status, FEED_ACTIVE);
}

static void
an_edited_line_revives_a_feed_that_was_gone(void **state)
{

	(void)state;
	box_begin();
	box.feeds[0].facts.status = FEED_GONE;
	assert_int_equal(store_begin(box.store), OK);
	assert_int_equal(store_forgive(box.store, box.feeds[0].id, FEED_GONE,
			     4),
	    OK);
	assert_int_equal(store_commit(box.store), OK);
	assert_int_equal(store_feeds_sync(box.store, box.feeds, 3), OK);
	assert_int_equal(box.feeds[0].facts.status, FEED_GONE);
	box.feeds[0].spec.title = STR("Shop, again");
	assert_int_equal(store_feeds_sync(box.store, box.feeds, 3), OK);
	assert_int_equal(box.feeds[0].facts.status, FEED_ACTIVE);
	assert_int_equal(box_int("SELECT failures FROM feed WHERE id = 1"), 0);
	assert_string_equal(box_text("SELECT status FROM feed WHERE id = 1"),
	    "active");
}

static void
a_source_follows_the_first_of_its_lines(void **state)
{

	(void)state;
	box_begin();
	box.feeds[1].spec.tags = STR("news");
	box.feeds[1].spec.site = STR("https://mirror.example/");
	box.feeds[2].spec.tags = STR("other");
	assert_int_equal(store_feeds_sync(box.store, box.feeds, 3), OK);
	assert_string_equal(box_text("SELECT tags || site_url FROM source"
				     " WHERE name = 'Mirror'"),
	    "newshttps://mirror.example/");
}

static void
a_list_of_thousands_is_few_events(void **state)
{
	enum { MANY = 3000 };
	static struct feed feeds[MANY];
	static char urls[MANY][40];

	(void)state;
	box_open();
	for (size_t i = 0; i < MANY; i++) {
		snprintf(urls[i], sizeof(urls[i]), "https://h%zu.example/f",
		    i % 2999);
		feeds[i].spec.url = str_of(urls[i]);
		feeds[i].spec.source = str_of(urls[i]);
	}
	assert_int_equal(store_feeds_sync(box.store, feeds, MANY), OK);
	assert_int_equal(box_int("SELECT count(*) FROM feed"), MANY - 1);
	assert_int_equal(feeds[0].id, feeds[2999].id);
	assert_int_equal(box_int("SELECT count(*) FROM v_event"
				 " WHERE kind = 'feed_added'"),
	    21);
	assert_string_equal(box_text("SELECT what FROM event ORDER BY id DESC "
				     "LIMIT 1"),
	    "and 2979 more");
	assert_int_equal(store_feeds_sync(box.store, NULL, 0), OK);
	assert_int_equal(box_int("SELECT count(*) FROM v_feed_health"), 0);
}

static void
count_words(void *arg, const char *what)
{
	int *n = arg;

	if (strcmp(what, "taking the feed list") == 0)
		++*n;
}

/* Whoever started us may wait no longer than usual. */
static void
a_long_list_is_told_while_it_is_taken(void **state)
{
	enum { MANY = 3000 };
	static struct feed feeds[MANY];
	static char urls[MANY][40];
	int told = 0;
	struct store_options o = { .url = box.path,
		.working = count_words,
		.arg = &told,
		.working_every_ms = 0 };
	struct buf why = BUF_INIT(1000);

	(void)state;
	assert_int_equal(store_open(&o, &box.store, &why), OK);
	for (size_t i = 0; i < MANY; i++) {
		snprintf(urls[i], sizeof(urls[i]), "https://h%zu.example/f", i);
		feeds[i].spec.url = str_of(urls[i]);
		feeds[i].spec.source = STR("Many");
	}
	store_works(box.store, "taking the feed list");
	assert_int_equal(store_feeds_sync(box.store, feeds, MANY), OK);
	assert_true(told > 1);
	/* So is what follows from it, however small each step. */
	told = 0;
	assert_int_equal(store_begin(box.store), OK);
	for (size_t i = 0; i < MANY; i++)
		assert_int_equal(store_feed_next(box.store, feeds[i].id, 5),
		    OK);
	assert_int_equal(store_commit(box.store), OK);
	assert_true(told > 1);
	/* And not once it is. */
	store_works(box.store, NULL);
	told = 0;
	assert_int_equal(store_checkpoint(box.store, true), OK);
	assert_int_equal(store_begin(box.store), OK);
	assert_int_equal(store_event(box.store, "stale", "x"), OK);
	assert_int_equal(store_commit(box.store), OK);
	assert_int_equal(told, 0);
	buf_free(&why);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		BOX_TEST(a_list_becomes_rows_and_comes_back_with_ids_and_facts),
		BOX_TEST(the_same_list_again_writes_nothing),
		BOX_TEST(
		    a_line_that_goes_retires_its_feed_and_one_that_returns_wakes_it),
		BOX_TEST(a_line_that_changes_changes_its_row),
		BOX_TEST(an_edited_line_revives_a_feed_that_was_gone),
		BOX_TEST(a_source_follows_the_first_of_its_lines),
		BOX_TEST(a_list_of_thousands_is_few_events),
		BOX_TEST(a_long_list_is_told_while_it_is_taken),
	};

	return (RUN_TESTS(tests));
}
