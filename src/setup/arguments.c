/*
 * Reading command lines by table.
 */
#include "earshot/arguments.h"

#include <stdlib.h>

static const struct argument_row *
find_name(const struct argument_row *const *tables, struct str name)
{

	for (; *tables != NULL; tables++)
		for (const struct argument_row *r = *tables; r->name != NULL;
		     r++)
			if (str_eq(name, str_of(r->name)))
				return (r);
	return (NULL);
}

static const struct argument_row *
find_letter(const struct argument_row *const *tables, char letter)
{

	for (; *tables != NULL; tables++)
		for (const struct argument_row *r = *tables; r->name != NULL;
		     r++)
			if (r->letter != 0 && r->letter == letter)
				return (r);
	return (NULL);
}

static void
unknown_name(const struct argument_row *const *tables, struct str name,
    struct buf *reterr)
{
	const char *names[128], *near;
	size_t n = 0;

	for (; *tables != NULL; tables++)
		for (const struct argument_row *r = *tables; r->name != NULL;
		     r++)
			if (n < 127)
				names[n++] = r->name;
	names[n] = NULL;
	near = str_near(name, names);
	buf_printf(reterr, "unknown option --%.*s", STR_ARG(name));
	if (near != NULL)
		buf_printf(reterr, "; did you mean --%s?", near);
}

struct reading {
	const struct argument_row *const *tables;
	int argc, at;
	char **argv;
	arguments_take *take;
	void *arg;
	struct buf *reterr;
};

/* Hands one option over, with the next word as its value where it needs one. */
static enum status
give(struct reading *r, const struct argument_row *row, const char *value)
{

	if (row->argument != NULL && row->argument[0] != '[' && value == NULL) {
		if (r->at + 1 >= r->argc) {
			buf_printf(r->reterr, "--%s needs a value: --%s=%s",
			    row->name, row->name, row->argument);
			return (E_USAGE);
		}
		value = r->argv[++r->at];
	}
	if (r->take(r->arg, row->id, value, r->reterr))
		return (OK);
	if (r->reterr->n == 0)
		buf_printf(r->reterr, "bad value for --%s: %s", row->name,
		    value != NULL ? value : "");
	return (E_USAGE);
}

static enum status
read_long(struct reading *r, const char *word)
{
	struct str rest = str_of(word), name = str_cut(&rest, '=');
	const struct argument_row *row = find_name(r->tables, name);
	const char *value = word[name.n] == '=' ? word + name.n + 1 : NULL;

	if (row == NULL) {
		unknown_name(r->tables, name, r->reterr);
		return (E_USAGE);
	}
	if (row->argument == NULL && value != NULL) {
		buf_printf(r->reterr, "--%s takes no value", row->name);
		return (E_USAGE);
	}
	return (give(r, row, value));
}

static enum status
read_letters(struct reading *r, const char *letters)
{

	for (; *letters != '\0'; letters++) {
		const struct argument_row *row =
		    find_letter(r->tables, *letters);
		enum status st;

		if (row == NULL) {
			buf_printf(r->reterr, "unknown option -%c", *letters);
			return (E_USAGE);
		}
		if (row->argument != NULL)
			return (give(r, row,
			    letters[1] != '\0' ? letters + 1 : NULL));
		st = give(r, row, NULL);
		if (st != OK)
			return (st);
	}
	return (OK);
}

enum status
arguments_read(const struct argument_row *const *tables, int argc, char **argv,
    arguments_take *take, void *arg, int *ret_operands, struct buf *reterr)
{
	struct reading r = { tables, argc, 1, argv, take, arg, reterr };
	bool only_operands = false;
	int operands = 0;

	for (; r.at < argc; r.at++) {
		char *word = argv[r.at];
		enum status st = OK;

		/* "-" alone is standard input. */
		if (only_operands || word[0] != '-' || word[1] == '\0')
			argv[1 + operands++] = word;
		else if (strcmp(word, "--") == 0)
			only_operands = true;
		else if (word[1] == '-')
			st = read_long(&r, word + 2);
		else
			st = read_letters(&r, word + 1);
		if (st != OK)
			return (st);
	}
	*ret_operands = operands;
	return (OK);
}

enum { HELP_COLUMN = 26, HELP_WIDTH = 78 };

void
arguments_help(const struct argument_row *table, struct buf *out)
{

	for (const struct argument_row *r = table; r->name != NULL; r++) {
		struct str rest = str_of(r->help), word;
		size_t line = out->n, column;

		if (r->letter != 0)
			buf_printf(out, "  -%c, --%s", r->letter, r->name);
		else
			buf_printf(out, "      --%s", r->name);
		if (r->argument != NULL && r->argument[0] == '[')
			buf_printf(out, "[=%s", r->argument + 1);
		else if (r->argument != NULL)
			buf_printf(out, "=%s", r->argument);
		column = out->n - line;
		if (column >= HELP_COLUMN) {
			buf_addc(out, '\n');
			column = 0;
		}
		buf_printf(out, "%*s", (int)(HELP_COLUMN - column), "");
		column = HELP_COLUMN;
		while ((word = str_word(&rest)).n > 0) {
			if (column + word.n + 1 > HELP_WIDTH) {
				buf_printf(out, "\n%*s", HELP_COLUMN, "");
				column = HELP_COLUMN;
			}
			if (column > HELP_COLUMN) {
				buf_addc(out, ' ');
				column++;
			}
			buf_add(out, word);
			column += word.n;
		}
		buf_addc(out, '\n');
	}
}
