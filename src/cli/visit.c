/*
 * The daemon's own road, once, now, with a progress bar on a terminal.
 */
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>

#include <event2/event.h>

#include "earshot/log.h"
#include "earshot/named.h"

#include "bar.h"
#include "wrap.h"

enum { SAID_MAX = 1 << 20 };

struct visit {
	struct cli *cli;
	struct event_base *base;
	struct visit_totals totals;
	uint64_t wanted;
	struct bar bar;
	bool interrupted;
};

static void
on_visited(void *arg, const struct batch *b)
{
	struct visit *v = arg;

	v->totals.insights += (uint64_t)b->new_insights;
	/* Whether a conversation can be read is nobody's fault here. */
	if (b->found_by != 0) {
		v->totals.followed++;
		return;
	}
	v->totals.visited++;
	v->totals.fresh += b->outcome == OUTCOME_NEW;
	v->totals.unchanged += b->outcome == OUTCOME_UNCHANGED;
	v->totals.failed += b->outcome == OUTCOME_FAILED;
	/* What was stopped with ^C needs no sentence each. */
	if (b->outcome == OUTCOME_FAILED && b->status != E_CANCELLED &&
	    !v->cli->request.quiet) {
		bar_clear(&v->bar);
		wrap_say(stderr, b->error);
		fputc('\n', stderr);
	}
	bar_draw(&v->bar, v->totals.visited, v->wanted);
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
ask_for(struct cli *c, struct road *road, const char *const *urls,
    enum visit_what what, uint64_t *ret_wanted)
{
	struct buf said = BUF_INIT(SAID_MAX);
	int status = 0;

	if (urls != NULL) {
		for (; *urls != NULL; urls++) {
			const struct feed *feed;

			if (setup_named(road, str_of(*urls), &feed, &said)) {
				*ret_wanted += road_poll(road, feed->spec.url);
				continue;
			}
			status = cli_fail(c, 2, "%.*s",
			    STR_ARG(str_trim(buf_str(&said))));
			break;
		}
	} else if (what == VISIT_ALL) {
		setup_resting(road, &said);
		if (!c->request.quiet)
			fwrite(buf_str(&said).p, 1, said.n, stderr);
		*ret_wanted = road_poll(road, str_of(NULL));
	} else if (what == VISIT_FAILING)
		*ret_wanted = road_failing(road);
	else
		*ret_wanted = road_due(road);
	buf_free(&said);
	return (status);
}

static int
run(struct visit *v, struct setup *s, const char *const *urls,
    enum visit_what what)
{
	struct buf why = BUF_INIT(2000);
	struct road_options ro;
	struct road *road = NULL;
	struct store *store = NULL;
	struct event *stop = NULL;
	enum status st;
	int status = 0;

	st = setup_store(s, &store, &why);
	if (st == OK) {
		setup_road(s, &ro);
		ro.once = ro.sched.once = true;
		/* Named ones only: nothing else is due then. */
		ro.sched.none_due = urls != NULL || what == VISIT_FAILING;
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
	status = ask_for(v->cli, road, urls, what, &v->wanted);
	if (status != 0)
		goto out;
	stop = evsignal_new(v->base, SIGINT, on_interrupt, v);
	if (stop != NULL)
		evsignal_add(stop, NULL);
	bar_draw(&v->bar, 0, v->wanted);
	event_base_dispatch(v->base);
	bar_clear(&v->bar);
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
cli_visit(struct cli *c, struct setup *s, const char *const *urls,
    enum visit_what what, struct visit_totals *ret)
{
	struct visit v = { .cli = c };
	int status;

	/* Failures are told here, in one way. */
	log_set(c->request.verbose ? LOG_INFO : LOG_ERROR, false);
	signal(SIGPIPE, SIG_IGN);
	bar_init(&v.bar, c, "feeds");
	v.base = event_base_new();
	if (v.base == NULL)
		return (cli_fail(c, 2, "out of memory"));
	status = run(&v, s, urls, what);
	event_base_free(v.base);
	*ret = v.totals;
	return (status);
}

void
cli_visited(const struct visit_totals *t)
{

	if (t->followed > 0)
		printf("read %" PRIu64 " comment feed%s that posts led to\n",
		    t->followed, t->followed == 1 ? "" : "s");
	printf("visited %" PRIu64 " new %" PRIu64 " unchanged %" PRIu64
	       " failed %" PRIu64 " insights %" PRIu64 "\n",
	    t->visited, t->fresh, t->unchanged, t->failed, t->insights);
}
