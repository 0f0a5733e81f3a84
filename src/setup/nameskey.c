/*
 * A file of random bytes beside the database, for its owner only.
 */
#include "nameskey.h"

#include <sys/random.h>
#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { KEY_MODE = 0600 };

static enum status
read_key(const char *path, unsigned char ret[INGEST_NAMES_KEY])
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	ssize_t n;

	if (fd < 0)
		return (errno == ENOENT ? E_NOT_FOUND : E_DENIED);
	n = read(fd, ret, INGEST_NAMES_KEY);
	close(fd);
	return (n == INGEST_NAMES_KEY ? OK : E_CORRUPT);
}

/* Root may be the first to ask; the key is the service's all the same. */
static void
give_to_owner(int fd, const char *path)
{
	char folder[PATH_MAX];
	struct stat sb;
	char *slash;

	snprintf(folder, sizeof(folder), "%s", path);
	slash = strrchr(folder, '/');
	if (slash == NULL)
		return;
	*slash = '\0';
	if (geteuid() == 0 && stat(folder, &sb) == 0 &&
	    fchown(fd, sb.st_uid, (gid_t)-1) != 0)
		errno = 0; /* root can read it anyway */
}

/* Under a name of its own first: nobody reads half a key. */
static enum status
make_key(const char *path, unsigned char ret[INGEST_NAMES_KEY])
{
	char part[PATH_MAX];
	bool good;
	int fd;

	if (snprintf(part, sizeof(part), "%s.%ld", path, (long)getpid()) >=
	    (int)sizeof(part))
		return (E_TOO_LARGE);
	if (getrandom(ret, INGEST_NAMES_KEY, 0) != INGEST_NAMES_KEY)
		return (E_IO);
	fd = open(part, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, KEY_MODE);
	if (fd < 0)
		return (E_DENIED);
	give_to_owner(fd, path);
	good = write(fd, ret, INGEST_NAMES_KEY) == INGEST_NAMES_KEY &&
	       fsync(fd) == 0;
	close(fd);
	/* Somebody else's that came meanwhile is not overwritten. */
	good = good && link(part, path) == 0;
	unlink(part);
	return (good ? OK : E_IO);
}

enum status
nameskey_take(const char *store_path, unsigned char ret[INGEST_NAMES_KEY])
{
	char path[PATH_MAX];
	enum status st;

	if (snprintf(path, sizeof(path), "%s.names-key", store_path) >=
	    (int)sizeof(path))
		return (E_TOO_LARGE);
	st = read_key(path, ret);
	if (st != E_NOT_FOUND)
		return (st);
	st = make_key(path, ret);
	return (st == OK ? OK : read_key(path, ret));
}
