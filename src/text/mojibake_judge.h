/*
 * How sure we are that a few characters are one that was wrongly decoded.
 */
#ifndef EARSHOT_TEXT_MOJIBAKE_JUDGE_H
#define EARSHOT_TEXT_MOJIBAKE_JUDGE_H

#include <stddef.h>
#include <stdint.h>

#include "codepages.h"

/* Two to four characters whose bytes in a code page are one of UTF-8. */
struct mojibake_unit {
	enum codepage page;
	size_t n;
	uint32_t from[4];      /* as they stand */
	uint32_t c;            /* as they should be read */
	uint32_t before, next; /* neighbours; ' ' at the ends of the text */
};

enum mojibake_verdict {
	MOJIBAKE_NEVER,  /* the characters stand for themselves */
	MOJIBAKE_WEAK,   /* only in company of sure ones */
	MOJIBAKE_SCRIPT, /* sure when another of its script is beside it */
	MOJIBAKE_SURE,
};

/* Both after mojibake_about_init. */
enum mojibake_verdict mojibake_judge(const struct mojibake_unit *u);

/* mojibake_taste: how well the character fits where it would stand, -2 to 1:
 * what decides between two code pages. */
int mojibake_taste(const struct mojibake_unit *u);

#endif
