/*
 * Phrases to PCRE2 patterns: what `would be (nice|great) if`, `leak*`,
 * `problem~s with`, `a * b` and `{brand.acme}` mean.
 */
#ifndef EARSHOT_RULES_PHRASE_H
#define EARSHOT_RULES_PHRASE_H

#include "rule.h"

/* Put before a pattern that must begin, and behind one that must end, with a
 * whole word.  A possessive 's is not part of the word; one that is elided
 * (d', qu') stands close to the next. */
#define PHRASE_BEFORE "(?<!\\w)"
#define PHRASE_AFTER  "(?:(?<=')|(?!\\w|'(?!s\\b)\\w))"

/* What stands between the letters of a phrase; phrasecode.c reads it again. */
#define PHRASE_SPACE   "\\s++"
#define PHRASE_GAP     PHRASE_SPACE "(?:\\S++\\s++){0,5}?"
#define PHRASE_JOINT   "(?:\\s++|-)?+"
#define PHRASE_ENDING  "\\w*+"
#define PHRASE_QUOTE   "'?+"
#define PHRASE_ELISION "(?:'\\s*+|\\s++)?+"
/* (ne|n') va: n'va, n' va */
#define PHRASE_AFTER_ELISION "(?:\\s++|(?<='))"

enum phrase_style {
	PHRASE_PLAIN,
	PHRASE_TERM /* of a list: spaces, hyphens and none are alike */
};

/* Which of the two a pattern needs. */
enum { PHRASE_NEEDS_BEFORE = 1, PHRASE_NEEDS_AFTER = 2 };

/*
 * phrase_regex: appends the pattern for ${source}, without its word bounds, to
 * ${out}.  ${pack}: where {lists} are looked up first.  False: a fault at
 * ${at} was added.
 */
bool phrase_regex(struct book *b, struct str source, const struct place *at,
    struct str pack, enum phrase_style style, struct buf *out,
    unsigned *ret_bounds);

#endif
