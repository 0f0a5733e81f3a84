/*
 * One PCRE2 pattern: compiled with our limits, tried on bait, freed.
 */
#ifndef EARSHOT_RULES_PATTERN_H
#define EARSHOT_RULES_PATTERN_H

#include "set.h"

/* Bytes of a thread's stack for JIT-compiled patterns. */
enum { PATTERN_STACK_LEAST = 32 << 10, PATTERN_STACK_MOST = 1 << 20 };

/*
 * pattern_compile: ${source} into ${ret}.  ${options}: PCRE2_CASELESS and kin.
 * ${bait}: it could be slow on some texts.  ${timed}: try it on such; what was
 * tried before it was shipped is not for a slow or busy machine to refuse.
 * False: a fault at ${at} was added.
 */
bool pattern_compile(struct book *b, struct str source, uint32_t options,
    bool bait, bool timed, const struct place *at, struct program *ret);
void pattern_free(struct program *p);

/* pattern_later: likewise, of a pattern known to be good: it is compiled when
 * first run.  False if memory is out. */
bool pattern_later(struct book *b, struct str source, uint32_t options,
    struct program *ret);

/* pattern_code: ${p} as PCRE2 reads it; NULL if memory is out. */
const pcre2_code *pattern_code(const struct program *p);

/* pattern_phrase: ${p} as phrasecode.h reads it, made now if it is not yet;
 * NULL: it cannot. */
const struct phrasecode *pattern_phrase(const struct program *p);

/* pattern_quick: ${p}'s machine code, made now if it is due; NULL: none. */
const pcre2_code *pattern_quick(const struct program *p);

/* pattern_forbid_jit: from now on no pattern is made machine code; false: where
 * the system allows it, again.  For the whole process. */
void pattern_forbid_jit(bool forbid);

/* pattern_jit: does the system allow machine code?  Not with systemd's
 * MemoryDenyWriteExecute, whatever PCRE2 was built with. */
bool pattern_jit(void);

/* pattern_limits: a match context with our limits; NULL if memory is out. */
pcre2_match_context *pattern_limits(void);

#endif
