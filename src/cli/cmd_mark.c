/*
 * earshot mark: what people did about an insight or a theme.
 */
#include "judging.h"

enum { M_NOTE = CLI_OWN };

static const struct argument_row own[] = {
	{ M_NOTE, 0, "note", "TEXT", "why, in a sentence" },
	{ 0, 0, NULL, NULL, NULL },
};

static int
run(struct cli *c)
{
	struct setup *s;
	int status = 0;

	if (c->argc != 2)
		return (cli_usage(c,
		    "a reference, and keep, handled, known or later"));
	s = cli_setup(c, SETUP_CONF, &status);
	if (s == NULL)
		return (status);
	status = judging_say(c, s, true, c->own[M_NOTE - CLI_OWN]);
	setup_free(s);
	return (status);
}

const struct command cmd_mark = { "mark", "REF keep|handled|known|later",
	"mark an insight or a theme: keep it, handled, known, later", false,
	own, run,
	"keep: it stays when old posts are pruned; handled: somebody saw to "
	"it; "
	"known: no\nnews; later: to come back to.  Marks add up and are kept "
	"with who set them.\nExit status 1: there is nothing of that "
	"reference.\n" };
