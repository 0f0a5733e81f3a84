/*
 * earshot parse: one document a line, as the contract says.
 */
#include <stdio.h>
#include <stdlib.h>

#include "earshot/parse.h"

#include "cli.h"

enum { P_BASE = CLI_OWN, P_TYPE };

static const struct argument_row own[] = {
	{ P_BASE, 0, "base-url", "URL", "where the body came from" },
	{ P_TYPE, 0, "content-type", "TYPE",
	    "the HTTP Content-Type header's value" },
	{ 0, 0, NULL, NULL, NULL },
};

/* 0: printed, 1: no feed, 2: not readable. */
static int
parse_one(struct cli *c, const struct conf *conf, const char *path,
    struct buf *out)
{
	struct parse_options o = {
		.base_url = str_of(c->own[P_BASE - CLI_OWN]),
		.content_type = str_of(c->own[P_TYPE - CLI_OWN]),
		.max_bytes = (size_t)conf->parse_max_bytes,
		.max_entries = (size_t)conf->parse_max_entries,
	};
	struct buf body = BUF_INIT(0);
	struct arena *a = NULL;
	struct parsed *doc = NULL;
	struct str why = { NULL, 0 };
	enum status st = cli_input(path, o.max_bytes, &body);
	int status = 0;

	if (st == E_TOO_LARGE)
		return (cli_fail(c, 1,
		    "%s: larger than %zu bytes (parse.max_bytes)", path,
		    o.max_bytes));
	if (st != OK)
		return (cli_fail(c, 2, "%s: cannot be read: %s", path,
		    status_word(st)));
	a = arena_new(o.max_bytes * 8 + ((size_t)64 << 20));
	if (a == NULL)
		st = E_MEMORY;
	if (st == OK)
		st = parse_document(a, buf_str(&body), &o, &doc, &why);
	buf_free(&body);
	if (st == OK)
		st = parse_print(a, doc, out);
	if (st == E_NOT_FEED)
		status =
		    cli_fail(c, 1, "%s: no feed: %.*s", path, STR_ARG(why));
	else if (st != OK)
		status = cli_fail(c, st == E_TOO_LARGE ? 1 : 2, "%s: %s", path,
		    status_word(st));
	arena_free(a);
	return (status);
}

static int
run(struct cli *c)
{
	struct setup *s;
	int status = 0;

	if (c->argc == 0)
		return (cli_usage(c, "which FILE? - is standard input"));
	s = cli_setup(c, SETUP_CONF, &status);
	if (s == NULL)
		return (status);
	for (int i = 0; i < c->argc; i++) {
		struct buf out = BUF_INIT((size_t)2 << 30);
		int one = parse_one(c, s->conf, c->argv[i], &out);

		if (one == 0)
			fwrite(buf_str(&out).p, 1, out.n, stdout);
		else if (c->argc > 1)
			puts("null");
		if (one > status)
			status = one;
		buf_free(&out);
	}
	setup_free(s);
	return (status);
}

const struct command cmd_parse = { "parse", "FILE...",
	"print what a feed document says, as JSON", false, own, run,
	"Several files: one document a line, in order, null for one that is no "
	"feed.\nExit status 1: a file is no feed.\n" };
