/*
 * Rule files: any bytes are read, linked and compiled without harm, faults can
 * be printed, and what was accepted can be used.
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "fuzz.h"
#include "rules/compile.h"
#include "rules/link.h"
#include "rules/rulefile.h"

enum { OUT_MAX = 1 << 20 };

/* An archive of nothing: the bytes may name files, but not read the disk. */
static struct files *
no_files(void)
{
	static struct files *none;
	struct files *disk;
	char path[64];

	if (none != NULL)
		return (none);
	snprintf(path, sizeof(path), "/tmp/fuzz-rulefile.%ld", (long)getpid());
	disk = files_disk();
	if (disk == NULL || files_save(disk, path) != OK ||
	    files_archive(path, &none) != OK)
		abort();
	unlink(path);
	files_free(disk);
	return (none);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str bytes = { (const char *)data, size };
	struct buf out = BUF_INIT(OUT_MAX);
	struct files *files = no_files();
	struct faults faults;
	struct ruleset rs = { .refs = 1 };

	faults_init(&faults);
	rs.book = book_new(files, &faults);
	if (rs.book == NULL)
		abort();
	/* The first half as shipped, all of it as own: tuning meets itself. */
	if (rulefile_parse(rs.book, "half.rules", str_sub(bytes, 0, size / 2),
		TIER_SHIPPED) != OK ||
	    rulefile_parse(rs.book, "all.rules", bytes, TIER_OWN) != OK ||
	    link_book(rs.book) != OK || compile_book(rs.book, &rs) != OK)
		abort();
	faults_print(&faults, &out, true);
	compile_free(&rs);
	book_free(rs.book);
	faults_free(&faults);
	buf_free(&out);
	return (0);
}
