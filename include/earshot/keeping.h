/*
 * Upkeep of the store that takes long: prune and forget, asked for and told in
 * one way by both programs.  Each step is one small group of the writer.
 */
#ifndef EARSHOT_KEEPING_H
#define EARSHOT_KEEPING_H

#include "earshot/retain.h"
#include "earshot/setup.h"

enum keeping_what { KEEPING_PRUNE, KEEPING_FORGET };

struct keeping {
	enum keeping_what what;
	bool daily; /* a prune that may be not due yet */
	bool done;
	bool idle; /* done, and there was nothing to do */
	/* Of a daily one.  A wrong clock makes everything old: when the last
	 * one seems to be long ago, it waits; since when (monotonic), 0: it
	 * does not.  Whoever asks daily keeps this from one to the next. */
	int64_t doubt_since_ms;
	bool doubted;    /* it waited */
	char error[500]; /* why a step failed */
	struct prune prune;
	struct forget forget; /* also what an earlier one left to do */
	bool resumed;         /* that was looked for */
	char *uri;
};

/*
 * keeping_read: "prune", "prune daily", "forget [mentions] voice ID" or
 * "forget [mentions] uri URI".  false: a sentence in ${why}.  keeping_free
 * whatever came of it.
 */
bool keeping_read(struct keeping *k, struct str request, const struct conf *c,
    struct buf *why) MUST_USE;
void keeping_free(struct keeping *k);

/* keeping_step: a writer's job (arg: the struct) until k->done. */
enum status keeping_step(struct store *s, void *keeping);

/* keeping_tell: what was done, a line. */
void keeping_tell(const struct keeping *k, struct buf *out);

#endif
