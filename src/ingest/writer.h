/*
 * The writer's loop: groups of visits, one transaction a group.
 */
#ifndef INGEST_WRITER_H
#define INGEST_WRITER_H

#include <pthread.h>
#include <stdatomic.h>

#include "earshot/ingest.h"
#include "earshot/queue.h"

#include "talk.h"

struct gather;
struct repeats;

struct writer_job {
	enum status (*run)(struct store *s, void *arg);
	void *arg;
	enum status answer;
	bool done;
};

struct writer {
	struct store *store;
	struct repeats *repeats; /* the thread's own; NULL: no memory */
	struct gather *gather;   /* likewise */
	struct talk_awake awake; /* likewise */
	struct queue *in;        /* batches; `nudge` wakes it for a job */
	struct queue *jobs;      /* struct writer_job */
	struct queue *out;       /* batches whose fate is known */
	const struct ingest_options *options;
	_Atomic size_t entered; /* visits under way; the loop counts them */
	_Atomic size_t aside;   /* of these, who only waits for an answer */
	_Atomic int64_t beat_ms;
	_Atomic bool paused;  /* no visit may start: see store_tend */
	bool rested;          /* nothing was done since it let memory go */
	int64_t rested_ms;    /* then */
	int64_t gave_back_ms; /* memory went, if the cache did not */
	pthread_mutex_t lock; /* over ill, held, and the jobs' done */
	pthread_cond_t job_done;
	char ill[300];
	char held[STORE_WAL_HELD]; /* what the loop may read of it */
	bool starved;        /* a visit of the open group found no memory */
	enum status failing; /* why commits fail; if not OK: */
	int64_t failing_ms;  /* since when */
	int64_t failed_ms;   /* the last of them */
	int64_t said_ms;     /* when that was logged last */
	uint64_t failed;     /* commits since then */
};

/* Pushed to `in` to wake the writer for a job; it is no batch. */
extern struct batch writer_nudge;

/* writer_run: until `in` is closed and empty.  The thread's body. */
void *writer_run(void *writer);

/* writer_is_ill: does this status mean that the store itself cannot write? */
bool writer_is_ill(enum status st);

#endif
