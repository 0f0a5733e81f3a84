/*
 * Rule files: any bytes are read, linked and compiled without harm, and faults
 * can be printed; mended they have no more faults than before, and mending
 * twice changes nothing more.
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "earshot/rulesfix.h"

#include "fuzz.h"
#include "rules/compile.h"
#include "rules/link.h"
#include "rules/rulefile.h"

enum { OUT_MAX = 1 << 20, FIX_ARENA = 512 << 20 };

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

/* How many faults ${bytes} have, read alone. */
static size_t
errors_of(struct str bytes)
{
	struct faults faults;
	struct book *b;
	size_t errors;

	faults_init(&faults);
	b = book_new(no_files(), &faults);
	if (b == NULL ||
	    rulefile_parse(b, "own.rules", bytes, TIER_OWN) != OK ||
	    link_book(b) != OK)
		abort();
	errors = faults.errors;
	book_free(b);
	faults_free(&faults);
	return (errors);
}

static void
fix(struct str bytes)
{
	static const char *const rules[] = { "en.wish.had", "en.fail.broken",
		NULL };
	static const char *const lists[] = { "acme.brand.acme", NULL };
	static const struct rules_fix_names known = { rules, lists };
	struct arena *a = arena_new(FIX_ARENA);
	struct rules_fix_change *changes;
	struct str once, twice;
	size_t n;

	if (a == NULL ||
	    rules_fix(a, bytes, &known, &once, &changes, &n) != OK ||
	    (n == 0) != str_eq(bytes, once))
		abort();
	for (size_t i = 0; i < n; i++)
		if (str_eq(changes[i].was, changes[i].now) ||
		    changes[i].why.n == 0)
			abort();
	if (errors_of(once) > errors_of(bytes))
		abort();
	if (rules_fix(a, once, &known, &twice, &changes, &n) != OK || n != 0 ||
	    !str_eq(once, twice))
		abort();
	arena_free(a);
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
	fix(bytes);
	return (0);
}
