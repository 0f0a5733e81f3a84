/*
 * A sentence of a customer as an example line of a rule file has it.
 */
#ifndef CLI_EXAMPLE_H
#define CLI_EXAMPLE_H

#include "earshot/arena.h"
#include "earshot/str.h"

enum { EXAMPLE_MAX = 1000 }; /* bytes */

/*
 * example_line: ${s} behind `yes` or `no`: one line, single spaces, without
 * what would open a comment there; read back, it is itself.  {NULL,0}: there
 * are no words, or more than EXAMPLE_MAX bytes.
 */
struct str example_line(struct arena *a, struct str s);

#endif
