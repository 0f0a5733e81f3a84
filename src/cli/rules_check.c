/*
 * earshot rules check, test, export: what is wrong with the rules; and all of
 * them for machines.
 */
#include <stdio.h>

#include "earshot/rulesexport.h"

#include "rules.h"

enum { EXPORT_MAX = 1 << 30 };

static const char *
plural(size_t n)
{

	return (n == 1 ? "" : "s");
}

static int
look(struct cli *c, bool test)
{
	struct faults faults, again;
	struct setup *s = NULL;
	size_t examples = 0, rules;
	enum status st;
	int status = 0;

	faults_init(&faults);
	faults_init(&again);
	st = setup_load(&c->request, SETUP_RULES, false, &faults, &s);
	/* Loading has run the examples and said what it thinks of them: this
	 * counts them. */
	if (st == OK && test)
		st = ruleset_test(s->rules, &again, &examples);
	cli_faults(&faults);
	if (faults.errors > 0 || (st != OK && st != E_SYNTAX))
		status = 1;
	if (st != OK && faults.errors == 0)
		cli_fail(c, 1, "%s", status_told(st));
	rules = s != NULL ? ruleset_info(s->rules)->nrules : 0;
	if (status == 0 && test)
		printf("%zu rules, %zu examples, all hold\n", rules, examples);
	else if (status == 0)
		printf("%zu rules, %zu warning%s, no fault\n", rules,
		    faults.warnings, plural(faults.warnings));
	else if (test && s != NULL)
		printf("%zu rules, %zu examples, %zu do not hold\n", rules,
		    examples, faults.errors);
	else if (faults.errors > 0)
		printf("%zu fault%s to mend%s\n", faults.errors,
		    plural(faults.errors),
		    rules_option(c, R_FIX) != NULL ? " by hand" : "");
	setup_free(s);
	faults_free(&again);
	faults_free(&faults);
	return (status);
}

int
rules_check(struct cli *c)
{
	int status = 0;

	if (rules_option(c, R_YES) != NULL && rules_option(c, R_FIX) == NULL)
		return (cli_usage(c, "--yes goes with --fix"));
	if (rules_option(c, R_FIX) != NULL)
		status = rules_mend(c);
	fflush(stdout); /* what is left comes after what was mended */
	return (status != 0 ? status : look(c, false));
}

int
rules_test(struct cli *c)
{

	return (look(c, true));
}

int
rules_write_export(struct cli *c)
{
	struct buf out = BUF_INIT(EXPORT_MAX);
	struct setup *s;
	int status = 0;

	s = cli_setup(c, SETUP_RULES, &status);
	if (s == NULL)
		return (status);
	rules_export(s->rules, &out);
	status = buf_failed(&out) ? cli_fail(c, 2, "out of memory")
				  : cli_write_out(c, buf_str(&out));
	buf_free(&out);
	setup_free(s);
	return (status);
}
