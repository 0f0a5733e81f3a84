/*
 * The write-ahead log: brought into the database now and then, and not allowed
 * to grow for ever because somebody reads an old state of it.
 */
#ifndef STORE_WAL_H
#define STORE_WAL_H

#include <stdio.h>

#include "earshot/store.h"

#include "db.h"

enum { WAL_HOLDERS = 4 };

struct wal_holder {
	long pid;
	long slot; /* which of the reading locks */
};

struct wal {
	int64_t max_bytes;
	int64_t tried_frames; /* in it at the last attempt */
	int64_t tried_bytes;  /* its size at the last attempt at all of it */
	int64_t waited_ms; /* when it was long and last waited for; 0: never */
	int64_t waited_bytes; /* its size then */
	int64_t look_ms; /* no attempt before that, while it is only long */
	/* who kept it from being emptied, each time since it is long */
	struct wal_holder holders[WAL_HOLDERS];
	size_t nholders;
	char held[STORE_WAL_HELD]; /* that, in words; "": it is not long */
};

/* wal_begin: ${d} is the writer's; from now on its commits bring the log into
 * the database, in steps.  ${max_bytes}: 0 is 1 GB.  ${w} stays where it is. */
void wal_begin(struct wal *w, struct db *d, int64_t max_bytes);

/*
 * wal_tend: outside of a transaction.  A log that has grown is emptied as soon
 * as its readers allow.  From a quarter of the limit on it is long: w->held
 * says who reads, as far as the kernel tells, and what can wait should.  E_BUSY
 * and the same in db_error while it is larger than the limit.
 */
enum status wal_tend(struct wal *w, struct db *d) MUST_USE;

/* wal_patience_ms: how long readers of a log of ${size} bytes are waited for,
 * where it is time for that: never shorter where the log is longer. */
int wal_patience_ms(const struct wal *w, int64_t size);
bool wal_is_large(const struct wal *w, const struct db *d);

/* wal_checkpoint: waits for readers ${patience_ms} at most; OK if they were in
 * the way all the same.  ${all}: nothing is left in the file. */
enum status wal_checkpoint(struct db *d, bool all, int patience_ms) MUST_USE;

/* wal_readers: those who hold one of the reading locks of the file with this
 * inode, as ${locks} (/proc/locks) tells; at most ${max}. */
size_t wal_readers(FILE *locks, unsigned long inode, struct wal_holder *ret,
    size_t max);

#endif
