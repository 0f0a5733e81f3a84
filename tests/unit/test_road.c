/*
 * The road, whole, against a server on loopback: what visits come to, a reload
 * while one is under way, a stop in the middle.
 */
#include <sys/resource.h>

#include <signal.h>

#include <event2/event.h>

#include "listening.h"

#include "earshot/log.h"
#include "earshot/road.h"

#include "../support/feedserver.h"

struct world {
	struct listening l;
	struct feedserver *server;
	struct event_base *base;
	struct road *road;
	char allow[64];
	bool once;
	int64_t timeout_ms;
	/* what was told */
	size_t visited, fresh, unchanged, failed, idle, wanted;
	int64_t posts, insights, until_ms;
	char last_error[500];
};

static int
begin(void **state)
{
	static struct world w;

	w = (struct world){ .timeout_ms = 5000 };
	listening_begin(&w.l);
	assert_int_equal(http_global_init(), OK);
	w.base = event_base_new();
	assert_non_null(w.base);
	log_set(0, false);
	*state = &w;
	return (0);
}

static int
end(void **state)
{
	struct world *w = *state;

	road_free(w->road);
	event_base_free(w->base);
	feedserver_stop(w->server);
	listening_end(&w->l);
	return (0);
}

static void
serve(struct world *w, const char *script)
{
	struct feedserver_options o = { .script = script,
		.folder = w->l.folder };
	char err[FEEDSERVER_ERR_MAX];

	w->server = feedserver_start(&o, err);
	if (w->server == NULL)
		fail_msg("%s", err);
	snprintf(w->allow, sizeof(w->allow), "127.0.0.1:%u",
	    feedserver_port(w->server));
}

static void
on_visited(void *arg, const struct batch *b)
{
	struct world *w = arg;

	w->visited++;
	w->fresh += b->outcome == OUTCOME_NEW;
	w->unchanged += b->outcome == OUTCOME_UNCHANGED;
	w->failed += b->outcome == OUTCOME_FAILED;
	w->posts += b->new_posts;
	w->insights += b->new_insights;
	if (b->error.n > 0)
		snprintf(w->last_error, sizeof(w->last_error), "%.*s",
		    STR_ARG(b->error));
	if (w->wanted > 0 && w->visited >= w->wanted)
		event_base_loopbreak(w->base);
}

static void
on_idle(void *arg)
{
	struct world *w = arg;

	w->idle++;
	if (w->once)
		event_base_loopbreak(w->base);
}

/* A list of the server's ${paths}, space-separated. */
static struct feedlist *
list_of(struct world *w, const char *paths)
{
	struct buf text = BUF_INIT(4000);
	struct str rest = str_of(paths), word;
	struct feedlist *list = NULL;
	struct files *files = files_disk();
	struct faults faults;
	char path[200];
	const char *own[] = { path, NULL };

	while ((word = str_word(&rest)).n > 0)
		buf_printf(&text, "%s%.*s lang=en\n", feedserver_base(w->server),
		    STR_ARG(word));
	listening_write(&w->l, "list.feeds",
	    text.n > 0 ? buf_str(&text).p : "");
	listening_path(&w->l, "list.feeds", path);
	faults_init(&faults);
	assert_int_equal(feedlist_load(files, own, &faults, &list), OK);
	faults_free(&faults);
	files_free(files);
	buf_free(&text);
	return (list);
}

static struct road_options
options_of(struct world *w)
{
	struct cadence_options cadence = { 1, 1 };

	return ((struct road_options){
	    .http = { .user_agent = "earshot-test",
		.allow_private = w->allow,
		.timeout_ms = w->timeout_ms },
	    .sched = { .cadence = cadence, .once = w->once },
	    .ingest = { .store_url = w->l.db,
		.workers = 2,
		.commit_ms = 5,
		.commit_posts = 1000,
		.cadence = cadence },
	    .batch_max = LISTENING_BYTES,
	    .once = w->once,
	    .visited = on_visited,
	    .idle = on_idle,
	    .arg = w });
}

static void
open_road(struct world *w, const char *paths)
{
	struct road_options o = options_of(w);
	struct buf why = BUF_INIT(1000);

	if (road_new(w->base, &o, w->l.store, w->l.rules, list_of(w, paths),
		&w->road, &why) != OK)
		fail_msg("%s", buf_str(&why).p);
	w->l.store = NULL;
	buf_free(&why);
}

static void
on_late(evutil_socket_t fd, short what, void *arg)
{

	(void)fd;
	(void)what;
	*(bool *)arg = true;
}

struct late {
	struct world *w;
	bool (*done)(struct world *w);
	bool is_done;
};

static void
on_look(evutil_socket_t fd, short what, void *arg)
{
	struct late *late = arg;

	(void)fd;
	(void)what;
	if (late->done(late->w)) {
		late->is_done = true;
		event_base_loopbreak(late->w->base);
	}
}

/* Turns the loop until ${done}, or somebody breaks it; 20 s at the most. */
static void
turn_until(struct world *w, bool (*done)(struct world *w))
{
	struct timeval deadline = { 20, 0 }, often = { 0, 5000 };
	struct late late = { w, done, false };
	bool too_late = false;
	struct event *end = evtimer_new(w->base, on_late, &too_late);
	struct event *look = done == NULL ? NULL
					  : event_new(w->base, -1, EV_PERSIST,
						on_look, &late);

	evtimer_add(end, &deadline);
	if (look != NULL)
		event_add(look, &often);
	do
		event_base_loop(w->base, EVLOOP_ONCE);
	while (!too_late && !late.is_done && !event_base_got_break(w->base));
	event_free(end);
	if (look != NULL)
		event_free(look);
	assert_false(too_late);
}

#define RSS(id, text)                                                        \
	"\"<rss version='2.0'><channel><title>T</title><item><guid>" id      \
	"</guid><description>" text "</description></item></channel></rss>\""

static void
each_outcome_is_told_once(void **state)
{
	struct world *w = *state;

	serve(w, "/new   body=" RSS("1", "I wish you had one.") " etag=a\n"
		 "/page  body=\"<html><body>x</body></html>\"\n"
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

static bool
three_visits(struct world *w)
{

	return (w->visited >= 3);
}

static void
a_listed_feed_is_visited_again_and_again_with_its_validators(void **state)
{
	struct world *w = *state;
	const struct feedserver_request *r;

	serve(w, "/a body=" RSS("1", "I wish you had one.") " etag=\"W/x~1\"\n");
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

static bool
asked(struct world *w)
{

	return (feedserver_hits(w->server, NULL) > 0);
}

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

	serve(w, "/a delay=300ms body=" RSS("1", "I wish you had one, it leaks.")
		 "\n"
		 "/a body=" RSS("2", "I wish you had two, it leaks.") "\n");
	open_road(w, "/a");
	turn_until(w, asked);
	other = listening_rules(&w->l, "pack test\nlang en\nrule leak\n"
	    "  signal complaint\n  say leaks\n  weight sure\n");
	assert_int_equal(road_reload(w->road, list_of(w, "/a"), other), OK);
	ruleset_unref(other);
	turn_until(w, on_leak);
	assert_int_equal(listening_number(&w->l, "select count(*) from insight "
	    "where signal = 'idea'"), 1);
	assert_int_equal(listening_number(&w->l, "select count(*) from insight "
	    "where signal = 'complaint'"), 1);
	assert_int_equal(listening_number(&w->l,
			     "select count(*) from ruleset"), 2);
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

	serve(w, "/a delay=300ms body=" RSS("1", "Rain.") " etag=x\n"
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
				     w->l.rules), OK);
	w->wanted = 6;
	turn_until(w, NULL);
	assert_int_equal(w->failed, 0);
	assert_int_equal(listening_number(&w->l,
			     "select count(*) from feed where etag is not null"),
	    6);
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
	assert_int_equal(sqlite3_exec(db, "create trigger boom before insert "
	    "on feed begin select raise(abort, 'boom'); end", NULL, NULL,
	    NULL), SQLITE_OK);
	list = list_of(w, "/b");
	assert_int_not_equal(road_reload(w->road, list, w->l.rules), OK);
	/* It was not taken. */
	feedlist_free(list);
	w->visited = 0;
	turn_until(w, one_visit);
	assert_int_equal(feedserver_hits(w->server, "/b"), 0);
	assert_true(feedserver_hits(w->server, "/a") >= 2);
	assert_int_equal(sqlite3_exec(db, "drop trigger boom", NULL, NULL,
			     NULL), SQLITE_OK);
	sqlite3_close(db);
}

static void
a_stop_in_mid_visit_is_quick_and_stores_no_half(void **state)
{
	struct world *w = *state;
	int64_t since;

	serve(w, "/hang hang\n"
		 "/drip drip=1b/1s body=" RSS("1", "Rain.") " etag=x\n"
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
	assert_int_equal(listening_number(&w->l,
			     "select count(*) from feed where etag is not null"),
	    1);
	assert_int_equal(listening_number(&w->l,
			     "select sum(failures) from feed"), 0);
	/* The lock is free: the store was closed. */
	listening_open(&w->l);
	road_stop(w->road);
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
	assert_int_equal(rs.due, 1);
	assert_int_equal(strlen(rs.ruleset), 32);
	assert_string_equal(rs.ill, "");
	turn_until(w, asked);
	road_status(w->road, &rs);
	assert_int_equal(rs.visiting, 1);
	assert_int_equal(rs.fetching, 1);
	road_event(w->road, "test", "happened");
	assert_int_equal(listening_number(&w->l, "select count(*) from v_event "
	    "where kind = 'test' and what = 'happened'"), 1);
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
			     list_of(w, "/a"), &w->road, &why), E_SYNTAX);
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
	assert_int_equal(sqlite3_exec(db, "create trigger boom before insert "
	    "on post begin select raise(abort, 'boom'); end", NULL, NULL,
	    NULL), SQLITE_OK);
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

	serve(w, "/a body=" RSS("1", "Rain.") " etag=a\n"
		 "/b body=" RSS("2", "Sun.") " etag=b\n"
		 "/c body=" RSS("3", "Snow.") " etag=c\n"
		 "/d body=" RSS("4", "Fog.") " etag=d\n");
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

#define TEST(f) cmocka_unit_test_setup_teardown(f, begin, end)

int
main(void)
{
	const struct CMUnitTest road_tests[] = {
		TEST(each_outcome_is_told_once),
		TEST(nothing_to_do_is_told_too),
		TEST(a_listed_feed_is_visited_again_and_again_with_its_validators),
		TEST(a_visit_under_way_keeps_its_rules_over_a_reload),
		TEST(a_feed_that_is_taken_off_the_list_in_mid_visit_ends_well),
		TEST(a_reload_while_many_visits_are_under_way_loses_none),
		TEST(a_refused_reload_leaves_everything_as_it_was),
		TEST(a_stop_in_mid_visit_is_quick_and_stores_no_half),
		TEST(a_wish_visits_at_once_what_is_listed_and_nothing_else),
		TEST(status_counts_what_there_is),
		TEST(options_that_cannot_be_are_one_sentence_and_free_all),
		TEST(what_could_not_be_stored_is_told_as_failed),
		TEST(while_nothing_can_be_stored_servers_are_left_in_peace),
	};

	return (RUN_TESTS(road_tests));
}
