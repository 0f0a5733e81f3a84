/*
 * Tables of what customers wrote (surveys, tickets, exports) as feed documents:
 * CSV or JSON Lines in, JSON Feed out in pieces, so that they go the same road
 * as everything else.
 */
#ifndef EARSHOT_RECORDS_H
#define EARSHOT_RECORDS_H

#include "earshot/arena.h"
#include "earshot/buf.h"
#include "earshot/fault.h"

enum records_form { RECORDS_CSV, RECORDS_LINES, RECORDS_FEED, RECORDS_FORMS };

enum {
	RECORDS_ROWS_MAX = 2000000,
	RECORDS_PIECE = 500,          /* records in a document */
	RECORDS_PIECE_BYTES = 4 << 20 /* or so many, and one record */
};

/* What a column can be. */
enum record_field {
	RECORD_ID,
	RECORD_TEXT,
	RECORD_TITLE,
	RECORD_DATE,
	RECORD_AUTHOR,
	RECORD_STARS,
	RECORD_URL,
	RECORD_LANG,
	RECORD_TAGS,
	RECORD_FIELDS
};
const char *record_field_word(enum record_field f);

struct records_options {
	const char *file; /* for faults */
	const char *map;  /* "text=Comment,date=Created"; NULL: by names */
	char delimiter;   /* of CSV; 0: found out */
	enum records_form form;
};

struct records_counts {
	size_t records;    /* that have a text or a title */
	size_t empty;      /* that have neither */
	char columns[500]; /* what was taken for what, for people; "" */
};

/* records_form: by the name's end, else by the first bytes of ${text}. */
enum records_form records_form(const char *file, struct str text);

/*
 * records_map: which of ${names} is which field: what ${map} says, and by
 * their names what it leaves open; -1: none.  E_USAGE and a sentence: ${map}
 * names what is not there, or nothing is a text.
 */
enum status records_map(const char *map, const struct str *names, size_t n,
    int ret[RECORD_FIELDS], struct buf *reterr) MUST_USE;

/*
 * records_read: each document goes to ${piece} as soon as it is full; it lives
 * until that returns, and what that returns but OK ends the walk.  ${piece}
 * NULL: only a look for faults.  Every id is there once: where a row has none
 * it is made of the row's bytes, where one comes again its number is added,
 * both the same for the same file.  Errors (a quote that is never closed, a
 * line that is no object …) are in ${faults}: E_SYNTAX; a date or a number of
 * stars that is none is a warning, and that cell left out.
 */
enum status records_read(struct str text, const struct records_options *o,
    enum status (*piece)(void *arg, struct str document), void *arg,
    struct faults *faults, struct records_counts *ret) MUST_USE;

#endif
