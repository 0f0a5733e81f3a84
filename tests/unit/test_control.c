/*
 * How a command finds the daemon that holds its database.
 */
#include <sys/socket.h>

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <unistd.h>

#include "earshot/setup.h"

#include "listening.h"

struct world {
	char folder[64], db[500];
	struct setup *setup;
	/* somebody who answers */
	int listener;
	char answer[200];
	pthread_t thread;
	bool answering;
};

static int
begin(void **state)
{
	static struct world w;

	w = (struct world){ .listener = -1 };
	snprintf(w.folder, sizeof(w.folder), "/tmp/earshot-test.XXXXXX");
	assert_non_null(mkdtemp(w.folder));
	snprintf(w.db, sizeof(w.db), "%s/test.db", w.folder);
	*state = &w;
	return (0);
}

static int
end(void **state)
{
	struct world *w = *state;

	if (w->listener >= 0) {
		shutdown(w->listener, SHUT_RDWR);
		if (w->answering)
			pthread_join(w->thread, NULL);
		close(w->listener);
	}
	setup_free(w->setup);
	nftw(w->folder, listening_remove, 16, FTW_DEPTH | FTW_PHYS);
	return (0);
}

static void
load(struct world *w, const char *control_path)
{
	struct setup_request r = { .program = "test",
		.config = "/dev/null",
		.db = w->db,
		.overrides = { { .name = "control.path",
		    .value = control_path } },
		.noverrides = 1 };
	struct faults faults;
	struct buf out = BUF_INIT(4000);

	faults_init(&faults);
	if (setup_load(&r, SETUP_CONF, false, &faults, &w->setup) != OK) {
		faults_print(&faults, &out, false);
		fail_msg("%s", buf_str(&out).p);
	}
	faults_free(&faults);
	buf_free(&out);
}

static void *
answer_all(void *arg)
{
	struct world *w = arg;
	char line[100];
	int fd;

	while ((fd = accept(w->listener, NULL, NULL)) >= 0) {
		if (w->answer[0] != '\0' && recv(fd, line, sizeof(line), 0) > 0)
			(void)!send(fd, w->answer, strlen(w->answer),
			    MSG_NOSIGNAL);
		close(fd);
	}
	return (NULL);
}

/* Somebody at ${path} who says that he holds the file at ${holds}. */
static void
stand_in(struct world *w, const char *path, const char *holds)
{
	struct stat sb;

	if (holds != NULL) {
		assert_int_equal(stat(holds, &sb), 0);
		snprintf(w->answer, sizeof(w->answer), "ok %llu:%llu\n",
		    (unsigned long long)sb.st_dev,
		    (unsigned long long)sb.st_ino);
	}
	w->listener = setup_bind(path);
	assert_true(w->listener >= 0);
	assert_int_equal(listen(w->listener, 4), 0);
	assert_int_equal(pthread_create(&w->thread, NULL, answer_all, w), 0);
	w->answering = true;
}

static void
make_file(const char *path)
{
	int fd = open(path, O_CREAT | O_WRONLY, 0600);

	assert_true(fd >= 0);
	close(fd);
}

static void
nobody_there_is_nobody(void **state)
{
	struct world *w = *state;

	load(w, "");
	assert_int_equal(setup_connect(w->setup), -1);
	make_file(w->db);
	assert_int_equal(setup_connect(w->setup), -1);
}

static void
beside_the_database_unless_another_place_is_said(void **state)
{
	struct world *w = *state;
	char want[600], *got;

	load(w, "");
	got = setup_control_address(w->setup);
	snprintf(want, sizeof(want), "%s.control", w->db);
	assert_string_equal(got, want);
	free(got);
	setup_free(w->setup);
	load(w, "/run/somewhere/control");
	got = setup_control_address(w->setup);
	assert_string_equal(got, "/run/somewhere/control");
	free(got);
}

static void
the_one_who_holds_this_database_is_found(void **state)
{
	struct world *w = *state;
	char path[600];
	int fd;

	make_file(w->db);
	snprintf(path, sizeof(path), "%s.control", w->db);
	stand_in(w, path, w->db);
	load(w, "");
	fd = setup_connect(w->setup);
	assert_true(fd >= 0);
	close(fd);
}

static void
another_name_of_the_same_file_is_the_same_database(void **state)
{
	struct world *w = *state;
	char link[500], path[600];
	int fd;

	make_file(w->db);
	snprintf(link, sizeof(link), "%s/other-name.db", w->folder);
	assert_int_equal(symlink(w->db, link), 0);
	snprintf(path, sizeof(path), "%s/socket", w->folder);
	stand_in(w, path, w->db);
	snprintf(w->db, sizeof(w->db), "%s", link);
	load(w, path);
	fd = setup_connect(w->setup);
	assert_true(fd >= 0);
	close(fd);
}

static void
a_daemon_of_another_database_is_not_asked(void **state)
{
	struct world *w = *state;
	char other[500], path[600];

	make_file(w->db);
	snprintf(other, sizeof(other), "%s/other.db", w->folder);
	make_file(other);
	snprintf(path, sizeof(path), "%s/socket", w->folder);
	stand_in(w, path, other);
	load(w, path);
	assert_int_equal(setup_connect(w->setup), -1);
}

static void
one_who_says_nothing_sensible_is_not_ours(void **state)
{
	struct world *w = *state;
	char path[600];

	make_file(w->db);
	snprintf(path, sizeof(path), "%s/socket", w->folder);
	snprintf(w->answer, sizeof(w->answer), "220 mail.example ESMTP\r\n");
	stand_in(w, path, NULL);
	load(w, path);
	assert_int_equal(setup_connect(w->setup), -1);
}

static void
one_who_hangs_up_is_not_ours(void **state)
{
	struct world *w = *state;
	char path[600];

	make_file(w->db);
	snprintf(path, sizeof(path), "%s/socket", w->folder);
	stand_in(w, path, NULL);
	load(w, path);
	assert_int_equal(setup_connect(w->setup), -1);
}

static void
a_path_longer_than_an_address_works(void **state)
{
	struct world *w = *state;
	char folder[300], path[600];
	int fd, client;

	snprintf(folder, sizeof(folder), "%s/", w->folder);
	memset(folder + strlen(folder), 'x', 150);
	folder[strlen(w->folder) + 151] = '\0';
	assert_int_equal(mkdir(folder, 0700), 0);
	snprintf(path, sizeof(path), "%s/control", folder);
	assert_true(strlen(path) > 108);
	fd = setup_bind(path);
	assert_true(fd >= 0);
	assert_int_equal(access(path, F_OK), 0);
	assert_int_equal(listen(fd, 1), 0);
	client = setup_dial(path);
	assert_true(client >= 0);
	close(client);
	close(fd);
}

static void
a_name_longer_than_an_address_is_refused_not_cut(void **state)
{
	struct world *w = *state;
	char path[600];

	snprintf(path, sizeof(path), "%s/", w->folder);
	memset(path + strlen(path), 'x', 150);
	path[strlen(w->folder) + 151] = '\0';
	assert_int_equal(setup_bind(path), -1);
	assert_int_equal(errno, ENAMETOOLONG);
}

static void
no_descriptor_is_left_behind(void **state)
{
	struct world *w = *state;
	char path[600];
	int before = dup(0), after;

	close(before);
	snprintf(path, sizeof(path),
	    "%s/no/such/folder/of/a/rather/long/name/"
	    "so/that/the/address/does/not/fit/and/its/folder/has/to/be/"
	    "opened/first/which/it/cannot/control",
	    w->folder);
	assert_int_equal(setup_dial(path), -1);
	assert_int_equal(setup_bind(path), -1);
	snprintf(path, sizeof(path), "%s/nobody", w->folder);
	assert_int_equal(setup_dial(path), -1);
	after = dup(0);
	close(after);
	assert_int_equal(before, after);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, begin, end)

int
main(void)
{
	const struct CMUnitTest control_tests[] = {
		TEST(nobody_there_is_nobody),
		TEST(beside_the_database_unless_another_place_is_said),
		TEST(the_one_who_holds_this_database_is_found),
		TEST(another_name_of_the_same_file_is_the_same_database),
		TEST(a_daemon_of_another_database_is_not_asked),
		TEST(one_who_says_nothing_sensible_is_not_ours),
		TEST(one_who_hangs_up_is_not_ours),
		TEST(a_path_longer_than_an_address_works),
		TEST(a_name_longer_than_an_address_is_refused_not_cut),
		TEST(no_descriptor_is_left_behind),
	};

	return (RUN_TESTS(control_tests));
}
