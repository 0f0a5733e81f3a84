/*
 * earshot thread: a conversation, indented, with the signals in it.
 */
#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

#include "earshot/clock.h"
#include "earshot/utf8.h"

#include "show.h"

enum { T_JSON = CLI_OWN };

enum {
	POST_MEMORY = 16 << 20,
	INDENT_MAX = 12, /* steps to the right */
	TEXT_SHOWN = 200,
	SENTENCE_SHOWN = 160
};

static const struct argument_row options[] = {
	{ T_JSON, 0, "json", NULL, "JSON Lines: an object a post" },
	{ 0, 0, NULL, NULL, NULL },
};

static struct str
text_of(struct result *q, const char *name)
{
	size_t i = cli_column(q, str_of(name));

	return (i == SIZE_MAX || result_type(q, i) == RESULT_NULL
		    ? (struct str){ NULL, 0 }
		    : result_text(q, i));
}

static int64_t
int_of(struct result *q, const char *name)
{
	size_t i = cli_column(q, str_of(name));

	return (i == SIZE_MAX ? 0 : result_int(q, i));
}

static void
indent(int64_t depth)
{

	printf("%*s", (int)(depth < INDENT_MAX ? depth : INDENT_MAX) * 2, "");
}

/* One line of what feeds said: nothing that a terminal would obey. */
static void
put(struct str s, size_t max)
{
	size_t n = s.n > max ? utf8_floor(s, max) : s.n;

	for (size_t i = 0; i < n; i++)
		putchar((unsigned char)s.p[i] < ' ' || s.p[i] == 0x7f ? ' '
								      : s.p[i]);
	if (n < s.n)
		fputs("…", stdout);
}

static void
put_span(int64_t seconds)
{

	if (seconds < 2 * 3600)
		printf("%" PRId64 " min", seconds / 60);
	else if (seconds < 2 * 86400)
		printf("%" PRId64 " h", seconds / 3600);
	else
		printf("%" PRId64 " days", seconds / 86400);
}

static void
print_head(const struct thread_head *h)
{

	printf("%" PRId64 " post%s, %" PRId64 " voice%s, %s", h->posts,
	    h->posts == 1 ? "" : "s", h->voices, h->voices == 1 ? "" : "s",
	    h->closed_ts != NO_TIME ? "closed" : "open");
	if (h->staff_replied_ts != NO_TIME) {
		fputs(", staff answered after ", stdout);
		put_span(h->reply_wait_s);
	} else if (h->posts > 1)
		fputs(", no answer from staff", stdout);
	fputs("\n\n", stdout);
}

/* Each live insight of a post, with the words that prove it. */
static enum status
print_signals(struct reader *r, struct arena *a, int64_t post_id, int64_t depth)
{
	struct stored_post sp;
	char id[24];
	enum status st;

	snprintf(id, sizeof(id), "%" PRId64, post_id);
	arena_reset(a);
	st = query_post(r, a, str_of(id), &sp);
	for (int64_t i = 0; st == OK && i < sp.ninsights; i++) {
		const struct stored_insight *in = &sp.insights[i];
		struct buf out = BUF_INIT(1 << 16);
		struct shown *list = NULL;
		size_t n = 0;

		if (!str_eq(in->state, STR("live")))
			continue;
		st = show_evidence(r, a, in->insight_id, &list, &n);
		if (st == OK)
			show_sentence(a, &sp.post, list, n, SENTENCE_SHOWN,
			    cli_is_terminal(STDOUT_FILENO), &out);
		indent(depth);
		printf("  %s %.2f %s: %.*s\n", signal_word(in->signal),
		    in->score, in->ref, STR_ARG(buf_str(&out)));
		buf_free(&out);
	}
	return (st);
}

static enum status
print_row(struct reader *r, struct arena *a, struct result *q)
{
	int64_t depth = int_of(q, "depth"), post_id = int_of(q, "post_id");
	struct str author = text_of(q, "author");
	struct str kind = text_of(q, "author_kind");
	char when[CLOCK_TEXT] = "undated";

	if (int_of(q, "dated") != 0)
		clock_local_text(int_of(q, "published_ts"), when);
	indent(depth);
	printf("%s  ", when);
	put(author.n > 0 ? author : STR("nobody named"), TEXT_SHOWN);
	if (kind.n > 0 && !str_eq(kind, STR("unknown")))
		printf(" (%.*s)", STR_ARG(kind));
	printf("  post %" PRId64 "%s\n", post_id,
	    str_eq(text_of(q, "state"), STR("removed")) ? ", removed" : "");
	if (depth == 0 && text_of(q, "title").n > 0) {
		fputs("  ", stdout);
		put(text_of(q, "title"), TEXT_SHOWN);
		fputs("\n  ", stdout);
		put(text_of(q, "url"), SIZE_MAX);
		putchar('\n');
	}
	indent(depth);
	fputs("  ", stdout);
	put(text_of(q, "text"), TEXT_SHOWN);
	putchar('\n');
	return (text_of(q, "signals").n > 0
		    ? print_signals(r, a, post_id, depth)
		    : OK);
}

static int
print_thread(struct cli *c, struct reader *r, struct arena *a,
    const struct thread_head *head, struct result *q)
{
	enum status st;
	bool row;

	print_head(head);
	while ((st = result_next(q, &row)) == OK && row) {
		st = print_row(r, a, q);
		if (st != OK)
			break;
	}
	result_free(q);
	return (st == OK ? 0
			 : cli_fail(c, 2, "the conversation cannot be read: %s",
			       reader_error(r)));
}

static int
show_thread(struct cli *c, struct arena *a, const struct setup *s)
{
	struct buf why = BUF_INIT(2000);
	struct result *q = NULL;
	struct thread_head head;
	struct stored_post sp;
	int status = 0;
	struct reader *r = cli_reader(c, s, 10000, &status);
	enum status st;

	if (r == NULL)
		return (status);
	st = query_post(r, a, str_of(c->argv[0]), &sp);
	if (st == OK)
		st = query_thread(r, sp.post_id, &head, &q, &why);
	if (st == E_NOT_FOUND)
		status =
		    cli_fail(c, 1, "%s: no such insight, post or address in %s",
			c->argv[0], s->store_path);
	else if (st != OK)
		status = cli_fail(c, 2, "%s",
		    why.n > 0 ? buf_str(&why).p : reader_error(r));
	else if (c->json)
		status = cli_list(c, q, NULL);
	else
		status = print_thread(c, r, a, &head, q);
	buf_free(&why);
	reader_close(r);
	return (status);
}

static int
run_thread(struct cli *c)
{
	struct arena *a = NULL;
	struct setup *s = NULL;
	int status = 0;

	if (c->argc != 1)
		return (cli_usage(c, "one insight, post or address"));
	a = arena_new(POST_MEMORY);
	if (a == NULL)
		return (cli_fail(c, 2, "out of memory"));
	c->json = c->own[T_JSON - CLI_OWN] != NULL;
	s = cli_setup(c, SETUP_CONF, &status);
	if (s != NULL)
		status = show_thread(c, a, s);
	setup_free(s);
	arena_free(a);
	return (status);
}

const struct command cmd_thread = { "thread", "REF|POST|URL",
	"the conversation that a post belongs to, with the signals in it",
	false, options, run_thread,
	"REF is an insight's reference such as K7QX-2MPD; POST a post's "
	"number.\nEach post stands below what it answers: when, who, whether "
	"customer, staff or\npartner, its words, and what was heard in it.\n" };
