/*
 * What lang.c knows of languages: words, and signs of words that are in no
 * list.  Tables only; a further language is a row.
 */
#ifndef EARSHOT_RULES_LANGTABLE_H
#define EARSHOT_RULES_LANGTABLE_H

enum {
	L_EN,
	L_ES,
	L_FR,
	L_DE,
	L_IT,
	L_PT,
	L_NL,
	L_SV,
	L_DA,
	L_PL,
	L_TR,
	L_ID,
	LANGUAGES
};

/* Function words: short, and in nearly every sentence.  Everyday words: what
 * short posts without one are made of.  Space-separated, lower case. */
struct lang_row {
	const char *code, *function, *everyday;
};
extern const struct lang_row lang_rows[LANGUAGES];

/* Where in a word a sign stands. */
enum lang_where { SIGN_START, SIGN_END, SIGN_INSIDE };

/* "-ción" speaks for Spanish.  Tenths of a vote for up to three languages. */
struct lang_sign {
	const char *text;
	enum lang_where where;
	struct {
		unsigned char lang, tenths;
	} votes[3];
};
extern const struct lang_sign lang_signs[];
extern const unsigned lang_nsigns;

#endif
