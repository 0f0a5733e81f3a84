/*
 * The road while it is under way: a reload in the middle of visits, and a stop.
 */
#include "roadworld.h"

static bool
one_visit(struct world *w)
{

	return (w->visited >= 1);
}

static bool
on_leak(struct world *w)
{

	return (w->insights >= 2);
}

static void
a_visit_under_way_keeps_its_rules_over_a_reload(void **state)
{
	struct world *w = *state;
	struct ruleset *other;

	serve(w, "/a delay=300ms body=" RSS("1",
		     "I wish you had one, it leaks.") "\n"
						      "/a body=" RSS("2",
							  "I wish you had two, "
							  "it leaks.") "\n");
	open_road(w, "/a");
	turn_until(w, asked);
	other = listening_rules(&w->l,
	    "pack test\nlang en\nrule leak\n"
	    "  signal complaint\n  say leaks\n  weight sure\n");
	assert_int_equal(road_reload(w->road, list_of(w, "/a"), other), OK);
	ruleset_unref(other);
	turn_until(w, on_leak);
	assert_int_equal(listening_number(&w->l, "select count(*) from insight "
						 "where signal = 'idea'"),
	    1);
	assert_int_equal(listening_number(&w->l, "select count(*) from insight "
						 "where signal = 'complaint'"),
	    1);
	assert_int_equal(listening_number(&w->l,
			     "select count(*) from ruleset"),
	    2);
}

static bool
b_is_asked(struct world *w)
{

	return (feedserver_hits(w->server, "/b") > 0 && w->visited >= 1);
}

static void
a_feed_that_is_taken_off_the_list_in_mid_visit_ends_well(void **state)
{
	struct world *w = *state;
	struct road_status rs;

	serve(w, "/a delay=300ms body=" RSS("1",
		     "Rain.") " etag=x\n"
			      "/b delay=100ms body=" RSS("2", "Sun.") "\n");
	open_road(w, "/a");
	turn_until(w, asked);
	assert_int_equal(road_reload(w->road, list_of(w, "/b"), w->l.rules),
	    OK);
	road_status(w->road, &rs);
	assert_int_equal(rs.feeds, 1);
	turn_until(w, b_is_asked);
	assert_int_equal(feedserver_hits(w->server, "/a"), 1);
	/* Back again: the same feed, and what it learned in between. */
	assert_int_equal(road_reload(w->road, list_of(w, "/a /b"), w->l.rules),
	    OK);
	w->visited = 0;
	turn_until(w, three_visits);
	assert_int_equal(listening_number(&w->l, "select count(*) from feed"),
	    2);
	assert_int_equal(listening_number(&w->l, "select count(*) from post"),
	    2);
	assert_string_equal(feedserver_request(w->server, "/a", 1)
				->if_none_match,
	    "\"x\"");
}

/* One may be visited twice before another is once. */
static bool
all_six_came(struct world *w)
{

	return (listening_number(&w->l, "select count(*) from feed"
					" where etag is not null") == 6);
}

static void
a_reload_while_many_visits_are_under_way_loses_none(void **state)
{
	struct world *w = *state;

	serve(w, "/...  drip=20b/20ms body=" RSS("1", "Rain.") " etag=x\n");
	open_road(w, "/a /b /c /d /e /f");
	turn_until(w, asked);
	for (int i = 0; i < 3; i++)
		assert_int_equal(road_reload(w->road,
				     list_of(w, "/a /b /c /d /e /f"),
				     w->l.rules),
		    OK);
	turn_until(w, all_six_came);
	assert_int_equal(w->failed, 0);
}

static void
a_refused_reload_leaves_everything_as_it_was(void **state)
{
	struct world *w = *state;
	struct feedlist *list;
	sqlite3 *db = NULL;

	serve(w, "/a body=" RSS("1", "Rain.") "\n"
					      "/b body=" RSS("2", "Sun.") "\n");
	open_road(w, "/a");
	turn_until(w, one_visit);
	assert_int_equal(sqlite3_open(w->l.db, &db), SQLITE_OK);
	sqlite3_busy_timeout(db, 5000);
	assert_int_equal(sqlite3_exec(db,
			     "create trigger boom before insert "
			     "on feed begin select raise(abort, 'boom'); end",
			     NULL, NULL, NULL),
	    SQLITE_OK);
	list = list_of(w, "/b");
	assert_int_not_equal(road_reload(w->road, list, w->l.rules), OK);
	/* It was not taken. */
	feedlist_free(list);
	w->visited = 0;
	turn_until(w, one_visit);
	assert_int_equal(feedserver_hits(w->server, "/b"), 0);
	assert_true(feedserver_hits(w->server, "/a") >= 2);
	assert_int_equal(sqlite3_exec(db, "drop trigger boom", NULL, NULL,
			     NULL),
	    SQLITE_OK);
	sqlite3_close(db);
}

static void
a_stop_in_mid_visit_is_quick_and_stores_no_half(void **state)
{
	struct world *w = *state;
	int64_t since;

	serve(w, "/hang hang\n"
		 "/drip drip=1b/1s body=" RSS("1",
		     "Rain.") " etag=x\n"
			      "/whole body=" RSS("2", "Sun.") " etag=y\n");
	w->timeout_ms = 60000;
	open_road(w, "/whole /hang /drip");
	turn_until(w, one_visit);
	since = clock_mono_ms();
	road_stop(w->road);
	assert_true(clock_mono_ms() - since < 3000);
	assert_int_equal(w->fresh, 1);
	assert_int_equal(listening_number(&w->l, "select count(*) from post"),
	    1);
	assert_int_equal(listening_number(&w->l, "select count(*) from feed "
						 "where etag is not null"),
	    1);
	assert_int_equal(listening_number(&w->l,
			     "select sum(failures) from feed"),
	    0);
	/* The lock is free: the store was closed. */
	listening_open(&w->l);
	road_stop(w->road);
}

int
main(void)
{
	const struct CMUnitTest road_reload_tests[] = {
		TEST(a_visit_under_way_keeps_its_rules_over_a_reload),
		TEST(a_feed_that_is_taken_off_the_list_in_mid_visit_ends_well),
		TEST(a_reload_while_many_visits_are_under_way_loses_none),
		TEST(a_refused_reload_leaves_everything_as_it_was),
		TEST(a_stop_in_mid_visit_is_quick_and_stores_no_half),
	};

	return (RUN_TESTS(road_reload_tests));
}
