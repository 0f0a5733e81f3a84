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

struct attribute;

struct reader {
	struct book *book;
	struct ruletext text;
	enum tier tier;
	bool fitted; /* a weights file */
	struct str pack, lang;
	struct rule *open; /* whose attributes may follow; may be NULL */
	unsigned body;     /* one of BODY_… */
	unsigned given;    /* bits: which attributes were given */
	bool lost;         /* what indented lines belong to is a fault */
};

struct attribute {
	const char *word;
	bool shares; /* may share its line with others */
	bool once;   /* at most once a rule */
	unsigned bodies;
	enum comment_style comments;
	void (*read)(struct reader *r, struct scan *s);
};

/* attribute_of: NULL if ${word} is none.  A colon at its end is forgiven. */
const struct attribute *attribute_of(struct str word);
/* attribute_near: the attribute that ${word} most likely meant, or NULL. */
const char *attribute_near(struct str word);
/* attribute_read: ${attribute} and the others that share its line. */
void attribute_read(struct reader *r, const struct attribute *attribute,
    struct scan *s);

#endif
