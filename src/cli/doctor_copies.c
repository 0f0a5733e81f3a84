/*
 * Copies of the database that lie beside it: made before an upgrade
 * (earshot.db.before-5) and by a restore (earshot.db.before-restore-MOMENT).
 * They are the user's: here they are only counted.
 */
#include <sys/stat.h>

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>

#include "earshot/clock.h"

#include "doctor.h"

enum { ENTRIES_MAX = 100000 };

/* "20261122T101500Z" of a name is when it was put aside, "" when it has none;
 * a copy was written when it was made. */
static void
made_on(struct str rest, const struct stat *sb, char ret[CLOCK_TEXT])
{

	clock_text(sb->st_mtime, ret);
	ret[10] = '\0';
	if (!str_starts(rest, STR("restore-")))
		return;
	rest = str_sub(rest, 8, rest.n);
	for (size_t i = 0; i < 8; i++)
		if (i >= rest.n || rest.p[i] < '0' || rest.p[i] > '9')
			return;
	snprintf(ret, CLOCK_TEXT, "%.4s-%.2s-%.2s", rest.p, rest.p + 4,
	    rest.p + 6);
}

static void
take_file(struct copies *c, int folder, const char *name, struct str rest)
{
	char made[CLOCK_TEXT];
	struct stat sb;

	if (fstatat(folder, name, &sb, AT_SYMLINK_NOFOLLOW) != 0 ||
	    !S_ISREG(sb.st_mode))
		return;
	c->bytes += (uint64_t)sb.st_blocks * 512;
	/* What SQLite left beside a copy is no copy. */
	if (str_ends(rest, STR("-wal")) || str_ends(rest, STR("-shm")))
		return;
	made_on(rest, &sb, made);
	if (c->n++ == 0 || strcmp(made, c->oldest) < 0)
		memcpy(c->oldest, made, sizeof(made));
}

void
doctor_copies(const char *folder, const char *path, struct copies *ret)
{
	const char *slash = strrchr(path, '/');
	struct str base = str_of(slash != NULL ? slash + 1 : path);
	DIR *dir = opendir(folder);
	struct dirent *e;

	*ret = (struct copies){ .n = 0 };
	for (size_t i = 0;
	     dir != NULL && i < ENTRIES_MAX && (e = readdir(dir)) != NULL;
	     i++) {
		struct str name = str_of(e->d_name);
		struct str rest = str_sub(name, base.n, name.n);

		if (str_starts(name, base) && str_starts(rest, STR(".before-")))
			take_file(ret, dirfd(dir), e->d_name,
			    str_sub(rest, 8, rest.n));
	}
	if (dir != NULL)
		closedir(dir);
}

void
doctor_size(uint64_t bytes, char ret[DOCTOR_SIZE])
{

	if (bytes < 1000000000)
		snprintf(ret, DOCTOR_SIZE, "%.1f MB", (double)bytes / 1e6);
	else
		snprintf(ret, DOCTOR_SIZE, "%.1f GB", (double)bytes / 1e9);
}
