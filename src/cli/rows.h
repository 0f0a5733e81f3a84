/*
 * A list that is made here rather than asked of the store: rows of named, typed
 * columns in memory, sorted and cut as --sort and --limit say, printed like
 * every other list.
 */
#ifndef CLI_ROWS_H
#define CLI_ROWS_H

#include "out.h"

struct rows_column {
	const char *name; /* NULL ends the columns */
	enum result_type type;
	enum result_shape shape;
};

struct rows;

/* rows_new: ${columns} is borrowed.  NULL if memory is out. */
struct rows *rows_new(const struct rows_column *columns);
void rows_free(struct rows *r);
/* The next cell, from left to right; after the last one the next row begins.
 * Texts are copied; {NULL,0} is no value. */
void rows_text(struct rows *r, struct str s);
void rows_word(struct rows *r, const char *word);
void rows_int(struct rows *r, int64_t n);
void rows_real(struct rows *r, double v);
void rows_null(struct rows *r);

size_t rows_count(const struct rows *r);
const struct cell *rows_cell(const struct rows *r, size_t row, size_t column);
/* rows_result: what is left of an answer of the store, copied row by row into
 * ${ret}'s columns by their names; a column that it lacks is no value. */
enum status rows_result(struct rows *r, struct result *q) MUST_USE;

/* rows_order: by ${sort} ("-score"), then cut to ${limit} (≤ 0: all).  E_USAGE
 * with a sentence in ${reterr}; E_MEMORY also when a cell got lost before. */
enum status rows_order(struct rows *r, struct str sort, int64_t limit,
    struct buf *reterr) MUST_USE;

/* cli_rows: cli_list of ${r}, in the order that --sort, or else ${sort}, asks
 * for; all of them, or --limit.  Frees ${r}; NULL: memory is out.  The exit
 * status. */
int cli_rows(struct cli *c, struct rows *r, const char *sort,
    const char *columns);

#endif
