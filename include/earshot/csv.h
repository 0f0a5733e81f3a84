/*
 * CSV as spreadsheets and ticket systems write it (RFC 4180, and what they do
 * beside it): any of three delimiters, quotes with lines in them, CRLF, an
 * Excel `sep=` line.  Row by row over a text in memory.
 */
#ifndef EARSHOT_CSV_H
#define EARSHOT_CSV_H

#include "earshot/arena.h"

enum {
	CSV_CELL_MAX = 1 << 20, /* bytes */
	CSV_ROW_MAX = 4 << 20,  /* bytes */
	CSV_CELLS_MAX = 1000    /* in a row */
};

struct csv {
	struct str text; /* UTF-8 */
	size_t at;
	char delimiter;
	unsigned line;     /* of `at`, 1-based */
	size_t line_start; /* where that line begins */
	/* E_SYNTAX: where, and what would be right */
	const char *why;
	unsigned why_line, why_column;
};

struct csv_cell {
	struct str text;
	size_t at, line_start; /* bytes of the text: csv_column */
	unsigned line;
};

/* csv_open: borrows ${text}; ${delimiter} 0: found out of ',', ';' and tab. */
void csv_open(struct csv *c, struct str text, char delimiter);

/*
 * csv_next: the next row; *${ret_n} 0: there is none.  Lines without any byte
 * are no rows.  Cells are slices of the text or in ${a}, as is the array.
 * E_SYNTAX: see c->why; no further row can be read.  E_MEMORY.
 */
enum status csv_next(struct csv *c, struct arena *a, struct csv_cell **ret,
    size_t *ret_n) MUST_USE;

/* csv_column: 1-based, in characters. */
unsigned csv_column(const struct csv *c, const struct csv_cell *cell);
/* csv_source: the line that ${cell} begins in. */
struct str csv_source(const struct csv *c, const struct csv_cell *cell);

#endif
