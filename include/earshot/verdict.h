/*
 * A verdict: all six signals of one post, each with its score and the evidence
 * for it.  And what the store and the reports need to know of the rules that
 * gave it; the rules themselves are the rules workshop's.
 */
#ifndef EARSHOT_VERDICT_H
#define EARSHOT_VERDICT_H

#include "earshot/status.h"
#include "earshot/str.h"

enum signal {
	SIGNAL_IDEA,
	SIGNAL_COMPLAINT,
	SIGNAL_PRAISE,
	SIGNAL_QUESTION,
	SIGNAL_ADVICE,
	SIGNAL_SPAM,
	SIGNALS,
	SIGNAL_NONE = SIGNALS
};
enum facet {
	FACET_NONE,
	FACET_THINK,
	FACET_FEEL,
	FACET_WANT,
	FACET_LACK,
	FACET_NEED,
	FACETS
};
enum target {
	TARGET_NONE,
	TARGET_PRODUCT,
	TARGET_SERVICE,
	TARGET_PROCESS,
	TARGETS
};
enum field {
	FIELD_TITLE,
	FIELD_TEXT,
	FIELD_AUTHOR,
	FIELD_URL,
	FIELD_TAGS,
	FIELD_STARS,
	FIELD_RULE,
	FIELDS
};

/* Words; NULL for SIGNAL_NONE, FACET_NONE, TARGET_NONE. */
const char *signal_word(enum signal s);
const char *facet_word(enum facet f);
const char *target_word(enum target t);
const char *field_word(enum field f);
/* -1: no such word.  ASCII case does not matter. */
int signal_of(struct str word);
int facet_of(struct str word);
int target_of(struct str word);
int field_of(struct str word);

/* One rule as others see it.  Immutable; lives as long as its rule set.
 * NUL-ended strings. */
struct rule_info {
	unsigned index;  /* in its rule set, 0-based */
	struct str name; /* full: en.wish.had */
	struct str pack;
	struct str about; /* {NULL,0}: not said */
	struct str lang;  /* {NULL,0}: any */
	struct str file;  /* as the person knows it */
	unsigned line;
	enum signal signal;
	enum facet facet;
	enum target target;
	double weight; /* nominal, log-odds */
};

/* A rule set as others see it. */
struct ruleset_info {
	char hash[33];    /* hex of 128 bits over all sources */
	struct str files; /* space-separated, for people */
	size_t nrules;
	const struct rule_info *const *rules;     /* by index */
	double bias[SIGNALS], threshold[SIGNALS]; /* threshold: a probability */
	double cal_a[SIGNALS], cal_b[SIGNALS];    /* points = a × weight; bias
						     = a × nominal + b */
};

/* One rule that matched, and what that added. */
struct evidence {
	const struct rule_info *rule;
	enum field field;
	uint32_t start, end; /* bytes into the field, 0-based, end exclusive;
				0, 0 for stars and rule */
	struct str text;     /* those bytes; a slice of the field */
	double weight;       /* nominal */
	double points;       /* what it added to the sum; 0 when negated,
				vetoed, or counted once already */
	uint32_t sentence;   /* 0-based, within its field */
	bool negated;
	struct str vetoed_by; /* the `unless` that vetoed it; {NULL,0}: none */
};

struct signal_verdict {
	double score; /* 1 / (1 + exp(-(bias + Σ points))) */
	double bias;
	bool fired; /* score ≥ threshold, and a span of text */
	size_t nevidence;
	struct evidence *evidence; /* fields in order, then by start */
};

struct topic_hit {
	struct str topic; /* its name */
	enum field field;
	uint32_t start, end, sentence;
};

struct mention {
	struct str list; /* brand.acme */
	struct str term; /* as the list has it */
	enum field field;
	uint32_t start, end;
};

/* Everything lives in the arena that the classifier was given; rule pointers
 * live as long as the rule set. */
struct verdict {
	struct str lang;     /* as used; "und" if unsure */
	bool abstained;      /* no pack for this language */
	bool truncated;      /* past 64 KB */
	enum signal primary; /* SIGNAL_NONE: nothing fired */
	struct signal_verdict signals[SIGNALS];
	enum facet facet;
	enum target target;
	double sentiment; /* -1..1 */
	double intensity; /* 0..1 */
	size_t ntopics, nmentions;
	struct topic_hit *topics;
	struct mention *mentions;
};

#endif
