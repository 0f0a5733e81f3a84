/*
 * Words that turn what a sentence says: not, without, louder, please.  What
 * follows from them, others say: near copies (alike.c) and themes (sides.c).
 */
#ifndef EARSHOT_TURNS_H
#define EARSHOT_TURNS_H

#include <stdbool.h>
#include <stdint.h>

#include "earshot/str.h"

enum {
	TURNS_NEGATES = 1,      /* not, never, kein, jamais, wrong */
	TURNS_DENIES = 2,       /* but for wrong, false and the like */
	TURNS_SWAPS = 4,        /* one of a pair of contraries: worst, always */
	TURNS_NUMBER = 8,       /* a number's name */
	TURNS_POINTS = 16,      /* my, the, this: the next word names a thing */
	TURNS_WISHES = 32,      /* please, should: something is asked for */
	TURNS_REMOVES = 64,     /* remove, forbid */
	TURNS_ENDS = 128,       /* stop, avoid */
	TURNS_ABLE = 256,       /* let, option, add: to be able to */
	TURNS_LACKS = 512,      /* no, without: what follows is not there, */
	TURNS_WITHOUT = 1024,   /* without and the like alone, */
	TURNS_HAS = 2048,       /* with, many: and here it is */
	TURNS_MISSING = 4096,   /* yet, why: what is not there is missed */
	TURNS_FAILS = 8192,     /* cannot, broken */
	TURNS_SWITCHES = 16384, /* switch, turn: on or off */
	TURNS_LINKS = 32768     /* by, in, since: something else begins */
};

/* Which pair of contraries a word is of, and which of the two. */
#define TURNS_SIDE(axis, other) ((uint8_t)((axis) << 1 | (other)))
#define TURNS_SWITCH            17
#define TURNS_AXES              32

struct turn {
	uint16_t tags;
	uint8_t side; /* TURNS_SIDE; 0: of none */
};

/* turns_of: all zero for any other word; letters' case and the signs inside do
 * not matter. */
struct turn turns_of(struct str word);

bool turns_negates(struct str word);
bool turns_swaps(struct str word);
bool turns_points(struct str word);
/* turns_number: has it a digit, or is it a number's name? */
bool turns_number(struct str word);

#endif
