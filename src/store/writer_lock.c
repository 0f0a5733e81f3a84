/*
 * The writer's lock: the kernel holds it (an open file description lock, which
 * a dead process cannot keep), the file's text only says by whom.
 */
#include "writer_lock.h"

#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "place.h"

enum { LOCK_MODE = 0640, TRIES = 20, TRY_MS = 10 };

static bool
lock_whole(int fd)
{
	struct flock whole = { .l_type = F_WRLCK, .l_whence = SEEK_SET };

	return (fcntl(fd, F_OFD_SETLK, &whole) == 0);
}

/* Does ${path} still name the file behind ${fd}?  Somebody may have removed it
 * between our open and our lock. */
static bool
still_named(const char *path, int fd)
{
	struct stat named, held;

	return (stat(path, &named) == 0 && fstat(fd, &held) == 0 &&
		named.st_dev == held.st_dev && named.st_ino == held.st_ino);
}

/* "812 earshotd"; the holder writes it right after taking the lock, so a
 * moment's patience helps. */
static void
tell_holder(int fd, const char *path, struct buf *reterr)
{
	struct timespec pause = { 0, TRY_MS * 1000000L };
	char text[100], name[64];
	long pid;

	for (int i = 0; i < TRIES; i++) {
		ssize_t n = pread(fd, text, sizeof(text) - 1, 0);

		if (n > 0) {
			text[n] = '\0';
			if (sscanf(text, "%ld %63s", &pid, name) == 2) {
				buf_printf(reterr, "%s (pid %ld) is writing %s",
				    name, pid, path);
				return;
			}
		}
		nanosleep(&pause, NULL);
	}
	buf_printf(reterr, "another program is writing %s", path);
}

static enum status
sign(int fd, const char *lock_path, struct buf *reterr)
{
	char text[100];
	int n = snprintf(text, sizeof(text), "%ld %.63s\n", (long)getpid(),
	    program_invocation_short_name);

	/* A reader of the group may see who writes, whatever the umask. */
	if (fchmod(fd, LOCK_MODE) != 0 && errno != EPERM)
		return (
		    place_fault(reterr, lock_path, "cannot be written", errno));
	place_give(lock_path, fd);
	errno = 0;
	if (ftruncate(fd, 0) == 0 &&
	    pwrite(fd, text, (size_t)n, 0) == (ssize_t)n)
		return (OK);
	/* The lock holds all the same: a full disk must not keep the daemon
	 * from starting, only its name is missing. */
	if (errno == ENOSPC || errno == EDQUOT)
		return (OK);
	return (place_fault(reterr, lock_path, "cannot be written",
	    errno != 0 ? errno : EIO));
}

enum status
writer_lock_take(const char *path, int *ret_fd, struct buf *reterr)
{
	char lock_path[PATH_MAX];
	enum status st = E_BUSY;
	int fd = -1;

	if (snprintf(lock_path, sizeof(lock_path), "%s.lock", path) >=
	    (int)sizeof(lock_path))
		return (place_fault(reterr, path, "cannot be opened",
		    ENAMETOOLONG));
	for (int i = 0; i < TRIES; i++) {
		fd = open(lock_path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW,
		    LOCK_MODE);
		if (fd < 0)
			return (place_fault(reterr, path,
			    "no permission to write beside it", errno));
		if (!lock_whole(fd)) {
			int error = errno;

			if (error == EAGAIN || error == EACCES)
				tell_holder(fd, path, reterr);
			else
				st = place_fault(reterr, lock_path,
				    "cannot be locked", error);
			goto fail;
		}
		if (still_named(lock_path, fd)) {
			st = sign(fd, lock_path, reterr);
			if (st != OK)
				goto fail;
			*ret_fd = fd;
			return (OK);
		}
		close(fd);
		fd = -1;
	}
	buf_printf(reterr, "%s: cannot be locked, it keeps vanishing",
	    lock_path);
fail:
	if (fd >= 0)
		close(fd);
	return (st);
}

void
writer_lock_release(int fd)
{

	if (fd < 0)
		return;
	/* The file stays: removing it would race with the next writer. */
	if (ftruncate(fd, 0) != 0)
		errno = 0; /* the lock itself is what counts */
	close(fd);
}
