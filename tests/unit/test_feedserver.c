/*
 * The feed server that other tests lean on must itself be trusted: what a
 * script says is what goes over the wire.  Raw sockets, so that nothing
 * between us and the bytes is kind to us.
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include <sys/socket.h>
#include <sys/stat.h>

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "feedserver.h"

#define ANSWER_MAX ((size_t)4 << 20)

/* A folder with two feeds and a page in it, for all tests. */
static char folder[64];

/* One test's server, and the last answer. */
struct world {
	struct feedserver *server;
	char answer[ANSWER_MAX];
	size_t len;
	const char *body;
	int64_t first_ms, whole_ms; /* until its first and its last byte */
	bool reset;                 /* it ended with RST */
};

static struct world world;

static int64_t
now_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

static void
write_file(const char *name, const char *text)
{
	char path[256];
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	f = fopen(path, "w");
	assert_non_null(f);
	fputs(text, f);
	assert_int_equal(fclose(f), 0);
}

static void
remove_file(const char *name)
{
	char path[256];

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	unlink(path);
}

static void
serve_with(const struct feedserver_options *given, const char *script)
{
	struct feedserver_options o = *given;
	char err[FEEDSERVER_ERR_MAX];

	o.script = script;
	o.folder = folder;
	world.server = feedserver_start(&o, err);
	if (world.server == NULL)
		fail_msg("%s", err);
}

static void
serve(const char *script)
{
	serve_with(&(struct feedserver_options){ 0 }, script);
}

static int
connect_to(uint16_t port)
{
	struct sockaddr_in in = { .sin_family = AF_INET,
		.sin_port = htons(port) };
	int fd;

	in.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_true(fd >= 0);
	assert_int_equal(connect(fd, (struct sockaddr *)&in, sizeof(in)), 0);
	return fd;
}

static void
say(int fd, const char *text)
{
	size_t len = strlen(text);

	assert_true(send(fd, text, len, MSG_NOSIGNAL) == (ssize_t)len);
}

/* Reads to the end of the connection, for ten seconds at most. */
static void
hear_all(int fd)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };
	int64_t start = now_ms();
	ssize_t n;

	world.len = 0;
	world.first_ms = -1;
	world.reset = false;
	for (;;) {
		assert_true(poll(&p, 1, 10000) > 0);
		n = recv(fd, world.answer + world.len,
		    ANSWER_MAX - 1 - world.len, 0);
		if (n > 0 && world.first_ms < 0)
			world.first_ms = now_ms() - start;
		if (n <= 0)
			break;
		world.len += (size_t)n;
	}
	world.reset = n < 0 && errno == ECONNRESET;
	world.whole_ms = now_ms() - start;
	world.answer[world.len] = '\0';
	world.body = strstr(world.answer, "\r\n\r\n");
	world.body = world.body == NULL ? "" : world.body + 4;
}

/* One request on a connection of its own; ${headers} end in CRLF each. */
static void
ask(const char *method, const char *target, const char *headers)
{
	char request[2048];
	int fd = connect_to(feedserver_port(world.server));

	snprintf(request, sizeof(request),
	    "%s %s HTTP/1.1\r\n"
	    "Host: feeds.example\r\nConnection: close\r\n%s\r\n",
	    method, target, headers);
	say(fd, request);
	hear_all(fd);
	close(fd);
}

static unsigned
get(const char *target)
{
	unsigned status = 0;

	ask("GET", target, "");
	sscanf(world.answer, "HTTP/1.1 %u ", &status);
	return status;
}

static unsigned
get_with(const char *target, const char *headers)
{
	unsigned status = 0;

	ask("GET", target, headers);
	sscanf(world.answer, "HTTP/1.1 %u ", &status);
	return status;
}

#define assert_heard(text)  assert_non_null(strstr(world.answer, text))
#define assert_silent(text) assert_null(strstr(world.answer, text))

static void
lines_for_one_path_answer_in_turn_and_the_last_repeats(void **state)
{
	(void)state;
	serve("/a 200 body=one\n"
	      "/a 503 times=2\n"
	      "# between them something else\n"
	      "/b 204\n"
	      "/a 410  # gone for good\n");
	assert_int_equal(get("/a"), 200);
	assert_string_equal(world.body, "one");
	assert_int_equal(get("/a"), 503);
	assert_int_equal(get("/b"), 204);
	assert_int_equal(get("/a"), 503);
	assert_int_equal(get("/a"), 410);
	assert_int_equal(get("/a"), 410);
}

static void
a_path_that_no_line_names_is_404(void **state)
{
	(void)state;
	serve("/a body=x");
	assert_int_equal(get("/b"), 404);
}

static void
a_file_goes_out_with_type_and_length(void **state)
{
	(void)state;
	serve("/posts file=posts.xml\n/wrong file=posts.xml type=text/html\n"
	      "/none file=posts.xml type=none\n");
	assert_int_equal(get("/posts"), 200);
	assert_heard("Content-Type: application/rss+xml\r\n");
	assert_heard("Content-Length: 31\r\n");
	assert_string_equal(world.body, "<rss><channel></channel></rss>\n");
	get("/wrong");
	assert_heard("Content-Type: text/html\r\n");
	get("/none");
	assert_silent("Content-Type");
}

static void
a_charset_is_claimed_right_or_wrong(void **state)
{
	(void)state;
	serve("/a file=posts.xml charset=koi8-r");
	get("/a");
	assert_heard("Content-Type: application/rss+xml; charset=koi8-r\r\n");
}

static void
who_presents_the_etag_gets_304(void **state)
{
	(void)state;
	serve("/a body=text etag=\"a1\" header=\"Cache-Control: max-age=60\"\n"
	      "/weak body=text etag=W/a1\n"
	      "/liar body=text etag=a1 ignore-conditions\n");
	assert_int_equal(get("/a"), 200);
	assert_heard("ETag: \"a1\"\r\n");
	assert_int_equal(get_with("/a", "If-None-Match: \"a1\"\r\n"), 304);
	assert_heard("ETag: \"a1\"\r\n");
	assert_heard("Cache-Control: max-age=60\r\n");
	assert_silent("Content-Length");
	assert_string_equal(world.body, "");
	assert_int_equal(get_with("/a", "If-None-Match: \"a2\"\r\n"), 200);
	assert_int_equal(get_with("/weak", "If-None-Match: W/\"a1\"\r\n"), 304);
	assert_int_equal(get_with("/liar", "If-None-Match: \"a1\"\r\n"), 200);
}

static void
an_automatic_etag_follows_the_content(void **state)
{
	char etag[64], header[128];

	(void)state;
	serve("/a file=changing.txt etag=auto");
	write_file("changing.txt", "before");
	get("/a");
	assert_int_equal(sscanf(strstr(world.answer, "ETag: "),
			     "ETag: %60[^\r]", etag),
	    1);
	snprintf(header, sizeof(header), "If-None-Match: %s\r\n", etag);
	assert_int_equal(get_with("/a", header), 304);
	write_file("changing.txt", "after");
	assert_int_equal(get_with("/a", header), 200);
	assert_string_equal(world.body, "after");
	remove_file("changing.txt");
}

static void
a_date_no_older_than_ours_gets_304(void **state)
{
	(void)state;
	serve("/a body=x last-modified=\"Tue, 03 Nov 2026 08:00:00 GMT\"\n"
	      "/file file=posts.xml last-modified=auto\n");
	assert_int_equal(get("/a"), 200);
	assert_heard("Last-Modified: Tue, 03 Nov 2026 08:00:00 GMT\r\n");
	assert_int_equal(get_with("/a", "If-Modified-Since: Tue, 03 Nov 2026 "
					"08:00:00 GMT\r\n"),
	    304);
	assert_int_equal(get_with("/a", "If-Modified-Since: Mon, 02 Nov 2026 "
					"08:00:00 GMT\r\n"),
	    200);
	/* An ETag that does not fit wins over a date that does. */
	assert_int_equal(get_with("/a", "If-None-Match: \"x\"\r\n"
					"If-Modified-Since: Tue, 03 Nov 2026 "
					"08:00:00 GMT\r\n"),
	    200);
	get("/file");
	assert_heard("Last-Modified: ");
}

static void
once_etag_drops_the_old_entries(void **state)
{
	char etag[64], header[128];

	(void)state;
	serve("/a file=posts.xml etag=a1 once-etag=news.atom");
	assert_int_equal(get("/a"), 200);
	assert_non_null(strstr(world.body, "<rss>"));
	assert_int_equal(get_with("/a", "If-None-Match: \"a1\"\r\n"), 200);
	assert_non_null(strstr(world.body, "<feed"));
	assert_int_equal(sscanf(strstr(world.answer, "ETag: "),
			     "ETag: %60[^\r]", etag),
	    1);
	assert_string_not_equal(etag, "\"a1\"");
	snprintf(header, sizeof(header), "If-None-Match: %s\r\n", etag);
	assert_int_equal(get_with("/a", header), 304);
	assert_int_equal(get_with("/a", "If-None-Match: \"other\"\r\n"), 200);
	assert_non_null(strstr(world.body, "<rss>"));
}

static void
a_ledger_drops_what_was_acknowledged(void **state)
{
	(void)state;
	serve("/a ledger=2/5\n");
	assert_int_equal(get("/a"), 200);
	assert_non_null(strstr(world.body, "/a-1<"));
	assert_non_null(strstr(world.body, "/a-2<"));
	/* Who does not present it gets the same again. */
	assert_int_equal(get("/a"), 200);
	assert_non_null(strstr(world.body, "/a-1<"));
	assert_heard("ETag: \"upto-2\"\r\n");
	assert_int_equal(get_with("/a", "If-None-Match: \"upto-2\"\r\n"), 200);
	assert_null(strstr(world.body, "/a-2<"));
	assert_non_null(strstr(world.body, "/a-4<"));
	/* Nor does anybody else see them ever again. */
	assert_int_equal(get("/a"), 200);
	assert_null(strstr(world.body, "/a-2<"));
	assert_int_equal(get_with("/a", "If-None-Match: \"upto-4\"\r\n"), 200);
	assert_non_null(strstr(world.body, "/a-5<"));
	assert_int_equal(get_with("/a", "If-None-Match: \"upto-5\"\r\n"), 304);
}

static void
a_redirect_names_where_to_go(void **state)
{
	char location[128];

	(void)state;
	serve("/old redirect=301:/new\n"
	      "/far redirect=308:{base}/new?n={n}\n");
	assert_int_equal(get("/old"), 301);
	assert_heard("Location: /new\r\n");
	assert_int_equal(get("/far"), 308);
	snprintf(location, sizeof(location),
	    "Location: http://feeds.example/new?n=1\r\n");
	assert_heard(location);
}

static void
headers_are_sent_as_written_and_in_floods(void **state)
{
	(void)state;
	serve(
	    "/a 429 retry-after=30 header=\"X-A: 1\" header=\"X-B: \\\"2\\\"\""
	    "\n/flood body=x header-flood=1000\n");
	assert_int_equal(get("/a"), 429);
	assert_heard("Retry-After: 30\r\n");
	assert_heard("X-A: 1\r\n");
	assert_heard("X-B: \"2\"\r\n");
	assert_int_equal(get("/flood"), 200);
	assert_heard("X-Flood-001000: ");
	assert_string_equal(world.body, "x");
}

static void
a_chunked_body_has_no_length_and_an_end(void **state)
{
	(void)state;
	serve("/a body=hello chunked\n/empty chunked");
	get("/a");
	assert_heard("Transfer-Encoding: chunked\r\n");
	assert_silent("Content-Length");
	assert_string_equal(world.body, "5\r\nhello\r\n0\r\n\r\n");
	get("/empty");
	assert_string_equal(world.body, "0\r\n\r\n");
}

static void
a_cut_body_promises_more_than_it_sends(void **state)
{
	(void)state;
	serve("/half body=0123456789 cut=50%\n/three body=0123456789 cut=3b\n"
	      "/chunks body=0123456789 cut=50% chunked\n");
	get("/half");
	assert_heard("Content-Length: 10\r\n");
	assert_string_equal(world.body, "01234");
	get("/three");
	assert_string_equal(world.body, "012");
	get("/chunks");
	assert_string_equal(world.body, "5\r\n01234\r\n");
}

static void
a_length_may_be_a_lie_or_missing(void **state)
{
	(void)state;
	serve("/lie body=0123 length=999\n/none body=0123 length=none\n");
	get("/lie");
	assert_heard("Content-Length: 999\r\n");
	assert_string_equal(world.body, "0123");
	get("/none");
	assert_silent("Content-Length");
	assert_string_equal(world.body, "0123");
}

static void
a_dripping_body_takes_its_time(void **state)
{
	(void)state;
	serve("/a body=0123456789 drip=2b/20ms");
	get("/a");
	assert_string_equal(world.body, "0123456789");
	assert_true(world.whole_ms - world.first_ms >= 60);
}

static void
a_delay_comes_before_the_first_byte(void **state)
{
	(void)state;
	serve("/a body=x delay=120ms");
	get("/a");
	assert_true(world.first_ms >= 110);
	assert_string_equal(world.body, "x");
}

static void
an_endless_body_is_ended_by_the_option_only(void **state)
{
	struct feedserver_options o = { .endless_max = 1000000 };
	struct feedserver_counts counts;

	(void)state;
	serve_with(&o, "/a endless\n/b file=posts.xml endless chunked\n");
	get("/a");
	assert_silent("Content-Length");
	assert_heard("Content-Type: application/rss+xml\r\n");
	assert_true(world.len > 1000000 && world.len < 1001000);
	get("/b");
	assert_heard("<rss><channel>");
	assert_string_equal(world.answer + world.len - 5, "0\r\n\r\n");
	feedserver_counts(world.server, &counts);
	assert_true(counts.bytes_sent > 2000000);
}

static void
a_rate_slows_an_endless_body(void **state)
{
	struct feedserver_options o = { .endless_max = 40000 };

	(void)state;
	serve_with(&o, "/a endless=200K/s");
	get("/a");
	assert_true(world.whole_ms >= 100);
}

static void
close_and_hang_answer_nothing(void **state)
{
	struct pollfd p = { .events = POLLIN };
	struct feedserver_counts counts;
	int i;

	(void)state;
	serve("/close close\n/reset close reset\n/hang hang\n");
	get("/close");
	assert_int_equal(world.len, 0);
	assert_false(world.reset);
	get("/reset");
	assert_int_equal(world.len, 0);
	assert_true(world.reset);
	p.fd = connect_to(feedserver_port(world.server));
	say(p.fd, "GET /hang HTTP/1.1\r\n\r\n");
	assert_true(feedserver_wait(world.server, 3, 5000));
	assert_int_equal(poll(&p, 1, 50), 0);
	close(p.fd);
	for (i = 0; i < 200; i++) {
		feedserver_counts(world.server, &counts);
		if (counts.gave_up == 1)
			break;
		poll(NULL, 0, 10);
	}
	assert_int_equal(counts.gave_up, 1);
	assert_int_equal(feedserver_request(world.server, "/hang", 0)->status,
	    0);
}

static void
an_encoding_is_claimed_right_or_wrong(void **state)
{
	(void)state;
	write_file("posts.xml.gz", "not really");
	serve("/gz gzip=posts.xml.gz\n/lie file=posts.xml encoding=gzip\n");
	get("/gz");
	assert_heard("Content-Encoding: gzip\r\n");
	assert_heard("Content-Type: application/rss+xml\r\n");
	assert_string_equal(world.body, "not really");
	get("/lie");
	assert_heard("Content-Encoding: gzip\r\n");
	remove_file("posts.xml.gz");
}

static void
a_raw_answer_is_sent_byte_for_byte(void **state)
{
	(void)state;
	write_file("raw.txt", "ICY 200 OK\r\n\r\n");
	serve("/a raw=raw.txt");
	get("/a");
	assert_string_equal(world.answer, "ICY 200 OK\r\n\r\n");
	remove_file("raw.txt");
}

static void
a_filled_body_knows_its_address_and_its_turn(void **state)
{
	(void)state;
	serve("/a body=\"{base}/c?{n} {other}\" fill");
	get("/a");
	assert_string_equal(world.body, "http://feeds.example/c?1 {other}");
	get("/a");
	assert_string_equal(world.body, "http://feeds.example/c?2 {other}");
}

static void
the_wrong_password_is_401(void **state)
{
	(void)state;
	serve("/a body=secret auth=\"Basic dTpw\"");
	assert_int_equal(get("/a"), 401);
	assert_heard("WWW-Authenticate: Basic ");
	assert_silent("secret");
	assert_int_equal(get_with("/a", "Authorization: Basic dTpw\r\n"), 200);
}

static void
hosts_have_scripts_of_their_own(void **state)
{
	(void)state;
	serve("/a body=any\n/a body=blog host=blog.example.com\n");
	get("/a");
	assert_string_equal(world.body, "any");
	/* The absolute form of a proxy's client names the host as well. */
	get("http://BLOG.example.com:8080/a");
	assert_string_equal(world.body, "blog");
}

static void
exact_paths_win_over_beginnings(void **state)
{
	(void)state;
	serve("/... body=all\n/blog/... body=blog\n/blog/a body=a\n"
	      "/blog/a?page=2 body=two\n");
	get("/x");
	assert_string_equal(world.body, "all");
	get("/blog/x");
	assert_string_equal(world.body, "blog");
	get("/blog/a?page=1");
	assert_string_equal(world.body, "a");
	get("/blog/a?page=2");
	assert_string_equal(world.body, "two");
}

static void
a_folder_is_served_with_types_and_validators(void **state)
{
	struct feedserver_options o = { .path = folder };
	char err[FEEDSERVER_ERR_MAX];

	(void)state;
	world.server = feedserver_start(&o, err);
	assert_non_null(world.server);
	assert_int_equal(get("/posts.xml"), 200);
	assert_heard("Content-Type: application/rss+xml\r\n");
	assert_heard("ETag: \"");
	assert_heard("Last-Modified: ");
	assert_int_equal(get("/n%65ws.atom?x=1"), 200);
	assert_heard("Content-Type: application/atom+xml\r\n");
	assert_int_equal(get("/sniffed.xml"), 200);
	assert_heard("Content-Type: application/rdf+xml\r\n");
	assert_int_equal(get("/missing.xml"), 404);
	assert_int_equal(get("/%2e%2e/passwd"), 404);
	assert_int_equal(get("/../passwd"), 404);
	assert_int_equal(get("/"), 404);
}

static void
head_has_the_headers_and_no_body(void **state)
{
	(void)state;
	serve("/a body=hello");
	ask("HEAD", "/a", "");
	assert_heard("Content-Length: 5\r\n");
	assert_string_equal(world.body, "");
	ask("POST", "/a", "Content-Length: 0\r\n");
	assert_heard("HTTP/1.1 405 ");
}

static void
a_connection_is_kept_for_the_next_request(void **state)
{
	const struct feedserver_request *second;
	int fd;

	(void)state;
	serve("/a body=1\n/b body=2");
	fd = connect_to(feedserver_port(world.server));
	say(fd, "GET /a HTTP/1.1\r\nHost: x\r\n\r\nGET /b HTTP/1.1\r\n"
		"Connection: close\r\n\r\n");
	hear_all(fd);
	close(fd);
	assert_heard("\r\n\r\n1HTTP/1.1 200 OK");
	assert_string_equal(world.answer + world.len - 1, "2");
	second = feedserver_request(world.server, NULL, 1);
	assert_non_null(second);
	assert_int_equal(second->connection, 1);
}

static void
nonsense_and_endless_headers_are_refused(void **state)
{
	char much[20001];
	int fd;

	(void)state;
	serve("/a body=1");
	fd = connect_to(feedserver_port(world.server));
	say(fd, "how do you do?\r\n\r\n");
	hear_all(fd);
	close(fd);
	assert_heard("HTTP/1.1 400 ");
	memset(much, 'x', sizeof(much) - 1);
	much[sizeof(much) - 1] = '\0';
	fd = connect_to(feedserver_port(world.server));
	say(fd, much);
	hear_all(fd);
	close(fd);
	assert_heard("HTTP/1.1 431 ");
}

static void
requests_are_remembered_with_their_headers(void **state)
{
	const struct feedserver_request *r;

	(void)state;
	serve("/a body=1 etag=a1");
	get_with("/a?q=1", "User-Agent: Earshot/1\r\naccept:  text/xml \r\n");
	get_with("/a", "If-None-Match: \"a1\"\r\n");
	assert_int_equal(feedserver_hits(world.server, "/a"), 2);
	assert_int_equal(feedserver_hits(world.server, "/a?q=1"), 1);
	assert_int_equal(feedserver_hits(world.server, NULL), 2);
	r = feedserver_request(world.server, "/a", 0);
	assert_string_equal(r->method, "GET");
	assert_string_equal(r->target, "/a?q=1");
	assert_string_equal(r->user_agent, "Earshot/1");
	assert_string_equal(r->accept, "text/xml");
	assert_string_equal(r->host, "feeds.example");
	assert_null(r->if_none_match);
	r = feedserver_request(world.server, "/a", 1);
	assert_string_equal(r->if_none_match, "\"a1\"");
	assert_int_equal(r->status, 304);
	assert_null(feedserver_request(world.server, "/a", 2));
	assert_false(feedserver_wait(world.server, 3, 10));
}

static void
the_log_has_one_line_a_request(void **state)
{
	struct feedserver_options o = { 0 };
	char path[256], line[512];
	FILE *f;

	(void)state;
	snprintf(path, sizeof(path), "%s/log", folder);
	o.log_path = path;
	serve_with(&o, "/a body=1 etag=a1");
	get_with("/a", "If-None-Match: \"a1\"\r\nCookie: c=\tx\r\n");
	f = fopen(path, "r");
	assert_non_null(f);
	assert_non_null(fgets(line, sizeof(line), f));
	assert_int_equal(strncmp(line,
			     "GET /a 304 host=\"feeds.example\" "
			     "if-none-match=\"\\\"a1\\\"\" cookie=\"c=\\x09x\" "
			     "conn=1 ms=",
			     71),
	    0);
	assert_null(fgets(line, sizeof(line), f));
	fclose(f);
	remove_file("log");
}

static void
a_new_script_takes_over_while_running(void **state)
{
	char err[FEEDSERVER_ERR_MAX];

	(void)state;
	serve("/a body=old");
	get("/a");
	assert_true(feedserver_rescript(world.server, "/a body=new", err));
	get("/a");
	assert_string_equal(world.body, "new");
	assert_false(feedserver_rescript(world.server, "/a boddy=x", err));
	get("/a");
	assert_string_equal(world.body, "new");
}

static void
a_fault_in_a_script_names_line_and_column(void **state)
{
	static const struct {
		const char *script, *says;
	} faults[] = {
		{ "/a body=x\n/b  boddy=x\n", "script:2:5: unknown word" },
		{ "/a chunk", "did you mean chunked" },
		{ "a body=x", "script:1:1: a line begins with a path" },
		{ "/a delay=2", "write delay=2s or delay=50ms" },
		{ "/a body=\"x", "script:1:4: the quote is not closed" },
		{ "/a body=\"\\q\"", "after a \\ in quotes" },
		{ "/a body=x body=y", "script:1:11: said twice: body" },
		{ "/a body=x file=y", "choose one of" },
		{ "/a 99", "write one status" },
		{ "/a cut=101%", "write cut=50%" },
		{ "/a redirect=/b", "write redirect=301:URL" },
		{ "/a etag=a\n/b once-etag=x\n", "script:2:1: once-etag" },
		{ "/a ledger=3", "write ledger=3/100" },
		{ "/a header=oops", "write header=" },
		{ "/a chunked=yes", "write chunked" },
		{ "/a file", "write file=NAME" },
	};
	struct feedserver_options o = { 0 };
	char err[FEEDSERVER_ERR_MAX];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(faults) / sizeof(faults[0]); i++) {
		o.script = faults[i].script;
		assert_null(feedserver_start(&o, err));
		if (strstr(err, faults[i].says) == NULL)
			fail_msg("%s: %s", faults[i].script, err);
	}
}

static void
a_taken_port_and_a_foreign_address_are_refused(void **state)
{
	struct feedserver_options o = { 0 };
	char err[FEEDSERVER_ERR_MAX];

	(void)state;
	serve("/a body=x");
	o.port = feedserver_port(world.server);
	assert_null(feedserver_start(&o, err));
	assert_non_null(strstr(err, "127.0.0.1 port "));
	o.address = "192.0.2.1";
	assert_null(feedserver_start(&o, err));
	assert_non_null(strstr(err, "loopback"));
	o.address = NULL;
	o.path = "no/such/script";
	assert_null(feedserver_start(&o, err));
	assert_non_null(strstr(err, "no/such/script: No such file"));
}

static void
ipv6_loopback_works_where_the_machine_has_it(void **state)
{
	struct feedserver_options o = { .address = "::1" };
	char err[FEEDSERVER_ERR_MAX];

	(void)state;
	world.server = feedserver_start(&o, err);
	if (world.server == NULL)
		skip();
	assert_int_equal(strncmp(feedserver_base(world.server),
			     "http://[::1]:", 13),
	    0);
}

static void
more_clients_than_allowed_wait_their_turn(void **state)
{
	struct feedserver_options o = { .max_connections = 2 };
	struct feedserver_counts counts;
	int fds[5];
	size_t i;

	(void)state;
	serve_with(&o, "/a body=x");
	for (i = 0; i < 5; i++) {
		fds[i] = connect_to(feedserver_port(world.server));
		say(fds[i], "GET /a HTTP/1.1\r\nConnection: close\r\n\r\n");
	}
	for (i = 0; i < 5; i++) {
		hear_all(fds[i]);
		assert_string_equal(world.body, "x");
		close(fds[i]);
	}
	feedserver_counts(world.server, &counts);
	assert_int_equal(counts.connections, 5);
	assert_true(counts.open_max <= 2);
}

static void
stopping_does_not_wait_for_anybody(void **state)
{
	int64_t start;
	int fd;

	(void)state;
	serve("/hang hang\n/slow body=0123456789 drip=1b/10s\n");
	fd = connect_to(feedserver_port(world.server));
	say(fd, "GET /hang HTTP/1.1\r\n\r\n");
	assert_true(feedserver_wait(world.server, 1, 5000));
	start = now_ms();
	feedserver_stop(world.server);
	world.server = NULL;
	assert_true(now_ms() - start < 1000);
	close(fd);
}

static int
stop(void **state)
{
	(void)state;
	feedserver_stop(world.server);
	world.server = NULL;
	return 0;
}

static int
make_folder(void **state)
{
	const char *tmp = getenv("TMPDIR");

	(void)state;
	snprintf(folder, sizeof(folder), "%s/feedserver.XXXXXX",
	    tmp != NULL && strlen(tmp) < 40 ? tmp : "/tmp");
	if (mkdtemp(folder) == NULL)
		return -1;
	write_file("posts.xml", "<rss><channel></channel></rss>\n");
	write_file("news.atom", "<feed xmlns='http://www.w3.org/2005/Atom'/>");
	write_file("sniffed.xml", "<?xml version='1.0'?>\n<!-- a <rss> -->"
				  "<rdf:RDF/>");
	return 0;
}

static int
remove_folder(void **state)
{
	(void)state;
	remove_file("posts.xml");
	remove_file("news.atom");
	remove_file("sniffed.xml");
	return rmdir(folder);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_teardown(name, stop)
	static const struct CMUnitTest tests[] = {
		TEST(lines_for_one_path_answer_in_turn_and_the_last_repeats),
		TEST(a_path_that_no_line_names_is_404),
		TEST(a_file_goes_out_with_type_and_length),
		TEST(a_charset_is_claimed_right_or_wrong),
		TEST(who_presents_the_etag_gets_304),
		TEST(an_automatic_etag_follows_the_content),
		TEST(a_date_no_older_than_ours_gets_304),
		TEST(once_etag_drops_the_old_entries),
		TEST(a_ledger_drops_what_was_acknowledged),
		TEST(a_redirect_names_where_to_go),
		TEST(headers_are_sent_as_written_and_in_floods),
		TEST(a_chunked_body_has_no_length_and_an_end),
		TEST(a_cut_body_promises_more_than_it_sends),
		TEST(a_length_may_be_a_lie_or_missing),
		TEST(a_dripping_body_takes_its_time),
		TEST(a_delay_comes_before_the_first_byte),
		TEST(an_endless_body_is_ended_by_the_option_only),
		TEST(a_rate_slows_an_endless_body),
		TEST(close_and_hang_answer_nothing),
		TEST(an_encoding_is_claimed_right_or_wrong),
		TEST(a_raw_answer_is_sent_byte_for_byte),
		TEST(a_filled_body_knows_its_address_and_its_turn),
		TEST(the_wrong_password_is_401),
		TEST(hosts_have_scripts_of_their_own),
		TEST(exact_paths_win_over_beginnings),
		TEST(a_folder_is_served_with_types_and_validators),
		TEST(head_has_the_headers_and_no_body),
		TEST(a_connection_is_kept_for_the_next_request),
		TEST(nonsense_and_endless_headers_are_refused),
		TEST(requests_are_remembered_with_their_headers),
		TEST(the_log_has_one_line_a_request),
		TEST(a_new_script_takes_over_while_running),
		TEST(a_fault_in_a_script_names_line_and_column),
		TEST(a_taken_port_and_a_foreign_address_are_refused),
		TEST(ipv6_loopback_works_where_the_machine_has_it),
		TEST(more_clients_than_allowed_wait_their_turn),
		TEST(stopping_does_not_wait_for_anybody),
	};

	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
