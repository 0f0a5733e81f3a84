/*
 * Command lines from a table: each option is a row with its help, and the same
 * rows print usage and completion.  --name=value, --name value, -x value, -xy,
 * and -- ends them; operands may stand between.
 */
#ifndef EARSHOT_ARGUMENTS_H
#define EARSHOT_ARGUMENTS_H

#include "earshot/buf.h"

struct argument_row {
	int id;               /* the caller's */
	char letter;          /* 0: none */
	const char *name;     /* without dashes; NULL ends a table */
	const char *argument; /* "FILE"; "[FILE]": may be left out, and then
				 never the next word; NULL: a switch */
	const char *help;
};

/* arguments_take: ${value}: NULL for a switch.  false: a bad value; the sentence
 * is in ${reterr}. */
typedef bool arguments_take(void *arg, int id, const char *value,
    struct buf *reterr);

/*
 * arguments_read: ${argv} from 1 on, against NULL-ended ${tables}.  Operands are
 * moved to the front of argv + 1; their number in *${ret_operands}.  E_USAGE
 * with a sentence ("unknown option --foo; did you mean --for?").
 */
enum status arguments_read(const struct argument_row *const *tables, int argc,
    char **argv, arguments_take *take, void *arg, int *ret_operands,
    struct buf *reterr) MUST_USE;

/* arguments_help: the rows, aligned, help wrapped at 78 columns. */
void arguments_help(const struct argument_row *table, struct buf *out);

#endif
