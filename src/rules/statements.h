/*
 * What may stand at the margin of a rule file: one table.
 */
#ifndef EARSHOT_RULES_STATEMENTS_H
#define EARSHOT_RULES_STATEMENTS_H

#include "rulereader.h"

struct statement {
	const char *word;
	const char *form; /* how it is written, for faults */
	unsigned body;    /* BODY_… that may follow; 0: none */
	enum comment_style comments;
	void (*read)(struct reader *r, const struct statement *st,
	    struct scan *s);
};

const struct statement *statement_of(struct str word);
const char *statement_near(struct str word);
/* statement_words: all of them, for a fault. */
const char *statement_words(void);
/* statement_opens: it is one line; what is indented below is something else. */
bool statement_opens(const struct statement *st);
void statement_read(struct reader *r, const struct statement *st,
    struct scan *s);

#endif
