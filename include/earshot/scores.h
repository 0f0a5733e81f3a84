/*
 * Scores: lines in which a site writes an entry's numbers into its text
 * ("Points: 45", "12 points | 3 comments").  They are no customer's words, and
 * they would make another text of the entry at each visit.
 */
#ifndef EARSHOT_SCORES_H
#define EARSHOT_SCORES_H

#include "earshot/parse.h"

/*
 * scores_take: such lines of ${e}'s summary and content become its numbers,
 * where its elements said none, and are left out of its texts (copies in
 * ${a}).  Looks at the first and last bytes of a text only.  E_MEMORY.
 */
enum status scores_take(struct arena *a, struct entry *e) MUST_USE;

#endif
