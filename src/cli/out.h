/*
 * What a list prints from: an answer of the store, or rows made here.
 */
#ifndef CLI_OUT_H
#define CLI_OUT_H

#include "cli.h"

struct cell {
	enum result_type type;
	int64_t number;
	double real;
	struct str text; /* borrowed until the next row */
};

struct out_source {
	void *arg;
	size_t columns;
	const char *(*name)(void *arg, size_t column);
	enum result_shape (*shape)(void *arg, size_t column);
	enum status (*next)(void *arg, bool *ret_row);
	struct cell (*cell)(void *arg, size_t column);
};

/* out_print: as --json, --csv, -o FILE ask; ${columns} as in cli_list.  The
 * exit status. */
int out_print(struct cli *c, struct out_source *s, const char *columns);

#endif
