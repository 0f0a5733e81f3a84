/*
 * Files and folders as given, remembered; the archive of the last good set.
 * The archive is text with lengths: "earshot-files 1\n", then records
 * "file <path bytes> <bytes>\n<path>\n<bytes>\n" and "list <path bytes>
 * <suffix bytes> <n>\n…" with a path a line.
 */
#include "earshot/files.h"

#include <sys/stat.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "earshot/arena.h"
#include "earshot/buf.h"

enum { ARCHIVE_MAX = 256 << 20, FOLDER_MAX = 10000 };

static const char magic[] = "earshot-files 1\n";

struct known_file {
	struct known_file *next;
	struct str path, bytes;
};

struct known_list {
	struct known_list *next;
	struct str path, suffixes;
	const char **paths; /* NULL-ended */
	size_t n;
};

struct files {
	struct arena *arena;
	bool archive; /* never look at the disk */
	struct known_file *files;
	struct known_list *lists;
};

static struct files *
files_new(bool archive)
{
	struct files *f = calloc(1, sizeof(*f));

	if (f == NULL)
		return (NULL);
	f->arena = arena_new(ARCHIVE_MAX * 2u);
	f->archive = archive;
	if (f->arena == NULL) {
		free(f);
		return (NULL);
	}
	return (f);
}

struct files *
files_disk(void)
{

	return (files_new(false));
}

void
files_free(struct files *f)
{

	if (f == NULL)
		return;
	arena_free(f->arena);
	free(f);
}

static enum status
status_of_errno(int error)
{

	switch (error) {
	case ENOENT:
	case ENOTDIR:
		return (E_NOT_FOUND);
	case EACCES:
	case EPERM:
	case EROFS:
		return (E_DENIED);
	case ENOSPC:
	case EDQUOT:
		return (E_FULL);
	case ENOMEM:
		return (E_MEMORY);
	default:
		return (E_IO);
	}
}

/* The whole of ${path}, at most ${cap} bytes, into ${a}. */
static enum status
slurp(struct arena *a, const char *path, size_t cap, struct str *ret)
{
	struct buf b = BUF_INIT(cap);
	enum status st = OK;
	ssize_t n;
	char *to;
	int fd;

	fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (fd < 0)
		return (status_of_errno(errno));
	for (;;) {
		char piece[16384];

		n = read(fd, piece, sizeof(piece));
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			break;
		to = buf_reserve(&b, (size_t)n);
		if (to == NULL) {
			st = b.n + (size_t)n > cap ? E_TOO_LARGE : E_MEMORY;
			goto out;
		}
		memcpy(to, piece, (size_t)n);
		buf_advance(&b, (size_t)n);
	}
	if (n < 0)
		st = errno == EISDIR ? E_NOT_FOUND : status_of_errno(errno);
	else {
		*ret = arena_str(a, buf_str(&b));
		if (ret->p == NULL)
			st = E_MEMORY;
	}
out:
	close(fd);
	buf_free(&b);
	return (st);
}

static enum status
remember_file(struct files *f, struct str path, struct str bytes)
{
	struct known_file *k = arena_alloc(f->arena, sizeof(*k));

	if (k == NULL)
		return (E_MEMORY);
	k->path = arena_str(f->arena, path);
	k->bytes = bytes;
	k->next = f->files;
	f->files = k;
	return (k->path.p != NULL ? OK : E_MEMORY);
}

enum status
files_read(struct files *f, const char *path, size_t cap, struct str *ret)
{
	struct str bytes;
	enum status st;

	for (struct known_file *k = f->files; k != NULL; k = k->next) {
		if (!str_eq(k->path, str_of(path)))
			continue;
		if (k->bytes.n > cap)
			return (E_TOO_LARGE);
		*ret = k->bytes;
		return (OK);
	}
	if (f->archive)
		return (E_NOT_FOUND);
	st = slurp(f->arena, path, cap, &bytes);
	if (st == OK)
		st = remember_file(f, str_of(path), bytes);
	if (st == OK)
		*ret = bytes;
	return (st);
}

static bool
has_suffix(struct str name, const char *suffixes)
{
	struct str rest = str_of(suffixes), suffix;

	while ((suffix = str_word(&rest)).n > 0)
		if (name.n > suffix.n && str_ends(name, suffix))
			return (true);
	return (false);
}

static int
by_name(const void *a, const void *b)
{

	return (strcmp(*(const char *const *)a, *(const char *const *)b));
}

static enum status
read_folder(struct files *f, const char *path, const char *suffixes,
    struct known_list *list)
{
	enum status st = OK;
	size_t size = 0;
	struct dirent *e;
	DIR *dir = opendir(path);

	if (dir == NULL)
		return (status_of_errno(errno));
	while (st == OK && (e = readdir(dir)) != NULL) {
		struct stat sb;
		struct str full;
		const char **paths;

		if (e->d_name[0] == '.' ||
		    !has_suffix(str_of(e->d_name), suffixes))
			continue;
		full = arena_printf(f->arena, "%s%s%s", path,
		    str_ends(str_of(path), STR("/")) ? "" : "/", e->d_name);
		/* One more than needed: the NULL at the end. */
		paths = arena_grow(f->arena, list->paths, list->n + 1, &size,
		    sizeof(*paths));
		if (full.p == NULL || paths == NULL)
			st = E_MEMORY;
		else if (list->n == FOLDER_MAX)
			st = E_TOO_LARGE;
		else {
			list->paths = paths;
			/* A link that leads nowhere today was meant: whoever
			 * reads it has to say that it is not there. */
			if (stat(full.p, &sb) != 0 || S_ISREG(sb.st_mode))
				list->paths[list->n++] = full.p;
		}
	}
	closedir(dir);
	if (list->n > 0)
		qsort(list->paths, list->n, sizeof(*list->paths), by_name);
	return (st);
}

enum status
files_list(struct files *f, const char *path, const char *suffixes,
    const char *const **ret)
{
	struct known_list *list;
	enum status st = OK;
	struct stat sb;

	for (list = f->lists; list != NULL; list = list->next)
		if (str_eq(list->path, str_of(path)) &&
		    str_eq(list->suffixes, str_of(suffixes)))
			goto found;
	if (f->archive)
		return (E_NOT_FOUND);
	if (stat(path, &sb) != 0)
		return (status_of_errno(errno));
	list = arena_alloc(f->arena, sizeof(*list));
	if (list == NULL)
		return (E_MEMORY);
	list->path = arena_str(f->arena, str_of(path));
	list->suffixes = arena_str(f->arena, str_of(suffixes));
	if (S_ISDIR(sb.st_mode))
		st = read_folder(f, path, suffixes, list);
	if (st != OK)
		return (st);
	if (list->paths == NULL) {
		list->paths = arena_array(f->arena, 2, sizeof(*list->paths));
		if (list->paths == NULL)
			return (E_MEMORY);
		if (!S_ISDIR(sb.st_mode))
			list->paths[list->n++] = list->path.p;
	}
	if (list->path.p == NULL || list->suffixes.p == NULL)
		return (E_MEMORY);
	list->next = f->lists;
	f->lists = list;
found:
	*ret = (const char *const *)list->paths;
	return (OK);
}

/* Its mode, and whose it is: of root's making, but not root's.  Who is not root
 * may only give the group. */
static enum status
look_like(int fd, const struct stat *sb)
{

	if (fchown(fd, sb->st_uid, sb->st_gid) != 0 &&
	    fchown(fd, (uid_t)-1, sb->st_gid) != 0)
		return (status_of_errno(errno));
	return (
	    fchmod(fd, sb->st_mode & 07777) == 0 ? OK : status_of_errno(errno));
}

static enum status
write_all(int fd, struct str bytes)
{
	size_t done = 0;

	while (done < bytes.n) {
		ssize_t n = write(fd, bytes.p + done, bytes.n - done);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return (status_of_errno(errno));
		done += (size_t)n;
	}
	return (OK);
}

/* ${like}: what stands there, or NULL. */
static enum status
write_anew(const char *path, struct str bytes, mode_t mode,
    const struct stat *like)
{
	struct buf temporary = BUF_INIT(4096 + 16);
	enum status st = OK;
	int fd = -1;

	buf_printf(&temporary, "%s.new.%ld", path, (long)getpid());
	if (buf_failed(&temporary)) {
		st = E_TOO_LARGE;
		goto out;
	}
	fd = open(temporary.p, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode);
	if (fd < 0) {
		st = status_of_errno(errno);
		goto out;
	}
	st = write_all(fd, bytes);
	if (st == OK && like != NULL)
		st = look_like(fd, like);
	if (st == OK && fsync(fd) != 0)
		st = status_of_errno(errno);
	if (close(fd) != 0 && st == OK)
		st = status_of_errno(errno);
	if (st == OK && rename(temporary.p, path) != 0)
		st = status_of_errno(errno);
	if (st != OK)
		unlink(temporary.p);
out:
	buf_free(&temporary);
	return (st);
}

enum status
files_write(const char *path, struct str bytes, unsigned mode)
{

	return (write_anew(path, bytes, (mode_t)mode, NULL));
}

enum status
files_replace(const char *path, struct str bytes)
{
	char *real = realpath(path, NULL);
	enum status st = OK;
	struct stat sb;

	if (real == NULL)
		return (status_of_errno(errno));
	/* The folder's rights alone would do for a rename. */
	if (stat(real, &sb) != 0 || access(real, W_OK) != 0)
		st = status_of_errno(errno);
	if (st == OK)
		st = write_anew(real, bytes, sb.st_mode & 0600, &sb);
	free(real);
	return (st);
}

enum status
files_save(const struct files *f, const char *path)
{
	struct buf b = BUF_INIT((size_t)ARCHIVE_MAX);
	enum status st;

	buf_adds(&b, magic);
	for (struct known_file *k = f->files; k != NULL; k = k->next) {
		buf_printf(&b, "file %zu %zu\n", k->path.n, k->bytes.n);
		buf_add(&b, k->path);
		buf_addc(&b, '\n');
		buf_add(&b, k->bytes);
		buf_addc(&b, '\n');
	}
	for (struct known_list *l = f->lists; l != NULL; l = l->next) {
		buf_printf(&b, "list %zu %zu %zu\n", l->path.n, l->suffixes.n,
		    l->n);
		buf_add(&b, l->path);
		buf_addc(&b, '\n');
		buf_add(&b, l->suffixes);
		buf_addc(&b, '\n');
		for (size_t i = 0; i < l->n; i++)
			buf_printf(&b, "%s\n", l->paths[i]);
	}
	st =
	    buf_failed(&b) ? E_TOO_LARGE : files_write(path, buf_str(&b), 0640);
	buf_free(&b);
	return (st);
}

/* ${n} bytes and the line's end behind them. */
static bool
take(struct str *rest, size_t n, struct str *ret)
{

	if (n >= rest->n || rest->p[n] != '\n')
		return (false);
	*ret = str_sub(*rest, 0, n);
	*rest = str_sub(*rest, n + 1, rest->n);
	return (true);
}

static bool
take_number(struct str *line, size_t *ret)
{
	int64_t v;

	if (!str_to_i64(str_word(line), &v) || v < 0)
		return (false);
	*ret = (size_t)v;
	return (true);
}

static enum status
read_list(struct files *f, struct str *rest, size_t path_n, size_t suffix_n,
    size_t n)
{
	struct known_list *l = arena_alloc(f->arena, sizeof(*l));
	struct str path, suffixes;

	if (!take(rest, path_n, &path) || !take(rest, suffix_n, &suffixes) ||
	    n > FOLDER_MAX)
		return (E_CORRUPT);
	if (l == NULL)
		return (E_MEMORY);
	l->path = arena_str(f->arena, path);
	l->suffixes = arena_str(f->arena, suffixes);
	l->paths = arena_array(f->arena, n + 1, sizeof(*l->paths));
	if (l->paths == NULL)
		return (E_MEMORY);
	for (; l->n < n; l->n++)
		l->paths[l->n] = arena_str(f->arena, str_cut(rest, '\n')).p;
	l->next = f->lists;
	f->lists = l;
	return (arena_failed(f->arena) ? E_MEMORY : OK);
}

/* One record; its first line is cut off already. */
static enum status
read_record(struct files *f, struct str line, struct str *rest)
{
	struct str word = str_word(&line), path, bytes;
	size_t a, b, n;

	if (!take_number(&line, &a) || !take_number(&line, &b))
		return (E_CORRUPT);
	if (str_eq(word, STR("list")) && take_number(&line, &n))
		return (read_list(f, rest, a, b, n));
	if (!str_eq(word, STR("file")) || !take(rest, a, &path) ||
	    !take(rest, b, &bytes))
		return (E_CORRUPT);
	bytes = arena_str(f->arena, bytes);
	return (bytes.p != NULL ? remember_file(f, path, bytes) : E_MEMORY);
}

bool
files_archived(const struct files *f)
{

	return (f->archive);
}

enum status
files_archive(const char *path, struct files **ret)
{
	struct files *f = files_new(true);
	struct str rest;
	enum status st;

	if (f == NULL)
		return (E_MEMORY);
	st = slurp(f->arena, path, ARCHIVE_MAX, &rest);
	if (st == OK && !str_starts(rest, STR(magic)))
		st = E_CORRUPT;
	if (st == OK)
		rest = str_sub(rest, sizeof(magic) - 1, rest.n);
	while (st == OK && rest.n > 0)
		st = read_record(f, str_cut(&rest, '\n'), &rest);
	if (st != OK) {
		files_free(f);
		return (st);
	}
	*ret = f;
	return (OK);
}
