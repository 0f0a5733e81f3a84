/*
 * Any bytes as CSV, and as JSON Lines: cells are slices with true places, and
 * what becomes of them is a feed that the parser reads.
 */
#include <stdlib.h>

#include "earshot/csv.h"
#include "earshot/parse.h"
#include "earshot/records.h"

#include "fuzz.h"

enum { ARENA_MAX = 64 << 20 };

static void
walk(struct arena *a, struct str text)
{
	struct csv_cell *cells;
	struct csv c;
	size_t n, all = 0;

	csv_open(&c, text, 0);
	while (csv_next(&c, a, &cells, &n) == OK && n > 0) {
		for (size_t i = 0; i < n; i++) {
			if (cells[i].at > text.n || cells[i].line == 0 ||
			    cells[i].text.n > CSV_CELL_MAX ||
			    csv_column(&c, &cells[i]) == 0)
				abort();
			all += cells[i].text.n;
		}
	}
	if (all > text.n || c.at > text.n)
		abort();
}

static enum status
take(void *arg, struct str document)
{
	struct parse_options o = { .max_entries = 0 };
	struct parsed *p;
	struct str why;

	arena_reset(arg);
	if (parse_document(arg, document, &o, &p, &why) != OK || p->malformed)
		abort();
	return (OK);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str text = { (const char *)data, size };
	struct arena *a = arena_new(ARENA_MAX);

	if (a == NULL)
		return (0);
	walk(a, text);
	for (int form = RECORDS_CSV; form <= RECORDS_LINES; form++) {
		struct records_options o = { .file = "f",
			.map = "text=#1",
			.form = (enum records_form)form };
		struct records_counts counts;
		struct faults faults;

		faults_init(&faults);
		if (records_read(text, &o, take, a, &faults, &counts) == OK &&
		    faults.errors > 0)
			abort();
		faults_free(&faults);
	}
	arena_free(a);
	return (0);
}
