/*
 * The engine room: the pool, who may start when, names that hang or lie, the
 * proxy, bombs, and stopping.  This program's own getaddrinfo stands in for the
 * DNS.
 */
#include <sys/socket.h>

#include <arpa/inet.h>
#include <locale.h>
#include <netdb.h>
#include <netinet/in.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <zlib.h>

#include <cmocka.h>
#include <event2/event.h>

#include "earshot/clock.h"
#include "earshot/fetch.h"

#include "../../src/net/inside.h"
#include "../support/feedserver.h"

enum { VISITS_MAX = 64 };

struct world {
	struct event_base *base;
	struct feedserver *server;
	struct http *http;
	char allow[100];
	struct batch *started[VISITS_MAX], *done[VISITS_MAX];
	size_t nstarted, ndone, wanted;
	size_t most_large; /* bodies past SMALL_BODY at one time */
	size_t most_grown; /* and what they might hold */
};

/* The DNS: names that begin with "hang" block until released; others have
 * these addresses. */
static const struct {
	const char *name, *addresses[2];
} names[] = {
	{ "one.example", { "127.0.0.1", NULL } },
	{ "two.example", { "10.1.2.3", "127.0.0.1" } },
	{ "private.example", { "10.1.2.3", "fd00::1" } },
	{ "v6.example", { "::1", NULL } },
	{ "xn--bcher-kva.example", { "127.0.0.1", NULL } },
};
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static bool hanging = true;
static int nhanging;

static struct addrinfo *
make_info(const char *text, const char *service)
{
	uint16_t port = htons((uint16_t)atoi(service != NULL ? service : "0"));
	struct addrinfo *ai =
	    calloc(1, sizeof(*ai) + sizeof(struct sockaddr_in6));
	struct sockaddr_in *in = (void *)(ai + 1);
	struct sockaddr_in6 *in6 = (void *)(ai + 1);

	ai->ai_socktype = SOCK_STREAM;
	ai->ai_addr = (void *)(ai + 1);
	if (inet_pton(AF_INET, text, &in->sin_addr) == 1) {
		in->sin_family = AF_INET;
		in->sin_port = port;
		ai->ai_addrlen = sizeof(*in);
	} else {
		assert_int_equal(inet_pton(AF_INET6, text, &in6->sin6_addr), 1);
		in6->sin6_family = AF_INET6;
		in6->sin6_port = port;
		ai->ai_addrlen = sizeof(*in6);
	}
	ai->ai_family = ai->ai_addr->sa_family;
	return (ai);
}

int
getaddrinfo(const char *node, const char *service, const struct addrinfo *hints,
    struct addrinfo **ret)
{

	(void)hints;
	if (node != NULL && strncmp(node, "hang", 4) == 0) {
		pthread_mutex_lock(&lock);
		nhanging++;
		while (hanging)
			pthread_cond_wait(&changed, &lock);
		nhanging--;
		pthread_cond_broadcast(&changed);
		pthread_mutex_unlock(&lock);
		return (EAI_AGAIN);
	}
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (node == NULL || strcmp(node, names[i].name) != 0)
			continue;
		*ret = make_info(names[i].addresses[0], service);
		if (names[i].addresses[1] != NULL)
			(*ret)->ai_next =
			    make_info(names[i].addresses[1], service);
		return (0);
	}
	return (EAI_NONAME);
}

/* Threads that libcurl has left behind come to their end. */
static void
release_hanging(void)
{

	pthread_mutex_lock(&lock);
	hanging = false;
	pthread_cond_broadcast(&changed);
	while (nhanging > 0)
		pthread_cond_wait(&changed, &lock);
	hanging = true;
	pthread_mutex_unlock(&lock);
	usleep(20000);
}

static void
on_done(struct batch *b, void *arg)
{
	struct world *w = arg;

	w->done[w->ndone++] = b;
	for (size_t i = 0; i < w->nstarted; i++)
		if (w->started[i] == b)
			w->started[i] = NULL;
	if (w->ndone >= w->wanted)
		event_base_loopbreak(w->base);
}

static void
look(evutil_socket_t fd, short what, void *arg)
{
	struct world *w = arg;
	size_t n = 0;

	(void)fd;
	(void)what;
	for (size_t i = 0; i < w->nstarted; i++)
		n += w->started[i] != NULL &&
		     w->started[i]->http_status == 0 && /* still coming */
		     w->started[i]->body.n > SMALL_BODY;
	if (n > w->most_large)
		w->most_large = n;
	if (w->http->grown > w->most_grown)
		w->most_grown = w->http->grown;
}

static void
run(struct world *w, size_t n, int64_t ms)
{
	struct timeval most = { .tv_sec = ms / 1000,
		.tv_usec = (suseconds_t)(ms % 1000) * 1000 };
	struct timeval often = { .tv_usec = 2000 };
	struct event *watch = event_new(w->base, -1, EV_PERSIST, look, w);

	w->wanted = n;
	event_add(watch, &often);
	event_base_loopexit(w->base, &most);
	if (w->ndone < n)
		event_base_dispatch(w->base);
	event_free(watch);
}

static void
open_world_at(struct world *w, const char *address, const char *script,
    struct http_options *o)
{
	struct feedserver_options so = { .script = script, .address = address };
	char err[FEEDSERVER_ERR_MAX];
	struct buf why = BUF_INIT(1000);
	bool v6 = strchr(address, ':') != NULL;

	*w = (struct world){ .base = event_base_new() };
	w->server = feedserver_start(&so, err);
	if (w->server == NULL)
		fail_msg("%s", err);
	snprintf(w->allow, sizeof(w->allow), v6 ? "[%s]/128:%u" : "%s:%u",
	    address, feedserver_port(w->server));
	if (o->allow_private == NULL)
		o->allow_private = w->allow;
	if (http_new(w->base, o, &w->http, &why) != OK)
		fail_msg("%.*s", STR_ARG(buf_str(&why)));
	buf_free(&why);
}

static void
open_world(struct world *w, const char *script, struct http_options *o)
{

	open_world_at(w, "127.0.0.1", script, o);
}

static void
close_world(struct world *w)
{

	for (size_t i = 0; i < w->ndone; i++)
		batch_free(w->done[i]);
	http_free(w->http);
	feedserver_stop(w->server);
	event_base_free(w->base);
}

/* ${host}: NULL: as the server calls itself. */
static void
start(struct world *w, const char *host, const char *path)
{
	struct feed feed = { .id = 1 };
	struct batch *b;
	char url[300];

	if (host != NULL)
		snprintf(url, sizeof(url), "http://%s:%u%s", host,
		    feedserver_port(w->server), path);
	else
		snprintf(url, sizeof(url), "%s%s", feedserver_base(w->server),
		    path);
	feed.spec.url = str_of(url);
	b = batch_new(&feed, 1 << 20, 32 << 20);
	assert_non_null(b);
	w->started[w->nstarted++] = b;
	assert_int_equal(fetch_start(w->http, b, false, on_done, w), OK);
}

static struct batch *
visit(struct world *w, const char *host, const char *path)
{
	size_t n = w->ndone + 1;

	start(w, host, path);
	run(w, n, 20000);
	assert_int_equal(w->ndone, n);
	return (w->done[n - 1]);
}

static void
expect_failure(const struct batch *b, enum status st, const char *words)
{

	if (b->outcome != OUTCOME_FAILED || b->status != st ||
	    str_find(b->error, str_of(words)) == SIZE_MAX)
		fail_msg("%s, %s: \"%.*s\" lacks \"%s\"",
		    outcome_word(b->outcome), status_word(b->status),
		    STR_ARG(b->error), words);
}

/* A service has no locale, and libcurl asks it what the letters are. */
static void
a_name_in_other_letters_is_visited_without_a_locale(void **state)
{
	struct http_options o = { 0 };
	struct world w;

	(void)state;
	assert_non_null(setlocale(LC_CTYPE, "C"));
	assert_int_equal(http_global_init(), OK);
	open_world(&w, "/a body=x", &o);
	assert_int_equal(visit(&w, "b\u00fccher.example", "/a")->http_status,
	    200);
	close_world(&w);
}

static void
connections_are_kept_and_handles_reused(void **state)
{
	struct http_options o = { 0 };
	struct feedserver_counts counts;
	struct world w;

	(void)state;
	open_world(&w, "/a body=x", &o);
	for (int i = 0; i < 20; i++)
		assert_int_equal(visit(&w, NULL, "/a")->http_status, 200);
	feedserver_counts(w.server, &counts);
	assert_int_equal(counts.connections, 1);
	assert_int_equal(w.http->nidle, 1);
	close_world(&w);
}

static void
one_host_sees_two_connections_at_most(void **state)
{
	struct http_options o = { 0 };
	struct feedserver_counts counts;
	struct world w;

	(void)state;
	open_world(&w, "/a body=x delay=20ms", &o);
	for (int i = 0; i < 8; i++)
		start(&w, NULL, "/a");
	run(&w, 8, 20000);
	assert_int_equal(w.ndone, 8);
	for (int i = 0; i < 8; i++)
		assert_int_equal(w.done[i]->http_status, 200);
	feedserver_counts(w.server, &counts);
	assert_in_range(counts.open_max, 1, 2);
	close_world(&w);
}

static void
more_visits_than_places_wait_their_turn(void **state)
{
	struct http_options o = { .max_connections = 3 };
	struct world w;
	struct batch *late;

	(void)state;
	open_world(&w, "/a body=x delay=10ms\n/hang hang", &o);
	for (int i = 0; i < 12; i++)
		start(&w, NULL, "/a");
	event_base_loop(w.base, EVLOOP_NONBLOCK);
	assert_true(w.http->nrunning <= 3);
	assert_int_equal(http_active(w.http), 12);
	run(&w, 12, 20000);
	assert_int_equal(w.ndone, 12);
	assert_int_equal(http_active(w.http), 0);
	assert_int_equal(w.http->nrunning, 0);
	/* A visit that still waits for its place can be cancelled, too. */
	for (int i = 0; i < 5; i++)
		start(&w, NULL, "/hang");
	event_base_loop(w.base, EVLOOP_NONBLOCK);
	fetch_cancel_all(w.http);
	assert_int_equal(w.ndone, 17);
	late = visit(&w, NULL, "/a");
	assert_int_equal(late->http_status, 200);
	close_world(&w);
}

static void
a_name_is_judged_by_its_addresses(void **state)
{
	struct http_options o = { 0 };
	struct world w;

	(void)state;
	open_world(&w, "/a body=x", &o);
	assert_int_equal(visit(&w, "one.example", "/a")->http_status, 200);
	/* One of two addresses may be used: that one is. */
	assert_int_equal(visit(&w, "two.example", "/a")->http_status, 200);
	expect_failure(visit(&w, "private.example", "/a"), E_REFUSED,
	    "(private)");
	expect_failure(visit(&w, "nowhere.example", "/a"), E_DNS,
	    "/a: the name was not found");
	close_world(&w);
}

static void
ipv6_is_spoken_and_guarded(void **state)
{
	struct http_options o = { 0 };
	struct world w;

	(void)state;
	open_world_at(&w, "::1", "/a body=x", &o);
	assert_int_equal(visit(&w, "v6.example", "/a")->http_status, 200);
	assert_int_equal(visit(&w, "[::1]", "/a")->http_status, 200);
	http_free(w.http);
	o.allow_private = "127.0.0.1";
	assert_int_equal(http_new(w.base, &o, &w.http, NULL), OK);
	expect_failure(visit(&w, "v6.example", "/a"), E_REFUSED, "(loopback)");
	expect_failure(visit(&w, "[::1]", "/a"), E_REFUSED, "[::1]:");
	close_world(&w);
}

static void
a_hanging_lookup_ends_at_the_connect_limit(void **state)
{
	struct http_options o = { .connect_timeout_ms = 200 };
	struct world w;

	(void)state;
	open_world(&w, "", &o);
	expect_failure(visit(&w, "hang.example", "/"), E_TIMEOUT,
	    "the name lookup had no answer after 0.2 s");
	close_world(&w);
	release_hanging();
}

static void
hanging_lookups_leave_places_to_known_hosts(void **state)
{
	struct http_options o = { .max_connections = 4 };
	struct world w;

	(void)state;
	open_world(&w, "/a body=x", &o);
	assert_int_equal(visit(&w, "one.example", "/a")->http_status, 200);
	for (int i = 0; i < 9; i++) {
		char host[40];

		snprintf(host, sizeof(host), "hang%d.example", i);
		start(&w, host, "/a");
	}
	event_base_loop(w.base, EVLOOP_NONBLOCK);
	assert_int_equal(w.http->nlooking, 2);
	assert_int_equal(visit(&w, "one.example", "/a")->http_status, 200);
	assert_int_equal(visit(&w, NULL, "/a")->http_status, 200);
	fetch_cancel_all(w.http);
	assert_int_equal(w.http->nlooking, 0);
	close_world(&w);
	release_hanging();
}

static void
stopping_does_not_wait_for_hanging_lookups(void **state)
{
	struct http_options o = { 0 };
	struct world w;
	int64_t began_ms;

	(void)state;
	open_world(&w, "/hang hang", &o);
	for (int i = 0; i < 4; i++)
		start(&w, "hang.example", "/");
	start(&w, NULL, "/hang");
	run(&w, 1, 100);
	assert_int_equal(w.ndone, 0);
	began_ms = clock_mono_ms();
	http_free(w.http);
	/* The names hang until they are released, below. */
	assert_true(clock_mono_ms() - began_ms < 20000);
	w.http = NULL;
	close_world(&w);
	release_hanging();
}

/* A folder with one file of ${n} bytes, as they are or deflated. */
static char *
make_file(char *folder, size_t n, bool deflated)
{
	char path[100], block[65536] = { 0 };
	gzFile f;

	assert_non_null(mkdtemp(folder));
	snprintf(path, sizeof(path), "%s/file", folder);
	f = gzopen(path, deflated ? "wb9" : "wbT");
	assert_non_null(f);
	for (size_t done = 0; done < n; done += sizeof(block))
		assert_int_equal(gzwrite(f, block, sizeof(block)),
		    sizeof(block));
	assert_int_equal(gzclose(f), Z_OK);
	return (folder);
}

static void
remove_file(const char *folder)
{
	char path[100];

	snprintf(path, sizeof(path), "%s/file", folder);
	unlink(path);
	rmdir(folder);
}

static void
a_bomb_is_noticed_long_before_the_cap(void **state)
{
	char folder[] = "/tmp/earshot-http-XXXXXX", script[300];
	struct http_options o = { .max_body = 16 << 20 };
	struct world w;

	(void)state;
	make_file(folder, 12 << 20, true);
	snprintf(script, sizeof(script),
	    "/bomb file=%s/file encoding=gzip\n"
	    "/chain file=%s/file encoding=\"gzip, gzip\"",
	    folder, folder);
	open_world(&w, script, &o);
	expect_failure(visit(&w, NULL, "/bomb"), E_TOO_LARGE, "inflates");
	/* Not what it claims: asked again, and taken as it is. */
	assert_int_equal(visit(&w, NULL, "/chain")->outcome, OUTCOME_NEW);
	close_world(&w);
	remove_file(folder);
}

static void
large_bodies_grow_a_few_at_a_time(void **state)
{
	char folder[] = "/tmp/earshot-http-XXXXXX", script[300];
	char resolve[1000] = "";
	struct http_options o = { .max_body = 1 << 20, .resolve = resolve };
	struct feedserver_counts counts;
	struct world w;
	size_t len = 0;

	(void)state;
	make_file(folder, 640 * 1024, false);
	snprintf(script, sizeof(script), "/big file=%s/file drip=64K/5ms",
	    folder);
	open_world(&w, script, &o);
	http_free(w.http);
	for (int i = 0; i < 12; i++)
		len += (size_t)snprintf(resolve + len, sizeof(resolve) - len,
		    "h%d.example:%u=127.0.0.1 ", i, feedserver_port(w.server));
	assert_int_equal(http_new(w.base, &o, &w.http, NULL), OK);
	for (int i = 0; i < 12; i++) {
		char host[40];

		snprintf(host, sizeof(host), "h%d.example", i);
		start(&w, host, "/big");
	}
	run(&w, 12, 20000);
	assert_int_equal(w.ndone, 12);
	for (int i = 0; i < 12; i++)
		assert_int_equal(w.done[i]->body.n, 640 * 1024);
	feedserver_counts(w.server, &counts);
	assert_in_range(w.most_large, 2, 3);
	assert_in_range(w.most_grown, 1, o.max_body + o.max_body / LARGE_SHARE);
	assert_in_range(counts.open_max, 4, 12);
	assert_int_equal(w.http->grown, 0);
	close_world(&w);
	remove_file(folder);
}

static void
slow_large_bodies_keep_no_other_waiting(void **state)
{
	char folder[] = "/tmp/earshot-http-XXXXXX", script[300];
	char resolve[1000] = "";
	struct http_options o = { .max_body = 16 << 20, .resolve = resolve };
	struct world w;
	size_t len = 0;

	(void)state;
	make_file(folder, 640 * 1024, false);
	snprintf(script, sizeof(script),
	    "/slow file=%s/file drip=300K/1m\n/quick file=%s/file\n", folder,
	    folder);
	open_world(&w, script, &o);
	http_free(w.http);
	for (int i = 0; i < 12; i++)
		len += (size_t)snprintf(resolve + len, sizeof(resolve) - len,
		    "h%d.example:%u=127.0.0.1 ", i, feedserver_port(w.server));
	assert_int_equal(http_new(w.base, &o, &w.http, NULL), OK);
	for (int i = 0; i < 8; i++) {
		char host[40];

		snprintf(host, sizeof(host), "h%d.example", i);
		start(&w, host, "/slow");
	}
	run(&w, 1, 300);
	assert_int_equal(w.ndone, 0);
	assert_int_equal(w.most_large, 8);
	for (int i = 8; i < 12; i++)
		assert_int_equal(visit(&w, "h9.example", "/quick")->body.n,
		    640 * 1024);
	/* What came and is not worked on yet counts, too. */
	http_hold(w.http, o.max_body / LARGE_SHARE);
	start(&w, "h10.example", "/quick");
	run(&w, 5, 300);
	assert_int_equal(w.ndone, 4);
	http_let_go(w.http, o.max_body / LARGE_SHARE);
	run(&w, 5, 20000);
	assert_int_equal(w.ndone, 5);
	fetch_cancel_all(w.http);
	assert_int_equal(w.http->grown, 0);
	close_world(&w);
	remove_file(folder);
}

/* A proxy that answers one request itself and keeps its first line. */
struct proxy {
	int fd;
	char request[4096];
};

static void *
be_proxy(void *arg)
{
	static const char answer[] =
	    "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx";
	struct proxy *p = arg;
	size_t n = 0;
	ssize_t got;
	int fd = accept(p->fd, NULL, NULL);

	while (fd >= 0 && n + 1 < sizeof(p->request) &&
	       strstr(p->request, "\r\n\r\n") == NULL &&
	       (got = read(fd, p->request + n, sizeof(p->request) - 1 - n)) > 0)
		n += (size_t)got;
	if (fd >= 0) {
		got = write(fd, answer, sizeof(answer) - 1);
		(void)got;
		close(fd);
	}
	return (NULL);
}

static void
the_proxy_is_asked_and_private_hosts_are_not(void **state)
{
	struct sockaddr_in in = { .sin_family = AF_INET,
		.sin_addr = { htonl(INADDR_LOOPBACK) } };
	struct proxy p = { .fd = socket(AF_INET, SOCK_STREAM, 0) };
	struct http_options o = { .no_proxy = "one.example" };
	socklen_t n = sizeof(in);
	pthread_t thread;
	struct world w;
	char url[100];

	(void)state;
	assert_int_equal(bind(p.fd, (struct sockaddr *)&in, n), 0);
	assert_int_equal(listen(p.fd, 5), 0);
	assert_int_equal(getsockname(p.fd, (struct sockaddr *)&in, &n), 0);
	assert_int_equal(pthread_create(&thread, NULL, be_proxy, &p), 0);
	snprintf(url, sizeof(url), "http://jo:pw@127.0.0.1:%u",
	    ntohs(in.sin_port));
	o.proxy = url;
	o.allow_private = "192.0.2.1";
	open_world(&w, "/a body=y", &o);
	expect_failure(visit(&w, "127.0.0.1", "/a"), E_REFUSED, "(loopback)");
	expect_failure(visit(&w, "localhost", "/a"), E_REFUSED, "localhost:");
	expect_failure(visit(&w, "[::1]", "/a"), E_REFUSED, "(loopback)");
	/* Not through the proxy: the guard again. */
	expect_failure(visit(&w, "one.example", "/a"), E_REFUSED, "(loopback)");
	assert_int_equal(p.request[0], '\0');
	assert_int_equal(visit(&w, "blog.example", "/a")->http_status, 200);
	pthread_join(thread, NULL);
	assert_int_equal(strncmp(p.request, "GET http://blog.example:", 24), 0);
	assert_non_null(strstr(p.request, "Proxy-Authorization: Basic"));
	close(p.fd);
	close_world(&w);
}

static void
a_proxy_in_the_environment_is_ignored(void **state)
{
	struct http_options o = { 0 };
	struct world w;

	(void)state;
	setenv("http_proxy", "http://127.0.0.1:9", 1);
	setenv("all_proxy", "http://127.0.0.1:9", 1);
	open_world(&w, "/a body=x", &o);
	assert_int_equal(visit(&w, NULL, "/a")->http_status, 200);
	close_world(&w);
	unsetenv("http_proxy");
	unsetenv("all_proxy");
}

static void
bad_options_are_said_in_a_sentence(void **state)
{
	static const struct http_options rows[] = {
		{ .allow_private = "localhost" },
		{ .proxy = "ftp://x" },
		{ .resolve = "x" },
	};
	struct event_base *base = event_base_new();

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct buf why = BUF_INIT(1000);
		struct http *h = NULL;

		assert_int_equal(http_new(base, &rows[i], &h, &why), E_SYNTAX);
		assert_null(h);
		assert_true(why.n > 10);
		buf_free(&why);
	}
	event_base_free(base);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    a_name_in_other_letters_is_visited_without_a_locale),
		cmocka_unit_test(connections_are_kept_and_handles_reused),
		cmocka_unit_test(one_host_sees_two_connections_at_most),
		cmocka_unit_test(more_visits_than_places_wait_their_turn),
		cmocka_unit_test(a_name_is_judged_by_its_addresses),
		cmocka_unit_test(ipv6_is_spoken_and_guarded),
		cmocka_unit_test(a_hanging_lookup_ends_at_the_connect_limit),
		cmocka_unit_test(hanging_lookups_leave_places_to_known_hosts),
		cmocka_unit_test(stopping_does_not_wait_for_hanging_lookups),
		cmocka_unit_test(a_bomb_is_noticed_long_before_the_cap),
		cmocka_unit_test(large_bodies_grow_a_few_at_a_time),
		cmocka_unit_test(slow_large_bodies_keep_no_other_waiting),
		cmocka_unit_test(the_proxy_is_asked_and_private_hosts_are_not),
		cmocka_unit_test(a_proxy_in_the_environment_is_ignored),
		cmocka_unit_test(bad_options_are_said_in_a_sentence),
	};

	if (http_global_init() != OK)
		return (1);
	return (cmocka_run_group_tests(tests, NULL, NULL));
}
