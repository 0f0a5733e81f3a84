/*
 * A date as numbers, words and signs.
 */
#ifndef EARSHOT_TEXT_DATE_TOKENS_H
#define EARSHOT_TEXT_DATE_TOKENS_H

#include "date_words.h"

enum { DATE_TOKENS = 48, DATE_DIGITS = 9 };

enum date_token_kind {
	TOKEN_END, /* also fills what follows the last one */
	TOKEN_NUMBER,
	TOKEN_WORD,
	TOKEN_SIGN,
};

struct date_token {
	enum date_token_kind kind;
	bool spaced; /* white space before it, or nothing */
	int64_t value;
	int digits; /* of a number */
	char sign;  /* ASCII; other signs are '?' */
	/* of a word */
	bool single; /* one letter */
	int month;   /* 0: not one */
	bool month_whole;
	bool month_thai;
	bool zone;
	int zone_minutes;
	bool eastern; /* of a script without spaces */
	enum date_mark mark;
	int era;
};

/* date_tokens: at most DATE_TOKENS - 3 of them, then ends.  False: more, or a
 * number too long for a date. */
bool date_tokens(struct str s, struct date_token ret[DATE_TOKENS]);

#endif
