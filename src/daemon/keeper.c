/*
 * The keeper's thread does one request and ends; the loop hears of it through
 * an eventfd, tells whoever asked, and writes one line to the log.
 */
#include "keeper.h"

#include <sys/eventfd.h>

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include <event2/event.h>

#include "earshot/clock.h"
#include "earshot/keeping.h"
#include "earshot/log.h"

enum {
	FIRST_LOOK_S = 5,
	EACH_LOOK_S = 3600,
	PAUSE_MS = 5, /* between two steps: the visits' turn */
	HEAVY_MS = 2000,
	EXCUSE_MS = 10 * 60 * 1000, /* a step's last part asks nobody */
	ANSWER_MAX = 2000
};

struct keeper {
	struct daemon *daemon;
	struct event *timer, *ended;
	int ended_fd;
	pthread_t thread;
	bool works;
	_Atomic bool cancel;
	_Atomic int64_t heavy_ms; /* when a long step last asked */
	struct keeping keeping;   /* the thread's, while it works */
	int64_t doubt_since_ms;   /* of the daily prune, from one to the next */
	enum status status;
	int64_t began_ms;
	keeper_done *done; /* NULL: nobody waits */
	void *arg;
};

static bool
is_cancelled(void *arg)
{
	struct keeper *k = arg;

	k->heavy_ms = clock_mono_ms();
	return (k->cancel);
}

static void *
work(void *arg)
{
	struct timespec pause = { 0, PAUSE_MS * 1000000L };
	struct keeper *k = arg;
	uint64_t one = 1;

	k->status = OK;
	while (k->status == OK && !k->keeping.done && !k->cancel) {
		k->status =
		    road_run(k->daemon->road, keeping_step, &k->keeping);
		nanosleep(&pause, NULL);
	}
	if (k->cancel && !k->keeping.done)
		k->status = E_CANCELLED;
	/* It cannot fail: the counter is far from full. */
	if (write(k->ended_fd, &one, sizeof(one)) != (ssize_t)sizeof(one))
		log_line(LOG_ERROR, "keeper_lost");
	return (NULL);
}

static bool
start(struct keeper *k)
{
	sigset_t all, old;
	int error;

	k->keeping.forget.cancelled = is_cancelled;
	k->keeping.forget.arg = k;
	k->heavy_ms = 0;
	k->keeping.doubt_since_ms = k->doubt_since_ms;
	k->began_ms = clock_mono_ms();
	/* Signals are the loop's. */
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &old);
	error = pthread_create(&k->thread, NULL, work, k);
	pthread_sigmask(SIG_SETMASK, &old, NULL);
	k->works = error == 0;
	if (!k->works)
		keeping_free(&k->keeping);
	return (k->works);
}

static void
tell(struct keeper *k)
{
	struct buf line = BUF_INIT(ANSWER_MAX);
	bool yes = k->status == OK;
	struct str text;

	if (yes)
		keeping_tell(&k->keeping, &line);
	else
		buf_printf(&line, "%s\n",
		    k->keeping.error[0] != '\0' ? k->keeping.error
						: status_word(k->status));
	text = str_trim(buf_str(&line));
	if (!yes && k->status != E_CANCELLED)
		log_line(LOG_ERROR, "upkeep_failed status=%s %.*s",
		    status_word(k->status), STR_ARG(text));
	else if (yes && !k->keeping.idle)
		log_line(LOG_INFO, "upkeep ms=%lld %.*s",
		    (long long)(clock_mono_ms() - k->began_ms), STR_ARG(text));
	if (k->done != NULL)
		k->done(k->arg, yes, buf_str(&line));
	k->done = NULL;
	buf_free(&line);
}

/* Once, when it begins to wait. */
static void
note_doubt(struct keeper *k)
{

	if (!k->keeping.daily)
		return;
	if (k->keeping.doubted && k->doubt_since_ms == 0)
		log_line(LOG_WARN,
		    "upkeep_waits for two days: by this clock the last one was "
		    "more than 30 days ago; if it is wrong, set it (earshot "
		    "doctor), else nothing is to be done");
	k->doubt_since_ms = k->keeping.doubt_since_ms;
}

static void
finish(struct keeper *k)
{

	pthread_join(k->thread, NULL);
	k->works = false;
	note_doubt(k);
	tell(k);
	keeping_free(&k->keeping);
}

static void
on_ended(evutil_socket_t fd, short what, void *arg)
{
	struct keeper *k = arg;
	uint64_t n;

	(void)what;
	if (read(fd, &n, sizeof(n)) == (ssize_t)sizeof(n) && k->works)
		finish(k);
}

static void
on_timer(evutil_socket_t fd, short what, void *arg)
{
	struct timeval hour = { EACH_LOOK_S, 0 };
	struct buf why = BUF_INIT(ANSWER_MAX);
	struct keeper *k = arg;

	(void)fd;
	(void)what;
	evtimer_add(k->timer, &hour);
	if (!k->works)
		(void)keeper_ask(k, STR("prune daily"), NULL, NULL, &why);
	buf_free(&why);
}

enum status
keeper_new(struct daemon *d, struct keeper **ret)
{
	struct timeval first = { FIRST_LOOK_S, 0 };
	struct keeper *k = calloc(1, sizeof(*k));

	if (k == NULL)
		return (E_MEMORY);
	k->daemon = d;
	k->ended_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (k->ended_fd >= 0)
		k->ended = event_new(d->base, k->ended_fd, EV_READ | EV_PERSIST,
		    on_ended, k);
	k->timer = evtimer_new(d->base, on_timer, k);
	if (k->ended == NULL || k->timer == NULL ||
	    event_add(k->ended, NULL) != 0 ||
	    (!d->once && evtimer_add(k->timer, &first) != 0)) {
		keeper_free(k);
		return (E_MEMORY);
	}
	*ret = k;
	return (OK);
}

bool
keeper_ask(struct keeper *k, struct str request, keeper_done *done, void *arg,
    struct buf *why)
{

	if (k == NULL || k->works) {
		buf_adds(why,
		    "the daemon is at another upkeep; try again later");
		return (false);
	}
	if (!keeping_read(&k->keeping, request, k->daemon->setup->conf, why)) {
		keeping_free(&k->keeping);
		return (false);
	}
	k->done = done;
	k->arg = arg;
	if (start(k))
		return (true);
	buf_adds(why, "no thread can be made");
	return (false);
}

void
keeper_left(struct keeper *k, const void *arg)
{

	if (k != NULL && k->arg == arg)
		k->done = NULL;
}

static bool
was_heavy(const struct keeper *k, int64_t within_ms)
{

	return (k != NULL && k->works && k->heavy_ms > 0 &&
		clock_mono_ms() - k->heavy_ms < within_ms);
}

bool
keeper_is_heavy(const struct keeper *k)
{

	return (was_heavy(k, HEAVY_MS));
}

bool
keeper_excuses(const struct keeper *k)
{

	return (was_heavy(k, EXCUSE_MS));
}

void
keeper_free(struct keeper *k)
{

	if (k == NULL)
		return;
	k->cancel = true;
	if (k->works)
		finish(k);
	if (k->timer != NULL)
		event_free(k->timer);
	if (k->ended != NULL)
		event_free(k->ended);
	if (k->ended_fd >= 0)
		close(k->ended_fd);
	free(k);
}
