/*
 * earshot judge: an insight is right, or wrong and its rules are named.
 */
#include "judging.h"

enum { J_NOTE = CLI_OWN };

static const struct argument_row own[] = {
	{ J_NOTE, 0, "note", "TEXT", "why, in a sentence" },
	{ 0, 0, NULL, NULL, NULL },
};

static int
run(struct cli *c)
{
	struct setup *s;
	int status = 0;

	if (c->argc != 2)
		return (cli_usage(c, "an insight's reference, and right or "
				     "wrong"));
	s = cli_setup(c, SETUP_CONF, &status);
	if (s == NULL)
		return (status);
	status = judging_say(c, s, false, c->own[J_NOTE - CLI_OWN]);
	if (status == 0 && !c->request.quiet &&
	    str_ieq(str_of(c->argv[1]), STR("wrong")))
		judging_blame(c, s, c->argv[0]);
	setup_free(s);
	return (status);
}

const struct command cmd_judge = { "judge", "REF right|wrong",
	"say that an insight is right or wrong", false, own, run,
	"`wrong` names the rules that spoke, by their share of the points, and "
	"prints the\n`no` line for the first of them, ready to paste.  What "
	"was said is kept with who\nsaid it, whatever the rules say later; "
	"rules fit learns from it, rules stats and\nv_rule_quality count it.  "
	"Exit status 1: there is no such insight.\n" };
