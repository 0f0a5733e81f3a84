/*
 * Words that turn what a sentence says.
 */
#ifndef DEDUP_TURNS_H
#define DEDUP_TURNS_H

#include <stdbool.h>

#include "earshot/str.h"

/* turns_negates: not, never, kein, jamais ...  turns_swaps: one word of a pair
 * that says the contrary of the other: good, worst, always ... */
bool turns_negates(struct str word);
bool turns_swaps(struct str word);
/* turns_points: my, the, this ...: the next word names a thing. */
bool turns_points(struct str word);
/* turns_number: has it a digit, or is it a number's name? */
bool turns_number(struct str word);

#endif
