/*
 * The reader of one rule file: what rulefile.c (statements) and attributes.c
 * (what stands indented below a rule) share.
 */
#ifndef EARSHOT_RULES_RULEREADER_H
#define EARSHOT_RULES_RULEREADER_H

#include "rule.h"
#include "ruletext.h"

/* What an attribute may belong to. */
enum { BODY_RULE = 1, BODY_TOPIC = 2, BODY_ALSO = 4, BODY_OVERRIDE = 8 };

enum { ATTRIBUTES_MAX = 32 };

struct attribute;
struct mend;

struct reader {
	struct book *book;
	struct ruletext text;
	enum tier tier;
	bool fitted; /* a weights file */
	struct str pack, lang;
	struct rule *open; /* whose attributes may follow; may be NULL */
	unsigned body;     /* one of BODY_… */
	unsigned given;    /* bits: which attributes were given */
	unsigned guessed;  /* bits: … by a misspelt word */
	struct mend *guesses[ATTRIBUTES_MAX]; /* of these; may be NULL */
	bool lost; /* what indented lines belong to is a fault */
};

struct wordset;

struct attribute {
	const char *word;
	bool shares; /* may share its line with others */
	bool once;   /* at most once a rule */
	unsigned bodies;
	enum comment_style comments;
	void (*read)(struct reader *r, struct scan *s);
	unsigned shape;            /* what stands behind it */
	const struct wordset *set; /* one of these; may be NULL */
};

/* attribute_at: by number; NULL past the last. */
const struct attribute *attribute_at(size_t i);
/* attribute_of: NULL if ${word} is none.  A colon at its end is forgiven. */
const struct attribute *attribute_of(struct str word);
/* attribute_meant: the attribute that ${word} most likely meant, or NULL.
 * *${ret_clear}: a slip of the keyboard, and no other is near. */
const struct attribute *attribute_meant(struct str word, bool *ret_clear);
/* attribute_fits: ${rest} may stand behind it.  ${strict}: and hardly behind
 * anything else. */
bool attribute_fits(const struct attribute *a, struct str rest, bool strict);
/* attribute_guess: says that ${word} at ${at} is unknown and near ${a}; true:
 * read on as if it were that. */
bool attribute_guess(struct reader *r, const struct attribute *a, bool clear,
    const struct place *at, struct str word);
/* attribute_read: ${attribute} and the others that share its line. */
void attribute_read(struct reader *r, const struct attribute *attribute,
    struct scan *s);

/* condition_read: what stands behind near or need.  (conditions.c) */
void condition_read(struct reader *r, struct scan *s, bool required);

#endif
