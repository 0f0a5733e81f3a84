/*
 * earshot reclassify: stored posts through today's rules, by the daemon that
 * writes the database or by ourselves.
 */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include "earshot/log.h"

#include "bar.h"

enum { C_AGAIN = CLI_OWN };

static const struct argument_row own[] = {
	{ C_AGAIN, 0, "again", NULL,
	    "also posts that today's rules scored: after a change of need= in "
	    "a feed list" },
	{ 0, 0, NULL, NULL, NULL },
};

struct run {
	struct cli *cli;
	struct bar bar;
	bool waits;     /* and that was said */
	char last[300]; /* line of the daemon */
};

static volatile sig_atomic_t interrupted;

static void
on_interrupt(int number)
{

	(void)number;
	interrupted = 1;
}

/* Once each time it begins to, for it may last. */
static void
say_waits(struct run *run, struct str why)
{

	if (!run->waits && !run->cli->request.quiet) {
		bar_clear(&run->bar);
		fprintf(stderr, "waiting: %.*s\n", STR_ARG(why));
	}
	run->waits = true;
}

static void
on_line(void *arg, struct str line)
{
	struct run *run = arg;
	struct str word = str_word(&line);
	int64_t done, all;

	if (str_eq(word, STR("at")) && str_to_i64(str_word(&line), &done) &&
	    str_to_i64(str_word(&line), &all) && done >= 0 && all >= 0) {
		run->waits = false;
		bar_draw(&run->bar, (uint64_t)done, (uint64_t)all);
	} else if (str_eq(word, STR("waits")))
		say_waits(run, str_trim(line));
	else
		snprintf(run->last, sizeof(run->last), "%.*s %.*s",
		    STR_ARG(word), STR_ARG(str_trim(line)));
}

static int
by_daemon(struct run *run, const struct setup *s, const struct stale *what)
{
	struct buf request = BUF_INIT(CONTROL_LINE_MAX);
	struct buf said = BUF_INIT(64 << 20);
	int status = 0, yes = 0;

	buf_adds(&request, "reclassify ");
	setup_rescore_print(what, &request);
	if (!buf_failed(&request)) {
		if (!run->cli->request.quiet)
			fputs("the running daemon does it, by the rules that "
			      "it has loaded\n",
			    stderr);
		yes = cli_follow(s, request.p, on_line, run, &said);
		bar_clear(&run->bar);
	}
	if (yes <= 0)
		status = cli_fail(run->cli, 2, "%.*s",
		    STR_ARG(str_trim(buf_str(&said))));
	else if (str_starts(str_of(run->last), STR("rescored ")))
		puts(run->last);
	else if (str_starts(str_of(run->last), STR("failed ")))
		status = cli_fail(run->cli, 2, "%s", run->last + 7);
	else
		status = cli_fail(run->cli, 2,
		    "the daemon stopped; once it runs, the same command goes "
		    "on");
	buf_free(&request);
	buf_free(&said);
	return (status);
}

/* Without a daemon: its workers and its writer, and nobody to visit. */
static int
follow(struct run *run, struct ingest *in, const struct setup *s,
    const struct stale *what)
{
	struct buf said = BUF_INIT(2000);
	struct rescore *r = NULL;
	struct rescore_state state = { .over = false };
	int status = 0;

	if (rescore_new(in, s->store_path, what, &r, &said) != OK) {
		status = cli_fail(run->cli, 2, "%.*s", STR_ARG(buf_str(&said)));
		goto out;
	}
	for (;;) {
		struct pollfd p = { ingest_fd(in), POLLIN, 0 };
		struct batch *b;

		if (interrupted)
			rescore_stop(r);
		rescore_push(r);
		rescore_state(r, &state);
		if (state.over)
			break;
		if (state.waits != NULL)
			say_waits(run, str_of(state.waits));
		else {
			run->waits = false;
			bar_draw(&run->bar, (uint64_t)state.done,
			    (uint64_t)state.all);
		}
		if (poll(&p, 1, 1000) < 0 && errno != EINTR)
			break;
		while ((b = ingest_collect(in)) != NULL)
			if (!rescore_take(r, b))
				ingest_leave(in, b);
	}
	bar_clear(&run->bar);
	if (state.error != NULL)
		status = cli_fail(run->cli, 2, "%s", state.error);
	else {
		setup_rescored(&state, &said);
		fputs(buf_str(&said).p, stdout);
	}
	if (interrupted)
		status = cli_fail(run->cli, 2,
		    "stopped; the same command goes on from here");
out:
	rescore_free(r);
	buf_free(&said);
	return (status);
}

static int
by_ourselves(struct run *run, const struct setup *s, const struct stale *what)
{
	struct buf why = BUF_INIT(2000);
	struct road_options ro;
	struct ingest *in = NULL;
	struct store *store = NULL;
	enum status st = setup_store(s, &store, &why);
	int status;

	if (st == OK)
		st = store_ruleset(store, ruleset_info(s->rules));
	setup_road(s, &ro);
	if (st == OK)
		st = ingest_new(&ro.ingest, store, s->rules, &in);
	if (st != OK) {
		status = cli_fail(run->cli, 2, "%s",
		    buf_str(&why).n > 0 ? buf_str(&why).p
		    : store != NULL && store_error(store)[0] != '\0'
			? store_error(store)
			: status_told(st));
		store_close(store);
	} else {
		signal(SIGINT, on_interrupt);
		signal(SIGTERM, on_interrupt);
		status = follow(run, in, s, what);
		ingest_stop(in);
	}
	ingest_free(in);
	buf_free(&why);
	return (status);
}

/* Before anybody works for nothing; of what cannot be read whoever writes it
 * says more. */
static bool
known(struct cli *c, const struct setup *s)
{
	struct buf why = BUF_INIT(2000);
	struct reader *r = NULL;
	bool good = true;

	if (reader_open(s->store_path, 60000, &r, &why) == OK)
		good = cli_known(c, r);
	reader_close(r);
	buf_free(&why);
	return (good);
}

static int
run_reclassify(struct cli *c)
{
	struct run run = { .cli = c };
	struct stale what = { .filter = c->filter,
		.again = c->own[C_AGAIN - CLI_OWN] != NULL };
	struct setup *s;
	int status = 0, fd;

	if (c->argc > 0)
		return (cli_usage(c,
		    "what is '%s'? filters are options, such as --source NAME",
		    c->argv[0]));
	s = cli_setup(c, SETUP_CONF, &status);
	if (s == NULL)
		return (status);
	log_set(c->request.verbose ? LOG_INFO : LOG_ERROR, false);
	bar_init(&run.bar, c, "posts");
	if (!known(c, s)) {
		status = 2;
		goto out;
	}
	fd = setup_connect(s);
	if (fd >= 0) {
		close(fd);
		status = by_daemon(&run, s, &what);
		goto out;
	}
	if (access(s->store_path, F_OK) != 0) {
		status = cli_fail(c, 2,
		    "there is no database at %s yet; --db names another",
		    s->store_path);
		goto out;
	}
	setup_free(s);
	s = cli_setup(c, SETUP_RULES, &status);
	if (s != NULL)
		status = by_ourselves(&run, s, &what);
out:
	setup_free(s);
	return (status);
}

const struct command cmd_reclassify = { "reclassify", "",
	"stored posts through today's rules", CLI_FILTERS, own, run_reclassify,
	"A running daemon that holds the database does it between its visits, "
	"by the\nrules that it has loaded.  Posts that today's rules scored "
	"are left alone, so a\nrun that was stopped goes on and a second one "
	"changes nothing.  Insights keep\ntheir references, judgements and "
	"marks; what is none any more is withdrawn.\n"
	"It may wait while somebody reads an old state of the database, and "
	"says so.\n"
	"The last line is `rescored N new N changed N withdrawn N`: posts, "
	"then insights.\n" };
