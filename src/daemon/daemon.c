/*
 * Start, run, stop: in the order that the design gives.
 */
#include "daemon.h"

#include <inttypes.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <event2/event.h>
#include <event2/thread.h>

#include "earshot/clock.h"
#include "earshot/log.h"
#include "earshot/memory.h"
#include "earshot/restore.h"
#include "earshot/url.h"

#include "control.h"
#include "keeper.h"
#include "sd.h"
#include "tell.h"
#include "webpages.h"

enum {
	WATCHDOG_WRITER_MS = 30000,
	WORKING_EVERY_MS = 10000,
};

static void
note_stale(struct daemon *d)
{
	const struct setup *s = d->setup;

	if (s->stale_why == NULL)
		return;
	log_line(LOG_ERROR,
	    "stale feeds=%s rules=%s the last good ones run because of %s",
	    s->stale_feeds ? "yes" : "no", s->stale_rules ? "yes" : "no",
	    s->stale_why);
	road_event(d->road, "stale", s->stale_why);
}

static void
keep_good(struct setup *s)
{
	enum status st = setup_keep(s);

	if (st != OK)
		log_line(LOG_WARN, "last_good_not_kept why=%s",
		    status_word(st));
}

static enum status
prefer(struct store *s, void *arg)
{

	return (store_prefer(s, arg));
}

/* What of the configuration the store goes by. */
static void
take_priority(struct daemon *d, const struct setup *fresh)
{
	struct priority p = setup_priority(fresh->conf);
	enum status st = road_run(d->road, prefer, &p);

	if (st != OK)
		log_line(LOG_WARN, "priority_not_taken status=%s",
		    status_word(st));
}

bool
daemon_reload(struct daemon *d, struct buf *out)
{
	struct setup *fresh = NULL;
	struct faults faults;
	struct buf brief = BUF_INIT(sizeof(d->refused_why) - 1);
	size_t feeds = 0;
	enum status st;

	/* The loop would wait for it, and the watchdog for the loop. */
	if (keeper_is_heavy(d->keeper)) {
		buf_adds(out,
		    "refused: the database is written anew; try again later\n");
		log_line(LOG_WARN, "reload answer=later");
		return (false);
	}
	sd_tell("RELOADING=1\nMONOTONIC_USEC=%" PRId64, clock_mono_us());
	faults_init(&faults);
	st = setup_load(d->request, SETUP_ALL, false, &faults, &fresh);
	tell_work(d);
	if (st == OK) {
		feeds = feedlist_count(fresh->list);
		st = road_reload(d->road, fresh->list, fresh->rules);
	}
	if (st == OK) {
		fresh->list = NULL; /* the road's now */
		if (ruleset_jit(fresh->rules) != ruleset_jit(d->setup->rules))
			log_line(LOG_NOTICE, "rules run %s", setup_jit(fresh));
		take_priority(d, fresh);
		conf_restart_needed(d->setup->conf_file, fresh->conf_file, out);
		d->reloads++;
		d->loaded_ts = clock_now();
		d->refused_why[0] = '\0';
		keep_good(fresh);
		/* Its strings serve the road until it stops: options that need
		 * a restart are read from the first one. */
		ruleset_unref(d->setup->rules);
		d->setup->rules = fresh->rules;
		fresh->rules = NULL;
		free(d->setup->stale_why);
		d->setup->stale_why = NULL;
		d->setup->stale_feeds = d->setup->stale_rules = false;
		faults_print(&faults, out, true);
		buf_printf(out, "loaded %zu feed%s, %zu rules\n", feeds,
		    feeds == 1 ? "" : "s",
		    ruleset_info(d->setup->rules)->nrules);
		log_line(LOG_NOTICE, "reload answer=accepted");
		control_reloaded(d->control);
	} else {
		struct road_status rs;

		d->refused++;
		faults_brief(&faults, &brief);
		road_status(d->road, &rs);
		if (brief.n == 0)
			buf_adds(&brief,
			    rs.ill[0] != '\0' ? rs.ill : status_word(st));
		snprintf(d->refused_why, sizeof(d->refused_why), "%.*s",
		    STR_ARG(buf_str(&brief)));
		faults_print(&faults, out, true);
		buf_printf(out, "refused: %s; the former set goes on\n",
		    d->refused_why);
		log_line(LOG_ERROR, "reload answer=refused %s", d->refused_why);
		road_event(d->road, "reload_refused", d->refused_why);
	}
	setup_free(fresh);
	faults_free(&faults);
	buf_free(&brief);
	memory_give_back();
	tell_status(d, "READY=1\n");
	return (st == OK);
}

static void
on_signal(evutil_socket_t number, short what, void *arg)
{
	struct daemon *d = arg;

	(void)what;
	if (number == SIGHUP) {
		struct buf b = BUF_INIT(1 << 20);

		log_text(daemon_reload(d, &b) ? LOG_INFO : LOG_ERROR,
		    buf_str(&b));
		buf_free(&b);
		return;
	}
	log_line(LOG_NOTICE, "stopping signal=%d", (int)number);
	d->stopping = true;
	event_base_loopbreak(d->base);
}

static void
on_visited(void *arg, const struct batch *b)
{
	struct daemon *d = arg;

	d->insights += b->backfill == NULL ? (uint64_t)b->new_insights : 0;
	d->followed += b->found_by != 0;
	if (b->backfill != NULL || b->found_by != 0)
		goto out;
	d->visited++;
	d->fresh += b->outcome == OUTCOME_NEW;
	d->unchanged += b->outcome == OUTCOME_UNCHANGED;
	d->failed += b->outcome == OUTCOME_FAILED;
out:
	if (d->control != NULL)
		control_visited(d->control, b);
}

static void
on_idle(void *arg)
{
	struct daemon *d = arg;

	if (d->once)
		event_base_loopbreak(d->base);
}

int64_t
daemon_writer_beat_ms(const struct daemon *d)
{
	struct road_status rs;

	/* Writing the whole file anew is one long step of the writer's. */
	if (keeper_excuses(d->keeper))
		return (clock_mono_ms());
	road_status(d->road, &rs);
	return (rs.writer_beat_ms);
}

/* Alive means: this loop turns, and the writer turned lately. */
static void
on_watchdog(evutil_socket_t fd, short what, void *arg)
{
	struct daemon *d = arg;
	int64_t silent_ms;

	(void)fd;
	(void)what;
	silent_ms = clock_mono_ms() - daemon_writer_beat_ms(d);
	if (silent_ms < WATCHDOG_WRITER_MS)
		sd_tell("WATCHDOG=1");
	else
		log_line(LOG_ERROR, "writer_hangs ms=%" PRId64, silent_ms);
}

static bool
add_events(struct daemon *d)
{
	static const int numbers[4] = { SIGHUP, SIGTERM, SIGINT, SIGQUIT };
	int64_t ms = sd_watchdog_ms() / 2;
	struct timeval tv = { ms / 1000, (suseconds_t)(ms % 1000) * 1000 };

	for (int i = 0; i < 4; i++) {
		d->signals[i] = evsignal_new(d->base, numbers[i], on_signal, d);
		if (d->signals[i] == NULL ||
		    evsignal_add(d->signals[i], NULL) != 0)
			return (false);
	}
	if (ms <= 0)
		return (true);
	d->watchdog = event_new(d->base, -1, EV_PERSIST, on_watchdog, d);
	return (d->watchdog != NULL && event_add(d->watchdog, &tv) == 0);
}

static void
open_control(struct daemon *d)
{
	char *path = setup_control_address(d->setup);
	struct buf beside = BUF_INIT(PATH_MAX);
	enum status st = E_MEMORY;

	buf_printf(&beside, "%s.control", d->setup->store_path);
	if (path != NULL && !buf_failed(&beside))
		st = control_new(d, path, &d->control);
	/* Commands look there, too. */
	if (st != OK && path != NULL && strcmp(path, beside.p) != 0) {
		log_line(LOG_NOTICE, "control_moved from=%s why=%s to=%s", path,
		    status_word(st), beside.p);
		st = control_new(d, beside.p, &d->control);
	}
	/* It listens to feeds all the same. */
	if (st != OK)
		log_line(LOG_ERROR, "control_failed path=%s why=%s",
		    buf_str(&beside).p, status_word(st));
	buf_free(&beside);
	free(path);
}

/* Configuration, feeds and rules; the exit status when there are none. */
static int
load(struct daemon *d)
{
	struct faults faults;
	enum status st;

	faults_init(&faults);
	st = setup_load(d->request, SETUP_ALL, true, &faults, &d->setup);
	tell_faults(&faults);
	if (st != OK && faults.errors == 0)
		tell_fault(str_of(status_word(st)));
	faults_free(&faults);
	return (st == OK ? 0 : EXIT_CONFIG);
}

/* An old database is brought forward, or a million feeds are listed: that may
 * take longer than a start may, and than the watchdog waits.  At a reload: in
 * the writer's thread. */
static void
on_working(void *arg, const char *what)
{
	const struct daemon *d = arg;

	tell_work(d);
	sd_tell("STATUS=the database: %s", what);
	log_line(LOG_NOTICE, "database_at_work what=%s", what);
}

static int
open_road(struct daemon *d)
{
	struct store_options so;
	struct road_options ro;
	struct store *store = NULL;
	struct buf why = BUF_INIT(2000);
	enum status st;

	setup_store_options(d->setup, &so);
	so.working = on_working;
	so.arg = d;
	so.working_every_ms = WORKING_EVERY_MS;
	st = store_open(&so, &store, &why);
	if (st == OK) {
		setup_road(d->setup, &ro);
		ro.once = ro.sched.once = d->once;
		ro.backfill = !d->once;
		ro.visited = on_visited;
		ro.idle = on_idle;
		ro.arg = d;
		st = road_new(d->base, &ro, store, d->setup->rules,
		    d->setup->list, &d->road, &why);
		d->setup->list = NULL;
	}
	if (st != OK)
		tell_fault(buf_str(&why));
	buf_free(&why);
	/* What only a person can mend is not to be tried again and again. */
	return (st == OK                          ? 0
		: st == E_SYNTAX || st == E_NEWER ? EXIT_CONFIG
						  : 2);
}

/* Between two lives: the store is closed, the next one opens what lies there.
 */
static void
restore(struct daemon *d)
{
	struct buf said = BUF_INIT(10000);
	enum status st = restore_swap(d->setup->conf->store_url, &said);
	struct str text;

	if (buf_str(&said).n == 0)
		buf_adds(&said, status_word(st));
	if (st != OK)
		buf_addc(&said, '\n');
	text = str_trim(buf_str(&said));
	log_line(st == OK ? LOG_NOTICE : LOG_ERROR, "restore status=%s %.*s",
	    status_word(st), STR_ARG(text));
	control_restored(d->control, st == OK, buf_str(&said));
	buf_free(&said);
}

static void
close_all(struct daemon *d)
{

	if (d->road != NULL && !d->restoring)
		sd_tell("STOPPING=1");
	webpages_free(d->webpages);
	keeper_free(d->keeper);
	d->keeper = NULL;
	if (d->road != NULL)
		road_stop(d->road);
	if (d->restoring)
		restore(d);
	control_free(d->control);
	for (int i = 0; i < 4; i++)
		if (d->signals[i] != NULL)
			event_free(d->signals[i]);
	if (d->watchdog != NULL)
		event_free(d->watchdog);
	road_free(d->road);
	if (d->base != NULL)
		event_base_free(d->base);
	setup_free(d->setup);
}

/* Who relies on the guard must know where it ends. */
static void
tell_proxy(const struct conf *conf)
{
	struct arena *a = arena_new(1 << 16);

	if (a != NULL && conf->fetch_proxy[0] != '\0')
		log_line(LOG_NOTICE,
		    "proxy url=%.*s is now the gate: it looks names up and "
		    "decides where they may lead; only hosts that are written "
		    "as private addresses are refused here",
		    STR_ARG(url_mask(a, str_of(conf->fetch_proxy))));
	arena_free(a);
}

static int
live(const struct setup_request *request, bool once, bool *ret_again)
{
	struct daemon d = { .request = request,
		.once = once,
		.has_been_ready = *ret_again,
		.started_ts = clock_now(),
		.loaded_ts = clock_now() };
	struct road_status rs;
	int status;

	*ret_again = false;
	/* Why it cannot start is looked for by priority, too. */
	tell_log(NULL, request);
	signal(SIGPIPE, SIG_IGN);
	memory_init();
	status = load(&d);
	if (status != 0)
		goto out;
	tell_log(d.setup, request);
	d.base = event_base_new();
	status = d.base != NULL ? open_road(&d) : 2;
	if (status == 0 && !add_events(&d))
		status = 2;
	if (status != 0)
		goto out;
	keep_good(d.setup);
	note_stale(&d);
	/* Loading takes more than running. */
	memory_give_back();
	if (keeper_new(&d, &d.keeper) != OK)
		log_line(LOG_ERROR, "keeper_failed memory");
	open_control(&d);
	d.webpages = webpages_new(&d);
	road_status(d.road, &rs);
	tell_proxy(d.setup->conf);
	log_line(LOG_NOTICE, "rules run %s", setup_jit(d.setup));
	log_line(LOG_NOTICE,
	    "listening version=%s feeds=%zu rules=%" PRIu64
	    " jit=%s store=%s pid=%ld",
	    PACKAGE_VERSION, rs.feeds, rs.rules,
	    ruleset_jit(d.setup->rules) ? "yes" : "no", d.setup->store_path,
	    (long)getpid());
	tell_status(&d, "READY=1\n");
	d.has_been_ready = true;
	event_base_dispatch(d.base);
	if (d.restoring)
		sd_tell("RELOADING=1\nMONOTONIC_USEC=%" PRId64,
		    clock_mono_us());
	*ret_again = d.restoring;
	status = once && !d.stopping && d.failed > 0 ? 1 : 0;
out:
	close_all(&d);
	if (once && status <= 1 && d.followed > 0)
		printf("read %" PRIu64 " comment feed%s that posts led to\n",
		    d.followed, d.followed == 1 ? "" : "s");
	if (once && status <= 1 && d.visited > 0)
		printf("visited %" PRIu64 " new %" PRIu64 " unchanged %" PRIu64
		       " failed %" PRIu64 " insights %" PRIu64 "\n",
		    d.visited, d.fresh, d.unchanged, d.failed, d.insights);
	if (status == 0 && !once)
		log_line(LOG_NOTICE, *ret_again ? "again" : "stopped");
	return (status);
}

int
daemon_run(const struct setup_request *request, bool once)
{
	bool again = false;
	int status;

	do {
		status = live(request, once, &again);
	} while (again);
	return (status);
}

int
daemon_check(const struct setup_request *request)
{
	struct setup *s = NULL;
	struct faults faults;
	enum status st;

	faults_init(&faults);
	st = setup_load(request, SETUP_ALL, false, &faults, &s);
	tell_faults(&faults);
	if (st == OK)
		printf("%zu feeds, %zu rules, no fault\n",
		    feedlist_count(s->list), ruleset_info(s->rules)->nrules);
	else if (faults.errors == 0)
		tell_fault(str_of(status_word(st)));
	setup_free(s);
	faults_free(&faults);
	return (st == OK ? 0 : 1);
}
