/*
 * Names crossed out in texts, so that every byte after them stays where it is.
 */
#ifndef STORE_REDACT_H
#define STORE_REDACT_H

#include <stdbool.h>
#include <stddef.h>

#include "earshot/str.h"

/* redact_worth: can ${name} be told from other words?  Not "x" or "--". */
bool redact_worth(struct str name);

/*
 * redact_text: each whole-word ${name} in the ${n} bytes at ${text} becomes as
 * many '*' as it has bytes; how often that was.  Names of one plain word must
 * be written exactly so, others in any (ASCII) case.
 */
size_t redact_text(char *text, size_t n, struct str name);

#endif
