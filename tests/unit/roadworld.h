/*
 * The road with real parts against a server on loopback: what its tests share.
 */
#ifndef TESTS_ROADWORLD_H
#define TESTS_ROADWORLD_H

#include <event2/event.h>

#include "earshot/log.h"
#include "earshot/road.h"

#include "../support/feedserver.h"
#include "listening.h"

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

static inline int
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

static inline int
end(void **state)
{
	struct world *w = *state;

	road_free(w->road);
	event_base_free(w->base);
	feedserver_stop(w->server);
	listening_end(&w->l);
	return (0);
}

static inline void
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

static inline void
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

static inline void
on_idle(void *arg)
{
	struct world *w = arg;

	w->idle++;
	if (w->once)
		event_base_loopbreak(w->base);
}

/* A list of the server's ${paths}, space-separated. */
static inline struct feedlist *
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
		buf_printf(&text, "%s%.*s lang=en\n",
		    feedserver_base(w->server), STR_ARG(word));
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

static inline struct road_options
options_of(struct world *w)
{
	struct cadence_options cadence = { 1, 1 };

	return ((struct road_options){ .http = { .user_agent = "earshot-test",
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

static inline void
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

static inline void
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

static inline void
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
static inline void
turn_until(struct world *w, bool (*done)(struct world *w))
{
	struct timeval deadline = { 20, 0 }, often = { 0, 5000 };
	struct late late = { w, done, false };
	bool too_late = false;
	struct event *end = evtimer_new(w->base, on_late, &too_late);
	struct event *look =
	    done == NULL ? NULL
			 : event_new(w->base, -1, EV_PERSIST, on_look, &late);

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

#define RSS(id, text)                                                   \
	"\"<rss version='2.0'><channel><title>T</title><item><guid>" id \
	"</guid><description>" text "</description></item></channel></rss>\""

static inline bool
three_visits(struct world *w)
{

	return (w->visited >= 3);
}

static inline bool
asked(struct world *w)
{

	return (feedserver_hits(w->server, NULL) > 0);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, begin, end)

#endif
