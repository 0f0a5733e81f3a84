/*
 * The calls themselves, which go to the kernel directly, and who is refused.
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
/* Else pwrite and pwrite64 would be one name. */
#undef _FILE_OFFSET_BITS

#include "faultcalls.h"

#include <sys/syscall.h>
#include <sys/types.h>

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct {
	unsigned calls;
	int error;
	long first, times, seen, hits;
	char said[100]; /* by the file, when it was read last */
} now;

void
faultcalls_set(unsigned calls, int error, long first, long times)
{

	pthread_mutex_lock(&lock);
	now.calls = calls;
	now.error = error;
	now.first = first;
	now.times = times;
	now.seen = now.hits = 0;
	pthread_mutex_unlock(&lock);
}

long
faultcalls_hits(void)
{
	long hits;

	pthread_mutex_lock(&lock);
	hits = now.hits;
	pthread_mutex_unlock(&lock);
	return (hits);
}

static int
error_of(const char *word)
{
	static const struct {
		const char *word;
		int error;
	} words[] = { { "ENOSPC", ENOSPC }, { "EIO", EIO },
		{ "EDQUOT", EDQUOT }, { "EINTR", EINTR },
		{ "SHORT", FAULT_SHORT }, { "HANG", FAULT_HANG } };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcmp(words[i].word, word) == 0)
			return (words[i].error);
	return (0);
}

/* What the file says, if it says something else than before. */
static void
read_orders(void)
{
	const char *path = getenv("EARSHOT_FAULTS");
	char text[sizeof(now.said)] = "", calls[40], word[20];
	unsigned set = 0;
	long first, times;
	ssize_t n;
	int fd;

	if (path == NULL || (fd = open(path, O_RDONLY | O_CLOEXEC)) < 0)
		return;
	n = read(fd, text, sizeof(text) - 1);
	close(fd);
	text[n > 0 ? n : 0] = '\0';
	if (strcmp(text, now.said) == 0)
		return;
	memcpy(now.said, text, sizeof(text));
	if (sscanf(text, "%39s %19s %ld %ld", calls, word, &first, &times) !=
	    4) {
		faultcalls_set(0, 0, 0, 0);
		return;
	}
	set |= strstr(calls, "write") != NULL ? FAULT_WRITE : 0;
	set |= strstr(calls, "sync") != NULL ? FAULT_SYNC : 0;
	set |= strstr(calls, "truncate") != NULL ? FAULT_TRUNCATE : 0;
	faultcalls_set(set, error_of(word), first, times);
}

static bool
is_database(int fd)
{
	char link[40], path[PATH_MAX];
	ssize_t n;

	snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	n = readlink(link, path, sizeof(path) - 1);
	if (n <= 0)
		return (false);
	path[n] = '\0';
	return (strstr(path, ".db") != NULL);
}

/* Until the file gives other orders, as a disk that does not answer. */
static void
hang(void)
{
	const struct timespec moment = { 0, 20 * 1000000L };

	while (now.error == FAULT_HANG) {
		nanosleep(&moment, NULL);
		read_orders();
	}
}

/* The error of this call; 0: it shall succeed.  Keeps errno. */
static int
refused(unsigned call, int fd)
{
	static _Thread_local bool inside;
	int error = 0, kept = errno;

	if (inside || fd < 0)
		return (0);
	inside = true;
	if (is_database(fd)) {
		read_orders();
		pthread_mutex_lock(&lock);
		if ((now.calls & call) != 0 && ++now.seen >= now.first &&
		    now.hits < now.times) {
			now.hits++;
			error = now.error;
		}
		pthread_mutex_unlock(&lock);
	}
	if (error == FAULT_HANG)
		hang();
	inside = false;
	if (error == FAULT_KILL)
		raise(SIGKILL);
	errno = kept;
	return (error);
}

static int
fail(int error)
{

	errno = error;
	return (-1);
}

/* So many of ${n} bytes; a write of nothing would be no progress. */
static size_t
cut(int error, size_t n)
{

	return (error == FAULT_SHORT && n > 1 ? n / 2 : n);
}

ssize_t
write(int fd, const void *p, size_t n)
{
	int error = refused(FAULT_WRITE, fd);

	if (error > 0)
		return (fail(error));
	return (syscall(SYS_write, fd, p, cut(error, n)));
}

ssize_t
pwrite64(int fd, const void *p, size_t n, off64_t at)
{
	int error = refused(FAULT_WRITE, fd);

	if (error > 0)
		return (fail(error));
	return (syscall(SYS_pwrite64, fd, p, cut(error, n), at));
}

ssize_t
pwrite(int fd, const void *p, size_t n, off_t at)
{

	return (pwrite64(fd, p, n, at));
}

int
fdatasync(int fd)
{
	int error = refused(FAULT_SYNC, fd);

	return (error > 0 ? fail(error) : (int)syscall(SYS_fdatasync, fd));
}

int
fsync(int fd)
{
	int error = refused(FAULT_SYNC, fd);

	return (error > 0 ? fail(error) : (int)syscall(SYS_fsync, fd));
}

int
ftruncate64(int fd, off64_t size)
{
	int error = refused(FAULT_TRUNCATE, fd);

	return (
	    error > 0 ? fail(error) : (int)syscall(SYS_ftruncate, fd, size));
}

int
ftruncate(int fd, off_t size)
{

	return (ftruncate64(fd, size));
}
