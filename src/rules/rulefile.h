/*
 * One rule file: text to the book.  Faults carry line, column and what would
 * be right; the rest of the file is read all the same.
 */
#ifndef EARSHOT_RULES_RULEFILE_H
#define EARSHOT_RULES_RULEFILE_H

#include "rule.h"

/* book_new: an empty book; ${files} and ${faults} are borrowed. NULL if memory
 * is out.  book_free frees its arena and all that was parsed. */
struct book *book_new(struct files *files, struct faults *faults);
void book_free(struct book *b);

/*
 * rulefile_parse: reads ${bytes} of ${path} into ${b}.  OK also with faults
 * (count them); E_MEMORY.
 */
enum status rulefile_parse(struct book *b, const char *path, struct str bytes,
    enum tier tier) MUST_USE;

#endif
