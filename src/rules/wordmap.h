/*
 * Words to what is known of them: built once, then read by many threads.  Keys
 * are lower case; helpers to step over the words of a folded sentence stand
 * here too.
 */
#ifndef EARSHOT_RULES_WORDMAP_H
#define EARSHOT_RULES_WORDMAP_H

#include "earshot/arena.h"

enum { WORD_MAX = 48 }; /* bytes; longer words are in no map */

struct wordmap;

/* NULL if memory is out. */
struct wordmap *wordmap_new(struct arena *a);
struct word {
	unsigned tags; /* bits; what they mean is the map's owner's business */
	double value;
};

/* wordmap_put: the entry of ${word} (copied, in lower case), added when absent.
 * NULL if memory is out, or the word is longer than any that is asked for. */
struct word *wordmap_put(struct wordmap *m, struct str word);
/* wordmap_get: ${word} in lower case; NULL if absent. */
const struct word *wordmap_get(const struct wordmap *m, struct str word);
size_t wordmap_count(const struct wordmap *m);

/* word_lower: ASCII and Latin-1 letters of ${w} in lower case, in ${room};
 * empty when longer than WORD_MAX. */
struct str word_lower(struct str w, char room[WORD_MAX]);

/*
 * word_before, word_after: the word that ends before, or begins at or after
 * byte *${at} of ${s}; *${at} moves to its far end.  *${parted}: a comma, full
 * stop or the like stood between.  False: there is none.
 */
bool word_before(struct str s, size_t *at, struct str *ret, bool *parted);
bool word_after(struct str s, size_t *at, struct str *ret, bool *parted);

#endif
