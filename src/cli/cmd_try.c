/*
 * earshot try: one visit, looked at from all sides; writes nothing.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "earshot/clock.h"
#include "earshot/log.h"
#include "earshot/url.h"
#include "earshot/verdict.h"

#include "cli.h"
#include "wrap.h"

/* The title has the rest of the line; the narrowest has 40 columns. */
enum { AUTHOR_COLUMNS = 16, TITLE_AT = 2 + 16 + 2 + 16 + 2, LINE_BYTES = 4096 };

/* A saved document takes the same road from its body on. */
static struct batch *
from_file(struct cli *c, const struct setup *s, const struct feed *feed,
    const char *path, int *ret_status)
{
	struct road_options ro;
	struct batch *b;
	enum status st;

	setup_road(s, &ro);
	b = batch_new(feed, ro.batch_max, ro.http.max_body);
	if (b == NULL) {
		*ret_status = cli_fail(c, 2, "out of memory");
		return (NULL);
	}
	st = cli_input(path, ro.http.max_body, &b->body);
	if (st != OK) {
		*ret_status = cli_fail(c, 2, "%s: cannot be read: %s", path,
		    status_told(st));
		batch_free(b);
		return (NULL);
	}
	b->replayed = true;
	return (b);
}

/* When, who, what; below it what was heard. */
static void
print_post(const struct post *p)
{
	char when[CLOCK_TEXT] = "undated         ";
	struct buf line = BUF_INIT(LINE_BYTES);
	const char *before = "\n    * ";

	if (p->published_ts != NO_TIME)
		clock_local_text(p->published_ts, when);
	buf_printf(&line, "%s  ", when);
	wrap_cell(p->author, AUTHOR_COLUMNS, &line);
	buf_adds(&line, "  ");
	wrap_cell(p->title.n > 0 ? p->title : p->text, wrap_width() - TITLE_AT,
	    &line);
	printf("  %.*s", STR_ARG(str_trim(buf_str(&line))));
	for (int i = 0; p->verdict != NULL && i < SIGNALS; i++)
		if (p->verdict->signals[i].fired) {
			printf("%s%s %.2f", before, signal_word((enum signal)i),
			    p->verdict->signals[i].score);
			before = ", ";
		}
	if (p->staff && before[0] == ',')
		fputs(" (staff: kept, no insight)", stdout);
	putchar('\n');
	buf_free(&line);
}

static void
print_decision(const struct setup *s, struct batch *b)
{
	struct road_options ro;
	struct buf why = BUF_INIT(1000);
	int64_t next;

	setup_road(s, &ro);
	b->stored = OK;
	b->new_posts = (int64_t)b->nposts;
	cadence_learn(b, &ro.sched.cadence);
	next = cadence_next(&b->spec, &b->facts, &ro.sched.cadence, clock_now(),
	    0.5);
	cadence_why(&b->spec, &b->facts, &ro.sched.cadence, &why);
	if (next == CADENCE_NEVER)
		printf("would not visit again: %s\n", buf_str(&why).p);
	else if (str_starts(buf_str(&why), STR("in ")))
		printf("would next visit %s\n", buf_str(&why).p);
	else
		printf("would next visit in %" PRId64 " min because %s\n",
		    (next - clock_now() + 59) / 60, buf_str(&why).p);
	if (b->moved_url.n > 0)
		printf("would go to %.*s after two visits like this: it moved "
		       "for good\n",
		    STR_ARG(url_mask(b->arena, b->moved_url)));
	if (b->etag.n > 0 || b->last_modified.n > 0)
		printf("would send its validators next time: ETag %.*s, "
		       "Last-Modified %.*s\n",
		    STR_ARG(b->etag.n > 0 ? b->etag : STR("none")),
		    STR_ARG(b->last_modified.n > 0 ? b->last_modified
						   : STR("none")));
	if (b->hub.n > 0)
		printf("names a hub: %.*s\n",
		    STR_ARG(url_mask(b->arena, b->hub)));
	buf_free(&why);
}

static int
report(struct cli *c, const struct setup *s, struct batch *b)
{
	struct buf title = BUF_INIT(LINE_BYTES);
	size_t insights = 0;

	if (b->outcome == OUTCOME_FAILED) {
		cli_fail(c, 1, "%.*s", STR_ARG(b->error));
		if (!b->replayed)
			print_decision(s, b);
		return (1);
	}
	wrap_plain(b->feed_title, &title);
	printf("%zu bytes%s, %zu posts%s%.*s%s\n", b->bytes,
	    b->malformed ? ", not well-formed, repaired" : "", b->nposts,
	    title.n > 0 ? " of \"" : "", STR_ARG(buf_str(&title)),
	    title.n > 0 ? "\"" : "");
	buf_free(&title);
	for (size_t i = 0; i < b->nposts; i++) {
		const struct post *p = &b->posts[i];

		print_post(p);
		for (int k = 0; p->verdict != NULL && k < SIGNALS; k++)
			insights += k != SIGNAL_SPAM && !p->staff &&
				    p->verdict->signals[k].fired;
	}
	printf("would store %zu posts and %zu insights; nothing was written\n",
	    b->nposts, insights);
	if (!b->replayed)
		print_decision(s, b);
	return (0);
}

static int
run(struct cli *c)
{
	struct batch *b = NULL;
	struct road_options ro;
	struct feed feed;
	struct setup *s;
	struct str what;
	int status = 0;

	if (c->argc != 1)
		return (cli_usage(c, "which address or file?"));
	what = str_of(c->argv[0]);
	s = cli_setup(c, SETUP_ALL, &status);
	if (s == NULL)
		return (status);
	log_set(c->request.verbose ? LOG_DEBUG : LOG_ERROR, false);
	feed = cli_feed(s, what);
	if (url_http(what))
		b = cli_fetch(c, s, &feed, true, &status);
	else if (strcmp(c->argv[0], "-") == 0 || access(c->argv[0], F_OK) == 0)
		b = from_file(c, s, &feed, c->argv[0], &status);
	else
		status = cli_fail(c, 2,
		    "%s is neither an address (https://…) nor a file",
		    c->argv[0]);
	if (b != NULL) {
		setup_road(s, &ro);
		if (b->outcome == OUTCOME_NEW)
			ingest_once(&ro.ingest, s->rules, b);
		status = report(c, s, b);
	}
	batch_free(b);
	setup_free(s);
	return (status);
}

const struct command cmd_try = { "try", "URL|FILE",
	"fetch, parse and classify, showing each step; writes nothing", false,
	NULL, run, NULL };
