/*
 * The loop publishes how it is, every other second; the web's thread reads that
 * and nothing else of the daemon's.
 */
#include "webpages.h"

#include <sys/stat.h>

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <event2/event.h>

#include "earshot/clock.h"
#include "earshot/files.h"
#include "earshot/health.h"
#include "earshot/log.h"
#include "earshot/web.h"

#include "tell.h"

enum {
	PULSE_S = 2,
	COUNT_EVERY = 8, /* pulses: counting a million feeds takes a while */
	METRICS_MAX = 1 << 20,
	ADDRESSES = 2, /* web.listen, metrics.listen */
};

struct webpages {
	struct daemon *daemon;
	struct health_board *board;
	struct health now;
	struct web *web[ADDRESSES]; /* NULL: nobody is served there yet */
	bool failed[ADDRESSES];     /* and that was said */
	bool file_failed, file_written;
	struct event *pulse;
	unsigned pulses;
};

static void
copy(char *to, size_t size, const char *from)
{

	snprintf(to, size, "%s", from != NULL ? from : "");
}

static void
publish(struct webpages *p)
{
	struct daemon *d = p->daemon;
	struct health *h = &p->now;
	struct road_status rs;

	road_status(d->road, &rs);
	if (p->pulses % COUNT_EVERY == 0)
		road_statuses(d->road, h->feeds);
	h->found = rs.found;
	h->visiting = rs.visiting;
	h->waiting_work = rs.waiting_work;
	h->waiting_write = rs.waiting_write;
	h->lag_s = rs.lag_s;
	h->writer_beat_ms = daemon_writer_beat_ms(d);
	h->started_ts = d->started_ts;
	h->loaded_ts = d->loaded_ts;
	h->rules = rs.rules;
	h->jit = ruleset_jit(d->setup->rules);
	copy(h->ill, sizeof(h->ill), rs.ill);
	copy(h->stale, sizeof(h->stale), d->setup->stale_why);
	copy(h->store, sizeof(h->store), d->setup->store_path);
	health_publish(p->board, h);
}

/* Whole or not at all: node_exporter may look at any moment.  0, or why not. */
static int
write_text(const char *path, struct str text)
{
	char name[PATH_MAX];
	int why = 0;
	FILE *f;

	snprintf(name, sizeof(name), "%s.new", path);
	f = fopen(name, "we");
	if (f == NULL)
		return (errno);
	/* For a collector that is nobody of ours. */
	if (fchmod(fileno(f), 0644) != 0 ||
	    fwrite(text.p, 1, text.n, f) != text.n || fflush(f) != 0)
		why = errno;
	fclose(f);
	if (why == 0 && rename(name, path) != 0)
		why = errno;
	if (why != 0)
		unlink(name);
	return (why);
}

static void
write_file(struct webpages *p, const char *path)
{
	struct buf text = BUF_INIT(METRICS_MAX);
	int why;

	health_metrics(p->board, &text);
	why = buf_failed(&text) ? ENOMEM : write_text(path, buf_str(&text));
	if (why != 0 && !p->file_failed)
		log_line(LOG_WARN, "metrics_not_written path=%s why=%s", path,
		    strerror(why));
	else if (why == 0 && p->file_failed)
		log_line(LOG_NOTICE, "metrics_written path=%s", path);
	p->file_failed = why != 0;
	p->file_written = p->file_written || why == 0;
	buf_free(&text);
}

void
webpages_work(struct webpages *p)
{

	if (p != NULL)
		health_works(p->board);
}

static void
page_alive(void *arg, struct web_answer *ret)
{
	struct webpages *p = arg;

	if (!health_alive(p->board, &ret->body))
		ret->status = 503;
}

static void
page_ready(void *arg, struct web_answer *ret)
{
	struct webpages *p = arg;

	if (!health_ready(p->board, &ret->body))
		ret->status = 503;
}

static void
page_metrics(void *arg, struct web_answer *ret)
{
	struct webpages *p = arg;

	ret->type = "text/plain; version=0.0.4; charset=utf-8";
	health_metrics(p->board, &ret->body);
}

static const struct web_route routes[] = {
	{ "/healthz", page_alive },
	{ "/readyz", page_ready },
	{ "/metrics", page_metrics },
	{ NULL, NULL },
};

static void
open_at(struct webpages *p, size_t i, const char *where)
{
	const struct web_options o = { .listen = { where },
		.routes = routes,
		.arg = p };
	struct buf why = BUF_INIT(1000);
	enum status st = web_new(&o, &p->web[i], &why);

	if (st == OK)
		log_line(LOG_INFO, "web_listens port=%u",
		    (unsigned)web_port(p->web[i], 0));
	else if (!p->failed[i])
		log_line(LOG_ERROR, "web_failed why=%s",
		    why.n > 0 ? buf_str(&why).p : status_word(st));
	p->failed[i] = st != OK;
	buf_free(&why);
}

/* Whoever has an address now may leave it, and one may come late: at the boot,
 * before the network. */
static void
open_web(struct webpages *p)
{
	const struct conf *c = p->daemon->setup->conf;
	const char *const where[ADDRESSES] = { c->web_listen,
		c->metrics_listen };

	for (size_t i = 0; i < ADDRESSES; i++)
		if (p->web[i] == NULL && where[i] != NULL &&
		    where[i][0] != '\0')
			open_at(p, i, where[i]);
}

static void
on_pulse(evutil_socket_t fd, short what, void *arg)
{
	struct webpages *p = arg;
	const char *path = p->daemon->setup->conf->metrics_textfile;

	(void)fd;
	(void)what;
	publish(p);
	/* The first comes before the daemon is ready. */
	if (p->pulses > 0)
		tell_changes(p->daemon);
	if (path != NULL && path[0] != '\0' && p->pulses % COUNT_EVERY == 0)
		write_file(p, path);
	if (p->pulses % COUNT_EVERY == 0)
		open_web(p);
	p->pulses++;
}

struct webpages *
webpages_new(struct daemon *d)
{
	struct webpages *p = calloc(1, sizeof(*p));
	struct timeval tv = { PULSE_S, 0 };

	if (d->once || p == NULL)
		goto fail;
	p->daemon = d;
	p->board = health_new();
	p->pulse = event_new(d->base, -1, EV_PERSIST, on_pulse, p);
	if (p->board == NULL || p->pulse == NULL ||
	    event_add(p->pulse, &tv) != 0)
		goto fail;
	on_pulse(-1, 0, p);
	return (p);
fail:
	webpages_free(p);
	return (NULL);
}

bool
webpages_ready(struct webpages *p, struct buf *out)
{

	publish(p);
	return (health_ready(p->board, out));
}

void
webpages_free(struct webpages *p)
{

	if (p == NULL)
		return;
	for (size_t i = 0; i < ADDRESSES; i++)
		web_free(p->web[i]);
	/* Else it would be well for ever. */
	if (p->file_written)
		unlink(p->daemon->setup->conf->metrics_textfile);
	if (p->pulse != NULL)
		event_free(p->pulse);
	health_free(p->board);
	free(p);
}
