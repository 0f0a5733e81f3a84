/*
 * One writer, by whom, and what a dead one leaves behind.
 */
#include "../../src/store/writer_lock.h"
#include "storebox.h"

static char path[100];

static void
write_lock(const char *text)
{
	char lock[128];
	FILE *f;

	snprintf(lock, sizeof(lock), "%s.lock", path);
	f = fopen(lock, "w");
	assert_non_null(f);
	fputs(text, f);
	fclose(f);
}

static int
setup(void **state)
{

	if (box_make(state) != 0)
		return (1);
	snprintf(path, sizeof(path), "%s/x.db", box.folder);
	return (0);
}

static void
the_second_is_told_who_is_first(void **state)
{
	struct buf why = BUF_INIT(500);
	char want[200];
	int first = -1, second = -1;

	(void)state;
	assert_int_equal(writer_lock_take(path, &first, &why), OK);
	assert_int_equal(writer_lock_take(path, &second, &why), E_BUSY);
	snprintf(want, sizeof(want), "test_writer_lock (pid %ld) is writing %s",
	    (long)getpid(), path);
	assert_str(buf_str(&why), want);
	writer_lock_release(first);
	assert_int_equal(writer_lock_take(path, &second, &why), OK);
	writer_lock_release(second);
	writer_lock_release(-1);
	buf_free(&why);
}

static void
another_process_is_refused_too(void **state)
{
	struct buf why = BUF_INIT(500);
	int fd = -1, status;
	pid_t child;

	(void)state;
	assert_int_equal(writer_lock_take(path, &fd, &why), OK);
	child = fork();
	if (child == 0)
		_exit((int)writer_lock_take(path, &fd, &why));
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(WEXITSTATUS(status), E_BUSY);
	writer_lock_release(fd);
	buf_free(&why);
}

static void
what_a_killed_writer_left_is_taken_over(void **state)
{
	struct buf why = BUF_INIT(500);
	int fd = -1, status;
	pid_t child = fork();

	(void)state;
	if (child == 0) {
		if (writer_lock_take(path, &fd, &why) != OK)
			_exit(1);
		_exit(0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
	assert_int_equal(writer_lock_take(path, &fd, &why), OK);
	writer_lock_release(fd);
	/* Whatever stands in the file: the kernel knows better. */
	write_lock("1 init\n");
	assert_int_equal(writer_lock_take(path, &fd, &why), OK);
	writer_lock_release(fd);
	buf_free(&why);
}

static void
nonsense_in_the_lock_file_is_not_repeated(void **state)
{
	struct buf why = BUF_INIT(500);
	int first = -1, second = -1;

	(void)state;
	assert_int_equal(writer_lock_take(path, &first, &why), OK);
	write_lock("");
	assert_int_equal(writer_lock_take(path, &second, &why), E_BUSY);
	assert_non_null(strstr(why.p, "another program is writing"));
	writer_lock_release(first);
	buf_free(&why);
}

#define LOCK_TEST(f) cmocka_unit_test_setup_teardown(f, setup, box_remove)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		LOCK_TEST(the_second_is_told_who_is_first),
		LOCK_TEST(another_process_is_refused_too),
		LOCK_TEST(what_a_killed_writer_left_is_taken_over),
		LOCK_TEST(nonsense_in_the_lock_file_is_not_repeated),
	};

	return (RUN_TESTS(tests));
}
