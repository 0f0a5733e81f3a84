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

#define OUT_MAX     ((size_t)2 << 30)
#define ARENA_SPARE ((size_t)64 << 20)

/* Kept from file to file. */
struct work {
	struct buf body, out;
	struct arena *arena;
};

/* 0: printed, 1: no feed, 2: not readable. */
static int
parse_one(struct cli *c, const struct conf *conf, const char *path,
    struct work *w)
{
	struct parse_options o = {
		.base_url = str_of(c->own[P_BASE - CLI_OWN]),
		.content_type = str_of(c->own[P_TYPE - CLI_OWN]),
		.max_bytes = (size_t)conf->parse_max_bytes,
		.max_entries = (size_t)conf->parse_max_entries,
	};
	struct parsed *doc = NULL;
	struct str why = { NULL, 0 };
	enum status st;
	int status = 0;

	buf_clear(&w->body);
	buf_clear(&w->out);
	arena_reset(w->arena);
	st = cli_input(path, o.max_bytes, &w->body);

	if (st == E_TOO_LARGE)
		return (cli_fail(c, 1,
		    "%s: larger than %zu bytes (parse.max_bytes)", path,
		    o.max_bytes));
	if (st != OK)
		return (cli_fail(c, 2, "%s: cannot be read: %s", path,
		    status_told(st)));
	st = parse_document(w->arena, buf_str(&w->body), &o, &doc, &why);
	if (st == OK)
		st = parse_print(doc, &w->out, stdout);
	if (st == E_NOT_FEED)
		status =
		    cli_fail(c, 1, "%s: no feed: %.*s", path, STR_ARG(why));
	else if (st != OK)
		status = cli_fail(c, st == E_TOO_LARGE ? 1 : 2, "%s: %s", path,
		    status_told(st));
	return (status);
}

static int
run(struct cli *c)
{
	struct work w = { .out = BUF_INIT(OUT_MAX) };
	struct setup *s;
	int status = 0;

	if (c->argc == 0)
		return (cli_usage(c, "which FILE? - is standard input"));
	s = cli_setup(c, SETUP_CONF, &status);
	if (s == NULL)
		return (status);
	w.arena = arena_new((size_t)s->conf->parse_max_bytes * 8 + ARENA_SPARE);
	if (w.arena == NULL)
		status = cli_fail(c, 2, "out of memory");
	for (int i = 0; i < c->argc && w.arena != NULL; i++) {
		int one = parse_one(c, s->conf, c->argv[i], &w);

		if (one != 0 && c->argc > 1)
			puts("null");
		if (one > status)
			status = one;
	}
	buf_free(&w.body);
	buf_free(&w.out);
	arena_free(w.arena);
	setup_free(s);
	return (status);
}

const struct command cmd_parse = { "parse", "FILE...",
	"print what a feed document says, as JSON", false, own, run,
	"Several files: one document a line, in order, null for one that is no "
	"feed.\nExit status 1: a file is no feed.\n" };
