/*
 * Which patterns can match in this sentence at all: one pass over
 * it for the literals that patterns cannot do without.  Immutable once built.
 */
#ifndef EARSHOT_RULES_PREFILTER_H
#define EARSHOT_RULES_PREFILTER_H

#include "literal.h"

struct prefilter;
struct prefilter_scratch; /* one thread's */

/* A pattern worth running, and the byte from which on. */
struct candidate {
	uint32_t program;
	uint32_t from;
	uint32_t last; /* a match begins there at the latest; UINT32_MAX: it is
			  not known */
};

struct prefilter *prefilter_new(void);
void prefilter_free(struct prefilter *pf);
/* prefilter_add: ${program} can match only where ${known} holds; ${known}
 * with no branches: anywhere.  It listens to language ${lang} (below 64) only.
 * Programs come in ascending order. */
enum status prefilter_add(struct prefilter *pf, uint32_t program, unsigned lang,
    const struct literals *known) MUST_USE;
/*
 * prefilter_guard: of a pattern that is run where others hit; its number in
 * *${ret}, for prefilter_lets.
 */
enum status prefilter_guard(struct prefilter *pf, const struct literals *known,
    uint32_t *ret) MUST_USE;
/* prefilter_build: after the last add. */
enum status prefilter_build(struct prefilter *pf) MUST_USE;

struct prefilter_scratch *prefilter_scratch_new(const struct prefilter *pf);
void prefilter_scratch_free(struct prefilter_scratch *s);

/*
 * prefilter_text: ${s} as the prefilter must see it, in ${room} (at least as
 * long): runs of white space of any kind as one space, k and s for K (Kelvin)
 * and ſ (long s), which PCRE2 holds for their other case.  ASCII without runs
 * may be shown as it is.
 */
struct str prefilter_text(struct str s, char *room);

/*
 * prefilter_scan: the candidates for ${text} among the programs of ${langs}
 * (bits), in *${ret} (borrowed from ${scratch} until the next scan).
 */
size_t prefilter_scan(const struct prefilter *pf,
    struct prefilter_scratch *scratch, struct str text, uint64_t langs,
    const struct candidate **ret);

/*
 * prefilter_show: the text that prefilter_lets speaks of; false if memory is
 * out.  ${scratch} forgets it at the next scan.
 */
bool prefilter_show(struct prefilter_scratch *scratch, struct str text);
/* prefilter_lets: may the pattern of this guard match in the text shown? */
bool prefilter_lets(const struct prefilter *pf,
    struct prefilter_scratch *scratch, uint32_t guard);

/* For tests and figures. */
size_t prefilter_literals(const struct prefilter *pf);

#endif
