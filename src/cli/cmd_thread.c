/*
 * earshot thread: a conversation, indented, with the signals in it.
 */
#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

#include "earshot/clock.h"
#include "earshot/replies.h"
#include "earshot/retain.h"
#include "earshot/utf8.h"

#include "show.h"
#include "wrap.h"

enum { T_JSON = CLI_OWN, T_CSV, T_FULL };

enum {
	POST_MEMORY = 16 << 20,
	INDENT_MAX = 12, /* steps to the right */
	TEXT_SHOWN = 400,
	NAME_SHOWN = 80,
	SENTENCE_SHOWN = 200,
	LINE_MAX_BYTES = 1 << 20
};

static const struct argument_row options[] = {
	{ T_JSON, 0, "json", NULL, "JSON Lines: an object a post" },
	{ T_CSV, 0, "csv", "[excel]",
	    "CSV, a line a post; =excel: as Excel opens it" },
	{ T_FULL, 0, "full", NULL, "whole texts, not their beginnings" },
	{ 0, 0, NULL, NULL, NULL },
};

/* One conversation on its way to the terminal. */
struct telling {
	struct reader *reader;
	struct arena *arena;
	struct result *rows;
	int64_t asked_for; /* the post that was named */
	int64_t told;
	size_t width;
	bool full, color;
	struct buf line;
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

static size_t
indent_of(int64_t depth)
{

	return ((size_t)(depth < INDENT_MAX ? depth : INDENT_MAX) * 2);
}

/* The beginning of what feeds said. */
static void
add(struct telling *t, struct str s, size_t max)
{
	size_t n = s.n > max ? utf8_floor(s, max) : s.n;

	wrap_plain(str_sub(s, 0, n), &t->line);
	if (n < s.n)
		buf_adds(&t->line, "…");
}

static void
end_line(struct telling *t, int64_t depth)
{

	wrap_print(buf_str(&t->line), indent_of(depth) + 2, false, t->width);
	buf_clear(&t->line);
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
	} else if (h->posts > 1 && h->asked_ts != NO_TIME)
		fputs(", no answer from staff", stdout);
	putchar('\n');
}

/* Evidence in the title says so: the words stand nowhere below. */
static bool
is_in_title(const struct shown *list, size_t n)
{

	for (size_t i = 0; i < n; i++)
		if (list[i].start >= 0 && list[i].points > 0)
			return (str_eq(list[i].field, STR("title")));
	return (false);
}

static enum status
add_sentence(struct telling *t, const struct stored_post *sp,
    const struct stored_insight *in)
{
	struct shown *list = NULL;
	size_t n = 0;
	enum status st =
	    show_evidence(t->reader, t->arena, in->insight_id, &list, &n);

	if (st != OK)
		return (st);
	if (is_in_title(list, n))
		buf_adds(&t->line, "in the title: ");
	show_sentence(t->arena, &sp->post, list, n, SENTENCE_SHOWN, t->color,
	    &t->line);
	return (OK);
}

/* Each live insight of a post, with the words that prove it. */
static enum status
print_signals(struct telling *t, const struct stored_post *sp, int64_t depth)
{
	enum status st = OK;

	for (int64_t i = 0; st == OK && i < sp->ninsights; i++) {
		const struct stored_insight *in = &sp->insights[i];

		if (!str_eq(in->state, STR("live")))
			continue;
		buf_printf(&t->line, "* %s %.2f %s: ", signal_word(in->signal),
		    in->score, in->ref);
		st = add_sentence(t, sp, in);
		wrap_print(buf_str(&t->line), indent_of(depth) + 2, true,
		    t->width);
		buf_clear(&t->line);
	}
	return (st);
}

/* Who says it, and when. */
static void
print_who(struct telling *t, const struct stored_post *sp, int64_t depth)
{
	struct str author = text_of(t->rows, "author");
	struct str kind = text_of(t->rows, "author_kind");
	int64_t parent = int_of(t->rows, "parent_id");
	int64_t first = int_of(t->rows, "duplicate_of");
	char when[CLOCK_TEXT] = "undated";

	if (int_of(t->rows, "dated") != 0)
		clock_local_text(int_of(t->rows, "published_ts"), when);
	buf_printf(&t->line, "%s  ", when);
	add(t, author.n > 0 ? author : STR("nobody named"), NAME_SHOWN);
	if (kind.n > 0 && !str_eq(kind, STR("unknown")))
		buf_printf(&t->line, " (%.*s)", STR_ARG(kind));
	buf_printf(&t->line, "  post %" PRId64, sp->post_id);
	if (depth > INDENT_MAX)
		buf_printf(&t->line, ", answers post %" PRId64, parent);
	if (first != 0)
		buf_printf(&t->line, ", repeats post %" PRId64, first);
	if (str_eq(text_of(t->rows, "state"), STR("removed")))
		buf_adds(&t->line, ", removed");
	if (sp->post_id == t->asked_for && t->told > 0)
		buf_adds(&t->line, "  <-");
	printf("\n%*s%.*s\n", (int)indent_of(depth), "",
	    STR_ARG(buf_str(&t->line)));
	buf_clear(&t->line);
}

static enum status
print_row(struct telling *t)
{
	int64_t depth = int_of(t->rows, "depth");
	struct stored_post sp;
	struct str title;
	char id[24];
	enum status st;

	snprintf(id, sizeof(id), "%" PRId64, int_of(t->rows, "post_id"));
	arena_reset(t->arena);
	st = query_post(t->reader, t->arena, str_of(id), &sp);
	if (st != OK)
		return (st);
	print_who(t, &sp, depth);
	title = depth == 0 ? sp.post.title : replies_title(&sp.post);
	/* WordPress titles a comment with its author, who stands above. */
	if (depth > 0 && str_istarts(title, STR("By: ")) &&
	    str_eq(str_sub(title, 4, title.n), sp.post.author))
		title.n = 0;
	add(t, title, t->full ? SIZE_MAX : TEXT_SHOWN);
	end_line(t, depth);
	if (depth == 0) {
		add(t, sp.post.link, SIZE_MAX);
		end_line(t, depth);
	}
	add(t, sp.post.text, t->full ? SIZE_MAX : TEXT_SHOWN);
	end_line(t, depth);
	return (print_signals(t, &sp, depth));
}

static int
print_thread(struct cli *c, struct telling *t, const struct thread_head *head)
{
	enum status st;
	bool row;

	t->line = BUF_INIT(LINE_MAX_BYTES);
	t->width = wrap_width();
	t->full = c->own[T_FULL - CLI_OWN] != NULL;
	t->color = cli_is_terminal(STDOUT_FILENO);
	print_head(head);
	while ((st = result_next(t->rows, &row)) == OK && row) {
		st = print_row(t);
		if (st != OK)
			break;
		t->told++;
	}
	if (st == OK && t->told < head->posts)
		printf("\n%" PRId64
		       " more: SELECT * FROM v_post WHERE root_id = %" PRId64
		       "\n",
		    head->posts - t->told, head->root_id);
	result_free(t->rows);
	buf_free(&t->line);
	return (st == OK ? 0
			 : cli_fail(c, 2, "the conversation cannot be read: %s",
			       reader_error(t->reader)));
}

/* Nothing goes by that name, or nothing any more. */
static int
not_there(struct cli *c, struct reader *r, const struct setup *s)
{
	struct buf gone = BUF_INIT(4000);
	int status;

	if (query_gone(r, str_of(c->argv[0]), &gone) == OK && gone.n > 0)
		status = cli_fail(c, 1, "%s", buf_str(&gone).p);
	else
		status = cli_fail(c, 1,
		    "%s is not in %s; it takes an insight's reference such as "
		    "K7QX-2MPD, a post's number or a post's address",
		    c->argv[0], s->store_path);
	buf_free(&gone);
	return (status);
}

static int
show_thread(struct cli *c, struct arena *a, const struct setup *s)
{
	struct buf why = BUF_INIT(2000);
	struct telling t = { .arena = a };
	struct thread_head head;
	struct stored_post sp;
	int status = 0;
	enum status st;

	t.reader = cli_reader(c, s, 10000, &status);
	if (t.reader == NULL)
		return (status);
	st = query_post(t.reader, a, str_of(c->argv[0]), &sp);
	t.asked_for = st == OK ? sp.post_id : 0;
	if (st == OK)
		st = query_thread(t.reader, sp.post_id, &head, &t.rows, &why);
	if (st == E_NOT_FOUND)
		status = not_there(c, t.reader, s);
	else if (st != OK)
		status = cli_fail(c, 2, "%s",
		    why.n > 0 ? buf_str(&why).p : reader_error(t.reader));
	else if (c->json || c->csv)
		status = cli_list(c, t.rows, NULL);
	else
		status = print_thread(c, &t, &head);
	buf_free(&why);
	reader_close(t.reader);
	return (status);
}

/* The lists' options, of which only these make sense here. */
static bool
take_form(struct cli *c)
{
	const char *csv = c->own[T_CSV - CLI_OWN];

	c->json = c->own[T_JSON - CLI_OWN] != NULL;
	c->csv = csv != NULL;
	c->excel = csv != NULL && strcmp(csv, "excel") == 0;
	return (csv == NULL || csv[0] == '\0' || c->excel);
}

static int
run_thread(struct cli *c)
{
	struct arena *a = NULL;
	struct setup *s = NULL;
	int status = 0;

	if (c->argc != 1)
		return (cli_usage(c,
		    "one insight's reference, post's number or address"));
	if (!take_form(c))
		return (cli_usage(c, "--csv or --csv=excel"));
	a = arena_new(POST_MEMORY);
	if (a == NULL)
		return (cli_fail(c, 2, "out of memory"));
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
	"customer, staff or\npartner, its words, and below them with a * what "
	"was heard in it; <- marks the\none that was asked for.\n" };
