/*
 * The database's path, folder and first bytes.  Whatever lies there stays as it
 * is until we know that it is ours.
 */
#include "place.h"

#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "earshot/log.h"

#include "db.h"
#include "schema.h"

enum {
	FOLDER_MODE = 02750,
	PARENT_MODE = 0755,
	FILE_MODE = 0640,
	HEADER_BYTES = 100,
	AT_USER_VERSION = 60,
	AT_APPLICATION_ID = 68
};

static const char magic[16] = "SQLite format 3";

enum status
place_fault(struct buf *reterr, const char *path, const char *what, int error)
{
	static const struct {
		int error;
		enum status st;
	} table[] = {
		{ ENOENT, E_NOT_FOUND },
		{ ENOTDIR, E_NOT_FOUND },
		{ EACCES, E_DENIED },
		{ EPERM, E_DENIED },
		{ EROFS, E_DENIED },
		{ ENOSPC, E_FULL },
		{ EDQUOT, E_FULL },
		{ ENOMEM, E_MEMORY },
		{ EEXIST, E_BUSY },
	};

	buf_printf(reterr, "%s: %s: %s", path, what, strerror(error));
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (table[i].error == error)
			return (table[i].st);
	return (E_IO);
}

/* The path that ${url} names; {NULL,0}: none that we can open. */
static struct str
path_of(struct str url, struct buf *reterr)
{
	static const char *const other[] = { "postgresql:", "postgres:" };

	for (size_t i = 0; i < sizeof(other) / sizeof(other[0]); i++)
		if (str_istarts(url, str_of(other[i]))) {
			/* Not the URL itself: it may hold a password. */
			buf_printf(reterr,
			    "%s is not a store that this version can write "
			    "yet; name a file, or sqlite:FILE",
			    other[i]);
			return ((struct str){ NULL, 0 });
		}
	if (str_istarts(url, STR("sqlite:")))
		url = str_sub(url, strlen("sqlite:"), url.n);
	else if (str_find(url, STR("://")) != SIZE_MAX) {
		buf_printf(reterr,
		    "the store can be a file or sqlite:FILE, not %.*s",
		    STR_ARG(str_sub(url, 0, str_find(url, STR("://")) + 1)));
		return ((struct str){ NULL, 0 });
	}
	/* sqlite:///var/lib/… as others write it */
	if (str_starts(url, STR("///")))
		url = str_sub(url, 2, url.n);
	url = str_trim(url);
	if (url.n == 0 || url.p[url.n - 1] == '/') {
		buf_adds(reterr, "the store needs the name of a file");
		return ((struct str){ NULL, 0 });
	}
	return (url);
}

/* ${folder} with its parents; what exists is left alone.  ${folder} is given
 * back as it was. */
static enum status
make_folders(char *folder, struct buf *reterr)
{
	for (char *p = folder + 1;; p++) {
		bool last = *p == '\0';
		mode_t mode = last ? FOLDER_MODE : PARENT_MODE;
		int r, error;

		if (!last && *p != '/')
			continue;
		*p = '\0';
		r = mkdir(folder, 0700);
		error = errno;
		/* mkdir knows no setgid bit and minds the umask. */
		if (r == 0 && (r = chmod(folder, mode)) != 0)
			error = errno;
		if (r != 0 && error != EEXIST)
			return (place_fault(reterr, folder,
			    "this folder cannot be made", error));
		if (last)
			return (OK);
		*p = '/';
	}
}

static char *
parent_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	if (slash == NULL)
		return (str_dup(STR(".")));
	if (slash == path)
		return (str_dup(STR("/")));
	return (str_dup((struct str){ path, (size_t)(slash - path) }));
}

/* The folder as it is, and the file's name in it. */
static enum status
resolve(struct place *p, const char *name, struct buf *reterr)
{
	char real[PATH_MAX];
	struct buf b = BUF_INIT(2 * PATH_MAX);

	/* A link: lock, -wal and -shm lie beside what it names. */
	if (realpath(p->path, real) != NULL)
		buf_adds(&b, real);
	else if (realpath(p->folder, real) != NULL)
		buf_printf(&b, "%s/%s", strcmp(real, "/") == 0 ? "" : real,
		    name);
	else
		return (
		    place_fault(reterr, p->folder, "no such folder", errno));
	free(p->path);
	free(p->folder);
	p->path = buf_steal(&b);
	p->folder = p->path != NULL ? parent_of(p->path) : NULL;
	if (p->folder == NULL) {
		buf_adds(reterr, "out of memory");
		return (E_MEMORY);
	}
	return (OK);
}

enum status
place_find(const char *url, bool make, struct place *ret, struct buf *reterr)
{
	struct str path = path_of(str_of(url), reterr);
	const char *name;
	enum status st;

	*ret = (struct place){ NULL, NULL };
	if (path.p == NULL)
		return (E_USAGE);
	ret->path = str_dup(path);
	ret->folder = ret->path != NULL ? parent_of(ret->path) : NULL;
	if (ret->folder == NULL) {
		buf_adds(reterr, "out of memory");
		return (E_MEMORY);
	}
	if (make) {
		st = make_folders(ret->folder, reterr);
		if (st != OK)
			return (st);
	}
	name = strrchr(ret->path, '/');
	name = name != NULL ? name + 1 : ret->path;
	return (resolve(ret, name, reterr));
}

void
place_free(struct place *p)
{

	free(p->path);
	free(p->folder);
	*p = (struct place){ NULL, NULL };
}

static uint32_t
number_at(const unsigned char *header, size_t at)
{

	return ((uint32_t)header[at] << 24 | (uint32_t)header[at + 1] << 16 |
		(uint32_t)header[at + 2] << 8 | header[at + 3]);
}

static enum status
judge_header(const char *path, const unsigned char *header, size_t n,
    struct buf *reterr)
{

	if (n < HEADER_BYTES || memcmp(header, magic, sizeof(magic)) != 0) {
		buf_printf(reterr, "%s is not a database; it was left as it is",
		    path);
		return (E_CORRUPT);
	}
	if (number_at(header, AT_APPLICATION_ID) != DB_APPLICATION_ID) {
		buf_printf(reterr,
		    "%s is another program's database; it was left as it is",
		    path);
		return (E_CORRUPT);
	}
	return (
	    schema_refuse(path, number_at(header, AT_USER_VERSION), reterr));
}

enum status
place_look(const struct place *p, enum place_state *ret, struct buf *reterr)
{
	unsigned char header[HEADER_BYTES];
	struct stat sb;
	size_t n;
	int error;

	if (stat(p->path, &sb) != 0 && errno == ENOENT) {
		*ret = PLACE_NOTHING;
		return (OK);
	}
	if (faccessat(AT_FDCWD, p->path, R_OK, AT_EACCESS) != 0)
		return (place_fault(reterr, p->path, "cannot be read", errno));
	if (!S_ISREG(sb.st_mode)) {
		buf_printf(reterr, "%s is not a file", p->path);
		return (E_CORRUPT);
	}
	if (sb.st_size == 0) {
		*ret = PLACE_EMPTY;
		return (OK);
	}
	error = db_header(p->path, header, sizeof(header), &n);
	if (error != 0)
		return (place_fault(reterr, p->path, "cannot be read", error));
	*ret = PLACE_OURS;
	return (judge_header(p->path, header, n, reterr));
}

enum status
place_create(const char *path, bool give, struct buf *reterr)
{
	enum status st = OK;
	int fd;

	fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW,
	    FILE_MODE);
	if (fd < 0)
		return (place_fault(reterr, path, "cannot be made", errno));
	if (fchmod(fd, FILE_MODE) != 0)
		st = place_fault(reterr, path, "cannot be made", errno);
	if (give)
		place_give(path, fd);
	close(fd);
	return (st);
}

void
place_give(const char *path, int fd)
{
	struct stat its, sb;
	char *folder;

	/* A file of two names may be anything. */
	if (geteuid() != 0 || fstat(fd, &its) != 0 || its.st_uid != 0 ||
	    its.st_nlink != 1 || (folder = parent_of(path)) == NULL)
		return;
	/* Else root goes on alone, and whoever comes next is told. */
	if (stat(folder, &sb) == 0 && sb.st_uid != 0 &&
	    (sb.st_mode & S_ISVTX) == 0 &&
	    fchown(fd, sb.st_uid, sb.st_gid) != 0)
		log_line(LOG_DEBUG, "place_not_given path=%s", path);
	free(folder);
}
