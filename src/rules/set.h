/*
 * A rule set inside: what is searched for, compiled.  Immutable once loaded;
 * threads share it.
 */
#ifndef EARSHOT_RULES_SET_H
#define EARSHOT_RULES_SET_H

#include <stdatomic.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "earshot/ruleset.h"

#include "prefilter.h"
#include "rule.h"
#include "when.h"

enum {
	LANGS_MAX = 64, /* languages that rules may name */
	SET_MATCH_LIMIT = 100000,
	SET_HEAP_KIB = 20000,
	QUICK_RUNS = 40, /* after so many a pattern is worth compiling: those
			   that ran as often will run again */
};

/*
 * Machine code comes to a pattern when it has been run a few times: most are
 * seldom run, and the compiler takes ten times as long as reading them.  What
 * was tested before it was shipped need not even be read before its first run.
 * The one thing of a set that changes; a pattern behaves the same with and
 * without.
 */
struct phrasecode;

struct quick {
	atomic_uint runs;
	_Atomic(pcre2_code *) code; /* a copy that has it; NULL: none yet */
	_Atomic(pcre2_code *) late; /* read when first run; NULL: not yet */
	_Atomic(struct phrasecode *) phrase; /* made when first run */
	atomic_bool no_phrase;               /* it cannot be made */
	struct str source;                   /* as PCRE2 reads it */
	uint32_t options;
};

/* One compiled pattern. */
struct program {
	pcre2_code *code;    /* NULL: it is read when first run */
	struct quick *quick; /* NULL: interpreted for good */
	uint32_t unit;       /* whose it is */
	uint32_t guard;      /* the prefilter's, of what is run seldom */
	bool marks;    /* what matched is the number that its mark says; */
	uint32_t base; /* else this */
};

struct programs {
	uint32_t n;
	struct program *v;
};

enum unit_kind { UNIT_RULE, UNIT_TOPIC, UNIT_LIST };

/* A near or need, compiled. */
struct need {
	const struct condition *said;
	uint32_t unit; /* whose hits count; UINT32_MAX: phrases' */
	struct programs phrases;
};

/* What is searched for in every post: a rule, a topic, a list. */
struct unit {
	enum unit_kind kind;
	struct str name; /* a rule's full name; else the short one */
	uint8_t lang;    /* index into langs; 0: any */
	uint8_t fields;  /* bits 1 << FIELD_… */
	uint32_t rank;   /* of a rule: those that others refer to come first */
	const struct rule_info *info; /* of a rule */
	const struct rule *rule;      /* of a rule or topic */
	const struct list *list;      /* of a list */
	struct programs unless;
	const struct pattern **unless_said; /* by number */
	uint32_t nneeds;
	struct need *needs;
};

struct compiled_when {
	const struct when *said;
	const struct rule_info *info;
};

struct lang_words;
struct scope_words;

struct ruleset {
	atomic_uint refs;
	struct book *book; /* names, examples: all strings */
	struct ruleset_info info;
	bool jit; /* the system allows machine code */
	size_t nlangs;
	struct str langs[LANGS_MAX]; /* 0: any */
	uint32_t nunits;
	struct unit *units;       /* rules, then topics, then lists */
	uint32_t nrules;          /* units that are rules */
	struct programs programs; /* searched in every post; by number */
	struct prefilter *prefilter;
	size_t nwhens;
	struct compiled_when *whens;
	unsigned fields;   /* that any unit is searched in */
	bool any_language; /* some rule listens in every language */
	const struct lang_words *lang_words;
	struct scope_words *scopes[LANGS_MAX]; /* by index of langs */
};

/* set_lang: index of ${code} in langs; 0 for {NULL,0}; -1: no rule has it. */
int set_lang(const struct ruleset *rs, struct str code);

#endif
