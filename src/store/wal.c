/*
 * Checkpoints.  Small ones that wait for nobody follow commits; what has grown
 * all the same, because there is always somebody reading, is emptied with a
 * little patience; and when even that is in vain the kernel is asked who it is.
 * Never opens -shm or -wal: closing them would drop SQLite's own locks.
 */
#include "wal.h"

#include <sys/stat.h>

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "earshot/clock.h"

enum {
	STEP_FRAMES = 4000, /* 16 MB */
	GROWN_BYTES = 64 << 20,
	MAX_BYTES = 1 << 30,
	/* With readers for so long, for each GROWN_BYTES: short questions end
	 * soon, and only a log that has grown in spite of all is worth a stop
	 * of seconds. */
	PATIENCE_MS = 500,
	PATIENCE_MOST_MS = 3000, /* a stop may not take 5 s */
	/* Between two attempts at a long log that does not grow, that many
	 * times as long: who is waited for in vain stops the writer for a tenth
	 * of the time.  Beyond the limit nothing is written, and REST_MS are
	 * enough. */
	REST_TIMES = 10,
	REST_MS = 10000,
	/* A long log, a share of what is allowed, is looked after each second:
	 * a moment without readers is enough, if it is not missed. */
	LONG_SHARE = 4,
	LOOK_MS = 1000,
	LONG_PATIENCE_MS = 1000,
	/* Where SQLite's unix files keep the reading locks: 120 + 3, five of
	 * them (os_unix.c: UNIX_SHM_BASE; wal.c: WAL_READ_LOCK). */
	FIRST_READ_BYTE = 123,
	LAST_READ_BYTE = 127
};

static int64_t
size_of(const struct db *d, const char *suffix, unsigned long *ret_inode)
{
	struct buf name = BUF_INIT(8192);
	struct stat sb;
	int64_t bytes = 0;

	buf_printf(&name, "%s%s", d->path, suffix);
	if (!buf_failed(&name) && stat(buf_str(&name).p, &sb) == 0) {
		bytes = (int64_t)sb.st_size;
		*ret_inode = (unsigned long)sb.st_ino;
	}
	buf_free(&name);
	return (bytes);
}

static int64_t
wal_size(const struct db *d)
{
	unsigned long inode;

	return (size_of(d, "-wal", &inode));
}

bool
wal_is_large(const struct wal *w, const struct db *d)
{

	return (wal_size(d) > w->max_bytes);
}

enum status
wal_checkpoint(struct db *d, bool all, int patience_ms)
{
	int code;

	sqlite3_busy_timeout(d->handle, patience_ms);
	code = sqlite3_wal_checkpoint_v2(d->handle, "main",
	    all ? SQLITE_CHECKPOINT_TRUNCATE : SQLITE_CHECKPOINT_PASSIVE, NULL,
	    NULL);
	sqlite3_busy_timeout(d->handle, DB_BUSY_MS);
	/* A reader in the way: the next one will do. */
	if ((code & 0xff) == SQLITE_BUSY)
		return (OK);
	return (db_status(d, code));
}

/*
 * After each commit, as SQLite's own automatic checkpoint, but not at each one
 * while readers keep the log from starting anew: that would cost every commit
 * two more waits for the disk.  What fails here has no say in the commit.
 */
static int
on_commit(void *arg, sqlite3 *handle, const char *name, int frames)
{
	struct wal *w = arg;

	if (frames < w->tried_frames)
		w->tried_frames = 0; /* the log began anew */
	if (frames - w->tried_frames >= STEP_FRAMES) {
		w->tried_frames = frames;
		sqlite3_wal_checkpoint_v2(handle, name,
		    SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
	}
	return (SQLITE_OK);
}

void
wal_begin(struct wal *w, struct db *d, int64_t max_bytes)
{

	*w = (struct wal){ .max_bytes = max_bytes > 0 ? max_bytes : MAX_BYTES };
	sqlite3_wal_hook(d->handle, on_commit, w);
}

size_t
wal_readers(FILE *locks, unsigned long inode, struct wal_holder *ret,
    size_t max)
{
	char line[300], kind[20];
	unsigned long file;
	long pid, first, last;
	size_t n = 0;

	/* "5: POSIX  ADVISORY  READ 812 fe:00:1834 124 124".  The device is
	 * not compared: some file systems give stat another one. */
	while (n < max && fgets(line, sizeof(line), locks) != NULL) {
		if (sscanf(line,
			"%*[0-9]: POSIX %*s %19s %ld %*x:%*x:%lu %ld %ld", kind,
			&pid, &file, &first, &last) != 5)
			continue;
		if (strcmp(kind, "READ") == 0 && file == inode &&
		    first >= FIRST_READ_BYTE && last <= LAST_READ_BYTE)
			ret[n++] = (struct wal_holder){ pid, first };
	}
	return (n);
}

/* Of those that were there each time, the ones that still are: who comes and
 * goes is not the one. */
static void
look_who_holds(struct wal *w, const struct db *d)
{
	struct wal_holder now[4 * WAL_HOLDERS];
	FILE *locks = fopen("/proc/locks", "re");
	unsigned long inode = 0;
	size_t n = 0, kept = 0;

	size_of(d, "-shm", &inode);
	if (locks != NULL) {
		n = wal_readers(locks, inode, now,
		    sizeof(now) / sizeof(now[0]));
		fclose(locks);
	}
	for (size_t i = 0; i < w->nholders; i++)
		for (size_t k = 0; k < n; k++)
			if (w->holders[i].pid == now[k].pid &&
			    w->holders[i].slot == now[k].slot) {
				w->holders[kept++] = w->holders[i];
				break;
			}
	for (size_t k = 0; kept == 0 && k < n && k < WAL_HOLDERS; k++)
		w->holders[k] = now[k];
	w->nholders = kept > 0 ? kept : n < WAL_HOLDERS ? n : WAL_HOLDERS;
}

static void
add_holder(struct buf *b, long pid)
{
	char path[60], name[40] = "";
	FILE *f;

	buf_printf(b, "pid %ld", pid);
	snprintf(path, sizeof(path), "/proc/%ld/comm", pid);
	f = fopen(path, "re");
	if (f != NULL && fgets(name, sizeof(name), f) != NULL)
		buf_printf(b, " (%.*s)", (int)strcspn(name, "\n"), name);
	if (f != NULL)
		fclose(f);
}

/* Says who holds a log of ${size} bytes. */
static void
say_who_holds(struct wal *w, const struct db *d, int64_t size)
{
	struct buf who = BUF_INIT(300);

	look_who_holds(w, d);
	for (size_t i = 0; i < w->nholders; i++) {
		buf_adds(&who, i > 0 ? ", " : "");
		add_holder(&who, w->holders[i].pid);
	}
	snprintf(w->held, sizeof(w->held),
	    "%s-wal has %" PRId64 " MB and cannot be emptied while %.*s reads "
	    "an old state of it",
	    d->path, size >> 20,
	    STR_ARG(w->nholders > 0 ? buf_str(&who) : STR("somebody")));
	buf_free(&who);
}

static bool
is_long(const struct wal *w, int64_t size)
{

	return (size > w->max_bytes / LONG_SHARE);
}

/* Is it time for an attempt? */
static bool
is_due(const struct wal *w, int64_t size)
{

	return (size > w->max_bytes || size >= w->tried_bytes + GROWN_BYTES ||
		(is_long(w, size) &&
		    (w->held[0] == '\0' || clock_mono_ms() >= w->look_ms)));
}

int
wal_patience_ms(const struct wal *w, int64_t size)
{
	int64_t ms = size / GROWN_BYTES * PATIENCE_MS;

	if (size > w->max_bytes || ms > PATIENCE_MOST_MS)
		return (PATIENCE_MOST_MS);
	return (is_long(w, size) && ms < LONG_PATIENCE_MS ? LONG_PATIENCE_MS
							  : (int)ms);
}

/* How long readers are waited for now; 0: this is not the time. */
static int
patience_now_ms(struct wal *w, int64_t size)
{
	int64_t now = clock_mono_ms();
	int ms = wal_patience_ms(w, size);

	w->look_ms = now + LOOK_MS;
	w->tried_bytes = size;
	if (is_long(w, size)) {
		int64_t rest = size > w->max_bytes ? REST_MS : REST_TIMES * ms;

		if (w->waited_ms != 0 && now < w->waited_ms + rest &&
		    (size > w->max_bytes ||
			size < w->waited_bytes + GROWN_BYTES))
			return (0);
		w->waited_ms = now;
		w->waited_bytes = size;
	}
	return (ms);
}

enum status
wal_tend(struct wal *w, struct db *d)
{
	int64_t size = wal_size(d);
	enum status st;

	if (size < w->tried_bytes)
		w->tried_bytes = w->waited_bytes = 0;
	if (!is_long(w, size)) {
		w->nholders = 0;
		w->held[0] = '\0';
	}
	if (!is_due(w, size))
		return (OK);
	/* Readers that come now read the newest state, and then the database
	 * itself; only those who are at it already are waited for. */
	st = wal_checkpoint(d, true, patience_now_ms(w, size));
	size = wal_size(d);
	w->held[0] = '\0';
	if (is_long(w, size))
		say_who_holds(w, d, size);
	/* Below the limit the next one may do better. */
	if (size <= w->max_bytes)
		return (OK);
	return (st != OK ? st
			 : db_fail(d, E_BUSY, "%s; visits pause until then",
			       w->held));
}
