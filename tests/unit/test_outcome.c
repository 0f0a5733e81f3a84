/*
 * The one line a visit leaves in the log.
 */
#include <fcntl.h>
#include <unistd.h>

#include "earshot/log.h"

#include "../../src/ingest/outcome.h"
#include "unit.h"

static char line[5000];

/* What outcome_log writes on standard error at ${level}. */
static void
log_of(const struct batch *b, enum log_level level)
{
	int ends[2], saved = dup(STDERR_FILENO);
	ssize_t n;

	assert_int_equal(pipe2(ends, O_NONBLOCK), 0);
	fflush(stderr);
	assert_true(dup2(ends[1], STDERR_FILENO) >= 0);
	log_set(level, false);
	outcome_log(b);
	assert_true(dup2(saved, STDERR_FILENO) >= 0);
	n = read(ends[0], line, sizeof(line) - 1);
	line[n > 0 ? n : 0] = '\0';
	close(ends[0]);
	close(ends[1]);
	close(saved);
}

static struct batch *
visit(const char *url)
{
	struct feed feed = { .id = 12, .spec = { .url = str_of(url) } };
	struct batch *b = batch_new(&feed, 1 << 16, 1 << 16);

	assert_non_null(b);
	b->http_status = 200;
	b->bytes = 480;
	b->nposts = 9;
	b->new_posts = 3;
	b->new_insights = 2;
	b->ms = 312;
	return (b);
}

static void
a_visit_that_brought_something_is_one_line(void **state)
{
	struct batch *b = visit("http://a.example/feed");

	(void)state;
	log_of(b, LOG_INFO);
	assert_string_equal(line,
	    "visit feed=12 outcome=new status=200 bytes=480 posts=9 new=3 "
	    "edited=0 insights=2 ms=312 url=http://a.example/feed\n");
	batch_free(b);
}

static void
what_happens_often_and_well_is_no_line(void **state)
{
	struct batch *b = visit("http://a.example/feed");

	(void)state;
	b->outcome = OUTCOME_UNCHANGED;
	log_of(b, LOG_INFO);
	assert_string_equal(line, "");
	log_of(b, LOG_DEBUG);
	assert_non_null(strstr(line, "outcome=unchanged"));
	batch_free(b);
}

static void
a_failure_says_why_and_how_often(void **state)
{
	struct batch *b = visit("http://a.example/feed");

	(void)state;
	b->http_status = 404;
	b->facts.failures = 7;
	batch_fail(b, E_STATUS, "http://a.example/feed: 404, not found");
	log_of(b, LOG_WARN);
	assert_string_equal(line,
	    "visit feed=12 outcome=failed why=http_status status=404 ms=312 "
	    "failures=7 http://a.example/feed: 404, not found\n");
	batch_free(b);
}

static void
what_we_stopped_ourselves_is_nobodys_failure(void **state)
{
	struct batch *b = visit("http://a.example/feed");

	(void)state;
	batch_fail(b, E_CANCELLED, "stopped");
	log_of(b, LOG_INFO);
	assert_string_equal(line, "");
	batch_free(b);
}

static void
what_our_own_network_did_has_a_line_of_its_own(void **state)
{
	struct batch *b = visit("http://a.example/feed");

	(void)state;
	batch_fail(b, E_DNS, "no such name");
	b->ours = true;
	log_of(b, LOG_INFO);
	assert_string_equal(line, "");
	batch_free(b);
}

static void
a_visit_that_was_not_committed_says_so(void **state)
{
	struct batch *b = visit("http://a.example/feed");

	(void)state;
	b->stored = E_TOO_LARGE;
	log_of(b, LOG_INFO);
	assert_non_null(strstr(line, "not_stored"));
	batch_free(b);
}

static void
a_store_that_cannot_write_has_a_line_of_its_own(void **state)
{
	struct batch *b = visit("http://a.example/feed");

	(void)state;
	b->stored = E_FULL;
	log_of(b, LOG_INFO);
	assert_string_equal(line, "");
	log_of(b, LOG_DEBUG);
	assert_non_null(strstr(line, "not_stored"));
	batch_free(b);
}

static void
no_password_reaches_the_log(void **state)
{
	struct batch *b = visit("http://jo:geheim@a.example/feed");

	(void)state;
	log_of(b, LOG_INFO);
	assert_non_null(strstr(line, "a.example/feed"));
	assert_null(strstr(line, "geheim"));
	batch_free(b);
}

static void
a_feed_cannot_forge_a_line(void **state)
{
	struct batch *b = visit("http://a.example/feed");

	(void)state;
	batch_fail(b, E_HTTP, "odd\nreload answer=accepted\033[2J");
	log_of(b, LOG_INFO);
	assert_ptr_equal(strchr(line, '\n'), line + strlen(line) - 1);
	assert_null(strchr(line, '\033'));
	batch_free(b);
}

int
main(void)
{
	const struct CMUnitTest outcome_tests[] = {
		cmocka_unit_test(a_visit_that_brought_something_is_one_line),
		cmocka_unit_test(what_happens_often_and_well_is_no_line),
		cmocka_unit_test(a_failure_says_why_and_how_often),
		cmocka_unit_test(what_we_stopped_ourselves_is_nobodys_failure),
		cmocka_unit_test(
		    what_our_own_network_did_has_a_line_of_its_own),
		cmocka_unit_test(a_visit_that_was_not_committed_says_so),
		cmocka_unit_test(
		    a_store_that_cannot_write_has_a_line_of_its_own),
		cmocka_unit_test(no_password_reaches_the_log),
		cmocka_unit_test(a_feed_cannot_forge_a_line),
	};

	return (RUN_TESTS(outcome_tests));
}
