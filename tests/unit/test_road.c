/*
 * The road, whole, against a server on loopback: what visits come to.
 */
#include <sys/resource.h>

#include <signal.h>

#include "roadworld.h"

static void
each_outcome_is_told_once(void **state)
{
	struct world *w = *state;

	serve(w,
	    "/new   body=" RSS("1",
		"I wish you had one.") " etag=a\n"
				       "/page  "
				       "body=\"<html><body>x</body></html>\"\n"
				       "/none  404\n"
				       "/same  304\n"
				       "/gone  410\n");
	w->once = true;
	open_road(w, "/new /page /none /gone");
	turn_until(w, NULL);
	assert_int_equal(w->visited, 4);
	assert_int_equal(w->fresh, 1);
	assert_int_equal(w->failed, 3);
	assert_int_equal(w->posts, 1);
	assert_int_equal(w->insights, 1);
	assert_int_equal(w->idle, 1);
	road_stop(w->road);
	assert_int_equal(w->visited, 4);
	assert_int_equal(listening_number(&w->l, "select count(*) from post"),
	    1);
	assert_int_equal(listening_number(&w->l,
			     "select count(*) from feed where failures = 1"),
	    3);
}

static void
nothing_to_do_is_told_too(void **state)
{
	struct world *w = *state;

	serve(w, "/a 404\n");
	w->once = true;
	open_road(w, "");
	turn_until(w, NULL);
	assert_int_equal(w->visited, 0);
	assert_int_equal(w->idle, 1);
}

static void
a_listed_feed_is_visited_again_and_again_with_its_validators(void **state)
{
	struct world *w = *state;
	const struct feedserver_request *r;

	serve(w,
	    "/a body=" RSS("1", "I wish you had one.") " etag=\"W/x~1\"\n");
	open_road(w, "/a");
	turn_until(w, three_visits);
	assert_int_equal(w->fresh, 1);
	assert_int_equal(w->unchanged, 2);
	r = feedserver_request(w->server, "/a", 0);
	assert_null(r->if_none_match);
	for (size_t i = 1; i < 3; i++) {
		r = feedserver_request(w->server, "/a", i);
		assert_string_equal(r->if_none_match, "W/\"x~1\"");
		assert_int_equal(r->status, 304);
	}
	assert_int_equal(w->posts, 1);
}

static void
a_wish_visits_at_once_what_is_listed_and_nothing_else(void **state)
{
	struct world *w = *state;
	char url[100];

	serve(w, "/a body=" RSS("1", "Rain.") "\n"
					      "/b body=" RSS("2", "Sun.") "\n");
	w->wanted = 2;
	open_road(w, "/a /b");
	turn_until(w, NULL);
	snprintf(url, sizeof(url), "%s/b", feedserver_base(w->server));
	assert_int_equal(road_poll(w->road, str_of(url)), 1);
	assert_int_equal(road_poll(w->road, STR("http://nobody.example/")), 0);
	w->wanted = 3;
	turn_until(w, NULL);
	assert_int_equal(feedserver_hits(w->server, "/b"), 2);
	assert_int_equal(road_poll(w->road, str_of(NULL)), 2);
}

static void
status_counts_what_there_is(void **state)
{
	struct world *w = *state;
	struct road_status rs;

	serve(w, "/a hang\n");
	open_road(w, "/a");
	road_status(w->road, &rs);
	assert_int_equal(rs.feeds, 1);
	assert_int_equal(rs.rules, 1);
	assert_int_equal(rs.visiting, 0);
	assert_int_equal(road_due(w->road), 1);
	assert_int_equal(strlen(rs.ruleset), 32);
	assert_string_equal(rs.ill, "");
	turn_until(w, asked);
	road_status(w->road, &rs);
	assert_int_equal(rs.visiting, 1);
	assert_int_equal(rs.fetching, 1);
	road_event(w->road, "test", "happened");
	assert_int_equal(listening_number(&w->l,
			     "select count(*) from v_event "
			     "where kind = 'test' and what = 'happened'"),
	    1);
}

static void
options_that_cannot_be_are_one_sentence_and_free_all(void **state)
{
	struct world *w = *state;
	struct road_options o;
	struct buf why = BUF_INIT(1000);

	serve(w, "/a 404\n");
	o = options_of(w);
	o.http.allow_private = "here and there";
	assert_int_equal(road_new(w->base, &o, w->l.store, w->l.rules,
			     list_of(w, "/a"), &w->road, &why),
	    E_SYNTAX);
	assert_true(buf_str(&why).n > 0);
	/* The store was closed, so it can be opened again. */
	w->l.store = NULL;
	w->road = NULL;
	listening_open(&w->l);
	buf_free(&why);
}

static void
what_could_not_be_stored_is_told_as_failed(void **state)
{
	struct world *w = *state;
	sqlite3 *db = NULL;

	serve(w, "/a body=" RSS("1", "I wish you had one.") " etag=a\n");
	w->once = true;
	open_road(w, "/a");
	assert_int_equal(sqlite3_open(w->l.db, &db), SQLITE_OK);
	sqlite3_busy_timeout(db, 5000);
	assert_int_equal(sqlite3_exec(db,
			     "create trigger boom before insert "
			     "on post begin select raise(abort, 'boom'); end",
			     NULL, NULL, NULL),
	    SQLITE_OK);
	sqlite3_close(db);
	turn_until(w, NULL);
	assert_int_equal(w->failed, 1);
	assert_int_equal(w->fresh, 0);
	assert_int_equal(w->insights, 0);
	assert_non_null(strstr(w->last_error, "/a"));
}

static bool
ill_for_a_while(struct world *w)
{

	return (w->failed > 0 && clock_mono_ms() > w->until_ms);
}

static bool
all_stored(struct world *w)
{

	return (w->posts >= 4);
}

static void
while_nothing_can_be_stored_servers_are_left_in_peace(void **state)
{
	struct world *w = *state;
	struct rlimit limit, no_limit;
	struct road_status rs;
	size_t hits;

	serve(w, "/a body=" RSS("1",
		     "Rain.") " etag=a\n"
			      "/b body=" RSS("2",
				  "Sun.") " etag=b\n"
					  "/c body=" RSS("3",
					      "Snow.") " etag=c\n"
						       "/d body=" RSS("4",
							   "Fog.") " etag=d\n");
	open_road(w, "/a /b /c /d");
	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &no_limit), 0);
	limit = no_limit;
	limit.rlim_cur = 4096;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
	w->until_ms = clock_mono_ms() + 3500;
	turn_until(w, ill_for_a_while);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &no_limit), 0);
	/* Each once; without restraint each would have been asked four times
	 * by now. */
	hits = feedserver_hits(w->server, NULL);
	assert_true(hits >= 1 && hits <= 5);
	road_status(w->road, &rs);
	assert_true(rs.ill[0] != '\0');
	assert_int_equal(w->fresh, 0);
	/* Space again: all of it comes. */
	turn_until(w, all_stored);
	road_status(w->road, &rs);
	assert_string_equal(rs.ill, "");
	assert_int_equal(listening_number(&w->l, "select count(*) from post"),
	    4);
}

int
main(void)
{
	const struct CMUnitTest road_tests[] = {
		TEST(each_outcome_is_told_once),
		TEST(nothing_to_do_is_told_too),
		TEST(
		    a_listed_feed_is_visited_again_and_again_with_its_validators),
		TEST(a_wish_visits_at_once_what_is_listed_and_nothing_else),
		TEST(status_counts_what_there_is),
		TEST(options_that_cannot_be_are_one_sentence_and_free_all),
		TEST(what_could_not_be_stored_is_told_as_failed),
		TEST(while_nothing_can_be_stored_servers_are_left_in_peace),
	};

	return (RUN_TESTS(road_tests));
}
