/*
 * Slips that have one right answer: the reader says a fault, notes the mend
 * here, and reads on as if it had been mended.  So all faults of a file come
 * at once, and a mended file has just those fewer.  For rulesfix.c.
 */
#ifndef EARSHOT_RULES_MEND_H
#define EARSHOT_RULES_MEND_H

#include "earshot/rulesfix.h"

#include "rule.h"

#define MEND_QUOTES "plain quotes, one at each end"

/* A stretch of a line of the plain text, and what should stand there. */
struct mend {
	struct mend *next;
	unsigned line, column; /* as in struct place */
	unsigned chars;        /* how many go; 0: insert before the column */
	bool bold;             /* it was read otherwise: a guess */
	bool withdrawn;
	struct str now;
	const char *why;
};

struct mends {
	struct mend *first, **end;
	const struct rules_fix_names *known; /* may be NULL */
};

/* mend_at: ${was}, which stands at ${at}, should be ${now}.  NULL when they
 * are alike, nobody collects mends, or memory is out. */
struct mend *mend_at(struct book *b, const struct place *at, struct str was,
    struct str now, const char *why);

/* mend_case: ${was} is ${word} in other letters, perhaps with a colon. */
void mend_case(struct book *b, const struct place *at, struct str was,
    const char *word);

/*
 * mend_near: the one of ${names} (NULL-ended) that ${word} most likely meant,
 * or NULL.  *${ret_clear}: no other one is near.
 */
const char *mend_near(struct str word, const char *const *names,
    bool *ret_clear);

/* mend_one_slip: one letter more, less, other or swapped; ASCII case alike. */
bool mend_one_slip(struct str a, struct str b);

#endif
