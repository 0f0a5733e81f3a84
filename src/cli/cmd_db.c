/*
 * earshot db: describe, check, snapshot, and what is not kept.
 */
#include <stdio.h>
#include <stdlib.h>

#include "db_retain.h"
#include "rows.h"

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
describe(struct cli *c, const struct setup *s, struct reader *r)
{
	static const struct rows_column columns[] = {
		{ "view", RESULT_TEXT, SHAPE_PLAIN },
		{ "column", RESULT_TEXT, SHAPE_PLAIN },
		{ "type", RESULT_TEXT, SHAPE_PLAIN },
		{ "unit", RESULT_TEXT, SHAPE_PLAIN },
		{ "meaning", RESULT_TEXT, SHAPE_WIDE },
		{ "example", RESULT_TEXT, SHAPE_PLAIN },
		{ NULL, RESULT_NULL, SHAPE_PLAIN },
	};
	struct buf why = BUF_INIT(1000);
	struct rows *rows = NULL;
	struct result *q = NULL;
	enum status st;
	int status;

	(void)s;

	if (c->argc > 0 && !known_view(r, str_of(c->argv[0])))
		return (cli_usage(c,
		    "no view '%s'; without a name all of them are printed",
		    c->argv[0]));
	if (query_dictionary(r, str_of(c->argc > 0 ? c->argv[0] : NULL), &q,
		&why) != OK)
		status = cli_fail(c, 2, "%s", buf_str(&why).p);
	else if ((rows = rows_new(columns)) != NULL &&
		 (st = rows_result(rows, q)) != OK) {
		status = cli_fail(c, 2, "%s", status_told(st));
		rows_free(rows);
	} else
		status = cli_rows(c, rows, NULL, NULL);
	result_free(q);
	buf_free(&why);
	return (status);
}

static int
check(struct cli *c, const struct setup *s, struct reader *r)
{
	const char *path = s->store_path;
	struct buf out = BUF_INIT(1 << 20);
	enum status st = query_check(r, &out);
	int status = 0;

	fwrite(buf_str(&out).p, 1, out.n, st == OK ? stdout : stderr);
	if (st == OK)
		printf("%s: sound\n", path);
	else
		status = cli_fail(c, st == E_CORRUPT ? 1 : 2, "%s: %s", path,
		    status_told(st));
	buf_free(&out);
	return (status);
}

static int
snapshot(struct cli *c, const struct setup *s, struct reader *r)
{
	struct buf why = BUF_INIT(2000);
	int status = 0;

	(void)s;
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

/* Those that read. */
static int
read_by(struct cli *c,
    int (*use)(struct cli *c, const struct setup *s, struct reader *r))
{
	struct reader *r = NULL;
	struct setup *s;
	int status = 0;

	s = cli_setup(c, SETUP_CONF, &status);
	if (s != NULL)
		r = cli_reader(c, s, 0, &status);
	if (r != NULL)
		status = use(c, s, r);
	reader_close(r);
	setup_free(s);
	return (status);
}

/* Those that ask the daemon, or write. */
static int
keep_by(struct cli *c, int (*use)(struct cli *c, const struct setup *s))
{
	struct setup *s;
	int status = 0;

	s = cli_setup(c, SETUP_CONF, &status);
	if (s != NULL)
		status = use(c, s);
	setup_free(s);
	return (status);
}

static int
run_describe(struct cli *c)
{

	return (read_by(c, describe));
}

static int
run_check(struct cli *c)
{

	return (read_by(c, check));
}

static int
run_snapshot(struct cli *c)
{

	return (read_by(c, snapshot));
}

static int
run_prune(struct cli *c)
{

	return (keep_by(c, db_prune));
}

static int
forget(struct cli *c, const struct setup *s)
{

	return (db_forget(c, s, c->own[D_VOICE - CLI_OWN],
	    c->own[D_URI - CLI_OWN], c->own[D_MENTIONS - CLI_OWN] != NULL,
	    c->own[D_YES - CLI_OWN] != NULL));
}

static int
run_forget(struct cli *c)
{

	return (keep_by(c, forget));
}

static int
run_restore(struct cli *c)
{

	return (keep_by(c, db_restore));
}

#define OWN(id) (1u << ((id)-CLI_OWN))
static const char another[] = "--db names another database";

static const struct verb verbs[] = {
	{ "describe", 0, "json csv output limit sort", 0, 1, run_describe,
	    " [VIEW]", NULL },
	{ "check", 0, "", 0, 0, run_check, "", another },
	{ "snapshot", 0, "", 1, 1, run_snapshot, " FILE", another },
	{ "restore", 0, "", 1, 1, run_restore, " FILE", another },
	{ "prune", 0, "", 0, 0, run_prune, "",
	    "store.keep_posts says how long posts are kept" },
	{ "forget", OWN(D_VOICE) | OWN(D_URI) | OWN(D_MENTIONS) | OWN(D_YES),
	    "", 0, 0, run_forget, "", "--voice or --uri says whom" },
	{ .name = NULL },
};

static int
run(struct cli *c)
{

	return (cli_verb(c, verbs));
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
