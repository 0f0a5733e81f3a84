/*
 * earshot rules new: a commented rule with the sentence as its `yes`, ready for
 * `rules test`.
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "earshot/classify.h"

#include "example.h"
#include "rules.h"
#include "suggest.h"

enum { NEW_MEMORY = 16 << 20 };

struct draft {
	struct cli *cli;
	struct arena *arena;
	struct str sentence, lang, phrase, name;
	enum signal signal;
};

/* The language, and what today's rules say of it. */
static int
listen(struct draft *d, const struct setup *s)
{
	struct classifier *k = classifier_new(s->rules);
	struct classify_input in = { .text = d->sentence };
	const struct signal_verdict *sv;
	struct verdict v;
	int status = 0;

	if (k == NULL || classify(k, d->arena, &in, &v) != OK) {
		classifier_free(k);
		return (cli_fail(d->cli, 2, "out of memory"));
	}
	/* A sentence is short: English is as good a guess as any. */
	d->lang = str_eq(v.lang, STR("und")) ? STR("en") : v.lang;
	sv = &v.signals[d->signal];
	if (sv->fired && !d->cli->request.quiet)
		fprintf(stderr,
		    "today's rules hear this already: %s %.2f by %.*s "
		    "(earshot explain shows it)\n",
		    signal_word(d->signal), sv->score,
		    STR_ARG(sv->evidence[0].rule->name));
	classifier_free(k);
	return (status);
}

static bool
taken(const struct ruleset_info *info, struct str name)
{

	for (size_t i = 0; i < info->nrules; i++) {
		const struct rule_info *r = info->rules[i];

		if (str_eq(r->name, name) ||
		    (r->name.n > r->pack.n &&
			str_eq(str_sub(r->name, r->pack.n + 1, r->name.n),
			    name)))
			return (true);
	}
	return (false);
}

/* --name, or one that no rule has yet. */
static int
choose_name(struct draft *d, const struct setup *s)
{
	const char *asked = rules_option(d->cli, R_NAME);
	const struct ruleset_info *info = ruleset_info(s->rules);
	struct str base;

	if (asked != NULL) {
		d->name = str_of(asked);
		for (size_t i = 0; i < d->name.n; i++)
			if (strchr(" \t\"#|,:=/", asked[i]) != NULL)
				return (cli_usage(d->cli,
				    "--name '%s': a name is one word of "
				    "letters, digits, _ - and dots",
				    asked));
		if (d->name.n == 0)
			return (cli_usage(d->cli, "--name is empty"));
		if (taken(info, d->name) && !d->cli->request.quiet)
			fprintf(stderr,
			    "there is a rule %s already: in the same pack "
			    "this would be a fault\n",
			    asked);
		return (0);
	}
	base = suggest_name(d->arena, d->sentence, d->lang, d->signal);
	d->name = base;
	for (int i = 2; taken(info, d->name) && i < 1000; i++)
		d->name = arena_printf(d->arena, "%.*s_%d", STR_ARG(base), i);
	return (0);
}

static void
write_rule(const struct draft *d, struct buf *out)
{

	buf_printf(out,
	    "# One post said: %.*s\n"
	    "rule  %.*s\n"
	    "  about   Say here in a few words what such a post wants\n"
	    "  signal  %s\n"
	    "  # Phrases that such posts have in common: | between two, (a|b) "
	    "one of,\n"
	    "  # leak* any ending, a * alone up to five words.\n"
	    "  say     \"%.*s\"\n"
	    "  # What must not stand in the same sentence: take away the # and "
	    "fill in.\n"
	    "  # unless  \"\"\n"
	    "  weight  strong\n"
	    "  yes     %.*s\n"
	    "  # A post that looks alike and is something else:\n"
	    "  # no      \n",
	    STR_ARG(d->sentence), STR_ARG(d->name), signal_word(d->signal),
	    STR_ARG(d->phrase), STR_ARG(d->sentence));
}

/* Does it pass `rules test`?  Asked of the real loader, by a file of its own.
 * Faults are told only when ${told}. */
static enum status
test_rule(struct str text, bool told)
{
	const char *tmp = getenv("TMPDIR");
	const char *none[] = { NULL }, *own[] = { NULL, NULL };
	struct files *files = files_disk();
	struct buf path = BUF_INIT(4096);
	struct ruleset *rs = NULL;
	struct faults faults;
	enum status st = E_IO;
	size_t examples;
	int fd;

	faults_init(&faults);
	buf_printf(&path, "%s/new.XXXXXX.rules",
	    tmp != NULL && tmp[0] != '\0' ? tmp : "/tmp");
	fd = buf_failed(&path) ? -1 : mkstemps(path.p, 6);
	if (fd < 0 || files == NULL)
		goto out;
	if (write(fd, text.p, text.n) != (ssize_t)text.n)
		goto out;
	own[0] = path.p;
	st = ruleset_load(files, none, own, &faults, &rs);
	if (st == OK)
		st = ruleset_test(rs, &faults, &examples);
	if (st == OK && faults.errors > 0)
		st = E_SYNTAX;
	for (size_t i = 0; told && i < faults.n; i++)
		fprintf(stderr, "line %u: %s\n", faults.list[i].line,
		    faults.list[i].message);
out:
	if (fd >= 0) {
		close(fd);
		unlink(path.p);
	}
	ruleset_unref(rs);
	faults_free(&faults);
	files_free(files);
	buf_free(&path);
	return (st);
}

/* Writes the rule; when its phrase does not hear the sentence, all its words
 * are the phrase. */
static int
finish(struct draft *d)
{
	struct buf out = BUF_INIT(1 << 16);
	int status;
	enum status st;

	write_rule(d, &out);
	st = test_rule(buf_str(&out), false);
	if (st == E_SYNTAX) {
		/* A language of which no word is known, odd signs. */
		d->phrase = suggest_phrase(d->arena, d->sentence, STR("?"));
		buf_clear(&out);
		write_rule(d, &out);
		st = test_rule(buf_str(&out), true);
	}
	status = cli_write_out(d->cli, buf_str(&out));
	if (st == E_SYNTAX && status == 0)
		status = cli_fail(d->cli, 1,
		    "this rule does not hear its own sentence yet: change its "
		    "phrases");
	else if (st != OK && status == 0)
		status = cli_fail(d->cli, 2, "the rule could not be tried: %s",
		    status_told(st));
	buf_free(&out);
	return (status);
}

int
rules_new(struct cli *c)
{
	struct draft d = { .cli = c, .signal = SIGNAL_IDEA };
	struct setup *s = NULL;
	enum signal asked;
	int status = 0;

	if (!rules_signal(c, &asked))
		return (2);
	/* It would take the place of a person's rules. */
	if (c->out_file != NULL && access(c->out_file, F_OK) == 0)
		return (
		    cli_fail(c, 2, "%s is there already; >> %s appends to it",
			c->out_file, c->out_file));
	if (asked != SIGNAL_NONE)
		d.signal = asked;
	d.arena = arena_new(NEW_MEMORY);
	if (d.arena == NULL)
		return (cli_fail(c, 2, "out of memory"));
	d.sentence = example_line(d.arena, str_of(c->argv[0]));
	if (d.sentence.n == 0) {
		status = cli_usage(c,
		    c->argv[0][0] == '\0'
			? "the sentence is empty"
			: "a sentence has some words, and at most 1000 bytes");
		goto out;
	}
	s = cli_setup(c, SETUP_RULES, &status);
	if (s == NULL)
		goto out;
	status = listen(&d, s);
	if (c->filter.lang.n > 0)
		d.lang = c->filter.lang;
	if (status == 0)
		status = choose_name(&d, s);
	if (status != 0)
		goto out;
	d.phrase = suggest_phrase(d.arena, d.sentence, d.lang);
	if (d.phrase.n == 0)
		status = cli_fail(c, 1, "there are no words in this sentence");
	else
		status = finish(&d);
out:
	setup_free(s);
	arena_free(d.arena);
	return (status);
}
