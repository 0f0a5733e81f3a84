/*
 * What a thread that locked itself can and cannot do; each test locks a thread
 * of its own.
 */
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#include <errno.h>
#include <fcntl.h>
#include <iconv.h>
#include <pthread.h>
#ifdef HAVE_LIBSECCOMP
#include <seccomp.h>
#endif
#include <signal.h>
#include <time.h>
#include <unistd.h>

#include "earshot/reader.h"
#include "earshot/sandbox.h"

#include "storebox.h"

struct locked {
	enum status status;
	bool (*job)(void *arg);
	void *arg;
	bool held;
};

static void *
run(void *arg)
{
	struct locked *l = arg;

	l->status = sandbox_lock_reader();
	l->held = l->status == OK && l->job(l->arg);
	return (NULL);
}

/* ${job} in a thread that is locked; assertions are for the main one. */
static void
assert_locked(bool (*job)(void *arg), void *arg)
{
	struct locked l = { .job = job, .arg = arg };
	pthread_t thread;

	assert_int_equal(pthread_create(&thread, NULL, run, &l), 0);
	assert_int_equal(pthread_join(thread, NULL), 0);
	if (l.status == E_NOT_FOUND) {
		print_message("this build has no libseccomp\n");
		skip();
	}
	assert_int_equal(l.status, OK);
	assert_true(l.held);
}

static bool
denied(long answer)
{

	return (answer == -1 && errno == EPERM);
}

static bool
reach_out(void *arg)
{
	const int *fd = arg;
	struct sockaddr sa = { .sa_family = AF_UNIX };

	return (denied(socket(AF_INET, SOCK_STREAM, 0)) &&
		denied(socket(AF_UNIX, SOCK_DGRAM, 0)) &&
		denied(connect(*fd, &sa, sizeof(sa))) &&
		denied(bind(*fd, &sa, sizeof(sa))) &&
		denied(sendto(*fd, "x", 1, 0, NULL, 0)));
}

static void
it_reaches_no_network(void **state)
{
	int pair[2];

	(void)state;
	assert_int_equal(socketpair(AF_UNIX, SOCK_DGRAM, 0, pair), 0);
	assert_locked(reach_out, &pair[0]);
	/* The others can as before. */
	assert_int_equal(sendto(pair[0], "x", 1, 0, NULL, 0), 1);
	close(pair[0]);
	close(pair[1]);
}

static void *
nothing(void *arg)
{

	return (arg);
}

static bool
start_something(void *arg)
{
	char *argv[] = { (char *)(uintptr_t) "/bin/true", NULL };
	pthread_t thread;

	(void)arg;
	return (denied(fork()) && denied(execv(argv[0], argv)) &&
		system("exit 0") != 0 &&
		pthread_create(&thread, NULL, nothing, NULL) == EPERM &&
		denied(kill(getppid(), 0)));
}

static void
it_starts_no_program_process_or_thread(void **state)
{

	(void)state;
	assert_locked(start_something, NULL);
	assert_int_equal(system("exit 0"), 0);
}

/* It may be younger than the headers here. */
static bool
fchmodat2_is_denied(const char *path)
{
#ifdef HAVE_LIBSECCOMP
	int call = seccomp_syscall_resolve_name("fchmodat2");

	return (call == __NR_SCMP_ERROR ||
		denied(syscall(call, AT_FDCWD, path, 0777, 0)));
#else
	return (path != NULL);
#endif
}

static bool
change_files(void *arg)
{
	const char *path = arg;
	char other[120];
	int fd;

	snprintf(other, sizeof(other), "%s.other", path);
	if (!denied(open(path, O_WRONLY)) || !denied(open(path, O_RDWR)) ||
	    !denied(open(other, O_RDONLY | O_CREAT, 0600)) ||
	    !denied(open(path, O_RDONLY | O_TRUNC)) ||
	    !denied(creat(other, 0600)) || !denied(unlink(path)) ||
	    !denied(rename(path, other)) || !denied(link(path, other)) ||
	    !denied(symlink(path, other)) || !denied(mkdir(other, 0700)) ||
	    !denied(chmod(path, 0777)) || !fchmodat2_is_denied(path) ||
	    !denied(truncate(path, 0)))
		return (false);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd >= 0)
		close(fd);
	return (fd >= 0);
}

static void
it_opens_files_to_read_only(void **state)
{

	(void)state;
	box_begin();
	box_close();
	assert_locked(change_files, box.path);
	assert_int_equal(box_int("PRAGMA user_version") > 0, 1);
}

static bool
go_round(void *arg)
{

	(void)arg;
#ifdef SYS_io_uring_setup
	if (!denied(syscall(SYS_io_uring_setup, 1, NULL)))
		return (false);
#endif
#ifdef SYS_openat2
	if (syscall(SYS_openat2, AT_FDCWD, "/", NULL, 0) != -1 ||
	    errno != ENOSYS)
		return (false);
#endif
#ifdef __x86_64__
	/* The same call by its number of x32. */
	if (!denied(syscall(0x40000000 | SYS_getpid)))
		return (false);
#endif
	return (denied(syscall(SYS_memfd_create, "x", 0)) &&
		denied(open("/proc/self/mem", O_RDWR)));
}

static void
nor_does_it_get_round_the_filter(void **state)
{

	(void)state;
	assert_locked(go_round, NULL);
}

/* What parsers, matchers and the reader of the database do. */
static bool
work(void *arg)
{
	struct reader *r = arg;
	char *memory = malloc(64 << 20), in[] = "caf\xe9", out[20], *to = out;
	char *from = in;
	size_t n = 4, room = sizeof(out);
	struct post p = { .guid = STR("none") };
	bool known = true;
	iconv_t cold = iconv_open("UTF-8", "ISO-8859-9");
	bool well = memory != NULL && cold != (iconv_t)-1 &&
		    iconv(cold, &from, &n, &to, &room) == 0;

	if (memory != NULL)
		memset(memory, 1, 64 << 20);
	free(memory);
	if (cold != (iconv_t)-1)
		iconv_close(cold);
	if (reader_begin(r) != OK)
		return (false);
	well = reader_known(r, 1, &p, &known) == OK && !known && well;
	reader_end(r);
	return (well && clock_now() > 0 && getpid() > 0);
}

static void
it_reads_the_database_and_converts_as_before(void **state)
{
	struct buf why = BUF_INIT(1000);
	struct reader *r = NULL;

	(void)state;
	box_begin();
	assert_int_equal(reader_open(box.path, 0, &r, &why), OK);
	assert_locked(work, r);
	reader_close(r);
	buf_free(&why);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(it_reaches_no_network),
		cmocka_unit_test(it_starts_no_program_process_or_thread),
		BOX_TEST(it_opens_files_to_read_only),
		cmocka_unit_test(nor_does_it_get_round_the_filter),
		BOX_TEST(it_reads_the_database_and_converts_as_before),
	};

	return (RUN_TESTS(tests));
}
