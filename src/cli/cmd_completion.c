/*
 * earshot completion: what bash completes after "earshot", made of the table
 * of commands and of their options.  `make' installs what it prints.
 */
#include <stdio.h>

#include "cli.h"

/* The words that come right after a command, or after its reference. */
static const struct {
	const char *command, *words;
} verbs[] = {
	{ "feeds", "list add remove pause resume retry revive hosts import "
		   "export" },
	{ "rules", "check test list try new preview stats export fit" },
	{ "db", "describe check snapshot restore prune forget" },
	{ "config", "help" },
	{ "judge", "right wrong" },
	{ "mark", "keep handled known later" },
};

static const char head[] =
    "# bash completion for earshot(1), printed by `earshot completion'.\n"
    "_earshot()\n"
    "{\n"
    "\tlocal cur=${COMP_WORDS[COMP_CWORD]} option='' equals='' command='' i "
    "word\n"
    "\tlocal commands options='' verbs='' values='' files=''\n"
    "\n"
    "\tCOMPREPLY=()\n"
    "\t# \"--name=value\" is three words where = breaks them.\n"
    "\tif [[ $cur == = ]]; then\n"
    "\t\tcur='' equals=1 option=${COMP_WORDS[COMP_CWORD-1]}\n"
    "\telif ((COMP_CWORD > 1)); then\n"
    "\t\toption=${COMP_WORDS[COMP_CWORD-1]}\n"
    "\t\t[[ $option != = ]] ||\n"
    "\t\t\tequals=1 option=${COMP_WORDS[COMP_CWORD-2]}\n"
    "\tfi\n"
    "\tcase $option in -*) ;; *) option='' ;; esac\n"
    "\t((COMP_CWORD > 1)) && command=${COMP_WORDS[1]}\n";

static const char tail[] =
    "\tesac\n"
    "\tif [[ -n $files ]]; then\n"
    "\t\tcompopt -o filenames 2>/dev/null\n"
    "\t\twhile IFS= read -r word; do\n"
    "\t\t\tCOMPREPLY+=(\"$word\")\n"
    "\t\tdone < <(compgen -f -- \"$cur\")\n"
    "\telif [[ -n $values ]]; then\n"
    "\t\t[[ $values == - ]] ||\n"
    "\t\t\tCOMPREPLY=($(compgen -W \"$values\" -- \"$cur\"))\n"
    "\telif [[ $cur == -* ]]; then\n"
    "\t\tCOMPREPLY=($(compgen -W \"$options\" -- \"$cur\"))\n"
    "\telse\n"
    "\t\tfor word in $verbs; do\n"
    "\t\t\tfor ((i = 2; i < COMP_CWORD; i++)); do\n"
    "\t\t\t\t[[ ${COMP_WORDS[i]} != \"$word\" ]] || verbs=''\n"
    "\t\t\tdone\n"
    "\t\tdone\n"
    "\t\tCOMPREPLY=($(compgen -W \"$verbs\" -- \"$cur\"))\n"
    "\t\tif ((${#COMPREPLY[@]} == 0)) && [[ -n $command ]]; then\n"
    "\t\t\tcompopt -o filenames 2>/dev/null\n"
    "\t\t\twhile IFS= read -r word; do\n"
    "\t\t\t\tCOMPREPLY+=(\"$word\")\n"
    "\t\t\tdone < <(compgen -f -- \"$cur\")\n"
    "\t\tfi\n"
    "\tfi\n"
    "}\n"
    "complete -F _earshot earshot\n";

/* "idea, complaint or praise" as words; false: it is a sentence. */
static bool
choices(const char *help, struct buf *out)
{
	struct buf words = BUF_INIT(1000);
	size_t n = 0, length;
	bool good = true;

	for (const char *at = help; good && *at != '\0'; n++) {
		length = strspn(at, "abcdefghijklmnopqrstuvwxyz");
		buf_printf(&words, "%s%.*s", n > 0 ? " " : "", (int)length, at);
		at += length;
		if (strncmp(at, ", ", 2) == 0)
			at += 2;
		else if (strncmp(at, " or ", 4) == 0)
			at += 4;
		else
			good = *at == '\0' && length > 0;
	}
	good = good && n > 1;
	if (good)
		buf_add(out, buf_str(&words));
	buf_free(&words);
	return (good);
}

static bool
names_file(const char *argument)
{

	return (
	    strncmp(argument, "FILE", 4) == 0 || strcmp(argument, "PATH") == 0);
}

/* What may follow an option that wants a value. */
static void
print_value(const struct argument_row *row, struct buf *out)
{

	if (row->argument == NULL)
		return;
	buf_printf(out, "\t\t--%s", row->name);
	if (row->letter != 0)
		buf_printf(out, "|-%c", row->letter);
	buf_adds(out, ") ");
	if (names_file(row->argument))
		buf_adds(out, "files=1");
	else {
		buf_adds(out, "values='");
		if (row->argument[0] == '[')
			/* Without "=" the next word is another. */
			buf_printf(out, "'; [[ -z $equals ]] || values='%.*s",
			    (int)strcspn(row->argument + 1, "]"),
			    row->argument + 1);
		else if (!choices(row->help, out))
			buf_addc(out, '-');
		buf_addc(out, '\'');
	}
	buf_adds(out, " ;;\n");
}

static void
print_command(const struct command *command, struct buf *out)
{
	const struct argument_row *tables[COMMAND_TABLES];

	command_tables(command, tables);
	buf_printf(out, "\t%s)\n\t\toptions='", command->name);
	for (size_t t = 0; tables[t] != NULL; t++)
		for (const struct argument_row *r = tables[t]; r->name != NULL;
		     r++)
			buf_printf(out, "%s--%s",
			    t == 0 && r == tables[0] ? "" : " ", r->name);
	buf_adds(out, "'\n");
	for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++)
		if (strcmp(verbs[i].command, command->name) == 0)
			buf_printf(out, "\t\tverbs='%s'\n", verbs[i].words);
	buf_adds(out, "\t\tcase $option in\n");
	for (size_t t = 0; tables[t] != NULL; t++)
		for (const struct argument_row *r = tables[t]; r->name != NULL;
		     r++)
			print_value(r, out);
	buf_adds(out, "\t\tesac\n\t\t;;\n");
}

static int
run(struct cli *c)
{
	struct buf out = BUF_INIT(1 << 20);
	int status;

	if (c->argc > 1 || (c->argc == 1 && strcmp(c->argv[0], "bash") != 0))
		return (cli_usage(c, "bash is what there is"));
	buf_adds(&out, head);
	buf_adds(&out, "\tcommands='help");
	for (size_t i = 0; commands[i] != NULL; i++)
		buf_printf(&out, " %s", commands[i]->name);
	buf_adds(&out, "'\n\tcase $command in\n"
		       "\t''|help)\n"
		       "\t\toptions='--help --version'\n"
		       "\t\tverbs=$commands\n"
		       "\t\t[[ $command != help ]] || verbs=''\n"
		       "\t\t;;\n");
	for (size_t i = 0; commands[i] != NULL; i++)
		print_command(commands[i], &out);
	buf_adds(&out, tail);
	status = cli_write_out(c, buf_str(&out));
	buf_free(&out);
	return (status);
}

const struct command cmd_completion = { "completion", "[bash]",
	"what bash completes: for \". <(earshot completion)\"", 0, NULL, run,
	"It is installed with Earshot; nobody needs to run this.\n" };
