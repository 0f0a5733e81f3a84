/*
 * Small texts of one line: names, titles, categories.  White space here is
 * also what Unicode calls so.
 */
#ifndef EARSHOT_PARSE_LINE_H
#define EARSHOT_PARSE_LINE_H

#include "earshot/arena.h"

/* line_trim: without white space at both ends. */
struct str line_trim(struct str s);
/* line_collapse: trimmed, each run of white space one space; in ${a}, or a
 * slice of ${s} when nothing had to change. */
struct str line_collapse(struct arena *a, struct str s);
/* line_plain: a plain text that may carry HTML, as one line; in ${a}, or a
 * slice of ${s}. */
struct str line_plain(struct arena *a, struct str s);

#endif
