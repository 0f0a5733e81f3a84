/*
 * What rule files say of a loaded set, for people: where each weight comes
 * from, and what their own files changed of the packs that came with Earshot.
 */
#ifndef EARSHOT_RULEBOOK_H
#define EARSHOT_RULEBOOK_H

#include "earshot/arena.h"
#include "earshot/ruleset.h"

enum weight_from {
	WEIGHT_USUAL,  /* nobody said: strong */
	WEIGHT_RULE,   /* its own `weight` line */
	WEIGHT_FITTED, /* a weights file */
	WEIGHT_PERSON, /* a line `weight NAME ...` */
	WEIGHT_FROMS
};
/* weight_from_word: "usual", "rule", "weights file", "person". */
const char *weight_from_word(enum weight_from from);

struct rule_weight {
	enum weight_from from;
	struct str file; /* where it is said; of WEIGHT_USUAL the rule itself */
	unsigned line;
};

/* rulebook_weight: ${rule} is one of ${rs}'s.  Strings live as long as ${rs}.
 */
void rulebook_weight(const struct ruleset *rs, const struct rule_info *rule,
    struct rule_weight *ret);

/* One thing that an own file changed of a shipped one. */
struct rule_change {
	const char *what;    /* weight, also, off, override, list, bias,
				threshold or calibrate */
	struct str name;     /* the rule, list or signal */
	enum signal signal;  /* SIGNAL_NONE: of a list */
	struct str was, now; /* {NULL,0}: there was nothing */
	struct str file;
	unsigned line;
};

/*
 * rulebook_changes: what the own tier of ${rs} changed of ${shipped}, which is
 * the same shipped files loaded alone; by file and line.  Lives in ${a} and
 * the two sets.  E_MEMORY.
 */
enum status rulebook_changes(const struct ruleset *rs,
    const struct ruleset *shipped, struct arena *a, struct rule_change **ret,
    size_t *ret_n) MUST_USE;

#endif
