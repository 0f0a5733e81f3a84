/*
 * Words and folded copies.  A fold is the text that rules match: lower case is
 * not needed (patterns ignore case), but typographic quotes, dashes, NBSP and
 * character references are made plain, mis-decoded text is put right and
 * letters are joined with their accents, with a map back to the bytes of the
 * original, so that evidence is always a slice of it.  (Folds: fold.c.)
 */
#ifndef EARSHOT_WORDS_H
#define EARSHOT_WORDS_H

#include "earshot/arena.h"

struct fold {
	struct str original;
	struct str text; /* what to match; original itself when alike */
	/* for byte i of text (and i == n): where it stands in original; NULL
	 * when text is the original */
	const uint32_t *map;
};

/* fold_text: ${s} is valid UTF-8.  One scan and no memory where there is
 * nothing to fold.  E_MEMORY only (or 4 GB and more). */
enum status fold_text(struct arena *a, struct str s, struct fold *ret) MUST_USE;
/* fold_back: [start, end) of text to bytes of original at character
 * boundaries. */
void fold_back(const struct fold *f, size_t start, size_t end,
    uint32_t *ret_start, uint32_t *ret_end);

/* words_next: the next word (letters, digits, inner apostrophes and hyphens)
 * at or after *${at}; false at the end.  ASCII fast, else libunistring.  Where
 * no spaces are written (Han, Kana, Thai) each letter is a word. */
bool words_next(struct str s, size_t *at, size_t *ret_start, size_t *ret_end);
size_t words_count(struct str s);

/* words_normal: lower-cased words joined by one space, for hashes that ask
 * whether two texts say the same.  Typographic signs are not folded. */
struct str words_normal(struct arena *a, struct str s);

#endif
