/*
 * Follows the older pages of feeds, once: asks the daemon to, or takes its road
 * with a progress bar.  What is left over stands in the database.
 */
#include "feeds_backfill.h"

#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include <event2/event.h>

#include "earshot/clock.h"
#include "earshot/log.h"
#include "earshot/pages.h"
#include "earshot/url.h"

#include "bar.h"
#include "wrap.h"

#define DAY 86400

enum { SPAN_MAX_DAYS = 3650, SAID_MAX = 1 << 20 };

struct work {
	struct cli *cli;
	struct event_base *base;
	struct past *list;
	size_t n;
	int64_t since_ts, days; /* the span of one */
	struct bar bar;
	bool failed, interrupted;
};

int64_t
feeds_backfill_span(struct cli *c, const char *text)
{
	int64_t span_s;

	if (str_to_seconds(str_of(text), &span_s) && span_s >= 1 &&
	    span_s <= SPAN_MAX_DAYS * (int64_t)DAY)
		return (span_s);
	cli_usage(c,
	    "--backfill %s: write how far back, such as 90d; at most %dd", text,
	    SPAN_MAX_DAYS);
	return (0);
}

static int
ask_daemon(struct cli *c, const struct setup *s, const struct past *p,
    int64_t since_ts)
{
	struct buf request = BUF_INIT(CONTROL_LINE_MAX);
	struct buf said = BUF_INIT(SAID_MAX);
	int yes = -1, status = 0;

	buf_printf(&request, "backfill %lld %.*s %.*s", (long long)since_ts,
	    STR_ARG(p->url), STR_ARG(p->page));
	if (!buf_failed(&request))
		yes = cli_ask(s, buf_str(&request).p, &said);
	if (yes == 1)
		fwrite(buf_str(&said).p, 1, said.n, stdout);
	else
		status = cli_fail(c, 2, "%.*s",
		    STR_ARG(yes == 0 ? str_trim(buf_str(&said))
				     : STR("the daemon is gone")));
	buf_free(&request);
	buf_free(&said);
	return (status);
}

/* How many of the days that were asked for are done. */
static void
draw(struct work *w, const struct batch *b)
{
	const struct backfill *f = b->backfill;
	int64_t done = 0, back;

	for (size_t i = 0; i < w->n; i++) {
		struct past *p = &w->list[i];

		if (f != NULL && str_eq(p->url, b->spec.url)) {
			back = f->oldest_ts != NO_TIME
				   ? (clock_now() - f->oldest_ts) / DAY
				   : 0;
			if (f->end != BACKFILL_GOES_ON || back > w->days)
				back = w->days;
			if (back > p->days)
				p->days = back;
		}
		done += p->days;
	}
	bar_draw(&w->bar, (uint64_t)done, (uint64_t)w->days * w->n);
}

static void
on_visited(void *arg, const struct batch *b)
{
	struct work *w = arg;
	const struct backfill *f = b->backfill;
	struct buf said = BUF_INIT(SAID_MAX);

	if (b->outcome == OUTCOME_FAILED && b->status != E_CANCELLED) {
		bar_clear(&w->bar);
		wrap_say(stderr, b->error);
		fputc('\n', stderr);
	}
	if (f != NULL && b->stored == OK && f->end != BACKFILL_GOES_ON) {
		w->failed |= f->end == BACKFILL_FAILED;
		pages_say(f, &said);
		bar_clear(&w->bar);
		printf("%.*s: %.*s\n", STR_ARG(url_mask(b->arena, b->spec.url)),
		    STR_ARG(buf_str(&said)));
	}
	draw(w, b);
	buf_free(&said);
}

static void
on_idle(void *arg)
{
	struct work *w = arg;

	event_base_loopbreak(w->base);
}

static void
on_interrupt(evutil_socket_t number, short what, void *arg)
{
	struct work *w = arg;

	(void)number;
	(void)what;
	w->interrupted = true;
	event_base_loopbreak(w->base);
}

static enum status
begin(struct work *w, struct setup *s, struct road **ret, struct buf *why)
{
	struct road_options ro;
	struct store *store = NULL;
	struct buf said = BUF_INIT(SAID_MAX);
	enum status st = setup_store(s, &store, why);

	if (st != OK)
		return (st);
	setup_road(s, &ro);
	ro.once = ro.sched.once = ro.sched.none_due = true;
	ro.visited = on_visited;
	ro.idle = on_idle;
	ro.arg = w;
	st = road_new(w->base, &ro, store, s->rules, s->list, ret, why);
	s->list = NULL;
	for (size_t i = 0; st == OK && i < w->n; i++) {
		buf_clear(&said);
		if (setup_backfill(*ret, w->list[i].url, w->since_ts,
			w->list[i].page, &said)) {
			fwrite(buf_str(&said).p, 1, said.n, stdout);
			continue;
		}
		buf_add(why, str_trim(buf_str(&said)));
		st = E_NOT_FOUND;
	}
	buf_free(&said);
	return (st);
}

static int
run(struct work *w, struct setup *s)
{
	struct buf why = BUF_INIT(2000);
	struct road *road = NULL;
	struct event *stop = NULL;
	enum status st = begin(w, s, &road, &why);
	size_t left;
	int status = 0;

	if (st != OK) {
		status = cli_fail(w->cli, st == E_SYNTAX ? EXIT_CONFIG : 2,
		    "%s", why.n > 0 ? buf_str(&why).p : status_told(st));
		goto out;
	}
	fflush(stdout);
	stop = evsignal_new(w->base, SIGINT, on_interrupt, w);
	if (stop != NULL)
		evsignal_add(stop, NULL);
	event_base_dispatch(w->base);
	bar_clear(&w->bar);
	left = road_backfills(road);
	if (left > 0)
		fprintf(stderr,
		    "%zu not over yet: earshotd, or the same command again, "
		    "goes on where %s\n",
		    left, left == 1 ? "it is" : "they are");
	status = w->interrupted ? 2 : w->failed || left > 0 ? 1 : 0;
out:
	if (road != NULL)
		road_stop(road);
	if (stop != NULL)
		event_free(stop);
	road_free(road);
	buf_free(&why);
	return (status);
}

static int
by_ourselves(struct work *w)
{
	int status = 0;
	/* The list has lines that are new. */
	struct setup *s = cli_setup(w->cli, SETUP_ALL, &status);

	if (s == NULL)
		return (status);
	log_set(w->cli->request.verbose ? LOG_INFO : LOG_ERROR, false);
	signal(SIGPIPE, SIG_IGN);
	bar_init(&w->bar, w->cli, "days");
	w->base = event_base_new();
	if (w->base == NULL)
		status = cli_fail(w->cli, 2, "out of memory");
	else {
		status = run(w, s);
		event_base_free(w->base);
	}
	setup_free(s);
	return (status);
}

int
feeds_backfill(struct cli *c, int64_t span_s, struct past *list, size_t n)
{
	struct work w = { .cli = c,
		.list = list,
		.n = n,
		.since_ts = clock_now() - span_s,
		.days = (span_s + DAY - 1) / DAY };
	struct setup *s;
	int status = 0, was, fd;

	s = cli_setup(c, SETUP_CONF, &status);
	if (s == NULL)
		return (status);
	fd = setup_connect(s);
	if (fd < 0)
		status = by_ourselves(&w);
	else {
		close(fd);
		for (size_t i = 0; i < n; i++) {
			was = ask_daemon(c, s, &list[i], w.since_ts);
			if (status < was)
				status = was;
		}
	}
	setup_free(s);
	return (status);
}
