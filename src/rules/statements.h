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
/* statement_at: by number; NULL past the last. */
const struct statement *statement_at(size_t i);
/* statement_meant: the one that ${word} most likely meant, or NULL.
 * *${ret_clear}: no other is near. */
const struct statement *statement_meant(struct str word, bool *ret_clear);
/* statement_fits: ${rest} may stand behind it. */
bool statement_fits(const struct statement *st, struct str rest);
/* statement_words: all of them, for a fault. */
const char *statement_words(void);
/* statement_opens: it is one line; what is indented below is something else. */
bool statement_opens(const struct statement *st);
void statement_read(struct reader *r, const struct statement *st,
    struct scan *s);

/* statement_rule: an empty rule named ${name}; NULL if memory is out. */
struct rule *statement_rule(struct reader *r, struct str name,
    const struct place *at);

#endif
