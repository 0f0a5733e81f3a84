/*
 * Header fields: kept byte for byte, and what they ask for.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../src/net/headers.h"

#define NOW 1800000000 /* Fri, 15 Jan 2027 08:00:00 GMT */

static struct arena *arena;

static struct headers
read_head(const char *head)
{
	struct headers h = { 0 };
	struct str rest = str_of(head);

	while (rest.n > 0)
		headers_line(&h, arena, str_cut(&rest, '\n'));
	return (h);
}

static void
expect(struct str s, const char *text)
{

	if (!str_eq(s, str_of(text)))
		fail_msg("\"%.*s\" is not \"%s\"", STR_ARG(s), text);
}

static int
set_up(void **state)
{

	(void)state;
	arena = arena_new(1 << 20);
	return (arena == NULL);
}

static int
tear_down(void **state)
{

	(void)state;
	arena_free(arena);
	return (0);
}

static void
validators_stay_as_they_were_served(void **state)
{
	struct headers h = read_head("HTTP/1.1 200 OK\r\n"
				     "ETag:  W/\"a b\\\"c\xc3\xa9\"  \r\n"
				     "LAST-MODIFIED:Sat,  1 jan 2022\r\n"
				     "Content-type: text/xml ; charset=X\r\n");

	(void)state;
	assert_int_equal(h.status, 200);
	expect(h.etag, "W/\"a b\\\"c\xc3\xa9\"");
	expect(h.last_modified, "Sat,  1 jan 2022");
	expect(h.content_type, "text/xml ; charset=X");
}

static void
a_new_status_line_forgets_what_came_before(void **state)
{
	struct headers h = read_head("HTTP/1.1 103 Early Hints\n"
				     "ETag: \"early\"\nAge: 3\n\n"
				     "HTTP/2 304\nETag: \"late\"\n");

	(void)state;
	assert_int_equal(h.status, 304);
	expect(h.etag, "\"late\"");
	assert_null(h.age.p);
}

static void
the_first_field_of_a_name_counts(void **state)
{
	struct headers h =
	    read_head("HTTP/1.1 200 OK\nETag: \"1\"\netag: \"2\"\n");

	(void)state;
	expect(h.etag, "\"1\"");
}

static void
hostile_values_are_no_values(void **state)
{
	char head[HEADER_VALUE_MAX + 100];
	struct headers h = read_head("HTTP/1.1 200 OK\n"
				     "ETag: \"a\x01\"\n"
				     "Last-Modified: x\ry\n"
				     "Expires: \x7f\n"
				     "Age\n: 3\nAge:\nAge:  \n");

	(void)state;
	assert_null(h.etag.p);
	assert_null(h.last_modified.p);
	assert_null(h.expires.p);
	assert_null(h.age.p);
	memset(head, 'x', sizeof(head));
	memcpy(head, "ETag: ", 6);
	headers_line(&h, arena, (struct str){ head, sizeof(head) });
	assert_null(h.etag.p);
	headers_line(&h, arena,
	    (struct str){ head, 6 + (size_t)HEADER_VALUE_MAX });
	assert_int_equal(h.etag.n, HEADER_VALUE_MAX);
}

static void
an_odd_status_line_has_no_status(void **state)
{
	static const char *const lines[] = { "HTTP/1.1", "HTTP/1.1 ",
		"HTTP/1.1 2", "HTTP/1.1 2x0 OK", "HTTP/1.1 2000" };

	(void)state;
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		assert_int_equal(read_head(lines[i]).status, 0);
}

static void
waits_as_long_as_the_server_asks(void **state)
{
	static const struct {
		const char *head;
		int64_t wait_s;
	} rows[] = {
		{ "HTTP/1.1 429 x\nRetry-After: 120", 120 },
		{ "HTTP/1.1 503 x\nRetry-After: 120.9", 120 },
		{ "HTTP/1.1 503 x\nRetry-After: Fri, 15 Jan 2027 08:05:00 GMT",
		    300 },
		{ "HTTP/1.1 503 x\nRetry-After: Friday, 15-Jan-27 08:05:00 GMT",
		    300 },
		{ "HTTP/1.1 503 x\nRetry-After: Fri, 15 Jan 2027 07:00:00 GMT",
		    0 },
		{ "HTTP/1.1 503 x\nRetry-After: Fri, 15 Jan 2038 07:00:00 GMT",
		    HEADERS_WAIT_MAX_S },
		{ "HTTP/1.1 503 x\nRetry-After: 99999999999999999999999999",
		    HEADERS_WAIT_MAX_S },
		{ "HTTP/1.1 503 x\nRetry-After: -5", 0 },
		{ "HTTP/1.1 503 x\nRetry-After: soon", 0 },
		{ "HTTP/1.1 503 x\nRetry-After: 5 minutes", 0 },
		{ "HTTP/1.1 200 x\nRetry-After: 120", 0 },
		{ "HTTP/1.1 429 x\nX-RateLimit-Reset: 412", 412 },
		{ "HTTP/1.1 429 x\nX-RateLimit-Reset: 412.0", 412 },
		{ "HTTP/1.1 429 x\nX-RateLimit-Reset: 1800000060", 60 },
		{ "HTTP/1.1 429 x\nX-RateLimit-Reset: 1800000060000", 60 },
		{ "HTTP/1.1 429 x\nX-RateLimit-Reset: 1700000000", 0 },
		{ "HTTP/1.1 429 x\nX-RateLimit-Reset: 9\nRetry-After: 5", 5 },
		{ "HTTP/1.1 200 x\nX-RateLimit-Reset: 9", 0 },
		{ "HTTP/1.1 200 x\nX-RateLimit-Reset: 9\n"
		  "X-RateLimit-Remaining: 0.0",
		    9 },
		{ "HTTP/1.1 200 x\nX-RateLimit-Reset: 9\n"
		  "X-RateLimit-Remaining: 95.0",
		    0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct headers h = read_head(rows[i].head);
		int64_t s = headers_wait_s(&h, NOW);

		if (s != rows[i].wait_s)
			fail_msg("%s: %lld", rows[i].head, (long long)s);
	}
}

static void
knows_how_long_an_answer_is_fresh(void **state)
{
	static const struct {
		const char *head;
		int64_t fresh_s;
	} rows[] = {
		{ "Cache-Control: max-age=300", 300 },
		{ "Cache-Control: public, Max-Age = \"300\" , x", 300 },
		{ "Cache-Control: private=\"a, max-age=9\", max-age=300", 300 },
		{ "Cache-Control: private=\"a, max-age=9", 0 },
		{ "Cache-Control: max-age=300, max-age=400", 300 },
		{ "Cache-Control: max-age=300, no-cache", 0 },
		{ "Cache-Control: no-store", 0 },
		{ "Cache-Control: max-age=", 0 },
		{ "Cache-Control: max-age=-1", 0 },
		{ "Cache-Control: max-age=x\n"
		  "Expires: Fri, 15 Jan 2027 09:00:00 GMT",
		    0 },
		{ "Cache-Control: s-maxage=5", 0 },
		{ "Cache-Control: ,,,=,", 0 },
		{ "Cache-Control: max-age=300\nAge: 100", 200 },
		{ "Cache-Control: max-age=300\nAge: 1000", 0 },
		{ "Cache-Control: max-age=31536000", HEADERS_WAIT_MAX_S },
		{ "Expires: Fri, 15 Jan 2027 09:00:00 GMT", 3600 },
		{ "Expires: Fri, 15 Jan 2027 09:00:00 GMT\n"
		  "Date: Fri, 15 Jan 2027 08:30:00 GMT",
		    1800 },
		{ "Expires: Fri, 15 Jan 2027 07:00:00 GMT", 0 },
		{ "Expires: 0", 0 },
		{ "Expires: -1", 0 },
		{ "", 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct headers h = read_head(rows[i].head);
		int64_t s = headers_fresh_s(&h, NOW);

		if (s != rows[i].fresh_s)
			fail_msg("%s: %lld", rows[i].head, (long long)s);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(validators_stay_as_they_were_served),
		cmocka_unit_test(a_new_status_line_forgets_what_came_before),
		cmocka_unit_test(the_first_field_of_a_name_counts),
		cmocka_unit_test(hostile_values_are_no_values),
		cmocka_unit_test(an_odd_status_line_has_no_status),
		cmocka_unit_test(waits_as_long_as_the_server_asks),
		cmocka_unit_test(knows_how_long_an_answer_is_fresh),
	};

	return (cmocka_run_group_tests(tests, set_up, tear_down));
}
