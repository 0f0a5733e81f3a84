/*
 * earshot rules: check, test, list.
 */
#include <stdio.h>
#include <stdlib.h>

#include "earshot/jsonw.h"

#include "cli.h"

static int
check(struct cli *c, bool test)
{
	struct faults faults;
	struct setup *s = NULL;
	size_t examples = 0;
	enum status st;
	int status = 0;

	faults_init(&faults);
	st = setup_load(&c->request, SETUP_RULES, false, &faults, &s);
	if (st == OK && test)
		st = ruleset_test(s->rules, &faults, &examples);
	cli_faults(&faults);
	if (faults.errors > 0 || (st != OK && st != E_SYNTAX))
		status = 1;
	if (st != OK && faults.errors == 0)
		cli_fail(c, 1, "%s", status_word(st));
	if (status == 0 && test)
		printf("%zu rules, %zu examples, all hold\n",
		    ruleset_info(s->rules)->nrules, examples);
	else if (status == 0)
		printf("%zu rules, %zu warnings, no fault\n",
		    ruleset_info(s->rules)->nrules, faults.warnings);
	else if (test && s != NULL)
		printf("%zu rules, %zu examples, %zu do not hold\n",
		    ruleset_info(s->rules)->nrules, examples, faults.errors);
	setup_free(s);
	faults_free(&faults);
	return (status);
}

static void
print_rule(const struct rule_info *r, struct buf *out, bool json)
{
	const char *facet = facet_word(r->facet);
	const char *target = target_word(r->target);
	struct jsonw j;

	if (!json) {
		buf_printf(out, "%-32.*s %-9s %5.2f  %-5s %-7s %.*s\n",
		    STR_ARG(r->name), signal_word(r->signal), r->weight,
		    facet != NULL ? facet : "", target != NULL ? target : "",
		    STR_ARG(r->about));
		return;
	}
	jsonw_init(&j, out);
	jsonw_object(&j);
	jsonw_kstr(&j, "rule", r->name);
	jsonw_kstr(&j, "pack", r->pack);
	jsonw_kstr(&j, "signal", str_of(signal_word(r->signal)));
	jsonw_kreal(&j, "weight", r->weight, 3);
	jsonw_kstr(&j, "facet", str_of(facet));
	jsonw_kstr(&j, "target", str_of(target));
	jsonw_kstr(&j, "lang", r->lang);
	jsonw_kstr(&j, "about", r->about);
	jsonw_kstr(&j, "file", r->file);
	jsonw_kint(&j, "line", r->line);
	jsonw_end_object(&j);
	buf_addc(out, '\n');
}

static int
list(struct cli *c)
{
	struct buf out = BUF_INIT(64 << 20);
	const struct ruleset_info *info;
	struct setup *s;
	int status = 0;

	s = cli_setup(c, SETUP_RULES, &status);
	if (s == NULL)
		return (status);
	info = ruleset_info(s->rules);
	for (size_t i = 0; i < info->nrules; i++) {
		const struct rule_info *r = info->rules[i];

		if (c->filter.signal.n > 0 &&
		    !str_ieq(c->filter.signal, str_of(signal_word(r->signal))))
			continue;
		print_rule(r, &out, c->json);
	}
	status = cli_write_out(c, buf_str(&out));
	buf_free(&out);
	setup_free(s);
	return (status);
}

static int
run(struct cli *c)
{
	const char *word = cli_subcommand(c);

	if (word == NULL)
		return (cli_usage(c, "check, test or list?"));
	if (c->argc > 0)
		return (cli_usage(c,
		    "what is '%s'? other rule files are "
		    "named by --rules",
		    c->argv[0]));
	if (strcmp(word, "check") == 0)
		return (check(c, false));
	if (strcmp(word, "test") == 0)
		return (check(c, true));
	if (strcmp(word, "list") == 0)
		return (list(c));
	return (cli_usage(c, "no 'rules %s'; check, test and list there are",
	    word));
}

const struct command cmd_rules = { "rules", "check|test|list",
	"rule files: every fault, every example, every rule", true, NULL, run,
	"check lists every fault with file, line and column; test also runs "
	"all examples\n(the yes and no lines); exit status 1 when one does "
	"not hold.\n" };
