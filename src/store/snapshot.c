/*
 * A copy by VACUUM INTO, written under another name and renamed when it is
 * whole and on the disk.
 */
#include "snapshot.h"

#include <sys/stat.h>
#include <sys/statvfs.h>

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "place.h"

/* ${path} as a sentence's subject, errno as its reason. */
static enum status
fail_errno(struct db *d, const char *path, const char *what, int error)
{

	buf_clear(&d->error);
	return (place_fault(&d->error, path, what, error));
}

enum status
snapshot_room(struct db *d, const char *folder)
{
	int64_t pages = 0, page_bytes = 0, need, room;
	struct statvfs fs;
	enum status st;

	st = db_number(d, "PRAGMA page_count", &pages);
	if (st == OK)
		st = db_number(d, "PRAGMA page_size", &page_bytes);
	if (st != OK)
		return (st);
	if (statvfs(folder, &fs) != 0)
		return (fail_errno(d, folder, "cannot be examined", errno));
	/* A tenth more: the daemon and others write meanwhile. */
	need = pages * page_bytes + pages * page_bytes / 10;
	room = (int64_t)(fs.f_bavail * fs.f_frsize);
	if (room < need)
		return (db_fail(d, E_FULL,
		    "%s: a copy needs %lld MB, and there are %lld", folder,
		    (long long)(need >> 20) + 1, (long long)(room >> 20)));
	return (OK);
}

static enum status
sync_path(struct db *d, const char *path, int flags)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | flags);
	enum status st = OK;

	if (fd < 0 || fsync(fd) != 0)
		st = fail_errno(d, path, "cannot be written", errno);
	if (fd >= 0)
		close(fd);
	return (st);
}

static enum status
vacuum_into(struct db *d, const char *path)
{
	struct sql q;
	enum status st;

	/* A reader is query_only; VACUUM INTO writes, but not here. */
	st = db_exec(d, "PRAGMA query_only = OFF");
	if (st != OK)
		return (st);
	q = sql_once(d, "VACUUM INTO ?");
	sql_text(&q, str_of(path));
	return (sql_run(&q));
}

/* A file that came meanwhile is not overwritten, where the file system can
 * promise that. */
static int
put_in_place(const char *part, const char *path, bool replace)
{

	if (replace)
		return (rename(part, path));
	if (renameat2(AT_FDCWD, part, AT_FDCWD, path, RENAME_NOREPLACE) == 0)
		return (0);
	if (errno != EINVAL && errno != ENOSYS)
		return (-1);
	return (rename(part, path));
}

enum status
snapshot_write(struct db *d, const char *path, bool replace)
{
	char part[PATH_MAX], folder[PATH_MAX], *slash;
	bool reader = sqlite3_db_readonly(d->handle, "main") == 1;
	enum status st;

	if (snprintf(part, sizeof(part), "%s.part", path) >= (int)sizeof(part))
		return (fail_errno(d, path, "cannot be made", ENAMETOOLONG));
	if (!replace && access(path, F_OK) == 0)
		return (db_fail(d, E_BUSY,
		    "%s exists already; name a file that does not", path));
	snprintf(folder, sizeof(folder), "%s", path);
	slash = strrchr(folder, '/');
	if (slash == NULL)
		strcpy(folder, ".");
	else
		slash[slash == folder ? 1 : 0] = '\0';
	st = snapshot_room(d, folder);
	if (st != OK)
		return (st);
	unlink(part); /* of an attempt that was cut */
	buf_clear(&d->error);
	st = place_create(part, false, &d->error);
	if (st != OK)
		return (st);
	st = vacuum_into(d, part);
	if (reader && db_exec(d, "PRAGMA query_only = ON") != OK && st == OK)
		st = E_INTERNAL;
	if (st == OK)
		st = sync_path(d, part, 0);
	if (st == OK && put_in_place(part, path, replace) != 0)
		st = fail_errno(d, path, "cannot be made", errno);
	if (st != OK)
		unlink(part);
	if (st == OK)
		st = sync_path(d, folder, O_DIRECTORY);
	return (st);
}
