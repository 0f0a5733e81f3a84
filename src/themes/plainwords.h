/*
 * Words that do not tell what an insight is about, by language.
 */
#ifndef THEMES_PLAINWORDS_H
#define THEMES_PLAINWORDS_H

#include "earshot/str.h"

enum plainness {
	PLAIN_NOT,  /* it may tell */
	PLAIN_WEAK, /* everybody says it */
	PLAIN_EMPTY /* it says nothing */
};

struct plain_list {
	const char *lang;
	bool weak;
	const char *const *words; /* sorted */
	size_t n;
};
extern const struct plain_list plain_lists[];
extern const size_t plain_count;

/* plain_find: ${word}: lower case, without accents and apostrophes. */
enum plainness plain_find(struct str lang, const char *word);

#endif
