/*
 * What the tests of visits share: a loop, a feed server whose port alone is
 * allowed, a fetcher, and the batches that came back.
 */
#ifndef TESTS_FETCHWORLD_H
#define TESTS_FETCHWORLD_H

#include <stdio.h>

#include <event2/event.h>

#include "earshot/clock.h"
#include "earshot/fetch.h"

#include "../support/feedserver.h"

struct world {
	struct event_base *base;
	struct feedserver *server;
	struct http *http;
	char allow[100];
	struct batch *done[16];
	size_t ndone, wanted;
	struct buf trace;
};

static inline struct str
find_secret(void *arg, struct arena *a, struct str name)
{

	(void)arg;
	if (str_eq(name, STR("login")))
		return (arena_str(a, STR("jo:pass:word\n")));
	if (str_eq(name, STR("key")))
		return (arena_str(a, STR("s3cr3t")));
	return ((struct str){ NULL, 0 });
}

static inline void
keep_trace(void *arg, const char *line)
{
	struct world *w = arg;

	buf_printf(&w->trace, "%s\n", line);
}

static inline void
on_done(struct batch *b, void *arg)
{
	struct world *w = arg;

	assert_true(w->ndone < 16);
	w->done[w->ndone++] = b;
	if (w->ndone >= w->wanted)
		event_base_loopbreak(w->base);
}

static inline void
give_up(evutil_socket_t fd, short what, void *arg)
{

	(void)fd;
	(void)what;
	(void)arg;
	fail_msg("the visits did not come back");
}

static inline void
wait_for(struct world *w, size_t n)
{
	struct event *timer = evtimer_new(w->base, give_up, NULL);
	struct timeval tv = { .tv_sec = 20 };

	w->wanted = n;
	evtimer_add(timer, &tv);
	if (w->ndone < n)
		event_base_dispatch(w->base);
	event_free(timer);
	assert_int_equal(w->ndone, n);
}

/* A world with a server that speaks ${script}, whose port alone is allowed. */
static inline void
open_world(struct world *w, const char *script, struct http_options *o)
{
	struct feedserver_options so = { .script = script };
	char err[FEEDSERVER_ERR_MAX];
	struct buf why = BUF_INIT(1000);

	*w = (struct world){ .trace = BUF_INIT(1 << 20) };
	w->server = feedserver_start(&so, err);
	if (w->server == NULL)
		fail_msg("%s", err);
	w->base = event_base_new();
	snprintf(w->allow, sizeof(w->allow), "127.0.0.1:%u",
	    feedserver_port(w->server));
	if (o->allow_private == NULL)
		o->allow_private = w->allow;
	o->secret = find_secret;
	o->trace = keep_trace;
	o->arg = w;
	if (o->user_agent == NULL)
		o->user_agent = "earshot/1 (+https://example.com/bot)";
	if (http_new(w->base, o, &w->http, &why) != OK)
		fail_msg("%.*s", STR_ARG(buf_str(&why)));
	buf_free(&why);
}

static inline void
close_world(struct world *w)
{

	for (size_t i = 0; i < w->ndone; i++)
		batch_free(w->done[i]);
	http_free(w->http);
	feedserver_stop(w->server);
	event_base_free(w->base);
	buf_free(&w->trace);
}

static inline struct batch *
new_batch(struct world *w, const char *path, struct feed *feed)
{
	char url[9000];
	struct feed plain = { .id = 1 };
	struct batch *b;

	if (feed == NULL)
		feed = &plain;
	snprintf(url, sizeof(url), "%s%s",
	    path[0] == '/' ? feedserver_base(w->server) : "", path);
	feed->spec.url = str_of(url);
	b = batch_new(feed, 1 << 20, 1 << 20);
	assert_non_null(b);
	return (b);
}

static inline struct batch *
visit_feed(struct world *w, const char *path, struct feed *feed)
{
	struct batch *b = new_batch(w, path, feed);
	size_t before = w->ndone;

	assert_int_equal(fetch_start(w->http, b, false, on_done, w), OK);
	assert_int_equal(w->ndone, before);
	wait_for(w, before + 1);
	return (w->done[before]);
}

static inline struct batch *
visit(struct world *w, const char *path)
{

	return (visit_feed(w, path, NULL));
}

static inline void
expect_failure(const struct batch *b, enum status st, const char *words)
{

	if (b->outcome != OUTCOME_FAILED || b->status != st ||
	    str_find(b->error, str_of(words)) == SIZE_MAX)
		fail_msg("%s, %s: \"%.*s\" lacks \"%s\"",
		    outcome_word(b->outcome), status_word(b->status),
		    STR_ARG(b->error), words);
	assert_int_equal(b->body.n, 0);
	for (size_t i = 0; i < b->error.n; i++)
		assert_true((unsigned char)b->error.p[i] >= 0x20);
}

#endif
