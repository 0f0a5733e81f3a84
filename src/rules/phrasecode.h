/*
 * The patterns that phrase.c writes, matched without PCRE2: in texts of ASCII
 * only, with the same answer.  It needs no machine code, and is small enough
 * to be found in the CPU's caches: of all the time of classifying PCRE2 took
 * 27 %, now it takes 8 % and this 11 %.
 * Not for patterns that people write.
 */
#ifndef EARSHOT_RULES_PHRASECODE_H
#define EARSHOT_RULES_PHRASECODE_H

#include "earshot/str.h"

struct phrasecode;

/*
 * phrasecode_new: of ${regex}, a whole phrase between PHRASE_BEFORE and
 * PHRASE_AFTER, any letter case.  NULL: PCRE2 must do it (or memory is out).
 */
struct phrasecode *phrasecode_new(struct str regex);
void phrasecode_free(struct phrasecode *c);

enum phrasecode_answer {
	PHRASECODE_NONE,
	PHRASECODE_MATCH,
	PHRASECODE_GIVE_UP
};

/*
 * phrasecode_run: the first match in ${s} (ASCII) that begins at byte ${from}
 * to ${last}; *${ret_mark}: its last mark, 0 if it has none.  It gives up after
 * some thousand steps: then ask PCRE2.
 */
enum phrasecode_answer phrasecode_run(const struct phrasecode *c, struct str s,
    size_t from, size_t last, size_t *ret_start, size_t *ret_end,
    uint32_t *ret_mark);

#endif
