#include <fcntl.h>
#include <unistd.h>

#include "earshot/log.h"

#include "unit.h"

/* What the lines look like where they arrive. */
static void
captured(void (*say)(void), char *ret, size_t size)
{
	int pipes[2], saved = dup(STDERR_FILENO);
	ssize_t n;

	assert_int_equal(pipe(pipes), 0);
	dup2(pipes[1], STDERR_FILENO);
	say();
	dup2(saved, STDERR_FILENO);
	close(saved);
	close(pipes[1]);
	n = read(pipes[0], ret, size - 1);
	close(pipes[0]);
	ret[n > 0 ? n : 0] = '\0';
}

static void
forge(void)
{

	log_line(LOG_WARN, "visit url=%s", "x\n<3>forged\x1b[31m\x7f");
}

static void
a_feed_cannot_forge_a_line(void **state)
{
	char text[500];

	(void)state;
	log_set(LOG_INFO, true);
	captured(forge, text, sizeof(text));
	assert_string_equal(text,
	    "<4>visit url=x\\x0a<3>forged\\x1b[31m\\x7f\n");
}

static void
mutter(void)
{

	log_line(LOG_WARN, "%s",
	    "caf\xc3\xa9 \xe2\x82\xac \xf0\x9f\x98\x80 \xc2\xa0 csi \xc2\x9b"
	    "31m raw \x9b half \xe2\x82");
}

static void
control_characters_of_two_bytes_and_broken_ones_are_escaped(void **state)
{
	char text[500];

	(void)state;
	log_set(LOG_INFO, false);
	captured(mutter, text, sizeof(text));
	assert_string_equal(text,
	    "caf\xc3\xa9 \xe2\x82\xac \xf0\x9f\x98\x80 \xc2\xa0 csi "
	    "\\xc2\\x9b31m raw \\x9b half \\xe2\\x82\n");
}

static void
explain(void)
{

	log_text(LOG_ERROR, STR("a.conf:3:1: what is this?\n\tx\n"));
}

static void
each_line_that_a_person_reads_has_its_priority(void **state)
{
	char text[500];

	(void)state;
	log_set(LOG_ERROR, true);
	captured(explain, text, sizeof(text));
	assert_string_equal(text, "<3>a.conf:3:1: what is this?\n<3>\tx\n");
	log_set(LOG_ERROR, false);
	captured(explain, text, sizeof(text));
	assert_string_equal(text, "a.conf:3:1: what is this?\n\tx\n");
}

static void
whisper(void)
{

	log_line(LOG_DEBUG, "not heard");
	log_line(LOG_ERROR, "heard");
}

static void
lines_past_the_level_are_not_written(void **state)
{
	char text[500];

	(void)state;
	log_set(LOG_WARN, false);
	assert_int_equal(log_get(), LOG_WARN);
	captured(whisper, text, sizeof(text));
	assert_string_equal(text, "heard\n");
}

int
main(void)
{
	const struct CMUnitTest log_tests[] = {
		cmocka_unit_test(a_feed_cannot_forge_a_line),
		cmocka_unit_test(
		    control_characters_of_two_bytes_and_broken_ones_are_escaped),
		cmocka_unit_test(
		    each_line_that_a_person_reads_has_its_priority),
		cmocka_unit_test(lines_past_the_level_are_not_written),
	};

	return (RUN_TESTS(log_tests));
}
