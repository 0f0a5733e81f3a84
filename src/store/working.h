/*
 * Whoever waits for a database to open is told that it is being worked on: at
 * each step, and every so often within one.  Not for questions that a deadline
 * ends.
 */
#ifndef STORE_WORKING_H
#define STORE_WORKING_H

#include "db.h"

enum { WORKING_TEXT_MAX = 700 }; /* bytes, with its NUL */

struct working {
	void (*tell)(void *arg, const char *what); /* NULL: nobody waits */
	void *arg;
	int64_t every_ms; /* 0: whenever SQLite asks */
	/* while it lasts */
	char what[WORKING_TEXT_MAX];
	int64_t told_ms;
};

/* working_begin: from now on, for what ${d} does; the first word, ${what},
 * comes after every_ms, or another with the first step.  ${w} is lent until
 * working_end. */
void working_begin(struct db *d, struct working *w, const char *what);
/* working_at: a step that may take long begins; ${fmt} says which, for people,
 * and is cut at WORKING_TEXT_MAX. */
void working_at(struct db *d, const char *fmt, ...) PRINTF(2, 3);
void working_end(struct db *d);

#endif
