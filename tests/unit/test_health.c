/*
 * Who is alive: /healthz by the word of the loop.
 */
#include <string.h>

#include "earshot/clock.h"
#include "earshot/health.h"

#include "unit.h"

static struct health_board *board;

static int
setup(void **state)
{
	struct health h = { 0 };

	(void)state;
	clock_freeze(1800000000);
	h.writer_beat_ms = clock_mono_ms();
	board = health_new();
	if (board == NULL)
		return (-1);
	health_publish(board, &h);
	return (0);
}

static int
teardown(void **state)
{

	(void)state;
	health_free(board);
	clock_thaw();
	return (0);
}

static bool
alive(const char *word)
{
	struct buf out = BUF_INIT(1000);
	bool good = health_alive(board, &out);

	assert_non_null(strstr(buf_str(&out).p, word));
	buf_free(&out);
	return (good);
}

static void
a_loop_that_says_nothing_for_long_is_taken_for_hung(void **state)
{

	(void)state;
	assert_true(alive("ok"));
	clock_advance(HEALTH_HANGS_MS);
	assert_true(alive("ok"));
	clock_advance(1);
	assert_false(alive("the loop has hung for 30 s"));
}

static void
a_writer_that_hangs_is_told_from_the_loop(void **state)
{
	struct health h = { .writer_beat_ms = clock_mono_ms() };

	(void)state;
	clock_advance(HEALTH_HANGS_MS + 1000);
	health_publish(board, &h);
	assert_false(alive("the writer has hung for 31 s"));
}

/* A list of a million is taken: the loop waits for the writer, who says so. */
static void
long_work_that_is_told_of_is_life(void **state)
{

	(void)state;
	clock_advance(HEALTH_HANGS_MS);
	health_works(board);
	clock_advance(HEALTH_HANGS_MS);
	assert_true(alive("ok"));
	clock_advance(1);
	assert_false(alive("the loop has hung for 30 s"));
}

static void
before_the_first_word_nobody_is_alive(void **state)
{
	struct health_board *fresh = health_new();
	struct buf out = BUF_INIT(1000);

	(void)state;
	assert_non_null(fresh);
	health_works(fresh);
	assert_false(health_alive(fresh, &out));
	buf_free(&out);
	health_free(fresh);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_loop_that_says_nothing_for_long_is_taken_for_hung),
		TEST(a_writer_that_hangs_is_told_from_the_loop),
		TEST(long_work_that_is_told_of_is_life),
		TEST(before_the_first_word_nobody_is_alive),
	};

	return (RUN_TESTS(tests));
}
