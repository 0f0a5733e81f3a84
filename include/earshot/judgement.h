/*
 * What people say of an insight: that it is right or wrong, and what they did
 * about it (marks; of themes, too).  Kept whatever the rules say later.
 */
#ifndef EARSHOT_JUDGEMENT_H
#define EARSHOT_JUDGEMENT_H

#include "earshot/store.h"

enum { JUDGEMENT_NOTE_MAX = 2000 }; /* bytes of a note */

struct judgement {
	bool mark;        /* else it is an answer */
	struct str ref;   /* of an insight; of a mark also a theme's */
	const char *word; /* right, wrong; keep, handled, known, later */
	struct str note;  /* {NULL,0}: none */
	struct str by;    /* whose it is; {NULL,0}: not known */
};

/*
 * judgement_read: "REF WORD [NOTE]", as people write it and as the control
 * socket carries it; slices of ${line}.  E_USAGE with a sentence.
 */
enum status judgement_read(struct str line, bool mark, struct judgement *ret,
    struct buf *reterr) MUST_USE;

/*
 * store_judge: a row in `judgement` or `mark`, and for an answer a new
 * changed_seq; what the same person said last, said again, changes nothing.  In
 * a group of its own.  ${out}: what came of it in a sentence, or why not:
 * E_NOT_FOUND, E_USAGE (a theme is marked, never judged), or the store's.
 */
enum status store_judge(struct store *s, const struct judgement *j,
    struct buf *out) MUST_USE;

#endif
