/*
 * earshot poll: visit feeds now, by the running daemon or by ourselves.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "cli.h"

enum { P_ALL = CLI_OWN };

static const struct argument_row own[] = {
	{ P_ALL, 0, "all", NULL, "every feed, not only those that are due" },
	{ 0, 0, NULL, NULL, NULL },
};

/* The counts are what was asked for, with what was left out before them; all
 * else is a refusal. */
static int
print_answer(const struct cli *c, int yes, struct str text)
{
	bool counted = false;

	while (yes >= 0 && text.n > 0) {
		struct str line = str_cut(&text, '\n');

		if (str_starts(line, STR("visited "))) {
			counted = true;
			printf("%.*s\n", STR_ARG(line));
		} else if (yes == 0 && text.n == 0)
			return (cli_fail(c, 2, "%.*s", STR_ARG(line)));
		else if (!c->request.quiet)
			fprintf(stderr, "%.*s\n", STR_ARG(line));
	}
	if (!counted)
		return (cli_fail(c, 2, "the daemon gave no answer"));
	return (yes == 1 ? 0 : 1);
}

int
poll_daemon(struct cli *c, const struct setup *s, const char *word, bool all)
{
	int status = 0, n = c->argc > 0 ? c->argc : 1, was;

	if (!c->request.quiet)
		fputs("the running daemon visits them\n", stderr);
	for (int i = 0; i < n; i++) {
		struct buf request = BUF_INIT(CONTROL_LINE_MAX);
		struct buf answer = BUF_INIT(1 << 20);
		int yes;

		buf_printf(&request, "%s %s", word,
		    c->argc > 0 ? c->argv[i]
		    : all       ? "--all"
				: "");
		yes = cli_ask(s, buf_str(&request).p, &answer);
		was = print_answer(c, yes, buf_str(&answer));
		if (status < was)
			status = was;
		buf_free(&request);
		buf_free(&answer);
	}
	return (status);
}

static int
run(struct cli *c)
{
	const char **urls = NULL;
	struct visit_totals t = { .visited = 0 };
	struct setup *s;
	int status = 0, fd;

	s = cli_setup(c, SETUP_CONF, &status);
	if (s == NULL)
		return (status);
	fd = setup_connect(s);
	if (fd >= 0) {
		close(fd);
		status =
		    poll_daemon(c, s, "poll", c->own[P_ALL - CLI_OWN] != NULL);
		goto out;
	}
	/* Feeds and rules are ours to load only without it: it may well run the
	 * last good ones. */
	setup_free(s);
	s = cli_setup(c, SETUP_ALL, &status);
	if (s == NULL)
		return (status);
	if (feedlist_count(s->list) == 0) {
		status = cli_fail(c, 2,
		    "there is no feed yet: put its address on a line of its "
		    "own in %s/local.feeds",
		    s->conf->feeds_path);
		goto out;
	}
	if (c->argc > 0) {
		urls = calloc((size_t)c->argc + 1, sizeof(*urls));
		for (int i = 0; urls != NULL && i < c->argc; i++)
			urls[i] = c->argv[i];
	}
	status = cli_visit(c, s, urls,
	    c->own[P_ALL - CLI_OWN] != NULL ? VISIT_ALL : VISIT_DUE, &t);
	if (status < 2)
		cli_visited(&t);
out:
	free(urls);
	setup_free(s);
	return (status);
}

const struct command cmd_poll = { "poll", "[URL...]",
	"visit feeds once, now: those that are due, all, or these", false, own,
	run,
	"Takes the daemon's own road; a running daemon that holds the same "
	"database\ndoes it itself.  Exit status 1: a feed could not be "
	"visited.\n" };
