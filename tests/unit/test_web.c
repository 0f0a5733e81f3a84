/*
 * The small web server against clients that mean no good, over real sockets.
 */
#include <sys/resource.h>
#include <sys/socket.h>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <unistd.h>

#include "earshot/clock.h"
#include "earshot/web.h"

#include "unit.h"
#include "web/ownname.h"

static struct web *web;
static uint16_t port;

static void
page(void *arg, struct web_answer *ret)
{

	(void)arg;
	buf_adds(&ret->body, "here\n");
}

static const struct web_route routes[] = { { "/page", page }, { NULL, NULL } };

static void
start(int deadline_ms)
{
	struct buf why = BUF_INIT(1000);
	const struct web_options o = { .listen = { "127.0.0.1:0" },
		.deadline_ms = deadline_ms,
		.routes = routes };

	assert_int_equal(web_new(&o, &web, &why), OK);
	port = web_port(web, 0);
	assert_int_not_equal(port, 0);
	buf_free(&why);
}

static int
stop(void **state)
{

	(void)state;
	web_free(web);
	web = NULL;
	return (0);
}

static int
enter(void)
{
	struct sockaddr_in at = { .sin_family = AF_INET,
		.sin_port = htons(port),
		.sin_addr = { htonl(INADDR_LOOPBACK) } };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	assert_true(fd >= 0);
	assert_int_equal(connect(fd, (struct sockaddr *)&at, sizeof(at)), 0);
	return (fd);
}

static void
say(int fd, const char *text)
{

	assert_int_equal(send(fd, text, strlen(text), MSG_NOSIGNAL),
	    (ssize_t)strlen(text));
}

/* All until the end of the stream, which must come within ${ms}. */
static const char *
hear(int fd, int ms)
{
	static char text[8192];
	int64_t until = clock_mono_ms() + ms;
	size_t n = 0;

	for (;;) {
		struct pollfd p = { fd, POLLIN, 0 };
		int64_t left = until - clock_mono_ms();
		ssize_t got;

		if (poll(&p, 1, left > 0 ? (int)left : 0) <= 0)
			fail_msg("no end within %d ms, after \"%.*s\"", ms,
			    (int)n, text);
		got = recv(fd, text + n, sizeof(text) - 1 - n, 0);
		if (got <= 0)
			break;
		n += (size_t)got;
	}
	text[n] = '\0';
	close(fd);
	return (text);
}

static const char *
ask(const char *request)
{
	int fd = enter();

	say(fd, request);
	return (hear(fd, 20000));
}

#define GET(path) "GET " path " HTTP/1.1\r\nHost: 127.0.0.1:1\r\n\r\n"

static void
assert_starts(const char *text, const char *with)
{

	if (strncmp(text, with, strlen(with)) != 0)
		fail_msg("\"%s\" does not start with \"%s\"", text, with);
}

static void
a_page_is_served_and_the_connection_ends(void **state)
{
	const char *text;

	(void)state;
	start(0);
	text = ask(GET("/page"));
	assert_starts(text, "HTTP/1.1 200 ");
	assert_non_null(strstr(text, "\r\n\r\nhere\n"));
	assert_non_null(strstr(text, "nosniff"));
	assert_starts(ask(GET("/page?a=b")), "HTTP/1.1 200 ");
	text = ask(GET("/other"));
	assert_starts(text, "HTTP/1.1 404 ");
	assert_non_null(strstr(text, "/page"));
}

static void
head_has_no_body(void **state)
{
	const char *text;

	(void)state;
	start(0);
	text = ask("HEAD /page HTTP/1.1\r\nHost: localhost\r\n\r\n");
	assert_starts(text, "HTTP/1.1 200 ");
	assert_non_null(strstr(text, "Content-Length: 5\r\n"));
	assert_string_equal(strstr(text, "\r\n\r\n"), "\r\n\r\n");
}

static void
only_reading_is_allowed(void **state)
{
	static const char *const verbs[] = { "POST", "PUT", "DELETE", "OPTIONS",
		"TRACE", "CONNECT", "PATCH" };
	char request[200];

	(void)state;
	start(0);
	for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++) {
		const char *text;

		snprintf(request, sizeof(request),
		    "%s /page HTTP/1.1\r\nHost: localhost\r\n"
		    "Content-Length: 0\r\n\r\n",
		    verbs[i]);
		text = ask(request);
		if (strncmp(text, "HTTP/1.1 4", 10) != 0 &&
		    strncmp(text, "HTTP/1.1 5", 10) != 0)
			fail_msg("%s: %s", verbs[i], text);
		assert_null(strstr(text, "here\n"));
	}
	assert_null(strstr(ask("GET /page HTTP/1.1\r\nHost: localhost\r\n"
			       "Content-Length: 9\r\n\r\n123456789"),
	    "here\n"));
}

static void
a_foreign_host_is_refused(void **state)
{

	(void)state;
	start(0);
	assert_starts(ask("GET /page HTTP/1.1\r\nHost: evil.example\r\n\r\n"),
	    "HTTP/1.1 421 ");
	assert_starts(ask("GET /page HTTP/1.0\r\n\r\n"), "HTTP/1.0 421 ");
	assert_starts(ask("GET /page HTTP/1.1\r\nHost: LOCALHOST:99\r\n\r\n"),
	    "HTTP/1.1 200 ");
}

static void
names_of_ours_fit(void **state)
{
	char own[300] = "", longer[320];
	struct {
		const char *host;
		bool fits;
	} table[] = { { "127.0.0.1", true }, { "127.0.0.1:8017", true },
		{ "[::1]:8017", true }, { "[::1]", true },
		{ "10.1.2.3:80", true }, { "localhost.evil.example", false },
		{ "127.0.0.1.evil.example", false }, { "", false },
		{ "[::1", false }, { ":80", false }, { own, true },
		{ "[::1].evil.example", false }, { longer, false } };

	(void)state;
	assert_int_equal(gethostname(own, sizeof(own) - 1), 0);
	/* Anybody can have such a name, and let it lead here. */
	snprintf(longer, sizeof(longer), "%.*s.evil.example:9100",
	    (int)strcspn(own, "."), own);
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (web_host_fits(str_of(table[i].host)) != table[i].fits)
			fail_msg("Host: %s", table[i].host);
}

static void
a_domain_is_ours_when_the_machine_s_own_files_say_so(void **state)
{
	char hosts[] = "/tmp/earshot-test.XXXXXX";
	char resolv[] = "/tmp/earshot-test.XXXXXX";
	FILE *h = fdopen(mkstemp(hosts), "w");
	FILE *r = fdopen(mkstemp(resolv), "w");
	const struct str box = STR("box");

	(void)state;
	assert_non_null(h);
	assert_non_null(r);
	fputs("127.0.0.1 localhost\n127.0.1.1 box.acme.example box # box.no\n",
	    h);
	fputs("nameserver 192.0.2.1\nsearch a.example corp.example\n", r);
	assert_int_equal(fclose(h) | fclose(r), 0);
	assert_true(ownname_is(box, box, hosts, resolv));
	assert_true(ownname_is(STR("BOX.Corp.example"), box, hosts, resolv));
	assert_true(ownname_is(STR("box.acme.example"), box, hosts, resolv));
	assert_false(ownname_is(STR("box.evil.example"), box, hosts, resolv));
	assert_false(ownname_is(STR("box.no"), box, hosts, resolv));
	assert_false(ownname_is(STR("box."), box, hosts, resolv));
	assert_false(ownname_is(STR("x.corp.example"), box, hosts, resolv));
	assert_false(ownname_is(STR("box.192.0.2.1"), box, hosts, resolv));
	/* Where the name is a whole one, its domain is ours, too. */
	assert_true(ownname_is(box, STR("box.my.example"), "", ""));
	assert_true(
	    ownname_is(STR("box.my.example"), STR("box.my.example"), "", ""));
	assert_false(
	    ownname_is(STR("box.evil.example"), STR("box.my.example"), "", ""));
	assert_false(ownname_is(STR(""), STR(""), "", ""));
	unlink(hosts);
	unlink(resolv);
}

static void
too_many_headers_are_refused(void **state)
{
	char *request = malloc(70000);
	const char *text;
	int fd;

	(void)state;
	start(0);
	assert_non_null(request);
	strcpy(request, "GET /page HTTP/1.1\r\nHost: localhost\r\nX: ");
	memset(request + strlen(request), 'x', 60000);
	strcpy(request + 60041, "\r\n\r\n");
	fd = enter();
	(void)send(fd, request, strlen(request), MSG_NOSIGNAL);
	text = hear(fd, 20000);
	assert_null(strstr(text, "here\n"));
	free(request);
}

/* A byte now and then keeps nobody in. */
static void
a_slow_request_is_cut_at_its_deadline(void **state)
{
	int64_t from = clock_mono_ms();
	int fd;

	(void)state;
	start(500);
	fd = enter();
	say(fd, "GET /page HTTP/1.1\r\nX: ");
	for (int i = 0; i < 200; i++) {
		struct pollfd p = { fd, POLLIN, 0 };

		if (poll(&p, 1, 100) > 0)
			break;
		(void)send(fd, "x", 1, MSG_NOSIGNAL);
	}
	assert_null(strstr(hear(fd, 10000), "here\n"));
	/* Of twenty seconds that were offered. */
	assert_true(clock_mono_ms() - from < 15000);
}

static void
who_holds_all_places_keeps_nobody_out(void **state)
{
	int held[WEB_CONNECTIONS + 20];

	(void)state;
	start(60000);
	for (size_t i = 0; i < sizeof(held) / sizeof(held[0]); i++) {
		held[i] = enter();
		say(held[i], "GET /page HT");
	}
	assert_starts(ask(GET("/page")), "HTTP/1.1 200 ");
	for (size_t i = 0; i < sizeof(held) / sizeof(held[0]); i++)
		close(held[i]);
	assert_starts(ask(GET("/page")), "HTTP/1.1 200 ");
}

/* The descriptors of a moment are gone: it waits, and then goes on. */
static void
without_descriptors_it_waits(void **state)
{
	struct rlimit was, few;
	int fd, spare[3], n = 0;

	(void)state;
	start(0);
	assert_int_equal(getrlimit(RLIMIT_NOFILE, &was), 0);
	fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	for (n = 0; n < 3; n++)
		spare[n] = open("/dev/null", O_RDONLY | O_CLOEXEC);
	few = was;
	few.rlim_cur = (rlim_t)fd + 1;
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &few), 0);
	{
		struct sockaddr_in at = { .sin_family = AF_INET,
			.sin_port = htons(port),
			.sin_addr = { htonl(INADDR_LOOPBACK) } };

		/* The kernel takes it; nobody can accept it yet. */
		assert_int_equal(connect(fd, (struct sockaddr *)&at,
				     sizeof(at)),
		    0);
		say(fd, GET("/page"));
		usleep(300 * 1000);
	}
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &was), 0);
	assert_starts(hear(fd, 20000), "HTTP/1.1 200 ");
	while (n-- > 0)
		close(spare[n]);
}

static void
an_address_that_is_taken_is_told(void **state)
{
	struct buf why = BUF_INIT(1000);
	char again[40];
	struct web_options o = { .routes = routes };
	struct web *second = NULL;

	(void)state;
	start(0);
	snprintf(again, sizeof(again), "127.0.0.1:%u", (unsigned)port);
	o.listen[0] = again;
	assert_int_equal(web_new(&o, &second, &why), E_BUSY);
	assert_null(second);
	assert_non_null(strstr(buf_str(&why).p, again));
	buf_clear(&why);
	/* The other one is served all the same. */
	o.listen[1] = "[::1]:0";
	if (web_new(&o, &second, &why) == OK) {
		assert_int_not_equal(web_port(second, 0), 0);
		assert_non_null(strstr(buf_str(&why).p, again));
	}
	web_free(second);
	buf_free(&why);
}

#define WEB_TEST(f) cmocka_unit_test_teardown(f, stop)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		WEB_TEST(a_page_is_served_and_the_connection_ends),
		WEB_TEST(head_has_no_body),
		WEB_TEST(only_reading_is_allowed),
		WEB_TEST(a_foreign_host_is_refused),
		WEB_TEST(names_of_ours_fit),
		WEB_TEST(a_domain_is_ours_when_the_machine_s_own_files_say_so),
		WEB_TEST(too_many_headers_are_refused),
		WEB_TEST(a_slow_request_is_cut_at_its_deadline),
		WEB_TEST(who_holds_all_places_keeps_nobody_out),
		WEB_TEST(without_descriptors_it_waits),
		WEB_TEST(an_address_that_is_taken_is_told),
	};

	signal(SIGPIPE, SIG_IGN);
	return (RUN_TESTS(tests));
}
