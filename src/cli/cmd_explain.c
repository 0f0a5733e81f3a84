/*
 * earshot insights, explain: what was heard, and why.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "earshot/clock.h"
#include "earshot/hearing.h"
#include "earshot/insight.h"
#include "earshot/replies.h"
#include "earshot/retain.h"
#include "earshot/utf8.h"
#include "earshot/verdict_print.h"

#include "show.h"
#include "themes.h"
#include "wrap.h"

enum { EXPLAIN_MEMORY = 64 << 20, TEXT_CAP = 1 << 20, SENTENCE_MAX = 160 };

static int
run_insights(struct cli *c)
{
	struct buf why = BUF_INIT(2000);
	struct reader *r = NULL;
	struct result *q = NULL;
	struct setup *s;
	int status = 0;

	if (c->argc > 0)
		return (cli_usage(c,
		    "what is '%s'? filters are options, such "
		    "as --signal idea",
		    c->argv[0]));
	s = cli_setup(c, SETUP_CONF, &status);
	if (s != NULL)
		r = cli_reader_known(c, s, 60000, &status);
	if (r != NULL) {
		themes_note(c, r);
		c->none = "no insight: `earshot status` says what is stored, "
			  "fewer filters show more";
		cli_limit(c);
		if (query_insights(r, &c->filter, &q, &why) != OK)
			status = cli_fail(c, 2, "%s", buf_str(&why).p);
		else
			status = cli_list(c, q,
			    "ref signal score published_ts source author "
			    "title snippet");
	}
	reader_close(r);
	setup_free(s);
	buf_free(&why);
	return (status);
}

const struct command cmd_insights = { "insights", "",
	"what was heard, newest first", true, NULL, run_insights, NULL };

static void
print_post(const struct stored_post *sp)
{
	const struct post *p = &sp->post;
	struct buf out = BUF_INIT(1 << 16);
	char when[CLOCK_TEXT] = "undated";

	if (p->published_ts != NO_TIME)
		clock_local_text(p->published_ts, when);
	buf_printf(&out, "post %" PRId64 "  %s  %.*s  %s  ", sp->post_id,
	    post_kind_word(p->kind), STR_ARG(sp->source), when);
	wrap_plain(p->author, &out);
	if (p->title.n > 0) {
		buf_adds(&out, "\n  ");
		wrap_plain(p->title, &out);
	}
	if (p->link.n > 0) {
		buf_adds(&out, "\n  ");
		wrap_plain(p->link, &out);
	}
	printf("%.*s\n", STR_ARG(buf_str(&out)));
	buf_free(&out);
}

/* 60 × .87 = 52.2 and so on, what is not 0; then the theme. */
static enum status
print_priority(struct reader *r, struct arena *a, int64_t insight_id)
{
	static const char *const names[PRIORITY_PARTS] = { "score", "intensity",
		"voices", "engagement", "novelty" };
	struct priority_told p;
	enum status st = query_priority(r, a, insight_id, &p);
	struct buf line = BUF_INIT(1000);
	const char *plus = "";

	if (st != OK)
		return (st);
	buf_printf(&line, "priority %.1f = ", p.base);
	for (int i = 0; i < PRIORITY_PARTS; i++) {
		if (p.of[i] <= 0)
			continue;
		buf_printf(&line, "%s%s %.3g × %.2f = %.1f", plus, names[i],
		    p.parts[i] / p.of[i], p.of[i], p.parts[i]);
		plus = " + ";
	}
	buf_printf(&line,
	    "%s; %.1f by its age, which halves it every %.3g days",
	    plus[0] == '\0' ? "0" : "", p.now, (double)p.half_life_s / 86400);
	wrap_print(buf_str(&line), 2, true,
	    cli_is_terminal(STDOUT_FILENO) ? wrap_width() : SIZE_MAX);
	buf_free(&line);
	if (p.theme.n > 0) {
		struct buf title = BUF_INIT(TEXT_CAP);

		wrap_plain(p.theme_title, &title);
		printf("  theme %.*s (%" PRId64 " insights, %" PRId64
		       " voice%s): %.*s\n",
		    STR_ARG(p.theme), p.theme_insights, p.theme_voices,
		    p.theme_voices == 1 ? "" : "s", STR_ARG(buf_str(&title)));
		buf_free(&title);
	}
	return (OK);
}

/* The column ${name} of the present row; SIZE_MAX: it is empty. */
static size_t
said(struct result *q, const char *name)
{

	for (size_t i = 0; i < result_columns(q); i++)
		if (strcmp(result_name(q, i), name) == 0)
			return (
			    result_type(q, i) != RESULT_NULL ? i : SIZE_MAX);
	return (SIZE_MAX);
}

/* "17 comments (2.5 an hour), 40 likes, rated 4.2, 33 votes, read at …" */
static void
print_row(struct result *q)
{
	static const char *const numbers[] = { "comments", "likes", "views",
		"votes" };
	const char *comma = "  ";
	char when[CLOCK_TEXT];
	size_t at;

	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		char speed[40];

		at = said(q, numbers[i]);
		if (at == SIZE_MAX)
			continue;
		printf("%s%" PRId64 " %s", comma, result_int(q, at),
		    numbers[i]);
		comma = ", ";
		snprintf(speed, sizeof(speed), "%s_per_h", numbers[i]);
		at = said(q, speed);
		if (at != SIZE_MAX && result_real(q, at) > 0)
			printf(" (%.3g an hour)", result_real(q, at));
	}
	at = said(q, "rating");
	if (at != SIZE_MAX)
		printf("%srated %.1f of 5", comma, result_real(q, at));
	at = said(q, "taken_ts");
	clock_local_text(at != SIZE_MAX ? result_int(q, at) : 0, when);
	printf(", read %s\n", when);
}

static int
print_numbers(struct cli *c, struct reader *r, int64_t post_id)
{
	struct buf why = BUF_INIT(2000);
	struct result *q = NULL;
	bool row = false;
	int status = 0;

	if (query_engagement(r, post_id, &q, &why) != OK ||
	    result_next(q, &row) != OK)
		status = cli_fail(c, 2, "its numbers cannot be read%s%s",
		    why.n > 0 ? ": " : "", why.n > 0 ? why.p : "");
	else if (row)
		print_row(q);
	result_free(q);
	buf_free(&why);
	return (status);
}

static void
print_novelty(const struct novelty *n)
{
	struct buf out = BUF_INIT(200);

	show_novelty(n, &out);
	if (out.n > 0)
		printf("  %.*s\n", STR_ARG(buf_str(&out)));
	buf_free(&out);
}

static int
print_insight(struct cli *c, struct reader *r, struct arena *a,
    const struct stored_post *sp, const struct stored_insight *in)
{
	bool color = cli_is_terminal(STDOUT_FILENO);
	struct shown *list = NULL;
	size_t n = 0;

	if (show_evidence(r, a, in->insight_id, &list, &n) != OK)
		return (cli_fail(c, 2, "the evidence cannot be read"));
	printf("\n%s  %s  score %.2f  %.*s\n", in->ref, signal_word(in->signal),
	    in->score, STR_ARG(in->state));
	print_novelty(&in->novelty);
	for (size_t i = 0; i < n; i++) {
		struct buf out = BUF_INIT(1 << 16);

		show_sentence_of(a, &sp->post, &list[i], SENTENCE_MAX, color,
		    &out);
		printf("  %+5.2f  %.*s%s", list[i].points,
		    STR_ARG(list[i].rule), list[i].negated ? " (negated)" : "");
		if (list[i].vetoed_by.n > 0)
			printf(" (vetoed by %.*s)", STR_ARG(list[i].vetoed_by));
		putchar('\n');
		if (list[i].about.n > 0)
			printf("         %.*s\n", STR_ARG(list[i].about));
		if (out.n > 0)
			printf("         %.*s: %s\n", STR_ARG(list[i].field),
			    out.p);
		buf_free(&out);
	}
	if (print_priority(r, a, in->insight_id) != OK)
		return (cli_fail(c, 2, "the priority cannot be read"));
	return (0);
}

static int
print_today(struct cli *c, struct arena *a, const struct setup *s,
    const struct classify_input *in)
{
	struct classifier *k = classifier_new(s->rules);
	struct buf out = BUF_INIT(4 << 20);
	struct verdict v;
	int status = 0;

	if (k == NULL || classify(k, a, in, &v) != OK)
		status = cli_fail(c, 2, "out of memory");
	else {
		verdict_text(&out, in, ruleset_info(s->rules), &v,
		    cli_is_terminal(STDOUT_FILENO));
		fwrite(buf_str(&out).p, 1, out.n, stdout);
	}
	buf_free(&out);
	classifier_free(k);
	return (status);
}

/* A text of standard input, or the words themselves. */
static int
explain_text(struct cli *c, struct arena *a, const struct setup *s)
{
	bool input = strcmp(c->argv[0], "-") == 0;
	struct buf body = BUF_INIT(TEXT_CAP);
	struct classify_input in = { .stars = 0 };
	enum status st = OK;
	int status;

	if (input)
		st = cli_input("-", TEXT_CAP, &body);
	if (st != OK)
		return (cli_fail(c, 2, "standard input: %s", status_told(st)));
	in.text =
	    utf8_clean(a, input ? buf_str(&body) : str_of(c->argv[0]), NULL);
	status = print_today(c, a, s, &in);
	buf_free(&body);
	return (status);
}

/* What names something stored is one word: a reference, a number, an address.
 * All else is a text. */
static bool
is_text(const char *word)
{
	struct str rest = str_of(word);
	char ref[INSIGHT_REF];
	int64_t id;

	(void)str_word(&rest);
	if (str_word(&rest).n > 0 || strcmp(word, "-") == 0)
		return (true);
	return (!themes_is_ref(word) && !insight_ref_read(str_of(word), ref) &&
		!str_to_i64(str_of(word), &id) &&
		str_find(str_of(word), STR("://")) == SIZE_MAX &&
		str_find(str_of(word), STR("/")) == SIZE_MAX);
}

static int
explain_post(struct cli *c, struct arena *a, const struct setup *s)
{
	struct buf gone = BUF_INIT(4000);
	struct classify_input in;
	struct stored_post sp;
	struct reader *r;
	int status = 0;
	enum status st;

	r = cli_reader(c, s, 10000, &status);
	if (r == NULL)
		return (status);
	st = query_post(r, a, str_of(c->argv[0]), &sp);
	if (st == E_NOT_FOUND &&
	    query_gone(r, str_of(c->argv[0]), &gone) == OK && gone.n > 0) {
		status = cli_fail(c, 1, "%s", buf_str(&gone).p);
		goto out;
	}
	if (st != OK) {
		status = cli_fail(c, st == E_NOT_FOUND ? 1 : 2,
		    "%s: no such insight, post or address in %s", c->argv[0],
		    s->store_path);
		goto out;
	}
	print_post(&sp);
	status = print_numbers(c, r, sp.post_id);
	if (status == 0 && sp.ninsights == 0)
		puts("\nno insight: nothing fired when it was scored");
	for (int64_t i = 0; i < sp.ninsights && status == 0; i++)
		status = print_insight(c, r, a, &sp, &sp.insights[i]);
	if (status == 0) {
		puts("\nby today's rules, every signal:");
		if (sp.post.title.n > 0 && replies_title(&sp.post).n == 0)
			puts("(its title is not heard: it is that of what it "
			     "answers)");
		in = hearing_input(&sp.post, str_of(NULL));
		status = print_today(c, a, s, &in);
	}
out:
	buf_free(&gone);
	reader_close(r);
	return (status);
}

static int
run_explain(struct cli *c)
{
	struct arena *a = arena_new(EXPLAIN_MEMORY);
	struct setup *s = NULL;
	int status = 0;

	if (c->argc != 1)
		status = cli_usage(c, "one insight, post, address or text, or "
				      "- for standard input; put quotes round "
				      "a text of several words");
	else if (a == NULL)
		status = cli_fail(c, 2, "out of memory");
	else
		s = cli_setup(c, SETUP_RULES, &status);
	if (s != NULL)
		status = is_text(c->argv[0]) ? explain_text(c, a, s)
			 : themes_is_ref(c->argv[0])
			     ? themes_show(c, s, c->argv[0])
			     : explain_post(c, a, s);
	setup_free(s);
	arena_free(a);
	return (status);
}

const struct command cmd_explain = {
	"explain", "REF|POST|URL|TEXT|-",
	"every signal of a post: points, rule, words, and what did not fire",
	false, NULL, run_explain,
	"REF is an insight's reference such as K7QX-2MPD, or a theme's; POST a "
	"post's\nnumber; - reads a text from standard input.\n"
	"For each signal: its score, how far that is from the threshold, and "
	"every rule\nthat matched: its points, what it is about, the words in "
	"their sentence, and why\nit counts nothing when it does not (negated, "
	"vetoed, something missing).\n"
	"Novelty: how new it was when it was first heard: 0.4 x voice + 0.2 x "
	"place +\n0.4 x words; what is unknown counts 0.5 (earshot-sql(7)).\n"
};
