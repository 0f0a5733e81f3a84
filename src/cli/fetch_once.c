/*
 * One visit outside the road, for commands that look and store nothing.
 */
#include <stdio.h>

#include <event2/event.h>

#include "earshot/clock.h"
#include "earshot/fetch.h"

#include "cli.h"
#include "wrap.h"

static void
trace(void *arg, const char *line)
{

	(void)arg;
	fputs("  ", stdout);
	wrap_say(stdout, str_of(line)); /* headers are a stranger's words */
	putchar('\n');
}

struct trial {
	struct event_base *base;
	struct batch *batch;
};

static void
on_done(struct batch *b, void *arg)
{
	struct trial *t = arg;

	t->batch = b;
	event_base_loopbreak(t->base);
}

/* The feed as the list has it, so that its source's staff and language count;
 * else one of our own making. */
struct feed
cli_feed(const struct setup *s, struct str url)
{
	struct feed f = { .spec = { .url = url, .source = "try" } };

	for (size_t i = 0; s->list != NULL && i < feedlist_count(s->list); i++)
		if (str_eq(feedlist_get(s->list, i)->url, url))
			f.spec = *feedlist_get(s->list, i);
	f.facts.visited_ts = f.facts.changed_ts = f.facts.not_before_ts =
	    NO_TIME;
	f.facts.added_ts = clock_now();
	return (f);
}

struct batch *
cli_fetch(struct cli *c, const struct setup *s, const struct feed *feed,
    bool traced, int *ret_status)
{
	struct buf why = BUF_INIT(2000);
	struct trial t = { NULL, NULL };
	struct http *http = NULL;
	struct road_options ro;
	struct batch *b;

	setup_road(s, &ro);
	if (traced)
		ro.http.trace = trace;
	b = batch_new(feed, ro.batch_max, ro.http.max_body);
	t.base = event_base_new();
	if (b == NULL || t.base == NULL)
		*ret_status = cli_fail(c, 2, "out of memory");
	else if (http_new(t.base, &ro.http, &http, &why) != OK)
		*ret_status = cli_fail(c, EXIT_CONFIG, "%s", buf_str(&why).p);
	else if (fetch_start(http, b, true, on_done, &t) != OK)
		*ret_status = cli_fail(c, 2, "the visit could not start");
	else {
		event_base_dispatch(t.base);
		b = t.batch;
	}
	http_free(http);
	if (t.base != NULL)
		event_base_free(t.base);
	buf_free(&why);
	if (*ret_status != 0) {
		batch_free(b);
		return (NULL);
	}
	return (b);
}
