/*
 * For tests of files that people edit: a folder for a test's own files, faults
 * as text, and examples with the faults they must give beside them.
 */
#ifndef TESTS_EDITED_H
#define TESTS_EDITED_H

#include <dirent.h>

#include "earshot/fault.h"
#include "earshot/files.h"

#include "unit.h"

static char folder[64];

static inline int
make_folder(void **state)
{

	(void)state;
	strcpy(folder, "/tmp/test-conf.XXXXXX");
	return (mkdtemp(folder) == NULL);
}

static inline int
remove_folder(void **state)
{
	char command[100];

	(void)state;
	snprintf(command, sizeof(command), "rm -rf %s", folder);
	return (system(command));
}

/* at: the path of ${name} in the folder; good for eight calls. */
static inline const char *
at(const char *name)
{
	static char paths[8][256];
	static int i;

	i = (i + 1) % 8;
	snprintf(paths[i], sizeof(paths[i]), "%s/%s", folder, name);
	return (paths[i]);
}

/* put: a file in the folder; its path. */
static inline const char *
put(const char *name, const char *text)
{
	const char *path = at(name);

	assert_int_equal(files_write(path, str_of(text), 0600), OK);
	return (path);
}

/* shown: the faults as `earshot check` shows them, ${from} left out of the
 * paths; good until the next call. */
static inline const char *
shown(const struct faults *faults, const char *from)
{
	static char text[65536];
	struct buf b = BUF_INIT(sizeof(text) - 1);
	size_t n = 0, k = strlen(from);

	faults_print(faults, &b, true);
	for (size_t i = 0; i < b.n;) {
		if (k > 0 &&
		    str_starts(str_sub(buf_str(&b), i, b.n), str_of(from)))
			i += k;
		else
			text[n++] = b.p[i++];
	}
	text[n] = '\0';
	buf_free(&b);
	return (text);
}

/*
 * each_example: ${test} for every file with ${suffix} in tests/data/conf/NAME,
 * with what stands in FILE.faults beside it ("" where there is none).
 */
static inline size_t
each_example(const char *name, const char *suffix,
    void (*test)(const char *folder_path, const char *path, const char *want))
{
	const char *src = getenv("EARSHOT_SRC");
	struct files *files = files_disk();
	const char *const *paths;
	char from[400];
	size_t n = 0;

	snprintf(from, sizeof(from), "%s/tests/data/conf/%s/",
	    src != NULL ? src : ".", name);
	assert_int_equal(files_list(files, from, suffix, &paths), OK);
	for (; paths[n] != NULL; n++) {
		struct str want = { "", 0 };
		char beside[512];

		snprintf(beside, sizeof(beside), "%s.faults", paths[n]);
		(void)(files_read(files, beside, 1 << 20, &want) == OK);
		test(from, paths[n], want.p);
	}
	files_free(files);
	return (n);
}

#endif
