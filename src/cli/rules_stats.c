/*
 * earshot rules stats: what each of today's rules did, by the database: those
 * that never spoke too; and which ones speak together.
 */
#include <stdio.h>

#include "earshot/map.h"

#include "rules.h"

static const struct rows_column columns[] = {
	{ "rule", RESULT_TEXT, SHAPE_PLAIN },
	{ "signal", RESULT_TEXT, SHAPE_PLAIN },
	{ "hits", RESULT_INT, SHAPE_NUMBER },
	{ "posts", RESULT_INT, SHAPE_NUMBER },
	{ "sources", RESULT_INT, SHAPE_NUMBER },
	{ "first_ts", RESULT_INT, SHAPE_TIME },
	{ "last_ts", RESULT_INT, SHAPE_TIME },
	{ "judged", RESULT_INT, SHAPE_NUMBER },
	{ "wrong", RESULT_INT, SHAPE_NUMBER },
	{ "in_force", RESULT_INT, SHAPE_NUMBER },
	{ NULL, RESULT_NULL, SHAPE_PLAIN },
};

static const struct rows_column pair_columns[] = {
	{ "rule", RESULT_TEXT, SHAPE_PLAIN },
	{ "other", RESULT_TEXT, SHAPE_PLAIN },
	{ "signal", RESULT_TEXT, SHAPE_PLAIN },
	{ "together", RESULT_INT, SHAPE_NUMBER },
	{ "rule_posts", RESULT_INT, SHAPE_NUMBER },
	{ "other_posts", RESULT_INT, SHAPE_NUMBER },
	{ "share", RESULT_REAL, SHAPE_SHARE },
	{ NULL, RESULT_NULL, SHAPE_PLAIN },
};

/* How many rules there are of which kind, for the last line. */
struct tally {
	size_t rules, silent, spam;
};

/* Spam is stored as no insight: what its rules did is not known. */
static void
add_silent(struct rows *r, const struct rule_info *rule)
{

	rows_text(r, rule->name);
	rows_word(r, signal_word(rule->signal));
	for (int i = 0; i < 3; i++)
		if (rule->signal == SIGNAL_SPAM)
			rows_null(r);
		else
			rows_int(r, 0);
	rows_null(r);
	rows_null(r);
	rows_int(r, 0);
	rows_int(r, 0);
	rows_int(r, 1);
}

/* The database's rows, today's rules or not; then those that it lacks. */
static enum status
add_rules(struct rows *r, struct result *q, const struct ruleset_info *info,
    const struct cli *c, enum signal signal, struct tally *tally)
{
	/* Sets of names: what they lead to does not matter. */
	struct map *today = map_new(), *spoke = map_new();
	struct rows *said = rows_new(columns);
	enum status st = E_MEMORY;

	if (today == NULL || spoke == NULL || said == NULL)
		goto out;
	st = rows_result(said, q);
	for (size_t i = 0; i < info->nrules && st == OK; i++)
		st = map_put(today, info->rules[i]->name, today);
	for (size_t i = 0; i < rows_count(said) && st == OK; i++) {
		const struct cell *row = rows_cell(said, i, 0);

		rows_text(r, row[0].text);
		rows_text(r, row[1].text);
		for (size_t k = 2; k < 9; k++)
			rows_int(r, row[k].number);
		rows_int(r, map_get(today, row[0].text) != NULL);
		st = map_put(spoke, row[0].text, spoke);
		tally->rules++;
	}
	for (size_t i = 0; i < info->nrules && st == OK; i++) {
		const struct rule_info *rule = info->rules[i];

		if ((signal != SIGNAL_NONE && rule->signal != signal) ||
		    (c->filter.lang.n > 0 && rule->lang.n > 0 &&
			!str_ieq(rule->lang, c->filter.lang)) ||
		    map_get(spoke, rule->name) != NULL)
			continue;
		/* Tools are told that it is not known; people need no empty
		 * line for it. */
		if (rule->signal == SIGNAL_SPAM && signal != SIGNAL_SPAM &&
		    !c->json && !c->csv) {
			tally->spam++;
			continue;
		}
		add_silent(r, rule);
		tally->silent += rule->signal != SIGNAL_SPAM;
		tally->rules++;
	}
out:
	rows_free(said);
	map_free(today);
	map_free(spoke);
	return (st);
}

static int
print_rules(struct cli *c, struct reader *db, const struct setup *s,
    enum signal signal)
{
	struct buf why = BUF_INIT(2000);
	struct rows *r = rows_new(columns);
	struct tally tally = { 0, 0, 0 };
	struct result *q = NULL;
	int status = 0;

	if (query_rule_stats(db, &c->filter, &q, &why) != OK)
		status = cli_fail(c, 2, "%s", buf_str(&why).p);
	else if (r == NULL || add_rules(r, q, ruleset_info(s->rules), c, signal,
				  &tally) != OK)
		status = cli_fail(c, 2, "the rules could not be counted: %s",
		    reader_error(db));
	else {
		status = cli_rows(c, r, "-hits",
		    "rule signal hits posts sources last_ts judged wrong");
		r = NULL;
	}
	if (status == 0 && !c->json && !c->csv && !c->request.quiet) {
		fprintf(stderr, "%zu rules, %zu of them never spoke\n",
		    tally.rules, tally.silent);
		if (tally.spam > 0)
			fprintf(stderr,
			    "%zu spam rule%s left out: what spam rules did is "
			    "not kept\n",
			    tally.spam, tally.spam == 1 ? "" : "s");
	}
	rows_free(r);
	result_free(q);
	buf_free(&why);
	return (status);
}

static int
print_pairs(struct cli *c, struct reader *db)
{
	struct buf why = BUF_INIT(2000);
	struct rows *r = rows_new(pair_columns);
	struct result *q = NULL;
	int status;

	if (query_rule_pairs(db, &c->filter, &q, &why) != OK)
		status = cli_fail(c, 2, "%s", buf_str(&why).p);
	else if (r == NULL || rows_result(r, q) != OK)
		status = cli_fail(c, 2, "the rules could not be counted: %s",
		    reader_error(db));
	else {
		status = cli_rows(c, r, "-together", NULL);
		r = NULL;
	}
	rows_free(r);
	result_free(q);
	buf_free(&why);
	return (status);
}

int
rules_stats(struct cli *c)
{
	struct reader *db = NULL;
	enum signal signal;
	struct setup *s;
	int status = 0;

	if (!rules_signal(c, &signal))
		return (2);
	s = cli_setup(c, SETUP_RULES, &status);
	if (s != NULL)
		db = cli_reader_known(c, s, 60000, &status);
	if (db != NULL)
		status = rules_option(c, R_PAIRS) != NULL
			     ? print_pairs(c, db)
			     : print_rules(c, db, s, signal);
	reader_close(db);
	setup_free(s);
	return (status);
}
