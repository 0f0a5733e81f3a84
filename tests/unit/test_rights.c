/*
 * Members of the group read the database while the daemon runs, is stopped and
 * was killed; they can neither write nor delete.  Others see nothing.  Needs
 * root, to be somebody else for a moment.
 */
#include <dirent.h>
#include <grp.h>

#include "storebox.h"

enum { READERS = 54321, NOBODY = 65534 };

static bool
as_root(void)
{

	if (geteuid() == 0)
		return (true);
	print_message("this test needs root\n");
	skip();
	return (false);
}

/* ${what} as another user; its return value. */
static int
as_other(bool member, int (*what)(void))
{
	gid_t groups[] = { READERS };
	pid_t child = fork();
	int status;

	if (child == 0) {
		if (setgroups(member ? 1 : 0, groups) != 0 ||
		    setgid(NOBODY) != 0 || setuid(NOBODY) != 0)
			_exit(99);
		_exit(what());
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	return (WEXITSTATUS(status));
}

/* How many posts an analyst sees, by whatever opens SQLite files; 90 and
 * more: what went wrong. */
static int
analyst(void)
{
	sqlite3 *db = NULL;
	sqlite3_stmt *q = NULL;
	int n = 90;

	if (sqlite3_open(box.path, &db) != SQLITE_OK)
		return (91);
	if (sqlite3_prepare_v2(db, "SELECT count(*) FROM v_post", -1, &q,
		NULL) != SQLITE_OK) {
		fprintf(stderr, "%s\n", sqlite3_errmsg(db));
		return (92);
	}
	if (sqlite3_step(q) == SQLITE_ROW)
		n = sqlite3_column_int(q, 0);
	sqlite3_finalize(q);
	sqlite3_close(db);
	return (n);
}

static int
our_reader(void)
{
	struct buf why = BUF_INIT(1000);
	struct arena *a = arena_new(10000);
	struct reader *r = NULL;
	struct store_status status;

	if (reader_open(box.path, 1000, &r, &why) != OK) {
		fprintf(stderr, "%s\n", buf_str(&why).p);
		return (91);
	}
	if (query_status(r, a, &status) != OK)
		return (92);
	reader_close(r);
	return ((int)status.posts);
}

static int
vandal(void)
{
	char folder[128], path[160];
	sqlite3 *db = NULL;
	struct dirent *e;
	DIR *d;
	int done = 0;

	if (sqlite3_open(box.path, &db) == SQLITE_OK &&
	    sqlite3_exec(db, "DELETE FROM post", NULL, NULL, NULL) == SQLITE_OK)
		done++;
	sqlite3_close(db);
	snprintf(folder, sizeof(folder), "%s/data", box.folder);
	d = opendir(folder);
	while (d != NULL && (e = readdir(d)) != NULL) {
		snprintf(path, sizeof(path), "%s/%.30s", folder, e->d_name);
		done += unlink(path) == 0;
	}
	snprintf(path, sizeof(path), "%s/mine", folder);
	done += mkdir(path, 0700) == 0;
	return (done);
}

static void
look_on(int posts)
{

	assert_int_equal(as_other(true, analyst), posts);
	assert_int_equal(as_other(true, our_reader), posts);
	assert_int_equal(as_other(true, vandal), 0);
	assert_true(as_other(false, analyst) >= 90);
	assert_true(as_other(false, our_reader) >= 90);
}

static void
give_to_group(void)
{
	char path[128];

	snprintf(path, sizeof(path), "%s/data", box.folder);
	assert_int_equal(mkdir(path, 02750), 0);
	assert_int_equal(chown(path, 0, READERS), 0);
	assert_int_equal(chmod(path, 02750), 0);
}

static const struct serve posts[] = {
	{ .guid = "1", .link = "https://b.example/1", .text = "It is broken" },
	{ .guid = "2", .link = "https://b.example/2", .text = "I wish" },
	{ .guid = "3", .link = "https://b.example/3", .text = "So what" },
};

static void
the_group_reads_while_it_runs_and_when_it_is_stopped(void **state)
{

	(void)state;
	if (!as_root())
		return;
	give_to_group();
	box_begin();
	box_visit(0, posts, 1);
	look_on(1);
	box_visit(0, posts, 2);
	look_on(2);
	box_close();
	look_on(2);
	/* Nobody's reading stands in the writer's way. */
	box_begin();
	assert_told(box_visit(0, posts, 3), 1, 0, 2);
	look_on(3);
	assert_int_equal(store_checkpoint(box.store, true), OK);
	look_on(3);
	box_sound();
}

static void
the_group_reads_after_it_was_killed(void **state)
{
	pid_t child;
	int status;

	(void)state;
	if (!as_root())
		return;
	give_to_group();
	child = fork();
	if (child == 0) {
		box_begin();
		box_visit(0, posts, 2);
		_exit(0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
	look_on(2);
	box_begin();
	assert_told(box_visit(0, posts, 3), 1, 0, 2);
	look_on(3);
	box_sound();
}

static int
try_to_write(void)
{
	struct buf why = BUF_INIT(1000);
	enum status st = box_try_open(&why);
	bool named = strstr(buf_str(&why).p, box.path) != NULL;

	return (named ? (int)st : 90);
}

static void
who_may_not_write_is_told_so(void **state)
{

	(void)state;
	if (!as_root())
		return;
	give_to_group();
	box_begin();
	box_visit(0, posts, 1);
	box_close();
	assert_int_equal(as_other(true, try_to_write), E_DENIED);
	assert_int_equal(as_other(false, try_to_write), E_DENIED);
	assert_int_equal(as_other(true, analyst), 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		BOX_TEST(the_group_reads_while_it_runs_and_when_it_is_stopped),
		BOX_TEST(the_group_reads_after_it_was_killed),
		BOX_TEST(who_may_not_write_is_told_so),
	};

	return (RUN_TESTS(tests));
}
