/*
 * Records on their way into JSON Feed documents of bounded size.
 */
#ifndef PARSE_RECORDPIECE_H
#define PARSE_RECORDPIECE_H

#include <stdlib.h>

#include "earshot/records.h"

/* What a record says of one field, and where. */
struct cell {
	struct str text; /* {NULL,0}: nothing */
	unsigned line, column;
	struct str source; /* the line */
};

struct pieces;

/* pieces_new: ${piece} NULL: nothing is written.  NULL if memory is out. */
struct pieces *pieces_new(const char *file, struct faults *faults,
    enum status (*piece)(void *arg, struct str document), void *arg);
void pieces_free(struct pieces *p);

/* pieces_add: ${row}: all its bytes, which an id is made of if it has none. */
enum status pieces_add(struct pieces *p,
    const struct cell record[RECORD_FIELDS], struct str row,
    unsigned line) MUST_USE;
/* pieces_end: the last, unfilled one. */
enum status pieces_end(struct pieces *p) MUST_USE;
/* pieces_columns: ${columns} of ${names}, for people. */
void pieces_columns(struct pieces *p, const struct str *names,
    const int columns[RECORD_FIELDS]);
struct records_counts pieces_counts(const struct pieces *p);

#endif
