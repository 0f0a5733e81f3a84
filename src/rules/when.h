/*
 * `when CONDITION add WEIGHT to SIGNAL`: conditions over what was heard.
 */
#ifndef EARSHOT_RULES_WHEN_H
#define EARSHOT_RULES_WHEN_H

#include "rule.h"
#include "ruletext.h"

enum when_op {
	WHEN_OR,
	WHEN_AND,
	WHEN_NOT,
	WHEN_SIGNAL,
	WHEN_RULE,
	WHEN_TOPIC,
	WHEN_LIST,
	WHEN_STARS,
	WHEN_COUNT
};
enum when_compare {
	WHEN_LESS,
	WHEN_AT_MOST,
	WHEN_EQUAL,
	WHEN_AT_LEAST,
	WHEN_MORE
};

struct when_node {
	enum when_op op;
	struct when_node *first; /* operands */
	struct when_node *next;  /* the next operand of the one above */
	enum signal signal;
	enum when_compare compare;
	double number;
	struct str name;
	struct place at;
	/* linked */
	struct rule *rule;
	struct list *list;
};

/* when_parse: all behind the word `when`.  False: a fault was added. */
bool when_parse(struct book *b, struct when *w, struct scan *s);

/* What a condition may ask. */
struct when_facts {
	bool fired[SIGNALS];
	int stars; /* 0: none; then no comparison holds */
	void *context;
	bool (*heard)(void *context, const struct rule *rule);
	bool (*mentioned)(void *context, const struct list *list);
};

bool when_holds(const struct when_node *node, const struct when_facts *facts);

/* when_field: FIELD_STARS if it asks for stars and no rule, else FIELD_RULE. */
enum field when_field(const struct when_node *node);

#endif
