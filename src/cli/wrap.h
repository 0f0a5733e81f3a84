/*
 * What feeds said, on a terminal: nothing that it would obey, in lines that
 * fit, under an indent.
 */
#ifndef CLI_WRAP_H
#define CLI_WRAP_H

#include <stdio.h>

#include "earshot/buf.h"

/* wrap_plain: ${s} in one line; control characters and those that turn the
 * direction of writing become spaces. */
void wrap_plain(struct str s, struct buf *out);

/* wrap_say: ${s} with its line ends to ${to}, with spaces for the rest of
 * that. */
void wrap_say(FILE *to, struct str s);

/* wrap_cell: the beginning of ${s} (its first line), plain, in exactly
 * ${columns} columns. */
void wrap_cell(struct str s, size_t columns, struct buf *out);

/* wrap_width: of standard output, 40 to 120 columns; 80 where it is no
 * terminal. */
size_t wrap_width(void);

/*
 * wrap_print: ${s}, in lines of ${width} columns, ${indent} spaces before each
 * and two more behind the first where ${hang}.  Our own colours count nothing.
 */
void wrap_print(struct str s, size_t indent, bool hang, size_t width);

#endif
