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

/* The line of counts, added to ${t}. */
static bool
add_counts(struct str line, struct visit_totals *t)
{
	uint64_t *const counts[] = { &t->visited, &t->fresh, &t->unchanged,
		&t->failed, &t->insights };
	static const char *const names[] = { "visited", "new", "unchanged",
		"failed", "insights" };

	if (!str_starts(line, STR("visited ")))
		return (false);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		int64_t n;

		if (!str_eq(str_word(&line), str_of(names[i])) ||
		    !str_to_i64(str_word(&line), &n) || n < 0)
			return (false);
		*counts[i] += (uint64_t)n;
	}
	return (true);
}

static bool
has_counts(struct str text)
{

	return (str_starts(text, STR("visited ")) ||
		str_find(text, STR("\nvisited ")) != SIZE_MAX);
}

/* The counts are what was asked for, with what was left out before them; all
 * else is a refusal. */
static int
take_answer(const struct cli *c, int yes, struct str text,
    struct visit_totals *t)
{
	bool counted = false;

	if (yes == 0 && !has_counts(text))
		return (cli_fail(c, 2, "%.*s", STR_ARG(str_trim(text))));
	while (yes >= 0 && text.n > 0) {
		struct str line = str_cut(&text, '\n');

		if (add_counts(line, t))
			counted = true;
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
	struct visit_totals t = { .visited = 0 };
	bool counted = false;

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
		was = take_answer(c, yes, buf_str(&answer), &t);
		counted |= was < 2;
		if (status < was)
			status = was;
		buf_free(&request);
		buf_free(&answer);
	}
	if (counted)
		cli_visited(&t);
	return (status);
}

/* An empty operand would be all that is due; of "--all URL" one would be
 * ignored. */
static bool
makes_sense(const struct cli *c)
{

	if (!cli_named(c))
		return (false);
	if (c->argc == 0 || c->own[P_ALL - CLI_OWN] == NULL)
		return (true);
	cli_usage(c, "poll URL, NAME or '#ID', or poll --all");
	return (false);
}

static int
run(struct cli *c)
{
	const char **urls = NULL;
	struct visit_totals t = { .visited = 0 };
	struct setup *s;
	int status = 0, fd;

	if (!makes_sense(c))
		return (2);
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

const struct command cmd_poll = { "poll", "[FEED...]",
	"visit feeds once, now: those that are due, all, or these", false, own,
	run,
	"A FEED is its URL, the NAME of its source or its title where one feed "
	"alone is\ncalled so, or '#ID', its feed_id.\n"
	"Takes the daemon's own road; a running daemon that holds the same "
	"database\ndoes it itself.  Exit status 1: a feed could not be "
	"visited.\n" };
