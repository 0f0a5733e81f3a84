/*
 * The road while our own network is down: nobody is blamed.
 */
#include "roadworld.h"

#define SIX_FEEDS 6

/* A list of six hosts. */
static struct feedlist *
six_hosts(struct world *w, unsigned port)
{
	struct buf text = BUF_INIT(4000);
	struct feedlist *list = NULL;
	struct files *files = files_disk();
	struct faults faults;
	char path[200];
	const char *own[] = { path, NULL };

	for (int i = 0; i < SIX_FEEDS; i++)
		buf_printf(&text, "http://h%d.example:%u/a lang=en\n", i, port);
	listening_write(&w->l, "list.feeds", buf_str(&text).p);
	listening_path(&w->l, "list.feeds", path);
	faults_init(&faults);
	assert_int_equal(feedlist_load(files, own, &faults, &list), OK);
	faults_free(&faults);
	files_free(files);
	buf_free(&text);
	return (list);
}

/* The names of six hosts lead to ${port} on loopback, where nobody listens
 * unless a server does. */
static void
open_six(struct world *w, unsigned port)
{
	struct road_options o = options_of(w);
	struct buf why = BUF_INIT(1000), resolve = BUF_INIT(1000);

	for (int i = 0; i < SIX_FEEDS; i++)
		buf_printf(&resolve, "%sh%d.example:%u=127.0.0.1",
		    i > 0 ? " " : "", i, port);
	snprintf(w->allow, sizeof(w->allow), "127.0.0.1:%u", port);
	o.http.resolve = buf_str(&resolve).p;
	o.sched.cadence = o.ingest.cadence = (struct cadence_options){ 1, 2 };
	if (road_new(w->base, &o, w->l.store, w->l.rules, six_hosts(w, port),
		&w->road, &why) != OK)
		fail_msg("%s", buf_str(&why).p);
	w->l.store = NULL;
	buf_free(&resolve);
	buf_free(&why);
}

/* A port that was free a moment ago. */
static unsigned
closed_port(struct world *w)
{
	unsigned port;

	serve(w, "/a 404\n");
	port = feedserver_port(w->server);
	feedserver_stop(w->server);
	w->server = NULL;
	return (port);
}

static bool
all_six_came_back(struct world *w)
{

	return (w->visited >= SIX_FEEDS);
}

static bool
is_time(struct world *w)
{

	return (clock_mono_ms() >= w->until_ms);
}

static void
no_failure_is_counted_and_one_event_told(void **state)
{
	struct world *w = *state;

	open_six(w, closed_port(w));
	turn_until(w, all_six_came_back);
	/* Without restraint each would be asked again every second. */
	w->until_ms = clock_mono_ms() + 3000;
	turn_until(w, is_time);
	assert_int_equal(w->visited, SIX_FEEDS);
	assert_int_equal(listening_number(&w->l,
			     "select coalesce(sum(failures), 0) from feed"),
	    0);
	assert_int_equal(listening_number(&w->l, "select count(*) from v_event "
						 "where kind = 'outage'"),
	    1);
	assert_int_equal(listening_number(&w->l, "select count(*) from visit "
						 "where outcome = 'failed'"),
	    SIX_FEEDS);
}

static void
servers_that_answer_badly_are_counted(void **state)
{
	struct world *w = *state;

	serve(w, "/a 503\n");
	open_six(w, feedserver_port(w->server));
	turn_until(w, all_six_came_back);
	road_stop(w->road);
	assert_true(listening_number(&w->l,
			"select count(*) from feed where failures > 0") >= 5);
	assert_int_equal(listening_number(&w->l, "select count(*) from v_event "
						 "where kind = 'outage'"),
	    0);
}

int
main(void)
{
	const struct CMUnitTest road_tests[] = {
		TEST(no_failure_is_counted_and_one_event_told),
		TEST(servers_that_answer_badly_are_counted),
	};

	return (RUN_TESTS(road_tests));
}
