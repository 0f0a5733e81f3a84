/*
 * What rule files say: parsed, not yet linked or compiled.  A book is all that
 * one load has read; it lives in one arena, and the compiled set keeps it.
 */
#ifndef EARSHOT_RULES_RULE_H
#define EARSHOT_RULES_RULE_H

#include "earshot/arena.h"
#include "earshot/fault.h"
#include "earshot/files.h"
#include "earshot/map.h"
#include "earshot/verdict.h"

enum {
	RULE_FILE_MAX = 4 << 20, /* bytes of one rule file */
	RULE_LINES_MAX = 200,    /* lines that one attribute may run over */
	RULE_PATTERN_MAX = 8192, /* bytes of one phrase or pattern */
	RULE_TERMS_MAX = 100000, /* terms of one list */
	RULES_MAX = 20000,       /* rules in a set */
	RULE_FOLDERS_MAX = 32,
	RULE_ARENA_MAX = 512 << 20,
};

enum tier { TIER_SHIPPED, TIER_OWN, TIERS };

/* Where something stands, for faults. */
struct place {
	const char *file;      /* NUL-ended, as the person knows it */
	unsigned line, column; /* 1-based; column in characters */
	struct str text;       /* the line */
};

/* One alternative of a say, match or unless, or a phrase of near and need. */
struct pattern {
	struct pattern *next;
	bool regex; /* of a `match`: else a phrase */
	bool caseless;
	uint32_t options;  /* further PCRE2_* of a regex's flags */
	struct str source; /* as written, without quotes or slashes */
	struct place at;   /* its first character */
};

/* near and need: what must or may stand close by. */
struct condition {
	struct condition *next;
	bool required;           /* need */
	bool bare;               /* its last phrase has no quotes */
	struct str name;         /* a list's or rule's; or */
	struct pattern *phrases; /* phrases */
	unsigned words;          /* at most so many between; 0: any */
	bool in_post;            /* else within the sentence */
	double weight;           /* near: what it adds */
	struct str text;         /* as written */
	struct place at;
	/* linked */
	struct list *list;
	struct rule *rule;
};

struct example {
	struct example *next;
	bool yes;
	bool tuned; /* another tier changed the rule: a fault only warns */
	struct str text;
	struct place at;
};

/* A line that was read as going on with free text, though its first word is
 * nearly an attribute's. */
struct lookalike {
	struct lookalike *next;
	const char *attribute; /* that it looks like */
	const char *above;     /* that it went on with */
	struct str word;
	bool strict; /* beyond doubt: what follows fits it, too */
	struct place at;
};

enum rule_kind { RULE_RULE, RULE_TOPIC };

struct rule {
	struct rule *next;
	enum rule_kind kind;
	struct str name;  /* full: PACK.NAME */
	struct str title; /* of a topic */
	struct str pack, about, lang;
	enum tier tier;
	enum signal signal; /* SIGNAL_NONE: not said */
	enum facet facet;
	enum target target;
	bool has_weight, once, negatable, off, tuned;
	bool spoke; /* there is a say or match, perhaps a faulty one */
	struct lookalike *lookalikes;
	double weight;
	const struct tune *weighed;  /* whose weight it is; NULL: its own */
	const struct tune *silenced; /* who switched it off; NULL: nobody */
	unsigned fields; /* bits of 1 << FIELD_…; 0: title and text */
	struct pattern *says, *unlesses; /* say and match; unless */
	struct condition *conditions;
	struct example *examples;
	struct place at; /* its name */
	/* linked */
	unsigned visit; /* 0 new, 1 under way, 2 done */
	unsigned order; /* rules that others refer to come first */
	unsigned index; /* its unit in the compiled set */
};

struct term {
	struct str text;
	struct place at;
};

struct list {
	struct list *next;
	struct str name; /* short: brand.acme */
	struct str full; /* PACK.brand.acme */
	struct str pack, lang;
	enum tier tier;
	size_t n, size;
	struct term *terms;
	bool mention;   /* brand.* and product.* */
	bool used;      /* by near or need */
	bool over;      /* more terms than it holds: said once */
	unsigned index; /* its unit, when it has one */
	struct place at;
};

enum tune_kind { TUNE_WEIGHT, TUNE_ALSO, TUNE_OFF, TUNE_OVERRIDE };

/* A change to a rule of another file; applied by link.c. */
struct tune {
	struct tune *next;
	enum tune_kind kind;
	enum tier tier;
	bool fitted; /* from a weights file: a person's word wins */
	struct str name, pack;
	double weight;
	struct rule *body; /* also: what to add; override: the new rule */
	struct place at;
};

/* bias, threshold, calibrate: one number (or two) for a signal. */
enum dial_kind { DIAL_BIAS, DIAL_THRESHOLD, DIAL_CALIBRATE, DIALS };
struct dial {
	bool set;
	bool fitted; /* by a weights file: a person's own wins */
	enum tier tier;
	double v[2];
	struct place at;
};

/* when CONDITION add WEIGHT to SIGNAL */
struct when {
	struct when *next;
	struct str name, pack, text; /* text: the condition as written */
	struct when_node *root;
	enum tier tier;
	enum signal signal;
	double weight;
	struct place at;
};

struct valence_file {
	struct valence_file *next;
	struct str lang, bytes;
	const char *path;
	struct place at;
};

struct book {
	struct arena *arena;
	struct files *files;   /* borrowed for the load */
	struct faults *faults; /* borrowed for the load */
	bool plain;            /* weights files are left out */
	bool trusted;          /* tested before: patterns are read when run */
	struct mends *mends;   /* collected while mending; else NULL */
	struct rule *rules, **rules_end;
	struct list *lists, **lists_end;
	struct tune *tunes, **tunes_end;
	struct when *whens, **whens_end;
	struct valence_file *valences, **valences_end;
	struct dial dials[DIALS][SIGNALS];
	size_t nfolders; /* that rules were read from: files may lie there */
	struct str folders[RULE_FOLDERS_MAX];
	size_t nrules;
	unsigned norders;
	struct map *rule_names, *list_names; /* by full name; after linking */
};

/* book_fault: adds to the book's faults at ${at}. */
void book_fault(struct book *b, bool warning, const struct place *at,
    const char *fmt, ...) PRINTF(4, 5);

/* weight_of: hint, weak, strong, sure or a number up to ±6; false: neither.
 */
bool weight_of(struct str word, double *ret);

/* name_valid: letters, digits, _ - and dots, no dot at an end. */
bool name_valid(struct str name);

#endif
