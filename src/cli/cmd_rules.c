/*
 * earshot rules: the table of its subcommands.
 */
#include <unistd.h>

#include "rules.h"

static const struct argument_row own[] = {
	{ R_FIX, 0, "fix", NULL,
	    "check: mend what has one right answer; shows the difference, "
	    "keeps "
	    "FILE.bak" },
	{ R_YES, 0, "yes", NULL, "check --fix: write without asking" },
	{ R_CHANGED, 0, "changed", NULL,
	    "list: what your own files changed of the shipped packs" },
	{ R_NAME, 0, "name", "NAME", "new: the rule's name" },
	{ R_PAIRS, 0, "pairs", NULL,
	    "stats: which rules spoke in the same posts" },
	{ R_STRENGTH, 0, "strength", "N",
	    "fit: how far weights may move, instead of what is best on posts "
	    "left out; 0: not at all" },
	{ R_LEXICON, 0, "lexicon", "FILE",
	    "fit: also learn words and phrases, as a rule file" },
	{ 0, 0, NULL, NULL, NULL },
};

enum {
	MAY_FIX = 1 << (R_FIX - CLI_OWN) | 1 << (R_YES - CLI_OWN),
	MAY_CHANGED = 1 << (R_CHANGED - CLI_OWN),
	MAY_NAME = 1 << (R_NAME - CLI_OWN),
	MAY_PAIRS = 1 << (R_PAIRS - CLI_OWN),
	MAY_FIT = 1 << (R_STRENGTH - CLI_OWN) | 1 << (R_LEXICON - CLI_OWN)
};

#define PRINTED "json csv output limit sort"
#define HEARD   "signal lang source since until"
static const char others[] = "other rule files are named by --rules";
static const char quotes[] = "put quotes round a text of several words";

static const struct verb verbs[] = {
	{ "check", MAY_FIX, "", 0, 0, rules_check, "", others },
	{ "test", 0, "", 0, 0, rules_test, "", others },
	{ "list", MAY_CHANGED, PRINTED " signal lang facet target", 0, 0,
	    rules_list, "", others },
	{ "try", 0, "json output lang", 1, INT32_MAX, rules_try,
	    " \"TEXT\", or - for texts on "
	    "standard input",
	    NULL },
	{ "new", MAY_NAME, "output signal lang", 1, 1, rules_new,
	    " \"SENTENCE\" --signal idea", quotes },
	{ "preview", 0, PRINTED " " HEARD, 1, 1, rules_preview, " NEW.rules",
	    "one file at a time" },
	{ "stats", MAY_PAIRS, PRINTED " " HEARD, 0, 0, rules_stats, "",
	    others },
	{ "export", 0, "json output", 0, 0, rules_write_export, "", others },
	{ "fit", MAY_FIT, "output", 0, INT32_MAX, rules_fit, " [FILE...]",
	    NULL },
	{ .name = NULL },
};

const char *
rules_option(const struct cli *c, int id)
{

	return (c->own[id - CLI_OWN]);
}

bool
rules_signal(const struct cli *c, enum signal *ret)
{
	const char *names[SIGNALS + 1], *near;
	int signal = signal_of(c->filter.signal);

	*ret = SIGNAL_NONE;
	if (c->filter.signal.n == 0)
		return (true);
	if (signal >= 0) {
		*ret = (enum signal)signal;
		return (true);
	}
	for (int i = 0; i < SIGNALS; i++)
		names[i] = signal_word((enum signal)i);
	names[SIGNALS] = NULL;
	near = str_near(c->filter.signal, names);
	cli_fail(c, 2, "no signal is called \"%.*s\"%s%s%s",
	    STR_ARG(c->filter.signal),
	    near != NULL ? "; did you mean "
			 : "; there are idea, complaint, "
			   "praise, question, advice, spam",
	    near != NULL ? near : "", near != NULL ? "?" : "");
	return (false);
}

bool
rules_kinds(const struct cli *c)
{
	struct buf why = BUF_INIT(2000);
	bool good = query_words(&c->filter, &why) == OK;

	if (!good)
		cli_fail(c, 2, "%s", buf_str(&why).p);
	buf_free(&why);
	return (good);
}

struct ruleset *
rules_load(struct cli *c, const char *const *shipped, const char *const *tier,
    int *ret_status)
{
	struct files *files = files_disk();
	struct ruleset *rs = NULL;
	struct faults faults;
	enum status st = E_MEMORY;

	faults_init(&faults);
	if (files != NULL)
		st = ruleset_load(files, shipped, tier, &faults, &rs);
	if (st != OK)
		cli_faults(&faults);
	if (st != OK && faults.errors == 0)
		*ret_status = cli_fail(c, 2, "%s", status_told(st));
	else if (st != OK)
		*ret_status = 1;
	faults_free(&faults);
	files_free(files);
	return (rs);
}

void
rules_tiers(const struct cli *c, const struct setup *s, bool named,
    struct rules_tiers *ret)
{

	*ret = (struct rules_tiers){ .shipped = { NULL, NULL } };
	if (named && c->request.nrules > 0) {
		memcpy(ret->own, c->request.rules, sizeof(ret->own));
		return;
	}
	if (s->conf->rules_shipped[0] != '\0')
		ret->shipped[0] = s->conf->rules_shipped;
	/* The default folder may be missing. */
	if (s->conf->rules_path[0] != '\0' &&
	    access(s->conf->rules_path, F_OK) == 0)
		ret->own[0] = s->conf->rules_path;
}

static int
run(struct cli *c)
{

	return (cli_verb(c, verbs));
}

const struct command cmd_rules = { "rules",
	"check|test|list|try|new|preview|stats|fit|...",
	"rule files: faults, examples, what they would hear, what they heard",
	true, own, run,
	"check               every fault with file, line and column; --fix "
	"mends some\n"
	"test                also runs every example, the yes and no lines\n"
	"list                all rules, their weights and where these come "
	"from\n"
	"try \"TEXT\"...       what is heard in a text by today's rules, and "
	"by "
	"those that\n"
	"                    --rules names; - reads one text a line\n"
	"new \"SENTENCE\"      a rule to begin with, for --signal (idea): >> "
	"own.rules\n"
	"preview NEW.rules   which stored posts would gain, lose or change a "
	"signal if\n"
	"                    it joined your rules, or replaced the file of its "
	"name\n"
	"stats               how often each rule spoke, where, when last, and "
	"how often\n"
	"                    it was judged wrong\n"
	"export              all rules as one JSON document "
	"(rules.schema.json)\n"
	"fit [FILE...]       weights out of labelled posts and of judgements, "
	"and what\n"
	"                    they would change; -o writes them\n"
	"The exit status is 1 when a file has faults or an example does not "
	"hold.\n"
	"list and stats show all rules unless --limit is given.  Of the "
	"filters, list\ntakes --signal, --lang, --facet and --target; stats "
	"and preview take --signal,\n--lang, --source, --since and "
	"--until.\n" };
