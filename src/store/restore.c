/*
 * Restoring.  What comes back is copied by SQLite itself, so that a copy with
 * its own WAL is whole, and put in place by one rename.
 */
#include "earshot/restore.h"

#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "earshot/clock.h"

#include "db.h"
#include "place.h"
#include "restore_forgotten.h"
#include "schema.h"
#include "snapshot.h"
#include "writer_lock.h"

enum { NAMES_TRIES = 100, READER_WAIT_MS = 3000 };

/* "PATH.restore" and the like. */
static enum status
beside(const char *path, const char *suffix, char ret[PATH_MAX],
    struct buf *reterr)
{

	if (snprintf(ret, PATH_MAX, "%s%s", path, suffix) < PATH_MAX)
		return (OK);
	return (
	    place_fault(reterr, path, "its name is too long", ENAMETOOLONG));
}

static bool
same_file(const char *a, const char *b)
{
	struct stat one, other;

	return (stat(a, &one) == 0 && stat(b, &other) == 0 &&
		one.st_dev == other.st_dev && one.st_ino == other.st_ino);
}

static enum status
check_sound(struct db *d)
{
	struct sql q = sql_once(d, "PRAGMA integrity_check(1)");
	int64_t tables = 0;
	bool row = false, sound = false;
	enum status st = sql_next(&q, &row);

	sound = st == OK && row && str_eq(sql_get_str(&q, 0), STR("ok"));
	sql_end(&q);
	if (st == OK && !sound)
		st = db_fail(d, E_CORRUPT,
		    "%s is damaged; nothing was restored", d->path);
	if (st == OK)
		st = db_number(d,
		    "SELECT count(*) FROM sqlite_schema WHERE type = 'table'"
		    " AND name IN ('meta', 'post', 'insight', 'feed')",
		    &tables);
	if (st == OK && tables < 4)
		st = db_fail(d, E_CORRUPT,
		    "%s has no tables of ours; nothing was restored", d->path);
	return (st);
}

/* A copy is named for what it is before it is opened. */
static enum status
look_at(const char *file, struct buf *reterr)
{
	struct place copy = { NULL, NULL };
	enum place_state state = PLACE_NOTHING;
	enum status st = place_find(file, false, &copy, reterr);

	if (st == OK)
		st = place_look(&copy, &state, reterr);
	if (st == OK && state != PLACE_OURS) {
		buf_printf(reterr, "%s: there is no database in it", file);
		st = state == PLACE_NOTHING ? E_NOT_FOUND : E_CORRUPT;
	}
	place_free(&copy);
	return (st);
}

/* Whoever could read and write the old one can the new one; where there was
 * none, the folder's owner can. */
static void
same_rights(const struct place *place, const char *new)
{
	struct stat old, folder;
	bool there = stat(place->path, &old) == 0;

	if (!there && stat(place->folder, &folder) != 0)
		return;
	if (!there)
		old = folder;
	if (chown(new, old.st_uid, old.st_gid) != 0 ||
	    (there && chmod(new, old.st_mode & 07777) != 0))
		errno = 0; /* it is 0640 and ours */
}

enum status
restore_prepare(const char *url, const char *file, struct buf *reterr)
{
	struct place place = { NULL, NULL };
	char ready[PATH_MAX];
	struct db d = { .handle = NULL };
	enum status st = place_find(url, true, &place, reterr);

	if (st == OK)
		st = beside(place.path, ".restore", ready, reterr);
	if (st == OK && same_file(place.path, file)) {
		buf_printf(reterr, "%s is the database itself", file);
		st = E_USAGE;
	}
	if (st == OK)
		st = look_at(file, reterr);
	if (st != OK)
		goto out;
	st = db_open(&d, file, DB_READ);
	if (st == OK)
		st = check_sound(&d);
	if (st == OK)
		st = snapshot_write(&d, ready, true);
	if (st != OK)
		buf_adds(reterr, db_error(&d));
	db_close(&d);
	if (st == OK)
		st = restore_forgotten(place.path, ready, reterr);
	if (st == OK)
		same_rights(&place, ready);
	else
		unlink(ready);
out:
	place_free(&place);
	return (st);
}

/* All that was committed into the file itself.  What cannot be read any more
 * keeps its WAL; a reader in the way is to be ended first. */
static enum status
empty_wal(const char *path, bool *ret_damaged, struct buf *reterr)
{
	struct db d;
	enum status st = db_open(&d, path, DB_WRITE);

	if (st == OK) {
		sqlite3_busy_timeout(d.handle, READER_WAIT_MS);
		st = db_status(&d, sqlite3_wal_checkpoint_v2(d.handle, "main",
				       SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL));
	}
	if (st != OK && d.handle != NULL)
		sqlite3_db_config(d.handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1,
		    NULL);
	*ret_damaged = st == E_CORRUPT;
	if (st == E_BUSY)
		buf_printf(reterr,
		    "%s: a program reads it; end that first, nothing was "
		    "restored",
		    path);
	else if (st != OK && st != E_CORRUPT)
		buf_adds(reterr, db_error(&d));
	db_close(&d);
	return (st == E_CORRUPT ? OK : st);
}

/* Another name for the same file; where a file system knows no second names,
 * the only one. */
static enum status
put_aside(const char *path, const char *aside, struct buf *reterr)
{

	if (link(path, aside) == 0 ||
	    (errno != EEXIST && errno != ENOENT && rename(path, aside) == 0))
		return (OK);
	return (place_fault(reterr, aside, "cannot be made", errno));
}

static enum status
name_aside(const char *path, char ret[PATH_MAX], struct buf *reterr)
{
	char moment[CLOCK_TEXT], suffix[80];
	size_t n = 0;

	clock_text(clock_now(), moment);
	for (size_t i = 0; moment[i] != '\0'; i++)
		if (moment[i] != '-' && moment[i] != ':')
			moment[n++] = moment[i];
	moment[n] = '\0';
	for (int i = 1; i < NAMES_TRIES; i++) {
		snprintf(suffix, sizeof(suffix),
		    i > 1 ? ".before-restore-%s-%d" : ".before-restore-%s",
		    moment, i);
		if (beside(path, suffix, ret, reterr) != OK)
			return (E_IO);
		if (access(ret, F_OK) != 0)
			return (OK);
	}
	return (place_fault(reterr, path, "has too many copies", EEXIST));
}

static enum status
sync_folder(const char *folder, struct buf *reterr)
{
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	enum status st = OK;

	if (fd < 0 || fsync(fd) != 0)
		st = place_fault(reterr, folder, "cannot be written", errno);
	if (fd >= 0)
		close(fd);
	return (st);
}

static enum status
move_old(const struct place *place, char aside[PATH_MAX], struct buf *reterr)
{
	char name[PATH_MAX], other[PATH_MAX];
	bool damaged = false;
	enum status st = empty_wal(place->path, &damaged, reterr);

	if (st == OK)
		st = name_aside(place->path, aside, reterr);
	if (st == OK)
		st = put_aside(place->path, aside, reterr);
	if (st == OK && damaged &&
	    beside(place->path, "-wal", name, reterr) == OK &&
	    beside(aside, "-wal", other, reterr) == OK &&
	    access(name, F_OK) == 0)
		st = put_aside(name, other, reterr);
	return (st == OK ? sync_folder(place->folder, reterr) : st);
}

static enum status
swap(const struct place *place, const char *ready, struct buf *out)
{
	static const char *const old_files[] = { "-wal", "-shm", "-journal" };
	char aside[PATH_MAX] = "", name[PATH_MAX];
	enum status st = OK;

	if (access(place->path, F_OK) == 0)
		st = move_old(place, aside, out);
	/* They belong to the old one: the new one must not meet them. */
	for (size_t i = 0; st == OK && i < 3; i++) {
		st = beside(place->path, old_files[i], name, out);
		if (st == OK && unlink(name) != 0 && errno != ENOENT)
			st = place_fault(out, name, "cannot be removed", errno);
	}
	if (st == OK && rename(ready, place->path) != 0)
		st = place_fault(out, place->path, "cannot be made", errno);
	if (st == OK)
		st = sync_folder(place->folder, out);
	if (st == OK)
		buf_printf(out, "restored %s; %s%s\n", place->path,
		    aside[0] != '\0' ? "the old one is " : "there was none",
		    aside);
	return (st);
}

enum status
restore_swap(const char *url, struct buf *out)
{
	struct place place = { NULL, NULL }, copy = { NULL, NULL };
	enum place_state state = PLACE_NOTHING;
	char ready[PATH_MAX];
	int lock_fd = -1;
	enum status st = place_find(url, false, &place, out);

	if (st == OK)
		st = beside(place.path, ".restore", ready, out);
	if (st == OK)
		st = writer_lock_take(place.path, &lock_fd, out);
	copy.path = ready;
	if (st == OK)
		st = place_look(&copy, &state, out);
	if (st == OK && state != PLACE_OURS) {
		buf_printf(out, "%s: nothing is ready to be restored", ready);
		st = E_NOT_FOUND;
	}
	if (st == OK)
		st = swap(&place, ready, out);
	writer_lock_release(lock_fd);
	place_free(&place);
	return (st);
}

void
restore_drop(const char *url)
{
	struct place place = { NULL, NULL };
	struct buf why = BUF_INIT(1000);
	char ready[PATH_MAX];

	if (place_find(url, false, &place, &why) == OK &&
	    beside(place.path, ".restore", ready, &why) == OK)
		unlink(ready);
	place_free(&place);
	buf_free(&why);
}
