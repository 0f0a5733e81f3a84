/*
 * Words of which one must stand: a signal, a facet, a target, a field, a
 * weight.  Misspelt ones are answered with the one that was meant.
 */
#ifndef EARSHOT_RULES_WORDSET_H
#define EARSHOT_RULES_WORDSET_H

#include "rule.h"
#include "ruletext.h"

struct wordset {
	const char *what;         /* "signal" */
	const char *const *names; /* NULL-ended */
	const char *all;          /* all of them, for a fault */
};

extern const struct wordset wordset_signals, wordset_facets, wordset_targets,
    wordset_fields, wordset_weights;

/* wordset_has: the index of ${word}, in any letter case; -1: none. */
int wordset_has(const struct wordset *set, struct str word);
/* wordset_near: it has ${word}, or a name that is near it. */
bool wordset_near(const struct wordset *set, struct str word);

/*
 * wordset_read: the next word's index.  ${form}: how the whole is written, for
 * a fault; may be NULL.  A near word is a fault and read as what was meant;
 * -1: a fault was added and nobody knows what was meant.
 */
int wordset_read(struct book *b, struct scan *s, const struct wordset *set,
    const char *form);

/* wordset_weight: the same for a weight, which may also be a number. */
bool wordset_weight(struct book *b, struct scan *s, const char *form,
    double *ret);

#endif
