/*
 * Rule files: any bytes are read, linked and compiled without harm, faults can
 * be printed, and what was accepted can be used.
 */
#include <stdlib.h>

#include "fuzz.h"
#include "rules/compile.h"
#include "rules/link.h"
#include "rules/rulefile.h"

enum { OUT_MAX = 1 << 20 };

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str bytes = { (const char *)data, size };
	struct buf out = BUF_INIT(OUT_MAX);
	struct files *files = files_disk();
	struct faults faults;
	struct ruleset rs = { .refs = 1 };

	faults_init(&faults);
	rs.book = book_new(files, &faults);
	if (files == NULL || rs.book == NULL)
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
	files_free(files);
	buf_free(&out);
	return (0);
}
