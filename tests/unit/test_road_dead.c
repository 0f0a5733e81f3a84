/*
 * Feeds that are dead, or whose names hang, delay nobody but themselves.  This
 * program's own getaddrinfo stands in for the DNS.
 */
#include <netdb.h>
#include <pthread.h>
#include <signal.h>

#include "roadworld.h"

enum { LIVING = 2, DEAD = 12, PLACES = 2, STOP_MAX_MS = 5000 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static bool hanging;
static int nhanging;

/* Every name hangs until it is released, and is not found then. */
int
getaddrinfo(const char *node, const char *service, const struct addrinfo *hints,
    struct addrinfo **ret)
{

	(void)node;
	(void)service;
	(void)hints;
	(void)ret;
	pthread_mutex_lock(&lock);
	nhanging++;
	while (hanging)
		pthread_cond_wait(&changed, &lock);
	nhanging--;
	pthread_cond_broadcast(&changed);
	pthread_mutex_unlock(&lock);
	return (EAI_NONAME);
}

static void
release_hanging(void)
{

	pthread_mutex_lock(&lock);
	hanging = false;
	pthread_cond_broadcast(&changed);
	while (nhanging > 0)
		pthread_cond_wait(&changed, &lock);
	pthread_mutex_unlock(&lock);
	usleep(20000);
}

/* The dead come first in the list; the living are l0.example …, which
 * fetch.resolve knows. */
static struct feedlist *
dead_and_living(struct world *w, const char *dead)
{
	struct buf text = BUF_INIT(10000);
	struct files *files = files_disk();
	struct feedlist *list = NULL;
	struct faults faults;
	char path[200];
	const char *own[] = { path, NULL };

	for (int i = 0; i < DEAD + LIVING; i++)
		buf_printf(&text, "http://%s%d.example:%u/%s lang=en\n",
		    i < DEAD ? dead : "l", i < DEAD ? i : i - DEAD,
		    feedserver_port(w->server), i < DEAD ? "dead" : "well");
	listening_write(&w->l, "list.feeds", buf_str(&text).p);
	listening_path(&w->l, "list.feeds", path);
	faults_init(&faults);
	assert_int_equal(feedlist_load(files, own, &faults, &list), OK);
	faults_free(&faults);
	files_free(files);
	buf_free(&text);
	return (list);
}

static void
open_half_dead(struct world *w, const char *dead)
{
	struct road_options o;
	struct buf why = BUF_INIT(1000), resolve = BUF_INIT(4000);

	serve(w, "/well body=" RSS("1", "Rain.") "\n/dead hang\n");
	o = options_of(w);
	for (int i = 0; i < DEAD; i++)
		buf_printf(&resolve,
		    "l%d.example:%u=127.0.0.1 d%d.example:%u=127.0.0.1 ", i,
		    feedserver_port(w->server), i, feedserver_port(w->server));
	o.http.resolve = buf_str(&resolve).p;
	o.http.max_connections = PLACES;
	o.http.timeout_ms = o.http.connect_timeout_ms = 60000;
	o.ingest.room = PLACES;
	if (road_new(w->base, &o, w->l.store, w->l.rules,
		dead_and_living(w, dead), &w->road, &why) != OK)
		fail_msg("%s", buf_str(&why).p);
	w->l.store = NULL;
	buf_free(&resolve);
	buf_free(&why);
}

static bool
the_living_were_heard(struct world *w)
{

	return (feedserver_hits(w->server, "/well") >= 3 * LIVING);
}

static void
silent_servers_delay_only_their_own_feeds(void **state)
{
	struct world *w = *state;

	open_half_dead(w, "d");
	turn_until(w, the_living_were_heard);
	assert_true(feedserver_hits(w->server, "/dead") >= PLACES);
}

static void
hanging_names_delay_only_their_own_feeds_and_no_stop(void **state)
{
	struct world *w = *state;
	struct road_status rs;
	int64_t began_ms;

	hanging = true;
	open_half_dead(w, "nx");
	turn_until(w, the_living_were_heard);
	road_status(w->road, &rs);
	assert_true(rs.visiting > 0);
	assert_true(nhanging > 0);
	began_ms = clock_mono_ms();
	road_stop(w->road);
	road_free(w->road);
	w->road = NULL;
	assert_true(clock_mono_ms() - began_ms < STOP_MAX_MS);
	assert_true(nhanging > 0);
	release_hanging();
}

int
main(void)
{
	const struct CMUnitTest road_tests[] = {
		TEST(silent_servers_delay_only_their_own_feeds),
		TEST(hanging_names_delay_only_their_own_feeds_and_no_stop),
	};

	return (RUN_TESTS(road_tests));
}
