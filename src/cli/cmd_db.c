/*
 * earshot db: describe, check, snapshot, and what is not kept.
 */
#include <stdio.h>
#include <stdlib.h>

#include "db_retain.h"

/* Is there anything to say of ${view}? */
static bool
known_view(struct reader *r, struct str view)
{
	struct buf why = BUF_INIT(1000);
	struct result *q = NULL;
	bool row = false;

	if (query_dictionary(r, view, &q, &why) == OK &&
	    result_next(q, &row) != OK)
		row = false;
	result_free(q);
	buf_free(&why);
	return (row);
}

static int
describe(struct cli *c, struct reader *r)
{
	struct buf why = BUF_INIT(1000);
	struct result *q = NULL;
	int status;

	if (c->argc > 1)
		return (cli_usage(c, "db describe takes one view, or none"));
	if (c->argc > 0 && !known_view(r, str_of(c->argv[0])))
		return (cli_usage(c,
		    "no view '%s'; without a name all of them are printed",
		    c->argv[0]));
	if (query_dictionary(r, str_of(c->argc > 0 ? c->argv[0] : NULL), &q,
		&why) != OK)
		status = cli_fail(c, 2, "%s", buf_str(&why).p);
	else
		status = cli_list(c, q, NULL);
	buf_free(&why);
	return (status);
}

static int
check(struct cli *c, struct reader *r, const char *path)
{
	struct buf out = BUF_INIT(1 << 20);
	enum status st = query_check(r, &out);
	int status = 0;

	fwrite(buf_str(&out).p, 1, out.n, st == OK ? stdout : stderr);
	if (st == OK)
		printf("%s: sound\n", path);
	else
		status = cli_fail(c, st == E_CORRUPT ? 1 : 2, "%s: %s", path,
		    status_word(st));
	buf_free(&out);
	return (status);
}

static int
snapshot(struct cli *c, struct reader *r)
{
	struct buf why = BUF_INIT(2000);
	int status = 0;

	if (c->argc != 1)
		return (cli_usage(c, "db snapshot FILE"));
	if (query_snapshot(r, c->argv[0], &why) != OK)
		status = cli_fail(c, 2, "%s", buf_str(&why).p);
	else if (!c->request.quiet)
		printf("%s: a copy that is safe to carry away\n", c->argv[0]);
	buf_free(&why);
	return (status);
}

enum { D_VOICE = CLI_OWN, D_URI, D_MENTIONS, D_YES };

static const struct argument_row own[] = {
	{ D_VOICE, 0, "voice", "ID", "forget: this voice of v_voice" },
	{ D_URI, 0, "uri", "URI",
	    "forget: all voices of this URI, and what was posted there" },
	{ D_MENTIONS, 0, "mentions", NULL,
	    "forget: their names are crossed out in what others wrote" },
	{ D_YES, 0, "yes", NULL, "forget: do it, not only tell" },
	{ 0, 0, NULL, NULL, NULL },
};

static int
run_describe(struct cli *c, const struct setup *s, struct reader *r)
{

	(void)s;
	return (describe(c, r));
}

static int
run_check(struct cli *c, const struct setup *s, struct reader *r)
{

	return (check(c, r, s->store_path));
}

static int
run_snapshot(struct cli *c, const struct setup *s, struct reader *r)
{

	(void)s;
	return (snapshot(c, r));
}

static int
run_prune(struct cli *c, const struct setup *s, struct reader *r)
{

	(void)r;
	return (db_prune(c, s));
}

static int
run_forget(struct cli *c, const struct setup *s, struct reader *r)
{

	(void)r;
	return (db_forget(c, s, c->own[D_VOICE - CLI_OWN],
	    c->own[D_URI - CLI_OWN], c->own[D_MENTIONS - CLI_OWN] != NULL,
	    c->own[D_YES - CLI_OWN] != NULL));
}

static int
run_restore(struct cli *c, const struct setup *s, struct reader *r)
{

	(void)r;
	return (db_restore(c, s));
}

static const struct {
	const char *word;
	bool reads; /* needs a reader */
	int (*run)(struct cli *c, const struct setup *s, struct reader *r);
} words[] = {
	{ "describe", true, run_describe },
	{ "check", true, run_check },
	{ "snapshot", true, run_snapshot },
	{ "restore", false, run_restore },
	{ "prune", false, run_prune },
	{ "forget", false, run_forget },
};
enum { WORDS = sizeof(words) / sizeof(words[0]) };

static int
run(struct cli *c)
{
	const char *word = cli_subcommand(c);
	struct reader *r = NULL;
	struct setup *s;
	int status = 0;
	size_t i = 0;

	while (i < WORDS && (word == NULL || strcmp(word, words[i].word) != 0))
		i++;
	if (i == WORDS)
		return (cli_usage(c,
		    "describe, check, snapshot, restore, prune or forget?"));
	s = cli_setup(c, SETUP_CONF, &status);
	if (s != NULL && words[i].reads)
		r = cli_reader(c, s, 0, &status);
	if (s != NULL && (r != NULL || !words[i].reads))
		status = words[i].run(c, s, r);
	reader_close(r);
	setup_free(s);
	return (status);
}

const struct command cmd_db = { "db",
	"describe|check|snapshot|restore|prune|forget ...",
	"the database: its views explained, checked, copied; what is not kept",
	true, own, run,
	"describe [VIEW], check, snapshot FILE, restore FILE, prune, forget.\n"
	"describe prints what every column of every view means; check finds "
	"damage and\nbroken promises; snapshot makes a copy while the daemon "
	"runs.\n"
	"restore puts such a copy in the place of the database, if it is "
	"sound, and keeps\nthe old one aside.\n"
	"prune removes what is older than store.keep_posts and "
	"store.keep_visits, as the\ndaemon does once a day.  forget removes a "
	"voice with all it said, so that no\nbyte of it is left; without "
	"--yes it only lists what that would be.\n" };
