/*
 * Which language a post is in, by its function words and its script; for posts
 * that do not declare one.
 */
#ifndef EARSHOT_RULES_LANG_H
#define EARSHOT_RULES_LANG_H

#include "earshot/arena.h"

struct lang_words;

struct lang_guess {
	struct str code; /* static; "und" if unsure */
	bool latin;      /* its letters are mostly Latin, or it has none */
};

/* lang_words_new: the table of function words, in ${a}.  NULL if memory is
 * out. */
const struct lang_words *lang_words_new(struct arena *a);

struct lang_guess lang_guess(const struct lang_words *w, struct str text);

/* lang_shorter: is ${code} one of three letters, in whatever case, that has
 * another name here?  *${ret}: "en" of "eng"; NULL of "und" and its kin. */
bool lang_shorter(struct str code, const char **ret);

/* lang_primary: "en" of "en-GB", "EN_us" or "eng", lower case, in ${a};
 * {NULL,0} when ${declared} is no language code. */
struct str lang_primary(struct arena *a, struct str declared);

#endif
