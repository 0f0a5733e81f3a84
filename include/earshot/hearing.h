/*
 * A post as the rules hear it: the same for a visit, for what is stored, and
 * for whoever explains it.
 */
#ifndef EARSHOT_HEARING_H
#define EARSHOT_HEARING_H

#include "earshot/classify.h"

/* hearing_input: borrows from ${p}; ${lang}: its feed's, where it says none;
 * {NULL,0} is fine.  A title that is not the post's own is not heard. */
struct classify_input hearing_input(const struct post *p, struct str lang);

#endif
