/*
 * The write-ahead log: emptied in time, never larger than the limit and one
 * group, and whoever keeps it is named.
 */
#include <sys/prctl.h>

#include <signal.h>

#include "../../src/store/store_impl.h"
#include "storebox.h"

enum { LIMIT = 1 << 20 };

static void
open_small(void)
{
	struct store_options o = { .url = box.path, .wal_max_bytes = LIMIT };
	struct buf why = BUF_INIT(1000);

	if (store_open(&o, &box.store, &why) != OK)
		fail_msg("%s", buf_str(&why).p);
	buf_free(&why);
	box_list(box_urls, 3);
}

static int64_t
wal_bytes(void)
{
	char path[128];
	struct stat sb;

	snprintf(path, sizeof(path), "%s-wal", box.path);
	return (stat(path, &sb) == 0 ? (int64_t)sb.st_size : -1);
}

/* A visit of ${n} posts, some 100 KB; what opening its group came to. */
static enum status
write_some(int round)
{
	static char text[2000];
	struct serve posts[40];
	char names[40][60];
	struct batch *b;
	enum status st;

	memset(text, 'a' + round % 26, sizeof(text) - 1);
	for (int k = 0; k < 40; k++) {
		snprintf(names[k], sizeof(names[k]), "https://b.example/%d-%d",
		    round, k);
		posts[k] = (struct serve){ .guid = names[k],
			.link = names[k],
			.text = text };
	}
	st = store_begin(box.store);
	if (st != OK)
		return (st);
	b = box_batch(0, posts, 40);
	box_write(b);
	if (store_commit(box.store) != OK)
		fail_msg("%s", store_error(box.store));
	batch_free(b);
	return (OK);
}

/* Somebody who reads an old state until killed.  Forked before this process
 * has the file open: SQLite's locks are not to be carried over a fork. */
struct holder {
	pid_t pid;
	int go[2], ready[2];
};

static struct holder
hire(void)
{
	struct holder h;
	sqlite3 *db = NULL;
	char c;

	assert_int_equal(pipe(h.go), 0);
	assert_int_equal(pipe(h.ready), 0);
	h.pid = fork();
	if (h.pid != 0)
		return (h);
	/* A test that fails leaves nobody behind. */
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (read(h.go[0], &c, 1) == 1 &&
	    sqlite3_open_v2(box.path, &db, SQLITE_OPEN_READONLY, NULL) ==
		SQLITE_OK &&
	    sqlite3_exec(db, "BEGIN; SELECT count(*) FROM post", NULL, NULL,
		NULL) == SQLITE_OK &&
	    write(h.ready[1], "x", 1) == 1)
		for (;;)
			pause();
	_exit(1);
}

static void
hold(struct holder *h)
{
	char c;

	assert_int_equal(write(h->go[1], "x", 1), 1);
	close(h->ready[1]);
	assert_int_equal(read(h->ready[0], &c, 1), 1);
	close(h->ready[0]);
	close(h->go[0]);
	close(h->go[1]);
}

static void
release(const struct holder *h)
{
	int status;

	assert_int_equal(kill(h->pid, SIGKILL), 0);
	assert_int_equal(waitpid(h->pid, &status, 0), h->pid);
}

static void
a_held_log_stops_the_groups_and_names_the_holder(void **state)
{
	enum status st = OK;
	char who[40];
	struct holder child = hire();
	int round = 0;
	int64_t posts;

	(void)state;
	open_small();
	assert_int_equal(write_some(round++), OK);
	hold(&child);
	while (st == OK && round < 100)
		st = write_some(round++);
	assert_int_equal(st, E_BUSY);
	assert_int_equal(store_tend(box.store), E_BUSY);
	snprintf(who, sizeof(who), "pid %ld (test_wal)", (long)child.pid);
	if (strstr(store_error(box.store), who) == NULL)
		fail_msg("%s: %s", who, store_error(box.store));
	/* The limit and one group. */
	assert_true(wal_bytes() > LIMIT && wal_bytes() < 2 * LIMIT);
	posts = box_int("SELECT count(*) FROM post");
	assert_int_equal(store_begin(box.store), E_BUSY);
	assert_int_equal(box_int("SELECT count(*) FROM post"), posts);

	release(&child);
	assert_int_equal(store_tend(box.store), OK);
	assert_int_equal(wal_bytes(), 0);
	assert_int_equal(write_some(round), OK);
	assert_int_equal(box_int("SELECT count(*) FROM post"), posts + 40);
	box_sound();
}

static void
without_readers_the_limit_is_never_felt(void **state)
{

	(void)state;
	open_small();
	for (int round = 0; round < 60; round++)
		assert_int_equal(write_some(round), OK);
	assert_true(wal_bytes() < 2 * LIMIT);
	box_sound();
}

static void
a_large_log_that_was_left_behind_is_emptied(void **state)
{
	struct holder child = hire();

	(void)state;
	box_begin();
	assert_int_equal(write_some(0), OK);
	hold(&child);
	for (int round = 1; round < 20; round++)
		assert_int_equal(write_some(round), OK);
	box_close();
	release(&child);
	assert_true(wal_bytes() > LIMIT);
	open_small();
	assert_int_equal(store_tend(box.store), OK);
	assert_int_equal(wal_bytes(), 0);
	assert_int_equal(box_int("SELECT count(*) FROM post"), 800);
}

/* What one closes of a file by hand, POSIX takes as the end of all the locks
 * that the process has on it. */
static void
another_program_that_closes_the_database_leaves_the_log(void **state)
{
	struct buf why = BUF_INIT(1000), command = BUF_INIT(1000);
	struct reader *r = NULL;
	int64_t bytes;

	(void)state;
	box_begin();
	assert_int_equal(write_some(0), OK);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(reader_open(box.path, 0, &r, &why), OK);
		reader_close(r);
	}
	bytes = wal_bytes();
	assert_true(bytes > 0);
	buf_printf(&command,
	    "exec sqlite3 %s 'SELECT count(*) FROM post' >%s.n", box.path,
	    box.path);
	assert_int_equal(system(command.p), 0);
	assert_int_equal(wal_bytes(), bytes);
	assert_int_equal(write_some(1), OK);
	assert_int_equal(box_int("SELECT count(*) FROM post"), 80);
	buf_free(&command);
	buf_free(&why);
	box_sound();
}

/* Long, a quarter of the limit: whoever can wait hears for whom, and no group
 * is refused. */
static void
a_long_log_names_who_holds_it(void **state)
{
	struct holder child = hire();
	char who[40];
	int round = 0;

	(void)state;
	open_small();
	assert_int_equal(write_some(round++), OK);
	assert_int_equal(store_tend(box.store), OK);
	assert_string_equal(store_wal_held(box.store), "");
	hold(&child);
	while (wal_bytes() <= LIMIT / 4 && round < 100)
		assert_int_equal(write_some(round++), OK);
	assert_int_equal(store_tend(box.store), OK);
	snprintf(who, sizeof(who), "pid %ld (test_wal)", (long)child.pid);
	if (strstr(store_wal_held(box.store), who) == NULL)
		fail_msg("%s: %s", who, store_wal_held(box.store));
	assert_int_equal(write_some(round++), OK);

	release(&child);
	/* It is looked after each second. */
	clock_freeze(BOX_NOW + 1);
	assert_int_equal(store_tend(box.store), OK);
	assert_string_equal(store_wal_held(box.store), "");
	assert_int_equal(wal_bytes(), 0);
	assert_int_equal(box_int("SELECT count(*) FROM post"), round * 40);
	box_sound();
}

/* Eight readers whose transactions take two seconds let it grow to the limit,
 * when a long one was waited for more briefly than a shorter one. */
static void
the_longer_the_log_the_longer_readers_are_waited_for(void **state)
{
	struct wal w = { .max_bytes = INT64_C(1) << 30 };
	int before = 0;

	(void)state;
	for (int64_t mb = 0; mb <= 1100; mb++) {
		int ms = wal_patience_ms(&w, mb << 20);

		if (ms < before)
			fail_msg("%d ms at %d MB, %d before", ms, (int)mb,
			    before);
		before = ms;
	}
	assert_int_equal(wal_patience_ms(&w, 0), 0);
	assert_true(wal_patience_ms(&w, INT64_C(300) << 20) >= 2000);
	/* A stop of the daemon may not take 5 s. */
	assert_true(before < 5000);
	/* A small limit is a long log long before it is large. */
	w.max_bytes = LIMIT;
	assert_true(wal_patience_ms(&w, LIMIT / 2) > 0);
}

static void
the_kernels_list_of_locks_is_read(void **state)
{
	static char text[] =
	    "1: POSIX  ADVISORY  READ 812 fe:00:1834 124 124\n"
	    "2: POSIX  ADVISORY  READ 813 fe:00:1834 128 128\n"
	    "2: -> POSIX  ADVISORY  READ 814 fe:00:1834 124 124\n"
	    "3: POSIX  ADVISORY  WRITE 815 fe:00:1834 120 120\n"
	    "4: OFDLCK ADVISORY  READ -1 fe:00:1834 124 124\n"
	    "5: FLOCK  ADVISORY  WRITE 816 fe:00:1834 0 EOF\n"
	    "6: POSIX  ADVISORY  READ 817 fe:00:1835 124 124\n"
	    "nonsense\n"
	    "7: POSIX  ADVISORY  READ 818 fe:00:1834 127 127\n"
	    "8: POSIX  ADVISORY  READ 819 fe:00:1834 123 123\n";
	FILE *f = fmemopen(text, sizeof(text) - 1, "r");
	struct wal_holder who[2];

	(void)state;
	assert_non_null(f);
	assert_int_equal(wal_readers(f, 1834, who, 2), 2);
	fclose(f);
	assert_int_equal(who[0].pid, 812);
	assert_int_equal(who[0].slot, 124);
	assert_int_equal(who[1].pid, 818);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		BOX_TEST(a_held_log_stops_the_groups_and_names_the_holder),
		BOX_TEST(without_readers_the_limit_is_never_felt),
		BOX_TEST(a_large_log_that_was_left_behind_is_emptied),
		BOX_TEST(
		    another_program_that_closes_the_database_leaves_the_log),
		BOX_TEST(a_long_log_names_who_holds_it),
		BOX_TEST(the_longer_the_log_the_longer_readers_are_waited_for),
		BOX_TEST(the_kernels_list_of_locks_is_read),
	};

	return (RUN_TESTS(tests));
}
