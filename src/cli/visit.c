/*
 * The daemon's own road, once, now, with a progress bar on a terminal.
 */
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include <event2/event.h>

#include "earshot/clock.h"
#include "earshot/log.h"

#include "cli.h"

enum { BAR_WIDTH = 30, BAR_EVERY_MS = 100 };

struct visit {
	struct cli *cli;
	struct event_base *base;
	struct visit_totals totals;
	uint64_t wanted;
	int64_t drawn_ms;
	bool bar, interrupted;
};

static void
draw(struct visit *v, bool last)
{
	uint64_t done = v->totals.visited, all = v->wanted;
	int64_t now = clock_mono_ms();
	int filled;

	if (!v->bar || (!last && now - v->drawn_ms < BAR_EVERY_MS))
		return;
	v->drawn_ms = now;
	filled = all > 0 ? (int)(done * BAR_WIDTH / all) : 0;
	if (filled > BAR_WIDTH)
		filled = BAR_WIDTH;
	fprintf(stderr, "\r[%.*s%*s] %" PRIu64 " of %" PRIu64 " feeds%s",
	    filled, "##############################", BAR_WIDTH - filled, "",
	    done, all, last ? "\r\033[K" : "");
}

static void
on_visited(void *arg, const struct batch *b)
{
	struct visit *v = arg;

	v->totals.visited++;
	v->totals.fresh += b->outcome == OUTCOME_NEW;
	v->totals.unchanged += b->outcome == OUTCOME_UNCHANGED;
	v->totals.failed += b->outcome == OUTCOME_FAILED;
	v->totals.insights += (uint64_t)b->new_insights;
	/* What was stopped with ^C needs no sentence each. */
	if (b->outcome == OUTCOME_FAILED && b->status != E_CANCELLED &&
	    !v->cli->request.quiet) {
		if (v->bar)
			fputs("\r\033[K", stderr);
		fprintf(stderr, "%.*s\n", STR_ARG(b->error));
	}
	draw(v, false);
}

static void
on_idle(void *arg)
{
	struct visit *v = arg;

	event_base_loopbreak(v->base);
}

static void
on_interrupt(evutil_socket_t number, short what, void *arg)
{
	struct visit *v = arg;

	(void)number;
	(void)what;
	v->interrupted = true;
	event_base_loopbreak(v->base);
}

/* Asks the road for what was asked for; how many feeds that are. */
static int
ask_for(struct cli *c, struct road *road, const char *const *urls, bool all,
    uint64_t *ret_wanted)
{

	if (urls != NULL) {
		for (; *urls != NULL; urls++) {
			size_t n = road_poll(road, str_of(*urls));

			if (n == 0)
				return (cli_fail(c, 2,
				    "%s is in no feed list; `earshot try %s` "
				    "looks at it without storing anything",
				    *urls, *urls));
			*ret_wanted += n;
		}
		return (0);
	}
	if (all)
		*ret_wanted = road_poll(road, str_of(NULL));
	else
		*ret_wanted = road_due(road);
	return (0);
}

static int
run(struct visit *v, struct setup *s, const char *const *urls, bool all)
{
	struct store_options so = { .url = s->conf->store_url,
		.day_zone = s->conf->store_day_zone };
	struct buf why = BUF_INIT(2000);
	struct road_options ro;
	struct road *road = NULL;
	struct store *store = NULL;
	struct event *stop = NULL;
	enum status st;
	int status = 0;

	st = store_open(&so, &store, &why);
	if (st == OK) {
		setup_road(s, &ro);
		ro.once = ro.sched.once = true;
		/* Named ones only: nothing else is due then. */
		ro.sched.none_due = urls != NULL;
		ro.visited = on_visited;
		ro.idle = on_idle;
		ro.arg = v;
		st = road_new(v->base, &ro, store, s->rules, s->list, &road,
		    &why);
		s->list = NULL;
	}
	if (st != OK) {
		status = cli_fail(v->cli, st == E_SYNTAX ? EXIT_CONFIG : 2,
		    "%s", buf_str(&why).p);
		goto out;
	}
	status = ask_for(v->cli, road, urls, all, &v->wanted);
	if (status != 0)
		goto out;
	stop = evsignal_new(v->base, SIGINT, on_interrupt, v);
	if (stop != NULL)
		evsignal_add(stop, NULL);
	draw(v, false);
	event_base_dispatch(v->base);
	draw(v, true);
	road_stop(road);
	if (v->interrupted)
		status = 2;
	else if (v->totals.failed > 0)
		status = 1;
out:
	if (stop != NULL)
		event_free(stop);
	road_free(road);
	buf_free(&why);
	return (status);
}

int
cli_visit(struct cli *c, struct setup *s, const char *const *urls, bool all,
    struct visit_totals *ret)
{
	struct visit v = { .cli = c };
	int status;

	/* Failures are told here, in one way. */
	log_set(c->request.verbose ? LOG_INFO : LOG_ERROR, false);
	signal(SIGPIPE, SIG_IGN);
	v.bar = !c->request.quiet && !c->request.verbose &&
		cli_is_terminal(STDERR_FILENO);
	v.base = event_base_new();
	if (v.base == NULL)
		return (cli_fail(c, 2, "out of memory"));
	status = run(&v, s, urls, all);
	event_base_free(v.base);
	*ret = v.totals;
	return (status);
}
