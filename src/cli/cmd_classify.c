/*
 * earshot classify: what the rules hear in a text.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <jansson.h>

#include "earshot/jsonw.h"
#include "earshot/utf8.h"
#include "earshot/verdict_print.h"

#include "cli.h"
#include "postline.h"

enum { C_JSONL = CLI_OWN, C_TITLE, C_LANG, C_STARS };
/* A number of twenty digits is no fault. */
enum {
	READ_LINE = JSON_ALLOW_NUL | JSON_DECODE_INT_AS_REAL,
	READ_ANY = READ_LINE | JSON_DECODE_ANY
};
enum { LINE_CAP = 16 << 20, ARENA_CAP = 64 << 20, TEXT_CAP = 1 << 20 };

static const struct argument_row own[] = {
	{ C_JSONL, 0, "jsonl", NULL,
	    "JSON Lines on standard input, one object a line out" },
	{ C_TITLE, 0, "title", "TEXT", "the post's title" },
	{ C_LANG, 0, "lang", "CODE", "the language, instead of a guess" },
	{ C_STARS, 0, "stars", "N", "the rating that came with it, 1 to 5" },
	{ 0, 0, NULL, NULL, NULL },
};

static void
answer_error(struct buf *out, struct str id, const char *error)
{

	buf_printf(out, "{\"id\":%.*s,\"error\":", STR_ARG(id));
	jsonw_quote(out, str_of(error));
	buf_adds(out, "}\n");
}

static struct str
member(const json_t *o, const char *key)
{
	const json_t *v = json_object_get(o, key);

	if (!json_is_string(v))
		return ((struct str){ NULL, 0 });
	return ((struct str){ json_string_value(v), json_string_length(v) });
}

/* What one object asks; NULL, or what is wrong with it. */
static const char *
read_object(const json_t *o, struct classify_input *in)
{
	const json_t *stars = json_object_get(o, "stars");

	if (!json_is_object(o))
		return ("not an object");
	if (!json_is_string(json_object_get(o, "text")))
		return ("\"text\" is missing or no string");
	*in = (struct classify_input){ .text = member(o, "text"),
		.title = member(o, "title"),
		.lang = member(o, "lang"),
		.reply = str_eq(member(o, "context"), STR("reply")) };
	if (json_is_number(stars)) {
		double v = json_number_value(stars);

		if (v < 1 || v > 5)
			return ("\"stars\" is not from 1 to 5");
		in->stars = (int)v;
	}
	return (NULL);
}

/* What "id" says, byte for byte (1.10, twenty digits, escapes), also where the
 * rest of the line is broken; null if there is none. */
static struct str
id_of(struct str line)
{
	struct str id = postline_id(line);
	json_t *o = json_loadb(id.p != NULL ? id.p : "", id.n, READ_ANY, NULL);

	if (o == NULL)
		return (STR("null"));
	json_decref(o);
	return (id);
}

static void
answer(struct buf *out, struct str id, const struct verdict *v)
{

	verdict_json(out, id, v);
	if (out->n > 0 && out->p[out->n - 1] != '\n')
		buf_addc(out, '\n');
}

/* False: jansson must read it. */
static bool
classify_plain(struct classifier *k, struct arena *a, struct str line,
    struct buf *out)
{
	struct postline p;
	struct classify_input in;
	struct verdict v;

	if (!postline_read(a, line, &p))
		return (false);
	in = (struct classify_input){ .text = p.text,
		.title = p.title,
		.lang = p.lang,
		.reply = str_eq(p.context, STR("reply")),
		.stars = p.stars };
	if (classify(k, a, &in, &v) == OK)
		answer(out, p.id, &v);
	else
		answer_error(out, p.id, "out of memory");
	return (true);
}

static void
classify_line(struct classifier *k, struct arena *a, struct str line,
    struct buf *out)
{
	struct classify_input in;
	struct verdict v;
	json_error_t error;
	json_t *o;
	const char *why;
	struct str id = id_of(line);

	o = json_loadb(line.p, line.n, READ_LINE, &error);
	if (o == NULL) {
		answer_error(out, id, error.text);
		return;
	}
	why = read_object(o, &in);
	if (why == NULL && classify(k, a, &in, &v) != OK)
		why = "out of memory";
	if (why != NULL)
		answer_error(out, id, why);
	else
		answer(out, id, &v);
	json_decref(o);
}

static int
run_lines(struct cli *c, struct classifier *k)
{
	struct arena *a = arena_new(ARENA_CAP);
	struct buf out = BUF_INIT((size_t)ARENA_CAP * 4);
	char *line = NULL;
	size_t size = 0;
	ssize_t n;

	if (a == NULL)
		return (cli_fail(c, 2, "out of memory"));
	for (bool first = true; (n = getline(&line, &size, stdin)) >= 0;
	     first = false) {
		struct str s = str_trim((struct str){ line, (size_t)n });

		/* Some editors begin a file with it. */
		if (first && str_starts(s, STR("\xef\xbb\xbf")))
			s = str_sub(s, 3, s.n);
		arena_reset(a);
		if (n > LINE_CAP)
			answer_error(&out, STR("null"),
			    "the line is longer than 16 MB");
		else if (!classify_plain(k, a, s, &out))
			classify_line(k, a, s, &out);
		if (out.n > (1 << 16)) {
			fwrite(out.p, 1, out.n, stdout);
			buf_clear(&out);
		}
	}
	fwrite(buf_str(&out).p, 1, out.n, stdout);
	free(line);
	buf_free(&out);
	arena_free(a);
	return (ferror(stdin)
		    ? cli_fail(c, 2, "standard input: %s", strerror(errno))
		    : 0);
}

/* The operand is a file if there is one of that name, else the text itself. */
static int
run_text(struct cli *c, struct classifier *k, const struct ruleset *rules)
{
	struct classify_input in = { .title = str_of(c->own[C_TITLE - CLI_OWN]),
		.lang = str_of(c->own[C_LANG - CLI_OWN]) };
	const char *what = c->argc > 0 ? c->argv[0] : "-";
	const char *stars = c->own[C_STARS - CLI_OWN];
	struct buf body = BUF_INIT(TEXT_CAP), out = BUF_INIT(4 << 20);
	struct arena *a = arena_new(ARENA_CAP);
	struct verdict v;
	enum status st = OK;
	int64_t n;

	if (stars != NULL &&
	    (!str_to_i64(str_of(stars), &n) || n < 1 || n > 5)) {
		arena_free(a);
		return (cli_usage(c, "--stars %s: write 1 to 5", stars));
	}
	if (stars != NULL)
		in.stars = (int)n;
	if (strcmp(what, "-") == 0 || access(what, R_OK) == 0)
		st = cli_input(what, TEXT_CAP, &body);
	else
		buf_adds(&body, what);
	if (st == OK && a == NULL)
		st = E_MEMORY;
	if (st == OK) {
		in.text = utf8_clean(a, buf_str(&body), NULL);
		in.title = utf8_clean(a, in.title, NULL);
		st = classify(k, a, &in, &v);
	}
	if (st == OK) {
		verdict_text(&out, &in, ruleset_info(rules), &v,
		    cli_is_terminal(STDOUT_FILENO));
		fwrite(buf_str(&out).p, 1, out.n, stdout);
	}
	buf_free(&body);
	buf_free(&out);
	arena_free(a);
	return (st == OK ? 0 : cli_fail(c, 2, "%s: %s", what, status_told(st)));
}

static int
run(struct cli *c)
{
	struct classifier *k;
	struct setup *s;
	int status = 0;

	if (c->argc > 1)
		return (cli_usage(c, "one text or file at a time; put quotes "
				     "round a text of several words"));
	if (c->argc > 0 && c->own[C_JSONL - CLI_OWN] != NULL)
		return (cli_usage(c,
		    "--jsonl reads standard input: earshot "
		    "classify --jsonl <%s",
		    c->argv[0]));
	c->request.trust_rules = true;
	s = cli_setup(c, SETUP_RULES, &status);
	if (s == NULL)
		return (status);
	k = classifier_new(s->rules);
	if (k == NULL)
		status = cli_fail(c, 2, "out of memory");
	else if (c->own[C_JSONL - CLI_OWN] != NULL)
		status = run_lines(c, k);
	else
		status = run_text(c, k, s->rules);
	classifier_free(k);
	setup_free(s);
	return (status);
}

const struct command cmd_classify = { "classify", "[TEXT|FILE]",
	"what the rules hear in a text, and why", false, own, run, NULL };
