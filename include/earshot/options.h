/*
 * Command lines from a table: each option is a row with its help, and the same
 * rows print usage and completion.  --name=value, --name value, -x value, -xy,
 * and -- ends them; operands may stand between.
 */
#ifndef EARSHOT_OPTIONS_H
#define EARSHOT_OPTIONS_H

#include "earshot/buf.h"

struct option_row {
	int id;               /* the caller's */
	char letter;          /* 0: none */
	const char *name;     /* without dashes; NULL ends a table */
	const char *argument; /* "FILE"; "[FILE]": may be left out, and then
				 never the next word; NULL: a switch */
	const char *help;
};

/* options_take: ${value}: NULL for a switch.  false: a bad value; the sentence
 * is in ${reterr}. */
typedef bool options_take(void *arg, int id, const char *value,
    struct buf *reterr);

/*
 * options_read: ${argv} from 1 on, against NULL-ended ${tables}.  Operands are
 * moved to the front of argv + 1; their number in *${ret_operands}.  E_USAGE
 * with a sentence ("unknown option --foo; did you mean --for?").
 */
enum status options_read(const struct option_row *const *tables, int argc,
    char **argv, options_take *take, void *arg, int *ret_operands,
    struct buf *reterr) MUST_USE;

/* options_help: the rows, aligned, help wrapped at 78 columns. */
void options_help(const struct option_row *table, struct buf *out);

#endif
