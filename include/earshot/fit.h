/*
 * Weights for rules out of posts that people have labelled: what `earshot rules
 * fit` does.  It changes no rule: it writes a file of weights that may lie
 * beside them, and reports what that would change.  The formula is in
 * earshot-rules(5).
 */
#ifndef EARSHOT_FIT_H
#define EARSHOT_FIT_H

#include "earshot/classify.h"
#include "earshot/fault.h"

struct fit;

/* Labels are those of the signals, and one more: an idea or an advice, nobody
 * said which. */
enum { FIT_SUGGESTION = SIGNALS, FIT_LABELS };

struct fit_labels {
	signed char of[FIT_LABELS]; /* 1 yes, 0 no, -1 nobody said */
	uint32_t domain; /* hash of what the post is from: words that are
			    learned must be at home in several; 0: its set */
};

/* fit_available: false: built without liblinear, and fit_run cannot. */
bool fit_available(void);

/* fit_new: ${rs}, which was loaded without weights files, is what the weights
 * start from; takes a reference.  ${words}: texts are kept for fit_lexicon.
 * NULL if memory is out. */
struct fit *fit_new(struct ruleset *rs, bool words);
void fit_free(struct fit *f);

/*
 * fit_set: a set of posts that were collected and labelled together.  Sets
 * whose names differ in a last -train, -dev, -trial or -test only are left out
 * together.  E_TOO_LARGE: more than FIT_SETS_MAX.
 */
enum { FIT_SETS_MAX = 64 };
enum status fit_set(struct fit *f, struct str name, size_t *ret_set) MUST_USE;

/* fit_add: nothing of ${in} is borrowed. */
enum status fit_add(struct fit *f, size_t set, const struct classify_input *in,
    const struct fit_labels *labels) MUST_USE;

/* fit_lines: JSON Lines: "text", "labels" {signal: 0|1}, and as it may be
 * "title", "lang", "stars", "context".  Lines that are none are faults. */
enum status fit_lines(struct fit *f, size_t set, const char *path,
    struct str bytes, struct faults *faults) MUST_USE;

struct fit_options {
	double strength; /* how far rules may go their own way; < 0: tried out
			    on sets left out */
};

/* fit_run: E_NOT_FOUND: no signal has labels of both kinds in two sets. */
enum status fit_run(struct fit *f, const struct fit_options *o) MUST_USE;

/* What came of it, after fit_run: for people, and the weights file. */
void fit_report(const struct fit *f, struct buf *out);
void fit_weights(const struct fit *f, struct buf *out);

/* fit_lexicon: after fit_run: words and phrases that the rules do not have yet,
 * as a pack named ${pack}; what it would change is added to ${report}.
 * E_NOT_FOUND: there is nothing that travels. */
enum status fit_lexicon(struct fit *f, struct str pack, struct buf *out,
    struct buf *report) MUST_USE;

#endif
