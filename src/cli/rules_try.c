/*
 * earshot rules try: what would be heard in a text, by today's rules and by
 * other ones, and which rules nearly spoke.
 */
#include <stdio.h>
#include <unistd.h>

#include "earshot/jsonw.h"
#include "earshot/utf8.h"
#include "earshot/verdict_print.h"

#include "rules.h"

enum { TRY_MEMORY = 64 << 20, TRY_INPUT = 64 << 20, TRY_OUT = 256 << 20 };

/* One rule set to try by. */
struct side {
	struct ruleset *rules;
	struct classifier *classifier;
	const char *key; /* in JSON */
	char heading[300];
};

struct trial {
	struct cli *cli;
	struct arena *arena;
	struct side sides[2];
	size_t nsides;
	struct buf out;
};

static int
add_side(struct trial *t, const struct setup *s, bool named)
{
	struct side *side = &t->sides[t->nsides];
	struct rules_tiers tiers;
	size_t n = 0;
	int status = 0;

	rules_tiers(t->cli, s, named, &tiers);
	side->rules = rules_load(t->cli, tiers.shipped, tiers.own, &status);
	if (side->rules == NULL && status == 1 && named)
		fputs("(--rules means these files alone, without today's; "
		      "`earshot rules preview` adds a file to today's)\n",
		    stderr);
	if (side->rules == NULL)
		return (status == 1 && !named ? EXIT_CONFIG : status);
	t->nsides++;
	side->classifier = classifier_new(side->rules);
	if (side->classifier == NULL)
		return (cli_fail(t->cli, 2, "out of memory"));
	side->key = named ? "with" : "today";
	n = (size_t)snprintf(side->heading, sizeof(side->heading), "by %s",
	    named ? "" : "today's rules");
	for (size_t i = 0; named && i < t->cli->request.nrules; i++)
		if (n < sizeof(side->heading))
			n += (size_t)snprintf(side->heading + n,
			    sizeof(side->heading) - n, "%s%s",
			    i > 0 ? ", " : "", t->cli->request.rules[i]);
	return (0);
}

static enum status
try_for_people(struct trial *t, const struct classify_input *in)
{
	bool color = t->cli->out_file == NULL && cli_is_terminal(STDOUT_FILENO);

	for (size_t i = 0; i < t->nsides; i++) {
		struct verdict v;

		if (classify(t->sides[i].classifier, t->arena, in, &v) != OK)
			return (E_MEMORY);
		buf_printf(&t->out, "%s:\n", t->sides[i].heading);
		verdict_brief(&t->out, in, ruleset_info(t->sides[i].rules), &v,
		    color);
	}
	return (OK);
}

static enum status
try_for_machines(struct trial *t, const struct classify_input *in)
{
	struct jsonw j;

	jsonw_init(&j, &t->out);
	jsonw_object(&j);
	jsonw_kstr(&j, "text", in->text);
	for (size_t i = 0; i < t->nsides; i++) {
		struct verdict v;

		if (classify(t->sides[i].classifier, t->arena, in, &v) != OK)
			return (E_MEMORY);
		jsonw_key(&j, t->sides[i].key);
		verdict_json(&t->out, STR("null"), &v);
		j.after_key = false;
	}
	jsonw_end_object(&j);
	buf_addc(&t->out, '\n');
	return (OK);
}

static enum status
try_text(struct trial *t, struct str text)
{
	struct classify_input in = { .lang = t->cli->filter.lang };

	arena_reset(t->arena);
	in.text = utf8_clean(t->arena, text, NULL);
	if (t->cli->json)
		return (try_for_machines(t, &in));
	/* Which text it is needs saying only where there are several. */
	if (t->cli->argc > 1 || strcmp(t->cli->argv[0], "-") == 0) {
		buf_printf(&t->out, "%s", t->out.n > 0 ? "\n" : "");
		for (size_t i = 0; i < in.text.n; i++)
			buf_addc(&t->out, (unsigned char)in.text.p[i] < ' '
					      ? ' '
					      : in.text.p[i]);
		buf_addc(&t->out, '\n');
	}
	return (try_for_people(t, &in));
}

/* Standard input: a text a line. */
static enum status
try_lines(struct trial *t)
{
	struct buf input = BUF_INIT(TRY_INPUT);
	enum status st = cli_input("-", TRY_INPUT, &input);
	struct str rest = buf_str(&input), line;

	while (st == OK && rest.n > 0) {
		line = str_trim(str_cut(&rest, '\n'));
		if (line.n > 0)
			st = try_text(t, line);
	}
	buf_free(&input);
	return (st);
}

int
rules_try(struct cli *c)
{
	struct trial t = { .cli = c, .out = BUF_INIT(TRY_OUT) };
	struct setup *s = NULL;
	enum status st = OK;
	int status = 0;

	t.arena = arena_new(TRY_MEMORY);
	if (t.arena == NULL)
		return (cli_fail(c, 2, "out of memory"));
	s = cli_setup(c, SETUP_CONF, &status);
	if (s == NULL)
		goto out;
	status = add_side(&t, s, false);
	if (status == 0 && c->request.nrules > 0)
		status = add_side(&t, s, true);
	if (status != 0)
		goto out;
	for (int i = 0; i < c->argc && st == OK; i++)
		st = strcmp(c->argv[i], "-") == 0
			 ? try_lines(&t)
			 : try_text(&t, str_of(c->argv[i]));
	if (st == OK && buf_failed(&t.out))
		st = E_TOO_LARGE;
	status = st != OK ? cli_fail(c, 2, "%s", status_told(st))
			  : cli_write_out(c, buf_str(&t.out));
out:
	for (size_t i = 0; i < t.nsides; i++) {
		classifier_free(t.sides[i].classifier);
		ruleset_unref(t.sides[i].rules);
	}
	buf_free(&t.out);
	setup_free(s);
	arena_free(t.arena);
	return (status);
}
