/*
 * The letters of a phrase, as a pattern hears them.
 */
#ifndef EARSHOT_RULES_SPELLING_H
#define EARSHOT_RULES_SPELLING_H

#include "earshot/buf.h"

/* spelling_ascii: an ASCII letter, digit or underscore. */
bool spelling_ascii(char c);

/* spelling_char: ${c} as itself. */
void spelling_char(struct buf *out, char c);

/* spelling_letter: the letter at ${word}[*${at}], which is not ASCII: é also
 * matches e, è, ê and ë. */
void spelling_letter(struct str word, size_t *at, struct buf *out);

/* spelling_elides: is the apostrophe at ${at} that of l'eau or qu'il? */
bool spelling_elides(struct str word, size_t at);

#endif
