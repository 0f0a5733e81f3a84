/*
 * Whoever waits for a database to open is told that it is being worked on: at
 * each step, and every so often within one.  Not for questions that a deadline
 * ends.
 */
#ifndef STORE_WORKING_H
#define STORE_WORKING_H

#include "db.h"

struct working {
	void (*tell)(void *arg, const char *what); /* NULL: nobody waits */
	void *arg;
	int64_t every_ms; /* 0: whenever SQLite asks */
	/* while it lasts */
	const char *what;
	int64_t told_ms;
};

/* working_begin: from now on, for what ${d} does; the first word, ${what},
 * comes after every_ms, or another with the first step.  Both are lent until
 * working_end. */
void working_begin(struct db *d, struct working *w, const char *what);
/* working_at: a step that may take long begins; ${what} is lent. */
void working_at(struct db *d, const char *what);
void working_end(struct db *d);

#endif
