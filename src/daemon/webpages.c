/*
 * The loop publishes how it is, every other second; the web's thread reads that
 * and nothing else of the daemon's.
 */
#include "webpages.h"

#include <sys/stat.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <event2/event.h>

#include "earshot/clock.h"
#include "earshot/files.h"
#include "earshot/health.h"
#include "earshot/log.h"
#include "earshot/web.h"

enum {
	PULSE_S = 2,
	COUNT_EVERY = 8, /* pulses: counting a million feeds takes a while */
	METRICS_MAX = 1 << 20,
};

struct webpages {
	struct daemon *daemon;
	struct health_board *board;
	struct health now;
	struct web *web;
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
	h->writer_beat_ms = rs.writer_beat_ms;
	h->started_ts = d->started_ts;
	h->loaded_ts = d->loaded_ts;
	h->rules = rs.rules;
	h->jit = ruleset_jit(d->setup->rules);
	copy(h->ill, sizeof(h->ill), rs.ill);
	copy(h->stale, sizeof(h->stale), d->setup->stale_why);
	copy(h->store, sizeof(h->store), d->setup->store_path);
	health_publish(p->board, h);
}

/* Whole or not at all: node_exporter may look at any moment. */
static void
write_file(struct webpages *p, const char *path)
{
	struct buf text = BUF_INIT(METRICS_MAX);
	char name[4096];
	FILE *f;
	bool good;

	health_metrics(p->board, &text);
	snprintf(name, sizeof(name), "%s.new", path);
	f = fopen(name, "we");
	/* For a collector that is nobody of ours. */
	good = f != NULL && fchmod(fileno(f), 0644) == 0 &&
	       fwrite(text.p, 1, text.n, f) == text.n;
	if (f != NULL)
		good = fclose(f) == 0 && good;
	if (!good || rename(name, path) != 0)
		log_line(LOG_WARN, "metrics_not_written path=%s why=%m", path);
	buf_free(&text);
}

static void
on_pulse(evutil_socket_t fd, short what, void *arg)
{
	struct webpages *p = arg;
	const char *path = p->daemon->setup->conf->metrics_textfile;

	(void)fd;
	(void)what;
	publish(p);
	if (path != NULL && path[0] != '\0' && p->pulses % COUNT_EVERY == 0)
		write_file(p, path);
	p->pulses++;
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
open_web(struct webpages *p)
{
	const struct conf *c = p->daemon->setup->conf;
	const struct web_options o = { .listen = { c->web_listen,
					   c->metrics_listen },
		.routes = routes,
		.arg = p };
	struct buf why = BUF_INIT(1000);
	enum status st;

	if ((c->web_listen == NULL || c->web_listen[0] == '\0') &&
	    (c->metrics_listen == NULL || c->metrics_listen[0] == '\0'))
		return;
	st = web_new(&o, &p->web, &why);
	if (st != OK || why.n > 0)
		log_line(LOG_ERROR, "web_failed why=%s",
		    why.n > 0 ? buf_str(&why).p : status_word(st));
	for (size_t i = 0; p->web != NULL && web_port(p->web, i) != 0; i++)
		log_line(LOG_INFO, "web_listens port=%u",
		    (unsigned)web_port(p->web, i));
	buf_free(&why);
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
	open_web(p);
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
	web_free(p->web);
	if (p->pulse != NULL)
		event_free(p->pulse);
	health_free(p->board);
	free(p);
}
