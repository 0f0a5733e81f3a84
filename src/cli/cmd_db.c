/*
 * earshot db: describe, check, snapshot.
 */
#include <stdio.h>
#include <stdlib.h>

#include "cli.h"

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

static int
run(struct cli *c)
{
	const char *word = cli_subcommand(c);
	struct reader *r = NULL;
	struct setup *s;
	int status = 0;

	if (word == NULL ||
	    (strcmp(word, "describe") != 0 && strcmp(word, "check") != 0 &&
		strcmp(word, "snapshot") != 0))
		return (cli_usage(c, "describe, check or snapshot?"));
	s = cli_setup(c, SETUP_CONF, &status);
	if (s != NULL)
		r = cli_reader(c, s, 0, &status);
	if (r != NULL && strcmp(word, "describe") == 0)
		status = describe(c, r);
	else if (r != NULL && strcmp(word, "check") == 0)
		status = check(c, r, s->store_path);
	else if (r != NULL)
		status = snapshot(c, r);
	reader_close(r);
	setup_free(s);
	return (status);
}

const struct command cmd_db = { "db", "describe [VIEW]|check|snapshot FILE",
	"the database: its views explained, checked, copied", true, NULL, run,
	"describe prints what every column of every view means; check finds "
	"damage and\nbroken promises; snapshot makes a copy while the daemon "
	"runs.\n" };
