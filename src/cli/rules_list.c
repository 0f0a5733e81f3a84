/*
 * earshot rules list: all rules with their weights, or what a person's own
 * files changed of the shipped ones.
 */
#include <stdio.h>

#include "earshot/rulebook.h"
#include "earshot/utf8.h"

#include "rules.h"

enum { CHANGES_MEMORY = 64 << 20, SHOWN_MAX = 60 };

static const struct rows_column columns[] = {
	{ "rule", RESULT_TEXT, SHAPE_PLAIN },
	{ "pack", RESULT_TEXT, SHAPE_PLAIN },
	{ "signal", RESULT_TEXT, SHAPE_PLAIN },
	{ "weight", RESULT_REAL, SHAPE_SHARE },
	{ "weight_from", RESULT_TEXT, SHAPE_PLAIN },
	{ "weight_at", RESULT_TEXT, SHAPE_PLAIN },
	{ "weight_file", RESULT_TEXT, SHAPE_PLAIN },
	{ "weight_line", RESULT_INT, SHAPE_NUMBER },
	{ "facet", RESULT_TEXT, SHAPE_PLAIN },
	{ "target", RESULT_TEXT, SHAPE_PLAIN },
	{ "lang", RESULT_TEXT, SHAPE_PLAIN },
	{ "about", RESULT_TEXT, SHAPE_WIDE },
	{ "file", RESULT_TEXT, SHAPE_PLAIN },
	{ "line", RESULT_INT, SHAPE_NUMBER },
	{ NULL, RESULT_NULL, SHAPE_PLAIN },
};

/* True: its weight is not said where the rule is. */
static bool
add_rule(struct rows *r, const struct ruleset *rs, const struct rule_info *rule)
{
	struct rule_weight from;
	char at[4096];
	bool tuned;

	rulebook_weight(rs, rule, &from);
	rows_text(r, rule->name);
	rows_text(r, rule->pack);
	rows_word(r, signal_word(rule->signal));
	rows_real(r, rule->weight);
	rows_word(r, weight_from_word(from.from));
	tuned = from.from == WEIGHT_FITTED || from.from == WEIGHT_PERSON;
	snprintf(at, sizeof(at), "%.*s:%u", STR_ARG(from.file), from.line);
	rows_word(r, tuned ? at : NULL);
	rows_text(r, from.file);
	rows_int(r, from.line);
	rows_word(r, facet_word(rule->facet));
	rows_word(r, target_word(rule->target));
	rows_text(r, rule->lang);
	rows_text(r, rule->about);
	rows_text(r, rule->file);
	rows_int(r, rule->line);
	return (tuned);
}

static bool
wanted(const struct query_filter *f, enum signal signal,
    const struct rule_info *rule)
{

	return (
	    (signal == SIGNAL_NONE || rule->signal == signal) &&
	    (f->lang.n == 0 || str_ieq(f->lang, rule->lang)) &&
	    (f->facet.n == 0 || facet_of(f->facet) == (int)rule->facet) &&
	    (f->target.n == 0 || target_of(f->target) == (int)rule->target));
}

int
rules_list(struct cli *c)
{
	const struct ruleset_info *info;
	enum signal signal;
	struct setup *s;
	struct rows *r;
	bool tuned = false;
	int status = 0;

	if (!rules_signal(c, &signal) || !rules_kinds(c))
		return (2);
	if (rules_option(c, R_CHANGED) != NULL)
		return (rules_changes(c));
	s = cli_setup(c, SETUP_RULES, &status);
	if (s == NULL)
		return (status);
	info = ruleset_info(s->rules);
	r = rows_new(columns);
	for (size_t i = 0; r != NULL && i < info->nrules; i++)
		if (wanted(&c->filter, signal, info->rules[i]))
			tuned |= add_rule(r, s->rules, info->rules[i]);
	if (r != NULL && rows_count(r) == 0 && !c->json && !c->csv &&
	    c->out_file == NULL) {
		if (!c->request.quiet)
			fputs("no rule is like that\n", stderr);
		rows_free(r);
	} else
		status = cli_rows(c, r, NULL,
		    tuned ? "rule signal weight weight_from weight_at facet "
			    "target "
			    "about"
			  : "rule signal weight weight_from facet target lang "
			    "about");
	setup_free(s);
	return (status);
}

static const struct rows_column changed_columns[] = {
	{ "change", RESULT_TEXT, SHAPE_PLAIN },
	{ "name", RESULT_TEXT, SHAPE_PLAIN },
	{ "signal", RESULT_TEXT, SHAPE_PLAIN },
	{ "was", RESULT_TEXT, SHAPE_WIDE },
	{ "now", RESULT_TEXT, SHAPE_WIDE },
	{ "at", RESULT_TEXT, SHAPE_PLAIN },
	{ "file", RESULT_TEXT, SHAPE_PLAIN },
	{ "line", RESULT_INT, SHAPE_NUMBER },
	{ NULL, RESULT_NULL, SHAPE_PLAIN },
};

/* Of what may be long people see the beginning, tools all. */
static struct str
shown(const struct cli *c, struct arena *a, struct str s)
{

	if (c->json || c->csv || s.n <= SHOWN_MAX)
		return (s);
	return (arena_printf(a, "%.*s…",
	    STR_ARG(str_sub(s, 0, utf8_floor(s, SHOWN_MAX)))));
}

static void
add_change(const struct cli *c, struct rows *r, struct arena *a,
    const struct rule_change *ch)
{

	rows_word(r, ch->what);
	rows_text(r, ch->name);
	rows_word(r,
	    ch->signal != SIGNAL_NONE ? signal_word(ch->signal) : NULL);
	rows_text(r, shown(c, a, ch->was));
	rows_text(r, shown(c, a, ch->now));
	rows_text(r, arena_printf(a, "%.*s:%u", STR_ARG(ch->file), ch->line));
	rows_text(r, ch->file);
	rows_int(r, ch->line);
}

static int
print_changes(struct cli *c, struct arena *a, const struct rule_change *list,
    size_t n)
{
	struct rows *r = rows_new(changed_columns);
	enum signal signal;

	if (!rules_signal(c, &signal)) {
		rows_free(r);
		return (2);
	}
	for (size_t i = 0; r != NULL && i < n; i++)
		if (signal == SIGNAL_NONE || list[i].signal == signal)
			add_change(c, r, a, &list[i]);
	if (r != NULL && rows_count(r) == 0 && !c->json && !c->csv &&
	    c->out_file == NULL) {
		rows_free(r);
		if (!c->request.quiet)
			fputs("your own files change nothing of the shipped "
			      "packs\n",
			    stderr);
		return (0);
	}
	return (cli_rows(c, r, NULL, "change name was now at"));
}

int
rules_changes(struct cli *c)
{
	const char *const none[] = { NULL };
	struct arena *a = arena_new(CHANGES_MEMORY);
	struct ruleset *shipped = NULL;
	struct rule_change *list = NULL;
	struct rules_tiers tiers;
	struct setup *s = NULL;
	size_t n = 0;
	int status = 0;

	if (a == NULL)
		return (cli_fail(c, 2, "out of memory"));
	s = cli_setup(c, SETUP_RULES, &status);
	if (s == NULL)
		goto out;
	if (c->request.nrules > 0) {
		status = cli_usage(c,
		    "--rules replaces the shipped packs: nothing of them is "
		    "changed then");
		goto out;
	}
	rules_tiers(c, s, false, &tiers);
	shipped = rules_load(c, tiers.shipped, none, &status);
	if (shipped == NULL)
		goto out;
	if (rulebook_changes(s->rules, shipped, a, &list, &n) != OK)
		status = cli_fail(c, 2, "out of memory");
	else
		status = print_changes(c, a, list, n);
out:
	ruleset_unref(shipped);
	setup_free(s);
	arena_free(a);
	return (status);
}
