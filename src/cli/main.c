/*
 * earshot(1): finds the command, reads its words, runs it.
 */
#include <sys/stat.h>

#include <langinfo.h>
#include <locale.h>
#include <stdio.h>

#include "cli.h"

static void
usage(struct buf *out)
{

	buf_adds(out, "usage: earshot COMMAND [OPTION...] [ARGUMENT...]\n"
		      "Hears ideas and complaints in what customers write.  "
		      "See earshot(1).\n\ncommands:\n");
	for (size_t i = 0; commands[i] != NULL; i++)
		buf_printf(out, "  %-10s %s\n", commands[i]->name,
		    commands[i]->help);
	buf_adds(out,
	    "\n\"earshot COMMAND --help\" explains one.  Options common to "
	    "all:\n");
	arguments_help(setup_options, out);
}

static const struct command *
find_command(const char *name)
{

	for (size_t i = 0; commands[i] != NULL; i++)
		if (strcmp(commands[i]->name, name) == 0)
			return (commands[i]);
	return (NULL);
}

static int
unknown(const char *name)
{
	const char *names[64], *near;
	size_t n = 0;

	for (; n < 63 && commands[n] != NULL; n++)
		names[n] = commands[n]->name;
	names[n] = NULL;
	near = str_near(str_of(name), names);
	if (near != NULL)
		fprintf(stderr,
		    "earshot: no command '%s'; did you mean '%s'?\n", name,
		    near);
	else
		fprintf(stderr,
		    "earshot: no command '%s' (earshot --help lists them)\n",
		    name);
	return (2);
}

/* earshot without a command: --help and --version only. */
static int
bare(const char *word)
{
	struct buf out = BUF_INIT(1 << 16);
	int status = 0;

	if (word != NULL &&
	    (strcmp(word, "--version") == 0 || strcmp(word, "-V") == 0))
		setup_versions("earshot", &out);
	else if (word != NULL &&
		 (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0))
		usage(&out);
	else if (word == NULL) {
		usage(&out);
		status = 2;
	} else {
		fprintf(stderr,
		    "earshot: the command comes first: earshot COMMAND %s\n",
		    word);
		return (2);
	}
	fputs(buf_str(&out).p, status == 0 ? stdout : stderr);
	buf_free(&out);
	return (status);
}

int
main(int argc, char **argv)
{
	const struct command *command;
	char help[] = "--help";

	/* How wide characters are, for tables; numbers keep their point. */
	if (setlocale(LC_CTYPE, "") == NULL ||
	    strcmp(nl_langinfo(CODESET), "UTF-8") != 0)
		(void)setlocale(LC_CTYPE, "C.UTF-8");
	umask(0027);
	if (argc < 2 || argv[1][0] == '-')
		return (bare(argc < 2 ? NULL : argv[1]));
	if (strcmp(argv[1], "help") == 0 && argc < 3)
		return (bare("--help"));
	/* "help insights" is "insights --help". */
	if (strcmp(argv[1], "help") == 0) {
		argv[1] = argv[2];
		argv[2] = help;
		argc = 3;
	}
	command = find_command(argv[1]);
	if (command == NULL)
		return (unknown(argv[1]));
	if (setup_init() != OK) {
		fputs("earshot: libcurl could not be initialised\n", stderr);
		return (2);
	}
	return (command_run(command, argc - 1, argv + 1));
}
